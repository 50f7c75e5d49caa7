/** How patient one exchange is. Times in milliseconds. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  tries: number
  /** Attempts when the connection breaks or times out, where asking for less is the better cure; else as `tries`. */
  triesWhenBroken?: number
  /** The first wait; doubles with each attempt. */
  base: number
  /** No wait is longer, whatever the service asks for. */
  longest: number
  /** One attempt's limit, from sending to the last byte. */
  timeout: number
  maximumBytes: number
  /** 0 up to (not including) 1: spreads the waits of those that failed together. */
  jitter(): number
}

/**
 * How long to wait before the next attempt: what the service asks for in `Retry-After` (seconds or an HTTP date,
 * RFC 9110 §10.2.3), else doubling from `base`, with up to half of it again as jitter. A date gone by says nothing:
 * the clocks differ.
 */
export function retryDelay(policy: RetryPolicy, attempt: number, retryAfter: string | null, now: number): number {
  const asked = parseRetryAfter(retryAfter, now)
  const backoff = policy.base * 2 ** (attempt - 1) * (1 + policy.jitter() / 2)
  return Math.min(asked ?? backoff, policy.longest)
}

function parseRetryAfter(text: string | null, now: number): number | undefined {
  if (text === null) return undefined
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Number(text) * 1000
  // `Date.parse` takes “-5” for a day in 2001.
  const date = /^\s*[a-z]/i.test(text) ? Date.parse(text) : Number.NaN
  return date > now ? date - now : undefined
}
