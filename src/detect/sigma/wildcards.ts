/** Sigma's strings: `*` stands for any run of characters, `?` for one, and a backslash takes that meaning away. */

/** A literal text, or a wildcard. */
export type PatternPart = string | typeof anyRun | typeof anyOne

export const anyRun = Symbol('*')
export const anyOne = Symbol('?')

/** A backslash before `*`, `?` or a backslash makes it plain; before anything else it is plain itself. */
export function patternParts(text: string): PatternPart[] {
  const parts: PatternPart[] = []
  let literal = ''
  const wildcard = (part: PatternPart) => {
    if (literal !== '') parts.push(literal)
    literal = ''
    if (part !== anyRun || parts.at(-1) !== anyRun) parts.push(part)
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string
    const following = text[at + 1] ?? ''
    if (character === '\\' && following !== '' && '*?\\'.includes(following)) {
      literal += following
      at++
    } else if (character === '*') wildcard(anyRun)
    else if (character === '?') wildcard(anyOne)
    else literal += character
  }
  if (literal !== '') parts.push(literal)
  return parts
}

/** Whether a whole text fits. Letter case does not matter unless `cased`. */
export function wildcardTest(parts: readonly PatternPart[], cased = false): (text: string) => boolean {
  const fold = (text: string) => (cased ? text : text.toLowerCase())
  const segments = segmentsOf(parts.map(part => (typeof part === 'string' ? fold(part) : part)))
  const [first = [], ...others] = segments
  const last = others.pop()
  if (last === undefined && first.every(item => item !== anyOne)) {
    const wanted = first.join('')
    return text => fold(text) === wanted
  }
  const size = segments.reduce((sum, segment) => sum + segment.length, 0)
  return text => {
    const points = [...fold(text)]
    if (last === undefined) return points.length === first.length && fitsAt(first, points, 0)
    if (points.length < size || !fitsAt(first, points, 0)) return false
    const end = points.length - last.length
    if (!fitsAt(last, points, end)) return false
    let at = first.length
    for (const segment of others) {
      while (at + segment.length <= end && !fitsAt(segment, points, at)) at++
      if (at + segment.length > end) return false
      at += segment.length
    }
    return true
  }
}

/** A text without wildcards anywhere in another: the usual case, and the fastest. */
export function containsTest(literal: string, cased = false): (text: string) => boolean {
  const wanted = cased ? literal : literal.toLowerCase()
  return text => (cased ? text : text.toLowerCase()).includes(wanted)
}

type Segment = (string | typeof anyOne)[]

/** What lies between the runs, character by character. */
function segmentsOf(parts: readonly PatternPart[]): Segment[] {
  const segments: Segment[] = [[]]
  for (const part of parts) {
    if (part === anyRun) segments.push([])
    else if (part === anyOne) segments.at(-1)?.push(part)
    else segments.at(-1)?.push(...part)
  }
  return segments
}

function fitsAt(segment: Segment, points: readonly string[], at: number): boolean {
  return segment.every((item, index) => (item === anyOne ? at + index < points.length : points[at + index] === item))
}
