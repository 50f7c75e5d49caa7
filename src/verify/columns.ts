/** Whether columns, flat rows and Parquet rows are what their records' `AuditData` gives. */

import {ColumnComparison} from '../audit/column-comparison.ts'
import {parsedJson} from '../audit/json.ts'
import {pluralise} from '../audit/numbers.ts'
import type {AuditRecord} from '../audit/record.ts'
import {flatColumns} from '../report/flat/columns.ts'
import {flatCells, unguarded} from '../report/flat/csv.ts'
import type {FlatGuard} from '../report/flat/guard.ts'
import {type FlatValue, flatRow} from '../report/flat/row.ts'
import type {Manifest} from '../report/manifest.ts'
import type {Faults} from './faults.ts'
import type {RecordLine} from './record-lines.ts'

export class ColumnsCheck {
  private readonly manifest: Manifest
  private readonly faults: Faults
  private readonly comparison = new ColumnComparison()
  private compared = false
  private hasOwnColumns = false
  private comparedCells = false
  /** Values of the flat CSV that are too long for a cell. */
  private cut = 0

  constructor(manifest: Manifest, faults: Faults) {
    this.manifest = manifest
    this.faults = faults
  }

  /** @param lines the same record in every file that holds it. */
  see(number: number, record: AuditRecord, lines: readonly RecordLine[]): void {
    const {AuditData, ...columns} = record
    this.compared = true
    this.hasOwnColumns ||= lines.some(line => line.record !== undefined)
    this.comparison.see({columns, text: Buffer.from(AuditData)})
    const flat = lines.filter(line => line.cells || line.values)
    if (flat.length === 0) return
    const row = flatRow(record, parsedJson(AuditData))
    this.comparedCells ||= flat.some(({cells}) => cells !== undefined)
    for (const {cells, values} of flat) {
      const differs = cells ? this.differingCell(row, cells) : differingValue(row, values ?? {})
      if (differs !== undefined)
        this.faults.add(
          `Record ${number}: ${flatColumns[differs]?.name} of the ${cells ? 'flat CSV' : 'Parquet file'} is not what AuditData gives.`,
        )
    }
  }

  /** An export of another version may have fewer columns, or more. */
  private differingCell(row: readonly FlatValue[], found: readonly string[]): number | undefined {
    const {cells, cut} = flatCells(row, guardOf(this.manifest))
    this.cut += cut
    const at = cells.findIndex((cell, index) => found[index] !== undefined && found[index] !== cell)
    return at === -1 ? undefined : at
  }

  end(): void {
    const {columns, flat} = this.manifest
    if (flat && this.comparedCells && flat.cut !== this.cut)
      this.faults.add(`The manifest says that ${flat.cut} values of the flat CSV were cut; ${this.cut} are too long.`)
    if (!columns || !this.compared) return
    const {differing} = this.comparison
    // Without the cmdlet's columns, UserIds is seen only where AuditData has no UserId.
    const holds = this.hasOwnColumns ? differing === columns.differing : differing <= columns.differing
    if (!holds)
      this.faults.add(
        `${pluralise(differing, 'record has columns that are not those of its AuditData', 'records have columns that are not those of their AuditData')}; when they were written, ${pluralise(columns.differing, 'record')} had.`,
      )
  }
}

function differingValue(row: readonly FlatValue[], values: Readonly<Record<string, unknown>>): number | undefined {
  const at = row.findIndex((value, index) => {
    const column = flatColumns[index]
    if (!column || !Object.hasOwn(values, column.name)) return false
    const stored = values[column.name] ?? null
    return column.type === 'time' ? toMicroseconds(stored) !== toMicroseconds(value) : stored !== value
  })
  return at === -1 ? undefined : at
}

function toMicroseconds(value: unknown): string {
  return typeof value === 'string' ? value.replace(/(\.\d{6})\d+Z$/, '$1Z').replace(/\.?0+Z$/, 'Z') : ''
}

/** The record as the cmdlet would give it, as far as the files say: whole, or put together from a flat row and the text. */
export function recordIn(lines: readonly RecordLine[], manifest: Manifest): AuditRecord | undefined {
  const whole = lines.find(line => line.record)?.record
  if (whole) return whole
  const AuditData = lines.find(line => line.auditData !== undefined)?.auditData
  const row = lines.map(line => flatTexts(line, guardOf(manifest))).find(texts => texts !== undefined)
  if (AuditData === undefined || !row) return undefined
  const text = (name: string) => row.get(name) ?? ''
  return {
    RecordType: text('RecordTypeName'),
    CreationDate: text('CreationTime'),
    UserIds: text('UserId'),
    Operations: text('Operation'),
    AuditData,
    Identity: text('Id'),
  }
}

/** How the cells of the flat CSV were guarded. */
function guardOf({flat}: Manifest): FlatGuard {
  return flat?.guard ?? 'formulas'
}

function flatTexts({cells, values}: RecordLine, guard: FlatGuard): Map<string, string> | undefined {
  if (cells) return new Map(flatColumns.map(({name}, index) => [name, unguarded(cells[index] ?? '', guard)]))
  if (!values) return undefined
  return new Map(flatColumns.map(({name}) => [name, String(values[name] ?? '')]))
}
