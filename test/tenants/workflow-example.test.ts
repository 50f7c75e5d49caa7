/** The example workflow of many tenants, with the file that docs/many-tenants.md shows: its jobs have what its tenants need. */
import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {parse} from 'yaml'
import {catalogue} from '../../src/inputs/catalogue.ts'
import {parseInputs} from '../../src/inputs.ts'
import {mergeJobs} from '../../src/tenants/plan-jobs.ts'
import {parseTenantFile} from '../../src/tenants/tenant-file.ts'
import {tenantHost} from '../../src/tenants/tenant-host.ts'
import {blocksOf} from '../advised.ts'
import {Ears} from '../scenarios/month.ts'

interface Job {
  environment?: string
  permissions?: Record<string, string>
  steps: {uses?: string; with?: Record<string, string>}[]
}

const example = new URL('../../.github/examples/many-tenants.yml', import.meta.url)
const {permissions, jobs} = parse(readFileSync(example, 'utf8')) as {
  permissions: Record<string, string>
  jobs: Record<'export' | 'merge', Job>
}

const [shown] = blocksOf('docs/many-tenants.md').filter(({language}) => language === 'yaml')
const parsed = parseTenantFile(shown?.content ?? '', 'tenants.yml')
const tenants = 'tenants' in parsed ? parsed.tenants : []

/** What GitHub gives the job: variables by its environment, an OIDC token by its permissions. */
function inputsIn(job: Job, tenant: (typeof tenants)[number]) {
  const step = job.steps.find(({uses = ''}) => uses.includes('m365-audit-export'))
  const values: Record<string, string> = {
    'matrix.tenant': tenant.name,
    'vars.M365_CLIENT_ID':
      job.environment === '${{ matrix.environment }}' ? '33333333-aaaa-4bbb-8ccc-444444444444' : '',
  }
  const given = Object.entries(step?.with ?? {}).map(([name, text]) => [
    name,
    text.replace(/\$\{\{ *(\S+) *\}\}/g, (_expression, key: string) => values[key] ?? ''),
  ])
  const defaults = Object.entries(catalogue).map(([name, entry]) => [name, entry.default])
  const ears = new Ears().host({}, {workspace: '/'}, {...Object.fromEntries(defaults), ...Object.fromEntries(given)})
  const signsIn = (job.permissions ?? permissions)['id-token'] === 'write'
  const idToken = signsIn ? {url: 'https://token.example/', bearer: 'x'.repeat(40)} : undefined
  const made = tenantHost({...ears, idToken}, {tenant}, {ofSeveral: false})
  if ('mistakes' in made) throw new TypeError(JSON.stringify(made.mistakes))
  return parseInputs(made.host)
}

test('the page has a large tenant whose report is mailed', () => {
  expect(tenants.filter(({shards, mailTo}) => shards && mailTo)).not.toEqual([])
})

test.each((['export', 'merge'] as const).flatMap(job => tenants.map(tenant => ({job, tenant, name: tenant.name}))))(
  '$job of $name has all its inputs, and may write its issue',
  ({job, tenant}) => {
    const read = inputsIn(jobs[job], tenant)
    expect('mistakes' in read ? read.mistakes.map(({message}) => message) : []).toEqual([])
    expect(read).toMatchObject({settings: {mode: job, issue: {mode: 'findings'}}})
    expect((jobs[job].permissions ?? permissions).issues).toBe('write')
  },
)

test('the matrix of the merges names the environment of each', () => {
  const runs = tenants.map(tenant => ({tenant, time: 0, shard: {part: 1, of: tenant.shards ?? 1}}))
  expect(mergeJobs(runs).map(({environment}) => environment)).toEqual(tenants.map(({environment}) => environment))
})
