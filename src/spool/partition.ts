/** The half hour of a record: the spool keeps one partition on disk for each, and hands them on in order. */
import type {TimeWindow} from '../audit/window.ts'

/** Milliseconds. */
export const partitionLength = 1_800_000

/** Where the partition of a moment begins. Milliseconds since 1970 UTC. */
export function partitionStart(time: number): number {
  return Math.floor(time / partitionLength) * partitionLength
}

/** Equal parts, on whole seconds. */
export function cutInto(parts: number, {start, end}: TimeWindow): TimeWindow[] {
  const length = Math.ceil((end - start) / parts / 1000) * 1000
  const windows: TimeWindow[] = []
  for (let from = start; from < end; from += length) windows.push({start: from, end: Math.min(end, from + length)})
  return windows
}
