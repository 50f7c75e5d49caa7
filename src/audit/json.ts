/** JSON from outside: nothing here throws, and a shape is checked before it is used. */

import {compareText} from './compare-text.ts'

export type Json = Record<string, unknown>

/** Undefined for text that is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Undefined for text that is no JSON, or no object. */
export function parsedObject(text: string): Json | undefined {
  const value = parsedJson(text)
  return isObject(value) ? value : undefined
}

/**
 * Reads a field of an object from its JSON text without a parse. The text is undefined where only a parse can tell: the field
 * is no text, comes behind a list or an object, comes again, or has an escape in it. Nothing behind it is checked.
 */
export function leadingField(name: string): (json: string) => string | undefined {
  // What a search begins with is rare in records, other than a quotation mark: that makes it fast.
  const ended = `${name}"`
  const start = `${ended}:"`
  return json => {
    const key = json.indexOf(start)
    // A quotation mark behind a comma or the first brace begins a name: one inside of a text would end it.
    if (key < 2 || json[0] !== '{' || json[key - 1] !== '"' || (key > 2 && json[key - 2] !== ',')) return undefined
    if (isBefore(key, json.indexOf('{', 1)) || isBefore(key, json.indexOf('['))) return undefined
    const from = key + start.length
    const text = json.slice(from, Math.max(from, json.indexOf('"', from)))
    // Of two fields with one name the last counts, and a name may be spelt with escapes.
    if (text.includes('\\') || json.includes(ended, from) || json.includes('\\u', from)) return undefined
    return text
  }
}

function isBefore(key: number, bracket: number): boolean {
  return bracket >= 0 && bracket < key
}

/** Arrays are not objects here. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads a field as text; '' where it is missing. */
export type FieldText = (name: string) => string

/** A top-level field as text: numbers and booleans in their spelling, '' where it is missing or holds something else. */
export function textField(data: unknown, name: string): string {
  const value = fieldOf(data, name)
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''
}

/** Some collectors pass all names on in lower case. */
function fieldOf(data: unknown, name: string): unknown {
  if (!isObject(data)) return undefined
  if (Object.hasOwn(data, name)) return data[name]
  const folded = name.toLowerCase()
  return Object.hasOwn(data, folded) ? data[folded] : undefined
}

/** A parsed value's JSON text, however deep it is nested: `JSON.stringify` runs out of stack at some thousand levels. */
export function wholeJsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  const parts: string[] = []
  /** What is still to be written, the next one last: texts as they are, and values. */
  const open: ({text: string} | {value: unknown})[] = [{value}]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if ('text' in one) parts.push(one.text)
    else if (typeof one.value !== 'object' || one.value === null) parts.push(JSON.stringify(one.value) ?? 'null')
    else {
      const isList = Array.isArray(one.value)
      const members = Object.entries(one.value).flatMap(([name, member], at) => {
        const before = `${at > 0 ? ',' : ''}${isList ? '' : `${JSON.stringify(name)}:`}`
        return [{text: before}, {value: member}]
      })
      open.push({text: isList ? ']' : '}'}, ...members.reverse(), {text: isList ? '[' : '{'})
    }
  }
  return parts.join('')
}

/** The JSON object as a text that does not depend on spelling or on the order of members; the text itself where it is no object. */
export function jsonContent(text: string): string {
  const value = parsedObject(text)
  if (value === undefined) return `text ${text}`
  try {
    return `value ${JSON.stringify(sorted(value))}`
  } catch {
    // Nested too deep to be walked.
    return `text ${text}`
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).sort(([a], [b]) => compareText(a, b))
  // As pairs: an object would put names that look like numbers first, and lose `__proto__`.
  return {object: members.map(([name, member]) => [name, sorted(member)])}
}

/** Deeper than any record of the services; `JSON.stringify` runs out of stack at some ten thousand. */
const deepest = 200

/**
 * The beginning of a parsed value's JSON text; what is nested deeper than 200 levels is left out as `…`.
 * @param most characters; work stops there, however large the value is.
 */
export function jsonText(value: unknown, most: number): string {
  const parts: string[] = []
  let length = 0
  const add = (text: string) => {
    parts.push(text)
    length += text.length
  }
  const write = (one: unknown, depth: number): void => {
    if (length >= most) return
    if (typeof one === 'string') add(JSON.stringify(one.length > most ? one.slice(0, most) : one))
    else if (typeof one !== 'object' || one === null) add(JSON.stringify(one) ?? 'null')
    else if (depth >= deepest) add('"…"')
    else if (Array.isArray(one)) {
      add('[')
      for (let at = 0; at < one.length && length < most; at++) {
        if (at > 0) add(',')
        write(one[at], depth + 1)
      }
      add(']')
    } else {
      add('{')
      let isFirst = true
      for (const name in one) {
        if (length >= most) break
        if (!Object.hasOwn(one, name)) continue
        add(`${isFirst ? '' : ','}${JSON.stringify(name.length > most ? name.slice(0, most) : name)}:`)
        isFirst = false
        write((one as Json)[name], depth + 1)
      }
      add('}')
    }
  }
  write(value, 0)
  return parts.join('').slice(0, most)
}
