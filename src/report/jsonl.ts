/**
 * A record's text on one line: a line break inside it can only be white space between JSON's tokens, and becomes a space.
 */
export function oneLine(auditData: string): string {
  return auditData.replace(/\r\n|\r|\n/g, ' ')
}

/** One record as a line of `audit-<period>.jsonl.gz`: the service's own text. */
export function jsonlLine(auditData: string): string {
  return `${oneLine(auditData)}\n`
}
