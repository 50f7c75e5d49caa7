/** One request to a key vault: the bearer token, a new one after a 401, patience, and errors in words. */
import {Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {type BodyReading, type HttpAnswer, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import {readClaims} from './claims.ts'
import type {AccessToken, TokenProvider} from './token.ts'
import type {VaultAddress} from './vault-address.ts'
import {adviseVault, noSuchVault, unreadable, type VaultCaller, type VaultOperation} from './vault-advice.ts'

export interface Vault {
  address: VaultAddress
  /** Base URL, without a slash at the end: the vault's own, or a stand-in on this machine. */
  base: string
  access: {kind: 'given'; token: string} | {kind: 'app'; clientId: string; tokens: TokenProvider}
  signal?: AbortSignal
}

export interface VaultQuestion<T> {
  what: VaultOperation
  path: string
  /** Makes it a POST. */
  body?: object
  /** Undefined when the answer isn't what it should be. */
  read(body: Record<string, unknown>): T | undefined
  signal?: AbortSignal
}

const apiVersion = '7.4'

const policy: RetryPolicy = {
  tries: 5,
  base: 2_000,
  longest: 30_000,
  timeout: 30_000,
  maximumBytes: 1 << 20,
  jitter: Math.random,
}

/** Throws `VAULT_…` with advice. */
export async function askVault<T>(world: World, vault: Vault, question: VaultQuestion<T>): Promise<T> {
  const {access, address, base} = vault
  const {what, path, body} = question
  const signal = question.signal ?? vault.signal
  let renewal: {claims?: string; refused?: AccessToken} | undefined
  let used: AccessToken | undefined

  const bearer = async (): Promise<string> => {
    if (access.kind === 'given') return access.token
    used = await (renewal ? access.tokens.renew(renewal) : access.tokens.token())
    return used.secret
  }
  const read = (answer: HttpAnswer): BodyReading<T> => {
    const json = parse(answer.bytes)
    if (answer.status === 200) {
      const done = json && question.read(json)
      return done === undefined ? {failed: unreadable(answer, address)} : {done}
    }
    const {failure, again} = adviseVault(
      {status: answer.status, headers: answer.headers, body: json},
      what,
      caller(vault),
    )
    if (answer.status === 401 && access.kind === 'app' && renewal === undefined) {
      const claims = /claims="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1]
      renewal = {...(claims === undefined ? {} : {claims}), ...(used && {refused: used})}
      return {retry: failure}
    }
    return again ? {retry: failure, throttled: answer.status === 429} : {failed: failure}
  }

  try {
    return await send(world, {
      request: async () => {
        const headers = {authorization: `Bearer ${await bearer()}`, accept: 'application/json'}
        const url = `${base}/${path}?api-version=${apiVersion}`
        if (body === undefined) return new Request(url, {headers})
        return new Request(url, {
          method: 'POST',
          headers: {...headers, 'content-type': 'application/json'},
          body: JSON.stringify(body),
        })
      },
      read,
      policy,
      ...(signal && {signal}),
    })
  } catch (failure) {
    const unknownHost = failure instanceof Failure && /ENOTFOUND|EAI_NONAME/.test(failure.message)
    throw unknownHost ? noSuchVault(address, failure) : failure
  }
}

/** Who the vault sees. */
function caller({address, access}: Vault): VaultCaller {
  if (access.kind === 'app') return {address, client: access.clientId, given: false}
  const claims = readClaims(access.token)
  return {address, client: claims?.oid || claims?.appid || undefined, tenant: claims?.tid, given: true}
}

function parse(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined
  } catch {
    return undefined
  }
}
