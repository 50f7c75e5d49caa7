/** Asks a timestamp authority over HTTP (RFC 3161, 3.4): one hash goes out, and the answer is checked before it is kept. */
import {createHash, randomBytes} from 'node:crypto'
import {causes, Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {type BodyReading, type HttpAnswer, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import {grantedToken, readTimestamp, timestampQuery} from './timestamp.ts'

const policy: RetryPolicy = {
  tries: 4,
  base: 2_000,
  longest: 30_000,
  timeout: 30_000,
  maximumBytes: 1 << 20,
  jitter: Math.random,
}

/** The token of the authority's answer, DER. @throws Failure `TIMESTAMP_REFUSED` or `WIRE_…`. */
export async function requestTimestamp(
  world: World,
  {url, content, signal}: {url: string; content: Uint8Array; signal: AbortSignal},
): Promise<Uint8Array> {
  const nonce = randomBytes(16)
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40
  const query = timestampQuery(createHash('sha256').update(content).digest(), nonce)
  const {host} = new URL(url)
  const read = ({status, bytes}: HttpAnswer): BodyReading<Uint8Array> => {
    if (status === 429 || status >= 500) return {retry: refused(host, `it answered with HTTP status ${status}`)}
    if (status !== 200) return {failed: refused(host, `it answered with HTTP status ${status}`)}
    try {
      const token = grantedToken(bytes)
      const {nonce: echoed} = readTimestamp(token, content)
      if (!echoed?.equals(nonce)) throw new TypeError('it answers another question')
      return {done: token}
    } catch (error) {
      return {failed: refused(host, causes(error), error)}
    }
  }
  const headers = {'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply'}
  return await send(world, {
    request: () => new Request(url, {method: 'POST', headers, body: Uint8Array.from(query)}),
    read,
    policy,
    signal,
  })
}

function refused(host: string, why: string, cause?: unknown): Failure {
  return new Failure({
    code: 'TIMESTAMP_REFUSED',
    message: `The timestamp authority ${host} gave no usable timestamp: ${why}.`,
    remedy:
      'Check timestamp-url: the authority has to speak RFC 3161 over HTTP and sign SHA-256. The export is kept without a timestamp.',
    ...(cause === undefined ? {} : {cause}),
  })
}
