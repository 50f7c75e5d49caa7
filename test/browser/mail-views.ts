/** Mails of each kind in a browser, on screens and phones, light and dark. */
import axe from 'axe-core'
import type {Browser} from 'playwright-core'
import {expect} from 'vitest'
import type {Disclosure} from '../../src/report/disclose.ts'
import {mailHtml} from '../../src/report/mail-body.ts'
import type {Publication} from '../../src/report/publication.ts'
import {redactedIncidents} from '../../src/report/redacted-incidents.ts'
import {aPublication, hostileFindings, tenantId} from '../publish/builders.ts'
import {detected, incompleteMonth, sampleFindings} from '../report/sample-month.ts'

export const views = [
  {name: 'a light screen', colorScheme: 'light', width: 900},
  {name: 'a dark screen', colorScheme: 'dark', width: 900},
  {name: 'a light phone', colorScheme: 'light', width: 390},
  {name: 'a dark phone', colorScheme: 'dark', width: 390},
  {name: 'a narrow phone', colorScheme: 'light', width: 320},
] as const

export function sample(disclose: Disclosure): Publication {
  const {gaps, notes} = incompleteMonth({size: 50})
  const files = ['audit-2026-10.csv', 'audit-2026-10.flat.csv', 'findings.json', 'report.html'].map(name => ({
    ...{name, path: name, bytes: 1_234_567, sha256: 'a1b2c3d4'.repeat(8)},
  }))
  const incidents = redactedIncidents(detected(sampleFindings()), {
    ...{minimum: 'info', disclose, tenant: tenantId, isPrivate: true},
  })
  return {...aPublication({status: 'incomplete', reasons: ['2 gaps'], gaps, notes, files}), incidents}
}

export const mails: Record<string, () => Publication> = {
  masked: () => sample('masked'),
  full: () => sample('full'),
  hostile: () =>
    aPublication({findings: hostileFindings(), disclose: 'full', reasons: ['x'.repeat(400)], notes: ['W'.repeat(300)]}),
}

/** No scrolling sideways, readable colours, nothing asked for. */
export async function checkMail(browser: Browser, kind: string, view: (typeof views)[number]): Promise<void> {
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
}
