import {execFileSync} from 'node:child_process'
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {aFolder} from '../builders.ts'

async function read(path: string): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of await machineDisk.readPlainFile(path)) parts.push(part)
  return Buffer.concat(parts).toString()
}

test('a plain file is read', async () => {
  const path = join(await aFolder(), 'file')
  writeFileSync(path, 'content')
  expect(await read(path)).toBe('content')
})

// Windows opens links, and has no pipes in its folders.
test.skipIf(process.platform === 'win32').each<[string, (path: string) => void]>([
  ['a link', path => symlinkSync(import.meta.filename, path)],
  ['a pipe without a writer', path => execFileSync('mkfifo', [path])],
  ['a folder', path => mkdirSync(path)],
  ['a device', path => symlinkSync('/dev/zero', path)],
  ['nothing', () => undefined],
])('%s is refused at once', async (_name, make) => {
  const path = join(await aFolder(), 'other')
  make(path)
  await expect(read(path)).rejects.toThrow()
})

test.skipIf(process.platform === 'win32')('a device itself is refused', async () => {
  await expect(read('/dev/zero')).rejects.toThrow('not a plain file')
})
