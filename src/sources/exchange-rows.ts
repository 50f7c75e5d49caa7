/** Turns one row of Search-UnifiedAuditLog into a record, whatever form the service gives it. */
import {isGuid} from '../audit/identity.ts'
import {isObject, parsedObject, wholeJsonText} from '../audit/json.ts'
import {instant, instantOf, millisecondsOf} from '../audit/record.ts'
import type {TimeWindow} from '../audit/window.ts'
import {dateIn} from './invoke.ts'
import {type Placing, rounding} from './row-times.ts'
import type {Row} from './source.ts'

export interface ParsedRow {
  /** Absent for a row of another organisation. */
  row?: Row
  /** Signals that ride on rows, where the service sends them. */
  index: number | undefined
  count: number | undefined
  moreAvailable: boolean
}

const noOrganization = '00000000-0000-0000-0000-000000000000'

/** What was asked for. */
export interface RowContext {
  /** Lower-case GUID of the tenant. */
  tenantId: string
  window: TimeWindow
  part?: number | undefined
  /** The question's bounds, both inclusive, and what is known of rows with two times; without, the record's own counts. */
  placing?: Placing
}

/** A defect of a row is a defect of that row: it is kept as it came, with the time and the Id of its envelope. */
export function parseRow(raw: unknown, context: RowContext): ParsedRow {
  const {tenantId, window, part = 0} = context
  const given = isObject(raw) ? raw : {}
  const signals = {
    index: asNumber(given.ResultIndex),
    count: asNumber(given.ResultCount),
    moreAvailable: saysMore(given.AuditSearchRequestMetadata),
  }
  const text = isObject(raw) ? textOf(given.AuditData) : textOf(raw)
  const parsed = parsedObject(text)
  const data = parsed ?? {}
  if (isForeign(data.OrganizationId, tenantId)) return signals

  const {time, displaced, open} = timeOf(asText(data.CreationTime), asText(given.CreationDate), context)
  const recordTypeNumber = asText(data.RecordType)
  const outerType = asText(given.RecordType)
  const row: Row = {
    record: {
      RecordType: outerType || recordTypeNumber,
      CreationDate: time ?? instantOf(window.start),
      UserIds: asText(given.UserIds),
      Operations: asText(given.Operations),
      AuditData: text,
      Identity: asText(data.Id) || asText(given.Identity),
    },
    time: time === undefined ? window.start : millisecondsOf(time),
    workload: asText(data.Workload),
    recordTypeNumber: recordTypeNumber || (/^\d+$/.test(outerType) ? outerType : ''),
    part,
  }
  if (parsed === undefined) row.malformed = true
  if (time === undefined) row.undated = true
  if (displaced) row.displaced = true
  if (open) row.open = true
  return {...signals, row}
}

interface RowTime {
  time: string | undefined
  displaced?: true
  open?: true
}

function timeOf(inside: string, outside: string, {placing}: RowContext): RowTime {
  const own = timeIn(inside, placing?.bounds)
  if (own === undefined) return {time: timeIn(outside, placing?.bounds)}
  // As a rule they are the same, which costs less to see than to parse.
  if (placing === undefined || outside.startsWith(own.slice(0, 19))) return {time: own}
  const envelope = timeIn(outside, placing.bounds)
  if (envelope === undefined) return {time: own}
  const placed = placing.times.place(millisecondsOf(envelope), millisecondsOf(own), placing.bounds)
  if (placed === 'envelope') return {time: envelope, displaced: true}
  return placed === 'open' ? {time: own, open: true} : {time: own}
}

/** .NET's older JSON form of a date, milliseconds since 1970 UTC. */
const netDate = /^\/Date\((-?\d{1,14})(?:[+-]\d{4})?\)\/$/

/** As ISO 8601, as .NET writes it, or as people in America do, which is believed in the time asked for: elsewhere the day comes first. */
function timeIn(text: string, bounds: TimeWindow | undefined): string | undefined {
  const usual = instant(text)
  if (usual !== undefined || text === '') return usual
  const milliseconds = netDate.exec(text)?.[1]
  if (milliseconds !== undefined) return instantOf(Number(milliseconds))
  const american = dateIn(text)
  if (american === undefined || bounds === undefined) return undefined
  const time = millisecondsOf(american)
  return bounds.start - rounding <= time && time <= bounds.end + rounding ? american : undefined
}

function isForeign(organization: unknown, tenantId: string): boolean {
  const named = asText(organization).toLowerCase()
  return isGuid(named) && named !== noOrganization && named !== tenantId
}

/** The service's own text; an object as text, where it sends one. */
function textOf(auditData: unknown): string {
  if (typeof auditData === 'string') return auditData
  return auditData === undefined || auditData === null ? '' : wholeJsonText(auditData)
}

/** The metadata's JSON form is unpublished: an object, or text at `X-SerializationLevel: Partial`; casing uncertain. */
function saysMore(metadata: unknown): boolean {
  const value = typeof metadata === 'string' ? parsedObject(metadata) : metadata
  if (!isObject(value)) return false
  const more = value.moreRecordsAvailable ?? value.MoreRecordsAvailable
  return more === true || (typeof more === 'string' && more.toLowerCase() === 'true')
}

/** A list as its items with commas between them, as the cmdlet prints one; what is nested deeper is no text. */
function asText(value: unknown): string {
  return Array.isArray(value) ? value.map(plainText).join(',') : plainText(value)
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number'
    ? value
    : typeof value === 'string' && /^-?\d+$/.test(value)
      ? Number(value)
      : undefined
}
