/** A folder is this account's by owner and modes, or it is not believed. */
import {chmodSync, chownSync, linkSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {whyNotOwn} from '../../src/restore/own-folder.ts'
import type {Disk} from '../../src/wire/disk.ts'
import {aFolder} from '../builders.ts'

const hasOwners = process.getuid !== undefined
const mayGiveAway = process.getuid?.() === 0

/** As an export leaves it. */
async function aJournal(): Promise<string> {
  const folder = join(await aFolder(), '.interrupted-1')
  await machineDisk.makeFolder(join(folder, 'journal'))
  await machineDisk.writeFile(join(folder, 'journal', 'journal.jsonl'), 'line\n')
  return folder
}

describe.skipIf(!hasOwners)('what an export left', () => {
  test('is its own', async () => {
    expect(await whyNotOwn(machineDisk, await aJournal())).toBeUndefined()
  })

  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'with a file as git checks it out',
      folder => chmodSync(join(folder, 'journal', 'journal.jsonl'), 0o644),
      /mode 644/,
    ],
    ['with a folder that others write', folder => chmodSync(join(folder, 'journal'), 0o777), /written by others/],
    [
      'with one more file, readable by the group',
      folder => writeFileSync(join(folder, 'x'), '', {mode: 0o640}),
      /x was not made/,
    ],
    ['with a link', folder => symlinkSync('/etc', join(folder, 'journal', 'link')), /neither a file nor a folder/],
    [
      'with a second name',
      folder => linkSync(join(folder, 'journal', 'journal.jsonl'), join(folder, 'name')),
      /second name/,
    ],
  ])('is not believed %s', async (_name, change, words) => {
    const folder = await aJournal()
    change(folder)
    expect(await whyNotOwn(machineDisk, folder)).toMatch(words)
  })

  test.skipIf(!mayGiveAway)('is not believed when it belongs to another account', async () => {
    const folder = await aJournal()
    chownSync(join(folder, 'journal', 'journal.jsonl'), 4711, 4711)
    expect(await whyNotOwn(machineDisk, folder)).toMatch(/another account/)
  })

  test('is not believed when it is a link to what is ours', async () => {
    const folder = await aJournal()
    const link = join(folder, '..', 'link')
    symlinkSync(folder, link)
    expect(await whyNotOwn(machineDisk, link)).toMatch(/neither a file nor a folder/)
  })

  test('is judged by the files that count, where they are named', async () => {
    const folder = await aJournal()
    mkdirSync(join(folder, 'part'), {mode: 0o755})
    writeFileSync(join(folder, 'part', 'x'), '', {mode: 0o644})
    expect(await whyNotOwn(machineDisk, folder)).toBeDefined()
    expect(await whyNotOwn(machineDisk, folder, {names: ['journal']})).toBeUndefined()
  })

  test('may be readable by others where it was unpacked from this run’s own artifact, and never writable', async () => {
    const folder = await aJournal()
    chmodSync(join(folder, 'journal', 'journal.jsonl'), 0o644)
    expect(await whyNotOwn(machineDisk, folder, {readable: true})).toBeUndefined()
    chmodSync(join(folder, 'journal', 'journal.jsonl'), 0o666)
    expect(await whyNotOwn(machineDisk, folder, {readable: true})).toMatch(/written by others/)
  })
})

test('where the system tells no owners, as on Windows, nothing is believed', async () => {
  const disk: Disk = {
    ...machineDisk,
    ownership: async path => ({...(await machineDisk.ownership(path)), isOwn: undefined}),
  }
  expect(await whyNotOwn(disk, await aJournal())).toMatch(/does not tell/)
})
