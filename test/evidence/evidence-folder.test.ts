import {spawnSync} from 'node:child_process'
import {chmod, mkdir, readdir, readFile, rename, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {checksums, clearAbandoned, EvidenceFolder, type FolderOwner} from '../../src/evidence/evidence-folder.ts'
import {diskFailure} from '../../src/files/disk-failure.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {Failure} from '../../src/wire/failure.ts'
import {aFolder, failureOf, guid} from '../builders.ts'
import {owner, sha256, someRows, writeEvidence} from '../evidence.ts'

const names = async (path: string) => (await readdir(path)).sort()

describe('a folder', () => {
  test('is made, with all that is above it', async () => {
    const path = join(await aFolder(), 'a', 'b')
    await EvidenceFolder.take(machineDisk, path, owner)
    expect(await names(path)).toEqual(['.unfinished'])
  })

  test('is filled aside, and put in place at the end', async () => {
    const path = await aFolder()
    const folder = await EvidenceFolder.take(machineDisk, path, owner)
    const file = await folder.write('summary.md', 'Zoë\n')
    expect(file).toMatchObject({name: 'summary.md', bytes: 5, sha256: sha256('Zoë\n')})
    expect(await names(path)).toEqual(['.unfinished'])
    await folder.write('manifest.json', '{}')
    await folder.write('SHA256SUMS', '')
    await folder.publish(['summary.md', 'manifest.json', 'SHA256SUMS'])
    expect(await names(path)).toEqual(['SHA256SUMS', 'manifest.json', 'summary.md'])
  })

  test('of the same question is replaced, without what the new export does not have', async () => {
    const path = await aFolder()
    await writeEvidence(path)
    await writeEvidence(path, {rows: someRows(3), formats: ['csv']})
    expect(await names(path)).toEqual([
      'SHA256SUMS',
      'VERIFY.txt',
      'audit-2026-10.csv',
      'manifest.json',
      'summary.md',
      'verify.html',
    ])
    expect((await verifyFolder(machineDisk, path)).faults).toEqual([])
  })

  test('stays whole while its successor is being read', async () => {
    const path = await aFolder()
    await writeEvidence(path)
    const folder = await EvidenceFolder.take(machineDisk, path, owner)
    await folder.write('audit-2026-10.csv', 'half')
    expect((await verifyFolder(machineDisk, path, {inUse: true})).faults).toEqual([])
    await folder.clear()
    expect((await verifyFolder(machineDisk, path)).faults).toEqual([])
  })

  test('of an export that was killed is taken again, and its leftovers go', async () => {
    const path = await aFolder()
    const killed = await EvidenceFolder.take(machineDisk, path, owner)
    await killed.write('audit-2026-10.csv', 'half')
    await writeFile(join(path, 'audit-2026-10.jsonl.gz'), 'half')
    expect((await verifyFolder(machineDisk, path)).faults[0]).toContain('There is no readable manifest.json')
    const folder = await EvidenceFolder.take(machineDisk, path, owner)
    expect(await names(folder.work)).toEqual([])
    await folder.write('manifest.json', '{}')
    await folder.write('SHA256SUMS', '')
    await folder.publish(['manifest.json', 'SHA256SUMS'])
    expect(await names(path)).toEqual(['SHA256SUMS', 'manifest.json'])
  })

  test('next to it, of another month whose run was killed, is cleared; that of a run at work is not', async () => {
    const parent = await aFolder()
    const [killed, atWork, mine] = await Promise.all(
      ['2026-08', '2026-09', '2026-10'].map(name => EvidenceFolder.take(machineDisk, join(parent, name), owner)),
    )
    for (const folder of [killed, atWork]) {
      await mkdir(folder?.journal ?? '', {recursive: true})
      await writeFile(join(folder?.journal ?? '', 'journal.jsonl'), 'proven')
      await folder?.write('audit-2026-10.csv', 'half')
    }
    const ended = spawnSync(process.execPath, ['-e', ''])
    const [machine] = machineDisk.processMark().split(' ')
    await writeFile(join(parent, '2026-08', '.unfinished', 'process'), `${machine} ${ended.pid}`)
    expect(await clearAbandoned(machineDisk, mine?.path ?? '')).toEqual([join(parent, '2026-08')])
    expect(await names(join(parent, '2026-08'))).toEqual(['.interrupted-1'])
    expect(await readFile(join(parent, '2026-08', '.interrupted-1', 'journal', 'journal.jsonl'), 'utf8')).toBe('proven')
    expect(await names(atWork?.work ?? '')).toEqual(['audit-2026-10.csv'])
    expect(await names(join(parent, '2026-10'))).toEqual(['.unfinished'])
  })

  test('that can’t be finished leaves the earlier export whole', async () => {
    const path = await aFolder()
    await writeEvidence(path)
    const before = await names(path)
    const folder = await EvidenceFolder.take(machineDisk, path, owner)
    for (const name of ['audit-2026-10.csv', 'manifest.json', 'SHA256SUMS']) await folder.write(name, 'new')
    await failureOf(folder.publish(['audit-2026-10.csv', 'not-there.html', 'manifest.json', 'SHA256SUMS']))
    await folder.clear()
    expect(await names(path)).toEqual(before)
    expect((await verifyFolder(machineDisk, path)).faults).toEqual([])
  })

  test('whose files were just being replaced when the run was killed is put back', async () => {
    const path = await aFolder()
    await writeEvidence(path)
    const before = await names(path)
    const killed = await EvidenceFolder.take(machineDisk, path, owner)
    const aside = join(path, '.unfinished', 'replaced')
    await mkdir(aside)
    for (const name of before) await rename(join(path, name), join(aside, name))
    const manifest = JSON.parse(await readFile(join(aside, 'manifest.json'), 'utf8'))
    manifest.files.push({name: 'audit-2026-10.parquet', bytes: 3, sha256: sha256('new')})
    for (const name of ['audit-2026-10.csv', 'audit-2026-10.parquet', 'SHA256SUMS']) await killed.write(name, 'new')
    await killed.write('manifest.json', JSON.stringify(manifest))
    for (const name of ['audit-2026-10.parquet', 'audit-2026-10.csv', 'SHA256SUMS'])
      await rename(join(killed.work, name), join(path, name))

    await EvidenceFolder.take(machineDisk, path, owner)
    expect(await names(path)).toEqual(['.unfinished', ...before].sort())
    expect((await verifyFolder(machineDisk, path, {inUse: true})).faults).toEqual([])
  })

  test('that can’t be finished has no manifest where there was none', async () => {
    const path = await aFolder()
    const folder = await EvidenceFolder.take(machineDisk, path, owner)
    await folder.write('manifest.json', '{}')
    await failureOf(folder.publish(['audit-2026-10.csv', 'manifest.json', 'SHA256SUMS']))
    expect(await names(path)).not.toContain('manifest.json')
  })
})

describe('a folder is refused, and left as it is,', () => {
  test.each<[string, FolderOwner]>([
    ['when it holds another month', {...owner, period: {...owner.period, label: '2026-09'}}],
    ['when it holds another tenant', {...owner, tenant: guid(9)}],
    ['when it holds the month of another zone', {...owner, period: {...owner.period, start: '2026-09-30T22:00:00Z'}}],
    ['when it holds other filters', {...owner, filters: {...owner.filters, users: ['ann@contoso.com']}}],
  ])('%s', async (_name, other) => {
    const path = await aFolder()
    await writeEvidence(path)
    const failure = await failureOf(EvidenceFolder.take(machineDisk, path, other))
    expect(failure.code).toBe('FOLDER_OF_ANOTHER_EXPORT')
    expect(failure.message).toContain('an export of 2026-10')
    expect((await verifyFolder(machineDisk, path)).faults).toEqual([])
  })

  test('when it holds files of others', async () => {
    const path = await aFolder()
    await writeFile(join(path, 'thesis.docx'), 'mine')
    const failure = await failureOf(EvidenceFolder.take(machineDisk, path, owner))
    expect(failure).toMatchObject({code: 'FOLDER_NOT_EMPTY', message: expect.stringContaining('thesis.docx')})
    expect(await names(path)).toEqual(['thesis.docx'])
  })

  test.each(['{}', 'not JSON'])('when its manifest is another’s (%s)', async text => {
    const path = await aFolder()
    await writeFile(join(path, 'manifest.json'), text)
    expect((await failureOf(EvidenceFolder.take(machineDisk, path, owner))).message).toContain('not this tool’s')
    expect(await readFile(join(path, 'manifest.json'), 'utf8')).toBe(text)
  })

  test('when it is a file, or lies below one', async () => {
    const file = join(await aFolder(), 'file')
    await writeFile(file, 'mine')
    for (const path of [file, join(file, 'below')])
      expect((await failureOf(EvidenceFolder.take(machineDisk, path, owner))).code).toBe('FOLDER_IS_A_FILE')
  })

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('when it can’t be written', async () => {
    const path = join(await aFolder(), 'locked')
    await mkdir(path)
    await chmod(path, 0o500)
    expect((await failureOf(EvidenceFolder.take(machineDisk, path, owner))).code).toBe('FOLDER_NOT_WRITABLE')
  })

  test('when somebody put files beside the export: verify would not accept them there', async () => {
    const path = await aFolder()
    await writeEvidence(path)
    await writeFile(join(path, 'notes.txt'), 'mine')
    expect((await failureOf(EvidenceFolder.take(machineDisk, path, owner))).code).toBe('FOLDER_NOT_EMPTY')
  })
})

describe('the disk’s words', () => {
  const error = (code: string) => Object.assign(new Error(`${code}: no`), {code})
  test.each([
    ['ENOSPC', 'FOLDER_DISK_FULL'],
    ['EDQUOT', 'FOLDER_DISK_FULL'],
    ['EACCES', 'FOLDER_NOT_WRITABLE'],
    ['EPERM', 'FOLDER_NOT_WRITABLE'],
    ['EROFS', 'FOLDER_NOT_WRITABLE'],
    ['EIO', 'FOLDER_IO'],
  ])('%s', (code, expected) => {
    expect(diskFailure(error(code), '/folder')).toMatchObject({
      code: expected,
      message: expect.stringContaining('/folder'),
    })
  })

  test('ours pass through', () => {
    const own = new Failure({code: 'X', message: '', remedy: ''})
    expect(diskFailure(own, '/folder')).toBe(own)
  })
})

test('checksums are what sha256sum reads, in the order of names', () => {
  const file = (name: string) => ({name, bytes: 1, sha256: sha256(name)})
  expect(checksums([file('b'), file('a')])).toBe(`${sha256('a')}  a\n${sha256('b')}  b\n`)
})
