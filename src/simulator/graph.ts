/**
 * Microsoft Graph's audit log query: made, polled, paged, removed. Unkind as the wire is: v1.0 is not served and beta
 * is, pages are short, links break when they are encoded again, and neighbouring pages share a record.
 */
import {randomUUID} from 'node:crypto'
import {type Context, Hono} from 'hono'
import {type GraphOptions, GraphQueries, type GraphQuery, readBody, shownBody} from './graph-queries.ts'
import {recordJson} from './graph-records.ts'
import {makeChallenge} from './login.ts'
import type {Position} from './record-source.ts'
import {htmlPage} from './refusals.ts'
import {ConnectionReset, cutOff, type Tenant} from './tenant.ts'
import {readToken} from './tokens.ts'

const DEFAULT_PAGE = 150
/** No maximum is documented; beyond this the simulator refuses. */
const MOST_A_PAGE = 1_000
/** Part of every skiptoken; encoded or decoded once more it is another text. */
const SKIP = '1!4!MA--%2f1!48!'

interface Asked {
  c: Context
  uti: string
  /** Object id of whoever asks. */
  oid: string
  roles: string[]
  /** Up to and with the version. */
  base: string
}

export function graph(tenant: Tenant, options: GraphOptions, prefix: string): Hono {
  const app = new Hono()
  const service = new Graph(tenant, options, prefix)
  for (const version of ['v1.0', 'beta']) {
    const path = `/${version}/security/auditLog/queries`
    app.post(path, c => service.create(c, version))
    app.get(path, c => service.list(c, version))
    app.get(`${path}/:id`, c => service.status(c, version))
    app.delete(`${path}/:id`, c => service.remove(c, version))
    app.get(`${path}/:id/records`, c => service.records(c, version))
  }
  return app
}

class Graph {
  readonly #tenant: Tenant
  readonly #queries: GraphQueries
  readonly #options: GraphOptions
  readonly #prefix: string
  #challengeText = ''

  constructor(tenant: Tenant, options: GraphOptions, prefix: string) {
    this.#tenant = tenant
    this.#queries = new GraphQueries(tenant, options)
    this.#options = options
    this.#prefix = prefix
  }

  async create(c: Context, version: string): Promise<Response> {
    const asked = await this.#admit(c, version)
    if (asked instanceof Response) return asked
    if (this.#tenant.script.holds('auditing-off')) return disabled('in the message')
    const fault = this.#tenant.script.at('graph-create')
    const refused = fault === undefined ? undefined : this.#refuse(fault, asked)
    if (refused !== undefined) return refused
    const text = await c.req.text()
    const body = readBody(parsed(text))
    if (typeof body === 'string') return refusal(400, 'BadRequest', body)
    const wait = this.#queries.waitForSubmission()
    if (wait > 0) return refusal(429, 'TooManyRequests', 'Too many requests', {'retry-after': String(wait)})
    const query = this.#queries.add(body, asked.oid)
    if (query === undefined) return refusal(429, 'TooManyRequests', 'Too many requests')
    if (fault === 'graph-lost-post') throw new ConnectionReset()
    return json(this.#wording(query, asked), 201)
  }

  async list(c: Context, version: string): Promise<Response> {
    const asked = await this.#admit(c, version)
    if (asked instanceof Response) return asked
    const foreign = {id: randomUUID(), displayName: 'Search of an administrator', status: 'running'}
    return json({value: [foreign, ...this.#queries.all().map(query => this.#wording(query, asked))]}, 200)
  }

  async status(c: Context, version: string): Promise<Response> {
    const asked = await this.#admit(c, version)
    if (asked instanceof Response) return asked
    const query = this.#queries.get(c.req.param('id') as string)
    if (query === undefined) return refusal(404, 'NotFound', 'The query does not exist.')
    switch (this.#tenant.script.at('graph-poll')) {
      case 'graph-failed':
        query.fate = 'failed'
        break
      case 'graph-cancelled':
        query.fate = 'cancelled'
        break
      case 'graph-stuck':
        query.fate = 'stuck'
        break
      case 'graph-unknown-status':
        return json({...this.#wording(query, asked), status: 'unknownFutureValue'}, 200)
      case 'graph-poll-400':
        return refusal(400, 'BadRequest', 'The request could not be processed.')
      case 'graph-poll-502':
        return htmlPage(502, 'Bad Gateway')
      case 'graph-poll-reset':
        throw new ConnectionReset()
      case 'graph-gone':
        this.#queries.remove(query.id)
        return refusal(404, 'NotFound', 'The query does not exist.')
    }
    return json(this.#wording(query, asked), 200)
  }

  async remove(c: Context, version: string): Promise<Response> {
    const asked = await this.#admit(c, version)
    if (asked instanceof Response) return asked
    if (this.#tenant.script.holds('graph-no-delete')) return new Response(null, {status: 405})
    return this.#queries.remove(c.req.param('id') as string)
      ? new Response(null, {status: 204})
      : refusal(404, 'NotFound', 'The query does not exist.')
  }

  async records(c: Context, version: string): Promise<Response> {
    const asked = await this.#admit(c, version)
    if (asked instanceof Response) return asked
    const query = this.#queries.get(c.req.param('id') as string)
    if (query === undefined) return refusal(404, 'NotFound', 'The query does not exist.')
    if (this.#queries.statusOf(query) !== 'succeeded') return refusal(400, 'BadRequest', 'The query has not succeeded.')
    const {shapes} = this.#tenant
    const place = readPlace(new URL(c.req.url).search, shapes.has('graph-top-ignored'))
    if (place === undefined) return refusal(400, 'BadRequest', 'The skiptoken is not one.')
    if (place === 'top') return refusal(400, 'BadRequest', 'The limit of $top is exceeded.')
    if (place.offset >= (shapes.number('graph-500-after') ?? Number.POSITIVE_INFINITY)) {
      return refusal(500, 'InternalServerError', 'Internal server error')
    }
    return this.#page(asked, query, {...place, size: Math.min(place.size, this.#options.pageSize)})
  }

  #page(asked: Asked, query: GraphQuery, {offset, size, top, reading: asOf}: Place): Response {
    const {script, records, shapes, id: tenantId} = this.#tenant
    if (offset === 0) query.readings++
    const reading = asOf ?? query.readings
    const found = this.#queries.found(query, asked.roles).positions
    const positions = shapes.has('graph-order-reversed') && reading % 2 === 0 ? found.toReversed() : found
    // Neighbouring pages share a record.
    const first = Math.max(0, offset - 1)
    let shown = positions.slice(first, offset + size)
    const last = offset + size >= positions.length
    const fault = script.at('graph-records', name => canShow(name, {offset, rows: shown.length, last, top}))
    switch (fault) {
      case 'graph-top-400':
        return refusal(400, 'BadRequest', 'Query option Top is not allowed.')
      case 'graph-records-429':
        return refusal(429, 'TooManyRequests', 'Too many requests', {'retry-after': '3'})
      case 'graph-records-504':
        return htmlPage(504, 'Gateway Timeout')
      case 'graph-expired-token':
        this.#tenant.refusedTokens.add(asked.uti)
        return refusal(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.')
      case 'graph-unstable':
        shown = shown.slice(0, -1)
        break
    }
    const straight = script.holds('graph-straight-users')
    const rows = shown.flatMap((position, place) => {
      const row = records.row(position)
      const peculiarity = records.peculiarity(position, row.time)
      const text = recordJson(row, {
        tenant: tenantId,
        straight,
        peculiarity,
        textual: shapes.has('graph-audit-data-text'),
      })
      return shapes.has('graph-records-twice') && place % 5 === 0 ? [text, text] : [text]
    })
    const next = fault === 'graph-looping-link' ? offset : offset + size
    const link = `${asked.base}/security/auditLog/queries/${query.id}/records?$skiptoken=${SKIP}${skipToken(next, size, reading)}`
    const nextLink = fault === 'graph-foreign-link' ? link.replace(/^https?:\/\/[^/]+/, 'https://graph.example') : link
    const envelope = JSON.stringify({
      '@odata.context': `${asked.base}/$metadata#security/auditLog/queries('${query.id}')/records`,
      '@odata.count': shapes.has('graph-count-total') ? found.length : rows.length + (fault === 'graph-count' ? 1 : 0),
      ...(last && fault !== 'graph-looping-link' ? {} : {'@odata.nextLink': nextLink}),
    })
    const text = `${envelope.slice(0, -1)},"value":[${rows.join(',')}]}`
    if (fault === 'graph-cut-page' || this.#isPoisoned(shown)) return cutJson(text)
    if (fault === 'graph-records-reset') return cutOff(Buffer.from(text), {status: 200, headers: HEADERS})
    return new Response(text, {status: 200, headers: HEADERS})
  }

  /** A record that the service can't write: each page that holds it breaks off there. */
  #isPoisoned(shown: readonly Position[]): boolean {
    return this.#tenant.script.holds('graph-poison') && shown.some(position => position % 211 === 5)
  }

  async #admit(c: Context, version: string): Promise<Asked | Response> {
    const reading = await readToken(this.#tenant, c.req.raw, 'graph', this.#tenant.id)
    if ('refused' in reading) {
      if (reading.refused === 'claims') return this.#challenge('')
      return refusal(401, 'InvalidAuthenticationToken', 'Access token is missing or not valid.')
    }
    // A role named in an issue: AI-in-One #59
    if (!reading.roles.some(role => role.startsWith('AuditLogsQuery'))) {
      return refusal(403, 'Forbidden', `App:${this.#tenant.clientId} dont have any permissions`)
    }
    if (version === 'v1.0' && !this.#tenant.script.holds('graph-v1')) return refusal(404, 'UnknownError', '')
    return {c, ...reading, base: `${new URL(c.req.url).origin}${this.#prefix}/${version}`}
  }

  #refuse(fault: string, asked: Asked): Response | undefined {
    switch (fault) {
      case 'graph-500':
        return refusal(500, 'InternalServerError', 'Internal server error')
      case 'graph-unknown-error':
        return refusal(400, 'UnknownError', '')
      case 'graph-502-html':
        return htmlPage(502, 'Bad Gateway')
      case 'graph-429-seconds':
        return refusal(429, 'TooManyRequests', 'Too many requests', {'retry-after': '20'})
      case 'graph-429-none':
        return refusal(429, 'TooManyRequests', 'Too many requests')
      case 'graph-reset':
        throw new ConnectionReset()
      case 'graph-401':
        this.#tenant.refusedTokens.add(asked.uti)
        return refusal(401, 'InvalidAuthenticationToken', 'Access token validation failure.')
      case 'graph-claims-challenge':
        return this.#challenge(`${this.#tenant.seed}/${asked.uti}`)
      case 'graph-403-bare':
        return htmlPage(403, 'Forbidden')
      case 'graph-403':
        return refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
      case 'graph-auditing-disabled':
        return disabled('as the status')
      default:
        return undefined
    }
  }

  #challenge(seed: string): Response {
    if (seed !== '') {
      const made = makeChallenge(seed)
      this.#tenant.requiredClaims = made.nbf
      this.#challengeText = made.claims
    }
    const challenge = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${this.#challengeText}"`
    return refusal(401, 'InvalidAuthenticationToken', 'Continuous access evaluation resulted in challenge.', {
      'www-authenticate': challenge,
    })
  }

  #wording(query: GraphQuery, {roles}: Asked): object {
    const status = this.#queries.statusOf(query)
    const ended = status === 'succeeded' ? this.#queries.found(query, roles) : undefined
    const says = ended !== undefined && !this.#tenant.script.holds('graph-limit-unsaid')
    return {
      id: query.id,
      ...shownBody(query.body),
      status,
      ...(says ? {isRecordCountLimitExceeded: ended.limited} : {}),
    }
  }
}

interface Place {
  offset: number
  size: number
  /** Whether `$top` was given. */
  top: boolean
  /** Of a later page: the reading of the query that it belongs to. */
  reading: number | undefined
}

/** Where a page begins, by the address as it came; undefined for a token that was encoded again. */
function readPlace(search: string, ignoresTop: boolean): Place | 'top' | undefined {
  const token = /[?&](?:\$|%24)skiptoken=([^&]*)/.exec(search)?.[1]
  if (token === undefined) {
    const top = /[?&](?:\$|%24)top=(\d+)/.exec(search)?.[1]
    if (top !== undefined && ignoresTop) return {offset: 0, size: DEFAULT_PAGE, top: true, reading: undefined}
    const size = top === undefined ? DEFAULT_PAGE : Number(top)
    return size < 1 || size > MOST_A_PAGE ? 'top' : {offset: 0, size, top: top !== undefined, reading: undefined}
  }
  if (!token.startsWith(SKIP)) return undefined
  const [offset, size, reading] = Buffer.from(token.slice(SKIP.length), 'base64url').toString().split('.').map(Number)
  return offset === undefined || size === undefined ? undefined : {offset, size, top: false, reading}
}

const skipToken = (offset: number, size: number, reading: number) =>
  Buffer.from(`${offset}.${size}.${reading}`).toString('base64url')

function canShow(
  name: string,
  {offset, rows, last, top}: Omit<Place, 'size' | 'reading'> & {rows: number; last: boolean},
): boolean {
  if (name === 'graph-top-400') return top
  if (name === 'graph-expired-token' || name === 'graph-looping-link') return offset > 0
  if (name === 'graph-foreign-link') return !last
  return rows > 0
}

/** Extractor #75, msgraph-sdk-powershell #2677: 200, the JSON ends in the middle, and an error is glued on. */
function cutJson(text: string): Response {
  const error =
    '{"error":{"code":"UnknownError","message":"Unexpected Jsontoken. Check response for property value[19].auditData.FileSizeBytes"}}'
  return new Response(text.slice(0, Math.floor(text.length * 0.7)) + error, {status: 200, headers: HEADERS})
}

/** CIPP has met both forms. */
function disabled(form: 'as the status' | 'in the message'): Response {
  const inside = {Status: 'AuditingDisabledTenant', Message: 'Auditing is disabled for the tenant.'}
  return form === 'as the status' ? json(inside, 200) : refusal(400, 'BadRequest', JSON.stringify(inside))
}

const HEADERS = {
  'content-type': 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
}

function json(body: object, status: number, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {status, headers: {...HEADERS, 'request-id': randomUUID(), ...headers}})
}

function refusal(status: number, code: string, message: string, headers: Record<string, string> = {}): Response {
  const innerError = {date: '2026-11-24T00:00:00', 'request-id': randomUUID()}
  return json({error: {code, message, innerError}}, status, headers)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
