/** The mail in a browser: it fits a phone, has colours for the dark, and nothing in it scrolls sideways. */
import type {Browser} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {mailHtml} from '../../src/report/mail-body.ts'
import {isBrowserInstalled, startChromium} from './chromium.ts'
import {checkMail, mails, sample, views} from './mail-views.ts'

/** Of each kind of mail two views or three; all of all in mail.long.test.ts. */
const looks = Object.keys(mails).flatMap((kind, at) =>
  views.filter((_view, number) => (number + at) % 2 === 0).map(view => ({kind, view})),
)

describe.skipIf(!isBrowserInstalled)('the mail in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium()
  }, 120_000)
  afterAll(() => browser.close())

  test.each(looks)(
    'that is $kind, on $view.name, fits, is readable and asks for nothing',
    {timeout: 120_000},
    async ({kind, view}) => {
      await checkMail(browser, kind, view)
    },
  )

  test('a program that drops the style sheet shows the light colours, and fits as well', async () => {
    const page = await browser.newPage({colorScheme: 'light', viewport: {width: 390, height: 800}})
    const html = mailHtml(sample('masked'), {attached: [], left: []})
    await page.setContent(html.replace(/<style>[^<]*<\/style>/, ''))
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    expect(await page.evaluate('getComputedStyle(document.querySelector(".card")).backgroundColor')).toBe(
      'rgb(246, 247, 249)',
    )
    await page.close()
  })
})
