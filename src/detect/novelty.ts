/** Whether a network, client or application is new for a person; also in the learning phase. */
import type {Address} from './address.ts'
import type {AuditEvent} from './event.ts'
import type {DetectionContext} from './rule.ts'

const day = 86_400_000

/** For a new person everything is new: three days of acts must lie before. */
export function isEstablished(context: DetectionContext, user: string, time: number): boolean {
  const person = context.profiles.people.get(user)
  return (person !== undefined && person.first <= time - 3 * day) || context.history?.absent(user) !== undefined
}

/** A network on which the person was first seen within the last day, or never. */
export function isUnfamiliarAddress(context: DetectionContext, event: AuditEvent): boolean {
  const {user, address, time} = event
  return (
    address !== undefined && networkSince(context, event, address) > time - day && isEstablished(context, user, time)
  )
}

/** When the actor was first seen on the network of the record's address: −∞ for earlier months. */
export function networkSince({terms}: DetectionContext, event: AuditEvent, {network}: Address): number {
  event.networkSince ??= terms.firstSeen('user-network', event.user, network)
  return event.networkSince
}

/** A client that the person was first seen with within the last day, or never. */
export function isUnfamiliarClient(context: DetectionContext, event: AuditEvent): boolean {
  const {user, agentFamily, time} = event
  if (agentFamily === '') return false
  event.clientSince ??= context.terms.firstSeen('user-agent', user, agentFamily)
  return event.clientSince > time - day && isEstablished(context, user, time)
}

/** An application that the person first used within the last day, or never. */
export function isUnfamiliarApplication(context: DetectionContext, event: AuditEvent): boolean {
  const {user, application, time} = event
  if (application === '') return false
  event.applicationSince ??= context.terms.firstSeen('user-application', user, application)
  return event.applicationSince > time - day && isEstablished(context, user, time)
}

/**
 * Whether no earlier month knew an application: however many use it this month, it stays new. What the first week of a first
 * month shows, before which nothing is known, counts as new for a day.
 */
export function isNewApplication({terms}: DetectionContext, id: string, time: number): boolean {
  const first = terms.firstSeen('application', '', id)
  if (first > time - day) return true
  return first !== Number.NEGATIVE_INFINITY && !terms.learning('application', first)
}

/** A name out of a record, made fit for a sentence. */
export function quoted(name: string): string {
  const clean = name.replace(/\p{Cc}+/gu, ' ').trim()
  return `“${clean.length > 120 ? `${clean.slice(0, 119)}…` : clean}”`
}

/** What a first time was compared with, in words. */
export function comparedMonths(context: DetectionContext): string {
  return context.history ? 'in the months that are remembered' : 'earlier this month'
}

/**
 * Whether an act may be another person's than the account's owner: both network and client are unfamiliar. While
 * travelling only the network is new, with a new phone only the client.
 */
export function isUnknownUser(context: DetectionContext, event: AuditEvent): boolean {
  return (
    isUnfamiliarAddress(context, event) &&
    (isUnfamiliarClient(context, event) || isUnfamiliarApplication(context, event))
  )
}
