/** An encrypted month that is stopped or killed at random moments and goes on, from sealed journals alone. */
import {once} from 'node:events'
import {cpSync, readdirSync} from 'node:fs'
import {generateX25519Identity, identityToRecipient} from 'age-encryption'
import {expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {Failure} from '../../src/wire/failure.ts'
import {seeded} from '../builders.ts'
import {temporaryFolder} from '../runner.ts'
import {hour, period, records, searching} from './interrupted.ts'
import {exportMonth, longAfter, type MonthOptions, type MonthResult} from './month.ts'
import {open} from './open.ts'
import {ArtifactStore} from './store.ts'

const identity = await generateX25519Identity()
export const sealing = {
  'encrypt-to': await identityToRecipient(identity),
  'state-key': 'a key of the tests, and of nothing else',
}
export const otherKey = {'state-key': 'another key of the tests, 0123456789'}

interface Read extends MonthResult {
  searches: number
  asked: {start: number; end: number}[]
  /** A workspace as it lay on the disk at the moment of the interruption: what a process that is killed leaves behind. */
  left: string
}

/**
 * Looks at the disk with every search.
 * @param stopAt the number of the search at which the run is cancelled.
 * @param silentFrom that of the first one that the service does not answer any more.
 */
export async function read(options: MonthOptions = {}, stopAt = Infinity, silentFrom = Infinity): Promise<Read> {
  const controller = new AbortController()
  const workspace = options.workspace ?? temporaryFolder()
  const left = temporaryFolder()
  const asked: Read['asked'] = []
  const seen: string[] = []
  const result = await exportMonth({
    ...options,
    workspace,
    simulator: {records},
    inputs: {period, ...sealing, ...options.inputs},
    cancelled: controller.signal,
    intercept: searching(async (search, question, signal) => {
      asked.push(question)
      seen.push(...open(workspace))
      if (search >= silentFrom) await once(signal, 'abort')
      if (search !== stopAt) return
      cpSync(workspace, left, {recursive: true})
      controller.abort(new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'}))
    }),
  })
  expect([...seen, ...open(workspace)]).toEqual([])
  return {...result, searches: asked.length, asked, left}
}

const plain = exportMonth({simulator: {records}, inputs: {period}, intercept: searching(() => {})})
export const whole = read()
export const part = async (share: number) => 1 + Math.floor(share * (await whole).searches)

export const proven = ({folder}: MonthResult) =>
  folder?.manifest.windows.filter(window => window.status !== 'gap') ?? []
export const takenOver = ({folder}: MonthResult) =>
  folder?.manifest.windows.filter(({began}) => began !== undefined) ?? []
/** Windows that were taken over and are read again, to compare them. */
export const sample = 3

/** Questions about nothing but a window that was taken over, whose edges they may reach beyond. */
export const askedAgain = (result: Read) =>
  result.asked.filter(({start, end}) =>
    takenOver(result).some(taken => Date.parse(taken.start) - 60_000 <= start && end <= Date.parse(taken.end) + 60_000),
  )
export const warnings = ({annotations}: MonthResult) =>
  annotations.filter(({level}) => level === 'warning').map(({message}) => message)

/** Complete, proven with the private key, and inside the bytes of the plain export that nothing interrupted. */
export async function expectWhole(result: MonthResult): Promise<void> {
  expect(result.outputs.status).toBe('complete')
  expect((await verifyFolder(machineDisk, result.directory, {identities: [identity]})).faults).toEqual([])
  const files = result.folder?.manifest.files.filter(file => file.name.startsWith('audit-')) ?? []
  expect(Object.fromEntries(files.map(({name, plain}) => [name.replace(/\.age$/, ''), plain?.sha256]))).toEqual(
    (await plain).folder?.data,
  )
  expect(readdirSync(result.directory).filter(name => name.startsWith('.'))).toEqual([])
}

/** So many interruptions, on another machine. */
export function resumeEncryptedAfterStops(count: number): void {
  const random = seeded(13)
  test.each(Array.from({length: count}, (_, run) => [run, 0.02 + 0.96 * random()]))(
    'holds the bytes of the uninterrupted one: run %i, after %f of it',
    async (run, share) => {
      const artifacts = new ArtifactStore()
      const inputs = {concurrency: String(1 + (run % 3))}
      const first = await read({artifacts, inputs}, await part(share))
      expect(first.outputs.status).toBe('incomplete')
      expect(artifacts.kept.flatMap(({folder}) => open(folder))).toEqual([])
      const second = await read({artifacts, inputs, now: longAfter + hour})
      await expectWhole(second)
      expect(takenOver(second)).toHaveLength(proven(first).length)
      expect(askedAgain(second).length).toBeLessThanOrEqual(sample)
    },
  )
}

/** So many kills, in the same folder. */
export function resumeEncryptedAfterKills(count: number): void {
  const random = seeded(17)
  test.each(Array.from({length: count}, (_, run) => [run, 0.05 + 0.94 * random()]))(
    'is gone on with in its folder: run %i, after %f of it',
    async (run, share) => {
      const inputs = {concurrency: String(1 + (run % 3))}
      const {left} = await read({inputs}, await part(share))
      expect(open(left)).toEqual([])
      const second = await read({inputs, workspace: left, now: longAfter + hour})
      await expectWhole(second)
      if (share > 0.4) expect(takenOver(second).length).toBeGreaterThan(0)
      expect(askedAgain(second).length).toBeLessThanOrEqual(sample)
    },
  )
}
