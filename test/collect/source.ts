/** A source for tests: holds records, and answers windows as a script of faults says. */
import {contains, type TimeWindow} from '../../src/audit/window.ts'
import {exchangePlan} from '../../src/sources/exchange.ts'
import type {Keep, Reading, ReadingOutcome, ReadingRequest, Row, Source} from '../../src/sources/source.ts'
import {Failure} from '../../src/wire/failure.ts'

/** What a reading comes to instead of what is true; undefined leaves it alone. */
export interface Fault {
  outcome?: ReadingOutcome
  code?: string
  outage?: boolean
  doubt?: string
  slow?: boolean
  /** Rows that are really sent. */
  rows?: readonly Row[]
  /** Happens after the rows were handed over. */
  after?(): void
}

export interface ScriptedSource extends Source {
  readonly asked: ReadingRequest[]
  /** Readings that ran at the same time, at most. */
  most: number
}

export function aSource(
  records: readonly Row[],
  fault: (request: ReadingRequest, rows: readonly Row[], number: number) => Fault | undefined = () => undefined,
  cap = 5000,
): ScriptedSource {
  let running = 0
  const source: ScriptedSource = {
    name: 'exchange',
    cap,
    plan: {...exchangePlan, aim: 0.78 * cap},
    requests: {},
    asked: [],
    most: 0,
    recording: async () => true,
    check: async () => [],
    read: async (request, keep, signal) => {
      source.most = Math.max(source.most, ++running)
      try {
        return await answer(request, keep, signal)
      } finally {
        running--
      }
    },
  }
  const answer = async (request: ReadingRequest, keep: Keep, signal: AbortSignal): Promise<Reading> => {
    signal.throwIfAborted()
    source.asked.push(request)
    const number = source.asked.length
    const all = inside(records, request.window)
    const given = fault(request, all, number) ?? {}
    const rows = given.rows ?? (request.depth === 'exhaustive' ? all : all.slice(0, cap))
    await new Promise(resolve => setImmediate(resolve))
    // In halves and backwards: the order of rows means nothing.
    const half = Math.ceil(rows.length / 2)
    if (rows.length > 0) await keep(rows.slice(half).reverse())
    if (rows.length > 0) await keep(rows.slice(0, half))
    given.after?.()
    signal.throwIfAborted()
    // The service counts what lies around the window as well, when the question reaches further.
    const reach = (request.wider ?? 0) * 1000
    const {start, end} = request.window
    const answered = reach > 0 && !given.rows ? inside(records, {start: start - reach, end: end + reach}) : rows
    const full = request.depth === 'search' && Math.max(all.length, answered.length) >= cap
    const outcome = given.outcome ?? (full ? 'capped' : 'proven')
    const code = given.code ?? `TEST_${outcome.toUpperCase()}`
    const doubt = given.doubt ?? (rows.length === 0 ? 'no rows' : undefined)
    return {
      outcome,
      slow: given.slow ?? false,
      evidence: {rows: Math.min(cap, answered.length), cap, requestIds: [`r${number}`], warnings: []},
      ...(outcome === 'proven' && doubt !== undefined ? {doubt} : {}),
      ...(outcome === 'proven' ? {} : {failure: new Failure({code, message: `${code}.`, remedy: 'Wait.'})}),
      ...(given.outage === undefined ? {} : {outage: given.outage}),
    }
  }
  return source
}

function inside(rows: readonly Row[], window: TimeWindow): Row[] {
  return rows.filter(row => contains(window, row.time))
}
