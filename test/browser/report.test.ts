/** The page in a browser: drawn, quiet, accessible, and deaf to what its records would have it do. */
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import axe from 'axe-core'
import {type Browser, chromium, type Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {disclosing} from '../../src/report/disclose.ts'
import type {MonthFacts} from '../../src/report/month.ts'
import {reportPage} from '../../src/report/page.ts'
import {hostileMonth, incompleteMonth, sampleMonth} from '../report/sample-month.ts'

/** Debian's, or what GitHub's Ubuntu has. */
const browsers = ['/usr/bin/chromium', '/usr/bin/google-chrome']
const executablePath = browsers.find(path => existsSync(path))
const installed = executablePath !== undefined
const required = process.env.CI !== undefined && process.platform === 'linux'
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

if (!installed && !required)
  console.warn(
    `SKIPPED: no browser looked at the report: neither ${browsers.join(' nor ')} is here (apt-get install chromium).`,
  )

const folder = mkdtempSync(join(tmpdir(), 'report-'))
let browser: Browser

interface Opened {
  page: Page
  /** What the page said or asked for, besides itself. */
  heard: string[]
}

const months: Record<string, () => MonthFacts> = {
  complete: () => sampleMonth({size: 4000}),
  incomplete: () => incompleteMonth({size: 4000, detection: undefined, history: undefined}),
  hostile: () => hostileMonth(),
}

const views = [
  {name: 'a light screen', colorScheme: 'light', width: 1100, rules: 'all'},
  {name: 'a dark screen', colorScheme: 'dark', width: 1100, rules: 'contrast'},
  {name: 'a light phone', colorScheme: 'light', width: 360, rules: 'contrast'},
  {name: 'a dark phone', colorScheme: 'dark', width: 360, rules: 'all'},
] as const

/** Of axe. All rules on each width and each scheme once; what differs between the four views is colours. */
const rulesOf = {all: '', contrast: 'runOnly: ["color-contrast"], '}

async function opened(month: string, view: (typeof views)[number]): Promise<Opened> {
  const file = join(folder, `${month}.html`)
  const {width, colorScheme} = view
  const page = await browser.newPage({colorScheme, viewport: {width, height: 800}})
  const url = pathToFileURL(file).href
  const heard: string[] = []
  page.on('console', message => heard.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', error => heard.push(`error: ${error.message}`))
  page.on('dialog', dialog => heard.push(`dialog: ${dialog.message()}`))
  page.on('request', request => {
    if (request.url() !== url) heard.push(`request: ${request.url()}`)
  })
  await page.goto(url)
  return {page, heard}
}

test.runIf(required)('there is a browser where one is required', () => {
  expect(browsers.filter(path => existsSync(path))).not.toEqual([])
})

describe.skipIf(!installed)('the report in a browser', () => {
  beforeAll(async () => {
    for (const [name, month] of Object.entries(months))
      writeFileSync(join(folder, `${name}.html`), reportPage(month(), disclosing('full')))
    browser = await chromium.launch({executablePath: executablePath ?? '', args: flags.split(' ')})
  }, 120_000)

  afterAll(async () => {
    await browser.close()
    rmSync(folder, {recursive: true, force: true})
  })

  describe.each(Object.keys(months))('of a month that is %s', month => {
    test.each(views)(
      'on $name: nothing asked for, nothing complained of, no violation, no sideways scrolling',
      {
        timeout: 120_000,
      },
      async view => {
        const {page, heard} = await opened(month, view)
        await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
        const width = await page.evaluate('document.documentElement.scrollWidth')
        expect(width).toBeLessThanOrEqual(view.width)
        await page.evaluate(axe.source)
        const found = (await page.evaluate(
          `axe.run(document, {${rulesOf[view.rules]}resultTypes: ["violations"]})`,
        )) as axe.AxeResults
        expect(found.violations.map(({id, nodes}) => [id, nodes.slice(0, 3).map(node => node.html)])).toEqual([])
        expect(found.passes.map(rule => rule.id)).toContain('color-contrast')
        expect(heard).toEqual([])
        await page.close()
      },
    )
  })

  test.each(views)('draws every plot on $name, once', async view => {
    const {page} = await opened('complete', view)
    const drawn = (await page.evaluate(`[...document.querySelectorAll('.plot svg')]
      .filter(svg => svg.getBoundingClientRect().width > 0)
      .map(svg => ({marks: svg.querySelectorAll('path').length, label: svg.getAttribute('aria-label'),
        inside: [...svg.querySelectorAll('path, text')].every(mark => {
          const [a, b] = [mark.getBoundingClientRect(), svg.getBoundingClientRect()]
          return a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 1 && a.bottom <= b.bottom + 1
        })}))`)) as {marks: number; label: string; inside: boolean}[]
    expect(drawn.map(({label}) => label.split(/[,;:]| per day/)[0])).toEqual([
      'Records',
      'Records by weekday and hour',
      'Failed sign-ins',
      'Sharing',
      'Coverage of the period',
    ])
    for (const plot of drawn) {
      expect(plot.marks, plot.label).toBeGreaterThan(5)
      expect(plot.inside, plot.label).toBe(true)
    }
    await page.close()
  })

  test('draws in the colours of the scheme', async () => {
    const colours = []
    for (const view of [views[0], views[1]]) {
      const {page} = await opened('complete', view)
      colours.push(
        await page.evaluate(
          `[document.body, document.querySelector('#month svg path[fill="var(--s0)"]')].map((one, at) => getComputedStyle(one)[at ? 'fill' : 'backgroundColor'])`,
        ),
      )
      await page.close()
    }
    expect(colours).toEqual([
      ['rgb(255, 255, 255)', 'rgb(47, 109, 179)'],
      ['rgb(20, 24, 29)', 'rgb(110, 168, 234)'],
    ])
  })

  test('shows what records hold as text, and runs none of it', async () => {
    const {page, heard} = await opened('hostile', views[0])
    const facts = (await page.evaluate(`({
      ran: [window.ran, document.title],
      scripts: document.querySelectorAll('script, iframe, object, embed, img, link, base, form, input, foreignObject').length,
      handlers: [...document.querySelectorAll('*')].flatMap(one => [...one.attributes]).filter(one => /^on/i.test(one.name)).length,
      links: [...document.querySelectorAll('a')].map(one => one.protocol + one.host).filter(one => !/^(file:|https:(attack.mitre.org|(entra|purview|security).microsoft.com))$/.test(one)),
      styles: document.querySelectorAll('style').length,
      text: document.body.textContent,
    })`)) as {ran: unknown[]; scripts: number; handlers: number; links: string[]; styles: number; text: string}
    expect(facts.ran[0]).toBeUndefined()
    expect([facts.scripts, facts.handlers, facts.styles]).toEqual([0, 0, 1])
    expect(facts.links).toEqual([])
    expect(facts.text).toContain('<script>window.ran=1</script>')
    expect(facts.text).toContain('</style><img src=x onerror=window.ran=1>')
    expect(heard).toEqual([])
    await page.close()
  })

  test('refuses a script even if one came in', async () => {
    const text = reportPage(sampleMonth({size: 500}), disclosing('full'))
    writeFileSync(join(folder, 'broken.html'), text.replace('</body>', '<script>window.ran=1</script></body>'))
    const {page, heard} = await opened('broken', views[0])
    expect(await page.evaluate('window.ran ?? null')).toBeNull()
    expect(heard.join()).toContain('Content Security Policy')
    await page.close()
  })

  test('prints on paper in dark letters, with nothing folded away half open', async () => {
    const {page} = await opened('complete', views[1])
    await page.emulateMedia({media: 'print', colorScheme: 'dark'})
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)')
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    const pdf = await page.pdf({format: 'A4', printBackground: true})
    expect(pdf.length).toBeGreaterThan(20_000)
    await page.close()
  })
})
