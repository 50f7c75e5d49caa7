/** Merging the signal groups of one incident: what becomes one, what stays apart, and that nothing is lost. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {EvidenceList} from '../../src/detect/evidence-list.ts'
import {mergeSignals} from '../../src/detect/merge-signals.ts'
import type {RuleMeta} from '../../src/detect/rule.ts'
import {type SignalGroup, severityRank, type Weight} from '../../src/detect/signal-groups.ts'

const hour = 3_600_000

interface Group {
  rule?: string
  weight?: Weight
  ids?: string[]
  time?: number
  accepted?: SignalGroup['accepted']
}

function aGroup({rule = 'A-01', weight = 'low', ids = ['r1'], time = 0, accepted}: Group): SignalGroup {
  const meta: RuleMeta = {
    id: rule,
    title: rule,
    severity: 'low',
    confidence: 'low',
    techniques: [`T-${rule}`],
    question: '',
    benign: '',
    next: [],
    source: '',
    needs: {},
  }
  return {
    meta,
    rules: [rule],
    techniques: meta.techniques,
    key: ids.join(),
    weight,
    confidence: 'low',
    title: `${rule} ${ids.join()}`,
    why: 'why',
    actors: [`actor of ${ids[0]}`],
    objects: [],
    users: [],
    addresses: [],
    applications: [],
    facts: [],
    benign: '',
    next: [],
    evidence: EvidenceList.of(...ids.map((id, i) => ({id, time: time + i, operation: 'Send'}))),
    starts: [],
    signals: 1,
    accepted,
  }
}

const byText = (a: string, b: string) => (a < b ? -1 : 1)
const idsOf = (group: SignalGroup) => group.evidence.records().map(({id}) => id)
const shown = (groups: SignalGroup[]) =>
  groups.map(one => `${one.rules.join('+')} ${one.weight} ${idsOf(one).sort(byText).join(' ')}`)

describe('signal groups of one incident', () => {
  test.each<[string, Group[], string[]]>([
    ['one rule', [{ids: ['r1']}, {ids: ['r2']}], ['A-01 low r1 r2']],
    ['one rule, two days apart', [{ids: ['r1']}, {ids: ['r2'], time: 48 * hour}], ['A-01 low r1', 'A-01 low r2']],
    [
      'a lighter one, most of whose records stand in a graver one',
      [
        {weight: 'medium', ids: ['r1', 'r2', 'r3']},
        {rule: 'B-01', ids: ['r2', 'r3', 'r4']},
      ],
      ['A-01+B-01 medium r1 r2 r3 r4'],
    ],
    [
      'a lighter one with a smaller share',
      [
        {weight: 'medium', ids: ['r1']},
        {rule: 'B-01', ids: ['r1', 'r2', 'r3']},
      ],
      ['A-01 medium r1', 'B-01 low r1 r2 r3'],
    ],
    ['equal ones about one record', [{ids: ['r1']}, {rule: 'B-01', ids: ['r1']}], ['A-01+B-01 low r1']],
    [
      'a success among many failures, equally grave',
      [{ids: ['r1', 'r2', 'r3', 'r4']}, {rule: 'B-01', ids: ['r4']}],
      ['A-01 low r1 r2 r3 r4', 'B-01 low r4'],
    ],
    ['records without an id', [{ids: ['']}, {rule: 'B-01', ids: ['']}], ['A-01 low ', 'B-01 low ']],
  ])('%s', (_, groups, expected) => {
    expect(shown(mergeSignals(groups.map(aGroup)))).toEqual(expected)
  })

  test('an accepted one does not take one along that is not', () => {
    const accepted = {rule: 'A-01', reason: 'ours'}
    const merged = mergeSignals([aGroup({ids: ['r1'], accepted}), aGroup({ids: ['r2']}), aGroup({ids: ['r1']})])
    expect(merged.map(one => [one.accepted, idsOf(one)])).toEqual([
      [accepted, ['r1']],
      [undefined, ['r1', 'r2']],
    ])
  })

  test('a record that both hold counts once', () => {
    const [one] = mergeSignals([aGroup({ids: ['r1', 'r2']}), aGroup({ids: ['r2', 'r3']})])
    expect(one?.evidence.count).toBe(3)
  })

  const someGroup = fc.record({
    rule: fc.constantFrom('A-01', 'B-01', 'C-01'),
    weight: fc.constantFrom<Weight>('info', 'low', 'medium', 'high'),
    ids: fc.subarray(['r1', 'r2', 'r3', 'r4', 'r5'], {minLength: 1}),
    time: fc.constantFrom(0, hour, 100 * hour),
    accepted: fc.constantFrom(undefined, {rule: 'A-01', reason: 'ours'}),
  })
  const gravestFirst = (groups: Group[]) =>
    groups.map(aGroup).sort((a, b) => severityRank(b.weight) - severityRank(a.weight))

  test('loses no record, rule or actor, raises nothing, and keeps the gravest first', () => {
    fc.assert(
      fc.property(fc.array(someGroup, {maxLength: 8}), list => {
        const groups = gravestFirst(list)
        const before = groups.map(one => JSON.stringify([one.rules, one.actors, idsOf(one)]))
        const merged = mergeSignals(groups)
        const all = (pick: (one: SignalGroup) => readonly string[], of: SignalGroup[]) => new Set(of.flatMap(pick))
        expect(all(idsOf, merged)).toEqual(all(idsOf, groups))
        expect(all(one => one.rules, merged)).toEqual(all(one => one.rules, groups))
        expect(all(one => one.actors, merged)).toEqual(all(one => one.actors, groups))
        expect(merged.length).toBeLessThanOrEqual(groups.length)
        const ranks = merged.map(one => severityRank(one.weight))
        expect(ranks).toEqual([...ranks].sort((a, b) => b - a))
        expect(ranks[0]).toBe(groups[0] && severityRank(groups[0].weight))
        for (const one of merged)
          for (const group of groups)
            if (one.accepted && one.key === group.key && one.meta === group.meta)
              expect(group.accepted).toBe(one.accepted)
        // What was handed in is as it was.
        expect(groups.map(one => JSON.stringify([one.rules, one.actors, idsOf(one)]))).toEqual(before)
      }),
    )
  })

  test('merging again changes nothing where all lies within two days', () => {
    const near = someGroup.map(group => ({...group, time: 0}))
    fc.assert(
      fc.property(fc.array(near, {maxLength: 8}), list => {
        const once = mergeSignals(gravestFirst(list))
        expect(new Set(mergeSignals(once).flatMap(idsOf))).toEqual(new Set(once.flatMap(idsOf)))
      }),
    )
  })
})
