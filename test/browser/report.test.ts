/** The page in a browser: drawn, quiet, accessible, and deaf to what its records would have it do. */
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {disclosing} from '../../src/report/disclose.ts'
import {reportPage} from '../../src/report/page.ts'
import {sampleMonth} from '../report/sample-month.ts'
import {isBrowserInstalled} from './chromium.ts'
import {checkView, months, openReports, type Reports, views} from './report-views.ts'

const required = process.env.CI !== undefined && process.platform === 'linux'

if (!isBrowserInstalled && !required)
  console.warn('SKIPPED: no browser looked at the report (apt-get install chromium).')

test.runIf(required)('there is a browser where one is required', () => {
  expect(isBrowserInstalled).toBe(true)
})

/** Of each kind of month two views, of which one is a phone; all of all in report.long.test.ts. */
const looks = Object.keys(months).flatMap((month, at) =>
  views.filter((_view, number) => number % 3 === at).map(view => ({month, view})),
)

describe.skipIf(!isBrowserInstalled)('the report in a browser', () => {
  let reports: Reports
  beforeAll(async () => {
    reports = await openReports()
  }, 120_000)
  afterAll(() => reports.close())

  test.each(looks)(
    'of a month that is $month, on $view.name, is quiet, accessible and fits',
    {timeout: 120_000},
    async ({month, view}) => {
      await checkView(reports, month, view)
    },
  )

  test.each(views)('draws every plot on $name, once', async view => {
    const {page} = await reports.open('complete', view)
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
      const {page} = await reports.open('complete', view)
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
    const {page, heard} = await reports.open('hostile', views[0])
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
    writeFileSync(join(reports.folder, 'broken.html'), text.replace('</body>', '<script>window.ran=1</script></body>'))
    const {page, heard} = await reports.open('broken', views[0])
    expect(await page.evaluate('window.ran ?? null')).toBeNull()
    expect(heard.join()).toContain('Content Security Policy')
    await page.close()
  })

  test('prints on paper in dark letters, with nothing folded away half open', async () => {
    const {page} = await reports.open('complete', views[1])
    await page.emulateMedia({media: 'print', colorScheme: 'dark'})
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)')
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
    const pdf = await page.pdf({format: 'A4', printBackground: true})
    expect(pdf.length).toBeGreaterThan(20_000)
    await page.close()
  })
})
