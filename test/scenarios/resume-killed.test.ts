/** A run that is killed: the next one on the same folder goes on from what lies there, and believes none of it blindly. */

import {cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'
import {records} from './interrupted.ts'
import {journaled, part, read, resumeAfterKills, whole} from './resume-after-kill.ts'

afterAll(cleanUp)

describe('a killed run', () => {
  resumeAfterKills(3)

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
    expectSameMonth(last, await whole)
    await expectSound(last)
    expect(readdirSync(last.directory).filter(name => name.startsWith('.'))).toEqual([])
  })
})

describe('of what a killed run left, nothing is believed', () => {
  test('that a silent service said, also where all of it had been read', async () => {
    const simulator = {records, faults: 'always-empty'}
    const inputs = {source: 'exchange'}
    const {searches} = await read({simulator, inputs})
    const {left} = await read({simulator, inputs}, searches)
    const second = await read({simulator, inputs, workspace: left})
    expect(second.folder?.manifest.resumed?.windows).toBeGreaterThan(5)
    expect(second.outputs.status).toBe('incomplete')
    expect(new Set(second.folder?.gaps.map(gap => gap.code))).toEqual(new Set(['NOTHING_ANYWHERE']))
  })

  const late = part(0.7).then(at => read({}, at))
  /** What it left, as a copy. */
  async function killed(): Promise<string> {
    const copy = temporaryFolder()
    cpSync((await late).left, copy, {recursive: true})
    return copy
  }

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
    const left = await killed()
    const known = journaled(left)
    damage(journalOf(left))
    const second = await read({workspace: left})
    expect(second.folder?.manifest.resumed?.windows ?? 0).toBe(Math.max(0, known - lost))
    expectSameMonth(second, await whole)
  })

  test.each<[string, Record<string, string>]>([
    ['for another question', {'exclude-record-types': 'SharePointFileOperation'}],
    ['for other pseudonyms', {'pseudonym-key': 'a key of the kind that openssl makes, 0123456789'}],
    ['with resume: off', {resume: 'off'}],
  ])('%s', async (_name, inputs) => {
    const left = await killed()
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
