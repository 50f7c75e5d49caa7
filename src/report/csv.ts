/** One record as a row of `audit-<period>.csv`: RFC 4180, CRLF, the cmdlet's own columns. */
import {stringify} from 'csv-stringify/sync'
import {type AuditRecord, columns} from '../audit/record.ts'

/** A lone CR or LF must be quoted too, or other readers see the end of the row. */
const options = {record_delimiter: '\r\n', quoted_match: /[\r\n]/}

export function csvHeader(): string {
  return stringify([[...columns]], options)
}

/** One row a call: csv-stringify's cost grows faster than the number of rows it is given at once. */
export function csvRow(record: AuditRecord): string {
  return stringify([columns.map(column => record[column])], options)
}
