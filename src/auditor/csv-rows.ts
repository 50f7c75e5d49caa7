/** The rows of a CSV file as the export writes it (RFC 4180, CRLF), from pieces of its bytes. */
import {longestRecord} from '../files/read-record-file.ts'

const comma = 0x2c
const quote = 0x22
const carriageReturn = 0x0d
const lineFeed = 0x0a

/** @throws where it is no such file, or ends inside a row. */
export async function* csvRows(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8', {ignoreBOM: true})
  let text = ''
  let at = 0
  /** Characters from which a row that did not end is tried again: twice as many, so that a long one is not read over and over. */
  let wanted = 0
  for await (const piece of pieces) {
    text = text.slice(at) + decoder.decode(piece, {stream: true})
    at = 0
    if (text.length < wanted) continue
    wanted = 0
    for (let row = rowAt(text, at); row; row = rowAt(text, at)) {
      yield row.cells
      at = row.end
    }
    const rest = text.length - at
    if (rest > longestRecord) throw new TypeError(`a row of the CSV is longer than ${longestRecord} characters`)
    wanted = 2 * rest
  }
  text = text.slice(at) + decoder.decode()
  at = 0
  for (let row = rowAt(text, at); row; row = rowAt(text, at)) {
    yield row.cells
    at = row.end
  }
  if (at < text.length) throw new TypeError('the CSV ends inside a row')
}

interface Row {
  cells: string[]
  /** Where the next one begins. */
  end: number
}

/** Undefined where the text ends before the row does. */
function rowAt(text: string, start: number): Row | undefined {
  const cells: string[] = []
  for (let at = start; ; ) {
    const cell = text.charCodeAt(at) === quote ? quotedCell(text, at) : plainCell(text, at)
    if (!cell) return undefined
    cells.push(cell.value)
    if (text.charCodeAt(cell.end) === comma) at = cell.end + 1
    else return {cells, end: cell.end + 2}
  }
}

interface Cell {
  value: string
  /** Where the comma or the line break after it stands. */
  end: number
}

function plainCell(text: string, start: number): Cell | undefined {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) throw new TypeError('the CSV has a quote inside a cell without quotes')
    if (code === comma || (code === carriageReturn && text.charCodeAt(at + 1) === lineFeed))
      return {value: text.slice(start, at), end: at}
  }
  return undefined
}

function quotedCell(text: string, start: number): Cell | undefined {
  let hasQuotes = false
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    // What follows decides whether the cell ends here.
    if (at + 2 >= text.length && text.charCodeAt(at + 1) !== comma) return undefined
    const next = text.charCodeAt(at + 1)
    if (next === quote) {
      hasQuotes = true
      continue
    }
    if (next !== comma && !(next === carriageReturn && text.charCodeAt(at + 2) === lineFeed))
      throw new TypeError('the CSV has text behind a quoted cell')
    const value = text.slice(start + 1, at)
    return {value: hasQuotes ? value.replaceAll('""', '"') : value, end: at + 1}
  }
  return undefined
}
