/**
 * Which records of a tenant have a peculiarity that a shape asks for, and what they then look like: some of each
 * calendar month, chosen by the seed, no record twice.
 */
import {monthOf, startOf} from './months.ts'
import {guidOf, mix, Random} from './random.ts'
import type {AuditRow, Position, RecordSource} from './record-source.ts'
import type {ShapeName, TenantShapes} from './shapes.ts'

/** Peculiarities of single records, in the order in which records are dealt out to them. */
const PECULIAR = [
  'audit-data-cut',
  'audit-data-empty',
  'audit-data-not-json',
  'nested-list',
  'nested-text',
  'operation-names',
  'object-ids-commas',
  'other-organization',
  'graph-audit-data-null',
  'graph-audit-data-bare',
  'graph-id-differs',
] as const satisfies readonly ShapeName[]

export type Peculiarity = (typeof PECULIAR)[number]

/** What stands in published exports, with its blank at the end. */
export const ODD_OPERATION = 'Update application – Certificates and secrets management '
/** The longest AuditData that was seen cut. */
const CUT_AT = 3_062
const DEPTH = 10_000
/** What another organisation's row has in its position beside the whole number. */
const FOREIGN = 0.25

export class PeculiarRecords {
  readonly #source: RecordSource
  readonly #shapes: TenantShapes
  readonly #seed: number
  readonly #months = new Map<number, Map<Position, Peculiarity>>()
  readonly #wanted: [name: Peculiarity, rows: number][]

  constructor(source: RecordSource, shapes: TenantShapes, seed: number) {
    this.#source = source
    this.#shapes = shapes
    this.#seed = seed
    this.#wanted = PECULIAR.flatMap((name): [Peculiarity, number][] => {
      const rows = this.#shapes.number(name)
      return rows === undefined ? [] : [[name, rows]]
    })
  }

  of(position: Position, time: number): Peculiarity | undefined {
    if (this.#wanted.length === 0) return undefined
    const month = monthOf(time)
    let peculiar = this.#months.get(month)
    if (peculiar === undefined) {
      peculiar = this.#deal(month)
      this.#months.set(month, peculiar)
    }
    return peculiar.get(position)
  }

  /** A fair choice among the month's records (reservoir sampling), dealt out shape by shape. */
  #deal(month: number): Map<Position, Peculiarity> {
    const start = startOf(month)
    const end = startOf(month + 1) - 1
    const most = this.#wanted.reduce((sum, [, rows]) => sum + rows, 0)
    const random = new Random(mix(this.#seed, month), 0x5a)
    const chosen: Position[] = []
    let seen = 0
    this.#source.scan(start, end, position => {
      seen++
      if (chosen.length < most) chosen.push(position)
      else {
        const place = random.below(seen)
        if (place < most) chosen[place] = position
      }
    })
    random.shuffle(chosen)
    const peculiar = new Map<Position, Peculiarity>()
    let next = 0
    for (const [name, rows] of this.#wanted) {
      for (const position of chosen.slice(next, next + rows)) peculiar.set(position, name)
      next += rows
    }
    return peculiar
  }
}

/** The record as it truly is where its peculiarity is one of content. */
export function trueRow(row: AuditRow, peculiarity: Peculiarity | undefined): AuditRow {
  switch (peculiarity) {
    case 'operation-names':
      return {...row, operation: ODD_OPERATION, auditData: withMember(row.auditData, 'Operation', ODD_OPERATION)}
    case 'object-ids-commas':
      return {...row, auditData: withMember(row.auditData, 'ObjectId', commaName(row.id))}
    default:
      return row
  }
}

/** An ObjectId with commas and a quotation mark, another for each record. */
const commaName = (id: string): string => `Budget, "final", ${id.slice(0, 8)}.xlsx`

/** The record as Exchange hands it out. */
export function exchangeRow(row: AuditRow, peculiarity: Peculiarity | undefined): AuditRow {
  const {auditData} = row
  switch (peculiarity) {
    case 'audit-data-cut':
      return {...row, auditData: auditData.slice(0, Math.min(CUT_AT, Math.floor(auditData.length / 2)))}
    case 'audit-data-empty':
      return {...row, auditData: ''}
    case 'audit-data-not-json':
      return {...row, auditData: `System.Collections.Hashtable ${row.id}`}
    case 'nested-list':
      return {...row, auditData: withText(auditData, 'NestedProperty', `${'['.repeat(DEPTH)}1${']'.repeat(DEPTH)}`)}
    case 'nested-text':
      return {
        ...row,
        auditData: withText(auditData, 'NestedText', JSON.stringify(`${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`)),
      }
    default:
      return row
  }
}

/** The position of the row of another organisation that stands beside a record. */
export const foreignBeside = (position: Position): Position => position + FOREIGN
export const isForeign = (position: Position): boolean => position > 0 && position % 1 === FOREIGN

/** A row of another organisation, made from one of the tenant's. */
export function foreignRow(row: AuditRow, organization: string): AuditRow {
  const [a, b] = [mix(row.time >>> 0, row.auditData.length), mix(row.time >>> 3, row.auditData.length)]
  const other = guidOf(a, b, mix(a, b), mix(b, a))
  const id = guidOf(b, a, mix(b, 1), mix(a, 1))
  return {
    ...row,
    id,
    auditData: row.auditData.replaceAll(organization, other).replaceAll(row.id || '\0', id),
  }
}

/** A member replaced or added, all else kept to the byte where there is no such member. */
function withMember(auditData: string, name: string, value: string): string {
  const record = JSON.parse(auditData) as Record<string, unknown>
  if (!(name in record)) return withText(auditData, name, JSON.stringify(value))
  return JSON.stringify({...record, [name]: value})
}

/** A member added at the end, as JSON text. */
function withText(auditData: string, name: string, json: string): string {
  const end = auditData.lastIndexOf('}')
  const comma = /^\s*\{\s*$/.test(auditData.slice(0, end)) ? '' : ','
  return `${auditData.slice(0, end)}${comma}${JSON.stringify(name)}:${json}${auditData.slice(end)}`
}
