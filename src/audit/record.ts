/** The words of an audit record, and the order records stand in; it leaves fetching and writing to others. */
import {compareText} from './compare-text.ts'

/**
 * One record as every source hands it on: the cmdlet's columns, without its two counters.
 * `AuditData` is the service's own JSON text, never parsed and written again.
 */
export interface AuditRecord {
  /** The type's name, or its number as text where the service gives no name. */
  RecordType: string
  /** UTC instant, `2026-10-05T12:00:00Z`; fractions only where the service sends some. */
  CreationDate: string
  UserIds: string
  Operations: string
  AuditData: string
  /** The record's `Id`; '' where it has none. */
  Identity: string
}

/** A record whose text is still bytes: who writes it on needs no more. */
export interface RecordBytes {
  readonly columns: Omit<AuditRecord, 'AuditData'>
  /** `AuditData` in UTF-8. */
  readonly text: Buffer
  /** The whole, with its text decoded. */
  readonly record: AuditRecord
  /** The text is not a JSON object. */
  readonly malformed?: true | undefined
}

/** `AuditData` parsed when it is first asked for, and once for all who ask; undefined where it is no JSON. It is never changed. */
export interface ParsedData {
  readonly data: unknown
}

/** The columns of `audit-<period>.csv`, in their order. */
export const columns = ['RecordType', 'CreationDate', 'UserIds', 'Operations', 'AuditData', 'Identity'] as const

/** What decides a record's place: time, then Identity, then the hash of AuditData. */
export interface OrderKey {
  CreationDate: string
  Identity: string
  digest: string
}

/** The order of the exported files. */
export function compareRecords(a: OrderKey, b: OrderKey): number {
  return (
    compareInstants(a.CreationDate, b.CreationDate) ||
    compareText(a.Identity, b.Identity) ||
    compareText(a.digest, b.digest)
  )
}

/** `Z` sorts after the point of a fraction, and is left out where only one has a fraction. */
function compareInstants(a: string, b: string): number {
  return a.length === b.length ? compareText(a, b) : compareText(a.slice(0, -1), b.slice(0, -1))
}

const plain = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|[+-]00:?00)?$/

/**
 * A service's spelling of a time as a UTC instant, or undefined when it is none. Zone-less text is UTC, as in
 * `AuditData`; both `…Z` and `…+00:00` are in use by Exchange, with up to seven digits of fraction.
 */
export function instant(text: string): string | undefined {
  const parts = plain.exec(text)
  if (parts) {
    const fraction = parts[3]?.replace(/0+$/, '')
    const result = `${parts[1]}T${parts[2]}${fraction ? `.${fraction}` : ''}Z`
    return isOnCalendar(result) ? result : undefined
  }
  if (!/^\d{4}-\d\d-\d\dT.*[+-]\d\d:?\d\d$/.test(text)) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/\.?0*Z$/, 'Z')
}

const surelyOnCalendar = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d/

/** `Date.parse` moves 30 February into March, and 24:00 into the next day; it costs more than to see that neither can be. */
function isOnCalendar(text: string): boolean {
  return surelyOnCalendar.test(text) || new Date(text).getUTCDate() === Number(text.slice(8, 10))
}

/** Whether the record stands at another time than its `AuditData` names: where its envelope said. */
export function isDisplaced({CreationDate}: AuditRecord, {CreationTime}: Readonly<Record<string, unknown>>): boolean {
  const own = typeof CreationTime === 'string' ? instant(CreationTime) : undefined
  return own !== undefined && own !== CreationDate
}

/** The moment of an instant, in milliseconds since 1970 UTC. */
export function millisecondsOf(instantText: string): number {
  return Date.parse(instantText)
}

/** A moment as an instant of whole seconds where it is one. */
export function instantOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z')
}
