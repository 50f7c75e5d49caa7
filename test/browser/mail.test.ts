/** The mail in a browser: it fits a phone, has colours for the dark, and nothing in it scrolls sideways. */
import {existsSync} from 'node:fs'
import axe from 'axe-core'
import {type Browser, chromium} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {Disclosure} from '../../src/report/disclose.ts'
import {mailHtml} from '../../src/report/mail-body.ts'
import type {Publication} from '../../src/report/publication.ts'
import {redactedIncidents} from '../../src/report/redacted-incidents.ts'
import {aPublication, hostileFindings, tenantId} from '../publish/builders.ts'
import {detected, incompleteMonth, sampleFindings} from '../report/sample-month.ts'

/** Debian's, or what GitHub's Ubuntu has. */
const browsers = ['/usr/bin/chromium', '/usr/bin/google-chrome']
const executablePath = browsers.find(path => existsSync(path))
const installed = executablePath !== undefined
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

const views = [
  {name: 'a light screen', colorScheme: 'light', width: 900},
  {name: 'a dark screen', colorScheme: 'dark', width: 900},
  {name: 'a light phone', colorScheme: 'light', width: 390},
  {name: 'a dark phone', colorScheme: 'dark', width: 390},
  {name: 'a narrow phone', colorScheme: 'light', width: 320},
] as const

function sample(disclose: Disclosure): Publication {
  const {gaps, notes} = incompleteMonth({size: 50})
  const files = ['audit-2026-10.csv', 'audit-2026-10.flat.csv', 'findings.json', 'report.html'].map(name => ({
    ...{name, path: name, bytes: 1_234_567, sha256: 'a1b2c3d4'.repeat(8)},
  }))
  const incidents = redactedIncidents(detected(sampleFindings()), {
    ...{minimum: 'info', disclose, tenant: tenantId, isPrivate: true},
  })
  return {...aPublication({status: 'incomplete', reasons: ['2 gaps'], gaps, notes, files}), incidents}
}

const mails: Record<string, () => Publication> = {
  masked: () => sample('masked'),
  full: () => sample('full'),
  hostile: () =>
    aPublication({findings: hostileFindings(), disclose: 'full', reasons: ['x'.repeat(400)], notes: ['W'.repeat(300)]}),
}

describe.skipIf(!installed)('the mail in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({executablePath: executablePath ?? '', args: flags.split(' ')})
  }, 120_000)
  afterAll(() => browser.close())

  describe.each(Object.keys(mails))('that is %s', kind => {
    test.each(views)(
      'on $name: no scrolling sideways, readable colours, nothing asked for',
      {timeout: 120_000},
      async view => {
        const {width, colorScheme} = view
        const page = await browser.newPage({colorScheme, viewport: {width, height: 800}})
        const asked: string[] = []
        page.on('request', request => asked.push(request.url()))
        await page.setContent(mailHtml((mails[kind] as () => Publication)(), {attached: ['report.html'], left: []}))
        await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
        const folder = process.env.PICTURES
        if (folder !== undefined)
          await page.screenshot({path: `${folder}/mail-${kind}-${view.name.replaceAll(' ', '-')}.png`, fullPage: true})
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
        const wide = await page.evaluate(
          `[...document.body.querySelectorAll('*')].filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline').map(one => one.outerHTML.slice(0, 120))`,
        )
        expect(wide).toEqual([])
        await page.evaluate(axe.source)
        const found = (await page.evaluate(
          'axe.run(document, {runOnly: ["color-contrast"], resultTypes: ["violations"]})',
        )) as axe.AxeResults
        expect(found.violations.flatMap(({nodes}) => nodes.slice(0, 3).map(node => node.html))).toEqual([])
        expect(found.passes.map(rule => rule.id)).toContain('color-contrast')
        expect(asked).toEqual([])
        await page.close()
      },
    )
  })

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
