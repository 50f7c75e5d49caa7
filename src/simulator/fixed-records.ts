/**
 * Records that somebody handed in, held to the byte: `AuditData` texts, one record each. Only the columns outside the
 * text are read from it; nothing inside is changed.
 */
import type {AuditRow, Position, RecordFacts, RecordSource} from './record-source.ts'

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export class FixedRecords implements RecordSource {
  /** In time order, equal times in the order given. */
  readonly #rows: AuditRow[]
  /** The most common `OrganizationId` that is a GUID. */
  readonly organization: string | undefined

  private constructor(rows: AuditRow[], organization: string | undefined) {
    this.#rows = rows
    this.organization = organization
  }

  /** Reads the texts; every line that cannot be a record is a mistake that names its line, counted from 1. */
  static read(texts: Iterable<string>): {records: FixedRecords; mistakes: string[]} {
    const rows: AuditRow[] = []
    const mistakes: string[] = []
    const organizations = new Map<string, number>()
    let line = 0
    for (const auditData of texts) {
      line++
      if (auditData.trim() === '') continue
      const read = readRecord(auditData)
      if ('why' in read) {
        mistakes.push(`Line ${line}: ${read.why}`)
        continue
      }
      rows.push(read.row)
      const {organization} = read
      if (organization !== undefined) organizations.set(organization, (organizations.get(organization) ?? 0) + 1)
    }
    rows.sort((a, b) => a.time - b.time)
    const [most] = [...organizations].sort((a, b) => b[1] - a[1])
    return {records: new FixedRecords(rows, most?.[0]), mistakes}
  }

  scan(from: number, to: number, visit: (position: Position, facts: RecordFacts) => void): void {
    for (let position = this.#firstAt(from); position < this.#rows.length; position++) {
      const row = this.#rows[position] as AuditRow
      if (row.time > to) return
      visit(position, row)
    }
  }

  row(position: Position): AuditRow {
    return this.#rows[position] as AuditRow
  }

  #firstAt(time: number): number {
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#rows[middle] as AuditRow).time < time) low = middle + 1
      else high = middle
    }
    return low
  }
}

function readRecord(auditData: string): {row: AuditRow; organization: string | undefined} | {why: string} {
  let record: unknown
  try {
    record = JSON.parse(auditData)
  } catch (error) {
    return {why: `not JSON (${(error as Error).message})`}
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return {why: 'not a JSON object'}
  const time = readTime(field(record, 'CreationTime'))
  if (time === undefined) {
    return {why: 'no usable CreationTime (expected: 2026-10-05T08:03:11, in UTC)'}
  }
  const recordType = field(record, 'RecordType')
  const organization = String(field(record, 'OrganizationId') ?? '').toLowerCase()
  const row: AuditRow = {
    time,
    recordType: typeof recordType === 'number' || typeof recordType === 'string' ? insideType(recordType) : '',
    operation: String(field(record, 'Operation') ?? ''),
    userId: String(field(record, 'UserId') ?? ''),
    id: String(field(record, 'Id') ?? ''),
    auditData,
  }
  return {row, organization: GUID.test(organization) ? organization : undefined}
}

const insideType = (value: number | string): number | string =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value

/** A field by its own name, or in any letter case where that one is absent or empty. */
function field(record: object, name: string): unknown {
  const exact = (record as Record<string, unknown>)[name]
  if (exact !== undefined && exact !== null && exact !== '') return exact
  for (const [key, value] of Object.entries(record)) {
    if (key.toLowerCase() === name.toLowerCase() && value !== undefined && value !== null && value !== '') return value
  }
  return undefined
}

/** Zone-less is UTC; a blank may stand for the T; 0 to 7 digits of a second. */
function readTime(value: unknown): number | undefined {
  const match =
    typeof value === 'string' &&
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,7})?(Z|[+-]\d\d:?\d\d)?$/.exec(value.trim())
  if (!match) return undefined
  const [, date, clock, fraction = '', zone = 'Z'] = match
  const time = Date.parse(`${date}T${clock}${fraction.slice(0, 4)}${zone}`)
  return Number.isNaN(time) ? undefined : time
}
