/** The report's page in a browser, for months of each kind, on screens and phones, light and dark. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import axe from 'axe-core'
import type {Page} from 'playwright-core'
import {expect} from 'vitest'
import {disclosing} from '../../src/report/disclose.ts'
import type {MonthFacts} from '../../src/report/month.ts'
import {reportPage} from '../../src/report/page.ts'
import {hostileMonth, incompleteMonth, sampleMonth} from '../report/sample-month.ts'
import {startChromium} from './chromium.ts'

interface Opened {
  page: Page
  /** What the page said or asked for, besides itself. */
  heard: string[]
}

export const months: Record<string, () => MonthFacts> = {
  complete: () => sampleMonth({size: 4000}),
  incomplete: () => incompleteMonth({size: 4000, detection: undefined, history: undefined}),
  hostile: () => hostileMonth(),
}

export const views = [
  {name: 'a light screen', colorScheme: 'light', width: 1100, rules: 'all'},
  {name: 'a dark screen', colorScheme: 'dark', width: 1100, rules: 'contrast'},
  {name: 'a light phone', colorScheme: 'light', width: 360, rules: 'contrast'},
  {name: 'a dark phone', colorScheme: 'dark', width: 360, rules: 'all'},
] as const

export type View = (typeof views)[number]

/** Of axe. All rules on each width and each scheme once; what differs between the four views is colours. */
const rulesOf = {all: '', contrast: 'runOnly: ["color-contrast"], '}

export interface Reports {
  /** Where other pages may be put. */
  folder: string
  open(month: string, view: View): Promise<Opened>
  close(): Promise<void>
}

export async function openReports(): Promise<Reports> {
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  for (const [name, month] of Object.entries(months))
    writeFileSync(join(folder, `${name}.html`), reportPage(month(), disclosing('full')))
  const browser = await startChromium()
  return {
    folder,
    open: async (month, {width, colorScheme}) => {
      const page = await browser.newPage({colorScheme, viewport: {width, height: 800}})
      const url = pathToFileURL(join(folder, `${month}.html`)).href
      const heard: string[] = []
      page.on('console', message => heard.push(`${message.type()}: ${message.text()}`))
      page.on('pageerror', error => heard.push(`error: ${error.message}`))
      page.on('dialog', dialog => heard.push(`dialog: ${dialog.message()}`))
      page.on('request', request => {
        if (request.url() !== url) heard.push(`request: ${request.url()}`)
      })
      await page.goto(url)
      return {page, heard}
    },
    close: async () => {
      await browser.close()
      rmSync(folder, {recursive: true, force: true})
    },
  }
}

/** Nothing asked for, nothing complained of, no violation, no sideways scrolling. */
export async function checkView(reports: Reports, month: string, view: View): Promise<void> {
  const {page, heard} = await reports.open(month, view)
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
}
