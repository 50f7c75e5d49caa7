/** Requests of a small export, and everything that can happen to them on their way. */
import {gunzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import type {MonthResult} from './month.ts'
import {expectHonest, faultless, places, sweepMonth} from './sweep.ts'

type Fault = (ask: () => Promise<Response>) => Promise<Response>

const reset = () => Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'})

async function textOf(answer: Response): Promise<string> {
  const bytes = Buffer.from(await answer.arrayBuffer())
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
}

/** The answer's own status and headers around another body. */
function around(answer: Response, body: string | ReadableStream): Response {
  const headers = new Headers(answer.headers)
  for (const name of ['content-encoding', 'content-length']) headers.delete(name)
  return new Response(body, {status: answer.status, headers})
}

/** So much of the body, and then the connection is gone. */
function broken(share: number): Fault {
  return async ask => {
    const answer = await ask()
    const text = await textOf(answer)
    let sent = false
    const body = new ReadableStream<Uint8Array>({
      pull: stream => {
        if (sent) return stream.error(reset())
        sent = true
        stream.enqueue(Buffer.from(text.slice(0, Math.floor(share * text.length))))
      },
    })
    return around(answer, body)
  }
}

const faults: Record<string, Fault> = {
  'reset before the request': async () => {
    throw new TypeError('fetch failed', {cause: reset()})
  },
  'reset before the body': async ask => {
    await ask()
    throw new TypeError('fetch failed', {cause: reset()})
  },
  'reset in the body': broken(0.5),
  'reset after the body': broken(1),
  429: async () => new Response('', {status: 429, headers: {'retry-after': '2'}}),
  503: async () => new Response('<html>Service Unavailable</html>', {status: 503}),
  'cut JSON': async ask => {
    const answer = await ask()
    const text = await textOf(answer)
    return around(answer, text.slice(0, Math.floor(0.7 * text.length)))
  },
  'a 200 without a body': async ask => around(await ask(), ''),
  'a 200 without rows': async ask => around(await ask(), JSON.stringify({value: []})),
  'a search that was cancelled': async ask =>
    around(await ask(), JSON.stringify({value: [], '@adminapi.warnings': ['The task was cancelled.']})),
}

/** @param often 1, or from that request on. */
async function struck(fault: Fault, at: number, often: number): Promise<MonthResult> {
  let requests = 0
  return await sweepMonth({
    intercept: (_request, _clock, ask) => {
      requests++
      return requests >= at && requests < at + often ? fault(ask) : undefined
    },
  })
}

async function requestsOf(): Promise<number> {
  let requests = 0
  await sweepMonth({intercept: () => void requests++})
  return requests
}

const count = await requestsOf()

/** Before that, signing in may give up: nothing was read, and the run says why. */
const firstSearch = 4

/** Strikes one request in so many; and from half as many on, all that follow. */
export function sweepWire(oneIn: number): void {
  test('there are requests to strike', async () => {
    expect(count).toBeGreaterThan(8)
    expect((await faultless).outputs.status).toBe('complete')
  })

  describe.each(Object.entries(faults))('%s', (name, fault) => {
    test('once, at any request: nothing is lost', async () => {
      for (const at of places(count, oneIn)) {
        const became = await expectHonest(await struck(fault, at, 1), {played: `${name} at request ${at}`})
        expect(`${name} at ${at}: ${became}`).toBe(`${name} at ${at}: ${at < firstSearch ? became : 'whole'}`)
      }
    })

    test('from any request on: what is missing is named', async () => {
      for (const at of places(count, 2 * oneIn))
        await expectHonest(await struck(fault, at, Infinity), {played: `${name} from request ${at} on`})
    })
  })
}
