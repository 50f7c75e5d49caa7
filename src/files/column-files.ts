/** The files that hold columns made from each record's fields: `audit-<period>.flat.csv` and `audit-<period>.parquet`. */
import {reasonOf, type Unanalysed} from '../audit/unanalysed.ts'
import {flatCells, flatHeader, flatLine} from '../report/flat/csv.ts'
import type {FlatGuard} from '../report/flat/guard.ts'
import {type FlatValue, flatRow} from '../report/flat/row.ts'
import type {FileSink, FinishedFile} from './file-sink.ts'
import {LineWriter} from './line-writer.ts'
import type {ParquetWriter} from './parquet.ts'
import type {SpooledRow} from './spooled-row.ts'

/** Where each file is written, where it is wanted. */
export type ColumnSinks = {readonly [File in 'flat' | 'parquet']?: FileSink | undefined}

export interface ColumnSettings {
  /** Their first moments, ascending. */
  days: readonly {start: number}[]
  guard: FlatGuard
}

/** Takes rows in the order of the files. */
export interface ColumnWriter {
  /** Values of the flat CSV that were too long for a cell of Excel. */
  readonly cut: number
  /** Records that the columns could not be made from. */
  readonly unanalysed: readonly Unanalysed[]
  open(): Promise<void>
  /** @param rows some at once: what is made of them is in memory until they are written. */
  add(rows: readonly SpooledRow[]): Promise<void>
  end(): Promise<{flat?: FinishedFile; parquet?: FinishedFile}>
  /** Lets go of all that it holds; what is written stays as it is. */
  discard(): Promise<void>
}

export class ColumnFiles implements ColumnWriter {
  cut = 0
  readonly unanalysed: Unanalysed[] = []
  private readonly sinks: ColumnSinks
  private readonly settings: ColumnSettings
  private readonly flat: LineWriter | undefined
  private parquet: ParquetWriter | undefined

  constructor(sinks: ColumnSinks, settings: ColumnSettings) {
    this.sinks = sinks
    this.settings = settings
    this.flat = sinks.flat && new LineWriter(sinks.flat)
  }

  async open(): Promise<void> {
    await this.flat?.add(flatHeader())
    if (!this.sinks.parquet) return
    const {ParquetWriter} = await import('./parquet.ts')
    this.parquet = new ParquetWriter(this.sinks.parquet, this.settings.days)
  }

  async add(rows: readonly SpooledRow[]): Promise<void> {
    const values = rows.map(row => this.valuesOf(row))
    await this.flat?.addEach(values, row => this.flatLineOf(row))
    await this.parquet?.add(rows, values)
  }

  async end(): Promise<{flat?: FinishedFile; parquet?: FinishedFile}> {
    const flat = await this.flat?.end()
    const parquet = await this.parquet?.end()
    return {...(flat ? {flat} : {}), ...(parquet ? {parquet} : {})}
  }

  async discard(): Promise<void> {}

  private flatLineOf(values: readonly FlatValue[]): string {
    const {cells, cut} = flatCells(values, this.settings.guard)
    this.cut += cut
    return flatLine(cells)
  }

  /** A record that the columns can't be made from has those of its row alone, and is named. */
  private valuesOf(row: SpooledRow): FlatValue[] {
    const {record} = row
    try {
      return flatRow(record, row.data)
    } catch (error) {
      this.unanalysed.push({identity: record.Identity, by: 'flat columns', reason: reasonOf(error)})
      return flatRow(record, undefined)
    }
  }
}
