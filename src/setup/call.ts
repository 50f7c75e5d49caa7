/** One JSON request to Graph's directory or to GitHub, and what its refusals mean to an administrator. */
import {bodyJson} from '../wire/body.ts'
import {Failure, shortened} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {type BodyReading, type HttpAnswer, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'

export type ApiJson = Record<string, unknown>
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export const setupPolicy: RetryPolicy = {
  tries: 5,
  base: 2_000,
  longest: 60_000,
  timeout: 60_000,
  maximumBytes: 8 << 20,
  jitter: Math.random,
}

export interface Api {
  /** The answer's JSON; undefined for an empty one, and for 404 where `missing` says that is an answer too. */
  call(method: Method, path: string, body?: unknown, missing?: 'is an answer'): Promise<ApiJson | undefined>
}

export interface ApiSettings {
  base: string
  headers(): Promise<Record<string, string>>
  refused(status: number, words: string, path: string): Failure
}

export function api(world: World, settings: ApiSettings): Api {
  return {
    call: async (method, path, body, missing) =>
      await send(world, {
        policy: setupPolicy,
        request: async () => {
          const headers = {
            accept: 'application/json',
            ...(await settings.headers()),
            ...(body === undefined ? {} : {'content-type': 'application/json'}),
          }
          return new Request(`${settings.base}${path}`, {
            method,
            headers,
            body: body === undefined ? null : JSON.stringify(body),
          })
        },
        read: answer => read(answer, {path, missing: missing !== undefined, settings}),
      }),
  }
}

function read(
  answer: HttpAnswer,
  {path, missing, settings}: {path: string; missing: boolean; settings: ApiSettings},
): BodyReading<ApiJson | undefined> {
  const {status} = answer
  const json = bodyJson(answer, setupPolicy.maximumBytes)
  const body = typeof json === 'object' && json !== null ? (json as ApiJson) : undefined
  if (status >= 200 && status < 300) return {done: body}
  if (status === 404 && missing) return {done: undefined}
  const error = (body?.error ?? body) as ApiJson | undefined
  const words = shortened([error?.code, error?.message].filter(one => typeof one === 'string').join(': '), 400)
  const failure = settings.refused(status, words, path)
  return status === 429 || status >= 500 ? {retry: failure, throttled: status === 429} : {failed: failure}
}

/** Graph's directory, by the administrator's token. */
export function graphApi(world: World, {graph, token}: {graph: string; token(): Promise<string>}): Api {
  return api(world, {
    base: `${graph}/v1.0`,
    headers: async () => ({authorization: `Bearer ${await token()}`}),
    refused: graphRefusal,
  })
}

/** Entra's words for what was made a moment ago and is not known to this server yet. */
const spreading = /does not exist or one of its queried|does not reference a valid application object/

function graphRefusal(status: number, words: string, path: string): Failure {
  const evidence = {HTTP: String(status), ...(spreading.test(words) ? {spreading: 'yes'} : {})}
  if (status === 401) {
    return new Failure({
      code: 'SETUP_TOKEN',
      message: `Graph does not take the administrator’s token: ${words || '401'}.`,
      remedy:
        'It may have run out after an hour: get a new one (az login; az account get-access-token), and run setup again.',
      evidence,
    })
  }
  if (status === 403) {
    const role = path.startsWith('/roleManagement') || path.includes('appRoleAssignments')
    return new Failure({
      code: 'SETUP_FORBIDDEN',
      message: `The administrator’s token may not do this: ${words || '403'} (${path.split('?')[0]}).`,
      remedy: role
        ? 'A Global Administrator or Privileged Role Administrator has to run this step: its token needs AppRoleAssignment.ReadWrite.All (and RoleManagement.ReadWrite.Directory for a directory role). Run setup again then: what is done is not done twice.'
        : 'An Application Administrator or Global Administrator has to run setup: the token needs Application.ReadWrite.All.',
      evidence,
    })
  }
  return new Failure({
    code: 'SETUP_GRAPH',
    message: `Graph answers ${status} to ${path.split('?')[0]}${words ? `: ${words}` : ''}.`,
    remedy: 'Run setup again: what is done is not done twice. If it stays, do this step by the command shown above.',
    evidence,
  })
}
