/** Reading directory records of applications: which application a record is about. */
import type {AuditEvent} from './event.ts'
import {textOf} from './field-values.ts'

const anyGuid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g

/** Properties that carry the application's id; `ObjectId` and the target are the service principal's. */
const carriers = [
  ...['TargetId.ServicePrincipalNames', 'ServicePrincipal.AppId', 'ServicePrincipal.ObjectID', 'AppId'],
  ...['AppPrincipalId', 'ServicePrincipalName', 'TargetId.ApplicationId', 'Application.AppId'],
]

/** All ids, folded, under which the application of a directory record may appear elsewhere: its app id first. */
export function applicationsOf(event: AuditEvent): string[] {
  const found = new Set<string>()
  for (const name of carriers) {
    const change = event.change(name)
    if (change) for (const id of guids(`${change.now} ${change.old}`)) found.add(id)
  }
  for (const id of guids(`${event.object} ${event.target.id}`)) found.add(id)
  return [...found].slice(0, 10)
}

/** The application's display name as the record has it, or its id. */
export function applicationName(event: AuditEvent): string {
  return event.target.name || event.change('DisplayName')?.now || event.object || textOf(event.target.id)
}

function guids(text: string): string[] {
  return text.slice(0, 4_000).toLowerCase().match(anyGuid) ?? []
}
