/** The overview in a browser: drawn, quiet, accessible, and no wider than a phone. */
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import axe from 'axe-core'
import {type Browser, chromium} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {overviewOf} from '../../src/overview/join-tenants.ts'
import {overviewPage} from '../../src/overview/overview-page.ts'
import {ended, exported, now, unknown} from '../overview/tenants.ts'

const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(path => existsSync(path))
const folder = mkdtempSync(join(tmpdir(), 'overview-'))
const file = join(folder, 'overview.html')
const before = [
  '2025-11',
  '2025-12',
  '2026-01',
  '2026-02',
  '2026-03',
  '2026-04',
  '2026-05',
  '2026-06',
  '2026-07',
  '2026-08',
  '2026-09',
]

/** A caption goes as far as what is seen of its table, not as far as the table. */
const cutCaptions = `[...document.querySelectorAll('.scroll')].flatMap(scroll => {
  const words = document.createRange()
  words.selectNodeContents(scroll.querySelector('caption'))
  return words.getBoundingClientRect().right > scroll.getBoundingClientRect().right + 1 ? [words.toString()] : []
})`

const tenants = [
  unknown('nothing', ''),
  unknown('refused', 'GitHub’s API answers 403: <script>document.title = "hostile"</script>'),
  exported('incomplete', {status: 'incomplete', before, certificate: 90}),
  exported('a-name-of-forty-characters-with-no-end-12', {incidents: {high: 12, medium: 3}, before, certificate: -3}),
  ...Array.from({length: 30}, (_none, index) =>
    exported(`tenant-${index}`, {
      review: 'reviewed',
      before: before.slice(index % 8),
      certificate: 100 + index,
      archived: 'forever',
    }),
  ),
]

describe.skipIf(executablePath === undefined)('the overview in a browser', () => {
  let browser: Browser

  beforeAll(async () => {
    writeFileSync(file, overviewPage(overviewOf(tenants, {now, timezone: 'Europe/Berlin', ended, asksReviews: true})))
    const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking']
    browser = await chromium.launch({executablePath: executablePath ?? '', args})
  }, 120_000)

  afterAll(async () => {
    await browser.close()
    rmSync(folder, {recursive: true, force: true})
  })

  test.each([
    {colorScheme: 'light', width: 390},
    {colorScheme: 'dark', width: 390},
    {colorScheme: 'light', width: 1100},
    {colorScheme: 'dark', width: 1100},
  ] as const)(
    '$colorScheme, $width pixels: no violation, nothing asked for, no sideways scrolling',
    {timeout: 120_000},
    async view => {
      const page = await browser.newPage({colorScheme: view.colorScheme, viewport: {width: view.width, height: 844}})
      const heard: string[] = []
      page.on('console', message => heard.push(message.text()))
      page.on('request', request => {
        if (request.url() !== pathToFileURL(file).href) heard.push(request.url())
      })
      await page.goto(pathToFileURL(file).href)
      if (process.env.OVERVIEW_PICTURES)
        await page.screenshot({
          path: join(process.env.OVERVIEW_PICTURES, `${view.colorScheme}-${view.width}.png`),
          fullPage: true,
        })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(view.width)
      expect(await page.evaluate(cutCaptions)).toEqual([])
      expect(await page.title()).toContain('overview of 34 tenants')
      await page.evaluate(axe.source)
      const {violations} = (await page.evaluate('axe.run(document, {resultTypes: ["violations"]})')) as axe.AxeResults
      expect(violations.map(({id, nodes}) => [id, nodes.slice(0, 3).map(node => node.html)])).toEqual([])
      expect(heard).toEqual([])
    },
  )
})
