/** When earlier runs of the same question submitted queries to Graph, as far as what they left tells. */
import {millisecondsOf} from '../audit/record.ts'
import type {Manifest} from '../report/manifest.ts'
import type {PendingQuery} from '../sources/source.ts'

/**
 * @param journaled the queries that journals name; a run that took one over names it again.
 * @param earlier the manifest of the last export, which counts its own: those that no journal names count as made at its end.
 * @returns times in milliseconds.
 */
export function earlierSubmissions(
  journaled: readonly PendingQuery[],
  earlier: Pick<Manifest, 'requests' | 'run'> | undefined,
): number[] {
  const times = [...new Map(journaled.map(({id, began}) => [id, began])).values()]
  if (earlier === undefined) return times
  const [started, finished] = [earlier.run.started, earlier.run.finished].map(millisecondsOf)
  if (started === undefined || finished === undefined) return times
  const known = times.filter(time => time >= started && time <= finished).length
  const unnamed = Math.max(0, (earlier.requests['POST query'] ?? 0) - known)
  return [...times, ...Array<number>(unnamed).fill(finished)]
}
