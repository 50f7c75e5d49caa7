/**
 * Parses a long answer item by item. As a single text it would lie outside of V8's heap, with two bytes a character where one
 * of them is beyond Latin-1, and wait there for a full collection.
 */
import {isUtf8} from 'node:buffer'

/** What services call the list of an answer, in quotes as it stands there. */
const listName = Buffer.from('"value"')

const quote = 0x22
const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const backslash = 0x5c
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** Where a list lies: its brackets, and the commas between its items. */
interface ListPlace {
  open: number
  commas: number[]
  close: number
}

/**
 * What `JSON.parse` gives for an object with a list named `value`.
 * @returns undefined for anything else, JSON or not.
 */
export function jsonInPieces(bytes: Buffer): Record<string, unknown> | undefined {
  const list = isUtf8(bytes) ? listOf(bytes) : undefined
  if (list === undefined) return undefined
  try {
    const frame = bytes.toString('utf8', 0, list.open + 1) + bytes.toString('utf8', list.close)
    const answer = JSON.parse(frame) as Record<string, unknown>
    answer.value = itemsOf(bytes, list)
    return answer
  } catch {
    return undefined
  }
}

function itemsOf(bytes: Buffer, {open, commas, close}: ListPlace): unknown[] {
  if (afterSpace(bytes, open + 1) === close) return []
  let at = open + 1
  return [...commas, close].map(end => {
    const item: unknown = JSON.parse(bytes.toString('utf8', at, end))
    at = end + 1
    return item
  })
}

/**
 * The list of that name directly in the outermost object, where no other name there can be the same. Whether brackets
 * match is for the parser, which sees every byte in the frame or in an item.
 */
function listOf(bytes: Buffer): ListPlace | undefined {
  let found: ListPlace | undefined
  let depth = 0
  let name = {start: 0, end: 0}
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) {
      const end = endOfText(bytes, at)
      if (depth === 1) name = {start: at, end}
      at = end - 1
    } else if (byte === openBrace || byte === openBracket) depth++
    else if (byte === closeBrace || byte === closeBracket) depth--
    else if (byte === colon && depth === 1) {
      const spelled = bytes.subarray(name.start, name.end)
      if (spelled.includes(backslash)) return undefined
      if (!spelled.equals(listName)) continue
      const list = found === undefined ? listAt(bytes, afterSpace(bytes, at + 1)) : undefined
      if (list === undefined) return undefined
      found = list
      at = list.close
    }
  }
  return found
}

function listAt(bytes: Buffer, open: number): ListPlace | undefined {
  if (bytes[open] !== openBracket) return undefined
  const commas: number[] = []
  let depth = 1
  for (let at = open + 1; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) at = endOfText(bytes, at) - 1
    else if (byte === comma && depth === 1) commas.push(at)
    else if (byte === openBrace || byte === openBracket) depth++
    else if ((byte === closeBrace || byte === closeBracket) && --depth === 0)
      return byte === closeBracket ? {open, commas, close: at} : undefined
  }
  return undefined
}

/** Behind the closing quote of the text that begins at `start`. */
function endOfText(bytes: Buffer, start: number): number {
  let at = start + 1
  for (; at < bytes.length && bytes[at] !== quote; at++) if (bytes[at] === backslash) at++
  return at + 1
}

function afterSpace(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && isSpace(bytes[at])) at++
  return at
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
}
