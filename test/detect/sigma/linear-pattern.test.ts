/** The linear engine against JavaScript's own, and what it refuses. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {compilePattern, type PatternFlags} from '../../../src/detect/sigma/linear-pattern.ts'

function matches(source: string, text: string, flags: PatternFlags = {}): boolean {
  const compiled = compilePattern(source, flags)
  if (!('matches' in compiled)) throw new Error(JSON.stringify(compiled))
  return compiled.matches(text)
}

const atom = fc.constantFrom(
  ...[
    'a',
    'b',
    'B',
    '.',
    '\\d',
    '\\w',
    '\\W',
    '\\s',
    '\\b',
    '\\B',
    '^',
    '$',
    '[ab]',
    '[^ab]',
    '[a-c1]',
    '[^\\d]',
    '\\.',
  ],
  ...['é', '\\x61', '\\u0062', '😀', '[😀b]', '\\n', '[\\n-]', '\\p{L}', '[\\p{Lu}1]'],
)
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '+?', '{1,2}?')
/** The engine compared with goes back over repetitions within repetitions, for hours. */
function calm(inner: string, times: string): string {
  return /[*+{]/.test(inner) && times !== '?' ? '' : times
}

const source = fc.letrec<{expression: string; sequence: string; item: string}>(tie => ({
  expression: fc.array(tie('sequence'), {minLength: 1, maxLength: 3}).map(parts => parts.join('|')),
  sequence: fc.array(tie('item'), {maxLength: 4}).map(parts => parts.join('')),
  item: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    fc.tuple(atom, quantifier).map(([one, times]) => (/^(\\b|\\B|\^|\$)$/i.test(one) ? one : one + times)),
    fc
      .tuple(tie('expression'), quantifier, fc.constantFrom('(', '(?:', '(?<n>'))
      .map(([inner, times, open]) => `${inner.includes('?<n>') ? '(?:' : open}${inner})${calm(inner, times)}`),
  ),
})).expression
const text = fc.string({unit: fc.constantFrom('a', 'b', 'B', 'c', '1', ' ', '\n', '.', 'é', '😀', '_'), maxLength: 12})

describe('a pattern', () => {
  test('matches what JavaScript’s engine matches', () => {
    fc.assert(
      fc.property(
        source,
        text,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (pattern, subject, ignoreCase, multiline, dotAll) => {
          // In JavaScript `$` is the very end alone, and a name may be given once.
          // JavaScript finds \B between the halves of a surrogate pair.
          fc.pre(!(pattern.includes('\\B') && subject.includes('😀')))
          fc.pre(!subject.endsWith('\n') && (pattern.match(/\?<n>/g) ?? []).length < 2)
          const flags = `u${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}`
          const expected = new RegExp(pattern, flags).test(subject)
          expect(matches(pattern, subject, {ignoreCase, multiline, dotAll}), `/${pattern}/${flags}`).toBe(expected)
        },
      ),
      {numRuns: 1_000},
    )
  })

  test('takes time that grows with the text alone', () => {
    const bombs = ['(a+)+$', '(a|a)*b', '(a|aa)+$', '(.*a){20}x', '(\\w+\\s?)*!']
    const started = performance.now()
    for (const bomb of bombs) expect(matches(bomb, `${'a'.repeat(20_000)}?`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  test.each([
    ['(?i)PowerShell|curl', 'CURL/8', true],
    ['a(?i:B)c', 'abc', true],
    ['a(?i:B)c', 'abC', false],
    ['(?P<tool>rclone|mega)\\b', 'rclone/1.6', true],
    ['^\\.{1,3}$', '..', true],
    ['\\Aab\\z', 'ab\n', false],
    ['ab$', 'ab\n', true],
    ['x{,3}', 'x{,3}', true],
    ['^((ab){2}){2}$', 'abababab', true],
    ['^((ab){2}){2}$', 'ababab', false],
    ['^(a{0,2}b?){2,3}$', 'aabaab', true],
    ['^(a{0,2}b?){2,3}$', 'aaaaaaa', false],
    ['^((a*)*b?)*c$', 'aabac', true],
    ['^(a|(b+c?)+){2}$', 'abbcb', true],
  ])('%s with %j: %s', (pattern, subject, expected) => {
    expect(matches(pattern, subject)).toBe(expected)
  })

  test.each([
    ['a(?=b)', 'lookahead'],
    ['(?<!a)b', 'lookbehind'],
    ['(a)\\1', 'backreferences'],
    ['(?>a)b', 'atomic groups'],
    ['a++', 'possessive quantifiers'],
    ['[[:alpha:]]', '[: within [ ]'],
    ['(a{900}){900}', 'an expression of this size'],
    ['a{1,100000}', 'more than 1000 repetitions'],
  ])('%s is refused: %s', (pattern, unsupported) => {
    expect(compilePattern(pattern)).toEqual({unsupported})
  })

  test.each(['(a', 'a)', '[a', '*a', 'a**', 'a\\', '[b-a]', 'a{3,2}'])('%s is a mistake', pattern => {
    expect(compilePattern(pattern)).toHaveProperty('mistake')
  })

  test('that is anything at all is refused or compiled, and never throws', () => {
    const wild = fc.string({unit: fc.constantFrom(...'ab()[]{}*+?|\\^$.,-:<>=!P1dwpL'), maxLength: 20})
    fc.assert(
      fc.property(wild, text, (pattern, subject) => {
        const compiled = compilePattern(pattern)
        if ('matches' in compiled) compiled.matches(subject)
      }),
      {numRuns: 2_000},
    )
  })
})
