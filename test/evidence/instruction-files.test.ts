/** VERIFY.txt: its commands are run on folders, whole and damaged, and it tells nothing of a tenant. */
import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {mkdir, readdir, readFile, rename, unlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {evidenceFiles} from '../../src/evidence/evidence-folder.ts'
import {instructions, verifyCommands, verifyPage} from '../../src/evidence/instruction-files.ts'
import {commandsFor} from '../../src/publish/report-proof.ts'
import {version} from '../../src/version.ts'
import {aFolder} from '../builders.ts'
import {aManifest, sha256, writeEvidence} from '../evidence.ts'

const [[, text]] = instructions() as [[string, string]]
const {bash, powershell} = verifyCommands

function run(command: string, cwd: string) {
  const {status, stdout, stderr} = spawnSync('bash', ['-c', command], {cwd, encoding: 'utf8', timeout: 60_000})
  return {status, stdout, stderr}
}

/** The lines of VERIFY.txt that stand apart as commands. */
const printed = [...text.matchAll(/^ {2}(\S.*)$/gm)].map(([, line = '']) => line)

describe('VERIFY.txt', () => {
  test('prints each command as it is tested', () => {
    for (const command of [...Object.values(bash), ...Object.values(powershell)]) expect(printed).toContain(command)
    const others = printed.filter(
      line => ![...Object.values<string>(bash), ...Object.values<string>(powershell)].includes(line),
    )
    expect(others).toEqual([
      'age --decrypt --identity ../key.txt --output ../audit.csv audit-PERIOD.csv.age',
      `npx ./m365-audit-export-${version}.tgz verify 'PATH/OF/THE/FOLDER'`,
    ])
  })

  test('has its commands in docs/verify.md too', () => {
    const page = readFileSync(new URL('../../docs/verify.md', import.meta.url), 'utf8')
    const {fingerprint, ...others} = bash
    expect(fingerprint).toContain('verify.html')
    for (const command of [...Object.values(others), powershell.sums, powershell.others])
      expect(page).toContain(command)
  })

  // test/publish/report-proof.test.ts runs these on signed folders.
  test('checks signature and timestamp by the commands that verify prints', () => {
    const manifest = {
      ...aManifest(),
      signature: {file: 'SHA256SUMS.p7s' as const, certificate: 'a'.repeat(64)},
      timestamp: {file: 'SHA256SUMS.tsr' as const, authority: 'tsa.example'},
    }
    expect(commandsFor(manifest, {})).toEqual([
      bash.sums,
      bash.signature,
      expect.stringContaining('openssl ts -verify'),
    ])
    expect(commandsFor(manifest, {trustedCa: '../authority.pem'})[2]).toBe(bash.timestamp)
  })

  test('is plain text that any editor shows: ASCII, lines without blanks at their ends, prose of at most 120 characters', () => {
    expect(text).toMatch(/^[\n\x20-\x7e]*\n$/)
    expect(text).not.toMatch(/[ \t]$/m)
    expect(text.split('\n').filter(line => line.length > 120 && !line.startsWith('  '))).toEqual([])
  })

  test('names every file that is made after the list', () => {
    for (const name of Object.values(evidenceFiles).filter(one => one !== 'manifest.json')) {
      const pattern = /-vxE '([^']*)'/.exec(bash.others)?.[1] ?? ''
      expect(new RegExp(`^${pattern}$`).test(name), name).toBe(true)
      expect(new RegExp(`^${pattern}$`).test(`${name}x`)).toBe(false)
    }
  })
})

describe.runIf(process.platform === 'linux')('its commands for bash', () => {
  test('say of a whole folder that every file is OK and none is added, and change nothing', async () => {
    const folder = await aFolder()
    const manifest = await writeEvidence(folder, {formats: ['csv', 'flat', 'jsonl']})
    const before = await readdir(folder)
    const sums = run(bash.sums, folder)
    expect(sums).toMatchObject({status: 0})
    for (const {name} of manifest.files) expect(sums.stdout).toContain(`${name}: OK`)
    expect(sums.stdout).toContain('VERIFY.txt: OK')
    expect(run(bash.others, folder)).toEqual({status: 1, stdout: '', stderr: ''})
    const list = sha256(await readFile(join(folder, 'SHA256SUMS')))
    expect(run(bash.fingerprint, folder).stdout).toBe(`${list}  SHA256SUMS\n${sha256(verifyPage())}  verify.html\n`)
    expect(await readdir(folder)).toEqual(before)
  })

  test('find a changed and a missing file', async () => {
    const folder = await aFolder()
    await writeEvidence(folder)
    await writeFile(join(folder, 'summary.md'), 'x')
    await unlink(join(folder, 'audit-2026-10.csv'))
    const {status, stdout} = run(bash.sums, folder)
    expect(status).not.toBe(0)
    expect(stdout).toContain('summary.md: FAILED')
    expect(stdout).toContain('audit-2026-10.csv: FAILED open or read')
  })

  test('list what was added, hidden names and look-alikes too', async () => {
    const folder = await aFolder()
    await writeEvidence(folder)
    const added = ['.hidden', 'Notes with blanks.txt', 'SHA256SUMS.bak', 'sub']
    for (const name of added.slice(0, 3)) await writeFile(join(folder, name), '')
    await mkdir(join(folder, 'sub'))
    await writeFile(join(folder, 'SHA256SUMS.mac'), '')
    const {status, stdout} = run(bash.others, folder)
    expect(status).toBe(0)
    expect(stdout.trim().split('\n').sort()).toEqual([...added].sort())
    await rename(join(folder, 'summary.md'), join(folder, 'Summary.md'))
    expect(run(bash.others, folder).stdout).toContain('Summary.md\n')
  })
})
