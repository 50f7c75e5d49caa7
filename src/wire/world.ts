import type {Disk} from './disk.ts'
import type {Thread} from './thread.ts'

/** The effects a run has on the world, as values: a test, the demo and the runner each pass their own. */
export interface World {
  /** Sends one request and hands out the body's bytes as they came: no decoding, no redirects, no retries. */
  fetch(request: Request): Promise<Response>
  disk: Disk
  /** The time, in milliseconds since 1970 UTC. */
  now(): number
  /** Milliseconds that the services' clock is ahead of `now`, where it is listened to. */
  skew?(): number
  /** Waits; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Says one line. Callers never pass a record, a token, a key or a password. */
  log(line: string): void
  /** Writes one line for debugging: method, path, status, request id, duration. */
  debug(line: string): void
  /** Absent where there is one processor, or where a test wants all in one thread. */
  startThread?(): Thread
  /** Makes every later output hide this value. Called where a secret enters, before anything can print it. */
  mask(secret: string): void
}
