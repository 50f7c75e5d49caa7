/** A month of days with dropped runs, a killed day and a late record, closed by the month's own run. */
import {test} from 'vitest'
import {dailyRuns, monthAtOnce, octoberRecords, runOfDay, runOfMonth} from './days.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'

test('thirty-one days make the month that one reading gives', async () => {
  const records = octoberRecords(900)
  const runs = await dailyRuns(records)
  for (let day = 1; day <= 34; day++) await expectSound(await runOfDay(runs, day))
  expectSameMonth(await runOfMonth(runs), await monthAtOnce(records))
})
