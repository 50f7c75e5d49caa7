/** The watchdog over a repository: months exported, missed, unreviewed, forgotten; and GitHub that does not answer. */
import {readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import type {SimulatorOptions} from '../../src/simulator/simulator.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {exportMonth, openTenant} from './month.ts'
import {reviewMonth, watch} from './review.ts'
import {ArtifactStore} from './store.ts'

afterAll(cleanUp)

const day = 86_400_000
const november = Date.UTC(2026, 10, 9)
const trusted = {'trusted-workflows': 'audit.yml,review.yml'}
const yearly = {state: 'active', scheduled: [{at: new Date(november), conclusion: 'success'}]} as const
const github: NonNullable<SimulatorOptions['github']> = {
  workflows: {
    'audit.yml': {...yearly, scheduled: [...yearly.scheduled]},
    'review.yml': {state: 'active', scheduled: []},
  },
}

async function aRepository(months: readonly string[], given = github) {
  const tenant = await openTenant({simulator: {recordsPerMonth: 40, github: given}, now: november})
  const artifacts = new ArtifactStore()
  for (const period of months)
    await exportMonth({tenant, artifacts, inputs: {period, issue: 'always', reviewers: '1', ...trusted}})
  const look = (inputs: Record<string, string> = {}, more: Partial<Parameters<typeof watch>[0]> = {}) =>
    watch({tenant, artifacts, inputs: {since: '2026-09', ...trusted, ...inputs}, ...more})
  const issue = () => tenant.simulator.issues.find(({title}) => title.includes('overdue'))
  return {tenant, artifacts, look, issue}
}

test('nothing is overdue where each month is there, and the issue is its closed memory', async () => {
  const {look, issue} = await aRepository(['2026-09', '2026-10'])
  const {outputs, failures} = await look()
  expect([outputs.overdue, outputs.status, failures]).toEqual(['', 'complete', []])
  expect(issue()).toMatchObject({state: 'closed', body: expect.stringContaining('Nothing is overdue.')})
})

test('a month that was missed is named, with the day until when it can be read, until it is there', async () => {
  const {look, issue, tenant, artifacts} = await aRepository(['2026-10'])
  const {outputs, failures, summary} = await look()
  expect(outputs.overdue).toBe('2026-09')
  expect(failures.join()).toContain('1 thing is overdue')
  expect(summary).toContain('2026-09: no export is kept.')
  expect(summary).toContain('2027-02-28')
  expect(issue()?.state).toBe('open')
  await look()
  expect(issue()?.comments).toEqual([])
  await exportMonth({tenant, artifacts, inputs: {period: '2026-09'}})
  expect((await look()).outputs.overdue).toBe('')
  expect(issue()?.state).toBe('closed')
})

test('a month that nobody reviewed is named where reviews are asked for, until it is reviewed', async () => {
  const {look, tenant, artifacts} = await aRepository(['2026-10'])
  tenant.clock.now += 10 * day
  const asked = {reviewers: '1', since: '2026-10'}
  expect((await look(asked)).outputs.overdue).toBe('review 2026-10')
  const event = tenant.simulator.issueTracker.commentEvent(1, {by: 'ines', body: '/reviewed Read it.'})
  await reviewMonth({tenant, artifacts, event})
  expect((await look(asked)).outputs.overdue).toBe('')
})

test('months whose artifacts expired are remembered by the issue', async () => {
  const {look, artifacts} = await aRepository(['2026-09', '2026-10'])
  await look()
  artifacts.kept.splice(0)
  expect((await look()).outputs.overdue).toBe('')
})

test('outside of GitHub, months are found in the state directory, and schedules are not looked at', async () => {
  const state = temporaryFolder()
  const inputs = {'state-directory': state, 'state-key': 'a key of the tests, and of nothing else', backfill: '0'}
  const {tenant, artifacts} = await aRepository([])
  await exportMonth({tenant, inputs: {period: '2026-10', ...inputs}})
  const facts: Record<string, undefined> = {repository: undefined, workflowRef: undefined}
  const elsewhere = {facts, inputs: {...inputs, issue: 'never', 'trusted-workflows': '', 'github-token': ''}}
  const look = (since: string) =>
    watch({tenant, artifacts, ...elsewhere, inputs: {...elsewhere.inputs, since}} as never)
  const {outputs, failures} = await look('2026-10')
  expect([outputs.overdue, outputs.status, failures]).toEqual(['', 'complete', []])
  expect((await look('2026-09')).outputs.overdue).toBe('2026-09')
  for (const name of readdirSync(state))
    for (const artifact of readdirSync(join(state, name)))
      writeFileSync(join(state, name, artifact, 'manifest.json'), '{}')
  const forged = await look('2026-10')
  expect(forged.outputs.overdue).toContain('2026-10')
  expect(forged.summary).toContain('UNKNOWN')
})

test('an empty history is unknown', async () => {
  const {look} = await aRepository([])
  const {outputs, summary} = await look({since: ''})
  expect(outputs.overdue).toContain('history')
  expect(summary).toContain('UNKNOWN')
})

test.each([503, 403])(
  'where GitHub answers %i about artifacts, months are unknown and nothing is in order',
  async status => {
    const {look} = await aRepository(['2026-09', '2026-10'])
    const {outputs, summary} = await look(
      {},
      {intercept: request => (request.url.includes('/actions/artifacts') ? new Response('{}', {status}) : undefined)},
    )
    expect(outputs.overdue).toBe('2026-09,2026-10')
    expect(summary.match(/UNKNOWN/g)).toHaveLength(2)
  },
)

test('a workflow that GitHub switched off is named', async () => {
  const off = {...yearly, state: 'disabled_inactivity' as const, scheduled: [...yearly.scheduled]}
  const {look} = await aRepository(['2026-10'], {workflows: {'audit.yml': off, 'review.yml': off}})
  expect((await look({since: '2026-10'})).outputs.overdue).toBe('workflow audit.yml,workflow review.yml')
})

test('in another repository, it asks about the one that is watched, and keeps the issue there', async () => {
  const {look, issue} = await aRepository(['2026-10'])
  const facts = {repository: 'fabrikam/watch', workflowRef: 'fabrikam/watch/.github/workflows/w.yml@refs/heads/main'}
  const inputs = {since: '2026-10', repository: 'fabrikam/audit-archive'}
  expect((await look(inputs, {facts})).outputs.overdue).toBe('')
  expect(issue()?.state).toBe('closed')
  const alone = await look({since: '2026-10'}, {facts})
  expect(alone.failures).not.toEqual([])
})
