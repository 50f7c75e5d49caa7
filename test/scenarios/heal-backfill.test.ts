/** Earlier months without a complete export, backfilled by the run of a later one. */
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {Failure} from '../../src/wire/failure.ts'
import {cleanUp} from '../runner.ts'
import {exportMonth, type MonthOptions, type MonthResult, readFolder} from './month.ts'
import {ArtifactStore} from './store.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const records = smallTenant({from: Date.UTC(2026, 7, 1), to: Date.UTC(2026, 11, 1), records: 400})
/** November is the last full month, and has settled. */
const now = Date.UTC(2026, 11, 9, 5)

const read = (options: MonthOptions) =>
  exportMonth({
    now,
    ...options,
    simulator: {records, ...options.simulator},
    inputs: {period: 'auto', backfill: '2', directory: '', ...options.inputs},
  })

const monthOf = (result: MonthResult, label: string) => readFolder(join(result.workspace, 'm365-audit', label))
const inMonth = (label: string) => records.filter(text => JSON.parse(text).CreationTime.startsWith(label)).length
const levels = ({annotations}: MonthResult, level: string) =>
  annotations.filter(one => one.level === level).map(one => one.message)

describe('earlier months', () => {
  test('are exported after the run’s own, oldest first, each in its own folder and artifact', async () => {
    const artifacts = new ArtifactStore()
    const result = await read({artifacts})
    expect(result.outputs).toMatchObject({status: 'complete', period: '2026-11', directory: 'm365-audit/2026-11'})
    expect(monthOf(result, '2026-09')?.manifest).toMatchObject({status: 'complete', records: inMonth('2026-09')})
    expect(monthOf(result, '2026-10')?.manifest).toMatchObject({status: 'complete', records: inMonth('2026-10')})
    expect(artifacts.kept.map(({name}) => name.replace(/^m365-audit-.*-(\d{4}-\d\d)/, '$1'))).toEqual(
      ['2026-11', '2026-09', '2026-10'].flatMap(label => [label, `${label}-baseline`]),
    )
    expect(result.summary).toContain('## Earlier months')
    expect(levels(result, 'fail')).toEqual([])
  })

  test('are left alone when a complete export is kept', async () => {
    const artifacts = new ArtifactStore()
    await read({artifacts, inputs: {period: '2026-10', backfill: '0'}})
    const result = await read({artifacts})
    expect(monthOf(result, '2026-10')).toBeUndefined()
    expect(monthOf(result, '2026-09')).toBeDefined()
    expect(result.log.join('\n')).toContain('2026-10 has a complete export.')
  })

  test('are exported again where the kept one is incomplete', async () => {
    const artifacts = new ArtifactStore()
    const controller = new AbortController()
    const failure = new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'})
    const first = await read({
      artifacts,
      inputs: {period: '2026-10', backfill: '0'},
      cancelled: controller.signal,
      intercept: request => {
        if (request.url.includes('InvokeCommand')) controller.abort(failure)
        return undefined
      },
    })
    expect(first.outputs.status).toBe('incomplete')
    const result = await read({artifacts, inputs: {backfill: '1'}})
    expect(monthOf(result, '2026-10')?.manifest).toMatchObject({status: 'complete', records: inMonth('2026-10')})
  })

  test('are known from folders too, where there is no GitHub', async () => {
    const inputs = {backfill: '1'}
    const first = await read({inputs})
    const second = await read({inputs, workspace: first.workspace})
    expect(second.log.join('\n')).toContain('2026-10 has a complete export.')
    expect(second.simulator.counters.searches).toBeLessThan(0.7 * first.simulator.counters.searches)
  })

  test('of more than half a year ago are named, not exported', async () => {
    const result = await read({now: Date.UTC(2026, 11, 31, 5), inputs: {period: 'previous-month', backfill: '6'}})
    expect(levels(result, 'notice').filter(message => message.includes('180 days'))).toHaveLength(2)
    expect(existsSync(join(result.workspace, 'm365-audit', '2026-06'))).toBe(false)
    expect(monthOf(result, '2026-08')?.manifest.status).toBe('complete')
    // Of the month at the edge, what is still kept is exported.
    expect(monthOf(result, '2026-07')).toBeDefined()
    expect(levels(result, 'warning').join('\n')).toContain('Of 2026-07, what happened before 2026-07-04T')
  })

  test('count for fail-on, and leave the outputs to the run’s own month', async () => {
    let searches = 0
    const result = await read({
      inputs: {backfill: '1'},
      intercept: async request => {
        if (!request.url.includes('InvokeCommand')) return undefined
        const {CmdletInput} = (await request.json()) as {CmdletInput: {Parameters: Record<string, string>}}
        const {StartDate = '', EndDate = ''} = CmdletInput.Parameters
        if (StartDate > '2026-10-15T12' || EndDate < '2026-10-15T10') return undefined
        searches++
        return Response.json({value: [], '@adminapi.warnings': ['The task was cancelled.']})
      },
    })
    expect(searches).toBeGreaterThan(0)
    expect(result.outputs.status).toBe('complete')
    expect(monthOf(result, '2026-10')?.manifest.status).toBe('incomplete')
    expect(levels(result, 'fail').join()).toContain('The export of 2026-10 is incomplete')
  })

  test('that fail altogether are told, and the next one is tried', async () => {
    const result = await read({
      inputs: {source: 'exchange'},
      intercept: async request => {
        if (!request.url.includes('InvokeCommand')) return undefined
        const text = await request.text()
        return /"StartDate":"2026-(08-31|09-[012])/.test(text)
          ? new Response(new Uint8Array(512), {status: 403})
          : undefined
      },
    })
    expect(levels(result, 'fail').join()).toContain('Backfill of 2026-09 failed')
    expect(monthOf(result, '2026-10')?.manifest.status).toBe('complete')
    expect(result.outputs.status).toBe('complete')
  })
})
