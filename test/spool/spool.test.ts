import {readdir, stat, truncate, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {tilingFaults} from '../../src/audit/window.ts'
import {machineDisk} from '../../src/host/disk.ts'
import type {Row} from '../../src/sources/source.ts'
import {type BlockCipher, newBlockCipher} from '../../src/spool/block-cipher.ts'
import {partitionLength} from '../../src/spool/partition.ts'
import {type PartitionChunk, Spool} from '../../src/spool/spool.ts'
import {aFolder, aRow, at, failureOf, rowAt, second, taken} from '../builders.ts'
import {sha256} from '../evidence.ts'
import {faultyDisk} from '../scenarios/disk.ts'

const noon = at('2026-10-05T12:00:00')
const halfHour = {start: noon, end: noon + partitionLength}
const all = {start: 0, end: Number.MAX_SAFE_INTEGER}

async function aSpool(): Promise<{spool: Spool; folder: string}> {
  const folder = join(await aFolder(), 'spool')
  return {spool: new Spool(machineDisk, folder), folder}
}

describe('the spool', () => {
  test('gives back what was accepted, in the order it was written, with hash and reading', async () => {
    const {spool} = await aSpool()
    const rows = [rowAt(noon + second, 2), rowAt(noon, 1)]
    await spool.write(rows, 5)
    spool.accept(5, halfHour)
    expect(await taken(spool, noon)).toMatchObject(
      rows.map(row => ({...row, reading: 5, digest: sha256(row.record.AuditData)})),
    )
  })

  test('forgets readings that were not accepted, and rows outside of what was', async () => {
    const {spool} = await aSpool()
    await spool.write([rowAt(noon, 1), rowAt(noon + 10 * second, 2)], 1)
    await spool.write([rowAt(noon, 3)], 2)
    spool.accept(1, {start: noon, end: noon + 10 * second})
    expect((await taken(spool, noon)).map(row => row.record.Identity)).toEqual([rowAt(noon, 1).record.Identity])
  })

  test('accepts parts of one reading one by one', async () => {
    const {spool} = await aSpool()
    await spool.write([rowAt(noon, 1), rowAt(noon + 5 * second, 2), rowAt(noon + 9 * second, 3)], 1)
    spool.accept(1, {start: noon, end: noon + second})
    spool.accept(1, {start: noon + 9 * second, end: noon + 10 * second})
    expect(await taken(spool, noon)).toHaveLength(2)
  })

  test('keeps half hours apart, and a day on disk only until its last one is taken', async () => {
    const {spool, folder} = await aSpool()
    const tomorrow = noon + 86_400_000
    const rows = [noon, noon + partitionLength, tomorrow, noon + partitionLength - second].map((time, index) =>
      rowAt(time, index),
    )
    await spool.write(rows, 1)
    spool.accept(1, all)
    expect(await readdir(folder)).toHaveLength(2)
    expect(await taken(spool, noon)).toHaveLength(2)
    expect(await taken(spool, noon)).toEqual([])
    expect(await readdir(folder)).toHaveLength(2)
    expect(await taken(spool, noon + partitionLength)).toHaveLength(1)
    expect(await readdir(folder)).toHaveLength(1)
    expect(await taken(spool, tomorrow)).toHaveLength(1)
    expect(await readdir(folder)).toEqual([])
    await spool.remove()
  })

  test('gives each half hour its own, in order, however the answers come, sealed or not, and after a write that failed', async () => {
    const places = fc.array(fc.tuple(fc.integer({min: 0, max: 99}), fc.nat(3000)), {maxLength: 12})
    const answer = fc.record({places, fails: fc.integer({min: 0, max: 4}).map(one => one === 0)})
    await fc.assert(
      fc.asyncProperty(fc.array(answer, {maxLength: 8}), fc.boolean(), async (answers, isSealed) => {
        let isFull = false
        const {disk} = faultyDisk({nameOf: path => path, fails: () => (isFull ? 'ENOSPC' : undefined)})
        const folder = join(await aFolder(), 'spool')
        const spool = new Spool(disk, folder, isSealed ? newBlockCipher() : undefined)
        const expected = new Map<number, string[]>()
        for (const [reading, {places: halfHours, fails}] of answers.entries()) {
          const rows = halfHours.map(([halfHour, characters], index) =>
            rowAt(noon + halfHour * partitionLength, reading * 100 + index, {pad: 'x'.repeat(characters)}),
          )
          isFull = fails
          const failed = await spool.write(rows, reading).then(
            () => false,
            () => true,
          )
          expect(failed).toBe(fails && rows.length > 0)
          if (failed) continue
          spool.accept(reading, all)
          for (const {time, record} of rows) expected.set(time, [...(expected.get(time) ?? []), record.AuditData])
        }
        isFull = false
        for (let halfHour = 0; halfHour < 100; halfHour++) {
          const at = noon + halfHour * partitionLength
          expect((await taken(spool, at)).map(row => row.record.AuditData)).toEqual(expected.get(at) ?? [])
        }
      }),
      {numRuns: 40},
    )
  })

  test('makes no folder while there is nothing to keep', async () => {
    const {spool, folder} = await aSpool()
    await spool.write([], 1)
    expect(await taken(spool, noon)).toEqual([])
    await spool.remove()
    await expect(readdir(folder)).rejects.toThrow('ENOENT')
  })

  test('does not mix what several readings write at once, however large', async () => {
    const {spool} = await aSpool()
    const pad = 'x'.repeat(20_000)
    const write = async (reading: number) => {
      const rows = Array.from({length: 100}, (_, index) => rowAt(noon, reading * 1000 + index, {pad}))
      await spool.write(rows, reading)
      spool.accept(reading, all)
    }
    await Promise.all([1, 2, 3].map(write))
    const rows = await taken(spool, noon)
    expect(new Set(rows.map(row => row.record.Identity)).size).toBe(300)
    expect(rows.every(row => row.record.AuditData.includes(pad))).toBe(true)
  })

  test.for([undefined, newBlockCipher()])(
    'takes a busy half hour in parts that tile it, each row once, sealed: %o',
    async seal => {
      const folder = join(await aFolder(), 'spool')
      const spool = new Spool(machineDisk, folder, seal)
      const answers = [0, 1, 2, 3].map(reading =>
        Array.from({length: 360}, (_none, index) => {
          // Longer than what is read from the disk at once, now and then.
          const pad = 'é'.repeat(index % 100 === 0 ? 700_000 : 3_000)
          return rowAt(noon + ((index * 7) % 360) * 5 * second, reading * 360 + index, {pad})
        }),
      )
      for (const [reading, rows] of answers.entries()) {
        await spool.write(rows, reading)
        spool.accept(reading, halfHour)
      }
      const parts: PartitionChunk[] = []
      for await (const part of spool.take(noon)) parts.push(part)
      expect(parts.length).toBeGreaterThan(3)
      expect(tilingFaults(halfHour, parts)).toEqual({missing: [], double: []})
      for (const {start, end, rows} of parts) expect(rows.every(({time}) => start <= time && time < end)).toBe(true)
      const written = answers.flat().sort((a, b) => a.time - b.time)
      const back = parts.flatMap(({rows}) => [...rows].sort((a, b) => a.time - b.time || a.reading - b.reading))
      const short = ({record: {AuditData, ...columns}}: Row) => ({...columns, text: sha256(AuditData)})
      expect(back.map(short)).toEqual(written.map(short))
      expect(await readdir(folder)).toEqual([])
    },
  )

  const torn = [10, 10_000].flatMap(kilobytes =>
    [undefined, newBlockCipher()].map((seal): [number, BlockCipher | undefined] => [kilobytes, seal]),
  )
  test.for(torn)('says so when a half hour of %i kB ends inside a row, sealed: %o', async ([kilobytes, seal]) => {
    const folder = join(await aFolder(), 'spool')
    const spool = new Spool(machineDisk, folder, seal)
    await spool.write([rowAt(noon, 1), rowAt(noon + second, 2, {pad: 'x'.repeat(1000 * kilobytes)})], 1)
    spool.accept(1, halfHour)
    const [name = ''] = await readdir(folder)
    const path = join(folder, name)
    await truncate(path, (await stat(path)).size - 1)
    expect(await failureOf(taken(spool, noon))).toMatchObject({code: 'FOLDER_IO'})
  })

  test('says what the disk refuses', async () => {
    const file = join(await aFolder(), 'file')
    await writeFile(file, '')
    const spool = new Spool(machineDisk, join(file, 'spool'))
    expect(await failureOf(spool.write([rowAt(noon, 1)], 1))).toMatchObject({code: 'FOLDER_IO'})
  })
})

test('every character survives, in AuditData and in the columns', async () => {
  const text = fc.string({unit: 'binary', maxLength: 20})
  const odd = fc.constantFrom('\0', '\n', '\r\n', '\u2028', '\ufeff', '"', '\\', '😀', '', '}\n{', '[]\n')
  const folder = await aFolder()
  let number = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.oneof(text, odd), fc.oneof(text, odd)), {maxLength: 5}), async pairs => {
      const spool = new Spool(machineDisk, join(folder, `${number++}`))
      const rows: Row[] = pairs.map(([data, column]) => ({
        ...aRow(),
        record: {...aRow().record, AuditData: data, UserIds: column, Operations: data, Identity: column},
      }))
      await spool.write(rows, 1)
      spool.accept(1, all)
      const back = await taken(spool, Math.floor(aRow().time / partitionLength) * partitionLength)
      expect(back.map(row => row.record)).toEqual(rows.map(row => row.record))
    }),
    {numRuns: 20},
  )
})
