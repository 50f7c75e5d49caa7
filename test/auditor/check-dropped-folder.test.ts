/** The page's checks, held to those of the program: what they both look at, they judge alike. */
import {openAsBlob} from 'node:fs'
import {readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {checkDroppedFolder} from '../../src/auditor/check-dropped-folder.ts'
import {DroppedFolder} from '../../src/auditor/dropped-folder.ts'
import type {DataFileSpec} from '../../src/files/record-files.ts'
import {machineDisk} from '../../src/host/disk.ts'
import type {Manifest} from '../../src/report/manifest.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {aFolder} from '../builders.ts'
import {forge, reseal, someRows, writeEvidence} from '../evidence.ts'

async function droppedFolder(path: string, onRead: (bytes: number) => void = () => undefined): Promise<DroppedFolder> {
  const entries = await readdir(path, {withFileTypes: true})
  const files = entries.filter(entry => entry.isFile())
  const contents = await Promise.all(
    files.map(async ({name}) => ({path: name, content: await openAsBlob(join(path, name))})),
  )
  const folders = entries.filter(entry => entry.isDirectory()).map(({name}) => name)
  return new DroppedFolder(contents, folders, onRead)
}

async function bothFaults(path: string): Promise<{page: readonly string[]; program: readonly string[]}> {
  const {faults: page} = await checkDroppedFolder(await droppedFolder(path))
  const {faults: program} = await verifyFolder(machineDisk, path)
  return {page, program}
}

const formats: DataFileSpec[][] = [['csv'], ['jsonl'], ['flat'], ['csv', 'jsonl'], ['csv', 'flat', 'jsonl']]

test('finds what the program finds, whatever byte is changed', async () => {
  const path = await aFolder()
  for (const kinds of formats) {
    await writeEvidence(path, {formats: kinds})
    const names = await readdir(path)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.nat(),
        fc.integer({min: 1, max: 255}),
        async (name, place, bits) => {
          const file = join(path, name)
          const whole = await readFile(file)
          const bytes = Buffer.from(whole)
          const at = place % bytes.length
          bytes[at] = (bytes[at] ?? 0) ^ bits
          await writeFile(file, bytes)
          const {page, program} = await bothFaults(path)
          await writeFile(file, whole)
          expect(page.length > 0, `${name} at ${at}: ${program.join(' ')}`).toBe(program.length > 0)
        },
      ),
      {numRuns: 6},
    )
    expect(await bothFaults(path)).toEqual({page: [], program: []})
  }
})

test('finds the same in records that were changed with all hashes', async () => {
  const path = await aFolder()
  const line = fc.integer({min: 1, max: 11})
  const change = fc.constantFrom('drop', 'twice', 'later', 'id')
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('csv', 'jsonl' as const), line, change, async (kind, at, what) => {
      await writeEvidence(path, {rows: someRows(12), formats: [kind as DataFileSpec]})
      const file = join(path, kind === 'csv' ? 'audit-2026-10.csv' : 'audit-2026-10.jsonl.gz')
      const end = kind === 'csv' ? '\r\n' : '\n'
      const bytes = await readFile(file)
      const lines = (kind === 'csv' ? bytes : gunzipSync(bytes)).toString('utf8').split(end)
      const one = lines[at] ?? ''
      if (what === 'drop') lines.splice(at, 1)
      if (what === 'twice') lines.splice(at, 0, one)
      if (what === 'later') lines.splice(at, 1, one.replaceAll('2026-10-', '2026-11-'))
      if (what === 'id')
        lines.splice(
          at,
          1,
          one.replace(/([0-9a-f])(?="?[,}\r]|$)/, digit => (digit === '0' ? '1' : '0')),
        )
      const text = lines.join(end)
      await writeFile(file, kind === 'csv' ? text : gzipSync(text))
      await reseal(path)
      const {page, program} = await bothFaults(path)
      // What columns hold is looked at by the program alone.
      expect(page).toEqual(program.filter(fault => !/columns that are not those/.test(fault)))
    }),
    {numRuns: 12},
  )
})

test('finds the same in a manifest that was changed with all hashes', async () => {
  const changes: ((manifest: Manifest) => unknown)[] = [
    ({windows}) => windows.shift(),
    ({windows}) => windows.push(...windows.slice(-1)),
    ({files}) => files.pop(),
    ({period}) => Object.assign(period, {start: '2026-09-30T00:00:00Z'}),
    ({windows}) => windows.map(window => Object.assign(window, {sha256: 'a'.repeat(64)})),
    manifest => Object.assign(manifest, {records: 11}),
    manifest => Object.assign(manifest, {status: 'incomplete'}),
    manifest => Object.assign(manifest, {signature: {file: 'SHA256SUMS.p7s', certificate: 'a'.repeat(64)}}),
  ]
  for (const change of changes) {
    const path = await aFolder()
    await writeEvidence(path)
    await forge(path, manifest => void change(manifest))
    const {page, program} = await bothFaults(path)
    expect(page.length).toBeGreaterThan(0)
    expect(page).toEqual(program)
  }
})

test('reads every file once for its hash, and the record files once more', async () => {
  const path = await aFolder()
  await writeEvidence(path, {formats: ['csv', 'flat', 'jsonl']})
  let read = 0
  const count = (bytes: number) => {
    read += bytes
  }
  await checkDroppedFolder(await droppedFolder(path, count))
  const sizes = await Promise.all(
    (await readdir(path)).map(async name => ({name, bytes: (await readFile(join(path, name))).length})),
  )
  const expected = sizes
    .filter(({name}) => name !== 'SHA256SUMS')
    .reduce((sum, {name, bytes}) => sum + bytes * (name.startsWith('audit-') ? 2 : 1), 0)
  expect(read).toBe(expected)
})

test('says that a folder without an export is none', async () => {
  const {faults} = await checkDroppedFolder(await droppedFolder(await aFolder()))
  expect(faults).toEqual(['There is no manifest.json in this folder. An unfinished export has none.'])
})
