/** Whether a person is met where, or with what, they never were before; asked also while habits are still being learned. */
import type {AuditEvent} from './event.ts'
import type {Context} from './rule.ts'

const day = 86_400_000

/** For somebody who has just begun everything is new: three days of acts must lie before. */
export function isSettled(context: Context, user: string, time: number): boolean {
  const person = context.profiles.people.get(user)
  return context.history?.absent(user) !== undefined || (person !== undefined && person.first <= time - 3 * day)
}

/** On a network where the person was first met within the last day, if ever. */
export function isStrangePlace(context: Context, event: AuditEvent): boolean {
  const {user, place, time} = event
  if (!place || !isSettled(context, user, time)) return false
  return context.terms.firstMet('user-network', user, place.network) > time - day
}

/** With a program that the person was first met with within the last day, if ever. */
export function isStrangeProgram(context: Context, event: AuditEvent): boolean {
  const {user, agentFamily, time} = event
  if (agentFamily === '' || !isSettled(context, user, time)) return false
  return context.terms.firstMet('user-agent', user, agentFamily) > time - day
}

/** Through an application that the person first used within the last day. */
export function isStrangeApplication(context: Context, event: AuditEvent): boolean {
  const {user, application, time} = event
  if (application === '' || !isSettled(context, user, time)) return false
  return context.terms.firstMet('user-application', user, application) > time - day
}

/** A name somebody chose, fit for a sentence. */
export function quoted(name: string): string {
  const clean = name.replace(/\p{Cc}+/gu, ' ').trim()
  return `“${clean.length > 120 ? `${clean.slice(0, 119)}…` : clean}”`
}
