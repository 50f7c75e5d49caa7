/** A month is exported, reviewed in its issue, exported again, and never reviewed by who may not. */
import {afterAll, describe, expect, test} from 'vitest'
import type {SimulatorOptions} from '../../src/simulator/simulator.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {exportMonth, type LastingTenant, type MonthOptions, openTenant} from './month.ts'
import {type ReviewOptions, reviewMonth} from './review.ts'
import {ArtifactStore} from './store.ts'

afterAll(cleanUp)

const people = {ines: 'write', jo: 'maintain', eve: 'read'} as const
const simulator: SimulatorOptions = {recordsPerMonth: 150, incidents: ['bec'], github: {people}}
const clean: SimulatorOptions = {recordsPerMonth: 60, github: {people}}

interface Exported {
  tenant: LastingTenant
  artifacts: ArtifactStore
  /** Exports the month again. */
  again: (more?: MonthOptions) => ReturnType<typeof exportMonth>
  /** Writes a comment on the month's issue, and reviews. */
  say: (body: string, more?: {by?: string} & Partial<ReviewOptions>) => ReturnType<typeof reviewMonth>
}

async function anExport(given: SimulatorOptions = simulator, inputs: Record<string, string> = {}): Promise<Exported> {
  const tenant = await openTenant({simulator: given, now: Date.UTC(2026, 10, 9)})
  const artifacts = new ArtifactStore()
  const again = async (more: MonthOptions = {}) => {
    tenant.clock.now += 3_600_000
    return await exportMonth({
      ...{tenant, artifacts},
      ...more,
      facts: {actor: 'jo', event: 'workflow_dispatch', ...more.facts},
      inputs: {
        period: '2026-10',
        issue: 'always',
        reviewers: '1',
        'trusted-workflows': 'review.yml',
        ...inputs,
        ...more.inputs,
      },
    })
  }
  await again()
  const say: Exported['say'] = async (body, {by = 'ines', ...more} = {}) =>
    await reviewMonth({
      ...{tenant, artifacts},
      event: more.event ?? tenant.simulator.issueTracker.commentEvent(1, {by, body}),
      inputs: {reviewers: inputs.reviewers ?? '1', independent: inputs.independent ?? 'false'},
      ...more,
    })
  return {tenant, artifacts, again, say}
}

const issueOf = ({tenant}: Exported) => {
  const [issue] = tenant.simulator.issues
  if (issue === undefined) throw new TypeError('no issue was opened')
  return issue
}
const answers = (month: Exported) =>
  issueOf(month)
    .comments.filter(({by}) => by === 'github-actions[bot]')
    .map(({body}) => body)
/** Of the month's incidents of medium severity or more. */
const idsIn = (text: string) => [...new Set([...text.matchAll(/\/incident (\S+) accepted/g)].map(([, id = '']) => id))]

describe('a month with incidents', () => {
  test('stays open until each has its disposition and a person signed it off, and is closed then', async () => {
    const month = await anExport()
    expect(issueOf(month)).toMatchObject({state: 'open', body: expect.stringContaining('Not reviewed yet')})
    const early = await month.say('/reviewed Looked at it.')
    expect([early.file, early.failures, issueOf(month).state]).toEqual([undefined, [], 'open'])
    const ids = idsIn(answers(month).at(-1) ?? '')
    expect(ids.length).toBeGreaterThan(0)
    expect(ids.every(id => issueOf(month).body.includes(id))).toBe(true)
    const lines = ids.map(id => `/incident ${id} followed-up Ticket 4711, session revoked.`)
    const done = await month.say([...lines, '/reviewed Read the report.'].join('\n'))
    expect(done.failures).toEqual([])
    expect(done.file).toMatchObject({status: 'reviewed', reviewedBy: [{login: 'ines', text: 'Read the report.'}]})
    expect(done.outputs).toMatchObject({status: 'complete', period: '2026-10', directory: 'm365-audit/2026-10-review'})
    expect(issueOf(month)).toMatchObject({
      state: 'closed',
      body: expect.stringContaining('Reviewed by ines on 2026-11-09'),
    })
    // What was written in the comment is not repeated.
    expect(answers(month).join('\n') + done.summary).not.toContain('4711')
  })
})

describe('a reviewed month', () => {
  const reviewed = async (inputs: Record<string, string> = {}) => {
    const month = await anExport(clean, inputs)
    await month.say('/reviewed Nothing to do.')
    expect(issueOf(month).state).toBe('closed')
    return month
  }

  test('stays reviewed when a rerun finds the same content', async () => {
    const month = await reviewed()
    await month.again({inputs: {confirm: 'none'}})
    expect(issueOf(month)).toMatchObject({state: 'closed', body: expect.stringContaining('Reviewed by ines')})
  })

  test('is opened again when late records changed its content, and its followers are told', async () => {
    const month = await reviewed()
    await month.again({inputs: {operations: 'UserLoggedIn'}})
    expect(issueOf(month)).toMatchObject({state: 'open', body: expect.stringContaining('Not reviewed yet')})
    expect(answers(month).at(-1)).toContain('The content changed')
    expect((await month.say('/reviewed Again.')).file?.status).toBe('reviewed')
    expect(issueOf(month).state).toBe('closed')
  })

  test('is opened again by who may write', async () => {
    const month = await reviewed()
    await month.say('/reopen One more thing.')
    expect(issueOf(month).state).toBe('open')
  })

  test('stays reviewed when the comment is edited or deleted, which is written down', async () => {
    const month = await reviewed()
    const [comment] = issueOf(month).comments
    for (const action of ['edited', 'deleted'] as const) {
      const event = month.tenant.simulator.issueTracker.commentEvent(1, {
        by: 'ines',
        body: '/reopen x',
        action,
        id: comment?.id ?? 0,
      })
      const {file} = await month.say('', {event})
      expect([file?.status, file?.said.map(({changed}) => changed)]).toEqual(['reviewed', [action]])
    }
  })

  test('is not read twice when its job runs again', async () => {
    const month = await anExport(clean)
    const event = month.tenant.simulator.issueTracker.commentEvent(1, {by: 'ines', body: '/reviewed Yes.'})
    const first = await month.say('', {event})
    const second = await month.say('', {event})
    expect([first.file?.said.length, second.file]).toEqual([1, undefined])
  })
})

describe('nothing is recorded', () => {
  const shared = anExport(clean)
  const refused: [string, (month: Exported) => ReturnType<Exported['say']>, RegExp][] = [
    ['of an account that may only read', month => month.say('/reviewed x', {by: 'eve'}), /eve has no write access/],
    ['of an account without a role', month => month.say('/reviewed x', {by: 'mallory'}), /mallory has no write access/],
    ['of an app', month => month.say('/reviewed x', {by: 'dependabot[bot]'}), /written by an app/],
    ['of a comment without a command', month => month.say('Looks fine.'), /no command/],
  ]
  test.each(refused)('%s, and nothing is answered', async (_name, act, words) => {
    const month = await shared
    const {outputs, log, failures, file} = await act(month)
    expect([file, failures, outputs.status]).toEqual([undefined, [], 'skipped'])
    expect(log.join('\n')).toMatch(words)
    expect(answers(month)).toEqual([])
  })

  test('on a pull request, or on an issue with a copied marker that an outsider opened', async () => {
    const month = await shared
    const {simulator: at} = month.tenant
    const {body} = issueOf(month)
    const outsider = at.issueTracker.open({title: 'x', body, user: {login: 'mallory', type: 'User'}})
    const pull = at.issueTracker.open({title: 'x', body, isPullRequest: true})
    for (const {number} of [outsider, pull]) {
      const event = at.issueTracker.commentEvent(number, {by: 'ines', body: '/reviewed x'})
      expect((await month.say('', {event})).file).toBeUndefined()
    }
  })

  test.each([503, 403])(
    'where GitHub answers %i about the account, and the job fails so that it can be run again',
    async status => {
      const month = await shared
      const {file, failures} = await month.say('/reviewed x', {
        intercept: request => (request.url.includes('/collaborators/') ? new Response('{}', {status}) : undefined),
      })
      expect(file).toBeUndefined()
      expect(failures.join()).toContain('REVIEW_PERMISSION_UNKNOWN')
    },
  )

  test('where the export can’t be found', async () => {
    const month = await shared
    const {failures} = await month.say('/reviewed x', {artifacts: new ArtifactStore()})
    expect(failures.join()).toContain('REVIEW_NO_EXPORT')
  })

  test('of another month’s incidents', async () => {
    const month = await shared
    const {file} = await month.say('/incident I-other accepted Known.')
    expect(file).toBeUndefined()
    expect(answers(month).at(-1)).toContain('no such incident')
  })
})

describe('who ran the export', () => {
  test('is not enough where an independent person is asked for', async () => {
    const month = await anExport(clean, {independent: 'true'})
    expect((await month.say('/reviewed Mine.', {by: 'jo'})).file?.status).toBe('open')
    expect(issueOf(month).state).toBe('open')
    expect((await month.say('/reviewed Checked.')).file?.status).toBe('reviewed')
  })

  test('is, of a scheduled run, who last changed its workflow', async () => {
    const month = await anExport(clean, {independent: 'true'})
    const facts = {event: 'schedule', actor: 'someone', workflowSha: 'd'.repeat(40)}
    await month.again({facts, inputs: {confirm: 'none'}})
    const {file} = await month.say('/reviewed Mine.')
    expect([file?.ranBy, file?.status]).toEqual(['ines', 'open'])
  })
})

test('two people at once lose nothing, and the later of the two closes the issue', async () => {
  const month = await anExport(clean, {reviewers: '2'})
  const before = month.artifacts.copy()
  const first = await month.say('/reviewed One.')
  // The second job began before the first one had uploaded: what it reads at its beginning is the state of then.
  let isBefore = true
  const second = await month.say('/reviewed Two.', {
    by: 'jo',
    intercept: request => {
      if (request.url.includes('-review') && isBefore) {
        isBefore = false
        return before.answer(request)
      }
      return undefined
    },
  })
  expect([first.file?.status, second.file?.said.length]).toEqual(['open', 1])
  expect(issueOf(month).state).toBe('closed')
  const after = await month.again({inputs: {confirm: 'none'}})
  expect(after.folder?.manifest.status).toBe('complete')
  expect(issueOf(month).body).toContain('Reviewed by ines on 2026-11-09 and by jo on 2026-11-09')
})

test('a form reviews a month without an issue', async () => {
  const month = await anExport(clean, {issue: 'never'})
  const event = {
    inputs: {period: '2026-10', review: '/reviewed Read it.'},
    sender: {login: 'ines', type: 'User'},
    repository: {full_name: 'fabrikam/audit-archive'},
  }
  const tenantId = {'tenant-id': month.tenant.simulator.tenantId}
  const {file, failures} = await month.say('', {event, isForm: true, inputs: tenantId})
  expect(failures).toEqual([])
  expect(file?.status).toBe('reviewed')
})

test('the next month names those that are not reviewed, countersigns those that are, and fails where it is asked to', async () => {
  const month = await anExport(clean)
  const next = (failOn: string) =>
    exportMonth({
      ...{tenant: month.tenant, artifacts: month.artifacts, facts: {actor: 'jo', event: 'workflow_dispatch'}},
      inputs: {period: '2026-11', reviewers: '1', 'trusted-workflows': 'review.yml', 'fail-on': failOn},
    })
  month.tenant.clock.now = Date.UTC(2026, 11, 9)
  const unreviewed = await next('unreviewed')
  expect(unreviewed.folder?.manifest.reviews).toMatchObject([{period: '2026-10', status: 'open'}])
  expect(unreviewed.folder?.manifest.notes.join()).toContain('Earlier months not reviewed: 2026-10')
  expect(unreviewed.annotations).toContainEqual({
    level: 'fail',
    message: expect.stringContaining('Earlier months are not reviewed: 2026-10'),
  })
  await month.say('/reviewed Late.')
  const reviewed = await next('unreviewed')
  expect(reviewed.folder?.manifest.reviews).toMatchObject([
    {period: '2026-10', status: 'reviewed', review: expect.stringMatching(/^[0-9a-f]{64}$/)},
  ])
  expect(reviewed.annotations.filter(({level}) => level === 'fail')).toEqual([])
})

test('a month that was merged from parts waits for its review too', async () => {
  const {tenant, artifacts} = await anExport(clean)
  tenant.clock.now = Date.UTC(2026, 11, 9)
  const workspace = temporaryFolder()
  const inputs = {period: '2026-11', issue: 'always', reviewers: '1', 'trusted-workflows': 'review.yml'}
  for (const shard of ['1/2', '2/2']) await exportMonth({tenant, workspace, inputs: {...inputs, shard}})
  const {period: _, ...merging} = inputs
  const merged = await exportMonth({
    tenant,
    artifacts,
    workspace,
    inputs: {...merging, mode: 'merge', 'parts-directory': 'm365-audit-parts'},
  })
  expect(merged.folder?.manifest.reviews).toMatchObject([{period: '2026-10', status: 'open'}])
  const issue = tenant.simulator.issues.find(({title}) => title.includes('2026-11'))
  expect(issue).toMatchObject({state: 'open', body: expect.stringContaining('Not reviewed yet')})
})

describe('with a state-key', () => {
  const stateKey = {'state-key': 'a key that is longer than sixteen'}
  test('a review without its MAC is refused', async () => {
    const month = await anExport(clean, stateKey)
    await month.say('/reviewed x', {inputs: {...stateKey}})
    expect(issueOf(month).state).toBe('closed')
    await month.again({inputs: {confirm: 'none'}})
    expect(issueOf(month).state).toBe('closed')
    const forged = await anExport(clean, stateKey)
    // As someone without the key would leave it.
    await forged.say('/reviewed x')
    const {log} = await forged.again({inputs: {confirm: 'none'}})
    expect(issueOf(forged)).toMatchObject({state: 'open', body: expect.stringContaining('Not reviewed yet')})
    expect(log.join('\n')).toContain('it carries no MAC of a state-key')
  })
})
