/** The page of each kind of month on each screen and phone. */
import {afterAll, beforeAll, describe, test} from 'vitest'
import {isBrowserInstalled} from './chromium.ts'
import {checkView, months, openReports, type Reports, views} from './report-views.ts'

describe.skipIf(!isBrowserInstalled)('the report in a browser', () => {
  let reports: Reports
  beforeAll(async () => {
    reports = await openReports()
  }, 120_000)
  afterAll(() => reports.close())

  describe.each(Object.keys(months))('of a month that is %s', month => {
    test.each(views)('on $name is quiet, accessible and fits', async view => {
      await checkView(reports, month, view)
    })
  })
})
