/** Tells, in any text, what is harmless (known words, times, versions, small numbers) from everything else. */
import {classOfToken} from './harmless-words.ts'

export interface TextPiece {
  text: string
  isHarmless: boolean
}

export interface TextKind {
  /** Of a field in which people write what they like: no version numbers, and no word that is a name as well. */
  isFree: boolean
}

/** Everything beyond ASCII that is no typographic sign: invisible letters belong to their word. */
const letter = String.raw`[A-Za-z0-9\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u200f\u2028-\u202f\u205f-\u{10ffff}]`
const time = String.raw`(?<=Gecko\/)20100101|\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?(?:Z|[+-]\d\d:?\d\d)?(?![A-Za-z0-9])|\d{1,2}\/\d{1,2}\/\d{4}(?: \d{1,2}:\d\d(?::\d\d)?)?(?![A-Za-z0-9])|(?:\d{1,4}\.)?\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?![A-Za-z0-9:])`
const number = String.raw`[+(]?\d(?:[\d\s().\/\-]{0,80}\d)?(?!${letter})`
const token = `${letter}+`
const scanner = new RegExp(`(?<![A-Za-z0-9])(?:(${time})|(${number}))|(${token})`, 'gu')
const version = /^\d{1,5}(?:\.\d{1,6}){1,5}$/
const mostDigits = 6

/** In order, and the text again when joined. Unknown words with nothing but a space or a sign between them are one piece. */
export function piecesOf(text: string, {isFree}: TextKind): TextPiece[] {
  const found = scan(text, isFree)
  const isSettled = !isFree && found.some(one => one.kind === 'technical') && found.every(one => one.kind !== 'unknown')
  const pieces: TextPiece[] = []
  let at = 0
  const add = (piece: string, isHarmless: boolean) => {
    const last = pieces.at(-1)
    if (last?.isHarmless === isHarmless) last.text += piece
    else if (piece !== '') pieces.push({text: piece, isHarmless})
  }
  for (const {kind, start, end} of found) {
    if (kind !== 'unknown' && (kind !== 'ambiguous' || isSettled)) continue
    const between = text.slice(at, start)
    const joins = at > 0 && /^[\s.,'’_\\-]{0,3}$/.test(between)
    add(between, !joins)
    add(text.slice(start, end), false)
    at = end
  }
  add(text.slice(at), true)
  return pieces
}

/** Whether a text is made of nothing but what is harmless; words that are names as well need a technical one next to them. */
export function isHarmless(text: string): boolean {
  const found = scan(text, false)
  if (found.some(({kind}) => kind === 'unknown')) return false
  return found.every(({kind}) => kind !== 'ambiguous') || found.some(({kind}) => kind === 'technical')
}

interface Scanned {
  kind: ReturnType<typeof classOfToken>
  start: number
  end: number
}

function scan(text: string, isFree: boolean): Scanned[] {
  const found: Scanned[] = []
  scanner.lastIndex = 0
  for (let match = scanner.exec(text); match; match = scanner.exec(text)) {
    const [all, when, digits] = match
    const place = {start: match.index, end: match.index + all.length}
    if (when !== undefined) found.push({kind: 'number', ...place})
    else if (digits !== undefined) {
      const isVersion = version.test(all.replace(/^\(/, '')) && (!isFree || text[match.index - 1] === '/')
      const few = all.replace(/\D/g, '').length <= mostDigits
      found.push({kind: isVersion || few ? 'number' : 'unknown', ...place})
    } else found.push({kind: classOfToken(all), ...place})
  }
  return found
}
