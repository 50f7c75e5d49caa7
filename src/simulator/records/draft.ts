/**
 * What every kind of record shares: the draft a writer fills in, the common opening of `AuditData`, and where a
 * person sits at that hour. Texts are put together by hand, because a million of them are made in seconds.
 */

import {type Seat, seatOf, telephoneShare} from '../habits.ts'
import type {Random} from '../random.ts'
import type {Actor, DirectoryPerson, TenantDirectory} from '../tenant-directory.ts'

export interface Draft {
  random: Random
  company: TenantDirectory
  /** `2026-10-05T08:03:11`: second precision, no zone, as `AuditData` has it (graph2otel, live July 2026). */
  time: string
  /** Hours since 1970. */
  hour: number
  id: string
  kind: DraftKind
  actor: Actor
  /** Place of the actor among the people, or -1. */
  person: number
  /** Where it is not the person's own. */
  seat?: Seat
}

export interface DraftKind {
  recordType: number
  operation: string
  workload: string
  /** Whose work it is, and so by which curve it comes over the day. */
  part: 'people' | 'service' | 'provisioning'
  weight: number
  /** Who among the people, or which service identities. */
  by: 'anyone' | 'members' | 'admins' | 'helpdesk' | readonly number[]
  write(draft: Draft): string
}

/** The opening fields in the order most workloads write them. `resultStatus` is left out where it is undefined. */
export function head(draft: Draft, resultStatus: string | undefined, userKey = draft.actor.userKey): string {
  const {kind, actor} = draft
  const userId = kind.workload === 'Exchange' ? actor.exchangeUserId : actor.userId
  const status = resultStatus === undefined ? '' : `"ResultStatus":"${resultStatus}",`
  return (
    `{"CreationTime":"${draft.time}","Id":"${draft.id}","Operation":${text(kind.operation)},` +
    `"OrganizationId":"${draft.company.organization}","RecordType":${kind.recordType},${status}` +
    `"UserKey":${text(userKey)},"UserType":${actor.userType},"Version":1,"Workload":"${kind.workload}",` +
    `"UserId":${text(userId)},`
  )
}

const TEXTS = new Map<string, string>()

/** A word of a small vocabulary as JSON text; kept, so ask only for words that come again. */
export function text(word: string): string {
  let json = TEXTS.get(word)
  if (json === undefined) {
    json = JSON.stringify(word)
    TEXTS.set(word, json)
  }
  return json
}

export const person = (draft: Draft): DirectoryPerson =>
  draft.company.people[Math.max(0, draft.person)] as DirectoryPerson

/** A colleague, the actor at times. */
export const colleague = (draft: Draft): DirectoryPerson =>
  draft.company.people[draft.random.pick(draft.company.members)] as DirectoryPerson

/** Where the person sits and with which device; the same for the whole record. */
export function seat(draft: Draft): Seat {
  if (draft.seat === undefined) {
    const telephone = draft.random.below(100) < telephoneShare(person(draft))
    draft.seat = seatOf(draft.company, Math.max(0, draft.person), draft.hour, telephone)
  }
  return draft.seat
}

/** `1.2.3.4:51234` or `[2001:db8::1]:51234`, as Exchange's admin log has it. */
export function withPort(address: string, random: Random): string {
  const port = random.between(1024, 65535)
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
