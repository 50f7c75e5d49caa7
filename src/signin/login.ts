/** What an answer of the login service means: a value, a reason to try again, or the end with advice. */
import {Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import type {BodyReading, HttpAnswer} from '../wire/send.ts'
import {advise, type SignInContext} from './advice.ts'

/** Patience with the login service: about a minute when it says nothing, and five when it asks for longer waits. */
export const loginPolicy: RetryPolicy = {
  tries: 6,
  base: 2_000,
  longest: 60_000,
  timeout: 30_000,
  maximumBytes: 1 << 20,
  jitter: Math.random,
}

/** The JSON of a good answer. Of others: throttling, server faults and passing codes ask for another try. */
export function readLogin(answer: HttpAnswer, context: SignInContext): BodyReading<Record<string, unknown>> {
  const body = parseObject(answer.bytes)
  if (answer.status === 200) return body ? {done: body} : {retry: unreadable(answer, context)}
  const throttled = answer.status === 429
  if (body && 'error' in body) {
    const {failure, again} = advise({body, status: answer.status, date: answer.headers.get('date')}, context)
    if (again === 'briefly') return {retry: failure, tries: 3}
    if (again === 'spreading') return mayStillSpread(context) ? {retry: failure} : {failed: failure}
    return again || throttled || answer.status >= 500 ? {retry: failure, throttled} : {failed: failure}
  }
  const failure = unreadable(answer, context)
  return throttled || answer.status >= 500 ? {retry: failure, throttled} : {failed: failure}
}

/** A new federated credential is known everywhere within two minutes, as a rule. */
const spreading = 120_000

function mayStillSpread({since, now}: SignInContext): boolean {
  return since !== undefined && now - since < spreading
}

function parseObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined
  } catch {
    return undefined
  }
}

function unreadable(answer: HttpAnswer, {cloud}: SignInContext): Failure {
  const type = answer.headers.get('content-type') ?? 'unknown'
  return new Failure({
    code: 'LOGIN_UNREADABLE',
    message: `${new URL(cloud.login).host} answered ${answer.status} with ${type}, which is not an answer of the login service.`,
    remedy:
      'Something between may have answered in its place (proxy, firewall, captive portal); check HTTPS_PROXY and NO_PROXY.',
    evidence: {status: String(answer.status)},
  })
}
