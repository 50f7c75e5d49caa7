/** The fields of a record by the names that Sigma rules use: those of `AuditData`, the export's flat columns, and other products' names. */

import {isObject, type Json} from '../../audit/json.ts'
import type {AuditRecord} from '../../audit/record.ts'
import {parseAddress} from '../address.ts'
import type {AuditEvent} from '../event.ts'
import {nested, own, textOf} from '../field-values.ts'

/** Reads a flat column by its name in lower case; undefined for a name that is no column, null where the record has no value. */
export type ColumnReader = (name: string) => ((record: AuditRecord, data: unknown) => unknown) | undefined

/** All values that a field has in a record: several for a list. Empty where it is missing; null is a value. */
export type FieldReader = (event: AuditEvent) => FieldValue[]

export type FieldValue = string | number | boolean | null

/** Names of other schemas, in lower case, and the fields that hold the same here. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  eventsource: ['Workload'],
  eventname: ['Operation', 'Name'],
  status: ['ResultStatus'],
  userprincipalname: ['UserId'],
  ipaddress: ['ClientIP', 'ActorIpAddress', 'ClientIPAddress'],
  operationname: ['Operation'],
  activitydisplayname: ['Operation'],
  'properties.message': ['Operation'],
  'properties.activitydisplayname': ['Operation'],
  'properties.useragent': ['UserAgent'],
  'initiatedby.user.userprincipalname': ['UserId'],
  'targetresources.modifiedproperties.newvalue': ['ModifiedProperties.NewValue'],
  'targetresources.modifiedproperties.oldvalue': ['ModifiedProperties.OldValue'],
  'targetresources.modifiedproperties.displayname': ['ModifiedProperties.Name'],
  'event.action': ['Operation'],
  'event.provider': ['Workload'],
  'event.outcome': ['ResultStatus'],
  'user.id': ['UserId'],
  'user.name': ['UserId'],
  'user.email': ['UserId'],
  'source.ip': ['ClientIP', 'ActorIpAddress', 'ClientIPAddress'],
  'client.ip': ['ClientIP', 'ActorIpAddress', 'ClientIPAddress'],
  'user_agent.original': ['UserAgent'],
}

/** Fields whose values are told from the result, since every workload spells it in its own way. */
const results = new Set(['status', 'event.outcome'])

const mostValues = 2_000

/** Rules ask for the same few fields: each is read once a record. */
export function fieldReader(name: string, columns: ColumnReader): FieldReader {
  const byName = readers.get(columns) ?? new Map<string, FieldReader>()
  readers.set(columns, byName)
  const known = byName.get(name)
  if (known) return known
  const read = newReader(name, columns)
  const valuesOf = new WeakMap<AuditEvent, FieldValue[]>()
  const remembering: FieldReader = event => {
    const before = valuesOf.get(event)
    if (before) return before
    const values = read(event)
    valuesOf.set(event, values)
    return values
  }
  byName.set(name, remembering)
  return remembering
}

const readers = new WeakMap<ColumnReader, Map<string, FieldReader>>()

function newReader(name: string, columns: ColumnReader): FieldReader {
  const bare = name.replace(/^(auditdata|o365\.audit)\./i, '')
  const folded = bare.toLowerCase()
  if (folded === 'resulttype') return errorCodes
  const alias = Object.hasOwn(aliases, folded) ? aliases[folded] : undefined
  const plain = (alias ?? [bare]).map(one => plainReader(one, columns))
  const read: FieldReader = event => plain.flatMap(reader => reader(event))
  if (!results.has(folded)) return read
  return event => [...read(event), ...resultWords(event)]
}

/** Whether a name of Entra's own logs has a field here that holds the same. */
export function isMapped(name: string, columns: ColumnReader): boolean {
  const folded = name.toLowerCase()
  return folded === 'resulttype' || Object.hasOwn(aliases, folded) || columns(folded) !== undefined
}

/** The sign-in log has a code for every sign-in, 0 for a success. */
function errorCodes(event: AuditEvent): FieldValue[] {
  if (event.errorCode !== '') return [event.errorCode]
  return event.act === 'userloggedin' ? ['0'] : []
}

function plainReader(name: string, columns: ColumnReader): FieldReader {
  const folded = name.toLowerCase()
  if (folded === 'operation') return event => operationSpellings(event.operation)
  const column = columns(folded)
  const path = name.replace(/\{\}|\[[*\d]*\]/g, '').split('.')
  return event => {
    const found = walk(event.data, path)
    const raw = found.length === 0 && path.length === 1 ? inPairs(event.data, name) : found
    const values = raw.flatMap(leaves).slice(0, mostValues)
    if (!column) return values
    const flat = column(event.record, event.data)
    return isPlain(flat) && flat !== null && !values.some(value => String(value) === String(flat))
      ? [...values, flat]
      : values
  }
}

/** As sent, and without the period at the end that directory operations have in one log and lack in another. */
function operationSpellings(operation: string): FieldValue[] {
  const short = operation.trim().replace(/\.$/, '')
  return short === operation ? [operation] : [operation, short]
}

function resultWords(event: AuditEvent): FieldValue[] {
  if (event.result === 'success') return ['success']
  if (event.result === 'failure') return ['failure']
  // An alert is no attempt; it has no result.
  return event.result === 'unknown' && event.act === 'alerttriggered' ? ['success'] : []
}

/** The values at a path. A list is looked into by element, one of names and values by name. */
function walk(value: unknown, path: readonly string[]): unknown[] {
  const [first] = path
  if (first === undefined) return [value]
  const open = typeof value === 'string' ? nested(value) : value
  if (Array.isArray(open)) return walkList(open, path)
  if (!isObject(open)) return []
  // Names may hold periods themselves: `Role.DisplayName`.
  for (let length = path.length; length > 0; length--) {
    const key = keyOf(open, path.slice(0, length).join('.'))
    if (key !== undefined) return walk(open[key], path.slice(length))
  }
  return []
}

function walkList(list: unknown[], path: readonly string[]): unknown[] {
  const elements = list.slice(0, mostValues)
  const inside = elements.flatMap(element => (isObject(element) ? walk(element, path) : []))
  if (inside.length > 0) return inside
  for (let length = path.length; length > 0; length--) {
    const name = path.slice(0, length).join('.').toLowerCase()
    const entries = elements.filter(element => entryName(element) === name) as Json[]
    if (entries.length === 0) continue
    const rest = path.slice(length)
    return entries.flatMap(entry => {
      if (rest.length === 0) return entryValues(entry)
      const itself = walk(entry, rest)
      return itself.length > 0 ? itself : entryValues(entry).flatMap(value => walk(value, rest))
    })
  }
  return []
}

/** Lists of names and values, in which a rule may name an entry without naming the list. */
const pairLists = ['Parameters', 'ExtendedProperties', 'DeviceProperties', 'OperationProperties', 'ModifiedProperties']

function inPairs(data: Json, name: string): unknown[] {
  for (const list of pairLists) {
    const key = keyOf(data, list)
    const found = key === undefined ? [] : walk(data[key], [name])
    if (found.length > 0) return found
  }
  return []
}

function entryName(element: unknown): string | undefined {
  const name = own(element, 'Name') ?? own(element, 'name')
  return typeof name === 'string' ? name.toLowerCase() : undefined
}

/** A modified property is what it has become. */
function entryValues(entry: Json): unknown[] {
  for (const name of ['Value', 'NewValue']) {
    const key = keyOf(entry, name)
    if (key !== undefined) return [entry[key]]
  }
  return []
}

function keyOf(object: Json, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name
  const folded = name.toLowerCase()
  return Object.keys(object).find(key => key.toLowerCase() === folded)
}

/** A list is each of its values, and its JSON; an object is its JSON; an address stands without its port as well. */
function leaves(value: unknown): FieldValue[] {
  if (Array.isArray(value)) {
    const plain = value.slice(0, mostValues).filter(isPlain)
    return plain.length === value.length ? [...plain.flatMap(leaves), textOf(value)] : [...plain, textOf(value)]
  }
  if (isObject(value)) return [textOf(value)]
  if (typeof value !== 'string') return isPlain(value) ? [value] : []
  const text = textOf(value)
  const address = parseAddress(text)?.text
  return address === undefined || address === text ? [text] : [text, address]
}

function isPlain(value: unknown): value is FieldValue {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Every text of a record, for searches without a field; names of entries are among them, names of fields are not. */
export function allTexts(event: AuditEvent): readonly string[] {
  const known = textsOf.get(event)
  if (known) return known
  const texts: string[] = [event.operation, event.recordType]
  const gather = (value: unknown, depth: number) => {
    if (texts.length >= mostTexts || depth > 20) return
    if (Array.isArray(value)) for (const one of value) gather(one, depth + 1)
    else if (isObject(value)) for (const one of Object.values(value)) gather(one, depth + 1)
    else if (isPlain(value) && value !== null) texts.push(textOf(value))
  }
  gather(event.data, 0)
  textsOf.set(event, texts)
  return texts
}

const mostTexts = 20_000
const textsOf = new WeakMap<AuditEvent, readonly string[]>()
