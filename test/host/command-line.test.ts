/** Words of a command line: every one is an option, a value, a stray word, or an option without its value; none is lost. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readCommandLine} from '../../src/host/command-line.ts'

const kinds = {period: {type: 'string'}, upload: {type: 'boolean'}} as const
const read = (...argv: string[]) => {
  const {options, strays, withoutValue} = readCommandLine(argv, kinds)
  return {options: Object.fromEntries(options), strays, withoutValue}
}
const nothing = {options: {}, strays: [], withoutValue: []}

describe('a command line', () => {
  test.each<{argv: string[]; expected: Partial<ReturnType<typeof read>>}>([
    {argv: ['--period'], expected: {withoutValue: ['period']}},
    {argv: ['--period', '--upload'], expected: {withoutValue: ['period'], options: {upload: 'true'}}},
    {argv: ['--period', '--', 'x'], expected: {withoutValue: ['period'], strays: ['x']}},
    {argv: ['--period='], expected: {options: {period: ''}}},
    {argv: ['--period=--draft'], expected: {options: {period: '--draft'}}},
    {argv: ['--period', '-1'], expected: {options: {period: '-1'}}},
    {argv: ['--period', ''], expected: {options: {period: ''}}},
    {argv: ['--upload', 'false'], expected: {options: {upload: 'false'}}},
    {argv: ['--unknown', 'x', 'y'], expected: {options: {unknown: 'x'}, strays: ['y']}},
    {argv: ['folder', '-v', '-abc', '--', '--period'], expected: {strays: ['folder', '-v', '-abc', '--period']}},
    {argv: ['--__proto__', '--constructor=1'], expected: {options: {['__proto__']: 'true', constructor: '1'}}},
    {argv: ['--=x', '-', ''], expected: {strays: ['--=x', '-', '']}},
    {argv: ['--period=a\nb=c'], expected: {options: {period: 'a\nb=c'}}},
  ])('$argv', ({argv, expected}) => {
    expect(read(...argv)).toEqual({...nothing, ...expected})
  })

  test('of any words is read without a fault, and accounts for each', () => {
    const word = fc.oneof(
      fc.constantFrom('--period', '--upload', '--other', '--', '-x', '-', 'x', '--=', '--period=x', ''),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(word), argv => {
        const {options, strays, withoutValue} = readCommandLine(argv, kinds)
        const values = [...options.values()].join('\n')
        for (const each of argv) {
          const name = /^--([^=]+)/s.exec(each)?.[1] ?? ''
          const isKnown = strays.includes(each) || withoutValue.includes(name) || options.has(name)
          expect(isKnown || values.includes(each) || each === '--').toBe(true)
        }
        expect(withoutValue.every(name => name === 'period')).toBe(true)
      }),
    )
  })
})
