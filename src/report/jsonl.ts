/** One record as a line of `audit-<period>.jsonl.gz`: the service's own text. */
import type {RecordBytes} from '../audit/record.ts'
import {jsonTextOf} from './malformed.ts'

/**
 * A record's text on one line: a line break inside it can only be white space between JSON's tokens, and becomes a space.
 */
export function oneLine(auditData: string): string {
  return auditData.replace(/\r\n|\r|\n/g, ' ')
}

export function jsonlLine(auditData: string): string {
  return `${oneLine(auditData)}\n`
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** Whether the text of a record stands on one line as it is. */
export function isOneLine(text: Buffer): boolean {
  return text.indexOf(lineFeed) === -1 && text.indexOf(carriageReturn) === -1
}

/** Puts the line into `target`, and returns where it ends. */
export function putJsonlLine({text, record, malformed}: RecordBytes, target: Buffer, at: number): number {
  if (malformed) return at + target.write(`${jsonTextOf(record, true)}\n`, at)
  if (!isOneLine(text)) return at + target.write(jsonlLine(record.AuditData), at)
  const end = at + text.copy(target, at)
  target[end] = lineFeed
  return end + 1
}
