/**
 * A flat row as a line of `audit-<period>.flat.csv`: RFC 4180, CRLF, UTF-8 with a byte order mark. Names in the log are chosen by users, so a text that
 * a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab or CR at its beginning) gets an apostrophe before it.
 */
import {stringify} from 'csv-stringify/sync'
import {flatColumns} from './columns.ts'
import type {FlatValue} from './row.ts'

const options = {
  record_delimiter: '\r\n',
  quoted_match: /[\r\n]/,
  escape_formulas: true,
  cast: {boolean: String},
}

/** A value as it stands in its cell, without the quotes of CSV. A number is no formula. */
export function flatCell(value: FlatValue): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  return /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value
}

/** What stood in a cell before it was guarded. */
export function unguarded(cell: string): string {
  return /^'[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell) ? cell.slice(1) : cell
}

/** With the mark, because Excel opens a CSV without one in the machine's old code page and turns `é` into `Ã©`. */
export function flatHeader(): string {
  return stringify([flatColumns.map(column => column.name)], {...options, bom: true})
}

export function flatLine(row: readonly FlatValue[]): string {
  return stringify([row], options)
}
