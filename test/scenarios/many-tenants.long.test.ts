/** Fifty tenants by the example workflow: one read in parts, one whose app is refused, one whose service fails; no other is held up. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {parse} from 'yaml'
import {Overview} from '../../src/overview/overview-file.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {type MatrixJob, manyTenants, matrixOf, nameOf} from './many-tenants.ts'
import {copyArtifacts} from './store.ts'

afterAll(cleanUp)

interface Job {
  name?: string
  concurrency?: {group: string}
  environment?: string
  permissions?: Record<string, string>
  steps: {uses?: string; with?: Record<string, string>}[]
}

const example = new URL('../../.github/examples/many-tenants.yml', import.meta.url)
const {jobs} = parse(readFileSync(example, 'utf8')) as {jobs: Record<'plan' | 'export' | 'merge' | 'overview', Job>}

/** What stands under `with:` of the action, with the values that the expressions have here. */
function inputsOf(job: keyof typeof jobs, matrix: Partial<MatrixJob> = {}): Record<string, string> {
  const step = jobs[job].steps.find(({uses = ''}) => uses.includes('m365-audit-export'))
  const values: Record<string, string> = {
    ...Object.fromEntries(Object.entries(matrix).map(([name, value]) => [`matrix.${name}`, value])),
    'vars.M365_CLIENT_ID': '',
  }
  const resolved = Object.entries(step?.with ?? {}).map(([name, value]) => [
    name,
    String(value).replace(/\$\{\{ *(\S+) *\}\}/g, (expression, key: string) => {
      const found = values[key]
      if (found === undefined) throw new Error(`The test has no value for ${expression}.`)
      return found
    }),
  ])
  return Object.fromEntries(resolved) as Record<string, string>
}

const size = 50
const [sharded, refused, failing] = [3, 17, 41]

test('fifty tenants, two of them broken', {timeout: 900_000}, async () => {
  const repository = await manyTenants({
    tenants: Array.from({length: size}, (_none, index) => ({
      ...(index === refused ? {roles: {exchange: [], graph: []}} : {}),
      ...(index === failing ? {faults: 'aadsts-53003:always'} : {}),
    })),
    shared: {recordsPerMonth: 40},
    now: Date.UTC(2026, 10, 9),
    defaults: 'defaults:\n  environment: audit-<tenant>\n',
    lines: index => (index === sharded ? ['shards: 2'] : []),
  })
  const planned = await repository.plan(inputsOf('plan'))
  const matrix = matrixOf(planned)
  expect(matrix).toHaveLength(size + 1)
  expect(matrix.map(({tenant}) => tenant.split(' ')[0])).toEqual(
    Array.from({length: size}, (_none, index) => nameOf(index)).flatMap((name, index) =>
      index === sharded ? [name, name] : [name],
    ),
  )
  // A concurrency group is that of one tenant, or of one part of it.
  expect(jobs.export.concurrency?.group).toBe('m365-audit-${{ matrix.name }}')
  expect(new Set(matrix.map(({name}) => name)).size).toBe(matrix.length)
  expect(jobs.export.environment).toBe('${{ matrix.environment }}')

  const parts = temporaryFolder()
  const statuses = new Map<string, string>()
  for (const entry of matrix) {
    const done = await repository.job(entry.tenant, {...inputsOf('export', entry), deadline: '60m'})
    statuses.set(entry.name, done.outputs.status ?? '')
    const isBroken = [nameOf(refused), nameOf(failing)].includes(entry.name)
    expect([entry.name, done.failures.length > 0]).toEqual([entry.name, isBroken])
  }
  expect([...statuses].filter(([, status]) => status !== 'complete').map(([name]) => name)).toEqual([
    nameOf(refused),
    nameOf(failing),
  ])

  const merges = (JSON.parse(planned.outputs['merge-matrix'] ?? '') as {include: MatrixJob[]}).include
  expect(merges.map(({tenant}) => tenant)).toEqual([nameOf(sharded)])
  copyArtifacts(
    repository.artifacts,
    new RegExp(`^m365-audit-${nameOf(sharded)}-2026-10-.*of`),
    join(parts, 'm365-audit-parts'),
  )
  const merged = await repository.job(nameOf(sharded), inputsOf('merge', merges[0]), parts)
  expect([merged.failures, merged.outputs.status, merged.outputs.records]).toEqual([[], 'complete', '40'])

  const names = repository.artifacts.kept.map(({name}) => name)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])

  repository.clock.now += 2 * 86_400_000
  const before = repository.asked.get('github') ?? 0
  const seen = await repository.overview(inputsOf('overview'))
  const overview = Overview.parse(
    JSON.parse(readFileSync(join(seen.workspace, 'm365-audit/overview/overview.json'), 'utf8')),
  )
  expect(overview.tenants).toHaveLength(size)
  expect(
    overview.tenants
      .slice(0, 2)
      .map(({name}) => name)
      .sort(),
  ).toEqual([nameOf(refused), nameOf(failing)])
  const others = overview.tenants.slice(2)
  expect(others.map(({newest}) => newest?.status)).toEqual(others.map(() => 'complete'))
  expect(others.flatMap(({needs}) => needs.filter(({kind}) => kind === 'export'))).toEqual([])
  expect(repository.several.tenants[0]?.issues.at(-1)?.title).toContain('overview of 50 tenants')
  // One request for each tenant's artifact, its redirect, and a handful for all.
  expect((repository.asked.get('github') ?? 0) - before).toBeLessThan(3 * size)
})
