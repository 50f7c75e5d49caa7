/** The same tenant through both of its interfaces, and a month under every fault of Graph's audit log query. */
import {afterAll, describe, expect, test} from 'vitest'
import {FAULTS} from '../../src/simulator/faults.ts'
import {Failure} from '../../src/wire/failure.ts'
import {cleanUp} from '../runner.ts'
import {dayScene} from './expectations.ts'
import {compare, exportMonth, type FolderRow, faultsOf, type MonthOptions, type MonthResult} from './month.ts'
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
    ['of records of every kind', {recordsPerMonth: 500, incidents: 'bec,illicit-consent'}, '2026-10'],
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
    expect(graph.folder?.rows.length).toBeGreaterThan(250)
    expect(asValues(graph.folder?.rows)).toEqual(asValues(exchange.folder?.rows))
    expect(await faultsOf(graph)).toEqual([])
    expect([exchange.folder?.manifest.source, exchange.folder?.manifest.endpoint]).toEqual(['exchange', undefined])
    expect([graph.folder?.manifest.source, graph.folder?.manifest.endpoint]).toEqual(['graph', 'beta'])
  })

  test('is told and limited alike', async () => {
    const {records, period} = dayScene()
    const limits = {
      'record-types': 'SharePointFileOperation, 9999, microsoftTeams',
      'exclude-record-types': '25',
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
    ['America/New_York', '2026-11', 30],
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
    expect(result.outputs.status).toBe('complete')
    expect(compare(result).missing).toEqual([])
    expect(result.simulator.counters.queries).toBeLessThan(40)
  })

  test('a cut that nobody speaks of is noticed by its round number', async () => {
    const records = smallTenant({from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 2), records: 1400})
    const result = await throughGraph({
      simulator: {records, graph: {recordLimit: 1000}, faults: 'graph-limit-unsaid'},
      inputs: {period: '2026-10-01/2026-10-02'},
    })
    expect([result.outputs.status, compare(result).missing]).toEqual(['complete', []])
  })
})

/** `unseen`: one record is missing from every reading, and nobody can tell. */
type Expected = {as: 'whole'} | {as: 'unseen'} | {as: 'gaps'; codes: RegExp} | {as: 'failed'; code: string}
const whole: Expected = {as: 'whole'}

/** What becomes of a day under each fault, played its usual times and for ever. */
const expectations: Record<string, [usual: Expected, always: Expected]> = {
  'graph-500': [whole, {as: 'gaps', codes: /^GRAPH_UNAVAILABLE$/}],
  'graph-unknown-error': [whole, {as: 'gaps', codes: /^GRAPH_UNAVAILABLE$/}],
  'graph-502-html': [whole, {as: 'gaps', codes: /^GRAPH_UNAVAILABLE$/}],
  'graph-429-seconds': [whole, {as: 'gaps', codes: /^GRAPH_THROTTLED$/}],
  'graph-429-none': [whole, {as: 'gaps', codes: /^GRAPH_THROTTLED$/}],
  'graph-reset': [whole, {as: 'gaps', codes: /^(WIRE_RESET|SERVICE_BROKEN)$/}],
  'graph-lost-post': [whole, whole],
  'graph-401': [whole, {as: 'failed', code: 'GRAPH_401'}],
  'graph-claims-challenge': [whole, {as: 'failed', code: 'GRAPH_401'}],
  'graph-403-bare': [whole, {as: 'gaps', codes: /^GRAPH_403_BARE$/}],
  'graph-403': [
    {as: 'failed', code: 'GRAPH_403'},
    {as: 'failed', code: 'GRAPH_403'},
  ],
  'graph-auditing-disabled': [
    {as: 'failed', code: 'GRAPH_AUDITING_DISABLED'},
    {as: 'failed', code: 'GRAPH_AUDITING_DISABLED'},
  ],
  'graph-failed': [whole, {as: 'gaps', codes: /^(GRAPH_QUERY_FAILED|SERVICE_BROKEN)$/}],
  'graph-cancelled': [whole, {as: 'gaps', codes: /^(GRAPH_QUERY_CANCELLED|SERVICE_BROKEN)$/}],
  'graph-stuck': [whole, {as: 'gaps', codes: /^(GRAPH_QUERY_STUCK|SERVICE_BROKEN)$/}],
  'graph-unknown-status': [whole, {as: 'gaps', codes: /^(GRAPH_QUERY_STUCK|SERVICE_BROKEN)$/}],
  'graph-poll-400': [whole, {as: 'gaps', codes: /^GRAPH_POLL$/}],
  'graph-poll-502': [whole, {as: 'gaps', codes: /^GRAPH_POLL$/}],
  'graph-poll-reset': [whole, {as: 'gaps', codes: /^(WIRE_RESET|SERVICE_BROKEN)$/}],
  'graph-gone': [whole, {as: 'gaps', codes: /^(GRAPH_QUERY_GONE|SERVICE_BROKEN)$/}],
  'graph-cut-page': [whole, {as: 'gaps', codes: /^(GRAPH_PAGE_CUT|SERVICE_BROKEN)$/}],
  'graph-count': [whole, {as: 'gaps', codes: /^(GRAPH_PAGE_COUNT|SERVICE_BROKEN)$/}],
  'graph-top-400': [whole, whole],
  'graph-records-429': [whole, {as: 'gaps', codes: /^GRAPH_THROTTLED$/}],
  'graph-records-504': [whole, {as: 'gaps', codes: /^GRAPH_UNAVAILABLE$/}],
  'graph-records-reset': [whole, {as: 'gaps', codes: /^(WIRE_RESET|SERVICE_BROKEN)$/}],
  'graph-unstable': [whole, {as: 'unseen'}],
  'graph-foreign-link': [whole, whole],
  'graph-looping-link': [whole, whole],
  'graph-expired-token': [whole, whole],
  'graph-v1': [whole, whole],
  'graph-poison': [
    {as: 'gaps', codes: /^GRAPH_PAGE_CUT$/},
    {as: 'gaps', codes: /^GRAPH_PAGE_CUT$/},
  ],
  'graph-straight-users': [whole, whole],
  'graph-limit-unsaid': [whole, whole],
  'graph-no-delete': [whole, whole],
}

const names = Object.keys(FAULTS).filter(name => name.startsWith('graph-'))

test('every fault of Graph has an expectation', () => {
  expect(new Set(Object.keys(expectations))).toEqual(new Set(names))
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
/** Played for ever, most are met by every query: two minutes, and one page, are enough of them. */
const minutes = {
  records: smallTenant({from: Date.UTC(2026, 9, 6), to: Date.UTC(2026, 9, 6, 0, 2), records: 40}),
  period: '2026-10-06T00:00:00Z/2026-10-06T00:02:00Z',
}

async function check(result: MonthResult, expected: Expected, same?: MonthResult): Promise<void> {
  const said = result.annotations.map(({message}) => message).join('\n')
  expect(result.simulator.counters.queriesAtOnce).toBeLessThanOrEqual(4)
  if (expected.as === 'failed') {
    expect([result.outputs.status, result.folder]).toEqual(['failed', undefined])
    expect(said).toContain(`[${expected.code}`)
    return
  }
  expect(await faultsOf(result)).toEqual([])
  const {folder, unexplained, missing, strangers} = compare(result)
  expect(strangers).toEqual([])
  if (expected.as === 'unseen') return
  expect(unexplained).toEqual([])
  if (expected.as === 'gaps') {
    expect(result.outputs.status).toBe('incomplete')
    for (const gap of folder.gaps) expect(gap.code).toMatch(expected.codes)
    return
  }
  expect([result.outputs.status, missing]).toEqual(['complete', []])
  if (same) expect(folder.data).toEqual(same.folder?.data)
}

describe('a day under', () => {
  test.each(names)('%s', async name => {
    const result = await throughGraph({
      simulator: {records: crowded.records, graph: crowded.graph, faults: name},
      inputs: {period: crowded.period, concurrency: '10'},
    })
    await check(result, expectations[name]?.[0] ?? whole, await clean)
    const held = FAULTS[name]?.where === 'graph-tenant'
    if (!held) expect(result.simulator.counters.faultsPlayed[name]).toBeGreaterThan(0)
  })
})

describe('minutes under', () => {
  test.each(names.filter(name => FAULTS[name]?.count !== 'always'))('%s, for ever', async name => {
    const result = await throughGraph({
      simulator: {records: minutes.records, faults: `${name}:always`},
      inputs: {period: minutes.period},
    })
    await check(result, expectations[name]?.[1] ?? whole)
  })
})

test('a poisoned record costs its minute, and no more', async () => {
  const result = await throughGraph({
    simulator: {records: crowded.records, faults: 'graph-poison'},
    inputs: {period: crowded.period},
  })
  const {folder, missing} = compare(result)
  const lost = folder.gaps.reduce((sum, gap) => sum + gap.end - gap.start, 0)
  const poisoned = crowded.records.filter((_, position) => position % 211 === 5).length
  expect(lost).toBeLessThan(2 * poisoned * 60_000)
  expect(missing.length).toBeLessThan(4 * poisoned)
  expect(result.simulator.counters.queries).toBeLessThan(200)
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
      /source: auto is Graph.* lacks the application permission Exchange.ManageAsApp/,
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
    expect(result.folder?.gaps.map(gap => gap.code)).toEqual(['PERMISSION_IN_PART'])
    expect(result.folder?.manifest.reasons[0]).toContain('Only records of Entra, SharePoint are returned')
    expect(await faultsOf(result)).toEqual([])
  })

  test('does not decide whose folder it is', async () => {
    const first = await throughGraph()
    const second = await throughGraph({inputs: {source: 'exchange'}, workspace: first.workspace})
    expect([second.outputs.status, second.folder?.manifest.source]).toEqual(['complete', 'exchange'])
    expect(second.folder?.data).toEqual(first.folder?.data)
  })
})

test('an end in the middle is a gap, and leaves no query behind', async () => {
  const stop = new AbortController()
  const records = smallTenant({from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 5), records: 200})
  let queries = 0
  const result = await throughGraph({
    simulator: {records},
    inputs: {period: '2026-10-01/2026-10-05', concurrency: '1'},
    cancelled: stop.signal,
    intercept: request => {
      if (request.method === 'POST' && request.url.endsWith('/queries') && ++queries === 3) {
        stop.abort(new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'}))
      }
      return undefined
    },
  })
  expect(result.outputs.status).toBe('incomplete')
  expect(compare(result).unexplained).toEqual([])
  expect(result.folder?.gaps.map(gap => gap.code)).toEqual(result.folder?.gaps.map(() => 'CANCELLED'))
  expect(result.folder?.rows.length).toBeGreaterThan(0)
  expect(result.folder?.manifest.requests).toMatchObject({'POST query': 3, 'DELETE query': 2})
})
