/** One selection of a Sigma rule: which records fit its fields, lists, keywords and modifiers. */
import {isObject} from '../../audit/json.ts'
import {foldOperation} from '../../audit/operation.ts'
import type {AuditEvent} from '../event.ts'
import {networkTest} from '../watched-addresses.ts'
import {allTexts, type ColumnReader, type FieldReader, type FieldValue, fieldReader} from './fields.ts'
import {compilePattern, type PatternFlags} from './linear-pattern.ts'
import type {Place, RuleProblems} from './problems.ts'
import {anyRun, containsTest, type PatternPart, patternParts, wildcardTest} from './wildcards.ts'

/** Told of every field that a record was asked for, and whether the record has it. */
export type Asked = (field: string, present: boolean) => void

export interface Selection {
  fits(event: AuditEvent, asked: Asked): boolean
  /** Folded operations, or parts of them, of which a record that fits has one; undefined where any operation may fit. */
  operations: readonly (string | RegExp)[] | undefined
}

export interface RuleReading {
  columns: ColumnReader
  problems: RuleProblems
  /** Told of every field that the rule names. */
  named(field: string, place: Place): void
}

/** @param value what stands under the selection's name. */
export function parseSelection(value: unknown, place: Place, reading: RuleReading): Selection {
  if (Array.isArray(value)) {
    if (value.length === 0) return broken(reading, place, 'it is empty')
    if (value.every(one => !isObject(one) && !Array.isArray(one))) return keywords(value, [], place, reading)
    return anyOf(value.map((one, index) => parseSelection(one, [...place, index], reading)))
  }
  if (isObject(value)) {
    const items = Object.entries(value)
    if (items.length === 0) return broken(reading, place, 'it is empty')
    return allOf(items.map(([key, one]) => parseItem(key, one, [...place, key], reading)))
  }
  if (isScalar(value) && value !== null) return keywords([value], [], place, reading)
  return broken(reading, place, 'it is neither a map nor a list')
}

const never: Selection = {fits: () => false, operations: undefined}

function broken({problems}: RuleReading, place: Place, why: string): Selection {
  problems.mistake(place, `selection ${String(place.at(-1))}: ${why}`)
  return never
}

function anyOf(selections: Selection[]): Selection {
  return {
    fits: (event, asked) => selections.some(one => one.fits(event, asked)),
    operations: joinOperations(selections.map(one => one.operations)),
  }
}

function allOf(selections: Selection[]): Selection {
  return {
    fits: (event, asked) => selections.every(one => one.fits(event, asked)),
    operations: selections.find(one => one.operations)?.operations,
  }
}

/** Of alternatives, where each of them asks for operations. */
export function joinOperations(lists: readonly Selection['operations'][]): Selection['operations'] {
  return lists.every(list => list !== undefined) ? lists.flatMap(list => list ?? []) : undefined
}

function parseItem(key: string, value: unknown, place: Place, reading: RuleReading): Selection {
  const [field = '', ...modifiers] = key.split('|').map(part => part.trim())
  const values = Array.isArray(value) ? value : [value]
  if (values.some(one => !isScalar(one)))
    return broken(reading, place, 'its value is neither a text nor a list of texts')
  if (values.length === 0) return broken(reading, place, 'its list is empty')
  if (field === '') return keywords(values, modifiers, place, reading)
  reading.named(field, place)
  const read = fieldReader(field, reading.columns)
  const test = valueTest(values as Scalar[], modifiers, place, reading)
  if (!test) return never
  return {
    fits(event, asked) {
      const found = read(event)
      asked(field, found.length > 0)
      return test.fits(found, event)
    },
    operations: field.toLowerCase() === 'operation' ? operationsOf(values as Scalar[], modifiers) : undefined,
  }
}

function keywords(values: unknown[], modifiers: string[], place: Place, reading: RuleReading): Selection {
  const kinds = modifiers.includes('re') || modifiers.includes('contains') ? modifiers : ['contains', ...modifiers]
  const test = valueTest(values as Scalar[], kinds, place, reading)
  return test ? {fits: event => test.fits(allTexts(event), event), operations: undefined} : never
}

type Scalar = string | number | boolean | bigint | Date | null

function isScalar(value: unknown): value is Scalar {
  return value === null || value instanceof Date || /^(string|number|boolean|bigint)$/.test(typeof value)
}

/** YAML reads a bare date as one. */
function scalarText(value: Scalar): string {
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, '')
  return String(value)
}

interface ValueTest {
  fits(values: readonly FieldValue[], event: AuditEvent): boolean
}

type OneTest = (value: FieldValue) => boolean

/** What Sigma has and this program leaves out, with the reason. */
const unsupportedModifiers: Readonly<Record<string, string>> = {
  ...{base64: '', base64offset: '', wide: '', utf16: '', utf16le: '', utf16be: '', windash: ''},
  ...{minute: '', hour: '', day: '', week: '', month: '', year: ''},
  expand: '; there are no values for placeholders',
}
const supportedModifiers = new Set([
  ...['contains', 'startswith', 'endswith', 'all', 'cased', 'neq', 're', 'i', 'm', 's', 'cidr', 'exists', 'fieldref'],
  ...['lt', 'lte', 'gt', 'gte'],
])
const comparisons: Record<string, (a: number, b: number) => boolean> = {
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
}
/** Only one of them says how values are compared. */
const kinds = ['contains', 'startswith', 'endswith', 're', 'cidr', 'exists', 'lt', 'lte', 'gt', 'gte']

function valueTest(
  values: readonly Scalar[],
  modifiers: readonly string[],
  place: Place,
  reading: RuleReading,
): ValueTest | undefined {
  const {problems} = reading
  const left = modifiers.filter(modifier => Object.hasOwn(unsupportedModifiers, modifier))
  const unknown = modifiers.filter(modifier => !left.includes(modifier) && !supportedModifiers.has(modifier))
  for (const modifier of unknown) problems.mistake(place, `${modifier} is no modifier of Sigma`)
  for (const modifier of left) problems.unsupported(place, `modifier ${modifier}${unsupportedModifiers[modifier]}`)
  if (unknown.length + left.length > 0) return undefined
  const has = (modifier: string) => modifiers.includes(modifier)
  const [kind = 'equals', other] = kinds.filter(has)
  if (other !== undefined) {
    problems.mistake(place, `${kind} and ${other} are no modifiers of one value`)
    return undefined
  }
  if (kind === 'exists') return existsTest(values, place, reading)
  if (has('fieldref')) return fieldTest(values, kind, {has, place, reading})
  const tests = values.map(value => oneTest(value, kind, {has, place, reading}))
  if (tests.some(test => test === undefined)) return undefined
  return quantified(tests as OneTest[], has)
}

/** A field fits with any of its values; `all` asks for every value of the rule, `neq` for none. */
function quantified(tests: readonly OneTest[], has: (modifier: string) => boolean): ValueTest {
  const one = (values: readonly FieldValue[]) => (test: OneTest) =>
    values.length === 0 ? test(null) : values.some(value => test(value))
  const fits = (values: readonly FieldValue[]) => (has('all') ? tests.every(one(values)) : tests.some(one(values)))
  return {fits: values => fits(values) !== has('neq')}
}

interface Compared {
  has: (modifier: string) => boolean
  place: Place
  reading: RuleReading
}

/** One value of the rule against one of the record; a record without the field has null. */
function oneTest(wanted: Scalar, kind: string, compared: Compared): OneTest | undefined {
  const {has} = compared
  if (wanted === null) return kind === 'equals' ? value => value === null : broke(compared, `${kind} of nothing`)
  const text = scalarText(wanted)
  if (kind === 're') return patternTest(text, compared)
  if (kind === 'cidr') {
    const within = networkTest(text)
    return within ? value => typeof value === 'string' && within(value) : broke(compared, `${text} is no network`)
  }
  const compare = comparisons[kind]
  if (compare) {
    const bound = Number(text)
    if (text.trim() === '' || Number.isNaN(bound)) return broke(compared, `${text} is no number`)
    return value => {
      const number = value === null || value === '' || typeof value === 'boolean' ? Number.NaN : Number(value)
      return compare(number, bound)
    }
  }
  return textTest(text, kind, has('cased'))
}

function textTest(text: string, kind: string, cased: boolean): OneTest {
  if (text === '' && kind === 'equals') return value => value === ''
  const parts = patternParts(text)
  const [only] = parts
  if (kind === 'contains' && parts.length === 1 && typeof only === 'string') return onText(containsTest(only, cased))
  const before: PatternPart[] = kind === 'contains' || kind === 'endswith' ? [anyRun] : []
  const after: PatternPart[] = kind === 'contains' || kind === 'startswith' ? [anyRun] : []
  return onText(wildcardTest([...before, ...parts, ...after], cased))
}

function onText(test: (text: string) => boolean): OneTest {
  return value => value !== null && test(String(value))
}

function broke({place, reading}: Compared, why: string): undefined {
  reading.problems.mistake(place, why)
  return undefined
}

function patternTest(source: string, {has, place, reading}: Compared): OneTest | undefined {
  const flags: PatternFlags = {ignoreCase: has('i'), multiline: has('m'), dotAll: has('s')}
  const compiled = compilePattern(source, flags)
  if ('matches' in compiled) return onText(compiled.matches)
  if ('mistake' in compiled)
    reading.problems.mistake(place, `the regular expression is not understood: ${compiled.mistake}`)
  else reading.problems.unsupported(place, `regular expressions with ${compiled.unsupported}`)
  return undefined
}

function existsTest(values: readonly Scalar[], place: Place, reading: RuleReading): ValueTest | undefined {
  const [wanted] = values
  if (values.length !== 1 || !/^(true|false|yes|no)$/i.test(String(wanted))) {
    reading.problems.mistake(place, 'exists has one value, true or false')
    return undefined
  }
  const there = /^(true|yes)$/i.test(String(wanted))
  return {fits: found => found.length > 0 === there}
}

/** Compares with another field of the same record. */
function fieldTest(values: readonly Scalar[], kind: string, {has, place, reading}: Compared): ValueTest | undefined {
  const compare = references[kind]
  if (!compare) {
    reading.problems.mistake(place, `fieldref and ${kind} are no modifiers of one value`)
    return undefined
  }
  const readers: FieldReader[] = values.map(value => fieldReader(String(value), reading.columns))
  const fold = (value: FieldValue) => (has('cased') ? String(value) : String(value).toLowerCase())
  return {
    fits(found, event) {
      const tests = readers.map(read => {
        const others = read(event)
          .filter(value => value !== null)
          .map(fold)
        return (value: FieldValue) => value !== null && others.some(other => compare(fold(value), other))
      })
      return quantified(tests, has).fits(found, event)
    },
  }
}

const references: Record<string, (value: string, other: string) => boolean> = {
  equals: (value, other) => value === other,
  contains: (value, other) => value.includes(other),
  startswith: (value, other) => value.startsWith(other),
  endswith: (value, other) => value.endsWith(other),
}

/** Records that can't fit need not be asked: the dispatcher knows operations in their folded spelling. */
function operationsOf(values: readonly Scalar[], modifiers: readonly string[]): Selection['operations'] {
  const kind = modifiers.find(modifier => modifier !== 'all' && modifier !== 'cased') ?? 'equals'
  if (!/^(equals|contains|startswith|endswith)$/.test(kind)) return undefined
  const lists = values.map(value => {
    if (value === null) return undefined
    const parts = patternParts(scalarText(value))
    const [only] = parts
    if (kind === 'equals' && parts.length === 1 && typeof only === 'string') return [foldOperation(only)]
    const texts = parts.filter(part => typeof part === 'string').map(part => foldOperation(part))
    const longest = texts.reduce((a, b) => (b.length > a.length ? b : a), '')
    return longest === '' ? undefined : [new RegExp(longest.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))]
  })
  return joinOperations(lists)
}
