/** One record as a row of `audit-<period>.csv`: RFC 4180, CRLF, the cmdlet's own columns. */
import {stringify} from 'csv-stringify/sync'
import {type AuditRecord, columns, type RecordBytes} from '../audit/record.ts'

/** A lone CR or LF must be quoted too, or other readers see the end of the row. */
const options = {record_delimiter: '\r\n', quoted_match: /[\r\n]/}

export function csvHeader(): string {
  return stringify([[...columns]], options)
}

/** One row a call: csv-stringify's cost grows faster than the number of rows it is given at once. */
export function csvRow(record: AuditRecord): string {
  return stringify([columns.map(column => record[column])], options)
}

const needsQuotes = /[",\r\n]/
const quote = 0x22
const brace = 0x7b

/**
 * Puts the row that `csvRow` makes into `target`, and returns where it ends. The usual row, of which the text alone has to
 * be quoted, is put together from bytes: csv-stringify takes ten times as long for it.
 */
export function putCsvRow(row: RecordBytes, target: Buffer, at: number): number {
  const {columns: cells, text} = row
  const {RecordType, CreationDate, UserIds, Operations, Identity} = cells
  const usual = text[0] === brace && text[1] === quote && !anyNeedsQuotes(cells)
  if (!usual) return at + target.write(csvRow(row.record), at)
  const opened = at + target.write(`${RecordType},${CreationDate},${UserIds},${Operations},"`, at)
  const closed = putDoubled(text, target, opened)
  return closed + target.write(`",${Identity}\r\n`, closed)
}

function anyNeedsQuotes({RecordType, CreationDate, UserIds, Operations, Identity}: RecordBytes['columns']): boolean {
  return (
    needsQuotes.test(UserIds) ||
    needsQuotes.test(Identity) ||
    needsQuotes.test(Operations) ||
    needsQuotes.test(RecordType) ||
    needsQuotes.test(CreationDate)
  )
}

/** Every quote twice. */
function putDoubled(text: Uint8Array, target: Uint8Array, start: number): number {
  let at = start
  for (let index = 0; index < text.length; index++) {
    const byte = text[index] ?? 0
    target[at++] = byte
    if (byte === quote) target[at++] = quote
  }
  return at
}
