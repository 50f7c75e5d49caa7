/** A rule that fails takes nothing with it: neither the other rules nor the export. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../src/audit/record.ts'
import {startDetection} from '../../src/detect/detection.ts'
import {EvidenceList} from '../../src/detect/evidence-list.ts'
import type {Rule} from '../../src/detect/rule.ts'
import {allRules} from '../../src/detect/rules/index.ts'
import {operations} from './any-record.ts'
import {aRecord, at, period} from './build.ts'
import {cost, longTexts, named, structures} from './hostile-values.ts'

const [first] = allRules
const meta = {...(first as Rule).metas[0], id: 'TEST-01'} as Rule['metas'][number]
const everything = {operations: [/^/]}

const ruleOf = (start: Rule['start'], id = 'TEST-01'): Rule => ({metas: [{...meta, id}], wants: everything, start})
const reporting = ruleOf(
  context => ({
    see: event =>
      context.report({
        rule: 'TEST-02',
        key: event.id,
        title: 'seen',
        why: 'seen',
        actors: ['ann@contoso.example'],
        evidence: EvidenceList.of(event),
      }),
  }),
  'TEST-02',
)

function detected(rules: readonly Rule[], records: readonly AuditRecord[], clock?: () => number) {
  const detection = startDetection({
    period,
    rules,
    minimumSeverity: 'info',
    hash: (_, text) => text,
    ...(clock ? {clock} : {}),
  })
  for (const record of records) detection.see(record, at(12))
  return detection.finish({gaps: []})
}

describe('a rule that throws', () => {
  const failing: [when: string, start: Rule['start']][] = [
    [
      'when it starts',
      () => {
        throw new RangeError('ann@contoso.example')
      },
    ],
    [
      'at the end',
      () => ({
        see: () => {},
        finish: () => {
          throw new RangeError('ann@contoso.example')
        },
      }),
    ],
    [
      'when it settles',
      context => ({
        see: event =>
          context.report({
            rule: 'TEST-01',
            key: 'x',
            title: 'x',
            why: 'x',
            actors: [],
            evidence: EvidenceList.of(event),
            settle: () => {
              throw new RangeError('ann@contoso.example')
            },
          }),
      }),
    ],
  ]

  test.each(failing)('%s is named, without its text; the others go on', (_, start) => {
    const result = detected([ruleOf(start), reporting], [aRecord({}), aRecord({})])
    expect(result.failed).toEqual([{rules: ['TEST-01'], reason: 'exception', error: 'RangeError'}])
    expect(result.notes[0]).toContain('TEST-01 (RangeError)')
    expect(result.notes.join()).not.toContain('ann@')
    expect(result.findings.some(({rule}) => rule === 'TEST-02')).toBe(true)
  })
})

test('a rule that fails on records is taken out after a hundred; each is named', () => {
  const failing = ruleOf(() => ({
    see: () => {
      throw new RangeError('ann@contoso.example')
    },
  }))
  const one = detected([failing, reporting], [aRecord({})])
  expect(one.failed).toEqual([])
  expect(one.unanalysed).toMatchObject([{by: 'TEST-01'}])
  const many = detected(
    [failing, reporting],
    Array.from({length: 150}, () => aRecord({})),
  )
  expect(many.failed).toEqual([{rules: ['TEST-01'], reason: 'exception', error: 'RangeError'}])
  expect(many.unanalysed).toHaveLength(100)
  expect(many.findings.some(({rule}) => rule === 'TEST-02')).toBe(true)
})

test('a rule that takes too long is taken out after the record that it took it for', () => {
  let now = 0
  let calls = 0
  const slow = ruleOf(() => ({
    see: () => {
      calls++
      now += 40_000
    },
  }))
  const result = detected([slow, reporting], [aRecord({}), aRecord({}), aRecord({})], () => now)
  expect(calls).toBe(1)
  expect(result.failed).toEqual([{rules: ['TEST-01'], reason: 'time'}])
  expect(result.findings.some(({rule}) => rule === 'TEST-02')).toBe(true)
})

/** Another third of the operations with each value; all with all in rule-boundary.long.test.ts. */
const shareOf = (name: string) => operations.filter((_, index) => index % 3 === name.length % 3)

describe('every detector with what is too long, in every field', () => {
  test.each(Object.entries(longTexts(30_000)))('%s', (name, value) => {
    expect(cost(shareOf(name), () => Object.fromEntries(named.map(name => [name, value])))).toBeLessThan(700)
  })
})

describe('every detector with what is too deep or too much, in one field after the other', () => {
  test.each(Object.entries(structures(10_000, 10_000)))('%s', (name, value) => {
    expect(cost(shareOf(name), index => ({[named[index % named.length] ?? '']: value}))).toBeLessThan(700)
  })
})

test('a record of any depth is read by every rule without an exception', () => {
  const deep = fc.integer({min: 0, max: 20_000}).map(depth => '['.repeat(depth) + ']'.repeat(depth))
  fc.assert(
    fc.property(deep, fc.constantFrom(...operations), fc.constantFrom(...named), (value, operation, name) => {
      const AuditData = `{"${name}":${value === '' ? '""' : value}}`
      const result = detected(allRules, [{...aRecord({}), Operations: operation, AuditData}])
      expect(result.failed).toEqual([])
    }),
    {numRuns: 40},
  )
})
