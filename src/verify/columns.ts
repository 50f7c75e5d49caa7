/** Whether columns, flat rows and Parquet rows are what their records' `AuditData` gives. */

import {ColumnComparison} from '../audit/column-comparison.ts'
import {parsedJson} from '../audit/json.ts'
import {pluralise} from '../audit/numbers.ts'
import type {AuditRecord} from '../audit/record.ts'
import {flatColumns} from '../report/flat/columns.ts'
import {flatCell, unguarded} from '../report/flat/csv.ts'
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
    for (const {cells, values} of flat) {
      const differs = cells ? differingCell(row, cells) : differingValue(row, values ?? {})
      if (differs !== undefined)
        this.faults.add(
          `Record ${number}: ${flatColumns[differs]?.name} of the ${cells ? 'flat CSV' : 'Parquet file'} is not what AuditData gives.`,
        )
    }
  }

  end(): void {
    const {columns} = this.manifest
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

/** An export of another version may have fewer columns, or more. */
function differingCell(row: readonly FlatValue[], cells: readonly string[]): number | undefined {
  const at = row.findIndex((value, index) => cells[index] !== undefined && flatCell(value) !== cells[index])
  return at === -1 ? undefined : at
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
export function recordIn(lines: readonly RecordLine[]): AuditRecord | undefined {
  const whole = lines.find(line => line.record)?.record
  if (whole) return whole
  const AuditData = lines.find(line => line.auditData !== undefined)?.auditData
  const row = lines.map(flatTexts).find(texts => texts !== undefined)
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

function flatTexts({cells, values}: RecordLine): Map<string, string> | undefined {
  if (cells) return new Map(flatColumns.map(({name}, index) => [name, unguarded(cells[index] ?? '')]))
  if (!values) return undefined
  return new Map(flatColumns.map(({name}) => [name, String(values[name] ?? '')]))
}
