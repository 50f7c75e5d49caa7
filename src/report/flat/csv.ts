/**
 * A flat row as a line of `audit-<period>.flat.csv`: RFC 4180, CRLF, UTF-8 with a byte order mark. What a spreadsheet would take for something
 * else than a text gets an apostrophe before it, and what is too long for one of its cells is cut, with a mark.
 */
import {stringify} from 'csv-stringify/sync'
import {flatColumns} from './columns.ts'
import type {FlatGuard} from './guard.ts'
import type {FlatValue} from './row.ts'
import {looksLikeNumberOrDate} from './spreadsheet-numbers.ts'

/** Characters (UTF-16) that a cell of Excel holds: support.microsoft.com, “Excel specifications and limits”, 2026-11. */
export const longestCell = 32_767

const options = {record_delimiter: '\r\n', quoted_match: /[\r\n]/}
/** Of a text that a spreadsheet takes for a formula, the first character. */
const formula = new Set([...'=+-@\t\r\uff1d\uff0b\uff0d\uff20'].map(sign => sign.charCodeAt(0)))
const needsQuotes = /[",\r\n]/

export interface FlatCells {
  /** As they stand in the file, without the quotes of CSV. */
  cells: string[]
  /** How many of them were cut. */
  cut: number
}

/** Names in the log are chosen by users: no text is a formula when a spreadsheet opens the file. A number of the row is none. */
export function flatCells(row: readonly FlatValue[], guard: FlatGuard): FlatCells {
  let cut = 0
  const cells = row.map((value, index) => {
    if (typeof value !== 'string') return value === null ? '' : String(value)
    const text = isGuarded(value, guard) ? `'${value}` : value
    // Files are matched by the id, and it is cut by no spreadsheet that anyone uses: it is a GUID.
    if (text.length <= longestCell || flatColumns[index]?.name === 'Id') return text
    cut++
    return shortened(text)
  })
  return {cells, cut}
}

/** What stood in a cell before it was guarded. */
export function unguarded(cell: string, guard: FlatGuard): string {
  return cell.startsWith("'") && isGuarded(cell.slice(1), guard) ? cell.slice(1) : cell
}

function isGuarded(text: string, guard: FlatGuard): boolean {
  return formula.has(text.charCodeAt(0)) || (guard === 'all' && looksLikeNumberOrDate(text))
}

/** The beginning and a mark that says how long the whole is; no pair of surrogates is split. */
function shortened(text: string): string {
  const mark = ` [cut: ${text.length} characters]`
  const end = longestCell - mark.length
  const last = text.charCodeAt(end - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end) + mark
}

/** With the mark, because Excel opens a CSV without one in the machine's old code page and turns `é` into `Ã©`. */
export function flatHeader(): string {
  return stringify([flatColumns.map(column => column.name)], {...options, bom: true})
}

/** The same line that csv-stringify makes, in a tenth of its time. */
export function flatLine(cells: readonly string[]): string {
  let line = ''
  let comma = ''
  for (const cell of cells) {
    line += comma
    comma = ','
    if (cell !== '') line += needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  }
  return `${line}\r\n`
}
