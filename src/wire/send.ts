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
  try {
    const response = await world.fetch(new Request(request, {signal}))
    answering = true
    const bytes = await readBody(response, exchange.policy.maximumBytes)
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
  }
}

async function readBody(response: Response, maximumBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > maximumBytes) {
      throw new Failure({
        code: 'WIRE_TOO_LARGE',
        message: `The answer is larger than ${maximumBytes} bytes.`,
        remedy: 'The request must be cut smaller.',
      })
    }
    parts.push(part)
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
}

function tooSlow(where: string, timeout: number, error: unknown): Failure {
  return new Failure({
    code: 'WIRE_TIMEOUT',
    message: `No complete answer within ${timeout / 1000} s from ${where}.`,
    remedy: 'The service is slow or the network drops the connection; a later run may pass.',
    cause: error,
  })
}
