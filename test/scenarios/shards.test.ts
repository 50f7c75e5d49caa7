/** A month read in parts and joined is the month that one job reads; and what is wrong with the parts is told. */
import {cpSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import type {Manifest} from '../../src/report/manifest.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'
import {exportMonth, longAfter, type MonthOptions, type MonthResult, readFolder} from './month.ts'
import {differences} from './same-data.ts'
import {runSharded} from './sharded-workflow.ts'
import {ArtifactStore} from './store.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const from = Date.UTC(2026, 9, 1)
const to = Date.UTC(2026, 9, 4)
const period = '2026-10-01/2026-10-04'
const second = Date.UTC(2026, 9, 2, 9)
const records = smallTenant({from, to, records: 1500})
/** So many that one job would not do. */
const crowded = smallTenant({from, to, records: 1500, crowd: {at: second, records: 6000}})

const read = (options: MonthOptions = {}) =>
  exportMonth({...options, simulator: {records, ...options.simulator}, inputs: {period, ...options.inputs}})

/** The data, the findings, the baseline and the history, to the byte. */
function expectSameFolder(ours: string, theirs: string): void {
  expect(differences(readFolder(ours), readFolder(theirs))).toEqual([])
  const findings = (directory: string) => readFileSync(join(directory, 'findings.json'), 'utf8')
  expect(findings(ours)).toBe(findings(theirs))
  const baseline = (directory: string) => readFileSync(join(directory, 'baseline.json.gz')).toString('base64')
  expect(baseline(ours)).toBe(baseline(theirs))
  const history = (directory: string) => readFileSync(join(directory, 'history.json'), 'utf8')
  expect(history(ours)).toBe(history(theirs))
}

describe('the example workflow', () => {
  test('gives what one job gives, each job a process of its own', {timeout: 120_000}, async () => {
    const {whole, merged} = await runSharded('sharded.yml', {records: crowded, period, values: {}})
    expectSameFolder(merged, whole)
    expect((await verifyFolder(machineDisk, merged)).faults).toEqual([])
  })
})

describe('parts', () => {
  let whole: MonthResult
  let workspace: string
  beforeAll(async () => {
    whole = await read()
    workspace = temporaryFolder()
    for (const shard of ['1/3', '2/3', '3/3']) {
      const part = await read({workspace, inputs: {shard, issue: 'always'}})
      expect(part.outputs).toMatchObject({status: 'complete', 'issue-url': ''})
    }
  })

  /** A fresh copy of the three parts. */
  function copied(): string {
    const copy = temporaryFolder()
    cpSync(workspace, copy, {recursive: true})
    return copy
  }

  const merge = (place: string, options: MonthOptions = {}) =>
    read({...options, workspace: place, inputs: {mode: 'merge', ...options.inputs}})
  const inside = (place: string, name: string) => join(place, 'm365-audit-parts', name)

  test('are told apart by folder and manifest, and hold neither findings nor a baseline', async () => {
    const {manifest, faults} = await verifyFolder(machineDisk, inside(workspace, '2of3'))
    expect(faults).toEqual([])
    expect(manifest?.shard).toMatchObject({part: 2, of: 3, period: {label: '20261001T000000Z-20261004T000000Z'}})
    expect(manifest?.files.map(file => file.name).filter(name => !name.startsWith('audit-'))).toEqual([
      'summary.md',
      'VERIFY.txt',
      'verify.html',
    ])
  })

  test('become the same bytes as one job’s, again and again', async () => {
    const place = copied()
    for (let times = 0; times < 2; times++) {
      const result = await merge(place)
      expect(result.outputs).toMatchObject({status: 'complete', records: String(records.length)})
      expectSameFolder(result.directory, whole.directory)
      await expectSound(result)
      expect(result.folder?.manifest.merged?.parts.map(({part}) => part)).toEqual([1, 2, 3])
    }
  })

  test('become the flat and the columnar files, too', async () => {
    const inputs = {formats: 'csv,jsonl,parquet', columns: 'both'}
    const one = await read({inputs})
    const joined = await merge(copied(), {inputs})
    const written = ({directory}: MonthResult) =>
      (JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as Manifest).files
        .filter(file => file.name.startsWith('audit-'))
        .map(({name, sha256}) => [name, sha256])
    expect(written(joined)).toEqual(written(one))
    expect(written(joined)).toHaveLength(4)
  })

  test('that are missing are gaps with their bounds', async () => {
    const place = copied()
    const {manifest} = await verifyFolder(machineDisk, inside(place, '2of3'))
    rmSync(inside(place, '2of3'), {recursive: true})
    const result = await merge(place)
    expect(result.outputs.status).toBe('incomplete')
    const [gap, ...others] = result.folder?.gaps ?? []
    expect(others).toEqual([])
    expect(gap).toMatchObject({
      code: 'PART_MISSING',
      start: Date.parse(manifest?.period.start ?? ''),
      end: Date.parse(manifest?.period.end ?? ''),
    })
    await expectSound(result)
    expect(result.annotations.some(({level, message}) => level === 'fail' && message.includes('2/3'))).toBe(true)
  })

  test('that are there twice are named, and what both hold is kept once', async () => {
    const place = copied()
    cpSync(inside(place, '3of3'), inside(place, 'again'), {recursive: true})
    const result = await merge(place)
    expect(result.outputs).toMatchObject({status: 'incomplete', records: String(records.length)})
    expect(result.folder?.manifest.reasons.join()).toMatch(
      /Part 3\/3 is there 2 times \((again and 3of3|3of3 and again)\)/,
    )
    expectSameMonth(result, whole)
    await expectSound(result)
  })

  test('of which one was read when less was there lose nothing of the other', async () => {
    const place = copied()
    const fewer = await exportMonth({
      simulator: {records: records.filter((_text, index) => index % 2 === 0)},
      inputs: {period, shard: '3/3'},
    })
    cpSync(inside(fewer.workspace, '3of3'), inside(place, 'fewer'), {recursive: true})
    const result = await merge(place)
    expect(result.outputs.status).toBe('incomplete')
    expectSameMonth(result, whole)
  })

  test('of another export are left out and named', async () => {
    const place = copied()
    const filtered = await read({inputs: {shard: '3/3', operations: 'FileAccessed'}})
    renameSync(inside(filtered.workspace, '3of3'), inside(place, 'filtered'))
    cpSync(whole.directory, inside(place, 'whole'), {recursive: true})
    const result = await merge(place)
    expect(result.outputs.status).toBe('incomplete')
    expectSameMonth(result, whole)
    const said = result.folder?.manifest.reasons.join()
    expect(said).toMatch(/filtered was left out.*its filters is/)
    expect(said).toMatch(/whole was left out.*not a part/)
    await expectSound(result)
  })

  test('of an earlier time are named and no doubt, were they more; of a time that overlaps they are one', async () => {
    const place = temporaryFolder()
    const at = (inputs: Record<string, string>, hours: number) =>
      read({workspace: place, now: longAfter + hours * 3_600_000, inputs})
    for (const shard of ['1/3', '2/3', '3/3']) await at({shard, period: '2026-10-01/2026-10-02', directory: 'old'}, 0)
    for (const shard of ['1/2', '2/2']) await at({shard, period: '2026-10-02/2026-10-03', directory: 'new'}, 1)
    for (const [from, name] of [
      ['old', '1of3'],
      ['old', '2of3'],
      ['old', '3of3'],
      ['new', '1of2'],
      ['new', '2of2'],
    ] as const)
      cpSync(join(place, `${from}-parts`, name), inside(place, `${from}-${name}`), {recursive: true})
    const merged = await merge(place, {inputs: {period: 'auto', directory: 'month'}})
    expect(merged.outputs).toMatchObject({status: 'complete', start: '2026-10-02T00:00:00Z'})
    expect(merged.folder?.manifest.merged?.leftOut.map(({folder}) => folder)).toEqual([
      'old-1of3',
      'old-2of3',
      'old-3of3',
    ])
    expect(merged.annotations.filter(({level}) => level === 'notice').map(({message}) => message)).toContainEqual(
      expect.stringContaining('old-1of3 was left out, for it is part 1/3 of another export'),
    )
    await expectSound(merged)
    const named = await merge(place, {inputs: {period: '2026-10-01/2026-10-02', directory: 'earlier'}})
    expect(named.outputs).toMatchObject({status: 'complete', start: '2026-10-01T00:00:00Z'})
    await at({shard: '1/2', period: '2026-10-02T12:00:00Z/2026-10-04', directory: 'other'}, -1)
    cpSync(join(place, 'other-parts', '1of2'), inside(place, 'other'), {recursive: true})
    const doubtful = await merge(place, {inputs: {period: 'auto', directory: 'month'}})
    expect(doubtful.outputs).toMatchObject({status: 'incomplete', start: '2026-10-02T00:00:00Z'})
    expect(doubtful.folder?.manifest.reasons.join()).toContain('other was left out')
  })

  test.each([
    ['2026-10-02', '2026-10-02'],
    ['2026-W40', '2026-W40'],
    ['2026-W40', 'auto'],
  ])('of %s become that when %s is asked for, though more parts of a later day lie there', async (period, asked) => {
    const place = temporaryFolder()
    const now = Date.UTC(2026, 9, 7, 12)
    for (const shard of ['1/2', '2/2']) await read({workspace: place, now, inputs: {shard, period}})
    if (asked !== 'auto')
      for (const shard of ['1/3', '2/3', '3/3'])
        await read({workspace: place, now: now + 3_600_000, inputs: {shard, period: '2026-10-06'}})
    const whole = await read({now, inputs: {period}})
    const result = await merge(place, {now, inputs: {period: asked}})
    const {start, end, status} = whole.outputs
    expect(result.outputs).toMatchObject({status, period, start, end})
    expect(result.folder?.manifest.period).toMatchObject({label: period, text: period})
    expect(result.folder?.manifest.merged?.parts.map(({part}) => part)).toEqual([1, 2])
    expectSameMonth(result, whole)
  })

  test('that a managed identity read are a month that says so', async () => {
    const place = temporaryFolder()
    const clientId = '5e1f7c60-94d2-4b8e-a3b7-2f60c9d81e35'
    const identity = {
      ...{assigned: 'user' as const, clientId, servicePrincipal: 'c8b52ea4-3f60-4d19-9e7c-104f8a6b2365'},
      ...{roles: {exchange: ['Exchange.ManageAsApp']}, directoryRoles: [], certificates: [], federatedCredentials: []},
    }
    const options: MonthOptions = {
      workspace: place,
      signIn: {clientId, credential: {from: 'managed-identity', identity: 'client-id'}},
      simulator: {managedIdentity: {identities: [identity]}},
    }
    for (const shard of ['1/2', '2/2']) await read({...options, inputs: {shard, source: 'exchange'}})
    const {folder} = await merge(place)
    expect(folder?.manifest).toMatchObject({client: clientId, managedIdentity: {assigned: 'user'}})
    expect(folder?.manifest).not.toHaveProperty('certificate')
  })

  test('that were changed are not believed', async () => {
    const place = copied()
    const csv = inside(place, '1of3/audit-20261001T000000Z-20261004T000000Z-1of3.csv')
    writeFileSync(csv, readFileSync(csv, 'utf8').replace('FileAccessed', 'FileDeleted'))
    const result = await merge(place)
    expect(result.outputs.status).toBe('incomplete')
    expect(result.folder?.manifest.reasons.join()).toMatch(/1of3 was left out.*not as it was written/)
    expect(result.folder?.gaps.map(({code}) => code)).toEqual(['PART_MISSING'])
  })

  test('with a gap give a month with that gap', async () => {
    const place = copied()
    const controller = new AbortController()
    const cut = await read({
      workspace: place,
      inputs: {shard: '1/3', resume: 'off'},
      cancelled: controller.signal,
      intercept: request => {
        if (request.url.includes('InvokeCommand')) controller.abort(new Error('cancelled'))
        return undefined
      },
    })
    expect(cut.outputs.status).toBe('incomplete')
    const result = await merge(place)
    expect(result.outputs.status).toBe('incomplete')
    expect(result.folder?.gaps).not.toEqual([])
    await expectSound(result)
  })

  test('under pseudonyms of one key are joined, of two keys not', async () => {
    const place = temporaryFolder()
    const key = 'a key of thirty-two characters at least'
    for (const shard of ['1/2', '2/2']) await read({workspace: place, inputs: {shard, 'pseudonym-key': key}})
    const one = await read({inputs: {'pseudonym-key': key}})
    const both = await merge(place)
    expectSameMonth(both, one)
    expect(both.folder?.manifest.pseudonyms).toEqual(one.folder?.manifest.pseudonyms)
    rmSync(inside(place, '2of2'), {recursive: true})
    await read({workspace: place, inputs: {shard: '2/2', 'pseudonym-key': `${key}, and another`}})
    const mixed = await merge(place)
    expect(mixed.outputs.status).toBe('incomplete')
    expect(mixed.folder?.manifest.reasons.join()).toContain('its pseudonyms is')
  })

  test('that are none are refused', async () => {
    const result = await merge(temporaryFolder())
    expect(result.outputs.status).toBe('failed')
    expect(result.annotations.map(({message}) => message).join()).toContain('MERGE_NO_PARTS')
  })

  test('are no more than the period has hours', async () => {
    const result = await exportMonth({
      simulator: {records},
      inputs: {period: '2026-10-01T00:00:00Z/2026-10-01T02:00:00Z', shard: '3/3'},
    })
    expect(result.annotations.map(({message}) => message).join()).toMatch(/2 parts at most.*SHARD_TOO_MANY/)
  })
})

describe('a plan', () => {
  const september = smallTenant({from: Date.UTC(2026, 8, 1), to: from, records: 2400})
  const october = smallTenant({from, to: Date.UTC(2026, 10, 1), records: 2400, seed: 2})
  const simulator = {records: [...september, ...october]}

  test('rests on a few short searches where nothing is known, and exports nothing', async () => {
    const result = await exportMonth({simulator, inputs: {mode: 'plan', period: '2026-10'}})
    expect(result.outputs).toMatchObject({status: 'skipped', period: '2026-10', matrix: '{"shard":["1/1"]}'})
    expect(result.simulator.counters.searches).toBeLessThan(12)
    expect(result.summary).toMatch(/estimated from 8 searches/)
    expect(result.folder).toBeUndefined()
  })

  test('says what the cloud lacks', async () => {
    const {summary} = await exportMonth({simulator, inputs: {mode: 'plan', period: '2026-10', cloud: 'gcc-high'}})
    expect(summary).toContain('Graph has no audit log query in ')
  })

  test('rests on the last month’s manifest where it is kept', async () => {
    const artifacts = new ArtifactStore()
    await exportMonth({simulator, artifacts, inputs: {period: '2026-09'}})
    const result = await exportMonth({simulator, artifacts, inputs: {mode: 'plan', period: '2026-10'}})
    expect(result.simulator.counters.searches).toBe(0)
    const [, thousands = '', rest = ''] = /Records: about (\d+),(\d+),/.exec(result.summary) ?? []
    expect(Number(thousands + rest)).toBeGreaterThan(1800)
    expect(Number(thousands + rest)).toBeLessThan(3000)
  })

  test('of the last month makes the export of the next one cheaper, and no different', async () => {
    const artifacts = new ArtifactStore()
    await exportMonth({simulator, artifacts, inputs: {period: '2026-09'}})
    const inputs = {period: '2026-10', confirm: 'none'}
    const informed = await exportMonth({simulator, artifacts, inputs})
    const unaware = await exportMonth({simulator, inputs})
    expect(informed.simulator.counters.searches).toBeLessThan(unaware.simulator.counters.searches)
    expectSameMonth(informed, unaware)
  })
})
