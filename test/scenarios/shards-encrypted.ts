/** Parts of an encrypted month, made by jobs of their own and merged; and ways to forge a part for someone who has every key. */
import {chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Decrypter, generateX25519Identity, identityToRecipient} from 'age-encryption'
import {expect} from 'vitest'
import {handedOnMac} from '../../src/evidence/handed-on-mac.ts'
import {machineDisk} from '../../src/host/disk.ts'
import type {Manifest} from '../../src/report/manifest.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import type {Disk} from '../../src/wire/disk.ts'
import {Failure} from '../../src/wire/failure.ts'
import {forge} from '../evidence.ts'
import {temporaryFolder} from '../runner.ts'
import {hour, searching} from './interrupted.ts'
import {exportMonth, longAfter, type MonthOptions, type MonthResult} from './month.ts'
import {open} from './open.ts'
import {ArtifactStore} from './store.ts'
import {smallTenant} from './tenant.ts'

const identity = await generateX25519Identity()
export const encryptTo = await identityToRecipient(identity)
export const stateKey = 'a key of the tests, and of nothing else'
export const otherKey = 'another key of the tests, 0123456789'
const sealing = {'encrypt-to': encryptTo, 'state-key': stateKey}

const period = '2026-10-01/2026-10-02'
const [from, to] = [Date.UTC(2026, 9, 1), Date.UTC(2026, 9, 2)]
const records = smallTenant({from, to, records: 160})
const facts = {
  repository: 'fabrikam/audit-archive',
  runId: '19283746',
  apiUrl: 'http://127.0.0.1/github',
  workflowRef: 'fabrikam/audit-archive/.github/workflows/audit.yml@refs/heads/main',
}

export async function read(options: MonthOptions = {}): Promise<MonthResult> {
  return await exportMonth({
    facts,
    simulator: {records},
    ...options,
    inputs: {period, formats: 'csv', sign: 'off', ...sealing, ...options.inputs},
  })
}

/** @returns the part's folder. */
export async function madePart(shard: string, options: MonthOptions = {}): Promise<string> {
  const {workspace, outputs} = await read({...options, inputs: {shard, ...options.inputs}})
  expect(outputs.status).toBe('complete')
  expect(options.inputs?.['encrypt-to'] === '' ? [] : open(workspace)).toEqual([])
  return join(workspace, 'm365-audit-parts', shard.replace('/', 'of'))
}

/** Each part in a sub-folder, as `actions/download-artifact` lays them. */
export function downloaded(parts: Readonly<Record<string, string>>): string {
  const workspace = temporaryFolder()
  for (const [name, part] of Object.entries(parts)) {
    const place = join(workspace, 'm365-audit-parts', name)
    mkdirSync(place, {recursive: true})
    cpSync(part, place, {recursive: true})
    chmodSync(place, 0o755)
    for (const file of readdirSync(place)) chmodSync(join(place, file), 0o644)
  }
  return workspace
}

/** Looks for open records with every call of the disk, besides those that the parts were given with. */
export async function merged(workspace: string, options: MonthOptions = {}): Promise<MonthResult> {
  const there = open(workspace)
  const {disk, seen} = watchedDisk(workspace)
  const result = await read({
    workspace,
    simulator: {records: []},
    disk,
    ...options,
    inputs: {mode: 'merge', period: 'auto', ...options.inputs},
  })
  const laid = [...seen(), ...open(workspace)].filter(path => !there.includes(path))
  if (options.inputs?.['encrypt-to'] !== '') expect(laid).toEqual([])
  return result
}

/** The machine's disk, and the files that lay open below the folder, or in a temporary one, after any of its calls. */
function watchedDisk(folder: string): {disk: Disk; seen: () => string[]} {
  const found = new Set<string>()
  const places = [folder]
  const look = () => {
    for (const place of places) for (const path of open(place)) found.add(path)
  }
  const changing = ['writeFile', 'appendFile', 'rename', 'copy', 'remove', 'makeFolder'] as const
  const disk: Disk = {
    ...machineDisk,
    ...Object.fromEntries(
      changing.map(name => [
        name,
        async (...given: [never, never]) => {
          look()
          await machineDisk[name](...given)
          look()
        },
      ]),
    ),
    writeStream: path => {
      const stream = machineDisk.writeStream(path)
      stream.on('close', look)
      return stream
    },
    makeTemporaryFolder: async purpose => {
      const place = await machineDisk.makeTemporaryFolder(purpose)
      places.push(place)
      return place
    },
  }
  return {disk, seen: () => [...found]}
}

/** A copy of a part that is changed, then closed again as only a holder of the state-key can. */
export async function forgedPart(
  part: string,
  change: (folder: string) => void | Promise<void>,
  manifest: (manifest: Manifest) => void = () => {},
): Promise<string> {
  const folder = join(temporaryFolder(), 'part')
  cpSync(part, folder, {recursive: true})
  await change(folder)
  await forge(folder, manifest)
  const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8')
  writeFileSync(join(folder, 'SHA256SUMS.mac'), handedOnMac(stateKey, 'export', sums))
  return folder
}

export const csvOf = (part: string) => join(part, readdirSync(part).find(name => /\.csv(\.gz)?\.age$/.test(name)) ?? '')

export async function decrypted(path: string, by = identity): Promise<Buffer> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(by)
  return Buffer.from(await decrypter.decrypt(readFileSync(path)))
}

/** What encrypted files hold, by the names that they would have in the open. */
const contentsOf = ({folder}: MonthResult) =>
  Object.fromEntries(
    (folder?.manifest.files ?? []).map(file => [file.name.replace(/\.age$/, ''), file.plain?.sha256 ?? file.sha256]),
  )

/** Proven with the private key, encrypted to the recipients alone, and inside what the other export has. */
export async function expectSameInside(result: MonthResult, whole: MonthResult): Promise<void> {
  expect(result.outputs, result.log.join('\n')).toMatchObject({
    status: 'complete',
    records: String(whole.folder?.manifest.records),
  })
  const {faults} = await verifyFolder(machineDisk, result.directory, {identities: [identity]})
  expect(faults).toEqual([])
  expect(result.folder?.manifest.encryption).toEqual({format: 'age-encryption.org/v1', recipients: 1})
  const names = Object.keys(contentsOf(whole)).filter(name => /^audit-|^findings|^baseline|^history/.test(name))
  expect(names.length).toBeGreaterThan(2)
  for (const name of names) expect(contentsOf(result)[name], name).toBe(contentsOf(whole)[name])
}

/** The second half is a gap, and what was not joined is named with the reason. */
export function expectLeftOut({outputs, folder}: MonthResult, said: RegExp): void {
  expect(outputs.status).toBe('incomplete')
  expect(folder?.gaps.map(({code}) => code)).toEqual(['PART_MISSING'])
  expect(folder?.manifest.merged?.parts.map(({folder: name}) => name)).toEqual(['one'])
  expect(folder?.manifest.reasons.join('\n')).toMatch(said)
}

/** A part whose run is stopped at a search; what lay on the disk at that moment, and what was uploaded afterwards. */
export async function stoppedPart(shard: string, stopAt: number) {
  const controller = new AbortController()
  const artifacts = new ArtifactStore()
  const [workspace, left] = [temporaryFolder(), temporaryFolder()]
  const result = await read({
    workspace,
    artifacts,
    inputs: {shard},
    cancelled: controller.signal,
    intercept: searching(search => {
      if (search !== stopAt) return
      cpSync(workspace, left, {recursive: true})
      controller.abort(new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'}))
    }),
  })
  expect(result.outputs.status).toBe('incomplete')
  expect([...open(workspace), ...open(left), ...artifacts.kept.flatMap(({folder}) => open(folder))]).toEqual([])
  return {artifacts, left}
}

/** The same part again, which reads less than the first time. */
export async function resumedPart(shard: string, options: MonthOptions): Promise<string> {
  const {workspace, outputs, folder} = await read({
    ...options,
    now: longAfter + hour,
    inputs: {shard},
    intercept: searching(() => {}),
  })
  expect(outputs.status).toBe('complete')
  expect(folder?.manifest.resumed?.windows).toBeGreaterThan(0)
  expect(open(workspace)).toEqual([])
  return join(workspace, 'm365-audit-parts', shard.replace('/', 'of'))
}
