/** `docs/scale.md` has the numbers that are computed: sizes here, and how one job fares; larger months in `scale.long.test.ts`. */
import {expect, test} from 'vitest'
import {readingCases, readingLine, spaceLines} from '../bench/scale.ts'
import {linesOf} from './scale.ts'

test('the page has the sizes of artifacts and disks that follow from those of a record', () => {
  expect(linesOf('space')).toEqual(spaceLines())
})

test('the page has a line for each month that was played, and one job reads the smallest as it says', async () => {
  const lines = linesOf('reading')
  expect(lines).toHaveLength(readingCases.length)
  expect(lines[0]).toBe(await readingLine(readingCases[0] as (typeof readingCases)[number]))
})
