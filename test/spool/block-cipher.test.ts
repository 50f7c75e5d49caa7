import {readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {cipherFromSecret, encryptedBlocks, newBlockCipher} from '../../src/spool/block-cipher.ts'
import {partitionLength} from '../../src/spool/partition.ts'
import {Spool} from '../../src/spool/spool.ts'
import {aFolder, at, failureOf, rowAt, taken} from '../builders.ts'

const start = Math.floor(at('2026-10-05T12:00:00') / partitionLength) * partitionLength

describe('a seal', () => {
  const seal = newBlockCipher()
  const closed = (text: string, place = 'a') => Buffer.concat(seal.close(Buffer.from(text), place))

  test('gives back any number of blocks in their order, empty ones too', () => {
    expect(String(seal.open(Buffer.concat(['one ', '', 'two'].map(text => closed(text))), 'a'))).toBe('one two')
    expect(seal.open(Buffer.alloc(0), 'a')).toHaveLength(0)
  })

  test('never closes the same way twice, and shows nothing', () => {
    expect(closed('secret').equals(closed('secret'))).toBe(false)
    expect(closed('secret').includes('secret')).toBe(false)
  })

  test.for<[string, () => Buffer]>([
    ['at another place', () => closed('one', 'b')],
    ['with a changed byte', () => closed('one').fill(0, 17, 18)],
    ['with a changed length', () => closed('one').fill(1, 3, 4)],
    ['with a missing end', () => closed('one').subarray(0, -1)],
    ['under another key', () => Buffer.concat(newBlockCipher().close(Buffer.from('one'), 'a'))],
  ])('does not open %s', ([, bytes]) => {
    expect(() => seal.open(bytes(), 'a')).toThrow()
  })
})

describe('a lasting seal', () => {
  const secret = 'a secret of the tests'

  test('is made again of the same secret and salt, and of no other', async () => {
    const closed = Buffer.concat((await cipherFromSecret(secret, 'salt')).close(Buffer.from('one'), 'a'))
    expect(String((await cipherFromSecret(secret, 'salt')).open(closed, 'a'))).toBe('one')
    for (const other of [await cipherFromSecret(secret, 'pepper'), await cipherFromSecret('another', 'salt')])
      expect(() => other.open(closed, 'a')).toThrow()
  })
})

describe('closed blocks in a file', () => {
  const seal = newBlockCipher()
  const texts = ['one', '', 'x'.repeat(1000), 'four']
  const file = Buffer.concat(texts.flatMap((text, number) => seal.close(Buffer.from(text), String(number))))

  async function opened(bytes: Buffer, size: number): Promise<string[]> {
    const chunks = Array.from({length: Math.ceil(bytes.length / size)}, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    )
    const found: string[] = []
    const stream = (async function* () {
      yield* chunks
    })()
    for await (const block of encryptedBlocks(stream)) found.push(String(seal.open(block, String(found.length))))
    return found
  }

  test.each([1, 3, 33, 5000])('come one by one, however the file is read: by %i bytes', async size => {
    expect(await opened(file, size)).toEqual(texts)
  })

  test.each([1, 20, 30])('of which one was cut do not all open: %i bytes short', async short => {
    await expect(opened(file.subarray(0, -short), 100)).rejects.toThrow()
  })
})

describe('a sealed spool', () => {
  test('gives back the rows, and leaves none to be read on disk', async () => {
    const folder = await aFolder()
    const spool = new Spool(machineDisk, folder, newBlockCipher())
    const rows = [1, 2, 3].map(number => rowAt(start + number * 1000, number, {Canary: `canary ${number} é`}))
    await spool.write(rows.slice(0, 2), 1)
    await spool.write(rows.slice(2), 1)
    for (const name of await readdir(folder))
      expect((await readFile(join(folder, name))).includes('canary')).toBe(false)
    spool.accept(1, {start, end: start + partitionLength})
    expect((await taken(spool, start)).map(({record}) => record)).toEqual(rows.map(({record}) => record))
    expect(await readdir(folder)).toEqual([])
  })

  test('says so when somebody changed it meanwhile', async () => {
    const folder = await aFolder()
    const spool = new Spool(machineDisk, folder, newBlockCipher())
    await spool.write([rowAt(start, 1)], 1)
    spool.accept(1, {start, end: start + partitionLength})
    const [name = ''] = await readdir(folder)
    await writeFile(join(folder, name), 'x'.repeat(100))
    expect((await failureOf(taken(spool, start))).code).toBe('FOLDER_IO')
  })
})
