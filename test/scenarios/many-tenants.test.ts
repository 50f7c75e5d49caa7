/** Three tenants of one repository: planned, exported in one job, one of them broken, and joined to one page. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {Overview} from '../../src/overview/overview-file.ts'
import {cleanUp} from '../runner.ts'
import {manyTenants, matrixOf, nameOf} from './many-tenants.ts'
import {reviewMonth} from './review.ts'

afterAll(cleanUp)

const november = Date.UTC(2026, 10, 9)

test('three tenants: a plan without a sign-in, a job that one broken tenant does not stop, and an overview', {
  timeout: 60_000,
}, async () => {
  const repository = await manyTenants({
    tenants: [{}, {roles: {exchange: [], graph: []}}, {}],
    shared: {recordsPerMonth: 20},
    now: november,
    defaults: 'defaults:\n  environment: audit\n',
  })
  const planned = await repository.plan()
  expect(planned.failures).toEqual([])
  expect(matrixOf(planned).map(({tenant, environment}) => [tenant, environment])).toEqual(
    [0, 1, 2].map(index => [nameOf(index), 'audit']),
  )
  expect([...repository.asked.keys()].filter(kind => ['login', 'exchange', 'graph'].includes(kind))).toEqual([])

  const {outputs, failures, annotations, summary, workspace} = await repository.job([0, 1, 2].map(nameOf).join(', '), {
    issue: 'always',
  })
  expect(failures).toEqual([expect.stringContaining('1 of 3 tenants failed: tenant-02.')])
  expect(outputs).toMatchObject({status: 'failed', period: '2026-10', records: '40', 'artifact-id': ''})
  expect(JSON.parse(outputs.tenants ?? '')).toMatchObject([
    {tenant: 'tenant-01', status: 'complete', failed: false, directory: 'm365-audit/tenant-01/2026-10'},
    {tenant: 'tenant-02', status: 'failed', failed: true},
    {tenant: 'tenant-03', status: 'complete', failed: false},
  ])
  expect(annotations.filter(({level}) => level === 'error').map(({message}) => message.split(':')[0])).toEqual([
    'tenant-02',
  ])
  expect(summary).toContain('| tenant-02 | failed |')
  expect(repository.artifacts.kept.map(({name}) => name)).toEqual([
    ...['m365-audit-tenant-01-2026-10', 'm365-audit-tenant-01-2026-10-baseline'],
    ...['m365-audit-tenant-03-2026-10', 'm365-audit-tenant-03-2026-10-baseline'],
  ])
  const manifest = JSON.parse(readFileSync(join(workspace, 'm365-audit/tenant-03/2026-10/manifest.json'), 'utf8'))
  expect(manifest).toMatchObject({tenant: repository.several.tenants[2]?.tenantId, tenantName: 'tenant-03'})
  expect(repository.several.tenants[0]?.issues.map(({title}) => title)).toEqual([
    expect.stringContaining('tenant-01'),
    expect.stringContaining('tenant-03'),
  ])

  const again = await repository.plan()
  expect(again.summary).toContain('Of 2 tenants an earlier export says how long it takes')

  // What no trusted run made, and what a trusted one made of another tenant, is that of no one.
  const [, baseline] = repository.artifacts.kept
  const forged = {
    root: baseline?.folder ?? '',
    files: ['manifest.json', 'history.json', 'baseline.json.gz'],
    retentionDays: 0,
  }
  const files = forged.files.map(name => join(forged.root, name))
  const name = 'm365-audit-tenant-02-2026-10-baseline'
  for (const by of [{event: 'pull_request', path: '.github/workflows/other.yml'}, undefined])
    repository.artifacts.upload({...forged, files, name}, repository.clock.now, by)

  repository.clock.now += 2 * 86_400_000
  const seen = await repository.overview({issue: 'always', reviewers: '1'})
  expect(seen.outputs).toMatchObject({status: 'incomplete', period: '2026-10'})
  expect(seen.log.join('\n')).toMatch(/pull_request[\s\S]*of tenant .*, not of/)
  const overview = Overview.parse(
    JSON.parse(readFileSync(join(seen.workspace, 'm365-audit/overview/overview.json'), 'utf8')),
  )
  expect(overview.tenants[0]).toMatchObject({name: 'tenant-02', attention: 'urgent', needs: [{isUnknown: true}]})
  expect(overview.tenants.slice(1).map(({newest}) => newest)).toMatchObject([
    {status: 'complete', records: 20, review: 'open'},
    {status: 'complete', records: 20, review: 'open'},
  ])
  expect(seen.outputs.overdue).toContain('tenant-02 export')
  expect(seen.failures).toEqual([expect.stringContaining('tenant-02')])
  expect(repository.several.tenants[0]?.issues.at(-1)).toMatchObject({
    state: 'open',
    title: expect.stringContaining('overview of 3 tenants'),
  })
  expect(repository.artifacts.kept.at(-1)?.name).toBe('m365-audit-overview-2026-10')

  // The issue says which tenant it is of, and so by which name its artifacts are found.
  const [simulator] = repository.several.tenants
  if (simulator === undefined) return
  const event = simulator.issueTracker.commentEvent(2, {by: 'ines', body: '/reviewed Read it.'})
  const review = await reviewMonth({
    tenant: {simulator, clock: repository.clock},
    artifacts: repository.artifacts,
    event,
  })
  expect(review.file?.status).toBe('reviewed')
  const trusted = {'trusted-workflows': 'audit.yml,review.yml', reviewers: '1', issue: 'always'}
  const after = await repository.overview(trusted)
  expect(after.summary).toMatch(/\| tenant-03 \| 2026-10 \| complete \| 0 \| 0 \| 0 \| reviewed \|/)
  expect(simulator.issues.filter(({title}) => title.includes('overview'))).toHaveLength(1)
})

const open = (name: string) => Response.json({full_name: name, private: false, visibility: 'public'})
const closed = (name: string) => Response.json({full_name: name, private: true, visibility: 'private'})
const refused = () => Response.json({message: 'Resource not accessible by integration'}, {status: 403})
const own = 'fabrikam/audit-archive'
const other = 'fabrikam/exports'

describe('names of tenants and their verdicts', () => {
  let repository: Awaited<ReturnType<typeof manyTenants>>
  beforeAll(async () => {
    repository = await manyTenants({tenants: [{}], shared: {recordsPerMonth: 20}, now: november})
    expect((await repository.job(nameOf(0))).failures).toEqual([])
  })

  const seenWith = async (answers: Record<string, Response | undefined>, inputs: Record<string, string> = {}) => {
    let tells = 0
    const intercept = (request: Request): Response | undefined => {
      const {pathname} = new URL(request.url)
      const [, name = ''] = /\/repos\/([^/]+\/[^/]+)$/.exec(pathname) ?? []
      if (pathname.includes('/issues') && request.method !== 'GET') tells++
      return answers[name]?.clone()
    }
    const said = {issue: 'always', upload: 'false', ...inputs}
    repository.clock.now = Math.ceil(repository.clock.now)
    const {failures, summary, log, annotations} = await repository.overview(said, {intercept})
    const everything = [summary, ...log, ...annotations.map(({message}) => message)].join('\n')
    return {failures: failures.join(), names: everything.includes(nameOf(0)), summary, tells}
  }

  test.each([
    ['is public', open(own), {}],
    ['refuses to say', refused(), {}],
    ['answers of another one', closed(other), {}],
    ['is public, whatever is asserted', open(own), {'repository-visibility': 'private'}],
  ])('stay out of issue, summary and log where the repository %s', async (_what, answer, inputs) => {
    // Of nothing that is known, so that there is something to fail for.
    const seen = await seenWith({[own]: answer}, {...inputs, 'artifact-name': 'none-<tenant>-<period>'})
    expect(seen).toMatchObject({failures: expect.stringContaining('OVERVIEW_NOT_PRIVATE'), names: false, tells: 0})
    expect(seen.failures).toContain('1 tenant needs attention. The step fails')
    expect(seen.summary).toContain('Microsoft 365 audit log: 1 tenant')
  })

  test('are left out of the summary where no issue is asked for, which alone fails nothing', async () => {
    const seen = await seenWith({[own]: open(own)}, {issue: 'never'})
    expect(seen).toMatchObject({failures: '', names: false})
  })

  test.each([
    ['wanted', open(own), {'allow-public': 'true'}],
    ['asserted to be private', refused(), {'repository-visibility': 'private'}],
    ['private', closed(own), {}],
  ])('are shown where the repository is %s', async (_what, answer, inputs) => {
    const {tells, ...seen} = await seenWith({[own]: answer}, inputs)
    expect(seen).toMatchObject({failures: '', names: true})
    expect(tells).toBeGreaterThan(0)
  })

  test.each([
    ['public', open(other)],
    ['of unknown visibility', refused()],
  ])('come into no issue of another repository that is %s, whatever is asserted of the own', async (_what, answer) => {
    const inputs = {repository: other, 'repository-visibility': 'private'}
    const seen = await seenWith({[own]: closed(own), [other]: answer}, inputs)
    expect(seen).toMatchObject({tells: 0, names: true, failures: expect.stringContaining(other)})
  })

  test('come into the issue of a private repository, and not into the summary of a public one', async () => {
    const seen = await seenWith({[own]: open(own), [other]: closed(other)}, {repository: other})
    expect(seen.names).toBe(false)
    expect(seen.failures).not.toContain('OVERVIEW_NOT_PRIVATE')
  })
})
