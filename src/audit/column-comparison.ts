/** Whether the columns that the service puts around `AuditData` say what `AuditData` says; export and check ask alike. */
import {isObject, parsedJson} from './json.ts'
import type {ParsedData, RecordBytes} from './record.ts'

export class ColumnComparison {
  /** Records of which some column is another than in `AuditData`, or whose type's number had another name before. */
  differing = 0
  private readonly typeNames = new Map<string, string>()
  private readonly user = new FieldText('UserId')
  private readonly operation = new FieldText('Operation')

  see(row: Pick<RecordBytes, 'columns' | 'text'> & Partial<ParsedData>): void {
    const {RecordType, UserIds, Operations} = row.columns
    const parsed = once(() => {
      const data = row.data ?? parsedJson(row.text.toString('utf8'))
      return isObject(data) ? data : undefined
    })
    const number = typeNumber(row.text) ?? text(parsed()?.RecordType)
    const known = this.typeNames.get(number)
    if (known === undefined) this.typeNames.set(number, RecordType)
    const agrees =
      (known === undefined || known === RecordType) &&
      (this.user.isIn(row.text, UserIds) || text(parsed()?.UserId) === UserIds) &&
      (this.operation.isIn(row.text, Operations) || text(parsed()?.Operation) === Operations)
    if (!agrees) this.differing++
  }
}

/** A field as the service writes it nearly always; whatever else is written has to be parsed, which costs ten times as much. */
class FieldText {
  private readonly name: string
  private readonly known = new Map<string, Buffer>()

  constructor(name: string) {
    this.name = name
  }

  isIn(auditData: Buffer, value: string): boolean {
    const known = this.known.get(value)
    if (known) return auditData.includes(known)
    const made = Buffer.from(`"${this.name}":${JSON.stringify(value)}`)
    if (this.known.size < mostKnown) this.known.set(value, made)
    return auditData.includes(made)
  }
}

const mostKnown = 10_000

const typeKey = Buffer.from('"RecordType":')

/** The digits before a comma or the object's end. */
function typeNumber(auditData: Buffer): string | undefined {
  const at = auditData.indexOf(typeKey)
  if (at === -1) return undefined
  let number = 0
  for (let digit = 0; digit < 10; digit++) {
    const byte = auditData[at + typeKey.length + digit] ?? 0
    if (byte >= 0x30 && byte <= 0x39) number = number * 10 + byte - 0x30
    else return digit > 0 && (byte === 0x2c || byte === 0x7d) ? String(number) : undefined
  }
  return undefined
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
