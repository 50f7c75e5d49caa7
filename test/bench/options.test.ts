/** The words after `npm run bench --`. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {type BenchOptions, partNames, readOptions} from '../../bench/options.ts'

function optionsOf(...words: string[]): BenchOptions {
  const read = readOptions(words)
  if ('mistakes' in read) throw new TypeError(read.mistakes.join('\n'))
  return read.options
}

test('without words, all is measured but the large month, and nothing is recorded or checked', () => {
  expect(optionsOf()).toEqual({
    parts: partNames.filter(name => name !== 'large'),
    records: 1_000_000,
    largeRecords: 10_000_000,
    json: 'bench-results.json',
    record: false,
    check: false,
  })
})

test.each<[words: string[], parts: string[]]>([
  [['--large'], ['large']],
  [
    ['--only', 'local,calls'],
    ['calls', 'local'],
  ],
  [
    ['--only=local', '--large'],
    ['local', 'large'],
  ],
  [['--only', 'large', '--large-records', '5000'], ['large']],
])('%j measures %j', (words, parts) => {
  expect(optionsOf(...words).parts).toEqual(parts)
})

test('parts are measured in one order, however they are named', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...partNames], {minLength: 1}), names => {
      expect(optionsOf('--only', names.join()).parts).toEqual(partNames.filter(name => names.includes(name)))
    }),
  )
})

test('all mistakes are told at once', () => {
  const read = readOptions([
    '--records',
    '12',
    '--only',
    'local,speed',
    '--fast',
    'more',
    '--large-records',
    '1e99',
    '--record=yes',
    '--json',
  ])
  expect('mistakes' in read && read.mistakes).toEqual([
    'There is no option --fast.',
    '“more” is no option.',
    '--record takes no value.',
    '--json needs a value.',
    '--records is a number of records from 1000 on, not “12”.',
    '--large-records is a number of records from 1000 on, not “1e99”.',
    expect.stringMatching(/^There is no part “speed”; there are start, /),
  ])
})

test('any words are read, or told', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('--only', '--records', '--check', '--', '-x'))),
      words => {
        const read = readOptions(words)
        if ('mistakes' in read) expect(read.mistakes.length).toBeGreaterThan(0)
        else expect(read.options.parts.length).toBeGreaterThan(0)
      },
    ),
  )
})
