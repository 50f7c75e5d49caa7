/** Wildcards against the plainest reference there is: one that tries every way. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {anyOne, anyRun, type PatternPart, patternParts, wildcardTest} from '../../../src/detect/sigma/wildcards.ts'

type Item = string | typeof anyRun | typeof anyOne

/** Item by item, with every length that a run may have. */
function reference(items: readonly Item[], text: readonly string[]): boolean {
  const [item, ...rest] = items
  if (item === undefined) return text.length === 0
  if (item === anyRun) return text.some((_, at) => reference(rest, text.slice(at))) || reference(rest, [])
  const [first, ...others] = text
  return first !== undefined && (item === anyOne || item === first) && reference(rest, others)
}

const item = fc.oneof(
  fc.constantFrom<Item>('a', 'b', 'A', '*', '?', '\\', 'é', '😀'),
  fc.constantFrom<Item>(anyRun, anyOne),
)
const items = fc.array(item, {maxLength: 8})
const letters = fc.constantFrom('a', 'b', 'A', '*', '?', '\\', 'é', '😀')

/** As a rule's author would write it: every plain wildcard and backslash escaped. */
function written(list: readonly Item[]): string {
  return list
    .map(one =>
      one === anyRun ? '*' : one === anyOne ? '?' : /[*?\\]/.test(one as string) ? `\\${one as string}` : one,
    )
    .map(String)
    .join('')
}

describe('wildcards', () => {
  test('fit what the reference fits, in their case or in any', () => {
    const some = fc.oneof(
      fc.array(letters, {maxLength: 8}),
      // Texts that are likely to fit.
      items.map(list => list.map(one => (typeof one === 'string' ? one : 'b'))),
    )
    fc.assert(
      fc.property(items, some, fc.boolean(), (list, text, cased) => {
        const fold = (one: Item) => (typeof one === 'string' && !cased ? one.toLowerCase() : one)
        const expected = reference(list.map(fold), text.map(fold) as string[])
        expect(wildcardTest(patternParts(written(list)), cased)(text.join('')), written(list)).toBe(expected)
      }),
      {numRuns: 1_500},
    )
  })

  test('a pattern fits the text that it was made of', () => {
    fc.assert(
      fc.property(items, fc.string({unit: letters, maxLength: 4}), (list, run) => {
        const text = list.map(one => (one === anyRun ? run : one === anyOne ? 'é' : (one as string))).join('')
        expect(wildcardTest(patternParts(written(list)), true)(text)).toBe(true)
      }),
    )
  })

  test.each<[string, PatternPart[]]>([
    ['a*b?', ['a', anyRun, 'b', anyOne]],
    ['\\*\\?', ['*?']],
    ['C:\\Users\\x', ['C:\\Users\\x']],
    ['a\\\\*', ['a\\', anyRun]],
    ['a\\\\\\*', ['a\\*']],
    ['\\\\\\\\host', ['\\\\host']],
    ['a***b', ['a', anyRun, 'b']],
    ['end\\', ['end\\']],
  ])('%s is %j', (text, parts) => {
    expect(patternParts(text)).toEqual(parts)
  })

  test('stay fast on a text made against them', () => {
    const fits = wildcardTest(patternParts('*a*a*a*a*a*a*a*a*b'))
    const started = performance.now()
    expect(fits('a'.repeat(60_000))).toBe(false)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})
