/** Months of up to a hundred million records, read in parts on the virtual clock, fare as `docs/scale.md` says. */
import {describe, expect, test} from 'vitest'
import {readingCases, readingLine, spaceLines} from '../bench/scale.ts'
import {linesOf, renew} from './scale.ts'

const page = linesOf('reading')

describe.skipIf(process.env.RENEW)('a month in parts', {timeout: 900_000}, () => {
  test.each(readingCases.map((one, index) => ({...one, index})))(
    'of $records records, $tenantCalls searches at once: line $index',
    async ({index, ...one}) => {
      expect(await readingLine(one)).toBe(page[index])
    },
  )
})

test.runIf(process.env.RENEW)('the tables are renewed', {timeout: 3_600_000}, async () => {
  const lines: string[] = []
  for (const one of readingCases) lines.push(await readingLine(one))
  renew('reading', lines)
  renew('space', spaceLines())
})
