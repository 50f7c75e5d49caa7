import {execFileSync} from 'node:child_process'
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {bundleHash} from '../src/bundle-hash.ts'
import {linkedFile, machineDisk} from '../src/host/disk.ts'
import {aFolder} from './builders.ts'

test('the hash of a program is the one that a shell prints', async () => {
  const folder = await aFolder()
  for (const name of ['index.js', '9.index.js', '10.index.js', 'B.js', 'a.js', 'package.json'])
    writeFileSync(join(folder, name), name)
  const before = await bundleHash(machineDisk, join(folder, 'index.js'))
  expect(before).toMatch(/^[0-9a-f]{64}$/)
  if (process.platform === 'linux') {
    const printed = execFileSync('sh', ['-c', 'LC_ALL=C sha256sum * | sha256sum'], {cwd: folder, encoding: 'utf8'})
    expect(printed).toBe(`${before}  -\n`)
  }
  writeFileSync(join(folder, 'a.js'), 'other')
  expect(await bundleHash(machineDisk, join(folder, 'index.js'))).not.toBe(before)
})

test('a program that is started by a link, as npx does, is the one behind it', async () => {
  const folder = await aFolder()
  for (const name of ['index.js', '9.index.js']) writeFileSync(join(folder, name), name)
  mkdirSync(join(folder, '.bin'))
  const link = join(folder, '.bin', 'm365-audit-export')
  symlinkSync('../index.js', link)
  const direct = await bundleHash(machineDisk, join(folder, 'index.js'))
  expect(direct).toBeDefined()
  expect(await bundleHash(machineDisk, await linkedFile(link))).toBe(direct)
  for (const script of [undefined, join(folder, 'no', 'index.js')]) expect(await linkedFile(script)).toBe(script)
})

test('what is not a bundle has none', async () => {
  const folder = await aFolder()
  writeFileSync(join(folder, 'main.ts'), '')
  mkdirSync(join(folder, 'bin'))
  symlinkSync('../main.ts', join(folder, 'bin', 'tool'))
  for (const script of [
    undefined,
    join(folder, 'main.ts'),
    join(folder, 'bin', 'tool'),
    join(folder, 'no', 'index.js'),
  ])
    expect(await bundleHash(machineDisk, script)).toBeUndefined()
})
