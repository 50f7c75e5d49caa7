/** The jobs of a matrix: each tenant and part once, never more jobs than GitHub takes, even loads, the same in any order. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {
  matrixText,
  mergeJobs,
  mostJobs,
  type PlannedJob,
  type PlannedRun,
  planJobs,
} from '../../src/tenants/plan-jobs.ts'
import {expectedTime, partsNeeded} from '../../src/tenants/run-time.ts'
import {parseTenantRuns, tenantRunText} from '../../src/tenants/tenant-runs.ts'

interface Size {
  time: number
  shards: number
  environment: number
}

function runsOf(
  sizes: readonly Size[],
  environmentOf: (size: Size, index: number) => string | undefined,
): PlannedRun[] {
  return sizes.flatMap((size, index) => {
    const environment = environmentOf(size, index)
    const tenant = {name: `t${index}`, tenantId: `t${index}.com`, ...(environment === undefined ? {} : {environment})}
    if (size.shards === 1) return [{tenant, time: size.time}]
    return Array.from({length: size.shards}, (_none, part) => ({
      tenant,
      shard: {part: part + 1, of: size.shards},
      time: size.time / size.shards,
    }))
  })
}

const size = fc.record({
  time: fc.integer({min: 0, max: 10_000_000}),
  shards: fc.constantFrom(1, 1, 1, 1, 2, 5),
  environment: fc.integer({min: 0, max: 5}),
})
const someRuns = fc
  .array(size, {minLength: 1, maxLength: 120})
  .map(sizes => runsOf(sizes, ({environment}) => (environment === 0 ? undefined : `audit-${environment}`)))
const most = fc.integer({min: 6, max: 60})

const texts = (jobs: readonly PlannedJob[]) => jobs.flatMap(({runs}) => runs.map(tenantRunText))

describe('the jobs of a plan', () => {
  test('property: every tenant and part is in exactly one job, whose environment is its own', () => {
    fc.assert(
      fc.property(someRuns, most, (runs, limit) => {
        const jobs = planJobs(runs, limit)
        expect(texts(jobs).sort()).toEqual(runs.map(tenantRunText).sort())
        for (const {environment, runs: own} of jobs)
          for (const {tenant} of own) expect(tenant.environment ?? '').toBe(environment)
        expect(jobs.length).toBeLessThanOrEqual(Math.max(limit, 0))
        expect(new Set(jobs.map(({name}) => name)).size).toBe(jobs.length)
        if (runs.length <= limit) for (const {runs: own} of jobs) expect(own).toHaveLength(1)
      }),
      {seed: 2, numRuns: 60},
    )
  })

  test('property: within an environment no job has more than an even share and one run', () => {
    fc.assert(
      fc.property(someRuns, most, (runs, limit) => {
        const jobs = planJobs(runs, limit)
        for (const environment of new Set(jobs.map(job => job.environment))) {
          const own = jobs.filter(job => job.environment === environment)
          const total = own.reduce((sum, {time}) => sum + time, 0)
          const longest = Math.max(...own.flatMap(job => job.runs.map(({time}) => time)))
          for (const {time} of own) expect(time).toBeLessThanOrEqual(total / own.length + longest + 1e-6)
        }
      }),
      {seed: 3, numRuns: 60},
    )
  })

  test('property: the order in the file makes no difference', () => {
    fc.assert(
      fc.property(someRuns, most, fc.infiniteStream(fc.nat()), (runs, limit, keys) => {
        const shuffled = runs
          .map(run => ({run, key: keys.next().value ?? 0}))
          .sort((a, b) => a.key - b.key)
          .map(({run}) => run)
        expect(matrixText(planJobs(shuffled, limit))).toBe(matrixText(planJobs(runs, limit)))
      }),
      {seed: 4, numRuns: 60},
    )
  })

  test('property: a job runs the shortest first, so that an equal share of the rest is enough wherever all fits', () => {
    fc.assert(
      fc.property(someRuns, most, (runs, limit) => {
        for (const {runs: own, time} of planJobs(runs, limit)) {
          let left = time
          for (const [index, run] of own.entries()) {
            expect(run.time).toBeLessThanOrEqual(left / (own.length - index) + 1e-6)
            left -= run.time
          }
        }
      }),
      {seed: 5, numRuns: 50},
    )
  })

  test('400 tenants of one environment fit into one matrix, and each job has one or two of equal size', () => {
    const jobs = planJobs(
      runsOf(
        Array.from({length: 400}, () => ({time: 60_000, shards: 1, environment: 1})),
        () => 'audit',
      ),
    )
    expect(jobs).toHaveLength(mostJobs)
    expect(new Set(jobs.map(({runs}) => runs.length))).toEqual(new Set([1, 2]))
    expect(matrixText(jobs).length).toBeLessThan(1_000_000)
  })

  test('more environments than jobs are refused, with a way out', () => {
    const runs = runsOf(
      Array.from({length: 257}, () => ({time: 1, shards: 1, environment: 1})),
      (_size, index) => `audit-${index}`,
    )
    expect(() => planJobs(runs)).toThrowError(expect.objectContaining({code: 'TENANTS_TOO_MANY_JOBS'}))
  })

  test('the matrix holds no mail address, and a job of several holds no tenant’s ids', () => {
    const tenant = {name: 'contoso', tenantId: 'contoso.com', clientId: 'x', mailTo: ['ines@contoso.com']}
    const shard = {part: 1, of: 2}
    const alone = matrixText(planJobs([{tenant, time: 1}]))
    expect(alone).not.toContain('ines')
    expect(JSON.parse(alone).include[0]).toMatchObject({name: 'contoso', tenant: 'contoso', 'tenant-id': 'contoso.com'})
    const shared = matrixText(
      planJobs(
        [
          {tenant, shard, time: 1},
          {tenant: {...tenant, name: 'b'}, time: 1},
        ],
        1,
      ),
    )
    expect(JSON.parse(shared).include).toEqual([{name: 'job.1', environment: '', tenant: 'b, contoso 1/2'}])
    expect(matrixText([])).toBe('')
  })

  test('each tenant that is read in parts is joined by one job', () => {
    const runs = runsOf(
      [
        {time: 9, shards: 5, environment: 1},
        {time: 9, shards: 1, environment: 1},
      ],
      () => 'audit',
    )
    expect(mergeJobs(runs).map(({name, environment}) => [name, environment])).toEqual([['t0', 'audit']])
    const many = runsOf(
      Array.from({length: 257}, () => ({time: 1, shards: 2, environment: 1})),
      () => 'audit',
    )
    expect(() => mergeJobs(many)).toThrowError(expect.objectContaining({code: 'TENANTS_TOO_MANY_JOBS'}))
  })
})

describe('the input tenant', () => {
  const tenants = ['contoso', 'Fabrikam'].map(name => ({name, tenantId: `${name}.com`}))

  test('property: what a matrix holds is understood again', () => {
    fc.assert(
      fc.property(someRuns, most, (runs, limit) => {
        const all = [...new Set(runs.map(({tenant}) => tenant))]
        const {include} = JSON.parse(matrixText(planJobs(runs, limit))) as {include: {tenant: string}[]}
        const read = include.map(({tenant}) => parseTenantRuns(tenant, all))
        const found = read.flatMap(one => ('runs' in one ? one.runs.map(tenantRunText) : [JSON.stringify(one)]))
        expect(found.sort()).toEqual(runs.map(tenantRunText).sort())
      }),
      {seed: 6, numRuns: 60},
    )
  })

  test.each([
    ['nothing of the file', 'contso', 'Did you mean contoso?'],
    ['a part that is none', 'contoso 5/4', 'names no part K/N of contoso'],
    ['words too many', 'contoso 1/4 2/4', 'is no tenant'],
    ['a tenant twice', 'contoso, CONTOSO', 'twice'],
    ['only commas', ' , ', 'names none'],
  ])('refuses %s', (_what, text, words) => {
    const parsed = parseTenantRuns(text, tenants)
    expect('mistakes' in parsed ? parsed.mistakes.map(({message, remedy}) => message + remedy).join() : '').toContain(
      words,
    )
  })
})

describe('the time that a tenant is expected to take', () => {
  const manifest = {
    run: {started: '2026-11-03T00:00:00Z', finished: '2026-11-03T01:00:00Z'},
    requests: {search: 600},
    period: {
      label: '',
      text: '',
      timezone: 'UTC',
      start: '2026-10-01T00:00:00Z',
      end: '2026-11-01T00:00:00Z',
      settled: '',
    },
    windows: [{start: '2026-10-01T00:00:00Z', end: '2026-11-01T00:00:00Z', status: 'read' as const}],
  } as unknown as Parameters<typeof expectedTime>[0]
  const month = 31 * 86_400_000

  test('is that of its last run, scaled by the length of the period and by what was proven', () => {
    const hour = 3_600_000
    expect(expectedTime(manifest, {length: month, concurrency: 2})).toBe(hour)
    expect(expectedTime(manifest, {length: month / 31, concurrency: 2})).toBeCloseTo(hour / 31)
    const half = {
      ...manifest,
      windows: [
        {start: '2026-10-01T00:00:00Z', end: '2026-10-16T12:00:00Z', status: 'read'},
        {start: '2026-10-16T12:00:00Z', end: '2026-11-01T00:00:00Z', status: 'gap'},
      ],
    } as unknown as typeof manifest
    expect(expectedTime(half, {length: month, concurrency: 2})).toBeCloseTo(2 * hour)
    const resumed = {...manifest, resumed: {}} as unknown as typeof manifest
    expect(expectedTime(resumed, {length: month, concurrency: 2})).toBe((600 * 20_000) / 2)
  })

  test('property: parts are enough for six tenths of the deadline, up to the most there are', () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 10 ** 10}), fc.integer({min: 60_000, max: 10 ** 8}), (time, deadline) => {
        const parts = partsNeeded(time, deadline)
        expect(parts).toBeGreaterThanOrEqual(1)
        expect(parts).toBeLessThanOrEqual(64)
        if (parts < 64) expect(time / parts).toBeLessThanOrEqual(0.6 * deadline)
      }),
      {seed: 7},
    )
  })
})
