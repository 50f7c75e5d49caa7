/** Whether the app registration already has a certificate that follows the one in use, by what the app may read of itself. */
import {bodyJson} from '../wire/body.ts'
import {causes, Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import type {PublicCertificate} from './certificate.ts'
import type {Cloud} from './cloud.ts'
import type {Credential} from './credential.ts'
import {expiryOf, type Successor} from './expiry.ts'
import {thumbprintIn} from './thumbprint.ts'
import {tokenProvider} from './token.ts'

export interface AppToRead {
  cloud: Cloud
  tenantId: string
  clientId: string
  credential: Credential
}

/** Application permissions with which an app reads its registration: https://learn.microsoft.com/graph/api/application-get */
const readers = [
  'Application.Read.All',
  'Application.ReadWrite.OwnedBy',
  'Application.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
]

/** Hardly patient: an export does not depend on the answer. */
const policy: RetryPolicy = {
  tries: 2,
  base: 1000,
  longest: 10_000,
  timeout: 30_000,
  maximumBytes: 4 << 20,
  jitter: Math.random,
}

/** Asks nothing while no successor is due. Throws only the signal's reason. */
export async function findSuccessor(
  world: World,
  app: AppToRead,
  certificate: PublicCertificate,
  signal: AbortSignal,
): Promise<Successor | undefined> {
  if (expiryOf(certificate, world.now()).due === 'later') return undefined
  try {
    const keys = await registeredKeys({...world, log: world.debug}, app, signal)
    if ('because' in keys) return {is: 'unknown', because: keys.because}
    const [successor] = keys.found
      .filter(({print}) => print !== certificate.thumbprintSha1 && print !== certificate.thumbprintSha256)
      .filter(({notBefore, notAfter}) => notBefore <= certificate.notAfter && notAfter > certificate.notAfter)
      .filter(key => expiryOf(key, world.now()).due === 'later')
      .sort((a, b) => b.notAfter.getTime() - a.notAfter.getTime())
    if (successor === undefined) return {is: 'missing'}
    const until = successor.notAfter.toISOString().slice(0, 10)
    const print = successor.print === undefined ? '' : ` (thumbprint ${successor.print})`
    return {
      is: 'registered',
      says: `The app registration already has a newer certificate${print}, valid until ${until}: store that one before ${certificate.notAfter.toISOString().slice(0, 10)}.`,
    }
  } catch (error) {
    signal.throwIfAborted()
    return {is: 'unknown', because: causes(error).replace(/\.$/, '')}
  }
}

interface RegisteredKey {
  notBefore: Date
  notAfter: Date
  print: string | undefined
}

async function registeredKeys(
  world: World,
  app: AppToRead,
  signal: AbortSignal,
): Promise<{found: RegisteredKey[]} | {because: string}> {
  const {secret, claims} = await tokenProvider(world, {...app, resource: 'graph', policy, signal}).token()
  if (claims && !readers.some(role => claims.roles.includes(role)))
    return {because: `the app may not read its own registration (that takes ${readers[0]})`}
  const path = `applications(appId='${encodeURIComponent(app.clientId)}')?$select=keyCredentials`
  return await send<{found: RegisteredKey[]} | {because: string}>(world, {
    policy,
    signal,
    request: () =>
      new Request(`${app.cloud.graph}/v1.0/${path}`, {
        headers: {authorization: `Bearer ${secret}`, accept: 'application/json'},
      }),
    read: answer => {
      const json = bodyJson(answer, policy.maximumBytes)
      const keys =
        typeof json === 'object' && json !== null && 'keyCredentials' in json ? json.keyCredentials : undefined
      if (answer.status === 200 && Array.isArray(keys)) return {done: {found: keys.flatMap(readKey)}}
      const because = `Graph answers ${answer.status} to the question for the app’s registration`
      return answer.status === 429 || answer.status >= 500 ? {retry: unavailable(because)} : {done: {because}}
    },
  })
}

/** Nothing where it is no certificate that signs in. https://learn.microsoft.com/graph/api/resources/keycredential */
function readKey(key: unknown): RegisteredKey[] {
  const given: Record<string, unknown> = typeof key === 'object' && key !== null ? {...key} : {}
  const notBefore = new Date(String(given.startDateTime))
  const notAfter = new Date(String(given.endDateTime))
  const dated = !Number.isNaN(notBefore.getTime()) && !Number.isNaN(notAfter.getTime())
  if (given.type !== 'AsymmetricX509Cert' || given.usage !== 'Verify' || !dated) return []
  const print = thumbprintIn(String(given.customKeyIdentifier ?? ''))
  return [{notBefore, notAfter, print: 'ok' in print ? print.ok : undefined}]
}

function unavailable(message: string): Failure {
  return new Failure({code: 'GRAPH_UNAVAILABLE', message, remedy: 'Run again later.'})
}
