/** Whether the columns that the service puts around `AuditData` say what `AuditData` says; the same answer for whoever asks. */
import {parsedObject} from './json.ts'
import type {RecordBytes} from './record.ts'

export class ColumnComparison {
  /** Records of which some column is another than in `AuditData`, or whose type's number had another name before. */
  differing = 0
  private readonly typeNames = new Map<string, string>()

  see(row: Pick<RecordBytes, 'columns' | 'text'>): void {
    const {RecordType, UserIds, Operations} = row.columns
    const parsed = once(() => parsedObject(row.text.toString('utf8')))
    const number = typeNumber(row.text) ?? text(parsed()?.RecordType)
    const known = this.typeNames.get(number)
    if (known === undefined) this.typeNames.set(number, RecordType)
    const agrees =
      (known === undefined || known === RecordType) &&
      (holds(row.text, 'UserId', UserIds) || text(parsed()?.UserId) === UserIds) &&
      (holds(row.text, 'Operation', Operations) || text(parsed()?.Operation) === Operations)
    if (!agrees) this.differing++
  }
}

/** As the service writes it nearly always; whatever else is written has to be parsed, which costs ten times as much. */
function holds(auditData: Buffer, name: string, value: string): boolean {
  return auditData.includes(`"${name}":${JSON.stringify(value)}`)
}

const typeKey = '"RecordType":'

function typeNumber(auditData: Buffer): string | undefined {
  const at = auditData.indexOf(typeKey)
  if (at === -1) return undefined
  const start = at + typeKey.length
  return /^(\d{1,9})[,}]/.exec(auditData.toString('latin1', start, start + 10))?.[1]
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function once<T>(make: () => T): () => T {
  let made: {value: T} | undefined
  return () => {
    made ??= {value: make()}
    return made.value
  }
}
