/** How long the log keeps records, and what that means today. */
import {instantOf} from './record.ts'

/** Audit (Standard) keeps records for 180 days: https://learn.microsoft.com/purview/audit-solutions-overview */
export const retention = 180 * 86_400_000

const day = 86_400_000

/** What has expired and what expires next, and when; a sentence each. @param now milliseconds since 1970 UTC. */
export function expiryWords(now: number): string[] {
  const horizon = now - retention
  const today = Math.floor(horizon / day) * day
  const date = (time: number) => instantOf(time).slice(0, 10)
  return [
    `Audit (Standard) keeps records for 180 days: what happened before ${instantOf(Math.floor(horizon / 1000) * 1000)} has expired, unless a licence keeps it longer.`,
    `The rest of ${date(today)} expires until ${instantOf(today + day + retention)}, and ${date(today + day)} in the 24 hours after that.`,
  ]
}

/** How much of a period has expired by now, in words; undefined where nothing has. */
export function expiredOf({start, end}: {start: number; end: number}, now: number): string | undefined {
  const horizon = now - retention
  if (end <= horizon) return 'all of it is over 180 days old, and has expired unless a licence keeps it longer'
  if (start >= horizon) return undefined
  const until = instantOf(Math.floor(horizon / 1000) * 1000)
  return `what happened before ${until} is over 180 days old, and has expired unless a licence keeps it longer`
}
