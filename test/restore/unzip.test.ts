/** A zip is unpacked as it was packed, or refused; whatever is in it, nothing is written outside of the folder or its bounds. */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {type ArchiveBounds, unzip} from '../../src/restore/unzip.ts'
import {aFolder} from '../builders.ts'
import {type ZipEntry, zipOf} from '../zip.ts'

const bounds: ArchiveBounds = {
  packed: 1 << 20,
  unpacked: 1 << 20,
  entries: 20,
  names: /^[a-z0-9]{1,20}(\/[a-z0-9]{1,20})?$/,
}

async function unpacked(zip: Buffer, limits: Partial<ArchiveBounds> = {}) {
  const folder = await aFolder()
  const archive = join(folder, 'archive.zip')
  await machineDisk.writeFile(archive, zip)
  const target = join(folder, 'files')
  const outcome = await unzip(machineDisk, archive, target, {...bounds, ...limits}).then(
    names => ({names}),
    (error: {code?: string; message: string}) => ({code: error.code, message: error.message}),
  )
  return {outcome, target, beside: readdirSync(folder)}
}

const anEntry = fc.record({
  name: fc.stringMatching(/^[a-z0-9]{1,8}(\/[a-z0-9]{1,8})?$/),
  content: fc.uint8Array({maxLength: 2000}),
  method: fc.constantFrom(0, 8),
})
/** No name is another one's folder. */
const someEntries = fc
  .uniqueArray(anEntry, {maxLength: 8, selector: ({name}) => name.split('/')[0]})
  .map((entries): ZipEntry[] => entries)

test('what was packed is unpacked, by either method', async () => {
  await fc.assert(
    fc.asyncProperty(someEntries, async entries => {
      const {outcome, target} = await unpacked(zipOf(entries))
      expect(outcome).toEqual({names: entries.map(({name}) => name)})
      for (const {name, content} of entries) expect(readFileSync(join(target, name)).equals(content)).toBe(true)
    }),
    {numRuns: 40},
  )
})

test('a zip of which any byte was changed gives what was packed, or is refused', async () => {
  const entries = [
    {name: 'one', content: Buffer.from('a line\n'.repeat(30))},
    {name: 'two', content: Buffer.from('another')},
  ]
  const zip = zipOf(entries)
  await fc.assert(
    fc.asyncProperty(fc.nat(zip.length - 1), fc.integer({min: 1, max: 255}), async (at, flip) => {
      const changed = Buffer.from(zip)
      changed.writeUInt8((changed[at] ?? 0) ^ flip, at)
      const {outcome, target} = await unpacked(changed)
      if (!('names' in outcome)) {
        expect(outcome.code).toBe('ARCHIVE_REFUSED')
        return
      }
      for (const name of outcome.names) {
        const packed = entries.map(({content}) => content.toString('latin1'))
        expect(packed).toContain(readFileSync(join(target, name), 'latin1'))
      }
    }),
    {numRuns: 150},
  )
})

test('a zip that is cut anywhere is refused', async () => {
  const zip = zipOf([{name: 'one', content: Buffer.alloc(300, 7)}])
  await fc.assert(
    fc.asyncProperty(fc.nat(zip.length - 1), async length => {
      expect((await unpacked(zip.subarray(0, length))).outcome).toMatchObject({code: 'ARCHIVE_REFUSED'})
    }),
    {numRuns: 60},
  )
})

describe('a zip is refused', () => {
  const content = Buffer.from('content')
  test.each<[string, ZipEntry[], Partial<ArchiveBounds>, RegExp]>([
    ['that leads out of the folder', [{name: '../out', content}], {}, /not expected/],
    ['with an absolute path', [{name: '/etc/passwd', content}], {}, /not expected/],
    ['with a backslash', [{name: '..\\out', content}], {}, /not expected/],
    ['with a hidden file', [{name: '.hidden', content}], {}, /not expected/],
    ['with a link', [{name: 'link', content, mode: 0o120777}], {}, /is a link/],
    ['that is encrypted', [{name: 'one', content, flags: 1}], {}, /is encrypted/],
    ['packed in an unknown way', [{name: 'one', content, method: 12}], {}, /unknown method/],
    [
      'with one name twice',
      [
        {name: 'one', content},
        {name: 'one', content},
      ],
      {},
      /twice/,
    ],
    [
      'with more files than allowed',
      [
        {name: 'one', content},
        {name: 'two', content},
      ],
      {entries: 1},
      /more than 1/,
    ],
    ['with more bytes than allowed', [{name: 'one', content: Buffer.alloc(5000)}], {unpacked: 4999}, /more than 4999/],
    ['that is larger than allowed', [{name: 'one', content}], {packed: 50}, /more than 50/],
    ['that unpacks to more than it says', [{name: 'one', content: Buffer.alloc(100_000), unpacked: 10}], {}, /larger/],
    ['that unpacks to less than it says', [{name: 'one', content, unpacked: 10}], {}, /not what was packed/],
    ['whose check sum is wrong', [{name: 'one', content, crc: 1}], {}, /not what was packed/],
    [
      'whose files overlap',
      [
        {name: 'one', content},
        {name: 'two', content, at: 0},
      ],
      {},
      /overlap/,
    ],
  ])('%s', async (_name, entries, limits, words) => {
    const {outcome, beside} = await unpacked(zipOf(entries), limits)
    expect(outcome).toMatchObject({code: 'ARCHIVE_REFUSED', message: expect.stringMatching(words)})
    expect(beside.filter(name => !['archive.zip', 'files'].includes(name))).toEqual([])
  })
})
