/** A month that is exported again: what came late, what went away, and whether the export says so. */

import {createHash} from 'node:crypto'
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'
import {exportMonth, type MonthOptions, type MonthResult} from './month.ts'
import {ArtifactStore} from './store.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const hour = 3_600_000
const start = Date.UTC(2026, 9, 6)
const end = start + 24 * hour
const records = smallTenant({from: start, to: end, records: 900})
const period = '2026-10-06/2026-10-07'
const soon = end + hour
const final = end + 8 * 24 * hour

const read = (options: MonthOptions) =>
  exportMonth({
    ...options,
    simulator: {records, arrival: true, ...options.simulator},
    inputs: {period, ...options.inputs},
  })

/** Records that a search found at one moment and not yet at another. */
function arrived(result: MonthResult, after: number, until: number): string[] {
  const truth = [...result.simulator.truth(start, end)]
  return truth.filter(({found}) => after < found && found <= until).map(({id}) => id)
}

const warnings = ({annotations}: MonthResult) =>
  annotations.filter(({level}) => level === 'warning').map(({message}) => message)

describe('the difference to the earlier export', () => {
  test('is the tenant’s own: from the folder in place', async () => {
    const first = await read({now: soon})
    const second = await read({now: final, workspace: first.workspace})
    expect([first.outputs.status, second.outputs.status]).toEqual(['provisional', 'complete'])
    expect(first.folder?.manifest.earlier).toBeUndefined()

    const late = arrived(second, soon, final)
    expect(late.length).toBeGreaterThan(20)
    const hash = second.folder?.manifest.earlier?.manifest
    expect(second.folder?.manifest.earlier).toEqual({
      manifest: hash,
      status: 'provisional',
      finished: first.folder?.manifest.run.finished,
      added: late.length,
      own: 0,
      vanished: 0,
      changed: 0,
    })
    expect(second.folder?.rows).toHaveLength(records.length)
    await expectSound(second)
    expect(second.summary).toContain('Since the earlier export')
    expect(second.summary).toMatch(new RegExp(`${late.length} records were late`))
    expect(warnings(second)).toEqual([])
    expect(readFileSync(join(second.directory, 'report.html'), 'utf8')).toContain('Since the earlier export')
  })

  test('is the same from an earlier run’s artifact, on another machine', async () => {
    const artifacts = new ArtifactStore()
    const first = await read({now: soon, artifacts})
    const manifest = readFileSync(join(first.directory, 'manifest.json'))
    const second = await read({now: final, artifacts})
    expect(artifacts.downloads).toBe(1)
    expect(second.workspace).not.toBe(first.workspace)
    expect(second.folder?.manifest.earlier).toMatchObject({
      manifest: createHash('sha256').update(manifest).digest('hex'),
      added: arrived(second, soon, final).length,
      vanished: 0,
    })
  })

  test('is nothing where nothing came, and no table is shown for it', async () => {
    const first = await read({now: final})
    const second = await read({now: final + hour, workspace: first.workspace})
    expect(second.folder?.manifest.earlier).toMatchObject({status: 'complete', added: 0, vanished: 0, changed: 0})
    expectSameMonth(second, first)
    expect(second.summary).not.toContain('Not there yet')
  })

  test('warns of records that vanished, by Id, and counts the changed', async () => {
    const first = await read({now: final})
    const gone = JSON.parse(records[5] ?? '') as {Id: string}
    const others = records.filter((_, index) => index !== 5)
    others[7] = JSON.stringify({...JSON.parse(others[7] ?? ''), Revised: true})
    const second = await read({now: final + hour, workspace: first.workspace, simulator: {records: others}})
    expect(second.folder?.manifest.earlier).toMatchObject({added: 0, vanished: 1, changed: 1})
    expect(warnings(second).join()).toContain(gone.Id)
    expect(second.folder?.manifest.notes.join()).toContain(gone.Id)
    expect(second.outputs.status).toBe('complete')
  })

  test('is not claimed for an encrypted export, and said', async () => {
    const {generateX25519Identity, identityToRecipient} = await import('age-encryption')
    const inputs = {'encrypt-to': await identityToRecipient(await generateX25519Identity())}
    const first = await read({now: soon, inputs})
    const second = await read({now: final, workspace: first.workspace, inputs})
    expect(second.folder?.manifest.earlier).toMatchObject({status: 'provisional'})
    expect(second.folder?.manifest.earlier).not.toHaveProperty('added')
    expect(second.folder?.manifest.notes.join()).toContain('it is encrypted')
  })

  test('is told too where only this export is encrypted', async () => {
    const {generateX25519Identity, identityToRecipient} = await import('age-encryption')
    const inputs = {'encrypt-to': await identityToRecipient(await generateX25519Identity())}
    const first = await read({now: soon})
    const second = await read({now: final, workspace: first.workspace, inputs})
    expect(second.folder?.manifest.earlier?.added).toBe(arrived(second, soon, final).length)
  })

  test('is not taken from an export that was altered', async () => {
    const first = await read({now: soon})
    const name = readdirSync(first.directory).find(file => file.endsWith('.csv')) ?? ''
    const path = join(first.directory, name)
    writeFileSync(path, readFileSync(path, 'utf8').replace('FileAccessed', 'FileDeleted'))
    const copy = await read({now: final, workspace: first.workspace})
    expect(copy.outputs.status).toBe('complete')
    expect(copy.folder?.manifest.earlier).toBeUndefined()
    expect(warnings(copy).join()).toContain('is not proven')
  })
})

describe('a clock that is wrong', () => {
  /** Answers by a tenant whose clock is so far ahead of the run's. */
  const aheadBy = (ahead: number, now: number) => {
    let clock = {now}
    return read({
      now,
      simulator: {arrival: false, now: () => clock.now + ahead},
      intercept: (_request, running) => {
        clock = running
        return undefined
      },
    })
  }

  test('does not make a month complete that has not settled', async () => {
    const result = await aheadBy(-48 * hour, end + 80 * hour)
    expect(result.outputs.status).toBe('provisional')
    expect(result.folder?.manifest.notes.join()).toContain('2 d ahead of that of Microsoft')
    await expectSound(result)
  })

  test('does not keep a month provisional that has', async () => {
    const result = await aheadBy(48 * hour, end + 30 * hour)
    expect(result.outputs.status).toBe('complete')
    expect(warnings(result).join()).toContain('2 d behind')
    await expectSound(result)
  })

  test('is not worth a word within a minute', async () => {
    const result = await aheadBy(20_000, final)
    expect(warnings(result)).toEqual([])
  })
})
