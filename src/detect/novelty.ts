/** Whether a person is met where, or with what, they never were before; asked also while habits are still being learned. */
import type {AuditEvent} from './event.ts'
import type {DetectionContext} from './rule.ts'

const day = 86_400_000

/** For somebody who has just begun everything is new: three days of acts must lie before. */
export function isEstablished(context: DetectionContext, user: string, time: number): boolean {
  const person = context.profiles.people.get(user)
  return context.history?.absent(user) !== undefined || (person !== undefined && person.first <= time - 3 * day)
}

/** On a network where the person was first met within the last day, if ever. */
export function isUnfamiliarAddress(context: DetectionContext, event: AuditEvent): boolean {
  const {user, address, time} = event
  if (!address || !isEstablished(context, user, time)) return false
  return context.terms.firstMet('user-network', user, address.network) > time - day
}

/** With a program that the person was first met with within the last day, if ever. */
export function isUnfamiliarClient(context: DetectionContext, event: AuditEvent): boolean {
  const {user, agentFamily, time} = event
  if (agentFamily === '' || !isEstablished(context, user, time)) return false
  return context.terms.firstMet('user-agent', user, agentFamily) > time - day
}

/** Through an application that the person first used within the last day. */
export function isUnfamiliarApplication(context: DetectionContext, event: AuditEvent): boolean {
  const {user, application, time} = event
  if (application === '' || !isEstablished(context, user, time)) return false
  return context.terms.firstMet('user-application', user, application) > time - day
}

/** A name somebody chose, fit for a sentence. */
export function quoted(name: string): string {
  const clean = name.replace(/\p{Cc}+/gu, ' ').trim()
  return `“${clean.length > 120 ? `${clean.slice(0, 119)}…` : clean}”`
}

/** What a first time was compared with, in words. */
export function comparedMonths(context: DetectionContext): string {
  return context.history ? 'the months that are remembered' : 'this month'
}
