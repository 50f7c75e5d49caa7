/** Turns one row of Search-UnifiedAuditLog into a record, and says what is wrong with it. */
import {isObject, parsedObject} from '../audit/json.ts'
import {instant, millisecondsOf} from '../audit/record.ts'
import type {Row} from './source.ts'

export interface ParsedRow {
  /** Absent when the row can't be placed in time or its `AuditData` is not an object. */
  row?: Row
  /** The row breaks a rule of a trustworthy answer. In words, without the row's content. */
  fault?: string
  /** Signals that ride on rows, where the service sends them. */
  index: number | undefined
  count: number | undefined
  moreAvailable: boolean
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const nobody = '00000000-0000-0000-0000-000000000000'

/** @param tenantId lower-case GUID of the tenant that was asked. */
export function parseRow(raw: unknown, tenantId: string, part = 0): ParsedRow {
  const given = isObject(raw) ? raw : {}
  const signals = {
    index: asNumber(given.ResultIndex),
    count: asNumber(given.ResultCount),
    moreAvailable: saysMore(given.AuditSearchRequestMetadata),
  }
  const text = typeof given.AuditData === 'string' ? given.AuditData : ''
  const data = parsedObject(text)
  if (!data) return {...signals, fault: 'a row whose AuditData is not a JSON object'}

  const recordTypeNumber = asText(data.RecordType)
  const outer = instant(asText(given.CreationDate))
  const inner = instant(asText(data.CreationTime))
  const creationDate = inner ?? outer
  if (creationDate === undefined) return {...signals, fault: 'a row without a readable time'}

  const id = asText(data.Id)
  const identity = asText(given.Identity)
  const row: Row = {
    record: {
      RecordType: asText(given.RecordType) || recordTypeNumber,
      CreationDate: creationDate,
      UserIds: asText(given.UserIds),
      Operations: asText(given.Operations),
      AuditData: text,
      Identity: id || identity,
    },
    time: millisecondsOf(creationDate),
    workload: asText(data.Workload),
    recordTypeNumber,
    part,
  }
  const fault = faultOf({id, identity, inner, outer, organization: asText(data.OrganizationId), tenantId})
  return fault === undefined ? {...signals, row} : {...signals, row, fault}
}

function faultOf(parts: {
  id: string
  identity: string
  inner: string | undefined
  outer: string | undefined
  organization: string
  tenantId: string
}): string | undefined {
  if (parts.id && parts.identity && parts.id.toLowerCase() !== parts.identity.toLowerCase()) {
    return 'a row whose Identity is not the Id of its AuditData'
  }
  const {inner, outer} = parts
  if (inner && outer && inner !== outer && Math.abs(millisecondsOf(inner) - millisecondsOf(outer)) >= 1000) {
    return 'a row whose CreationDate is not the CreationTime of its AuditData'
  }
  const organization = parts.organization.toLowerCase()
  if (guid.test(organization) && organization !== nobody && organization !== parts.tenantId) {
    return 'a row of another organisation'
  }
  return undefined
}

/** The metadata's JSON form is unpublished: an object, or text at `X-SerializationLevel: Partial`; casing uncertain. */
function saysMore(metadata: unknown): boolean {
  const value = typeof metadata === 'string' ? parsedObject(metadata) : metadata
  if (!isObject(value)) return false
  const more = value.moreRecordsAvailable ?? value.MoreRecordsAvailable
  return more === true || (typeof more === 'string' && more.toLowerCase() === 'true')
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number'
    ? value
    : typeof value === 'string' && /^-?\d+$/.test(value)
      ? Number(value)
      : undefined
}
