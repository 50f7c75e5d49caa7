/** Pairs of good shapes that can hold at once, from the simulator's table, and a selection that has each shape in two pairs. */
import {expect} from 'vitest'
import {fitTogether, SHAPES, type ShapeName, shapeNames} from '../../src/simulator/shapes.ts'
import {exportUnder, outcome, plainRun, twoWeeks, wholeAndComplete} from './shapes.ts'

export type Pair = readonly [one: ShapeName, other: ShapeName]

/** Shows only under a filter. */
const filtered: readonly ShapeName[] = ['operations-trimmed']

const good = shapeNames.filter(
  name => SHAPES[name].service === 'exchange' && SHAPES[name].kind === 'good' && !filtered.includes(name),
)

export const allPairs: readonly Pair[] = good.flatMap((one, place) =>
  good
    .slice(place + 1)
    .filter(other => fitTogether(one, other))
    .map((other): Pair => [one, other]),
)

/** Each shape that no pair has yet, with the first that fits at some distance in the table, where kinds of shapes stand side by side. */
export const somePairs: readonly Pair[] = good.reduce<Pair[]>((pairs, one, place) => {
  if (pairs.flat().includes(one)) return pairs
  const other = good
    .map((_, step) => good[(place + 11 + step) % good.length] as ShapeName)
    .find(each => fitTogether(one, each))
  if (other === undefined) throw new TypeError(`no shape fits together with ${one}`)
  return pairs.concat([[one, other]])
}, [])

export async function checkPair(pair: Pair): Promise<void> {
  const run = await exportUnder(twoWeeks, pair)
  const plain = await plainRun(twoWeeks)
  expect(outcome(run)).toEqual(wholeAndComplete)
  const hasMalformed = pair.some(name => /^audit-data-(cut|empty|not-json)$/.test(name))
  expect(run.calls / plain.calls).toBeLessThanOrEqual(hasMalformed ? 2 : 1.5)
}
