/** One record as a row of flat columns. Nothing throws on any JSON: what is not of its column's type is null. */

import {isObject, jsonText} from '../../audit/json.ts'
import type {AuditRecord} from '../../audit/record.ts'
import {Lookup, nested, own} from '../../detect/field-values.ts'
import {type FlatColumn, type FlatType, flatColumns} from './columns.ts'

/** `time` and `text` are strings, a time as an instant `2026-10-05T12:00:00Z`; null is missing or empty. */
export type FlatValue = string | number | boolean | null

interface Getter {
  column: FlatColumn
  sources: {record?: keyof AuditRecord; path: string[]}[]
}

const getters = flatColumns.map((column): Getter => ({column, sources: column.from.map(sourceOf)}))

/** Columns that the row's own columns may tell, whatever `AuditData` holds. */
const always = getters.flatMap(({sources}, index) => (sources.some(({record}) => record) ? [index] : []))

/** The other columns, by each top-level field that they are looked for in: most records have few of the fields. */
const byField = new Map<string, number[]>()
for (const [index, {sources}] of getters.entries()) {
  if (always.includes(index)) continue
  for (const {path} of sources) {
    const [field = ''] = path
    byField.set(field, [...(byField.get(field) ?? []), index])
  }
}

function sourceOf(from: string): Getter['sources'][number] {
  return from.startsWith('$') ? {record: from.slice(1) as keyof AuditRecord, path: []} : {path: from.split('.')}
}

/** The values in the order of `flatColumns`. @param data `AuditData` parsed, whatever it holds. */
export function flatRow(record: AuditRecord, data: unknown): FlatValue[] {
  const pairsOf = rememberedPairs()
  if (!isObject(data)) return getters.map(getter => valueIn(getter, record, data, pairsOf))
  const values = new Array<FlatValue>(getters.length).fill(null)
  const fill = (index: number) => {
    const getter = getters[index]
    if (getter && values[index] === null) values[index] = valueIn(getter, record, data, pairsOf)
  }
  for (const index of always) fill(index)
  for (const field in data) for (const index of byField.get(field) ?? none) fill(index)
  return values
}

const none: readonly number[] = []

type PairsOf = (value: unknown) => Lookup

/** Columns of one list of names and values follow each other: it is opened once. */
function rememberedPairs(): PairsOf {
  let opened: {value: unknown; lookup: Lookup} | undefined
  return value => {
    if (opened?.value !== value || opened === undefined) opened = {value, lookup: new Lookup(value)}
    return opened.lookup
  }
}

/** How one column is read, by its name in lower case; undefined for a name that is no column. */
export function flatColumnReader(name: string): ((record: AuditRecord, data: unknown) => FlatValue) | undefined {
  const getter = byName.get(name)
  return getter && ((record, data) => valueIn(getter, record, data, value => new Lookup(value)))
}

const byName = new Map(getters.map(getter => [getter.column.name.toLowerCase(), getter]))

function valueIn({column, sources}: Getter, record: AuditRecord, data: unknown, pairsOf: PairsOf): FlatValue {
  for (const source of sources) {
    const found = source.record ? record[source.record] : at(data, source.path, pairsOf)
    const raw = column.derive && found !== undefined && found !== null ? column.derive(found) : found
    const value = raw === undefined || raw === null ? null : converted[column.type](raw)
    if (typeof value === 'string') return wellFormed(column.address ? withoutPort(value) : value)
    if (value !== null) return value
  }
  return null
}

/** The log's lists of names and values, whatever shape they come in. */
const pairs = new Set(['ExtendedProperties', 'DeviceProperties', 'OperationProperties', 'Parameters'])

function at(data: unknown, path: readonly string[], pairsOf: PairsOf): unknown {
  let value = data
  let before = ''
  for (const name of path) {
    value = pairs.has(before) ? pairsOf(value).raw(name) : step(value, name)
    if (value === undefined || value === null) return undefined
    before = name
  }
  return value
}

function step(value: unknown, name: string): unknown {
  const open = typeof value === 'string' ? nested(value) : value
  if (!Array.isArray(open)) return own(open, name)
  const all = open.flatMap(element => own(element, name) ?? [])
  return all.length === 0 ? undefined : all
}

const converted: Record<FlatType, (raw: unknown) => FlatValue> = {
  text: raw => (Array.isArray(raw) ? listText(raw) : wholeTextOf(raw)) || null,
  time: raw => wholeTextOf(raw) || null,
  integer: raw => {
    const value = typeof raw === 'string' && /^-?\d{1,10}$/.test(raw) ? Number(raw) : raw
    return typeof value === 'number' && Number.isInteger(value) && value === (value | 0) ? value + 0 : null
  },
  boolean: raw => {
    if (typeof raw === 'boolean') return raw
    if (raw === 1 || raw === 0) return raw === 1
    return typeof raw === 'string' ? (spelled.get(raw.toLowerCase()) ?? null) : null
  },
}

const spelled = new Map([
  ['true', true],
  ['$true', true],
  ['1', true],
  ['false', false],
  ['$false', false],
  ['0', false],
])

/** Plain values side by side; a list that holds more than that as JSON. */
function listText(list: unknown[]): string {
  if (list.some(value => typeof value === 'object' && value !== null)) return wholeTextOf(list)
  return list
    .map(wholeTextOf)
    .filter(text => text !== '')
    .join('; ')
}

/** However long: numbers and booleans in their spelling, objects as JSON, '' for nothing. */
function wholeTextOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'object' && value !== null ? jsonText(value, Number.POSITIVE_INFINITY) : ''
}

/** Half an emoji has no bytes in UTF-8, so that no file could hold it. */
function wellFormed(text: string): string {
  return /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text
}

/** `1.2.3.4:51234` and `[::1]:443` lose their ports; any other text is kept. */
function withoutPort(text: string): string {
  const [, four, six] = /^(?:(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}|\[([\da-f:.]+)\](?::\d{1,5})?)$/i.exec(text) ?? []
  return four ?? six ?? text
}
