/** Which weak signals are listed because they are rare. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {raiseRareActs} from '../../src/detect/rare-acts.ts'
import type {SignalGroup, Weight} from '../../src/detect/signal-groups.ts'

const aGroup = (id: string, weight: Weight, rareWeight?: SignalGroup['rareWeight']) =>
  ({meta: {id}, weight, rareWeight, why: 'why'}) as SignalGroup

const raised = (groups: SignalGroup[], users: number) => {
  raiseRareActs(groups, users)
  return groups.map(({weight}) => weight)
}

test.each([
  ['two of a rule', [aGroup('A', 'hint', 'low'), aGroup('A', 'hint', 'low')], 12, ['low', 'low']],
  ['three of a rule', [1, 2, 3].map(() => aGroup('A', 'hint', 'low')), 12, ['hint', 'hint', 'hint']],
  ['three in a large tenant', [1, 2, 3].map(() => aGroup('A', 'hint', 'low')), 1_500, ['low', 'low', 'low']],
  ['one of each rule', [aGroup('A', 'hint', 'low'), aGroup('B', 'hint', 'info')], 12, ['low', 'info']],
  ['one that no rule names rare', [aGroup('A', 'hint')], 12, ['hint']],
  ['what is more than a hint', [aGroup('A', 'medium', 'low')], 12, ['medium']],
] as const)('%s', (_, groups, users, weights) => {
  expect(raised([...groups], users)).toEqual(weights)
})

test('only hints change, all of a rule or none, and never more than the limit', () => {
  const group = fc
    .tuple(fc.constantFrom('A', 'B'), fc.constantFrom<Weight>('hint', 'info', 'low', 'high'), fc.boolean())
    .map(([id, weight, rare]) => aGroup(id, weight, rare ? 'low' : undefined))
  fc.assert(
    fc.property(fc.array(group, {maxLength: 12}), fc.integer({min: 1, max: 5_000}), (groups, users) => {
      const before = groups.map(({weight}) => weight)
      const after = raised(groups, users)
      for (const rule of ['A', 'B']) {
        const mine = groups.flatMap(({meta, rareWeight}, i) =>
          meta.id === rule && before[i] === 'hint' && rareWeight ? [after[i]] : [],
        )
        expect(new Set(mine).size).toBeLessThanOrEqual(1)
        if (mine[0] === 'low') expect(mine.length).toBeLessThanOrEqual(Math.max(2, Math.ceil(users / 500)))
      }
      groups.forEach(({rareWeight}, i) => {
        if (before[i] !== 'hint' || rareWeight === undefined) expect(after[i]).toBe(before[i])
      })
    }),
  )
})
