/** An encrypted month that stops and goes on: from sealed journals alone, on this machine or another, and only with the key. */
import {once} from 'node:events'
import {cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {generateX25519Identity, identityToRecipient} from 'age-encryption'
import {afterAll, describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {Failure} from '../../src/wire/failure.ts'
import {seeded} from '../builders.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {hour, period, records, runs, searching} from './interrupted.ts'
import {exportMonth, longAfter, type MonthOptions, type MonthResult} from './month.ts'
import {open} from './open.ts'
import {ArtifactStore} from './store.ts'

afterAll(cleanUp)

const identity = await generateX25519Identity()
const sealing = {
  'encrypt-to': await identityToRecipient(identity),
  'state-key': 'a key of the tests, and of nothing else',
}
const otherKey = {'state-key': 'another key of the tests, 0123456789'}

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
async function read(options: MonthOptions = {}, stopAt = Infinity, silentFrom = Infinity): Promise<Read> {
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
const whole = read()
const part = async (share: number) => 1 + Math.floor(share * (await whole).searches)

const proven = ({folder}: MonthResult) => folder?.manifest.windows.filter(window => window.status !== 'gap') ?? []
const takenOver = ({folder}: MonthResult) => folder?.manifest.windows.filter(({began}) => began !== undefined) ?? []
/** Questions about nothing but a window that was taken over, whose edges they may reach beyond. */
const askedAgain = (result: Read) =>
  result.asked.filter(({start, end}) =>
    takenOver(result).some(taken => Date.parse(taken.start) - 60_000 <= start && end <= Date.parse(taken.end) + 60_000),
  )
const warnings = ({annotations}: MonthResult) =>
  annotations.filter(({level}) => level === 'warning').map(({message}) => message)

/** Complete, proven with the private key, and inside the bytes of the plain export that nothing interrupted. */
async function expectWhole(result: MonthResult): Promise<void> {
  expect(result.outputs.status).toBe('complete')
  expect((await verifyFolder(machineDisk, result.directory, {identities: [identity]})).faults).toEqual([])
  const files = result.folder?.manifest.files.filter(file => file.name.startsWith('audit-')) ?? []
  expect(Object.fromEntries(files.map(({name, plain}) => [name.replace(/\.age$/, ''), plain?.sha256]))).toEqual(
    (await plain).folder?.data,
  )
  expect(readdirSync(result.directory).filter(name => name.startsWith('.'))).toEqual([])
}

describe('an encrypted month that was interrupted, resumed on another machine', () => {
  const random = seeded(13)
  test.each(Array.from({length: runs}, (_, run) => [run, 0.02 + 0.96 * random()]))(
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
      expect(askedAgain(second)).toEqual([])
    },
  )

  test('and interrupted again, and again', async () => {
    const artifacts = new ArtifactStore()
    let last = await read({artifacts}, await part(0.2))
    for (let run = 1; last.outputs.status === 'incomplete' && run < 20; run++)
      last = await read({artifacts, now: longAfter + run * hour}, await part(0.35))
    await expectWhole(last)
    expect(new Set(last.folder?.manifest.windows.map(window => window.began)).size).toBeGreaterThan(2)
  })

  test('stops at its deadline, too, and says from where it went on', async () => {
    const artifacts = new ArtifactStore()
    const first = await read({artifacts, settings: {deadline: 3000}}, Infinity, await part(0.5))
    expect(first.folder?.gaps.map(({code}) => code)).toContain('DEADLINE')
    expect(artifacts.kept.map(({name}) => name.endsWith('-state'))).toContain(true)
    const second = await read({artifacts, now: longAfter + hour})
    await expectWhole(second)
    const {resumed, notes} = second.folder?.manifest ?? {}
    expect(resumed?.windows).toBeGreaterThan(0)
    expect(notes?.join()).toContain('were taken over from an interrupted run')
  })

  test('is read anew once it was whole: what came since is what the rerun is for', async () => {
    const artifacts = new ArtifactStore()
    await read({artifacts}, await part(0.6))
    await read({artifacts, now: longAfter + hour})
    const third = await read({artifacts, now: longAfter + 2 * hour})
    await expectWhole(third)
    expect(third.folder?.manifest.resumed).toBeUndefined()
    expect(third.searches).toBe((await whole).searches)
  })
})

describe('an encrypted month whose run was killed', () => {
  const random = seeded(17)
  test.each(Array.from({length: runs}, (_, run) => [run, 0.05 + 0.94 * random()]))(
    'is gone on with in its folder: run %i, after %f of it',
    async (run, share) => {
      const inputs = {concurrency: String(1 + (run % 3))}
      const {left} = await read({inputs}, await part(share))
      expect(open(left)).toEqual([])
      const second = await read({inputs, workspace: left, now: longAfter + hour})
      await expectWhole(second)
      if (share > 0.4) expect(takenOver(second).length).toBeGreaterThan(0)
      expect(askedAgain(second)).toEqual([])
    },
  )

  test('hands on what it found when it stops in turn', async () => {
    const killed = await read({}, await part(0.4))
    const {left} = killed
    const artifacts = new ArtifactStore()
    await read({workspace: left, artifacts}, 5)
    const last = await read({artifacts, now: longAfter + hour})
    await expectWhole(last)
    expect(takenOver(last).length).toBeGreaterThan(proven(killed).length)
    expect(askedAgain(last)).toEqual([])
  })
})

describe('of what an interrupted run handed on, nothing is believed', () => {
  const journalOf = (workspace: string) => join(workspace, 'm365-audit', '.interrupted-1', 'journal')
  const rowsOf = (journal: string) =>
    readdirSync(journal)
      .filter(name => name.endsWith('.rows.gz'))
      .map(name => join(journal, name))
  const flip = (path: string, at: number) => {
    const bytes = readFileSync(path)
    const place = at < 0 ? bytes.length + at : at
    bytes.writeUInt8((bytes[place] ?? 0) ^ 1, place)
    writeFileSync(path, bytes)
  }
  /** Where the n-th block of a file begins. */
  const blockAt = (bytes: Buffer, number: number): number =>
    number === 0 ? 0 : afterBlock(bytes, blockAt(bytes, number - 1))
  const afterBlock = (bytes: Buffer, at: number) => at + 4 + 12 + bytes.readUInt32BE(at) + 16
  const swapLines = (journal: string) => {
    const path = join(journal, 'journal.jsonl')
    const bytes = readFileSync(path)
    const [one, two, three] = [1, 2, 3].map(number => blockAt(bytes, number)) as [number, number, number]
    const parts = [bytes.subarray(0, one), bytes.subarray(two, three), bytes.subarray(one, two), bytes.subarray(three)]
    writeFileSync(path, Buffer.concat(parts))
  }
  const all = Number.POSITIVE_INFINITY

  test.each<[string, (journal: string) => void, number]>([
    ['whose rows were altered', journal => flip(rowsOf(journal)[0] ?? '', -1), 1],
    [
      'whose rows are another window’s',
      journal => {
        const [one = '', two = ''] = rowsOf(journal)
        renameSync(one, `${one}.aside`)
        renameSync(two, one)
        renameSync(`${one}.aside`, two)
      },
      2,
    ],
    ['whose lines changed places', swapLines, all],
    ['whose last line was altered', journal => flip(join(journal, 'journal.jsonl'), -1), 1],
    ['whose last line was cut', journal => cutEnd(join(journal, 'journal.jsonl'), 9), 1],
    ['whose first line was altered', journal => flip(join(journal, 'journal.jsonl'), 20), all],
    ['that has no beginning', journal => rmSync(join(journal, 'journal.jsonl')), all],
  ])('%s', async (_name, damage, lost) => {
    const first = await read({}, await part(0.7))
    const known = proven(first).length
    expect(known).toBeGreaterThan(4)
    damage(journalOf(first.workspace))
    const second = await read({workspace: first.workspace, now: longAfter + hour})
    expect(second.folder?.manifest.resumed?.windows ?? 0).toBe(Math.max(0, known - lost))
    await expectWhole(second)
  })

  const cutEnd = (path: string, bytes: number) => writeFileSync(path, readFileSync(path).subarray(0, -bytes))

  test.each<[string, (workspace: string) => void, Record<string, string>]>([
    ['with another key', () => {}, otherKey],
    ['when the salt was altered', workspace => flip(join(journalOf(workspace), 'seal.json'), 60), {}],
    ['when it is of a format that nobody knows', workspace => flip(join(journalOf(workspace), 'seal.json'), 13), {}],
  ])('%s, which is said', async (_name, damage, inputs) => {
    const first = await read({}, await part(0.7))
    damage(first.workspace)
    const second = await read({workspace: first.workspace, inputs, now: longAfter + hour})
    expect(warnings(second).filter(words => words.includes('STATE_KEY_OTHER'))).toHaveLength(1)
    expect(second.folder?.manifest.notes.join()).toContain('STATE_KEY_OTHER')
    expect(second.folder?.manifest.resumed).toBeUndefined()
    await expectWhole(second)
  })

  test('with another key on another machine, which is said', async () => {
    const artifacts = new ArtifactStore()
    await read({artifacts}, await part(0.7))
    const second = await read({artifacts, inputs: otherKey, now: longAfter + hour})
    expect(warnings(second).join()).toContain('STATE_KEY_OTHER')
    await expectWhole(second)
  })

  test('without the key, which is said, wherever it lies', async () => {
    const artifacts = new ArtifactStore()
    const first = await read({artifacts}, await part(0.7))
    for (const place of [{workspace: first.workspace}, {artifacts}]) {
      const second = await read({...place, inputs: {'state-key': ''}, now: longAfter + hour})
      expect(warnings(second).join()).toContain('STATE_KEY_MISSING')
      expect(second.folder?.manifest.resumed).toBeUndefined()
      await expectWhole(second)
    }
  })

  test('when somebody put a readable journal in its place', async () => {
    const artifacts = new ArtifactStore()
    await read({artifacts}, await part(0.7))
    const state = artifacts.kept.find(({name}) => name.endsWith('-state'))
    const {left} = await killedInPlain()
    const forged = join(state?.folder ?? '', '.interrupted-1')
    rmSync(forged, {recursive: true})
    cpSync(join(left, 'm365-audit', '.unfinished'), forged, {recursive: true})
    const second = await read({artifacts, now: longAfter + hour})
    expect(second.folder?.manifest.resumed).toBeUndefined()
    await expectWhole(second)
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['without a state-key', {'state-key': ''}, /Without a state-key, an encrypted export hands nothing on/],
    ['with resume: off', {resume: 'off'}, /With resume: off, an encrypted export hands nothing on/],
  ])('for nothing is handed on %s', async (_name, inputs, said) => {
    const artifacts = new ArtifactStore()
    const first = await read({artifacts, inputs}, await part(0.7))
    expect(first.outputs.status).toBe('incomplete')
    expect(warnings(first).join()).toMatch(said)
    expect(readdirSync(first.directory).filter(name => name.startsWith('.'))).toEqual([])
    expect(artifacts.kept.some(({name}) => name.endsWith('-state'))).toBe(false)
  })
})

/** A plain run, as it lies on the disk midway. */
async function killedInPlain(): Promise<{left: string}> {
  const left = temporaryFolder()
  const workspace = temporaryFolder()
  const half = await part(0.7)
  const copyAt = (search: number) => {
    if (search === half) cpSync(workspace, left, {recursive: true})
  }
  await exportMonth({workspace, simulator: {records}, inputs: {period}, intercept: searching(copyAt)})
  return {left}
}

test('a readable journal is not left beside an encrypted export', async () => {
  const {left} = await killedInPlain()
  expect(open(left).some(path => path.endsWith('.rows.gz'))).toBe(true)
  const result = await exportMonth({
    workspace: left,
    simulator: {records},
    inputs: {period, ...sealing},
    intercept: searching(() => {
      expect(open(left)).toEqual([])
    }),
  })
  expect(result.folder?.manifest.resumed).toBeUndefined()
  await expectWhole(result)
})

test('the state holds journals alone, with names that tell nothing', async () => {
  const artifacts = new ArtifactStore()
  await read({artifacts}, await part(0.7))
  const {folder = ''} = artifacts.kept.find(({name}) => name.endsWith('-state')) ?? {}
  expect(existsSync(join(folder, '.interrupted-1', 'journal', 'seal.json'))).toBe(true)
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile())
  expect(
    files.map(({name}) => basename(name)).filter(name => !/^(seal\.json|journal\.jsonl|\d+\.rows\.gz)$/.test(name)),
  ).toEqual([])
})
