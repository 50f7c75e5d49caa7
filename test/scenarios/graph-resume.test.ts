/** A run through Graph that ends with queries under way: the next one takes those over, and makes only what is missing. */
import {cpSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {Failure} from '../../src/wire/failure.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {expectSound} from './expect-month.ts'
import {exportMonth, type LastingTenant, type MonthOptions, type MonthResult, openTenant} from './month.ts'
import {ArtifactStore} from './store.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const hour = 3_600_000
const days = 7
const from = Date.UTC(2026, 9, 5)
const records = smallTenant({from, to: from + days * 24 * hour, records: 700})
const inputs = {source: 'graph', period: '2026-10-05/2026-10-12', concurrency: '4', confirm: 'none'}
const simulator = {records, graph: {querySeconds: 3000}}

function through(options: MonthOptions = {}): Promise<MonthResult> {
  return exportMonth({...options, simulator, inputs: {...inputs, ...options.inputs}})
}

const isQuestion = ({method, url}: Request) => method === 'POST' && url.endsWith('/queries')
const isPoll = ({method, url}: Request) => method === 'GET' && /\/queries\/[^/]+$/.test(url)
const queriesOf = ({simulator}: LastingTenant) => simulator.counters.queries
const remaining = ({simulator}: LastingTenant) => simulator.counters.queriesKept

const journalFile = (workspace: string) => join(workspace, 'm365-audit', '.unfinished', 'journal', 'journal.jsonl')
const journalIn = (workspace: string) => readFileSync(journalFile(workspace), 'utf8')

const whole = through()

/**
 * The disk and the service as they are when the run dies with its n-th poll, or with the first one after it at which
 * every query that was made is written down: what dies in between is left in the tenant, by another test.
 */
async function killed(tenant: LastingTenant, killAt: number, options: MonthOptions = {}): Promise<string> {
  const left = temporaryFolder()
  const workspace = options.workspace ?? temporaryFolder()
  const before = queriesOf(tenant)
  const known = options.workspace === undefined ? '' : journalIn(workspace)
  const polled = new Set<string>()
  let polls = 0
  let isAsking = false
  let isDead = false
  return await new Promise(resolve => {
    void through({
      ...options,
      tenant,
      workspace,
      intercept: request => {
        // Nothing that a dead process sends arrives.
        if (isDead) return new Promise(() => {})
        if (isQuestion(request)) isAsking = true
        if (!isPoll(request)) return undefined
        polls++
        const id = request.url.split('/').at(-1) ?? ''
        // A query is written down before it is asked for its state.
        if (!known.includes(id)) polled.add(id)
        isDead = polls >= killAt && !isAsking && polled.size === queriesOf(tenant) - before
        isAsking = false
        if (!isDead) return undefined
        cpSync(workspace, left, {recursive: true})
        resolve(left)
        return new Promise(() => {})
      },
    })
  })
}

/** Ends in good order at the n-th poll. */
async function stopped(tenant: LastingTenant, stopAt: number, options: MonthOptions = {}): Promise<MonthResult> {
  const stop = new AbortController()
  let polls = 0
  return await through({
    ...options,
    tenant,
    cancelled: stop.signal,
    intercept: request => {
      if (isPoll(request) && ++polls === stopAt)
        stop.abort(new Failure({code: 'DEADLINE', message: 'The deadline came.', remedy: 'Run it again.'}))
      return undefined
    },
  })
}

async function expectWhole(second: MonthResult): Promise<void> {
  expect(second.outputs.status).toBe('complete')
  expect(second.folder?.data).toEqual((await whole).folder?.data)
  await expectSound(second)
}

/** Queries for windows that were taken over and are read again by sample. */
const sampled = ({folder}: MonthResult) => Math.min(3, folder?.manifest.resumed?.windows ?? 0)

test('the uninterrupted export makes one query a day', async () => {
  expect((await whole).outputs.status).toBe('complete')
  expect((await whole).simulator.counters.queries).toBe(days)
})

describe('a rerun', () => {
  test.each([20, 90])('after a kill at poll %i makes only the queries that are missing', async killAt => {
    const tenant = await openTenant({simulator})
    const workspace = await killed(tenant, killAt)
    const before = queriesOf(tenant)
    expect(before).toBeGreaterThan(3)
    const second = await through({tenant, workspace})
    await expectWhole(second)
    expect([queriesOf(tenant), remaining(tenant)]).toEqual([days + sampled(second), 0])
  })

  test.each([1, 90])('after a deadline at poll %i does too', async stopAt => {
    const tenant = await openTenant({simulator})
    const first = await stopped(tenant, stopAt)
    expect(first.outputs.status).toBe('incomplete')
    expect(remaining(tenant)).toBeGreaterThan(0)
    const second = await through({tenant, workspace: first.workspace})
    await expectWhole(second)
    expect([queriesOf(tenant), remaining(tenant)]).toEqual([days + sampled(second), 0])
    expect(second.log.join('\n')).toContain('of the run before is taken over')
  })

  test('on another machine knows them from the artifact', async () => {
    const tenant = await openTenant({simulator})
    const artifacts = new ArtifactStore()
    await stopped(tenant, 90, {artifacts})
    const second = await through({tenant, artifacts})
    await expectWhole(second)
    expect([queriesOf(tenant), remaining(tenant)]).toEqual([days + sampled(second), 0])
  })

  test('that ends as well hands on what it took over', async () => {
    const tenant = await openTenant({simulator})
    let workspace = await killed(tenant, 20)
    workspace = await killed(tenant, 1, {workspace})
    workspace = (await stopped(tenant, 1, {tenant, workspace})).workspace
    await expectWhole(await through({tenant, workspace}))
    expect([queriesOf(tenant), remaining(tenant)]).toEqual([days, 0])
  })

  test('reads what is under way before it makes another: never more than four at once', async () => {
    const tenant = await openTenant({simulator})
    const workspace = await killed(tenant, 20)
    // As if the run had died before it wrote down the first day's.
    const path = journalFile(workspace)
    const lines = journalIn(workspace).split('\n')
    const first = lines.findIndex(line => line.includes(`"start":${from},`))
    writeFileSync(path, lines.toSpliced(first, 1).join('\n'))
    await expectWhole(await through({tenant, workspace, inputs: {concurrency: '1'}}))
    expect([queriesOf(tenant), tenant.simulator.counters.queriesAtOnce]).toEqual([days + 1, 4])
  })

  test('of an encrypted export takes them over from the folder in place', async () => {
    const {generateX25519Identity, identityToRecipient} = await import('age-encryption')
    const secret = {'encrypt-to': await identityToRecipient(await generateX25519Identity())}
    const tenant = await openTenant({simulator})
    const {workspace} = await stopped(tenant, 1, {inputs: secret})
    const made = queriesOf(tenant)
    const second = await through({tenant, workspace, inputs: secret})
    expect(second.outputs.status).toBe('complete')
    expect([queriesOf(tenant) - made, remaining(tenant)]).toEqual([days - made, 0])
  })
})

describe('a rerun that encrypts, with a state-key', async () => {
  const {generateX25519Identity, identityToRecipient} = await import('age-encryption')
  const secret = {
    'encrypt-to': await identityToRecipient(await generateX25519Identity()),
    'state-key': 'a key of the tests, and of nothing else',
  }

  test.each(['in the folder', 'on another machine'])('takes over windows and queries, %s', async place => {
    const tenant = await openTenant({simulator})
    const artifacts = new ArtifactStore()
    const {workspace} = await stopped(tenant, 90, {artifacts, inputs: secret})
    const there = place === 'in the folder' ? {workspace} : {artifacts}
    const second = await through({...there, tenant, inputs: secret})
    expect(second.outputs.status).toBe('complete')
    expect(second.folder?.manifest.resumed?.windows).toBeGreaterThan(0)
    expect([queriesOf(tenant), remaining(tenant)]).toEqual([days + sampled(second), 0])
  })

  test('hands on what it took over and did not come to', async () => {
    const tenant = await openTenant({simulator})
    const artifacts = new ArtifactStore()
    await stopped(tenant, 20, {artifacts, inputs: secret})
    await stopped(tenant, 1, {artifacts, inputs: {...secret, concurrency: '1'}})
    const last = await through({artifacts, tenant, inputs: secret})
    expect(last.outputs.status).toBe('complete')
    expect([queriesOf(tenant), remaining(tenant)]).toEqual([days, 0])
  })
})

describe('is asked anew, and the old query removed,', () => {
  test('what was asked for before its late records had come', async () => {
    const settle = 100 * hour
    const early = from + days * 24 * hour
    const tenant = await openTenant({simulator, now: early})
    const first = await stopped(tenant, 1, {inputs: {settle: '100h'}})
    const made = queriesOf(tenant)
    const settled = first.folder?.manifest.windows.filter(({end}) => Date.parse(end) + settle <= early) ?? []
    const kept = settled.filter(({evidence}) => evidence.requestIds.length > 0).length
    expect([made, kept]).toEqual([4, 2])
    tenant.clock.now = early + settle
    const second = await through({tenant, workspace: first.workspace, inputs: {settle: '100h'}})
    await expectWhole(second)
    expect([queriesOf(tenant) - made, remaining(tenant)]).toEqual([days - kept, 0])
  })

  test('everything, where resume is off', async () => {
    const tenant = await openTenant({simulator})
    const first = await stopped(tenant, 1, {inputs: {resume: 'off'}})
    expect(remaining(tenant)).toBe(0)
    const made = queriesOf(tenant)
    await expectWhole(await through({tenant, workspace: first.workspace, inputs: {resume: 'off'}}))
    expect(queriesOf(tenant) - made).toBe(days)
  })

  test('what a caller with fewer permissions asked for', async () => {
    const roles: Record<string, string[]> = {graph: ['AuditLogsQuery-SharePoint.Read.All']}
    const tenant = await openTenant({simulator: {...simulator, roles}})
    const first = await stopped(tenant, 1)
    expect(remaining(tenant)).toBe(0)
    expect(first.folder?.gaps.map(gap => gap.code)).toContain('DEADLINE')
  })

  test('what a killed run had read with fewer permissions', async () => {
    const roles = {graph: ['AuditLogsQuery-SharePoint.Read.All']}
    const workspace = await killed(await openTenant({simulator: {...simulator, roles}}), 90)
    const tenant = await openTenant({simulator})
    await expectWhole(await through({tenant, workspace}))
    expect(queriesOf(tenant)).toBe(days)
  })
})
