/** A sample month read by the real collector, from a source that counts and holds moments instead of records. */

import type {Density} from '../src/audit/density.ts'
import {noFilters} from '../src/audit/filters.ts'
import {noReadings, type ReadingCounts} from '../src/audit/service-trust.ts'
import {type Collected, collect} from '../src/collect/collect.ts'
import {machineDisk} from '../src/host/disk.ts'
import {exchangePlan} from '../src/sources/exchange.ts'
import type {Row, Source} from '../src/sources/source.ts'
import {countBefore, type SampleMonth} from './months.ts'

/** Rows that one answer holds at most. */
export const cap = 5000

interface Manner {
  confirm?: 'none' | 'sample' | 'all'
  density?: Density
  concurrency?: number
  now?: () => number
  sleep?: (milliseconds: number) => Promise<void>
  /** Lets a call pass that will answer with so many rows; at once where none is given. */
  serve?: (rows: number) => Promise<void>
}

export async function readMonth(
  month: SampleMonth,
  {confirm = 'none', density, concurrency = 2, now = Date.now, sleep = async () => {}, serve}: Manner = {},
): Promise<{calls: number; capped: number; readings: ReadingCounts}> {
  let calls = 0
  let capped = 0
  const source: Source = {
    name: 'exchange',
    cap,
    plan: exchangePlan,
    requests: {},
    recording: async () => true,
    check: async () => [],
    sessions: true,
    read: async ({window, wider = 0, depth}, keep) => {
      calls++
      const from = countBefore(month.times, window.start - wider * 1000)
      const to = countBefore(month.times, window.end + wider * 1000)
      const inside = [
        ...month.times.subarray(countBefore(month.times, window.start), countBefore(month.times, window.end)),
      ]
      if (depth !== 'search') {
        await serve?.(to - from)
        await keep(inside.map(rowAt))
        const evidence = {rows: inside.length, cap: Number.POSITIVE_INFINITY, requestIds: [], warnings: []}
        return {outcome: 'proven', slow: false, evidence}
      }
      await serve?.(Math.min(cap, to - from))
      // Of a window that is too full the service returns a sample; every so-manieth record is one.
      const step = Math.max(1, inside.length / cap)
      const sample = Array.from(
        {length: Math.min(cap, inside.length)},
        (_none, index) => inside[Math.floor(index * step)] ?? 0,
      )
      await keep(sample.map(rowAt))
      const evidence = {rows: Math.min(cap, to - from), cap, requestIds: [], warnings: []}
      if (to - from >= cap) {
        capped++
        return {outcome: 'capped', slow: false, evidence}
      }
      return {outcome: 'proven', slow: false, evidence, ...(to === from ? {doubt: 'no rows'} : {})}
    },
  }
  const filters = noFilters
  const world = {
    fetch: () => Promise.reject(new TypeError('nothing is sent')),
    disk: machineDisk,
    now,
    sleep,
    log: () => {},
    debug: () => {},
    mask: () => {},
  }
  const spool = {write: async () => {}, accept: () => {}, async *take() {}}
  const settings = {
    source,
    world,
    spool,
    period: month,
    filters,
    concurrency,
    confirm,
    signal: new AbortController().signal,
    ...(density ? {density} : {}),
  }
  const result: Collected = {entries: [], duplicates: 0, conflicts: 0}
  for await (const _rows of collect(settings, result)) {
    // Nothing is spooled, so nothing comes.
  }
  return {calls, capped, readings: result.trust?.readings ?? noReadings}
}

function rowAt(time: number): Row {
  const record = {RecordType: '', CreationDate: '', UserIds: '', Operations: '', AuditData: '', Identity: ''}
  return {record, time, workload: '', recordTypeNumber: '', part: 0}
}
