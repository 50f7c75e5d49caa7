/** Reading JSON of unknown shape: nothing here throws, whatever a record holds. */
import {isObject, type Json, jsonText} from '../audit/json.ts'

/** Longer texts are cut before anyone searches them. */
const longestText = 65_536
const longestNested = 4_000_000
const mostEntries = 2_000

/** A property of the object itself: names as `constructor` and `__proto__` are only names. */
export function own(object: unknown, name: string): unknown {
  return isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined
}

/** Text of a value: numbers and booleans in their spelling, objects as JSON, '' for nothing. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.length > longestText ? value.slice(0, longestText) : value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'object' || value === null) return ''
  return jsonText(value, longestText)
}

/** A list; from a list, from JSON in a string, or of one value. */
export function listValue(value: unknown): unknown[] {
  const plain = typeof value === 'string' ? nested(value) : value
  if (Array.isArray(plain)) return plain.length > mostEntries ? plain.slice(0, mostEntries) : plain
  return plain === undefined || plain === null || plain === '' ? [] : [plain]
}

/** What JSON in a string holds; the string itself where it holds none. */
export function nested(text: string): unknown {
  if (text.length > longestNested || !/^\s*[[{"]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The log's arrays of names and values; Microsoft sends them as arrays, at times as JSON in a string, or as an object. */
export class Lookup {
  private readonly entries: readonly Json[]

  constructor(value: unknown) {
    const source = typeof value === 'string' ? nested(value) : value
    if (isObject(source) && !isEntry(source)) {
      const pairs = Object.entries(source).slice(0, mostEntries)
      this.entries = pairs.map(([Name, Value]) => ({Name, Value}))
    } else this.entries = listValue(source) as Json[]
  }

  /** '' where the name is missing. Letter case of names does not matter. */
  get(name: string): string {
    return textOf(this.raw(name))
  }

  raw(name: string): unknown {
    return own(this.find(name), 'Value')
  }

  has(name: string): boolean {
    return this.find(name) !== undefined
  }

  /** `True`, `true`, `1` and `Yes`-like spellings. */
  isTrue(name: string): boolean {
    return isTrue(this.get(name))
  }

  isFalse(name: string): boolean {
    return /^(false|\$false|0|no)$/i.test(this.get(name).trim())
  }

  names(): string[] {
    return this.entries.map(entry => textOf(own(entry, 'Name')))
  }

  /** All values as one text, for a search by words. */
  allText(): string {
    return this.entries
      .map(entry => `${textOf(own(entry, 'Name'))}=${textOf(own(entry, 'Value'))}`)
      .join('\n')
      .slice(0, longestText)
  }

  /** For ModifiedProperties: the entry itself. */
  entryOf(name: string): Json | undefined {
    return this.find(name)
  }

  private find(name: string): Json | undefined {
    let folded: string | undefined
    for (const entry of this.entries) {
      const found = own(entry, 'Name')
      if (found === name) return entry
      if (typeof found !== 'string' || found.length !== name.length) continue
      folded ??= name.toLowerCase()
      if (found.toLowerCase() === folded) return entry
    }
    return undefined
  }
}

/** One entry instead of a list; an object of names may have the name `Name` itself, as a rule's parameters do. */
function isEntry(source: Json): boolean {
  return Object.hasOwn(source, 'Name') && ['Value', 'OldValue', 'NewValue'].some(key => Object.hasOwn(source, key))
}

export function isTrue(text: string): boolean {
  return /^(true|\$true|1|yes)$/i.test(text.trim())
}

/** A property's old and new value. Entra wraps most in a JSON array, some in quotes as well. */
export class PropertyChange {
  readonly name: string
  private readonly raw: Json
  private keptOld: string | undefined
  private keptNow: string | undefined

  constructor(name: string, raw: Json) {
    this.name = name
    this.raw = raw
  }

  /** Unwrapped: `["Guest"]` reads `Guest`. */
  get old(): string {
    this.keptOld ??= unwrapped(own(this.raw, 'OldValue'))
    return this.keptOld
  }

  get now(): string {
    this.keptNow ??= unwrapped(own(this.raw, 'NewValue'))
    return this.keptNow
  }

  get oldList(): unknown[] {
    return listValue(own(this.raw, 'OldValue'))
  }

  get nowList(): unknown[] {
    return listValue(own(this.raw, 'NewValue'))
  }

  /** What the new list holds and the old one did not, as texts. */
  get gained(): string[] {
    return difference(this.nowList, this.oldList)
  }

  get lost(): string[] {
    return difference(this.oldList, this.nowList)
  }
}

function difference(of: unknown[], without: unknown[]): string[] {
  const there = new Set(without.map(textOf))
  return [...new Set(of.map(textOf))].filter(text => text !== '' && !there.has(text))
}

function unwrapped(value: unknown): string {
  const once = typeof value === 'string' ? nested(value) : value
  const only = Array.isArray(once) && once.length === 1 ? once[0] : once
  const twice = typeof only === 'string' ? nested(only) : only
  return Array.isArray(twice) && twice.length === 0 ? '' : textOf(twice)
}
