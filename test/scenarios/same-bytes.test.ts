/** The same records give the same bytes, however they were read. */
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectSameMonth} from './expect-month.ts'
import {crowdScene} from './expectations.ts'
import {exportMonth, type MonthOptions, type MonthResult} from './month.ts'

afterAll(cleanUp)

const scene = crowdScene()

function read(options: MonthOptions = {}): Promise<MonthResult> {
  return exportMonth({
    ...options,
    simulator: {records: scene.records, ...options.simulator},
    inputs: {period: scene.period, ...options.inputs},
  })
}

describe('the same bytes come', () => {
  test('with one window at a time, with five, from another order of rows and pages, with everything read twice', async () => {
    const data = []
    data.push((await read({inputs: {concurrency: '1'}})).folder?.data)
    data.push((await read({inputs: {concurrency: '5', confirm: 'all'}, simulator: {seed: 77}})).folder?.data)
    data.push(
      (await read({inputs: {concurrency: '3'}, simulator: {seed: 5, faults: 'short-pages:always'}})).folder?.data,
    )
    expect(data[1]).toEqual(data[0])
    expect(data[2]).toEqual(data[0])
    expect(Object.keys(data[0] ?? {})).toHaveLength(2)
  })

  test('from a second run over the same folder, which takes the place of the first', async () => {
    const scene = {period: '2026-10-06T09:00:00Z/2026-10-06T09:30:00Z'}
    const first = await read({inputs: scene})
    const second = await read({inputs: {...scene, formats: 'csv,jsonl'}, workspace: first.workspace})
    expect(second.outputs.status).toBe('complete')
    expectSameMonth(second, first)
    expect(second.folder?.names).toEqual(first.folder?.names)
  })

  test('from a generated tenant, whatever the concurrency', async () => {
    const generated = (concurrency: string, faults: string) =>
      exportMonth({
        simulator: {seed: 3, recordsPerMonth: 60_000, faults},
        inputs: {period: '2026-10-06T09:00:00Z/2026-10-06T15:00:00Z', concurrency},
      })
    const one = await generated('1', '')
    const four = await generated('4', 'demo')
    expect(one.outputs.status).toBe('complete')
    expectSameMonth(four, one)
  })
})
