/** A month from its days without GitHub: everything that one run leaves for the next goes through the state directory. */
import {readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {type DailyRuns, dailyRuns, monthAtOnce, octoberRecords, runOfDay, runOfMonth} from './days.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'

afterAll(cleanUp)

const records = octoberRecords(120)
const whole = monthAtOnce(records)
const key = {'state-key': 'a key of the tests, and of nothing else'}
// No artifact of GitHub is there to be found.
const elsewhere: {artifacts?: never} = {artifacts: undefined as never}

async function days(state: string): Promise<{runs: DailyRuns; inputs: Record<string, string>}> {
  const inputs = {...key, 'state-directory': state, backfill: '0'}
  const runs = await dailyRuns(records)
  await expectSound(await runOfDay(runs, 6, {...elsewhere, inputs}))
  // Reads the days before as well, of which late records have come by now.
  await expectSound(await runOfDay(runs, 9, {...elsewhere, inputs: {...inputs, backfill: '5'}}))
  return {runs, inputs}
}

test('the month takes its days over, and is the same to the byte', async () => {
  const state = temporaryFolder()
  const {runs, inputs} = await days(state)
  const closed = await runOfMonth(runs, {...elsewhere, inputs})
  await expectSound(closed)
  expect(closed.folder?.manifest.status, closed.log.join('\n')).toBe('complete')
  expect(closed.folder?.manifest.resumed?.shorter?.length).toBeGreaterThan(0)
  expect(closed.log.join('\n')).toMatch(/taken over from the exports of 2026-10-04, 2026-10-05/)
  expectSameMonth(closed, await whole)
})

test('days that someone changed are read again, and the log says which', async () => {
  const state = temporaryFolder()
  const {runs, inputs} = await days(state)
  for (const name of readdirSync(state))
    for (const artifact of readdirSync(join(state, name)))
      for (const file of readdirSync(join(state, name, artifact)).filter(each => each.endsWith('.csv')))
        writeFileSync(join(state, name, artifact, file), '')
  const closed = await runOfMonth(runs, {...elsewhere, inputs})
  await expectSound(closed)
  expect(closed.folder?.manifest.status).toBe('complete')
  expect(closed.folder?.manifest.resumed).toBeUndefined()
  expect(closed.log.join('\n')).toMatch(/Refused: .* in state-directory: its bytes are not those under its MAC/)
  expectSameMonth(closed, await whole)
})
