/** A fresh token per resource: asked for once however many want it, checked, renewed before it runs out. */
import {Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import type {World} from '../wire/world.ts'
import {type Claims, checkClaims, noteOnRoles, readClaims} from './claims.ts'
import type {Cloud, Resource} from './cloud.ts'
import type {Credential} from './credential.ts'
import type {IssuedToken} from './issued-token.ts'
import {loginPolicy} from './login.ts'
import {resourceOf} from './managed-identity.ts'
import {requestToken} from './msal.ts'

/** Its secret is for the `Authorization` header, and was masked before anyone saw it. */
export interface AccessToken extends IssuedToken {
  /** What it says of itself; absent when it is opaque. */
  claims?: Claims
}

export interface TokenProvider {
  /** A token with five minutes or more to live. Throws `Failure`: advice of `LOGIN_…`, `TOKEN_…`, `EXCHANGE_ROLE_MISSING`. */
  token(): Promise<AccessToken>
  /**
   * A new token after a 401, with the claims that the service's challenge asks for. With `refused`, a token that
   * someone else has renewed meanwhile will do.
   */
  renew(reason?: {claims?: string; refused?: AccessToken}): Promise<AccessToken>
}

export interface TokenSettings {
  cloud: Cloud
  /** A GUID: see `resolveTenant`. */
  tenantId: string
  clientId: string
  credential: Credential
  resource: Resource
  policy?: RetryPolicy
  signal?: AbortSignal
}

const MARGIN = 5 * 60_000

/** Nothing is asked of the login service before the first `token()`. */
export function tokenProvider(world: World, signIn: TokenSettings): TokenProvider {
  let current: AccessToken | undefined
  let pending: {claims: string | undefined; token: Promise<AccessToken>} | undefined
  let thumbprint: 'sha256' | 'sha1' = 'sha256'
  const notes = new Set<string>()

  const {credential} = signIn
  const request = async (claims: string | undefined) => {
    // Azure keeps its tokens, and knows no claims to ask for.
    if (credential.kind === 'managed-identity')
      return await credential.identity.token(resourceOf(signIn.cloud, signIn.resource), signIn.signal)
    const asked = {...signIn, credential, policy: signIn.policy ?? loginPolicy, ...(claims !== undefined && {claims})}
    try {
      return await requestToken(world, {...asked, thumbprint})
    } catch (failure) {
      if (!isUnknownKey(failure) || thumbprint === 'sha1' || credential.kind === 'federation') throw failure
      const once = {...asked.policy, tries: 1}
      const issued = await requestToken(world, {...asked, policy: once, thumbprint: 'sha1'}).catch(() => {
        throw failure
      })
      thumbprint = 'sha1'
      note('The login service knows the certificate by its SHA-1 thumbprint only.')
      return issued
    }
  }

  const note = (words: string | undefined) => {
    if (words === undefined || notes.has(words)) return
    notes.add(words)
    world.log(words)
  }

  const acquire = async (challenge: string | undefined): Promise<AccessToken> => {
    const issued = await request(challenge)
    const claims = readClaims(issued.secret)
    if (claims === undefined) {
      note('The token is opaque: its permissions show only when it is used.')
      return issued
    }
    checkClaims(claims, {...signIn, isManagedIdentity: credential.kind === 'managed-identity'})
    if (signIn.resource === 'exchange') note(noteOnRoles(claims))
    return {...issued, claims}
  }

  const share = (claims: string | undefined): Promise<AccessToken> => {
    if (pending && pending.claims === claims) return pending.token
    const started = {
      claims,
      token: acquire(claims)
        .then(token => {
          if (pending === started) current = token
          return token
        })
        .finally(() => {
          if (pending === started) pending = undefined
        }),
    }
    pending = started
    return started.token
  }

  return {
    token: async () => {
      if (current && current.expiresAt - world.now() >= MARGIN) return current
      return await (pending?.token ?? share(undefined))
    },
    renew: async ({claims, refused} = {}) => {
      if (claims === undefined && refused && current && current !== refused) return current
      current = undefined
      return await share(claims === undefined ? undefined : claimsJson(claims))
    },
  }
}

/** One report has `x5t#S256` refused where `x5t` worked: https://github.com/MicrosoftDocs/entra-docs/pull/1301. */
function isUnknownKey(failure: unknown): boolean {
  return failure instanceof Failure && failure.code === 'LOGIN_AADSTS700027'
}

/** Challenges carry the claims in base64 (`WWW-Authenticate: Bearer … claims="eyJ…"`); MSAL wants the JSON. */
function claimsJson(claims: string): string {
  return claims.trimStart().startsWith('{') ? claims : Buffer.from(claims, 'base64').toString()
}
