/** The page verify.html in a browser: folders whole and damaged, chosen by keyboard and dropped, without a request. */
import {mkdir, mkdtemp, readFile, rm, unlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {generateX25519Identity, identityToRecipient} from 'age-encryption'
import axe from 'axe-core'
import type {Browser, Page} from 'playwright-core'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {verifyPage} from '../../src/evidence/instruction-files.ts'
import {aFolder} from '../builders.ts'
import {type Evidence, entriesOf, forge, reseal, sha256, writeEvidence} from '../evidence.ts'
import {isBrowserInstalled, startChromium} from './chromium.ts'
import {choose, drop, expectFaults, openVerifyPage} from './verify-page.ts'

const csv = 'audit-2026-10.csv'
const jsonl = 'audit-2026-10.jsonl.gz'

/** On a disk: Chromium takes nothing that is dropped from Linux's memory disk. */
const place = process.platform === 'linux' ? '/tmp' : tmpdir()

async function anExport(evidence?: Evidence): Promise<string> {
  const folder = await aFolder(place)
  await writeEvidence(folder, evidence)
  return folder
}

async function edit(path: string, change: (text: string) => string): Promise<void> {
  const bytes = await readFile(path)
  const isPacked = path.endsWith('.gz')
  const text = change((isPacked ? gunzipSync(bytes) : bytes).toString('utf8'))
  await writeFile(path, isPacked ? gzipSync(text) : text)
}

const swapped = (text: string, end: string) => {
  const lines = text.split(end)
  const [second = '', third = ''] = lines.splice(2, 2)
  lines.splice(2, 0, third, second)
  return lines.join(end)
}

/** What is done to a healthy folder, and what the page says of it. */
const damages: [name: string, damage: (folder: string) => Promise<unknown>, ...faults: RegExp[]][] = [
  [
    'a changed byte',
    folder => edit(join(folder, 'summary.md'), text => text.replace('S', 'T')),
    /^summary\.md was changed/,
    /^summary\.md: its SHA-256/,
  ],
  [
    'a missing file',
    folder => unlink(join(folder, jsonl)),
    /jsonl\.gz is missing/,
    /is in the manifest and not/,
    /can't be read/,
  ],
  [
    'an extra file',
    folder => writeFile(join(folder, 'notes.txt'), ''),
    /^notes\.txt is not listed/,
    /^notes\.txt is not in the/,
  ],
  ['a hidden file', folder => writeFile(join(folder, '.hidden'), ''), /^\.hidden is hidden/],
  [
    'a hidden folder',
    folder => mkdir(join(folder, '.git')).then(() => writeFile(join(folder, '.git', 'x'), '')),
    /^\.git is hidden/,
  ],
  [
    'a folder in it',
    folder => mkdir(join(folder, 'sub')).then(() => writeFile(join(folder, 'sub', 'x'), '')),
    /^sub is not a file/,
  ],
  [
    'swapped records, all hashes written anew',
    async folder => {
      await edit(join(folder, csv), text => swapped(text, '\r\n'))
      await edit(join(folder, jsonl), text => {
        const lines = text.split('\n')
        const [first = '', second = ''] = lines.splice(1, 2)
        return [lines[0], second, first, ...lines.slice(1)].join('\n')
      })
      await reseal(folder)
    },
    /^Record \d+ is out of order/,
    /lies outside the period or out of order/,
    /^Window .* should hold|holds other records/,
  ],
  [
    'a record less, all hashes written anew',
    async folder => {
      await edit(join(folder, csv), text => text.split('\r\n').toSpliced(3, 1).join('\r\n'))
      await edit(join(folder, jsonl), text => text.split('\n').toSpliced(2, 1).join('\n'))
      await reseal(folder)
    },
    /^The manifest says 12 records, the data files hold 11/,
    /^Window .* should hold/,
  ],
  [
    'a wrong count in the manifest',
    folder => forge(folder, manifest => void manifest.records++),
    /^The windows hold 12 records, the manifest says 13/,
    /^The manifest says 13 records, the data files hold 12/,
    /: the manifest says 12 records here and 13 in all/,
  ],
  [
    'a hole between the windows',
    folder =>
      forge(folder, manifest => {
        const [window] = manifest.windows.slice(4)
        if (window) window.start = '2026-10-13T01:00:00Z'
      }),
    /^No window covers 2026-10-13T00:00:00Z to 2026-10-13T01:00:00Z/,
    /^The reasons for the status do not follow/,
  ],
  [
    'a truncated gzip file',
    async folder => {
      const bytes = await readFile(join(folder, jsonl))
      await writeFile(join(folder, jsonl), bytes.subarray(0, bytes.length >> 1))
      await reseal(folder)
    },
    /can't be unpacked/,
  ],
  [
    'a manifest that is not one',
    folder => forge(folder, manifest => void Object.assign(manifest, {records: -1, status: 'fine', more: 1})),
    /^manifest\.json: records: it is out of range/,
    /^manifest\.json: status: it is none of/,
    /^manifest\.json: more: it is not known/,
  ],
  ['no list', folder => unlink(join(folder, 'SHA256SUMS')), /^There is no SHA256SUMS/],
  ['no manifest', folder => unlink(join(folder, 'manifest.json')), /^There is no manifest\.json/],
]

const recipient = await identityToRecipient(await generateX25519Identity())

describe.skipIf(!isBrowserInstalled)('verify.html in a browser', () => {
  let browser: Browser
  let own: string
  let page: Page
  let heard: string[]
  beforeAll(async () => {
    own = await mkdtemp(join(place, 'verify-page-'))
    browser = await startChromium()
    ;({page, heard} = await openVerifyPage(browser, own))
  }, 120_000)
  afterAll(async () => {
    await browser.close()
    await rm(own, {recursive: true, force: true})
  })

  test('finds no damage in a whole folder, chosen', async () => {
    const folder = await anExport({formats: ['csv', 'flat', 'jsonl', 'parquet']})
    const found = await choose(page, folder)
    expect(found).toMatchObject({heading: 'No damage found', faults: []})
    expect(found.facts).toMatchObject({
      'Verdict of the run': 'complete',
      'Records counted': '12',
      Windows: '10, no gap',
    })
    expect(found.hash).toBe(sha256(await readFile(join(folder, 'SHA256SUMS'))))
    expect(found.checked.join()).toContain(`in ${csv} and ${jsonl} and audit-2026-10.flat.csv`)
    expect(found.unchecked).toEqual([expect.stringContaining('audit-2026-10.parquet: its hash was checked')])
    expect(heard).toEqual([])
  })

  test('finds the same in a folder that is dropped, or whose files are', async () => {
    const folder = await anExport()
    await mkdir(join(folder, 'empty'))
    expectFaults(await drop(page, [folder]), /^empty is not a file of the export/)
    await rm(join(folder, 'empty'), {recursive: true})
    expect(await drop(page, [folder])).toMatchObject({heading: 'No damage found'})
    const names = [csv, jsonl, 'SHA256SUMS', 'VERIFY.txt', 'manifest.json', 'summary.md', 'verify.html']
    const files = names.map(name => join(folder, name))
    expect(await drop(page, files)).toMatchObject({heading: 'No damage found'})
    expectFaults(await drop(page, files.slice(1)), /audit-2026-10\.csv/, /can't be read/)
    expect(heard).toEqual([])
  })

  test('reads dropped folders by the entries of other browsers, too', async () => {
    const page = await browser.newPage()
    // Entries are not read from a page on disk, only from one with an origin.
    await page.route('http://verify.test/', route => route.fulfill({contentType: 'text/html', body: verifyPage()}))
    await page.addInitScript('delete DataTransferItem.prototype.getAsFileSystemHandle')
    await page.goto('http://verify.test/')
    const folder = await anExport()
    expect(await drop(page, [folder])).toMatchObject({heading: 'No damage found'})
    await mkdir(join(folder, 'empty'))
    expectFaults(await drop(page, [folder]), /^empty is not a file of the export/)
    await page.close()
  })

  test('checks the hashes of an encrypted folder, and says what it did not look at', async () => {
    const folder = await anExport({recipients: [recipient]})
    const found = await choose(page, folder)
    expect(found).toMatchObject({heading: 'No damage found', facts: {'Records counted': 'not counted'}})
    expect(found.unchecked).toEqual([expect.stringContaining('The files are encrypted')])
    await writeFile(join(folder, 'summary.md.age'), 'plain')
    await reseal(folder)
    expectFaults(await choose(page, folder), /^summary\.md\.age is not encrypted, although the export is/)
    expect(heard).toEqual([])
  })

  test('shows the gaps that an export admits', async () => {
    const found = await choose(page, await anExport({entries: entriesOf({gap: true})}))
    expect(found).toMatchObject({heading: 'No damage found', facts: {Windows: '10, 1 gap'}})
    expect(found.facts).toMatchObject({'Verdict of the run': 'incomplete'})
    expect(await page.locator('#result').textContent()).toContain('Not proven: ')
  })

  test.each(damages)('finds %s', async (_name, damage, ...faults) => {
    const folder = await anExport()
    await damage(folder)
    const found = await choose(page, folder)
    expect(found.heading).toBe(
      found.faults.length === 1
        ? 'Not as it was written: 1 fault'
        : `Not as it was written: ${found.faults.length} faults`,
    )
    expectFaults(found, ...faults)
    expect(heard).toEqual([])
  })

  test('tells names and texts as text, whatever they hold', async () => {
    const folder = await anExport()
    await writeFile(join(folder, '<img src=x onerror=window.ran=1>.txt'), '')
    await forge(folder, manifest => {
      manifest.period.text = '<script>window.ran=1</script>'
      manifest.reasons = ['<b>x</b>']
    })
    const found = await choose(page, folder)
    expect(found.faults.join()).toContain('<img src=x onerror=window.ran=1>.txt is not in the manifest')
    expect(found.facts.Period).toContain('<script>')
    expect(await page.evaluate('[window.ran ?? null, document.querySelectorAll("img, b").length]')).toEqual([null, 0])
    expect(heard).toEqual([])
  })

  test('is used by keyboard alone, and speaks to a screen reader', async () => {
    const folder = await anExport()
    const {page} = await openVerifyPage(browser, own)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.id')).toBe('folder')
    const chooser = page.waitForEvent('filechooser')
    await page.keyboard.press('Enter')
    await (await chooser).setFiles(folder)
    await page.locator('#result:visible h2').waitFor()
    expect(await page.evaluate('document.activeElement.textContent')).toBe('No damage found')
    expect(await page.locator('[role=status]').count()).toBe(1)
    expect(await page.getByLabel('Choose the folder').count()).toBe(1)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Files')
    await page.close()
  })

  test.each([
    {name: 'a light screen', colorScheme: 'light', width: 1100},
    {name: 'a dark phone', colorScheme: 'dark', width: 390},
  ] as const)('on $name: no violation, no sideways scrolling', async ({colorScheme, width}) => {
    const {page, heard} = await openVerifyPage(browser, own, {colorScheme, viewport: {width, height: 800}})
    const folder = await anExport()
    await writeFile(join(folder, `${'long'.repeat(40)}.txt`), '')
    for (const step of ['before', 'after'] as const) {
      if (step === 'after') await choose(page, folder)
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await page.evaluate(axe.source)
      const found = (await page.evaluate('axe.run(document, {resultTypes: ["violations"]})')) as axe.AxeResults
      expect(found.violations.map(({id, nodes}) => [id, nodes.map(node => node.html)])).toEqual([])
    }
    expect(heard).toEqual([])
    await page.close()
  })

  test('lets no other script run and sends nothing, even where a forger added it', async () => {
    const {page, heard} = await openVerifyPage(browser, own)
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))`,
    )
    await page.evaluate(`fetch('https://example.com/').catch(() => undefined)`)
    expect(await page.evaluate('window.ran ?? null')).toBeNull()
    expect(heard.join()).toContain('Content Security Policy')
    expect(heard.filter(one => one.startsWith('request'))).toEqual([])
    await page.close()
  })
})
