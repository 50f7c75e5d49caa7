import fc from 'fast-check'
import {expect, test} from 'vitest'
import {inParallel} from '../../src/tenants/in-parallel.ts'

test('property: each item once, in order of the items, never more at a time than asked', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({max: 5}), {maxLength: 20}), fc.integer({min: 1, max: 6}), async (turns, most) => {
      let [now, highest] = [0, 0]
      const results = await inParallel(
        turns.map((turn, index) => ({turn, index})),
        most,
        async ({turn, index}) => {
          highest = Math.max(highest, ++now)
          for (let left = turn; left > 0; left--) await Promise.resolve()
          now--
          return index
        },
      )
      expect(results).toEqual(turns.map((_turn, index) => index))
      expect(highest).toBeLessThanOrEqual(most)
    }),
    {seed: 10, numRuns: 50},
  )
})

test('what fails is told, and nothing is begun after it', async () => {
  const begun: number[] = []
  const work = async (item: number) => {
    begun.push(item)
    if (item === 2) throw new TypeError('two')
    await Promise.resolve()
  }
  await expect(inParallel([1, 2, 3, 4, 5, 6], 2, work)).rejects.toThrow('two')
  expect(begun.length).toBeLessThan(6)
})
