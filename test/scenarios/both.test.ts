/** A tenant read through both of its interfaces, each with what only it shows; and Graph in place of an Exchange that gives nothing. */
import {gunzipSync} from 'node:zlib'
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectMonth, expectSound} from './expect-month.ts'
import {dayScene} from './expectations.ts'
import {exportMonth, type MonthOptions, type MonthResult} from './month.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const day = 86_400_000
const start = Date.UTC(2026, 9, 1)
const records = [
  ...smallTenant({from: start, to: start + 3 * day, records: 120}),
  ...smallTenant({from: start + 3 * day, to: start + 4 * day, records: 300, seed: 2}),
]
const period = '2026-10-01/2026-10-05'

function throughBoth(options: MonthOptions = {}): Promise<MonthResult> {
  return exportMonth({
    ...options,
    simulator: {records, ...options.simulator},
    inputs: {source: 'both', period, ...options.inputs},
  })
}

const identity = (text: string) => (JSON.parse(text) as {Id: string}).Id
const timeOf = (text: string) => Date.parse(`${(JSON.parse(text) as {CreationTime: string}).CreationTime}Z`)

/** Answers from which the records are taken away. */
function withoutRecords(path: RegExp, hidden: ReadonlySet<string>, first = Number.POSITIVE_INFINITY): MonthOptions {
  let answers = 0
  return {
    intercept: async (request, _clock, ask) => {
      if (!path.test(request.url)) return undefined
      const answer = await ask()
      const bytes = Buffer.from(await answer.clone().arrayBuffer())
      const text = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes
      const body = JSON.parse(String(text)) as {value?: Record<string, unknown>[]}
      if (!Array.isArray(body.value) || ++answers > first) return answer
      const kept = body.value.filter(({AuditData, id}) => {
        const named = typeof AuditData === 'string' ? identity(AuditData) : String(id)
        return !hidden.has(named)
      })
      const {'@odata.count': _count, ...rest} = body as Record<string, unknown>
      return Response.json({
        ...rest,
        value: kept.map(row => ({...row, ResultCount: undefined, ResultIndex: undefined})),
      })
    },
  }
}

const exchangeSearch = /InvokeCommand/
const graphRecords = /\/records/

describe('source: both', () => {
  test('has every record once, with the text of Exchange, in confirmed windows', async () => {
    const result = await throughBoth()
    const {folder} = await expectMonth(result, {status: 'complete'})
    const alone = await exportMonth({simulator: {records}, inputs: {period, source: 'exchange'}})
    expect(folder.data).toEqual(alone.folder?.data)
    const {manifest} = folder
    expect([manifest.source, manifest.endpoint, manifest.onlyExchange, manifest.onlyGraph, manifest.differing]).toEqual(
      ['both', 'beta', 0, 0, 0],
    )
    expect(new Set(manifest.windows.map(({status}) => status))).toEqual(new Set(['confirmed']))
    expect(Object.keys(manifest.requests)).toEqual(expect.arrayContaining(['Search-UnifiedAuditLog', 'POST query']))
    expect(result.simulator.counters.queries).toBe(4)
    expect(result.summary).toContain('Exchange and Graph were both read')
    const shape = result.debug.filter(line => line.startsWith('Shape of an answer')).join('\n')
    expect(shape).toMatch(/^Shape of an answer \(Exchange\): Rows: \d+ on \d+ pages? .*; asked for: 5000\.$/m)
    expect(shape).toMatch(/^Shape of an answer \(Graph\): Keys of a page: .*@odata\.count number/m)
    const values = folder.rows.flatMap(row => [row.Identity, row.UserIds]).filter(value => value.length > 3)
    expect(values.filter(value => shape.includes(value))).toEqual([])
  })

  const hidden = new Set([identity(records[5] ?? ''), identity(records[200] ?? '')])
  const times = [5, 200].map(at => timeOf(records[at] ?? ''))

  test.each([
    ['Exchange', exchangeSearch, {onlyExchange: 0, onlyGraph: 2}, 'known through Graph alone'],
    ['Graph', graphRecords, {onlyExchange: 2, onlyGraph: 0}, 'known through Exchange alone'],
  ])('keeps and counts what %s never shows', async (_name, path, counts, words) => {
    const result = await throughBoth(withoutRecords(path, hidden))
    const {folder} = await expectMonth(result, {status: 'complete'})
    const {manifest} = folder
    expect(manifest).toMatchObject(counts)
    const once = manifest.windows.filter(({status}) => status === 'read')
    const holds = ({start, end}: {start: string; end: string}, time: number) =>
      Date.parse(start) <= time && time < Date.parse(end)
    for (const time of times) expect(once.some(window => holds(window, time))).toBe(true)
    for (const window of once) expect(times.some(time => holds(window, time))).toBe(true)
    const [, , first = ''] = result.summary.split('\n\n')
    expect(first).toContain(`2 records are ${words}`)
  })

  test('does not count what the other one shows when it is asked again', async () => {
    const some = records.slice(0, 40).map(identity)
    // Both readings of the first query, and the second one of its window is whole.
    const result = await throughBoth({...withoutRecords(graphRecords, new Set(some), 2), inputs: {concurrency: '1'}})
    const {folder} = await expectMonth(result, {status: 'complete'})
    expect(folder.manifest).toMatchObject({onlyExchange: 0, onlyGraph: 0})
    expect(result.simulator.counters.queries).toBe(5)
  })

  test.each([
    ['Exchange', exchangeSearch, 'Graph'],
    ['Graph', /graph.*auditLog/, 'Exchange'],
  ])('leaves the verdict to the other where %s refuses everything', async (name, path, other) => {
    const result = await throughBoth({
      intercept: async request => {
        if (!path.test(request.url)) return undefined
        const error = {code: 'Forbidden', message: 'Access is denied.'}
        return Response.json({error}, {status: 403})
      },
    })
    const {folder} = await expectMonth(result, {status: 'complete'})
    expect(folder.manifest.notes.join('\n')).toContain(
      `source: both has ${other} alone for all of the period, which ${name} could not read:`,
    )
    expect(folder.rows).toHaveLength(records.length)
  })

  test('reads on without Graph where the app lacks its permission', async () => {
    const result = await throughBoth({simulator: {roles: {graph: []}}})
    await expectMonth(result, {status: 'complete'})
    expect(result.folder?.manifest).toMatchObject({source: 'exchange'})
    expect(result.log.join('\n')).toContain('source: both reads through Exchange alone')
  })

  test('is sound where both have gaps, and incomplete only where neither read', async () => {
    const gaps = {from: start + day, to: start + day + 3_600_000}
    const result = await throughBoth({
      intercept: async request => {
        if (!exchangeSearch.test(request.url)) return undefined
        const {CmdletInput} = (await request.json()) as {CmdletInput: {Parameters: Record<string, string>}}
        const {StartDate = '', EndDate = ''} = CmdletInput.Parameters
        const isInside = Date.parse(StartDate) < gaps.to && Date.parse(EndDate) > gaps.from
        return isInside ? new Response('{}', {status: 500}) : undefined
      },
    })
    await expectMonth(result, {status: 'complete'})
    await expectSound(result)
    const statuses = result.folder?.manifest.windows.map(({status}) => status)
    expect(new Set(statuses)).toEqual(new Set(['confirmed', 'read']))
  })

  test('works with pseudonyms, and encrypted', async () => {
    const result = await throughBoth({inputs: {'pseudonym-key': 'k3Jd9fLq0zXc7Vb5Nm1Qw8Er6Ty4Ui2O'}})
    expect(result.outputs.status).toBe('complete')
    expect(result.folder?.manifest).toMatchObject({onlyExchange: 0, onlyGraph: 0, records: records.length})
  })
})

describe('source: auto goes on through Graph', () => {
  const {records: ofDay, period: oneDay} = dayScene()

  test.each([
    ['403', 403],
    ['401, with fresh tokens too', 401],
  ])('where Exchange refuses: %s', async (_name, status) => {
    const result = await exportMonth({
      simulator: {records: ofDay},
      inputs: {period: oneDay},
      intercept: async request =>
        exchangeSearch.test(request.url) ? Response.json({error: {code: 'x', message: 'no'}}, {status}) : undefined,
    })
    const {folder} = await expectMonth(result, {status: 'complete'})
    expect(folder.manifest.source).toBe('graph')
    expect(folder.manifest.notes.join('\n')).toContain('source: auto goes on through Graph: Exchange refused')
  })

  test('where Exchange finds nothing anywhere', async () => {
    const result = await exportMonth({simulator: {records: ofDay, shapes: ['silent']}, inputs: {period: oneDay}})
    const {folder} = await expectMonth(result, {status: 'complete'})
    expect(folder.manifest.source).toBe('graph')
    expect(result.log.join('\n')).toContain('found nothing in the period, nor in the last week')
  })

  test('and says what is missing where the app may not', async () => {
    const result = await exportMonth({
      simulator: {records: ofDay, roles: {graph: []}},
      inputs: {period: oneDay},
      intercept: async request =>
        exchangeSearch.test(request.url)
          ? Response.json({error: {code: 'x', message: 'no'}}, {status: 403})
          : undefined,
    })
    expect(result.outputs.status).toBe('failed')
    expect(result.log.join('\n')).toMatch(/EXCHANGE_403.*Or let it read through Graph/)
  })

  test('not where source: exchange is asked for', async () => {
    const result = await exportMonth({
      simulator: {records: ofDay},
      inputs: {period: oneDay, source: 'exchange'},
      intercept: async request =>
        exchangeSearch.test(request.url)
          ? Response.json({error: {code: 'x', message: 'no'}}, {status: 403})
          : undefined,
    })
    expect(result.outputs.status).toBe('failed')
  })
})
