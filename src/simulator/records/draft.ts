/**
 * What every kind of record shares: the draft a writer fills in, the common opening of `AuditData`, and where a
 * person sits at that hour. Texts are put together by hand, because a million of them are made in seconds.
 */
import type {Actor, Company, Device, Person} from '../company.ts'
import {guidOf, mix, type Random} from '../random.ts'

export interface Draft {
  random: Random
  company: Company
  /** `2026-10-05T08:03:11`: second precision, no zone, as `AuditData` has it (graph2otel, live July 2026). */
  time: string
  /** Hours since 1970. */
  hour: number
  id: string
  kind: Kind
  actor: Actor
  /** Place of the actor among the people, or -1. */
  person: number
}

export interface Kind {
  recordType: number
  operation: string
  workload: string
  /** Whose work it is, and so by which curve it comes over the day. */
  part: 'people' | 'service' | 'provisioning'
  weight: number
  /** Who among the people, or which service identities. */
  by: 'anyone' | 'admins' | readonly number[]
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

export const person = (draft: Draft): Person => draft.company.people[Math.max(0, draft.person)] as Person

/** A colleague, never the actor alone. */
export const colleague = (draft: Draft): Person => draft.random.pick(draft.company.people)

export interface Seat {
  address: string
  device: Device
  session: string
}

const seats = new WeakMap<Company, Map<number, Seat>>()

/** Where the person sits and with which device: the same for half a day, so that a session reads like one. */
export function seat(draft: Draft): Seat {
  const halfDay = Math.floor(draft.hour / 12)
  const key = (draft.person + 1) * 1_000_000 + halfDay
  let taken = seats.get(draft.company)
  if (taken === undefined || taken.size > 4_000) {
    taken = new Map()
    seats.set(draft.company, taken)
  }
  let found = taken.get(key)
  if (found === undefined) {
    found = takeSeat(person(draft), draft.company, mix(mix(draft.person + 1, halfDay), 0x5ea7))
    taken.set(key, found)
  }
  return found
}

function takeSeat(who: Person, company: Company, chance: number): Seat {
  const device = (who.devices.length > 1 && chance % 5 === 0 ? who.devices[1] : who.devices[0]) as Device
  const session = guidOf(mix(chance, 1), mix(chance, 2), mix(chance, 3), mix(chance, 4))
  const place = (chance >>> 8) % 20
  if (place < 11 && who.role !== 'guest') {
    return {address: company.office[chance % company.office.length] as string, device, session}
  }
  if (place < 17) return {address: who.home, device, session}
  return {address: place < 19 ? `${who.mobile}.${1 + ((chance >>> 16) % 250)}` : who.v6, device, session}
}

/** `1.2.3.4:51234` or `[2001:db8::1]:51234`, as Exchange's admin log has it. */
export function withPort(address: string, random: Random): string {
  const port = random.between(1024, 65535)
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
