/** This machine's disk does what `Disk` says. */

import {spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {chmod, mkdir, readFile, stat, writeFile} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {machineDisk as disk} from '../../src/host/disk.ts'
import {aFolder} from '../builders.ts'

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts)
}

describe('the machine’s disk', () => {
  test('reads what was written, in any pieces and by any way', async () => {
    const folder = await aFolder()
    let number = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({maxLength: 200})),
        fc.integer({min: 1, max: 64}),
        async (parts, size) => {
          const whole = Buffer.concat(parts)
          const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(name => join(folder, `${name}${number}`)) as [
            string,
            string,
            string,
            string,
          ]
          number++
          await disk.writeFile(a, whole)
          await disk.writeFile(b, '')
          disk.sync.appendFile(c, Buffer.alloc(0))
          const stream = disk.writeStream(d)
          for (const part of parts) {
            await disk.appendFile(b, part)
            disk.sync.appendFile(c, part)
            stream.write(part)
          }
          stream.end()
          await once(stream, 'close')
          for (const path of [a, b, c, d]) {
            expect((await disk.readFile(path)).equals(whole)).toBe(true)
            expect(disk.sync.readFile(path).equals(whole)).toBe(true)
            expect((await bytesOf(disk.readStream(path))).equals(whole)).toBe(true)
            expect((await bytesOf(disk.readStream(path, size))).equals(whole.subarray(0, size))).toBe(true)
            expect(await disk.size(path)).toBe(whole.length)
            expect(disk.sync.size(path)).toBe(whole.length)
          }
          const file = disk.sync.openFile(a)
          const buffer = Buffer.alloc(size)
          const read: Buffer[] = []
          for (let position = 0; position <= whole.length; position += size) {
            const count = file.read(buffer, {at: 0, length: size, position})
            read.push(Buffer.from(buffer.subarray(0, count)))
          }
          file.close()
          expect(Buffer.concat(read).equals(whole)).toBe(true)
        },
      ),
      {numRuns: 30},
    )
  })

  test('never writes over a file that a stream should make', async () => {
    const path = join(await aFolder(), 'there')
    await writeFile(path, 'before')
    const [error] = (await once(disk.writeStream(path), 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('EEXIST')
    expect(await readFile(path, 'utf8')).toBe('before')
  })

  test('says by its code why an operation fails', async () => {
    const nowhere = join(await aFolder(), 'nowhere')
    const missing = {code: 'ENOENT'}
    for (const step of [
      () => disk.readFile(nowhere),
      () => disk.list(nowhere),
      () => disk.size(nowhere),
      () => disk.free(nowhere),
      () => disk.rename(nowhere, `${nowhere}-2`),
      () => disk.copy(nowhere, `${nowhere}-2`),
      () => bytesOf(disk.readStream(nowhere)),
    ])
      await expect(step()).rejects.toMatchObject(missing)
    for (const step of [disk.sync.readFile, disk.sync.size, disk.sync.removeFile, disk.sync.openFile])
      expect(() => step(nowhere)).toThrow(expect.objectContaining(missing))
  })

  test('makes folders with their parents, copies and removes them with all that is in them', async () => {
    const folder = await aFolder()
    const deep = join(folder, 'one', 'two')
    await disk.makeFolder(deep)
    await disk.makeFolder(deep)
    disk.sync.makeFolder(deep)
    await disk.writeFile(join(deep, 'file'), 'text')
    await disk.copy(join(folder, 'one'), join(folder, 'copy'))
    expect(String(await disk.readFile(join(folder, 'copy', 'two', 'file')))).toBe('text')
    await disk.rename(join(folder, 'copy'), join(folder, 'moved'))
    const entries = (await disk.list(join(folder, 'moved', 'two'))).map(entry => [
      entry.name,
      entry.isFile(),
      entry.isDirectory(),
    ])
    expect(entries).toEqual([['file', true, false]])
    expect(
      (await disk.list(folder))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(entry => [entry.name, entry.isDirectory()]),
    ).toEqual([
      ['moved', true],
      ['one', true],
    ])
    await disk.remove(join(folder, 'one'))
    await disk.remove(join(folder, 'one'))
    expect([disk.exists(deep), disk.exists(join(folder, 'moved'))]).toEqual([false, true])
  })

  test('makes a temporary folder of its own each time', async () => {
    const made = [
      await disk.makeTemporaryFolder('m365-audit-test-'),
      await disk.makeTemporaryFolder('m365-audit-test-'),
    ]
    expect(new Set(made).size).toBe(2)
    for (const path of made) {
      expect(path).toContain('m365-audit-test-')
      expect(disk.exists(path)).toBe(true)
      await disk.remove(path)
    }
    expect(dirname(made[0] ?? '')).toBe(dirname(made[1] ?? ''))
  })

  test('knows how much is free', async () => {
    expect(await disk.free(await aFolder())).toBeGreaterThan(0)
  })

  // The superuser may write everywhere.
  test.skipIf(process.getuid?.() === 0)('has nothing free where nothing can be written', async () => {
    const closed = join(await aFolder(), 'closed')
    await mkdir(closed)
    await chmod(closed, 0o555)
    await expect(disk.free(closed)).rejects.toMatchObject({code: 'EACCES'})
  })
})

describe.skipIf(process.getuid === undefined)('what the disk makes', () => {
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777

  test('is for this account alone: files 600, folders 700', async () => {
    const folder = join(await aFolder(), 'a', 'b')
    await disk.makeFolder(folder)
    const [written, appended, streamed, sync] = ['w', 'a', 's', 'y'].map(name => join(folder, name)) as [
      string,
      string,
      string,
      string,
    ]
    await disk.writeFile(written, 'x')
    await disk.appendFile(appended, Buffer.from('x'))
    disk.sync.appendFile(sync, Buffer.from('x'))
    const stream = disk.writeStream(streamed)
    stream.end('x')
    await once(stream, 'close')
    disk.sync.makeFolder(join(folder, 'c'))
    for (const path of [written, appended, streamed, sync]) expect(await modeOf(path)).toBe(0o600)
    for (const path of [folder, dirname(folder), join(folder, 'c')]) expect(await modeOf(path)).toBe(0o700)
  })

  test('in the folder for temporary files is removed by the next process when its own was killed', async () => {
    const mine = await disk.makeTemporaryFolder('test')
    await writeFile(join(mine, 'records'), 'x')
    const ended = spawnSync(process.execPath, ['-e', ''])
    const theirs = mine.replace(`-${process.pid}-`, `-${ended.pid}-`)
    await mkdir(theirs)
    await writeFile(join(theirs, 'records'), 'x')
    const foreign = theirs.replace('m365-audit-', 'other-')
    await mkdir(foreign)
    const removed = await disk.removeAbandoned()
    expect(removed).toContain(theirs)
    expect(removed).not.toContain(mine)
    expect([disk.exists(theirs), disk.exists(mine), disk.exists(foreign)]).toEqual([false, true, true])
    for (const path of [mine, foreign]) await disk.remove(path)
  })
})

test('a part of a file is read from anywhere in it', async () => {
  const path = join(await aFolder(), 'file')
  await disk.writeFile(path, '0123456789')
  expect(String(await bytesOf(disk.readRange(path, 3, 4)))).toBe('3456')
  expect(String(await bytesOf(disk.readRange(path, 8, 40)))).toBe('89')
})
