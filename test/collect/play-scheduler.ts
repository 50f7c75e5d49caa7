/** Plays the scheduler against a service that answers each task as a test says, and notes all that it decides. */
import type {LedgerEntry} from '../../src/audit/ledger.ts'
import type {TimeWindow} from '../../src/audit/window.ts'
import {
  handOnUntil,
  newScheduler,
  next,
  type SchedulerAction,
  type SchedulerEvent,
  type SchedulerSettings,
  type SchedulerState,
} from '../../src/collect/scheduler.ts'
import type {WindowReading, WindowTask} from '../../src/collect/window-task.ts'
import type {WindowPlan} from '../../src/sources/source.ts'
import type {Failure} from '../../src/wire/failure.ts'
import {at, hour, minute, second} from '../builders.ts'

export const start = at('2026-10-05T00:00:00')
export const plan: WindowPlan = {
  aim: 40,
  first: 30 * minute,
  longest: 12 * hour,
  shrunk: 30 * minute,
  shortest: second,
}

export type Record = readonly [id: string, time: number]

export interface Played {
  state: SchedulerState
  entries: LedgerEntry[]
  readings: {number: number; window: TimeWindow; seen: readonly Record[]; around: readonly Record[]}[]
  accepted: {number: number; window: TimeWindow}[]
  asked: string[]
  failures: Failure[]
}

/** How one reading goes. */
export interface Turn {
  read(number: number, task: WindowTask): WindowReading
  /** Which of the readings under way ends first. */
  turn: number
  /** Records are handed on after it. */
  handsOn: boolean
}

export function play(settings: Partial<SchedulerSettings>, turns: readonly Turn[], most = 20_000): Played {
  const period = settings.period ?? {start, end: start + 24 * hour}
  let state = newScheduler({period, plan, concurrency: 2, confirm: 'sample', takenOver: [], pending: [], ...settings})
  const played: Played = {state, entries: [], readings: [], accepted: [], asked: [], failures: []}
  const underWay: {number: number; task: WindowTask}[] = []
  let paused = false
  let given = 0
  const send = (event: SchedulerEvent) => {
    const [after, actions] = next(state, event)
    state = after
    for (const action of actions) perform(action)
  }
  const perform = (action: SchedulerAction) => {
    if (action.do === 'read') {
      const {window, depth, wider, reach} = action.task
      underWay.push({number: action.number, task: action.task})
      played.asked.push([window.start, window.end, depth, wider, reach ?? 0].join())
    }
    if (action.do === 'accept') played.accepted.push(action)
    if (action.do === 'settle') played.entries.push(action.entry)
    if (action.do === 'pause') paused = true
    if (action.do === 'fail') played.failures.push(action.failure)
    const isIt = ({start, end}: TimeWindow) =>
      'window' in action && start === action.window.start && end === action.window.end
    if (action.do === 'reopen') played.entries = played.entries.filter(entry => !isIt(entry))
    if (action.do === 'distrust')
      played.entries = played.entries.map(entry => (isIt(entry) ? {...entry, status: 'gap' as const} : entry))
  }
  send({on: 'begin'})
  for (;;) {
    const one = turns[given % turns.length] as Turn
    if (underWay.length === 0 && paused) {
      paused = false
      send({on: 'paused'})
      continue
    }
    if (underWay.length === 0) break
    const [asked] = underWay.splice(one.turn % underWay.length, 1)
    if (asked === undefined) break
    given++
    const read = one.read(asked.number, asked.task)
    played.readings.push({
      number: asked.number,
      window: asked.task.window,
      seen: [...read.seen],
      around: [...(read.around ?? [])],
    })
    send({on: 'read', read})
    if (one.handsOn) send({on: 'passed', moment: Math.max(start, Math.min(handOnUntil(state), period.end))})
    if (given > most) throw new Error(`more than ${most} readings`)
  }
  return {...played, state}
}
