/**
 * The published JSON Schema of history.json is `src/report/history.schema.json`. To renew it after a change of
 * `src/report/history.ts`:
 *
 *   RENEW=1 npx vitest run test/report/history.test.ts && npx biome format --write src/report/history.schema.json
 */
import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Ajv2020} from 'ajv/dist/2020.js'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {severities} from '../../src/audit/severity.ts'
import type {Finding} from '../../src/detect/findings.ts'
import {detectionKey} from '../../src/month/detection-setup.ts'
import {
  gonePatterns,
  type HistoryMonth,
  hasHistory,
  historyJsonSchema,
  historyText,
  MonthHistory,
  mostMonths,
  nextHistory,
  type PatternKey,
  recurrenceOf,
} from '../../src/report/history.ts'
import {incidentRecurrenceText, ordinal, recurrenceText, recurrenceWords} from '../../src/report/history-words.ts'
import {patternText} from '../../src/report/pattern.ts'
import {aManifest} from '../evidence.ts'
import {aFinding, detected, figuresOf, historyInput, historyOfMonth, periodOf} from './sample-month.ts'

const published = fileURLToPath(new URL('../../src/report/history.schema.json', import.meta.url))
if (process.env.RENEW) writeFileSync(published, historyJsonSchema())

test('the published schema is the one of the code', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(historyJsonSchema()))
})

const validate = new Ajv2020({strict: true, allErrors: true}).compile(JSON.parse(historyJsonSchema()))
const figures = figuresOf(periodOf('2026-10'), [])
const keyed = detectionKey('a state-key of some length, 0123456789') as PatternKey
const other = detectionKey('another state-key of some length, 01234') as PatternKey
const plain = detectionKey(undefined) as PatternKey

const month = (label: string, findings: Finding[], key = keyed) => historyOfMonth(label, {figures, findings, key})
const next = (before: readonly HistoryMonth[], findings: Finding[], key = keyed, label = '2026-10') =>
  nextHistory(before, historyInput(label, figures, detected(findings)), key)

const names = fc.array(fc.stringMatching(/^[a-z]{3,9}@(contoso|fabrikam)\.com$/), {maxLength: 6})
const someFinding = fc
  .record({
    rule: fc.constantFrom('MBX-02', 'APP-01', 'PWD-03'),
    severity: fc.constantFrom(...severities),
    actors: names,
    applications: fc.array(fc.constantFrom('Mail Sync', 'Backup'), {maxLength: 2}),
    addresses: fc.array(fc.ipV4(), {maxLength: 5}),
    objects: names,
  })
  .map(given => given as Partial<Finding>)
const someFindings = fc
  .array(someFinding, {maxLength: 6})
  .map(all => all.map((given, index) => aFinding({...given, id: `f-${index}`})))
const labels = fc
  .uniqueArray(fc.integer({min: 0, max: 40}), {maxLength: 20})
  .map(all => all.map(one => `${2024 + Math.floor(one / 12)}-${String((one % 12) + 1).padStart(2, '0')}`))
const someKey = fc.constantFrom(keyed, other, plain)

describe('a history', () => {
  test('has twelve months at most, in order, this one last and once, and is accepted by its schema', () => {
    fc.assert(
      fc.property(labels, someFindings, someKey, (before, findings, key) => {
        const history = next(
          before.map(label => month(label, findings, key)),
          findings,
          keyed,
        )
        const periods = history.months.map(({period}) => period)
        expect(periods).toEqual([...new Set(periods)].sort())
        expect(periods.at(-1)).toBe('2026-10')
        expect(periods.length).toBe(Math.min(mostMonths, before.filter(label => label < '2026-10').length + 1))
        const read: unknown = JSON.parse(historyText(history))
        expect(validate(read) || validate.errors).toBe(true)
        expect(MonthHistory.parse(read)).toEqual(history)
        expect(historyText(next(history.months, findings))).toBe(historyText(history))
      }),
      {numRuns: 60},
    )
  })

  test('names no actor, object, address or app, with a key or without', () => {
    fc.assert(
      fc.property(someFindings, someKey, (findings, key) => {
        const text = historyText(next([month('2026-09', findings, key)], findings, key))
        for (const one of findings)
          for (const name of [...one.actors, ...one.objects, ...one.addresses, ...one.applications])
            expect(text).not.toContain(name)
        if (!key.keyed) expect(text).not.toMatch(/"digest"|"key"/)
      }),
      {numRuns: 60},
    )
  })

  test('keeps what was known of a review where a run knows no more', () => {
    const before = [month('2026-08', []), month('2026-09', [])]
    const input = historyInput('2026-10', figures, detected([]))
    const at = '2026-10-05T08:00:00Z'
    const reviews = [{period: '2026-09', status: 'reviewed' as const, at}]
    const first = nextHistory(before, {...input, manifest: {...input.manifest, reviews}}, keyed)
    expect(first.months.map(({review}) => review)).toEqual([undefined, {status: 'reviewed', at}, undefined])
    const second = nextHistory(first.months, historyInput('2026-11', figures, detected([])), keyed)
    expect(second.months[1]?.review).toEqual({status: 'reviewed', at})
  })

  test('counts incidents that are not accepted, and leaves accepted findings among its patterns', () => {
    const accepted = aFinding({id: 'f-2', accepted: {reason: 'known'}})
    const made = month('2026-10', [aFinding({id: 'f-1', severity: 'medium'}), accepted])
    expect(made.incidents).toEqual({high: 0, medium: 1, low: 0, info: 0})
    expect(made.patterns.reduce((sum, {number}) => sum + number, 0)).toBe(2)
  })

  test('is none of a part, nor of a filtered log', () => {
    const manifest = aManifest()
    const part = {part: 1, of: 2, period: manifest.period}
    expect(hasHistory(manifest)).toBe(true)
    expect(hasHistory({...manifest, shard: part})).toBe(false)
    expect(hasHistory({...manifest, filters: {...manifest.filters, operations: ['Send']}})).toBe(false)
    const withheld = {terms: 1, salt: '', scrypt: ''}
    expect(hasHistory({...manifest, filters: {...manifest.filters, withheld}})).toBe(false)
  })

  test('of more findings than it lists still knows their rules', () => {
    const many = Array.from({length: 2_400}, (_none, index) =>
      aFinding({id: `f-${index}`, rule: 'PWD-03', actors: [`u${index}@contoso.com`]}),
    )
    const before = month('2026-09', many)
    expect(before.patterns.length).toBeLessThanOrEqual(2_001)
    expect(before.patterns.reduce((sum, {number}) => sum + number, 0)).toBe(many.length)
    const history = next([before], many)
    const told = new Set(many.map(one => recurrenceOf(history, one).is))
    expect([...told].sort()).toEqual(['again', 'rule'])
    expect(gonePatterns(history)?.gone).toEqual([])
  })
})

describe('a finding', () => {
  test('is known again in every month that had its pattern, in whatever order and case its actors stood', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom('2026-05', '2026-06', '2026-07', '2026-08', '2026-09'), {minLength: 1}),
        fc.uniqueArray(fc.stringMatching(/^[a-z]{3,9}@contoso\.com$/), {minLength: 1, maxLength: 3}),
        someFindings,
        (found, actors, noise) => {
          const one = aFinding({id: 'f-same', rule: 'ADM-09', actors})
          const turned = {...one, id: 'f-then', actors: actors.map(name => name.toUpperCase()).reverse()}
          const before = ['2026-05', '2026-06', '2026-07', '2026-08', '2026-09'].map(label =>
            month(label, found.some(one => one === label) ? [turned, ...noise] : noise),
          )
          expect(recurrenceOf(next(before, [one]), one)).toMatchObject({is: 'again', months: [...found].sort()})
          const another = aFinding({id: 'f-other', rule: 'ADM-09', actors: ['x@fabrikam.com']})
          const told = recurrenceOf(next(before, [another]), another)
          expect(told).toMatchObject({is: 'new', months: [], ruleMonths: [...found].sort(), compared: 5})
        },
      ),
      {numRuns: 60},
    )
  })

  test('without a state-key is told per rule, never by pattern', () => {
    fc.assert(
      fc.property(someFindings, someFindings, (before, now) => {
        const history = next([month('2026-09', before, plain)], now, plain)
        for (const one of now) {
          const had = before.some(({rule}) => rule === one.rule)
          expect(recurrenceOf(history, one).is).toBe(had ? 'rule' : 'new')
        }
        const gone = gonePatterns(history)
        expect(gone?.byRule).toBe(true)
        for (const {rule} of gone?.gone ?? []) expect(now.some(one => one.rule === rule)).toBe(false)
      }),
      {numRuns: 60},
    )
  })

  test('is known again across a change of the state-key, while previous-state-key is given', () => {
    const one = aFinding()
    const before = [month('2026-09', [one], other)]
    const changing = next(before, [one], {...keyed, former: other.hash})
    expect(recurrenceOf(changing, one)).toMatchObject({is: 'again', months: ['2026-09']})
    expect(gonePatterns(changing)).toMatchObject({gone: [], byRule: false})
    const gone = next(before, [], {...keyed, former: other.hash})
    expect(gonePatterns(gone)?.gone).toMatchObject([{rule: one.rule, number: 1}])
    expect(recurrenceOf(next(before, [one]), one)).toMatchObject({is: 'rule', months: ['2026-09']})
  })

  test('of which no earlier month could tell is neither new nor again', () => {
    const one = aFinding({severity: 'low'})
    const quiet = {...month('2026-08', []), minimumSeverity: 'medium' as const}
    const silent = {...month('2026-09', []), silent: [one.rule]}
    expect(recurrenceOf(next([], [one]), one)).toMatchObject({is: 'unknown', compared: 0})
    expect(recurrenceOf(next([quiet, silent], [one]), one)).toMatchObject({is: 'unknown', compared: 0})
    expect(recurrenceOf(next([quiet, silent, month('2026-07', [])], [one]), one)).toMatchObject({
      is: 'new',
      compared: 1,
    })
  })

  test('that a rule without data can’t find is not gone', () => {
    const one = aFinding()
    const input = historyInput('2026-10', figures, detected([]))
    const failed = [{rules: [one.rule], reason: 'time' as const}]
    const before = [month('2026-09', [one])]
    expect(gonePatterns(nextHistory(before, input, keyed))?.gone).toHaveLength(1)
    const blind = {...input, detection: {...input.detection, failed}}
    expect(gonePatterns(nextHistory(before, blind, keyed))?.gone).toEqual([])
    expect(gonePatterns(nextHistory(before, {...input, minimumSeverity: 'high'}, keyed))?.gone).toHaveLength(1)
    const low = [month('2026-09', [aFinding({severity: 'low'})])]
    expect(gonePatterns(nextHistory(low, {...input, minimumSeverity: 'high'}, keyed))?.gone).toEqual([])
  })
})

describe('a pattern', () => {
  const crowd = ['a', 'b', 'c', 'd'].map(name => `${name}@contoso.com`)

  test('is the rule with few actors and the app; of a crowd, with the networks', () => {
    const text = (given: Partial<Finding>) => patternText(aFinding(given))
    expect(text({objects: ['x']})).toBe(text({objects: ['y']}))
    expect(text({actors: ['a@b.c']})).not.toBe(text({actors: ['b@b.c']}))
    expect(text({applications: ['x']})).not.toBe(text({applications: ['y']}))
    expect(text({rule: 'x'})).not.toBe(text({rule: 'y'}))
    expect(text({actors: crowd, addresses: ['192.0.2.7']})).toBe(
      text({actors: [...crowd.slice(1), 'e@contoso.com'], addresses: ['192.0.2.9']}),
    )
    expect(text({actors: crowd, addresses: ['192.0.2.7']})).not.toBe(text({actors: crowd, addresses: ['198.51.100.7']}))
    expect(text({actors: [], objects: ['x']})).not.toBe(text({actors: [], objects: ['y']}))
  })
})

describe('in words', () => {
  const one = aFinding()
  const facts = (history: MonthHistory, findings: Finding[]) => ({
    history,
    detection: detected(findings),
    status: 'incomplete' as const,
  })

  test('a finding is new, or again with the number of months', () => {
    const history = next([month('2026-06', [one]), month('2026-08', [one]), month('2026-09', [])], [one])
    expect(recurrenceText(history, one)).toBe('Again: 3rd month, first in June 2026, last in August 2026.')
    expect(incidentRecurrenceText(history, [one])).toBe('again, 3rd month')
    const another = aFinding({id: 'f-2', actors: ['z@contoso.com']})
    const mixed = next(history.months.slice(0, -1), [another])
    expect(recurrenceText(mixed, another)).toBe('New; the rule reported other findings in 2 earlier months.')
    expect(recurrenceText(next([], [one]), one)).toBe('')
    expect(incidentRecurrenceText(next([], [one]), [one])).toBe('')
  })

  test('the month says how many are new, again and gone, and that gaps may hide them', () => {
    const gone = aFinding({id: 'f-2', rule: 'APP-01'})
    const history = next([month('2026-09', [one, gone])], [one])
    expect(recurrenceWords(facts(history, [one]))).toEqual([
      'Compared with 1 earlier month: 1 finding, 0 new, 1 again.',
      'Gone since September 2026: 1 finding; this month has gaps, in which they may lie.',
    ])
  })

  test('what is told per rule is said to be so', () => {
    const words = (history: MonthHistory) => recurrenceWords(facts(history, [one])).join(' ')
    expect(words(next([month('2026-09', [one], plain)], [one], plain))).toContain('Without a state-key')
    expect(words(next([month('2026-09', [one], other)], [one]))).toContain(
      'Findings are compared with those of September 2026 per rule',
    )
    expect(words(next([], [one]))).toContain('no earlier month')
  })

  test.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
  ])('%i is %s', (number, words) => {
    expect(ordinal(number)).toBe(words)
  })
})
