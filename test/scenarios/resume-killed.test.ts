/** A run that is killed: the next one on the same folder goes on from what lies there, and believes none of it blindly. */
import {cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {seeded} from '../builders.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {hour, period, records, runs, searching} from './interrupted.ts'
import {exportMonth, faultsOf, longAfter, type MonthOptions, type MonthResult} from './month.ts'
import {expectSameData} from './same-data.ts'

afterAll(cleanUp)

interface Killed extends MonthResult {
  searches: number
  /** A workspace as it lay on the disk when the run was killed. */
  left: string
}

/** The disk as it is when the n-th search is sent: what a process that dies at that moment leaves behind. */
async function read(options: MonthOptions = {}, killAt = 0): Promise<Killed> {
  const left = temporaryFolder()
  const workspace = options.workspace ?? temporaryFolder()
  let searches = 0
  const result = await exportMonth({
    ...options,
    workspace,
    simulator: {records, ...options.simulator},
    inputs: {period, ...options.inputs},
    intercept: searching(search => {
      searches = search
      if (search === killAt) cpSync(workspace, left, {recursive: true})
    }),
  })
  return {...result, searches, left}
}

const whole = read()
const part = async (share: number) => 1 + Math.floor(share * (await whole).searches)

/** Proven windows that the killed run's journal names. */
function journaled(workspace: string): number {
  const path = join(workspace, 'm365-audit', '.unfinished', 'journal', 'journal.jsonl')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length - 1 : 0
}

describe('a killed run', () => {
  const random = seeded(11)
  test.each(Array.from({length: runs}, (_, run) => [run, 0.05 + 0.94 * random()]))(
    'is gone on with, to the same bytes: run %i, after %f of it',
    async (run, share) => {
      const inputs = {concurrency: String(1 + (run % 3))}
      const {left} = await read({inputs}, await part(share))
      const known = journaled(left)
      const second = await read({inputs, workspace: left, now: longAfter + hour})
      expect(second.outputs.status).toBe('complete')
      expectSameData(second.folder, (await whole).folder)
      expect(await faultsOf(second)).toEqual([])
      if (known > 0) expect(second.folder?.manifest.resumed).toEqual({windows: known, interrupted: known})
      expect(readdirSync(second.directory).filter(name => name.startsWith('.'))).toEqual([])
    },
  )

  test('loses the windows in flight, and no other', async () => {
    const {left} = await read({inputs: {concurrency: '1'}}, await part(0.9))
    const second = await read({inputs: {concurrency: '1'}, workspace: left})
    expect(second.folder?.manifest.resumed?.windows).toBeGreaterThan(5)
    expect(second.searches).toBeLessThan((await whole).searches / 2)
    expect(second.folder?.manifest.notes.join()).toContain('taken over from an interrupted run')
  })

  test('may be killed again, and again', async () => {
    let {left} = await read({}, await part(0.4))
    for (let kill = 0; kill < 3; kill++) left = (await read({workspace: left}, 5)).left
    const last = await read({workspace: left})
    expectSameData(last.folder, (await whole).folder)
    expect(await faultsOf(last)).toEqual([])
    expect(readdirSync(last.directory).filter(name => name.startsWith('.'))).toEqual([])
  })
})

describe('of what a killed run left, nothing is believed', () => {
  test('that a silent service said, also where all of it had been read', async () => {
    const simulator = {records, faults: 'always-empty'}
    const {searches} = await read({simulator})
    const {left} = await read({simulator}, searches)
    const second = await read({simulator, workspace: left})
    expect(second.folder?.manifest.resumed?.windows).toBeGreaterThan(5)
    expect(second.outputs.status).toBe('incomplete')
    expect(new Set(second.folder?.gaps.map(gap => gap.code))).toEqual(new Set(['NOTHING_ANYWHERE']))
  })

  const journalOf = (left: string) => join(left, 'm365-audit', '.unfinished', 'journal')

  test.each<[string, (journal: string) => void, number]>([
    [
      'whose rows were altered',
      journal => {
        const rows = join(journal, readdirSync(journal).find(name => name.endsWith('.rows.gz')) ?? '')
        const bytes = readFileSync(rows)
        bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1)
        writeFileSync(rows, bytes)
      },
      1,
    ],
    [
      'whose rows are missing',
      journal => rmSync(join(journal, readdirSync(journal).find(name => name.endsWith('.rows.gz')) ?? '')),
      1,
    ],
    [
      'whose line was cut',
      journal => {
        const path = join(journal, 'journal.jsonl')
        const text = readFileSync(path, 'utf8')
        writeFileSync(path, text.slice(0, -20))
      },
      1,
    ],
    ['that has no beginning', journal => writeFileSync(join(journal, 'journal.jsonl'), ''), Number.POSITIVE_INFINITY],
  ])('%s', async (_name, damage, lost) => {
    const {left} = await read({}, await part(0.7))
    const known = journaled(left)
    damage(journalOf(left))
    const second = await read({workspace: left})
    expect(second.folder?.manifest.resumed?.windows ?? 0).toBe(Math.max(0, known - lost))
    expectSameData(second.folder, (await whole).folder)
  })

  test.each<[string, Record<string, string>]>([
    ['for another question', {'exclude-record-types': 'SharePointFileOperation'}],
    ['for other pseudonyms', {'pseudonym-key': 'a key of the kind that openssl makes, 0123456789'}],
    ['with resume: off', {resume: 'off'}],
  ])('%s', async (_name, inputs) => {
    const {left} = await read({}, await part(0.7))
    const second = await read({workspace: left, inputs})
    expect(second.folder?.manifest.resumed).toBeUndefined()
    expect(second.outputs.status).toBe('complete')
    expect(readdirSync(second.directory).filter(name => name.startsWith('.'))).toEqual([])
  })

  test('when the export is encrypted without a state-key: then nothing lies there to go on from', async () => {
    const {generateX25519Identity, identityToRecipient} = await import('age-encryption')
    const inputs = {'encrypt-to': await identityToRecipient(await generateX25519Identity())}
    const {left} = await read({inputs}, await part(0.7))
    expect(existsSync(journalOf(left))).toBe(false)
    const second = await read({workspace: left, inputs})
    expect(second.outputs.status).toBe('complete')
    expect(second.folder?.manifest.resumed).toBeUndefined()
  })
})
