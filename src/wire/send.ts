import {Failure} from './failure.ts'
import {networkFailure, proxyFailure} from './network-failure.ts'
import {type RetryPolicy, retryDelay} from './retry.ts'
import type {World} from './world.ts'

/** One complete answer: the body has arrived, its bytes are as they came over the wire. */
export interface HttpAnswer {
  status: number
  headers: Headers
  bytes: Uint8Array
}

/** What the caller makes of an answer: a value, a reason to try again, or the end. */
export type BodyReading<T> = {done: T} | {retry: Failure; throttled?: boolean; tries?: number} | {failed: Failure}

export interface HttpExchange<T> {
  /** Makes the request afresh for every attempt, so that a token can have been renewed. */
  request(): Request | Promise<Request>
  read(answer: HttpAnswer): BodyReading<T>
  policy: RetryPolicy
  /** `read` keeps nothing of an answer's bytes: their place is used again for other answers. */
  keepsNoBytes?: true
  signal?: AbortSignal
  /** How the log names the request, where its path is a secret; else method, host and path. */
  where?: string
  /** Called before each wait, of `delay` milliseconds; `throttled` when the service asked for less. */
  onRetry?(failure: Failure, throttled: boolean, delay: number): void
}

/**
 * Sends a request until it is read, refused, or the policy's tries run out; then throws the last `Failure`.
 * What never arrived (reset, refused, timed out) counts as a reason to try again, with the cause kept in words.
 */
export async function send<T>(world: World, exchange: HttpExchange<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const {reading, answer, host} = await attemptOnce(world, exchange)
    if ('done' in reading) return reading.done
    if ('failed' in reading) throw reading.failed

    const limit = Math.min(exchange.policy.tries, reading.tries ?? Number.POSITIVE_INFINITY)
    if (attempt >= limit) throw reading.retry
    const delay = retryDelay(exchange.policy, attempt, answer?.headers.get('retry-after') ?? null, world.now())
    exchange.onRetry?.(reading.retry, reading.throttled ?? false, delay)
    world.debug(`attempt ${attempt} of ${limit}: ${reading.retry.message}; again in ${(delay / 1000).toFixed(1)} s`)
    if (host !== undefined) sayOnce(world, host, `${reading.retry.message} Trying again, ${limit} times in all.`)
    await world.sleep(delay, exchange.signal)
    exchange.signal?.throwIfAborted()
  }
}

/** When it was last said that a host does not answer, by the log that it was said to. */
const lastSaid = new WeakMap<World['log'], Map<string, number>>()
/** Milliseconds. Many windows wait for the same host; it is said once in so long. */
const quietFor = 600_000

/** A wait of minutes is explained. */
function sayOnce(world: World, host: string, line: string): void {
  const said = lastSaid.get(world.log) ?? new Map<string, number>()
  lastSaid.set(world.log, said)
  const now = world.now()
  const last = said.get(host)
  if (last !== undefined && now - last < quietFor) return
  said.set(host, now)
  world.log(line)
}

/** For a name without an address: more help only where the name was made a moment ago. */
const triesForNames = 3

/** With `host` where no complete answer came from it. */
async function attemptOnce<T>(
  world: World,
  exchange: HttpExchange<T>,
): Promise<{reading: BodyReading<T>; answer?: HttpAnswer; host?: string}> {
  exchange.signal?.throwIfAborted()
  const request = await exchange.request()
  const started = world.now()
  const timeout = AbortSignal.timeout(exchange.policy.timeout)
  const signal = exchange.signal ? AbortSignal.any([exchange.signal, timeout]) : timeout
  const {host, pathname} = new URL(request.url)
  const where = exchange.where ?? `${request.method} ${host}${pathname}`
  let answering = false
  const body = new Body(exchange.policy.maximumBytes, exchange.keepsNoBytes ? free.pop() : undefined)
  try {
    const response = await world.fetch(new Request(request, {signal}))
    answering = true
    await body.read(response)
    const {bytes} = body
    const answer = {status: response.status, headers: response.headers, bytes}
    const id = response.headers.get('request-id')
    world.debug(
      `${where} → ${answer.status}, ${bytes.length} bytes, ${world.now() - started} ms${id ? `, request-id ${id}` : ''}`,
    )
    const refusal = answer.status === 407 ? proxyFailure(407, host) : undefined
    return {reading: refusal ? {failed: refusal} : exchange.read(answer), answer}
  } catch (error) {
    exchange.signal?.throwIfAborted()
    if (error instanceof Failure) return {reading: {failed: error}}
    const {policy} = exchange
    const tries = policy.triesWhenBroken ?? policy.tries
    if (timeout.aborted) return {reading: {retry: tooSlow(where, policy.timeout, error), tries}, host}
    const {failure, again} = networkFailure(error, {host, text: where}, answering)
    if (again === 'never') return {reading: {failed: failure}}
    const limit = again === 'as broken' ? {tries} : again === 'briefly' ? {tries: triesForNames} : {}
    return {reading: {retry: failure, ...limit}, host}
  } finally {
    if (exchange.keepsNoBytes) body.free()
  }
}

/** Bytes of an answer that are believed before they come, and of a place that is kept for other answers. */
const roomyEnough = 4 << 20

/** Places of bodies that were read; as many as were under way at once. */
const free: Buffer[] = []

/** Its parts are copied together as they come: what waits for the last one outlives collections of young objects. */
class Body {
  private readonly maximumBytes: number
  private place: Buffer
  private length = 0

  constructor(maximumBytes: number, place: Buffer = Buffer.alloc(0)) {
    this.maximumBytes = maximumBytes
    this.place = place
  }

  get bytes(): Uint8Array {
    return this.place.subarray(0, this.length)
  }

  async read(response: Response): Promise<void> {
    const announced = Math.min(Number(response.headers.get('content-length')) || 0, roomyEnough)
    for await (const part of response.body ?? []) {
      const length = this.length + part.length
      if (length > this.maximumBytes) {
        throw new Failure({
          code: 'WIRE_TOO_LARGE',
          message: `The answer is larger than ${this.maximumBytes} bytes.`,
          remedy: 'The request must be cut smaller.',
        })
      }
      if (length > this.place.length) this.grow(Math.max(announced, length, 2 * this.place.length))
      this.place.set(part, this.length)
      this.length = length
    }
  }

  /** Its bytes are not read any more. */
  free(): void {
    if (this.place.length > 0 && this.place.length <= roomyEnough) free.push(this.place)
    this.place = Buffer.alloc(0)
    this.length = 0
  }

  private grow(bytes: number): void {
    const before = this.bytes
    this.place = Buffer.allocUnsafeSlow(bytes)
    this.place.set(before)
  }
}

function tooSlow(where: string, timeout: number, error: unknown): Failure {
  return new Failure({
    code: 'WIRE_TIMEOUT',
    message: `No complete answer within ${timeout / 1000} s from ${where}.`,
    remedy: 'The service is slow or the network drops the connection; a later run may pass.',
    cause: error,
  })
}
