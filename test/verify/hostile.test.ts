/** Folders made to hold a checker up: links, pipes, hidden names, names that lead out, files that unpack without end. */
import {execFileSync} from 'node:child_process'
import {mkdirSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {jsonlLines, openRecordFile} from '../../src/files/read-record-file.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {aFolder} from '../builders.ts'
import {entriesOf, forge, reseal, writeEvidence} from '../evidence.ts'

const isWindows = process.platform === 'win32'
const csv = 'audit-2026-10.csv'

async function anExport(evidence?: Parameters<typeof writeEvidence>[1]): Promise<string> {
  const folder = await aFolder()
  await writeEvidence(folder, evidence)
  return folder
}

const faultsOf = async (folder: string) => (await verifyFolder(machineDisk, folder)).faults.join('\n')

test('a folder that does not exist, and a file in its place, are said to be that', async () => {
  const folder = await aFolder()
  expect((await verifyFolder(machineDisk, join(folder, 'none'))).faults).toEqual([
    `The folder ${join(folder, 'none')} does not exist.`,
  ])
  writeFileSync(join(folder, 'file'), '')
  expect((await verifyFolder(machineDisk, join(folder, 'file'))).faults).toEqual([
    `${join(folder, 'file')} is not a folder.`,
  ])
})

describe('hidden names are refused', () => {
  test.each(['.git', '.DS_Store', '.unfinished', '.interrupted-1', '.audit-2026-10.csv', '..x'])('%s', async name => {
    const folder = await anExport()
    writeFileSync(join(folder, name), 'two lines\nof a hidden file\n')
    expect(await faultsOf(folder)).toBe(`${name} is hidden, and no part of the export.`)
  })

  test('but for journals beside an incomplete export, which are named', async () => {
    const folder = await anExport({entries: entriesOf({gap: true})})
    mkdirSync(join(folder, '.interrupted-2'))
    const proof = await verifyFolder(machineDisk, folder)
    expect(proof.faults).toEqual([])
    expect(proof.unchecked?.join()).toContain('.interrupted-2')
  })
})

describe.skipIf(isWindows)('nothing but plain files is opened', () => {
  test.each([csv, 'manifest.json', 'SHA256SUMS'])('a link in the place of %s, to a file that would fit', async name => {
    const folder = await anExport()
    const elsewhere = join(await aFolder(), name)
    renameSync(join(folder, name), elsewhere)
    symlinkSync(elsewhere, join(folder, name))
    expect(await faultsOf(folder)).toMatch(/a link|no readable manifest/)
  })

  test.each([csv, 'manifest.json', 'SHA256SUMS', 'more'])(
    'a pipe in the place of %s, which has no writer',
    async name => {
      const folder = await anExport()
      rmSync(join(folder, name), {force: true})
      execFileSync('mkfifo', [join(folder, name)])
      expect(await faultsOf(folder)).toMatch(/a pipe|no readable manifest/)
    },
  )

  test('a folder in the place of a file', async () => {
    const folder = await anExport()
    rmSync(join(folder, csv))
    mkdirSync(join(folder, csv))
    expect(await faultsOf(folder)).toContain(`${csv} is not a file of the export.`)
  })
})

test.each(['../outside.csv', '/etc/hostname', 'sub/audit-2026-10.csv'])(
  'a manifest that names %s opens nothing there',
  async name => {
    const folder = await anExport()
    await forge(folder, ({files}) => Object.assign(files[0] ?? {}, {name}))
    expect(await faultsOf(folder)).toContain(`${name} is in the manifest and not in the folder.`)
  },
)

describe('what unpacks without end is not read to its end', () => {
  /** Of lines of this length, so many; packed by a thousand to one. */
  const packed = (line: number, lines: number) => gzipSync(Buffer.alloc((line + 1) * lines, `${'x'.repeat(line)}\n`))

  test('more records than the manifest says', async () => {
    const folder = await anExport({formats: ['jsonl']})
    writeFileSync(join(folder, 'audit-2026-10.jsonl.gz'), packed(100, 1_000_000))
    await reseal(folder)
    expect(await faultsOf(folder)).toContain('hold more than 12 records, the number in the manifest')
  })

  test.skipIf(process.platform !== 'linux')('a file that is far larger than the manifest says', async () => {
    const folder = await anExport()
    truncateSync(join(folder, csv), 2 ** 40)
    const began = performance.now()
    expect(await faultsOf(folder)).toContain(`${csv} was changed`)
    // A terabyte of nothing takes an hour to hash.
    expect(performance.now() - began).toBeLessThan(30_000)
  })

  test('one line without an end', async () => {
    const path = join(await aFolder(), 'line.jsonl.gz')
    writeFileSync(path, gzipSync(Buffer.alloc(100 << 20, 'x')))
    expect(statSync(path).size).toBeLessThan(200_000)
    const read = async () => {
      for await (const _line of jsonlLines(() => openRecordFile(machineDisk, path))) throw new TypeError('a line')
    }
    await expect(read()).rejects.toThrow('longer than')
  })
})

test('one fault more than are shown is one', async () => {
  const folder = await anExport()
  for (let more = 0; more < 21; more++) mkdirSync(join(folder, `f${more}`))
  expect((await verifyFolder(machineDisk, folder)).faults.at(-1)).toBe('and 1 more fault.')
})
