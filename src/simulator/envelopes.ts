/** How Exchange's REST layer words rows and answers; see each function for where its form is known from. */
import {randomUUID} from 'node:crypto'
import type {AuditRow} from './record-source.ts'
import {outsideRecordType} from './record-types.ts'

export const JSON_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

/** How one answer writes what may be written in several ways. */
export interface Style {
  /** `…:47.0000000+00:00` (2024) or `…:47.0000000Z` (2025 and 2026). */
  offsetDates: boolean
  /** `AuditSearchRequestMetadata` is named in the documentation since June 2026; its JSON form is unpublished. */
  metadata: 'none' | 'object' | 'typed object' | 'text' | 'text, other case'
  /** Forms that only shapes ask for. */
  typeAsNumber?: boolean
  lists?: boolean
  dataAsObject?: boolean
}

const METADATA: Style['metadata'][] = ['none', 'object', 'typed object', 'text', 'text, other case']

export const styleOf = (chance: number): Style => ({
  offsetDates: (chance & 3) === 0,
  metadata: METADATA[(chance >>> 4) % METADATA.length] as Style['metadata'],
})

/** A counter as a number or a text, null, or absent. */
export type Counter = number | string | null | undefined

export interface RowCounters {
  index: Counter
  count: Counter
  /** Whether the running query expects to return more. */
  more: boolean
}

/**
 * One row: the documented PowerShell record under the annotation rules of the REST layer (graph2otel, live July 2026;
 * a verbatim answer of this cmdlet is not published).
 */
export function rowJson(row: AuditRow, counters: RowCounters, style: Style): string {
  const {recordType, userId, operation} = row
  const type = style.typeAsNumber
    ? `"RecordType@data.type":"System.Int32","RecordType":${JSON.stringify(recordType)}`
    : `"RecordType":${JSON.stringify(outsideRecordType(recordType))}`
  const date = new Date(row.time).toISOString().replace('Z', `0000${style.offsetDates ? '+00:00' : 'Z'}`)
  return (
    `{${type},"CreationDate@data.type":"System.DateTime","CreationDate":"${date}",` +
    `${textJson('UserIds', userId, style)}${textJson('Operations', operation, style)}` +
    `"AuditData":${style.dataAsObject ? objectJson(row.auditData) : JSON.stringify(row.auditData)},` +
    `${counterJson('ResultIndex', counters.index)}${counterJson('ResultCount', counters.count)}` +
    `"Identity":${JSON.stringify(row.id)},${metadataJson(counters.more, style)}"IsValid":true,"ObjectState":"Unchanged"}`
  )
}

const textJson = (name: string, value: string, {lists}: Style): string =>
  lists
    ? `"${name}@odata.type":"#Collection(String)","${name}":[${JSON.stringify(value)}],`
    : `"${name}":${JSON.stringify(value)},`

function counterJson(name: string, value: Counter): string {
  if (value === undefined) return ''
  if (value === null) return `"${name}":null,`
  return typeof value === 'string' ? `"${name}":"${value}",` : `"${name}@data.type":"System.Int32","${name}":${value},`
}

/** The text itself where it is an object, or else as a text. */
function objectJson(auditData: string): string {
  try {
    const value: unknown = JSON.parse(auditData)
    if (typeof value === 'object' && value !== null) return auditData
  } catch {
    // What can't be read can't be an object.
  }
  return JSON.stringify(auditData)
}

function metadataJson(more: boolean, {metadata}: Style): string {
  switch (metadata) {
    case 'none':
      return ''
    case 'object':
      return `"AuditSearchRequestMetadata":{"moreRecordsAvailable":${more}},`
    case 'typed object':
      return `"AuditSearchRequestMetadata@odata.type":"#Exchange.GenericHashTable","AuditSearchRequestMetadata":{"@odata.type":"#Exchange.GenericHashTable","MoreRecordsAvailable":${more}},`
    case 'text':
      return `"AuditSearchRequestMetadata":"{\\"moreRecordsAvailable\\":${more}}",`
    case 'text, other case':
      return `"AuditSearchRequestMetadata":"{\\"MoreRecordsAvailable\\":\\"${more ? 'True' : 'False'}\\"}",`
  }
}

/** What an answer's envelope says beside its rows. */
export interface Envelope {
  base: string
  /** The tenant as the caller's address has it; the context repeats it (graph2otel, live July 2026). */
  named: string
  warnings: string[]
  nextLink: string | undefined
  /** How it says that there are no rows; a list where it is not given. */
  empty?: keyof typeof EMPTY_VALUES | undefined
  /** Says that there is no error, in a field of its own. */
  errorNull?: boolean
}

const EMPTY_VALUES = {
  null: ',"value":null',
  absent: '',
  object: ',"value":{}',
  'null-row': ',"value":[null]',
} as const

/** Up to the first row; warnings are an array, present and empty when all is well (graph2otel, live July 2026). */
export const envelopeOpening = ({base, named, warnings, empty, errorNull}: Envelope): string =>
  `{"@odata.context":${JSON.stringify(`${base}/adminapi/beta/${named}/$metadata#Collection(Exchange.GenericHashTable)`)},` +
  `"adminapi.warnings@odata.type":"#Collection(String)","@adminapi.warnings":${JSON.stringify(warnings)}` +
  (errorNull === true ? ',"error":null' : '') +
  (empty === undefined ? ',"value":[' : EMPTY_VALUES[empty])

/** After the last row. */
export const envelopeClosing = ({nextLink, empty}: Envelope): string =>
  `${empty === undefined ? ']' : ''}${nextLink === undefined ? '' : `,"@odata.nextLink":${JSON.stringify(nextLink)}`}}`

/** Headers as captured in 2024; the rate headers were gone in July 2026 (graph2otel), so only some tenants have them. */
export function answerHeaders(clientRequestId: string | null, now: number, rates: boolean): Record<string, string> {
  return {
    'content-type': JSON_TYPE,
    'odata-version': '4.0',
    'preference-applied': 'odata.include-annotations="*"',
    'request-id': randomUUID(),
    'x-calculatedbetarget': 'DB9PR08MB9999.EURPRD08.PROD.OUTLOOK.COM',
    'x-feserver': 'FR0P281CA0101',
    'x-backendhttpstatus': '200,200',
    server: 'Microsoft-HTTPAPI/2.0',
    date: new Date(now).toUTCString(),
    ...(clientRequestId === null ? {} : {'client-request-id': clientRequestId}),
    ...(rates
      ? {
          'rate-limit-limit': '30000',
          'rate-limit-remaining': '29997',
          'rate-limit-reset': new Date(now + 16_000).toISOString(),
        }
      : {}),
  }
}
