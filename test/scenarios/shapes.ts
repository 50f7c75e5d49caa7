/** Exports a short month from a tenant with given shapes, and says what became of its records and how many calls it took. */
import {Failure} from '../../src/wire/failure.ts'
import {faultsOf, recordOf} from './compare.ts'
import {exportMonth, type Folder, longAfter, type MonthResult} from './month.ts'
import {smallTenant} from './tenant.ts'

export const day = 86_400_000
export const start = Date.UTC(2026, 9, 1)

export interface ShapeScene {
  records: string[]
  period: string
  inputs?: Record<string, string>
  /** Hold in the plain run too. */
  shapes?: readonly string[]
  faults?: readonly string[]
  /** Where the clock starts. */
  now?: number
}

/** Two weeks with four days of silence in them; answers of several pages, and answers without rows. */
export const twoWeeks: ShapeScene = {
  records: [
    ...smallTenant({from: start, to: start + 8 * day, records: 330}),
    ...smallTenant({from: start + 12 * day, to: start + 14 * day, records: 90, seed: 2}),
  ],
  period: '2026-10-01/2026-10-15',
  shapes: ['page-rows:40'],
}

/** One day of so many records in each of its hours, for caps. */
export function crowdedDay(anHour: number): ShapeScene {
  const hours = Array.from({length: 24}, (_, hour) => start + 5 * day + hour * 3_600_000)
  return {
    records: hours.flatMap((at, seed) =>
      smallTenant({from: at, to: at + 1000, records: 2, crowd: {at, records: anHour - 2}, seed}),
    ),
    period: '2026-10-06/2026-10-07',
  }
}

/** Four days through Graph, of which one has many records. */
export const fourDays: ShapeScene = {
  records: [
    ...smallTenant({from: start, to: start + 3 * day, records: 120}),
    ...smallTenant({from: start + 3 * day, to: start + 4 * day, records: 400, seed: 2}),
  ],
  period: '2026-10-01/2026-10-05',
  inputs: {source: 'graph'},
}

export interface ShapeRun {
  result: MonthResult
  folder: Folder
  status: string
  /** Requests to Exchange and to Graph. */
  calls: number
  /** Ids of records that the tenant holds and the folder lacks, and those of them that no gap explains. */
  missing: string[]
  unexplained: string[]
  /** Rows that are not the tenant's, or have another content. */
  strange: string[]
  /** What is wrong with the folder, whatever the tenant did. */
  faults: string[]
}

/** What a good shape has to end as, of `outcome`. */
export const wholeAndComplete = {status: 'complete', missing: [], strange: [], faults: []}

/** The first of each are enough to see what is wrong. */
export const outcome = ({status, missing, strange, faults}: ShapeRun) => ({
  status,
  missing: missing.slice(0, 3),
  strange: strange.slice(0, 3),
  faults: faults.slice(0, 3),
})

/** No client needs more; a run that reaches it has no end. */
const most = 1_000

export async function exportUnder(scene: ShapeScene, shapes: readonly string[]): Promise<ShapeRun> {
  const stop = new AbortController()
  let calls = 0
  const result = await exportMonth({
    simulator: {
      records: scene.records,
      shapes: [...without(scene.shapes ?? [], shapes), ...shapes],
      faults: scene.faults ?? [],
    },
    host: 'localhost',
    now: scene.now ?? longAfter,
    inputs: {period: scene.period, ...scene.inputs},
    cancelled: stop.signal,
    intercept: ({url}) => {
      if (!/InvokeCommand|auditLog/.test(url) || ++calls <= most) return undefined
      stop.abort(new Failure({code: 'CANCELLED', message: 'The run has no end.', remedy: 'None.'}))
      return undefined
    },
  })
  const {folder, outputs} = result
  if (folder === undefined) throw new TypeError(`no folder was written: ${result.log.join('\n')}`)
  return {
    result,
    folder,
    status: outputs.status ?? '',
    calls,
    ...differences(result, folder),
    faults: await faultsOf(result),
  }
}

/** What a scene has itself gives way to what is asked for: a page size to another. */
function without(own: readonly string[], asked: readonly string[]): string[] {
  const name = (shape: string) => shape.split(':')[0]
  const pages = ['page-rows', 'silent-page-cap']
  const replaces = asked.some(shape => pages.includes(name(shape) ?? ''))
  return own.filter(shape => !(replaces && pages.includes(name(shape) ?? '')))
}

const plainRuns = new Map<ShapeScene, Promise<ShapeRun>>()

/** The same scene without the shapes, exported once. */
export function plainRun(scene: ShapeScene): Promise<ShapeRun> {
  const made = plainRuns.get(scene) ?? exportUnder(scene, [])
  plainRuns.set(scene, made)
  return made
}

function differences({simulator}: MonthResult, folder: Folder): Pick<ShapeRun, 'missing' | 'unexplained' | 'strange'> {
  const {period} = folder.manifest
  const truth = [...simulator.truth(Date.parse(period.start), Date.parse(period.end))]
  const rows = new Map(folder.rows.map(row => [row.Identity, row]))
  const missing = truth.filter(({id}) => !rows.has(id))
  const known = new Map(truth.map(record => [record.id, record.auditData]))
  const isGap = (time: number) => folder.gaps.some(gap => gap.start <= time && time < gap.end)
  return {
    missing: missing.map(({id}) => id),
    unexplained: missing.filter(({time}) => !isGap(Date.parse(time))).map(({id}) => id),
    strange: folder.rows.filter(row => !isSame(row.AuditData, known.get(row.Identity))).map(row => row.Identity),
  }
}

/** The same text, or texts of the same value. */
function isSame(text: string, other: string | undefined): boolean {
  if (other === undefined || text === other) return other !== undefined
  const [one, two] = [recordOf(text), recordOf(other)]
  return one !== undefined && two !== undefined && JSON.stringify(one) === JSON.stringify(two)
}
