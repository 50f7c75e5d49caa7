/** An encrypted month that stops and goes on: from sealed journals alone, on this machine or another, and only with the key. */
import {cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {hour, period, records, searching} from './interrupted.ts'
import {exportMonth, longAfter} from './month.ts'
import {open} from './open.ts'
import {
  askedAgain,
  expectWhole,
  otherKey,
  part,
  proven,
  read,
  resumeEncryptedAfterKills,
  resumeEncryptedAfterStops,
  sample,
  sealing,
  takenOver,
  warnings,
  whole,
} from './resume-encrypted.ts'
import {ArtifactStore} from './store.ts'

afterAll(cleanUp)

const late = (async () => {
  const artifacts = new ArtifactStore()
  return {artifacts, ...(await read({artifacts}, await part(0.7)))}
})()

/** A run that was stopped after seven tenths, its workspace and its repository copied. */
async function stopped(): Promise<Awaited<typeof late>> {
  const {artifacts, ...first} = await late
  const workspace = temporaryFolder()
  cpSync(first.workspace, workspace, {recursive: true})
  return {...first, workspace, artifacts: artifacts.copy()}
}

describe('an encrypted month that was interrupted, resumed on another machine', () => {
  resumeEncryptedAfterStops(1)

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
    expect(notes?.join()).toMatch(/w(as|ere) taken over from an interrupted run/)
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
  resumeEncryptedAfterKills(1)

  test('hands on what it found when it stops in turn', async () => {
    const killed = await read({}, await part(0.4))
    const {left} = killed
    const artifacts = new ArtifactStore()
    await read({workspace: left, artifacts}, 12)
    const last = await read({artifacts, now: longAfter + hour})
    await expectWhole(last)
    expect(takenOver(last).length).toBeGreaterThan(proven(killed).length)
    expect(askedAgain(last).length).toBeLessThanOrEqual(sample)
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
    const first = await stopped()
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
    const first = await stopped()
    damage(first.workspace)
    const second = await read({workspace: first.workspace, inputs, now: longAfter + hour})
    expect(warnings(second).filter(words => words.includes('STATE_KEY_OTHER'))).toHaveLength(1)
    expect(second.folder?.manifest.notes.join()).toContain('STATE_KEY_OTHER')
    expect(second.folder?.manifest.resumed).toBeUndefined()
    await expectWhole(second)
  })

  test('with another key on another machine, which is said', async () => {
    const {artifacts} = await stopped()
    const second = await read({artifacts, inputs: otherKey, now: longAfter + hour})
    expect(warnings(second).filter(words => words.includes('STATE_UNSEALED'))).toHaveLength(1)
    expect(second.folder?.manifest.resumed).toBeUndefined()
    await expectWhole(second)
  })

  test('unless that key is the former one, given as such', async () => {
    const artifacts = new ArtifactStore()
    const first = await read({artifacts}, await part(0.7))
    const rotated = {...otherKey, 'previous-state-key': sealing['state-key']}
    for (const place of [{workspace: first.workspace}, {artifacts}]) {
      const second = await read({...place, inputs: rotated, now: longAfter + hour})
      expect(takenOver(second).length).toBeGreaterThan(0)
      expect(warnings(second)).toEqual([])
      await expectWhole(second)
    }
  })

  test('without the key, which is said, wherever it lies', async () => {
    const first = await stopped()
    const {artifacts} = first
    for (const place of [{workspace: first.workspace}, {artifacts}]) {
      const second = await read({...place, inputs: {'state-key': ''}, now: longAfter + hour})
      expect(warnings(second).join()).toContain('STATE_KEY_MISSING')
      expect(second.folder?.manifest.resumed).toBeUndefined()
      await expectWhole(second)
    }
  })

  test('when somebody put a readable journal in its place', async () => {
    const {artifacts} = await stopped()
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
    [
      'without a state-key',
      {'state-key': ''},
      /Without a state-key, an encrypted export leaves nothing for the next run/,
    ],
    ['with resume: off', {resume: 'off'}, /With resume: off, an encrypted export leaves nothing for the next run/],
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
  const {artifacts} = await stopped()
  const {folder = ''} = artifacts.kept.find(({name}) => name.endsWith('-state')) ?? {}
  expect(existsSync(join(folder, '.interrupted-1', 'journal', 'seal.json'))).toBe(true)
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile())
  expect(
    files
      .map(({name}) => basename(name))
      .filter(name => !/^(seal\.json|journal\.jsonl|\d+\.rows\.gz|SHA256SUMS(\.mac)?)$/.test(name)),
  ).toEqual([])
})
