/** The same tenant through both of its interfaces, and what a fault of Graph makes of a whole run (each of them: test/collect/graph.test.ts). */
import {afterAll, describe, expect, test} from 'vitest'
import {Failure} from '../../src/wire/failure.ts'
import {cleanUp} from '../runner.ts'
import {expectMonth, expectSameMonth, expectSound} from './expect-month.ts'
import {dayScene} from './expectations.ts'
import {exportMonth, type FolderRow, type MonthOptions, type MonthResult} from './month.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

function throughGraph(options: MonthOptions = {}): Promise<MonthResult> {
  const {records, period} = dayScene()
  return exportMonth({
    ...options,
    simulator: {records, ...options.simulator},
    inputs: {source: 'graph', period, ...options.inputs},
  })
}

/** Rows with `AuditData` as a value: its text may be spelled otherwise. */
function asValues(rows: readonly FolderRow[] = []): unknown[] {
  return rows.map(row => ({...row, AuditData: JSON.parse(row.AuditData)}))
}

describe('the same month from both sources', () => {
  test.each([
    ['of records of every kind', {recordsPerMonth: 1500, incidents: 'bec'}, '2026-10-09/2026-10-20'],
    ['of given records', {records: dayScene().records}, dayScene().period],
    [
      'with records without an Id, and conflicts',
      {recordsPerMonth: 2000, faults: 'no-id,conflicts'},
      '2026-10-05/2026-10-12',
    ],
  ])('%s: every column equal as text, AuditData as a value', async (_name, simulator, period) => {
    const exchange = await exportMonth({simulator, inputs: {period, source: 'exchange'}})
    const graph = await exportMonth({simulator, inputs: {period, source: 'graph'}})
    expect([exchange.outputs.status, graph.outputs.status]).toEqual(['complete', 'complete'])
    expect(graph.folder?.rows.length).toBeGreaterThan(200)
    expect(asValues(graph.folder?.rows)).toEqual(asValues(exchange.folder?.rows))
    await expectSound(graph)
    expect([exchange.folder?.manifest.source, exchange.folder?.manifest.endpoint]).toEqual(['exchange', undefined])
    expect([graph.folder?.manifest.source, graph.folder?.manifest.endpoint]).toEqual(['graph', 'beta'])
  })

  test('is told and limited alike', async () => {
    const {records, period} = dayScene()
    const limits = {
      'record-types': 'SharePointFileOperation, 9999, microsoftTeams',
      'exclude-record-types': '15',
      operations: 'FileAccessed,somethingnew,FileModified',
      users: 'ANNA@fabrikam.com,Bo@fabrikam.com',
    }
    const rows = []
    for (const source of ['exchange', 'graph']) {
      const {folder, outputs} = await exportMonth({simulator: {records}, inputs: {period, source, ...limits}})
      expect(outputs.status).toBe('complete')
      rows.push(asValues(folder?.rows))
    }
    expect(rows[1]).toEqual(rows[0])
    expect(rows[0]?.length).toBeGreaterThan(5)
  })
})

describe('the plan', () => {
  test.each([
    ['UTC', '2026-10', 31],
    ['Europe/Berlin', '2026-10', 31],
  ])('in %s is one query a day of %s', async (timezone, period, days) => {
    const result = await exportMonth({
      simulator: {recordsPerMonth: 600},
      inputs: {source: 'graph', period, timezone, confirm: 'none', concurrency: '10'},
    })
    expect(result.outputs.status).toBe('complete')
    expect(result.simulator.counters.queries).toBe(days)
    expect(result.simulator.counters.queriesAtOnce).toBeLessThanOrEqual(4)
    expect(result.log.join('\n')).toContain(`Graph: ${days} queries are planned, one a day, 4 at once`)
    expect(result.folder?.manifest.requests).toMatchObject({'DELETE query': days})
    for (const {evidence} of result.folder?.manifest.windows ?? []) expect(evidence.requestIds).toHaveLength(1)
  })

  test('a window with more records than a query holds is cut', async () => {
    const records = smallTenant({from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 3), records: 900})
    const result = await throughGraph({
      simulator: {records, graph: {recordLimit: 200}},
      inputs: {period: '2026-10-01/2026-10-03'},
    })
    await expectMonth(result, {status: 'complete'})
    expect(result.simulator.counters.queries).toBeLessThan(40)
  })

  test('a cut that nobody speaks of is noticed by its round number', async () => {
    const records = smallTenant({from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 2), records: 1400})
    const result = await throughGraph({
      simulator: {records, graph: {recordLimit: 1000}, faults: 'graph-limit-unsaid'},
      inputs: {period: '2026-10-01/2026-10-02'},
    })
    await expectMonth(result, {status: 'complete'})
  })
})

/** Enough for several pages. */
const crowded = {
  records: smallTenant({from: Date.UTC(2026, 9, 6), to: Date.UTC(2026, 9, 6, 20), records: 240}),
  graph: {pageSize: 100},
  period: '2026-10-06/2026-10-07',
}
const clean = throughGraph({
  simulator: {records: crowded.records, graph: crowded.graph},
  inputs: {period: crowded.period},
})
describe('a day under', () => {
  const {records, graph, period} = crowded
  const under = (faults: string) => throughGraph({simulator: {records, graph, faults}, inputs: {period}})

  test.each(['graph-lost-post', 'graph-cut-page', 'graph-expired-token', 'graph-claims-challenge'])(
    '%s has the same bytes',
    async name => {
      const result = await under(name)
      await expectSound(result)
      expect([result.outputs.status, result.simulator.counters.faultsPlayed[name]]).toEqual(['complete', 1])
      expectSameMonth(result, await clean)
    },
  )

  test('records that break their pages is incomplete, with the gaps’ bounds', async () => {
    const result = await under('graph-poison')
    const {missing} = await expectMonth(result, {status: 'incomplete', missing: 'in gaps', gaps: /^GRAPH_PAGE_CUT$/})
    expect(missing.length).toBeGreaterThan(0)
  })

  test.each([
    ['graph-auditing-disabled', 'GRAPH_AUDITING_DISABLED', 'Set-AdminAuditLogConfig'],
    ['auditing-off', 'GRAPH_AUDITING_DISABLED', 'Set-AdminAuditLogConfig'],
    ['graph-403', 'GRAPH_403', 'AuditLogsQuery.Read.All'],
  ])('%s fails, and says what to do', async (name, code, remedy) => {
    const result = await under(name)
    const said = result.annotations.map(({message}) => message).join('\n')
    expect([result.outputs.status, result.folder]).toEqual(['failed', undefined])
    expect(said).toContain(`[${code}`)
    expect(said).toContain(remedy)
  })
})

test('what a crossing that does not hold is told of', async () => {
  const result = await throughGraph({simulator: {faults: 'graph-straight-users'}})
  expect(result.log.filter(line => line.includes('outer user fields follow another rule'))).toHaveLength(1)
  expect(result.folder?.manifest.windows[0]?.evidence.warnings[0]).toMatch(/whose userPrincipalName is not the UserId/)
})

describe('the source', () => {
  const onlyGraph = {exchange: []}

  test('is Exchange by itself where the app may use it', async () => {
    const {folder, simulator} = await throughGraph({inputs: {source: 'auto'}})
    expect([folder?.manifest.source, simulator.counters.queries]).toEqual(['exchange', 0])
  })

  test('is Graph by itself where the app may use nothing else, and the log says why', async () => {
    const result = await throughGraph({inputs: {source: 'auto'}, simulator: {roles: onlyGraph}})
    expect([result.outputs.status, result.folder?.manifest.source]).toEqual(['complete', 'graph'])
    expect(result.log.join('\n')).toMatch(
      /source: auto selected Graph.* lacks the application permission Exchange.ManageAsApp/,
    )
  })

  test.each([
    ['auto', 'EXCHANGE_ROLE_MISSING'],
    ['graph', 'GRAPH_ROLE_MISSING'],
  ])('%s without any permission is refused with both remedies where both would do', async (source, code) => {
    const result = await throughGraph({
      inputs: {source},
      simulator: {roles: {exchange: [], graph: ['AuditLog.Read.All']}},
    })
    const said = result.annotations.map(({message}) => message).join('\n')
    expect([result.outputs.status, result.folder]).toEqual(['failed', undefined])
    expect(said).toContain(`[${code}`)
    expect(said).toMatch(/AuditLogsQuery\.Read\.All.*AuditLog\.Read\.All is for Entra.*adminconsent/s)
  })

  test('with permissions for single services is never complete', async () => {
    const graph = ['AuditLogsQuery-Entra.Read.All', 'AuditLogsQuery-SharePoint.Read.All']
    const result = await throughGraph({simulator: {roles: {graph}}})
    expect(result.outputs.status).toBe('incomplete')
    expect(new Set(result.folder?.gaps.map(gap => gap.code))).toEqual(new Set(['PERMISSION_IN_PART']))
    expect(result.folder?.manifest.reasons[0]).toContain('Only records of Entra, SharePoint are returned')
    await expectSound(result)
  })

  test('does not decide whose folder it is', async () => {
    const first = await throughGraph()
    const second = await throughGraph({inputs: {source: 'exchange'}, workspace: first.workspace})
    expect([second.outputs.status, second.folder?.manifest.source]).toEqual(['complete', 'exchange'])
    expectSameMonth(second, first)
  })
})

describe('a service that finds nothing', () => {
  const start = Date.UTC(2026, 9, 1)
  const day = 86_400_000
  const period = '2026-10-01/2026-10-05'
  const records = smallTenant({from: start, to: start + 4 * day, records: 400})

  test('at all is not complete', async () => {
    const result = await throughGraph({simulator: {records, faults: 'always-empty'}, inputs: {period}})
    expect(result.outputs.status).toBe('incomplete')
    expect(result.folder?.gaps.map(gap => gap.code)).toEqual(result.folder?.gaps.map(() => 'NOTHING_ANYWHERE'))
  })

  test('by a filter, in a tenant that is in use, is complete for one query more', async () => {
    const now = start + 10 * day
    const result = await throughGraph({simulator: {records}, inputs: {period, users: 'nobody@fabrikam.com'}, now})
    expect(result.outputs).toMatchObject({status: 'complete', records: '0'})
    expect(result.simulator.counters.queries).toBe(9)
  })
})

test('an end in the middle is a gap, and leaves no query behind that no run takes over', async () => {
  const stop = new AbortController()
  const records = smallTenant({from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 5), records: 200})
  let queries = 0
  const result = await throughGraph({
    simulator: {records},
    inputs: {period: '2026-10-01/2026-10-05', concurrency: '1', resume: 'off'},
    cancelled: stop.signal,
    intercept: request => {
      if (request.method === 'POST' && request.url.endsWith('/queries') && ++queries === 3) {
        stop.abort(new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'}))
      }
      return undefined
    },
  })
  await expectMonth(result, {status: 'incomplete', missing: 'in gaps', gaps: /^CANCELLED$/})
  expect(result.folder?.rows.length).toBeGreaterThan(0)
  expect(result.folder?.manifest.requests).toMatchObject({'POST query': 3, 'DELETE query': 2})
})
