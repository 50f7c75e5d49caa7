/**
 * The strings and long numbers of a JSON text, each with the field it stands in, and the text with some of them replaced. Everything
 * else stays as it is, to the byte: order of keys, doubled keys, numbers beyond 2⁵³, white space.
 */

/** A string's place: `{"Members":[{"UPN":"ann@…"}]}` holds one at field `UPN` inside `Members`. */
export interface JsonString {
  start: number
  /** After the closing quote. */
  end: number
  /** Of a number: its digits as they are written. */
  value: string
  isKey: boolean
  isNumber: boolean
  /** The nearest key, or the name that the value of a name/value pair has. */
  field: string
  /** The key of the object or list around it; '' at the top. */
  within: string
}

interface Frame {
  isList: boolean
  /** Of a list: the field its texts stand in, once it was asked for. */
  field: string | undefined
  key: string
  parent: Frame | undefined
  /** Of an object that is a name/value pair. */
  name: string
  hasValue: boolean
}

interface Place extends JsonString {
  key: string
  frame: Frame
}

const nameKeys = new Set(['Name', 'name', 'Key', 'key'])
const valueKeys = new Set(['Value', 'value', 'NewValue', 'OldValue'])

/** @param json valid JSON. @param field what the text as a whole stands in; '' for a record. */
export function stringsOf(json: string, field: string): JsonString[] {
  const found: Place[] = []
  let frame: Frame = {isList: true, key: field, parent: undefined, field: undefined, name: '', hasValue: false}
  let key = field
  let keyIsNext = false
  for (let at = 0; at < json.length; at++) {
    const letter = json.charCodeAt(at)
    if (letter === quote) {
      const end = endOfString(json, at)
      const value = unquoted(json, at, end)
      if (keyIsNext) {
        key = value
        if (valueKeys.has(key)) frame.hasValue = true
      } else if (!frame.isList && nameKeys.has(key)) frame.name = value
      found.push({start: at, end, value, isKey: keyIsNext, isNumber: false, field: '', within: '', key, frame})
      keyIsNext = false
      at = end - 1
    } else if (letter === openBrace || letter === openBracket) {
      frame = {isList: letter === openBracket, key, parent: frame, field: undefined, name: '', hasValue: false}
      keyIsNext = !frame.isList
    } else if (letter === closeBrace || letter === closeBracket) {
      frame = frame.parent ?? frame
    } else if (letter === comma) {
      keyIsNext = !frame.isList
      if (frame.isList) key = frame.key
    } else if (letter >= zero && letter <= nine) {
      longNumber.lastIndex = at
      const [value = ''] = longNumber.exec(json) ?? []
      if (value.length >= fewestDigits) {
        const place = {start: at, end: at + value.length, value, isKey: false, isNumber: true}
        found.push({...place, field: '', within: '', key, frame})
      }
      at += Math.max(value.length, 1) - 1
    }
  }
  // What a string stands in is known when the names and values around it are.
  for (const place of found) {
    const {key, frame} = place
    place.isKey ||= !place.isNumber && frame.hasValue && nameKeys.has(key)
    place.field = fieldOf(key, frame)
    place.within = frame.isList ? (frame.parent?.key ?? '') : frame.key
  }
  return found
}

/** The text with the strings replaced that have another value now. */
export function withStrings(
  json: string,
  replacements: readonly Pick<JsonString, 'start' | 'end' | 'value' | 'isNumber'>[],
): string {
  const parts: string[] = []
  let at = 0
  for (const {start, end, value, isNumber} of replacements) {
    parts.push(json.slice(at, start), isNumber ? value : JSON.stringify(value))
    at = end
  }
  return at === 0 ? json : parts.join('') + json.slice(at)
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

/** The whole digits of a number; shorter ones are sizes, states and kinds. */
const longNumber = /\d+/y
const fewestDigits = 7
const [zero, nine] = [48, 57]
const [quote, backslash, comma, openBrace, closeBrace, openBracket, closeBracket] = [...'"\\,{}[]'].map(letter =>
  letter.charCodeAt(0),
)

/** A value's own name counts where it has one: `{"Name":"UserId","NewValue":["ann@…"]}`. */
function fieldOf(key: string, frame: Frame): string {
  const lists: Frame[] = []
  let at = frame
  let field: string | undefined
  while (at.isList && field === undefined) {
    lists.push(at)
    field = at.field
    if (!at.parent) break
    at = at.parent
  }
  const own = lists.at(-1)?.key ?? key
  field ??= !at.isList && valueKeys.has(own) && at.name !== '' ? at.name : own
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

function unquoted(json: string, start: number, end: number): string {
  const inner = json.slice(start + 1, end - 1)
  return inner.includes('\\') ? String(JSON.parse(json.slice(start, end))) : inner
}
