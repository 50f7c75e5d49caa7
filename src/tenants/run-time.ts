/** How long an export will take, by what an earlier one took, and in how many parts it had best be read. */
import {millisecondsOf} from '../audit/record.ts'
import {mostShards} from '../audit/shard.ts'
import type {Manifest} from '../report/manifest.ts'

/** A request where none was measured. Milliseconds. */
const perRequest = 20_000
/** Share of its deadline that a job is planned to take. */
const comfortable = 0.6

/**
 * Milliseconds that one job takes for a period of `length` milliseconds. What a run took over from others, or left unread,
 * is counted by its requests and by the time that it proved.
 */
export function expectedTime(
  {
    run,
    requests,
    resumed,
    merged,
    period,
    windows,
  }: Pick<Manifest, 'run' | 'requests' | 'resumed' | 'merged' | 'period' | 'windows'>,
  {length, concurrency}: {length: number; concurrency: number},
): number {
  const count = Object.values(requests).reduce((sum, one) => sum + one, 0)
  const taken =
    resumed || merged ? (count * perRequest) / concurrency : millisecondsOf(run.finished) - millisecondsOf(run.started)
  const span = (one: {start: string; end: string}) => millisecondsOf(one.end) - millisecondsOf(one.start)
  const whole = span(period)
  const proven = windows.filter(({status}) => status !== 'gap').reduce((sum, one) => sum + span(one), 0)
  // A run that proved next to nothing says next to nothing of the whole.
  const share = Math.max(0.1, whole > 0 ? proven / whole : 1)
  return whole > 0 ? (Math.max(0, taken) / share) * (length / whole) : Math.max(0, taken)
}

/** @param time and @param deadline in milliseconds. */
export function partsNeeded(time: number, deadline: number): number {
  return Math.min(mostShards, Math.max(1, Math.ceil(time / (comfortable * deadline))))
}
