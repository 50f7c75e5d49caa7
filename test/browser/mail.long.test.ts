/** Each kind of mail on each screen and phone. */
import type {Browser} from 'playwright-core'
import {afterAll, beforeAll, describe, test} from 'vitest'
import {isBrowserInstalled, startChromium} from './chromium.ts'
import {checkMail, mails, views} from './mail-views.ts'

describe.skipIf(!isBrowserInstalled)('the mail in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium()
  }, 120_000)
  afterAll(() => browser.close())

  describe.each(Object.keys(mails))('that is %s', kind => {
    test.each(views)('on $name fits, is readable and asks for nothing', async view => {
      await checkMail(browser, kind, view)
    })
  })
})
