import {execFileSync} from 'node:child_process'
import {mkdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {gunzipSync, inflateRawSync} from 'node:zlib'
import {Decrypter, generateX25519Identity, identityToRecipient} from 'age-encryption'
import {describe, expect, test} from 'vitest'
import {areFilters, withheldFilters} from '../../src/evidence/recorded-filters.ts'
import {ageFormat, decryptWith, encryptTo} from '../../src/files/age.ts'
import {newFile} from '../../src/files/file-sink.ts'
import {GzipWriter} from '../../src/files/gzip.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {aFolder, failureOf} from '../builders.ts'
import {sha256} from '../evidence.ts'

const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)
const encrypt = await encryptTo([recipient])

async function decrypted(path: string): Promise<Buffer> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return Buffer.from(await decrypter.decrypt(await readFile(path)))
}

describe('an encrypted file', () => {
  const sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_000]
  const pieces = [30_001, 65_536, 200_000]
  test.for(sizes.flatMap(size => pieces.map((piece): [number, number] => [size, piece])))(
    'of %i bytes, written by %i, knows both its hashes',
    async ([size, piece]) => {
      const folder = await aFolder()
      const content = Buffer.alloc(size, 'audit')
      const file = newFile(machineDisk, join(folder, 'a.csv'), encrypt)
      for (let from = 0; from < size; from += piece) await file.write(content.subarray(from, from + piece))
      const closed = await file.end()
      const bytes = await readFile(join(folder, 'a.csv.age'))
      expect(file.name).toBe('a.csv.age')
      expect(closed).toEqual({
        bytes: bytes.length,
        sha256: sha256(bytes),
        plain: {bytes: size, sha256: sha256(content)},
      })
      expect(bytes.toString('latin1', 0, ageFormat.length)).toBe(ageFormat)
      expect((await decrypted(join(folder, 'a.csv.age'))).equals(content)).toBe(true)
    },
  )

  test('is compressed before it is encrypted', async () => {
    const folder = await aFolder()
    const file = new GzipWriter(newFile(machineDisk, join(folder, 'a.gz'), encrypt))
    for (let line = 0; line < 2000; line++) await file.write(`line ${line}\n`)
    await file.end()
    expect(gunzipSync(await decrypted(join(folder, 'a.gz.age'))).toString()).toContain('line 1999\n')
  })

  test.for([false, true])('that can’t be written says why, gzip %s', async gzip => {
    const folder = await aFolder()
    await mkdir(join(folder, 'a.csv.age'))
    const file = newFile(machineDisk, join(folder, 'a.csv'), encrypt)
    const sink = gzip ? new GzipWriter(file) : file
    const failure = await failureOf(
      (async () => {
        for (let piece = 0; piece < 200; piece++) await sink.write('x'.repeat(100_000))
        await sink.end()
      })(),
    )
    expect(failure.code).toBe('FOLDER_IO')
  })
})

describe('a gzip file', () => {
  const line = (index: number) => `{"Id":"${sha256(String(index))}","Operation":"FileAccessed"}\n`
  const blocks = [0, 1, 2, 3, 4].map(block =>
    Array.from({length: 2000}, (_none, index) => line(block * 2000 + index)).join(''),
  )

  async function written(pieces: readonly string[], slow = false): Promise<Buffer> {
    const folder = await aFolder()
    const file = newFile(machineDisk, join(folder, 'a.gz'), undefined)
    const write = file.write.bind(file)
    if (slow) file.write = async data => delay(5).then(() => write(data))
    const sink = new GzipWriter(file)
    for (const piece of pieces) await sink.write(piece)
    const closed = await sink.end()
    const bytes = await readFile(join(folder, 'a.gz'))
    expect(closed).toEqual({bytes: bytes.length, sha256: sha256(bytes)})
    return bytes
  }

  test.for([0, 1, 5])('of %i blocks is one member that other tools read', async count => {
    const pieces = blocks.slice(0, count)
    const bytes = await written(pieces)
    expect(inflateRawSync(bytes.subarray(10)).toString()).toBe(pieces.join(''))
    expect(execFileSync('gzip', ['-dc'], {input: bytes, maxBuffer: 1 << 26}).toString()).toBe(pieces.join(''))
  })

  test('has the same bytes however long each block takes, and knows the block before', async () => {
    const bytes = await written(blocks)
    expect(await written(blocks, true)).toEqual(bytes)
    const twice = await written([blocks[0] ?? '', (blocks[0] ?? '').slice(-30_000)])
    expect(twice.length).toBeLessThan((await written(blocks.slice(0, 1))).length + 2000)
  })

  test('breaks no reader that checks: a flipped byte is told', async () => {
    const bytes = await written(blocks)
    bytes[bytes.length - 6] = (bytes.at(-6) ?? 0) ^ 1
    expect(() => gunzipSync(bytes)).toThrow('incorrect data check')
  })
})

test('a recipient or identity that is none is told before anything is done', async () => {
  expect((await failureOf(encryptTo(['age1nothing']))).code).toBe('ENCRYPT_RECIPIENT')
  expect((await failureOf(decryptWith(['AGE-SECRET-KEY-1NOTHING']))).code).toBe('VERIFY_IDENTITY')
})

describe('filters in an open manifest', () => {
  const nothing = {
    recordTypes: ['6'],
    excludeRecordTypes: [],
    operations: [],
    users: [],
    ipAddresses: [],
    objectIds: [],
    workloads: [],
  }
  const asked = {...nothing, users: ['ann@contoso.com'], objectIds: ['Plan.docx'], freeText: 'Falcon'}

  test('stay as they are when they name nobody', async () => {
    expect(await withheldFilters(nothing)).toEqual(nothing)
    expect(await areFilters(nothing, nothing)).toBe(true)
  })

  test('name nobody, and are still told from others', async () => {
    const recorded = await withheldFilters(asked)
    expect(JSON.stringify(recorded)).not.toMatch(/ann|Plan|Falcon/)
    expect(recorded).toMatchObject({recordTypes: ['6'], withheld: {terms: 3}})
    expect(await areFilters(recorded, asked)).toBe(true)
    for (const other of [nothing, {...asked, users: ['bob@contoso.com']}, {...asked, recordTypes: []}])
      expect(await areFilters(recorded, other)).toBe(false)
    expect((await withheldFilters(asked)).withheld).not.toEqual(recorded.withheld)
  })
})
