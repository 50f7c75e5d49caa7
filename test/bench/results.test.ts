/** What the bench makes of its measurements: medians, the page of the last ten, regressions. */
import {readFileSync} from 'node:fs'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {isIdle, type Machine, machineName, machineText} from '../../bench/machine.ts'
import {median, medianBy} from '../../bench/median.ts'
import {faultsOf, pageWith, type RunFacts, regressionsOf, rowOf, rowsIn} from '../../bench/results.ts'
import {type Line, tableOf} from '../../bench/table.ts'

const facts: RunFacts = {
  date: '2026-11-29',
  commit: 'a1b2c3d',
  machine: 'EPYC × 2, 48 GB',
  load: '0.1',
  records: 1_000_000,
}
const line = (key: string, value: number, target?: number): Line => ({
  ...{name: `name of ${key}`, value, unit: '×', key},
  ...(target === undefined ? {} : {target}),
})
const row = (value: number, more: Partial<RunFacts> = {}) => rowOf({...facts, ...more}, [line('local', value)])
const empty =
  'Words.\n\n<!-- runs -->\n\n| date | commit | machine | load | records |\n| --- | --- | --- | --- | --- |\n\n<!-- /runs -->\n\nMore.\n'

describe('the median', () => {
  test.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[1, 2, 3, 4], 3],
    [[10, 9, 1_000], 10],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  test('is one of the values, with no more than half of them on either side, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({noNaN: true}), {minLength: 1}), values => {
        const middle = median(values)
        expect(values).toContain(middle)
        expect(values.filter(value => value < middle).length).toBeLessThanOrEqual(values.length / 2)
        expect(values.filter(value => value > middle).length).toBeLessThanOrEqual(values.length / 2)
        const {value} = medianBy(
          values.map(one => ({value: one})),
          one => one.value,
        )
        // Zero and minus zero are one number.
        expect(value === middle).toBe(true)
      }),
    )
  })

  test('of nothing is an error', () => {
    expect(() => median([])).toThrow(TypeError)
  })
})

describe('the page of the last results', () => {
  test('in the repository has a table', () => {
    const page = readFileSync(new URL('../../.github/decisions/18-results-of-the-bench.md', import.meta.url), 'utf8')
    const after = rowsIn(pageWith(page, row(0.5)))
    expect(after.at(-1)).toEqual(row(0.5))
    expect(after.length).toBe(Math.min(10, rowsIn(page).length + 1))
  })

  test('keeps the last ten runs, whatever was measured, and the words around them', () => {
    const values = fc.dictionary(
      fc.constantFrom('local', 'calls', 'demo: MB', 'local ÷ jq'),
      fc.double({min: 0, max: 1e6, noNaN: true}),
    )
    fc.assert(
      fc.property(fc.array(values, {maxLength: 14}), runs => {
        const rows = runs.map(run =>
          rowOf(
            facts,
            Object.entries(run).map(([key, value]) => line(key, value)),
          ),
        )
        const page = rows.reduce(pageWith, empty)
        expect(rowsIn(page)).toEqual(rows.slice(-10))
        expect(page.startsWith('Words.\n\n<!-- runs -->\n\n|')).toBe(true)
        expect(page.endsWith('|\n\n<!-- /runs -->\n\nMore.\n')).toBe(true)
      }),
    )
  })

  test('without a table is refused', () => {
    expect(() => pageWith('Words.', row(1))).toThrow('has not one table')
  })
})

describe('a regression', () => {
  const earlier = [row(1), row(1.1), row(5)]

  test('is a value that is worse than the median by more than a fifth', () => {
    expect(regressionsOf(row(1.32), earlier)).toEqual([])
    expect(regressionsOf(row(1.33), earlier)).toEqual([{key: 'local', value: 1.33, usual: 1.1, runs: 3}])
    expect(regressionsOf(row(0.1), earlier)).toEqual([])
  })

  test('is told of the same machine and as many records alone', () => {
    expect(regressionsOf(row(9, {machine: 'another'}), earlier)).toEqual([])
    expect(regressionsOf(row(9, {records: 1000}), earlier)).toEqual([])
    expect(regressionsOf(row(9), [row(1, {machine: 'another'}), row(1, {records: 1000})])).toEqual([])
  })

  test('and a missed target make a check fail, each by its line', () => {
    const lines = [
      line('local', 2, 1.5),
      line('other', 1, 1.5),
      {name: 'without a key', value: 3, unit: 'MB', target: 2},
    ]
    expect(faultsOf(lines, rowOf(facts, lines), earlier)).toEqual([
      'name of local: 2 ×, and 1.5 is the target.',
      'without a key: 3 MB, and 2 is the target.',
      'local: 2, and 1.1 is the median of the last 3.',
    ])
    expect(faultsOf([line('local', 1, 1.5)], row(1), earlier)).toEqual([])
  })
})

test('the table says what reached its target', () => {
  const text = tableOf([line('a', 1, 2), line('b', 3, 2), line('c', 4)])
  expect(text.split('\n').map(each => /reached|MISSED/.exec(each)?.[0])).toEqual([
    undefined,
    'reached',
    'MISSED',
    undefined,
  ])
})

test('a machine is busy from a tenth of its cores on, and says so', () => {
  const machine: Machine = {
    cpu: 'A|B',
    cores: 2,
    gigabytes: 8,
    node: '24.1.0',
    platform: 'linux x64',
    load: 0.2,
    idle: true,
  }
  expect([isIdle(0.2, 2), isIdle(0.4, 2), isIdle(0.4, 16)]).toEqual([true, false, true])
  expect(machineName(machine)).toBe('A/B × 2, 8 GB')
  expect(machineText(machine)).toBe('A/B × 2, 8 GB, linux x64, Node 24.1.0; load 0.2 at the start: idle')
  expect(machineText({...machine, idle: false})).toContain('BUSY')
})
