/** The simulated tenant: who it is, what it holds, and the little that its services must remember of each other. */
import type {X509Certificate} from 'node:crypto'
import type {FaultScript} from './faults.ts'
import type {IncidentName} from './incidents/index.ts'
import type {TenantShapes} from './shapes.ts'
import type {TenantDirectory} from './tenant-directory.ts'
import type {TenantRecords} from './tenant-records.ts'

export interface Counters {
  /** Searches run, refused ones included; pages are not searches. */
  searches: number
  /** Requests for a page of a search, the first included. */
  pages: number
  tokens: number
  /** GitHub's OIDC tokens. */
  idTokens: number
  uploads: number
  /** Audit log queries made, how many were under way at once at most, and how many are still there. */
  queries: number
  queriesAtOnce: number
  queriesKept: number
  faultsPlayed: Record<string, number>
}

export interface SearchNote {
  start: number
  end: number
  filtered: boolean
  session: boolean
  /** Records that match, and rows that the answer holds. */
  matched: number
  rows: number
  fault: string | undefined
}

/** Whose tokens the app takes for its own, letter by letter. */
export interface TenantFederatedCredential {
  issuer: string
  subject: string
  audiences: string[]
}

/** An app as the sign-in and the services see it. */
export interface RegisteredApp {
  clientId: string
  /** Object id of the service principal; without one there is no sign-in. */
  servicePrincipal: string | undefined
  /** App roles with consent, by service. */
  roles: Readonly<Record<string, readonly string[]>>
  /** Template ids of directory roles. */
  directoryRoles: readonly string[]
  certificates: readonly X509Certificate[]
  federatedCredentials: readonly TenantFederatedCredential[]
}

export interface Tenant {
  readonly seed: number
  readonly id: string
  /** The primary domain, `….onmicrosoft.com`. */
  readonly domain: string
  readonly company: TenantDirectory
  /** The export's app, where the tenant does not start bare. */
  readonly clientId: string
  /** The app of this id; undefined where none is registered. */
  app(clientId: string): RegisteredApp | undefined
  /** Whether this service principal may search the audit log in Exchange. */
  mayAudit(servicePrincipal: string): boolean
  readonly records: TenantRecords
  /** Incidents of the months that touch [start, end). */
  planted(start: number, end: number): {name: IncidentName; ids: string[]}[]
  readonly script: FaultScript
  readonly shapes: TenantShapes
  readonly counters: Counters
  readonly tokenLifetimeSeconds: number
  now(): number
  /** The clock that assertions are judged by. */
  assertionNow(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Claims that a token must have been asked for with, once a challenge was sent. */
  requiredClaims: string | undefined
  /** `uti` of tokens that are no longer taken, and of those that were asked for with the required claims. */
  readonly refusedTokens: Set<string>
  readonly claimsTokens: Set<string>
}

/** Whether a path or an assertion means this tenant: by GUID or by domain, any letter case. */
export function meansTenant(tenant: Tenant, name: string): boolean {
  const lower = name.toLowerCase()
  return lower === tenant.id || lower === tenant.domain || lower === tenant.company.domain
}

/** What a cut connection looks like to a caller without a port: the failure of `fetch`, with Node's cause. */
export class ConnectionReset extends TypeError {
  constructor() {
    super('fetch failed', {cause: Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'})})
  }
}

const brokenBodies = new WeakMap<Response, Uint8Array>()

/** An answer whose body arrives in part and then breaks off; a listening server cuts the socket there. */
export function cutOff(body: Uint8Array, init: {status: number; headers: Record<string, string>}): Response {
  const part = body.slice(0, Math.max(1, Math.floor(body.length / 2)))
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(part)
    },
    pull(controller) {
      controller.error(
        new TypeError('terminated', {cause: Object.assign(new Error('other side closed'), {code: 'UND_ERR_SOCKET'})}),
      )
    },
  })
  const response = new Response(stream, {...init, headers: {...init.headers, 'content-length': String(body.length)}})
  brokenBodies.set(response, part)
  return response
}

/** The bytes that arrive before the break, where the answer is to break off. */
export const partBeforeBreak = (response: Response): Uint8Array | undefined => brokenBodies.get(response)
