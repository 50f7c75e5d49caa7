/** The half hour of a record: the spool keeps one partition on disk for each, and hands them on in order. */

/** Milliseconds. */
export const partitionLength = 1_800_000

/** Where the partition of a moment begins. Milliseconds since 1970 UTC. */
export function partitionStart(time: number): number {
  return Math.floor(time / partitionLength) * partitionLength
}
