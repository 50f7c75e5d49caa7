/** The page verify.html, opened from disk as an auditor opens it, and given folders. */
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {Browser, BrowserContextOptions, Page} from 'playwright-core'
import {expect} from 'vitest'
import {verifyPage} from '../../src/evidence/instruction-files.ts'

export interface OpenedVerifyPage {
  page: Page
  /** What the page said or asked for, besides itself. */
  heard: string[]
}

/** @param place a folder for the page's file. */
export async function openVerifyPage(
  browser: Browser,
  place: string,
  options: BrowserContextOptions = {},
): Promise<OpenedVerifyPage> {
  const path = join(place, 'verify.html')
  await writeFile(path, verifyPage())
  const page = await browser.newPage({viewport: {width: 1100, height: 800}, ...options})
  const url = pathToFileURL(path).href
  const heard: string[] = []
  page.on('console', message => heard.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', error => heard.push(`error: ${error.message}`))
  page.on('request', request => {
    if (request.url() !== url) heard.push(`request: ${request.url()}`)
  })
  await page.goto(url)
  return {page, heard}
}

/** What the page says of a folder, as its texts. */
export interface Shown {
  heading: string
  faults: string[]
  facts: Record<string, string>
  checked: string[]
  unchecked: string[]
  hash: string
}

/** Gives the folder by the button. */
export async function choose(page: Page, folder: string, timeout = 30_000): Promise<Shown> {
  await forget(page)
  await page.locator('#folder').setInputFiles(folder)
  return await shown(page, timeout)
}

/** Drops files and folders on the page, as the file manager does. */
export async function drop(page: Page, paths: readonly string[]): Promise<Shown> {
  await forget(page)
  const session = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', {
      ...{type, x: 300, y: 300},
      data: {items: [], files: [...paths], dragOperationsMask: 1},
    })
  await session.detach()
  return await shown(page, 30_000)
}

/** Of the folder before. */
async function forget(page: Page): Promise<void> {
  await page.evaluate('document.getElementById("result").hidden = true')
}

async function shown(page: Page, timeout: number): Promise<Shown> {
  await page.locator('#result:visible h2').waitFor({timeout})
  return (await page.evaluate(`(() => {
    const result = document.getElementById('result')
    const texts = of => [...of].map(one => one.textContent)
    const under = title => {
      const heading = [...result.querySelectorAll('h3')].find(one => one.textContent === title)
      return heading ? texts(heading.nextElementSibling.children) : []
    }
    const terms = texts(result.querySelectorAll('dt'))
    const values = texts(result.querySelectorAll('dd'))
    return {
      heading: result.querySelector('h2').textContent,
      faults: texts(result.querySelectorAll('.verdict li')),
      facts: Object.fromEntries(terms.map((term, at) => [term, values[at]])),
      checked: under('Checked'),
      unchecked: under('Not checked'),
      hash: result.querySelector('.hash')?.textContent ?? '',
    }
  })()`)) as Shown
}

/** Every fault is one of these, and each of these is there. */
export function expectFaults({faults}: Shown, ...wanted: RegExp[]): void {
  for (const one of wanted) expect(faults).toContainEqual(expect.stringMatching(one))
  expect(faults.filter(fault => !wanted.some(one => one.test(fault)))).toEqual([])
}
