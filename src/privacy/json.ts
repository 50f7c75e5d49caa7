/**
 * The strings and long numbers of a JSON text, each with the field it stands in, so that some of them can be replaced. Everything
 * else stays as it is, to the byte: order of keys, doubled keys, numbers beyond 2⁵³, white space.
 */
import type {FieldName, FieldNames, FieldPlace} from './field-names.ts'

/** A key, a text that is not empty, or a long number. `{"Members":[{"UPN":"ann@…"}]}` holds a text at field `UPN` inside `Members`. */
export class JsonPart<T> {
  readonly start: number
  /** After the closing quote, or a number's whole digits. */
  readonly end: number
  readonly isNumber: boolean
  /** Of an object, or the name in a name/value pair. */
  isKey: boolean
  /** What it stands in; a key itself. */
  field: FieldName
  /** Where that stands; absent for a key. */
  place: FieldPlace | undefined
  readonly frame: Frame
  /** How it is treated, and what it is replaced by then: the reader's. */
  treatment: T | undefined
  replacement: string | undefined

  constructor(start: number, end: number, key: FieldName, frame: Frame, kind: 'key' | 'text' | 'number') {
    this.start = start
    this.end = end
    this.isNumber = kind === 'number'
    this.isKey = kind === 'key'
    this.field = key
    this.place = undefined
    this.frame = frame
    this.treatment = undefined
    this.replacement = undefined
  }
}

interface Frame {
  isList: boolean
  /** Of a list: the field its texts stand in, once it was asked for. */
  field: FieldName | undefined
  key: FieldName
  parent: Frame | undefined
  /** Of an object that is a name/value pair: where its name stands, 0 where it has none, and the name once it was asked for. */
  nameStart: number
  nameEnd: number
  name: FieldName | undefined
  hasValue: boolean
}

/** @param json valid JSON. @param field what the text as a whole stands in; that of no text for a record. */
export function partsOf<T>(json: string, field: FieldName, names: FieldNames): JsonPart<T>[] {
  const parts = scan<T>(json, field, names)
  const pairs = new PairNames(json, names)
  // What a text stands in is known when the names and values around it are.
  for (const part of parts) {
    if (part.isKey) continue
    const {start, end, frame, field: key} = part
    if (key.isNameOfPair && frame.hasValue && !part.isNumber) {
      part.isKey = true
      part.field = (frame.nameStart === start ? pairs.of(frame) : undefined) ?? names.of(unquoted(json, start, end))
    } else {
      part.field = fieldOf(key, frame, pairs)
      part.place = part.field.in(frame.isList ? (frame.parent?.key ?? names.none) : frame.key)
    }
  }
  return parts
}

/** The names in name/value pairs, which follow each other like keys. */
class PairNames {
  private readonly json: string
  private readonly names: FieldNames
  private last: FieldName

  constructor(json: string, names: FieldNames) {
    this.json = json
    this.names = names
    this.last = names.none
  }

  /** Undefined where the object has no name, or an empty one. */
  of(frame: Frame): FieldName | undefined {
    const {name, nameStart, nameEnd} = frame
    if (name || nameEnd - nameStart <= 2) return name
    const following = this.last.following(this.json, nameStart)
    const found = following ?? this.names.of(unquoted(this.json, nameStart, nameEnd))
    if (!following) this.last.isFollowedBy(found)
    this.last = found
    frame.name = found
    return found
  }
}

function scan<T>(json: string, field: FieldName, names: FieldNames): JsonPart<T>[] {
  const parts: JsonPart<T>[] = []
  let frame = newFrame(true, field, undefined)
  let key = field
  let lastKey = field
  let keyIsNext = false
  for (let at = 0; at < json.length; at++) {
    const letter = json.charCodeAt(at)
    if (letter === quote) {
      let end: number
      if (keyIsNext) {
        const next = lastKey.following(json, at)
        end = next ? at + next.quoted.length : endOfString(json, at)
        key = next ?? names.of(unquoted(json, at, end))
        if (!next) lastKey.isFollowedBy(key)
        lastKey = key
        if (key.isValueOfPair) frame.hasValue = true
        if (key.shown !== key.text) parts.push(new JsonPart(at, end, key, frame, 'key'))
      } else {
        end = endOfString(json, at)
        if (key.isNameOfPair && !frame.isList) {
          frame.nameStart = at
          frame.nameEnd = end
        }
        if (end - at > 2) parts.push(new JsonPart(at, end, key, frame, 'text'))
      }
      keyIsNext = false
      at = end - 1
    } else if (letter === openBrace || letter === openBracket) {
      frame = newFrame(letter === openBracket, key, frame)
      keyIsNext = !frame.isList
    } else if (letter === closeBrace || letter === closeBracket) {
      frame = frame.parent ?? frame
    } else if (letter === comma) {
      keyIsNext = !frame.isList
      if (frame.isList) key = frame.key
    } else if (letter >= zero && letter <= nine) {
      const end = endOfDigits(json, at)
      if (end - at >= fewestDigits) parts.push(new JsonPart(at, end, key, frame, 'number'))
      at = end - 1
    }
  }
  return parts
}

function newFrame(isList: boolean, key: FieldName, parent: Frame | undefined): Frame {
  return {isList, key, parent, field: undefined, nameStart: 0, nameEnd: 0, name: undefined, hasValue: false}
}

/** Whether a text is JSON that holds texts. */
export function isJson(text: string): boolean {
  return /^\s*[{["]/.test(text) && isParseable(text)
}

export function isParseable(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Shorter numbers are sizes, states and kinds. */
const fewestDigits = 7
const [zero, nine] = [48, 57]
const [quote, backslash, comma, openBrace, closeBrace, openBracket, closeBracket, space] = [...'"\\,{}[] '].map(
  letter => letter.charCodeAt(0),
)

/** A value's own name counts where it has one: `{"Name":"UserId","NewValue":["ann@…"]}`. */
function fieldOf(key: FieldName, frame: Frame, pairs: PairNames): FieldName {
  if (!frame.isList) return (key.isValueOfPair ? pairs.of(frame) : undefined) ?? key
  const lists: Frame[] = []
  let at = frame
  let field: FieldName | undefined
  while (at.isList && field === undefined) {
    lists.push(at)
    field = at.field
    if (!at.parent) break
    at = at.parent
  }
  const own = lists.at(-1)?.key ?? key
  field ??= (!at.isList && own.isValueOfPair ? pairs.of(at) : undefined) ?? own
  for (const list of lists) list.field = field
  return field
}

function endOfString(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let slashes = 0
    while (json.charCodeAt(at - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return at + 1
  }
  return json.length
}

function endOfDigits(json: string, start: number): number {
  let end = start + 1
  for (let digit = json.charCodeAt(end); digit >= zero && digit <= nine; digit = json.charCodeAt(end)) end++
  return end
}

/** The text of the string that stands there. */
export function unquoted(json: string, start: number, end: number): string {
  const inner = json.slice(start + 1, end - 1)
  return inner.includes('\\') ? String(JSON.parse(json.slice(start, end))) : inner
}

/** Whether the string's text may be JSON that holds texts: its first letter, as it is written, decides for most. */
export function mayBeJson(json: string, start: number): boolean {
  const first = json.charCodeAt(start + 1)
  return first === openBrace || first === openBracket || first === backslash || first === space
}

const idOrTime =
  /"(?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z?)"/iy
const shortestTime = 19

/** Whether the string is a GUID or a time in the form of ISO 8601. */
export function isIdOrTime(json: string, start: number, end: number): boolean {
  if (end - start < shortestTime + 2) return false
  idOrTime.lastIndex = start
  return idOrTime.test(json)
}
