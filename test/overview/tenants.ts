/** Tenants for tests of the overview, each as its exports could have left it. */
import type {EndedMonth, KnownTenant} from '../../src/overview/join-tenants.ts'
import type {HistoryMonth} from '../../src/report/history.ts'
import type {Manifest} from '../../src/report/manifest.ts'

const day = 86_400_000
/** 20 November 2026: every patience of the watchdog with October has ended. */
export const now = Date.UTC(2026, 10, 20)

/** Newest first: 2026-10 and eleven before it. */
export const ended: EndedMonth[] = Array.from({length: 12}, (_none, back) => {
  const start = Date.UTC(2026, 9 - back, 1)
  return {label: new Date(start).toISOString().slice(0, 7), start, end: Date.UTC(2026, 10 - back, 1)}
})

export interface Shape {
  period?: string
  status?: HistoryMonth['status']
  incidents?: Partial<HistoryMonth['incidents']>
  review?: 'reviewed' | 'open' | 'unknown'
  /** Days from now on. */
  certificate?: number
  /** The same. */
  expires?: number
  archived?: number | 'forever'
  id?: string
  /** Labels of months before, all complete. */
  before?: readonly string[]
}

let ids = 0

export function exported(name: string, shape: Shape = {}): KnownTenant {
  const {period = '2026-10', status = 'complete', incidents = {}, review, certificate, expires = 80, archived} = shape
  const month = (label: string, own: Partial<HistoryMonth> = {}): HistoryMonth => ({
    ...{
      period: label,
      start: `${label}-01T00:00:00Z`,
      status: 'complete',
      records: 100,
      failedSignIns: 0,
      externalShares: 0,
    },
    ...{minimumSeverity: 'low', silent: [], patterns: []},
    incidents: {high: 0, medium: 0, low: 0, info: 0},
    ...own,
  })
  const own = month(period, {status, incidents: {high: 0, medium: 0, low: 0, info: 0, ...incidents}})
  const manifest = {
    ...{tenant: shape.id ?? `tenant-${++ids}`, status, records: 100},
    period: {label: period},
    run: {finished: '2026-11-04T00:00:00Z', url: 'https://github.com/o/r/actions/runs/1'},
    ...(certificate === undefined
      ? {}
      : {certificate: {thumbprint: 'x', notAfter: new Date(now + certificate * day).toISOString()}}),
  } as unknown as Manifest
  return {
    name,
    newest: {
      ...{manifest, archived},
      months: [...(shape.before ?? []).map(label => month(label)), own],
      expires: new Date(now + expires * day).toISOString(),
    },
    missed: new Map(
      ended.filter(({label}) => label > period).map(({label}) => [label, {because: 'none', isNone: true}]),
    ),
    others: [],
    reviews: new Map(review ? [[period, review]] : []),
  }
}

export function unknown(name: string, because: string): KnownTenant {
  const missed = new Map(ended.map(({label}) => [label, {because, isNone: because === ''}]))
  return {name, missed, others: [], reviews: new Map()}
}
