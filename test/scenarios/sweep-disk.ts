/** Writes of a small export to the disk, and every way they can fail: the same bytes, or nothing is claimed. */
import {cpSync, existsSync, readdirSync, readFileSync, renameSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative, sep} from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import {generateX25519Identity, identityToRecipient} from 'age-encryption'
import {describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {sha256} from '../evidence.ts'
import {temporaryFolder} from '../runner.ts'
import {faultyDisk, type Write} from './disk.ts'
import {expectSound} from './expect-month.ts'
import type {MonthOptions, MonthResult} from './month.ts'
import {ArtifactStore} from './store.ts'
import {places, sweepMonth} from './sweep.ts'

const codes = ['ENOSPC', 'EACCES', 'EPERM', 'EIO', 'EROFS']
/** An hour after the period, when a part of its records has come. */
const soon = Date.UTC(2026, 9, 7, 1)

const read = (options: MonthOptions = {}) =>
  sweepMonth({
    ...options,
    simulator: {arrival: true},
    inputs: {formats: 'csv,jsonl,parquet', columns: 'both', ...options.inputs},
  })

const artifacts = new ArtifactStore()
const early = read({now: soon, artifacts})
const faultless = read()
const recipient = await identityToRecipient(await generateX25519Identity())
const sealing = {'encrypt-to': recipient, 'state-key': 'a key of the tests, and of nothing else'}

/** The workspace of a run that was killed when it sent its fifth search. */
async function killed(inputs: Record<string, string> = {}): Promise<string> {
  const left = temporaryFolder()
  const workspace = temporaryFolder()
  let searches = 0
  await read({
    workspace,
    inputs,
    intercept: request => {
      if (request.url.includes('InvokeCommand') && ++searches === 5) cpSync(workspace, left, {recursive: true})
      return undefined
    },
  })
  return left
}

interface Beginning {
  workspace?: Promise<string>
  isKept?: boolean
  inputs?: Record<string, string>
}

/** What a run finds. */
const beginnings: Record<string, Beginning> = {
  nothing: {},
  'an earlier export in place': {workspace: early.then(({workspace}) => workspace)},
  'an earlier export kept as an artifact': {isKept: true},
  'what a killed run left': {workspace: killed()},
  'an earlier export in plain, and encrypts': {
    workspace: early.then(({workspace}) => workspace),
    inputs: {'encrypt-to': recipient},
  },
  'what a killed run sealed, and encrypts': {workspace: killed(sealing), inputs: sealing},
}

interface Struck {
  result: MonthResult
  writes: readonly Write[]
  /** The folder's files, as they were before the run and as they are. */
  before: Record<string, string>
  after: Record<string, string>
}

async function struck(beginning: Beginning, fails?: (write: Write) => string | undefined): Promise<Struck> {
  const workspace = temporaryFolder()
  const left = await beginning.workspace
  if (left !== undefined) cpSync(left, workspace, {recursive: true})
  const directory = join(workspace, 'm365-audit')
  const before = files(directory)
  const {disk, writes} = faultyDisk({nameOf: namesIn(workspace), ...(fails && {fails})})
  const {inputs = {}} = beginning
  const store = beginning.isKept ? {artifacts: await keptEarly()} : {}
  const result = await read({inputs, workspace, disk, ...store})
  return {result, writes, before, after: files(directory)}
}

/** A repository that keeps the earlier export and a last month's baseline, and nothing of the runs since. */
async function keptEarly(): Promise<ArtifactStore> {
  await early
  const {kept} = artifacts
  const lastMonth = kept
    .filter(({name}) => name.endsWith('-baseline'))
    .map(one => ({...one, id: kept.length + one.id, name: one.name.replace(/\d{8}T.*Z/, '2026-09')}))
  return Object.assign(new ArtifactStore(), {kept: [...kept, ...lastMonth]})
}

function namesIn(workspace: string): (path: string) => string | undefined {
  const temporary = join(tmpdir(), 'm365-audit-')
  return path => {
    if (path.startsWith(workspace)) return relative(workspace, path).split(sep).join('/').replace(/\d+/g, '#')
    if (!path.startsWith(temporary)) return undefined
    const [, rest] = /^(?:[0-9a-f]{8}-)?restored-(?:\d+-\w+)?(.*)$/.exec(path.slice(temporary.length)) ?? []
    return rest === undefined ? undefined : `restored-${rest.split(sep).join('/').replace(/\d+/g, '#')}`
  }
}

/** SHA-256 of each; hidden ones are not the export. */
function files(directory: string): Record<string, string> {
  if (!existsSync(directory)) return {}
  const names = readdirSync(directory).filter(name => !name.startsWith('.'))
  return Object.fromEntries(names.map(name => [name, sha256(readFileSync(join(directory, name)))]))
}

/** The bytes of the faultless export and `complete`, or a failure with a code. */
async function expectHonest({result}: Struck): Promise<'whole' | 'failed'> {
  const {outputs, annotations, directory} = result
  const said = annotations.map(({message}) => message).join('\n')
  if (outputs.status === 'failed') {
    expect(said).toMatch(/\[FOLDER_(DISK_FULL|NOT_WRITABLE|IO)\]/)
    return 'failed'
  }
  expect(outputs.status).toBe('complete')
  const left = said.includes('[FOLDER_STAYS]') ? hiddenIn(directory) : []
  if (left.length > 0) {
    // What could not be removed is told, and found by verify; without it, all is well.
    const {faults} = await verifyFolder(machineDisk, directory)
    expect(new Set(faults)).toEqual(new Set(left.map(name => `${name} is hidden, and no part of the export.`)))
    const aside = temporaryFolder()
    for (const name of left) renameSync(join(directory, name), join(aside, name))
    await expectFaultless(result)
    for (const name of left) renameSync(join(aside, name), join(directory, name))
  } else await expectFaultless(result)
  expect(contents(result)).toEqual(contents(await faultless))
  if (said.includes('[FOLDER_STAYS]')) return 'whole'
  expect(hiddenIn(directory)).toEqual([])
  return 'whole'
}

/** What an export never leaves, other than journals for the next run. */
function hiddenIn(directory: string): string[] {
  return readdirSync(directory).filter(name => name.startsWith('.'))
}

async function expectFaultless(result: MonthResult): Promise<void> {
  expect((await verifyFolder(machineDisk, result.directory)).faults).toEqual([])
  if (!result.folder?.manifest.encryption) await expectSound(result)
}

/** What stays on the disk is told as an error, and takes nothing from the export. */
function isMistake({level, message}: MonthResult['annotations'][number]): boolean {
  return level === 'error' && !message.includes('[FOLDER_STAYS]')
}

/** SHA-256 of what the files of records hold, by name. */
function contents({folder}: MonthResult): Record<string, string> {
  const data = (folder?.manifest.files ?? []).filter(({name}) => name.startsWith('audit-'))
  return Object.fromEntries(data.map(({name, sha256, plain}) => [name.replace(/\.age$/, ''), plain?.sha256 ?? sha256]))
}

/** What was found there, as the manifest names it. */
function earlierOf({result}: Struck): string | undefined {
  return result.folder?.manifest.earlier?.manifest
}

/** Of each kind of write the first, one in the middle and the last; of those, one in so many. */
function chosen(writes: readonly Write[], oneIn: number): {write: Write; code: string | undefined}[] {
  const last = new Map(writes.map(({kind, nth}) => [kind, nth]))
  const telling = writes.filter(({kind, nth}) => {
    const count = last.get(kind) ?? nth
    return nth === 1 || nth === Math.ceil(count / 2) || nth === count
  })
  const struck = new Set(places(telling.length, oneIn))
  return telling
    .map((write, index) => ({write, code: codes[index % codes.length]}))
    .filter((_place, index) => struck.has(index + 1))
}

/** Strikes one in so many of the places at which a write can fail; and half as many from which on every write fails. */
export function sweepDisk(oneIn: number): void {
  describe.each(Object.entries(beginnings))('a run that finds %s', (_name, beginning) => {
    let undisturbed: Promise<Struck> | undefined
    const sound = () => {
      undisturbed ??= struck(beginning)
      return undisturbed
    }

    test('is whole, or fails and leaves the folder as it was, when a write fails once', async () => {
      expect(await expectHonest(await sound())).toBe('whole')
      for (const {write, code} of chosen((await sound()).writes, oneIn)) {
        const done = await struck(beginning, one => (isDeepStrictEqual(one, write) ? code : undefined))
        if ((await expectHonest(done)) === 'failed') expect(done.after).toEqual(done.before)
        else expect(done.result.annotations.filter(isMistake)).toEqual([])
      }
    })

    test('can be run again when the disk failed from some write on', async () => {
      for (const {write, code} of chosen((await sound()).writes, 2 * oneIn)) {
        let isBroken = false
        const done = await struck(beginning, one => {
          isBroken ||= isDeepStrictEqual(one, write)
          return isBroken ? code : undefined
        })
        const became = await expectHonest(done)
        const {faults} = await verifyFolder(machineDisk, done.result.directory)
        if (became === 'failed' && faults.length === 0) expect(done.after).toEqual(done.before)

        const again = await struck({...beginning, workspace: Promise.resolve(done.result.workspace)})
        expect(await expectHonest(again)).toBe('whole')
        if (became === 'failed') expect(earlierOf(again)).toEqual(earlierOf(await sound()))
      }
    })
  })
}

/** A run that finds what earlier runs kept, while every write of a kind is refused. @returns how many were. */
export async function refusing(kind: string): Promise<number> {
  let refused = 0
  const done = await struck({isKept: true}, write => {
    if (write.kind !== kind) return undefined
    refused++
    return 'EACCES'
  })
  expect(await expectHonest(done)).toBe('whole')
  return refused
}
