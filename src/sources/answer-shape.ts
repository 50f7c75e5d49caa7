/**
 * The form of the first answer that has rows, without any value of a record: what no public text tells of the services,
 * fit to be pasted into an issue. Pure but for what it remembers.
 */

import {compareText} from '../audit/compare-text.ts'
import {isObject, parsedObject} from '../audit/json.ts'
import {pluralise} from '../audit/numbers.ts'

/** One page as it came. */
export interface SeenPage {
  /** The same for all pages of an answer. */
  answer: string
  rows: readonly unknown[]
  /** How a page without rows says so: `value: []`, `value: null`, `no value`, `204`. */
  empty: string
  /** Rows that were asked for, where a number was. */
  asked: number | undefined
  warnings: readonly string[]
  headers: readonly string[]
  /** What stands next to the rows, where the source has no counters in them. */
  envelope?: Readonly<Record<string, unknown>>
}

/** Rows of one answer that are looked at: a query of Graph may have a million. */
const mostRows = 5000
const mostKeys = 60
const mostNumbers = 12
/** Of `AuditData`, the fields that every record may have; a name of any other field may be data. */
const commonFields: ReadonlySet<string> = new Set([
  ...['AppId', 'AppAccessContext', 'ApplicationId', 'ClientIP', 'CreationTime', 'Id', 'ObjectId', 'Operation'],
  ...['OrganizationId', 'RecordType', 'ResultStatus', 'Scope', 'UserId', 'UserKey', 'UserType', 'Version', 'Workload'],
])
const foldedFields: ReadonlySet<string> = new Set([...commonFields].map(name => name.toLowerCase()))

export class AnswerShape {
  private first: string | undefined
  /** Of the first answer, until another one comes. */
  private pages: SeenPage[] = []
  private rows = 0
  private told: readonly string[] | undefined
  private query: string | undefined
  private readonly empty = new Map<string, number>()

  see(page: SeenPage): void {
    if (page.rows.length === 0) {
      this.empty.set(page.empty, (this.empty.get(page.empty) ?? 0) + 1)
      return
    }
    this.first ??= page.answer
    if (page.answer === this.first && this.told === undefined) {
      if (this.rows < mostRows) this.pages.push(page)
      this.rows += page.rows.length
    } else if (this.told === undefined) {
      // The rows themselves need not be held to the end of the run.
      this.told = shapeLines(this.pages)
      this.pages = []
    }
  }

  /** A query that has ended, as Graph answers it. */
  seeQuery(query: Record<string, unknown>): void {
    this.query ??= `Keys of a query: ${keysOf([query], isPlainKey)}.`
  }

  get hasRows(): boolean {
    return this.first !== undefined
  }

  /** In words, one line a fact. */
  lines(): string[] {
    const empty = [...this.empty].map(([form, count]) => `${form} (${count})`).join(', ')
    return [
      ...(this.query === undefined ? [] : [this.query]),
      ...(this.told ?? (this.pages.length > 0 ? shapeLines(this.pages) : [])),
      ...(empty === '' ? [] : [`Answers without rows: ${empty}.`]),
    ]
  }
}

/** @param pages of one answer; the first is what headers and warnings are told of. */
export function shapeLines(pages: readonly SeenPage[]): string[] {
  const rows = pages.flatMap(page => page.rows)
  const objects = rows.filter(isObject)
  const inside = objects.map(row => auditDataIn(row)).filter(data => data !== undefined)
  const [page] = pages
  const values = (name: string) => objects.map(row => row[name])
  const warnings = [...new Set(pages.flatMap(one => one.warnings))].map(withoutValues)
  const envelopes = pages.map(one => one.envelope).filter(envelope => envelope !== undefined)
  return [
    `Rows: ${rows.length} on ${pluralise(pages.length, 'page')} (${pages
      .map(one => one.rows.length)
      .slice(0, mostNumbers)
      .join(', ')}); asked for: ${page?.asked ?? 'no number'}.`,
    `Keys of a row: ${keysOf(objects, isPlainKey)}.`,
    `Keys of AuditData: ${keysOf(inside, name => foldedFields.has(name.toLowerCase()))}.`,
    ...(envelopes.length > 0
      ? [
          `Keys of a page: ${keysOf(envelopes, isPlainKey)}.`,
          `@odata.count: ${numbersOf(
            envelopes.map(envelope => envelope['@odata.count']),
            true,
          )}.`,
        ]
      : [
          `ResultIndex: ${numbersOf(values('ResultIndex'), false)}.`,
          `ResultCount: ${numbersOf(values('ResultCount'), true)}.`,
        ]),
    `RecordType of a row: ${formsOf(objects.map(row => row.RecordType ?? row.auditLogRecordType))}; of AuditData: ${formsOf(inside.map(data => data.RecordType ?? data.recordType))}.`,
    `Warnings: ${warnings.length === 0 ? 'none' : warnings.map(text => `“${text}”`).join(', ')}.`,
    `Headers: ${[...new Set(pages.flatMap(one => one.headers))].sort(compareText).join(', ')}.`,
  ]
}

function auditDataIn(row: Record<string, unknown>): Record<string, unknown> | undefined {
  const data = row.AuditData ?? row.auditData
  return typeof data === 'string' ? parsedObject(data) : isObject(data) ? data : undefined
}

function isPlainKey(name: string): boolean {
  return /^[A-Za-z@][A-Za-z.@]{0,40}$/.test(name)
}

/** `Id text, Size number or null`; other keys by their number. */
function keysOf(objects: readonly Record<string, unknown>[], isShown: (name: string) => boolean): string {
  const types = new Map<string, Set<string>>()
  const hidden = new Set<string>()
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      if (!isShown(name)) hidden.add(name)
      else types.set(name, (types.get(name) ?? new Set()).add(typeOf(value)))
    }
  }
  const shown = [...types].sort(([a], [b]) => compareText(a, b)).slice(0, mostKeys)
  const words = shown.map(([name, kinds]) => `${name} ${[...kinds].sort(compareText).join(' or ')}`)
  return [...words, `${pluralise(hidden.size + types.size - shown.length, 'other')}`].join(', ')
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return typeof value === 'string' ? 'text' : typeof value
}

/** Counters: they say nothing of a record. */
function numbersOf(values: readonly unknown[], withValues: boolean): string {
  const numbers = values.map(asCounter).filter(value => value !== undefined)
  const distinct = [...new Set(numbers)].sort((a, b) => a - b)
  const others = new Map<string, number>()
  for (const value of values) {
    if (asCounter(value) !== undefined) continue
    const form = value === undefined ? 'absent' : `${typeOf(value)} that is no number`
    others.set(form, (others.get(form) ?? 0) + 1)
  }
  const rest = [...others].map(([form, count]) => `${form} (${count})`)
  if (distinct.length === 0) return rest.join(', ') || 'none'
  const isText = values.some(value => typeof value === 'string' && asCounter(value) !== undefined)
  const listed = withValues ? `, values ${distinct.slice(0, mostNumbers).join(', ')}` : ''
  const words = `${distinct[0]} to ${distinct.at(-1)}, ${distinct.length} distinct${listed}${isText ? ', as text' : ''}`
  return [words, ...rest].join(', ')
}

function asCounter(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  return typeof value === 'string' && /^-?\d{1,7}$/.test(value) ? Number(value) : undefined
}

/** `name (37), number (2)` */
function formsOf(values: readonly unknown[]): string {
  const forms = new Map<string, number>()
  for (const value of values) {
    const text = typeof value === 'string' && /^\d+$/.test(value) ? 'number as text' : undefined
    const name = typeof value === 'string' && /^[A-Za-z]/.test(value) ? 'name' : undefined
    const form = text ?? name ?? (value === undefined ? 'absent' : typeOf(value))
    forms.set(form, (forms.get(form) ?? 0) + 1)
  }
  return [...forms].map(([form, count]) => `${form} (${count})`).join(', ') || 'none'
}

/** A warning may quote what was asked for, or what was found: only plain words are told. */
function withoutValues(warning: string): string {
  const words = warning.slice(0, 300).split(/\s+/)
  const plain = words.map(word =>
    commonWords.has(word.toLowerCase().replace(/[^a-z]/g, '')) && !/[\d@\\/]/.test(word) ? word : '#',
  )
  return plain.join(' ').replace(/#( #)+/g, '#')
}

/** Of the warnings that are known; any other word may be a name. */
const commonWords: ReadonlySet<string> = new Set(
  (
    'a an and are as at available be been by can cancelled canceled command completed could data date dates error exceeded ' +
    'failed for from has have in increase internal is it large limit may maximum more not number of on only or output parameter ' +
    'please process query range records request result results resultsize returned search server service session sessionid ' +
    'set size specified task that the there this time timed timeout to too try again unable unknown use value values warning ' +
    'was were while will with you your'
  ).split(' '),
)
