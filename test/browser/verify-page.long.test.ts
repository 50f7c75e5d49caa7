/** verify.html with a folder of one gigabyte: right, and in bounded memory. */
import {mkdtemp, open, readFile, rm, stat} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Browser} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {SpooledRow} from '../../src/files/spooled-row.ts'
import {rowAt, seeded, spooled} from '../builders.ts'
import {october, writeEvidence} from '../evidence.ts'
import {isBrowserInstalled, startChromium} from './chromium.ts'
import {choose, openVerifyPage} from './verify-page.ts'

const records = 360_000
const csv = 'audit-2026-10.csv'

/** In order, and of texts that gzip packs as it packs those of the log: to a tenth. */
function* manyRows(): Generator<SpooledRow[]> {
  const random = seeded(20)
  const words = Array.from({length: 3000}, () => Math.floor(random() * 36 ** 8).toString(36))
  const word = () => words[Math.floor(random() * words.length)] ?? ''
  const step = Math.floor((october.end - october.start) / records / 1000) * 1000
  for (let at = 0; at < records; at += 500)
    yield Array.from({length: Math.min(500, records - at)}, (_, index) => {
      const number = at + index
      const Parameters = Array.from({length: 60}, () => ({Name: word(), Value: word()}))
      return spooled(rowAt(october.start + number * step, number + 1, {Parameters}))
    })
}

/** Megabytes that the largest of the browser's processes for pages held at most until now. */
async function peakMemory(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const {processInfo} = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const renderers = processInfo.filter(({type}) => type === 'renderer')
  const peaks = renderers.map(async ({id}) => {
    const status = await readFile(`/proc/${id}/status`, 'utf8')
    return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1000)
  })
  return Math.max(...(await Promise.all(peaks)))
}

describe.skipIf(!isBrowserInstalled)('a folder of one gigabyte', () => {
  let browser: Browser
  let folder: string
  let place: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gigabyte-'))
    place = await mkdtemp(join(tmpdir(), 'verify-page-'))
    await writeEvidence(folder, {batches: manyRows()})
    browser = await startChromium()
  }, 600_000)
  afterAll(async () => {
    await browser.close()
    for (const one of [folder, place]) await rm(one, {recursive: true, force: true})
  })

  test('is checked whole, in less than 300 MB, and one changed byte in it is found', async () => {
    expect((await stat(join(folder, csv))).size).toBeGreaterThan(1e9)
    const {page, heard} = await openVerifyPage(browser, place)
    const before = await peakMemory(browser)
    const started = Date.now()
    const found = await choose(page, folder, 600_000)
    const after = await peakMemory(browser)
    console.log(`1 GB: ${((Date.now() - started) / 1000).toFixed(0)} s; ${before} MB before, ${after} MB at most`)
    expect(found).toMatchObject({heading: 'No damage found', facts: {'Records counted': '360,000'}})
    expect(after - before).toBeLessThan(300)

    const file = await open(join(folder, csv), 'r+')
    const {bytesRead, buffer} = await file.read(Buffer.alloc(1), 0, 1, 700_000_000)
    expect(bytesRead).toBe(1)
    await file.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, 700_000_000)
    await file.close()
    const damaged = await choose(page, folder, 600_000)
    expect(damaged.faults.slice(0, 2)).toEqual([
      expect.stringContaining(`${csv} was changed`),
      expect.stringContaining(`${csv}: its SHA-256`),
    ])
    expect(heard).toEqual([])
    await page.close()
  })
})
