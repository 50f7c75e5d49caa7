import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {asFailure, causes, explain, Failure} from '../../src/wire/failure.ts'
import type {RetryPolicy} from '../../src/wire/retry.ts'
import {type BodyReading, type HttpExchange, send} from '../../src/wire/send.ts'
import type {World} from '../../src/wire/world.ts'
import {failureOf} from '../builders.ts'
import {aWorld} from '../signin/world.ts'

const policy: RetryPolicy = {tries: 4, base: 1000, longest: 60_000, timeout: 5000, maximumBytes: 1000, jitter: () => 0}

function trouble(code: string): Failure {
  return new Failure({code, message: `${code}.`, remedy: 'Wait.'})
}

/** 200 is read, 500 tried again, 400 the end. */
function anExchange(more: Partial<HttpExchange<string>> = {}): HttpExchange<string> {
  return {
    policy,
    request: () => new Request('https://service.test/path?secret=1', {method: 'POST', body: 'question'}),
    read: ({status, bytes}): BodyReading<string> =>
      status === 200
        ? {done: new TextDecoder().decode(bytes)}
        : status === 400
          ? {failed: trouble('WRONG')}
          : {retry: trouble(`BUSY_${status}`), throttled: status === 429},
    ...more,
  }
}

/** Answers in turn; an error is thrown. */
function answering(...answers: (Response | Error | ((request: Request) => Promise<Response>))[]): World['fetch'] {
  return async request => {
    const answer = answers.shift()
    if (answer === undefined) throw new Error('one request too many')
    if (answer instanceof Error) throw answer
    return typeof answer === 'function' ? await answer(request) : answer
  }
}

const ok = () => new Response('fine')
const busy = (headers: Record<string, string> = {}, status = 503) => new Response('busy', {status, headers})
const reset = () => new TypeError('fetch failed', {cause: Object.assign(new Error('read'), {code: 'ECONNRESET'})})

/** A body that breaks off. */
function brokenOff(): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"value":['))
        controller.error(new Error('other side closed'))
      },
    }),
  )
}

describe('sends', () => {
  test('once, when it is answered', async () => {
    const world = aWorld(answering(ok()))
    expect(await send(world, anExchange())).toBe('fine')
    expect(world.slept).toEqual([])
  })

  test('again after what may pass, each time with a request of its own', async () => {
    const seen: string[] = []
    const note = async (request: Request) => {
      seen.push(`${request.headers.get('authorization')} ${await request.text()}`)
      return seen.length < 3 ? busy() : ok()
    }
    let token = 0
    const world = aWorld(answering(note, note, note))
    const request = () =>
      new Request('https://service.test/', {method: 'POST', body: 'question', headers: {authorization: `t${++token}`}})
    expect(await send(world, anExchange({request}))).toBe('fine')
    expect(seen).toEqual(['t1 question', 't2 question', 't3 question'])
    expect(world.slept).toEqual([1000, 2000])
  })

  test('again after the seconds that the service asks for', async () => {
    const world = aWorld(answering(busy({'retry-after': '17'}), busy({}, 429), ok()))
    await send(world, anExchange())
    expect(world.slept).toEqual([17_000, 2000])
  })

  test.each<[string, Response | Error]>([
    ['a connection that is reset', reset()],
    ['a body that breaks off', brokenOff()],
  ])('again after %s', async (_name, fault) => {
    expect(await send(aWorld(answering(fault, ok())), anExchange())).toBe('fine')
  })

  test('and tells of each wait before it, and whether the service asked for less', async () => {
    const told: unknown[] = []
    const world = aWorld(answering(busy(), busy({}, 429), reset(), ok()))
    await send(
      world,
      anExchange({onRetry: (failure, throttled) => told.push([failure.code, throttled, world.slept.length])}),
    )
    expect(told).toEqual([
      ['BUSY_503', false, 0],
      ['BUSY_429', true, 1],
      ['WIRE_RESET', false, 2],
    ])
  })
})

describe('reads each body whole', () => {
  /** Sizes of parts, and what the header says of their sum, rightly or not. */
  const body = fc.record({
    parts: fc.array(fc.integer({min: 0, max: 300}), {maxLength: 6}),
    announced: fc.oneof(fc.constant('right'), fc.constantFrom('', '0', '7', '99999999999', '-1', 'many')),
    again: fc.boolean(),
  })

  function bodyOf({parts, announced}: {parts: number[]; announced: string}, mark: number) {
    const bytes = parts.map(size => new Uint8Array(size).fill(mark))
    const whole = Buffer.concat(bytes)
    const length = announced === 'right' ? String(whole.length) : announced
    const stream = new ReadableStream({
      async pull(controller) {
        const part = bytes.shift()
        await new Promise(resolve => setImmediate(resolve))
        if (part === undefined) controller.close()
        else controller.enqueue(part)
      },
    })
    return {whole, response: new Response(stream, {headers: {'content-length': length}})}
  }

  test('also where the place of one is used again for others, several at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(body, {minLength: 1, maxLength: 8}), async bodies => {
        const reads = bodies.map(async (given, index) => {
          const {whole, response} = bodyOf(given, index + 65)
          const read = ({bytes}: {bytes: Uint8Array}): BodyReading<string> => ({done: String(Buffer.from(bytes))})
          const exchange = anExchange({
            read,
            policy: {...policy, maximumBytes: 10_000},
            ...(given.again ? {keepsNoBytes: true} : {}),
          })
          expect(await send(aWorld(answering(response)), exchange)).toBe(String(whole))
        })
        await Promise.all(reads)
      }),
      {numRuns: 40},
    )
  })

  test('and keeps what is kept of one as it was', async () => {
    const kept: Uint8Array[] = []
    const read = ({bytes}: {bytes: Uint8Array}): BodyReading<string> => {
      kept.push(bytes)
      return {done: ''}
    }
    for (const text of ['one', 'two', 'six'])
      await send(aWorld(answering(new Response(text))), anExchange(text === 'two' ? {keepsNoBytes: true} : {read}))
    expect(kept.map(String)).toEqual(['one', 'six'])
  })
})

describe('gives up', () => {
  test('after the policy’s tries, with the last reason', async () => {
    const world = aWorld(answering(busy(), busy(), busy(), busy({}, 502)))
    expect((await failureOf(send(world, anExchange()))).code).toBe('BUSY_502')
    expect(world.slept).toHaveLength(3)
  })

  test('earlier when the connection breaks, where the policy asks for that', async () => {
    const exchange = anExchange()
    const policy = {...exchange.policy, triesWhenBroken: 2}
    const world = aWorld(answering(reset(), brokenOff(), reset(), ok()))
    expect((await failureOf(send(world, {...exchange, policy}))).code).toBe('WIRE_RESET')
    expect(world.slept).toHaveLength(1)
  })

  test('earlier where the reading says so', async () => {
    const read = (): BodyReading<string> => ({retry: trouble('TWICE'), tries: 2})
    expect((await failureOf(send(aWorld(answering(busy(), busy())), anExchange({read})))).code).toBe('TWICE')
  })

  test('at once when it is refused', async () => {
    const world = aWorld(answering(busy({}, 400)))
    expect((await failureOf(send(world, anExchange()))).code).toBe('WRONG')
    expect(world.slept).toEqual([])
  })

  test('with every cause in words, and without the query', async () => {
    const failure = await failureOf(send(aWorld(answering(reset(), reset(), reset(), reset())), anExchange()))
    expect(failure.code).toBe('WIRE_RESET')
    expect(failure.message).toBe('The connection broke: POST service.test/path: fetch failed: read (ECONNRESET).')
    expect(failure.cause).toBeInstanceOf(TypeError)
  })

  test('on an answer that is too large, without asking again', async () => {
    const world = aWorld(answering(new Response('x'.repeat(1001))))
    expect((await failureOf(send(world, anExchange()))).code).toBe('WIRE_TOO_LARGE')
  })

  test('on an answer that never ends, before it fills the memory', async () => {
    let sent = 0
    const endless = new Response(
      new ReadableStream({
        pull(controller) {
          sent += 100
          controller.enqueue(new Uint8Array(100))
        },
      }),
    )
    expect((await failureOf(send(aWorld(answering(endless)), anExchange()))).code).toBe('WIRE_TOO_LARGE')
    expect(sent).toBeLessThan(2000)
  })

  test('on a silent service after the time limit of each attempt', async () => {
    const silent = async (request: Request) =>
      await new Promise<Response>((_resolve, reject) =>
        request.signal.addEventListener('abort', () => reject(request.signal.reason)),
      )
    const world = aWorld(answering(silent, silent))
    const failure = await failureOf(send(world, anExchange({policy: {...policy, tries: 2, timeout: 20}})))
    expect(failure.code).toBe('WIRE_TIMEOUT')
    expect(failure.message).toContain('within 0.02 s from POST service.test/path')
    expect(world.slept).toEqual([1000])
  })
})

describe('is ended', () => {
  const end = new Error('the deadline')

  test('before it begins', async () => {
    await expect(send(aWorld(answering()), anExchange({signal: AbortSignal.abort(end)}))).rejects.toBe(end)
  })

  test('while it waits for an answer', async () => {
    const controller = new AbortController()
    const silent = async (request: Request) =>
      await new Promise<Response>((_resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(new Error('aborted')))
        controller.abort(end)
      })
    await expect(send(aWorld(answering(silent)), anExchange({signal: controller.signal}))).rejects.toBe(end)
  })

  test('while it waits to try again', async () => {
    const controller = new AbortController()
    const world = {
      ...aWorld(answering(busy())),
      sleep: async (_milliseconds: number, signal?: AbortSignal) => {
        controller.abort(end)
        signal?.throwIfAborted()
      },
    }
    await expect(send(world, anExchange({signal: controller.signal}))).rejects.toBe(end)
  })
})

describe('a failure', () => {
  test('is told with its code, evidence and remedy', () => {
    const failure = new Failure({code: 'A_CODE', message: 'It failed.', remedy: 'Mend it.', evidence: {HTTP: '503'}})
    expect(explain(failure)).toBe('It failed. [A_CODE; HTTP 503] Mend it.')
    expect(asFailure(failure)).toBe(failure)
  })

  test.each([
    ['an error', new Error('odd'), 'Unexpected fault: odd'],
    ['a text', 'odd', 'Unexpected fault: odd'],
    ['nothing', undefined, 'Unexpected fault: undefined'],
  ])('is made of %s', (_name, thrown, message) => {
    expect(asFailure(thrown)).toMatchObject({code: 'UNEXPECTED', message})
  })

  test('knows its causes, those of several tries too', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), {code: 'ECONNREFUSED'})
    expect(causes(new TypeError('fetch failed', {cause: new AggregateError([refused], '')}))).toBe(
      'fetch failed: connect ECONNREFUSED 127.0.0.1:9',
    )
    const loop = new Error('a')
    loop.cause = loop
    expect(causes(loop)).toBe('a: a: a: a: a')
    expect(causes('text')).toBe('')
  })
})

describe('while it waits', () => {
  const refused = () =>
    new TypeError('fetch failed', {cause: Object.assign(new Error('connect'), {code: 'ECONNREFUSED'})})

  test('one line says why, for each host once in ten minutes', async () => {
    const said: string[] = []
    const world = {
      ...aWorld(answering(refused(), refused(), ok(), refused(), ok())),
      log: (line: string) => said.push(line),
    }
    await send(world, anExchange())
    await send(world, anExchange())
    expect(said).toEqual([
      expect.stringMatching(/^The connection failed: POST service\.test.*Trying again, 4 times in all\.$/),
    ])
  })

  test('a service that asks for less is not worth a line', async () => {
    const said: string[] = []
    const world = {...aWorld(answering(busy(), ok())), log: (line: string) => said.push(line)}
    await send(world, anExchange())
    expect(said).toEqual([])
  })

  test('the reason of a cancellation ends it, whatever the wait rejects with', async () => {
    const cancelled = trouble('CANCELLED')
    const controller = new AbortController()
    const sleep = async () => controller.abort(cancelled)
    const world = {...aWorld(answering(refused(), ok())), sleep}
    await expect(send(world, anExchange({signal: controller.signal}))).rejects.toBe(cancelled)
  })
})
