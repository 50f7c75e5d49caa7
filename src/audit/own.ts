/**
 * Which records an export itself causes: searching the log is recorded in the log. Other acts under the application's
 * name do not count, for they may be another's.
 */
import {parsedObject} from './json.ts'
import type {AuditRecord} from './record.ts'

/** Ids under which records may name an application. */
export interface AuditingApp {
  client: string
  /** Object id of its service principal; a pseudonym where records have one. */
  principal?: string | undefined
}

/** By name and by number. */
const searchTypes: readonly string[] = ['AuditSearch', '295']
/** Exchange says that it does not record cmdlets which only look; where a tenant shows them all the same, they count. */
const searchCmdlet = 'Search-UnifiedAuditLog'
/** Of Graph's queries the service principal stands as the user (rknightion/graph2otel, live July 2026). */
const actors = ['UserId', 'ClientAppId', 'AppId', 'ApplicationId'] as const

/** Whether the record is of a search of the log by the application. */
export function isOwnSearch(
  record: Pick<AuditRecord, 'RecordType' | 'Operations' | 'AuditData'>,
  {client, principal}: AuditingApp,
): boolean {
  if (!searchTypes.includes(record.RecordType) && record.Operations !== searchCmdlet) return false
  const data = parsedObject(record.AuditData)
  const ids = [client, principal].map(id => id?.toLowerCase())
  return actors.some(actor => data?.[actor] && ids.includes(String(data[actor]).toLowerCase()))
}
