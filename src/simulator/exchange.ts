/**
 * Exchange's admin API as its own module uses it: `InvokeCommand` for the two cmdlets of an audit export, and the list
 * of cmdlets that the caller may run. Judges every request more strictly than the service, so that a client's mistakes
 * show here; cuts answers into pages and plays the faults.
 */
import {type Context, Hono} from 'hono'
import {type AnswerRow, makeAnswer, rowOf} from './answers.ts'
import {deliverAnswer} from './delivery.ts'
import {answerHeaders, rowJson} from './envelopes.ts'
import type {ExchangeRoles} from './exchange-roles.ts'
import {FAULTS} from './faults.ts'
import {makeChallenge} from './login.ts'
import {hashText} from './random.ts'
import {
  cmdletFailed,
  htmlPage,
  invalidOperation,
  nulForbidden,
  throttled,
  tooMany,
  unauthorisedAnswer,
} from './refusals.ts'
import {Runs, type SearchRun, skipToken} from './runs.ts'
import {isFiltered, readQuery, Searches, type SearchQuery, type SearchRefusal} from './search.ts'
import {recordOfSearch} from './search-audit-records.ts'
import {countersByShapes, emptyForm, placedWarnings, subHostOf} from './shaped-answers.ts'
import {OtherContents} from './shaped-searches.ts'
import {ConnectionReset, meansTenant, type SearchNote, type Tenant} from './tenant.ts'
import {administratorUpn, readToken} from './tokens.ts'

export interface ExchangeOptions {
  /** Searches in work above which more are refused. */
  concurrencyLimit: number
  /** Rows a page where `Prefer` does not say. */
  pageSize: number
  latency: {perCall: number; perRow: number}
  slowSeconds: number
  onSearch(note: SearchNote): void
  /** What the app's roles let it run. */
  cmdlets: string[]
}

const MOST_A_PAGE = 1_000
const EXPIRED: SearchRefusal = {
  type: 'Microsoft.Exchange.Admin.OData.Core.ODataServiceException',
  says: 'Expired or Invalid pagination request. Default Expiry time is 00:30:00',
}
const ARGUMENT = 'Microsoft.Exchange.AdminApi.CommandInvocation.InvalidRequestException'
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Exceptions that the module tries again, on any status (Module). */
const TRANSIENT = [
  'Microsoft.Exchange.Data.Directory.DCOverloadedException',
  'Microsoft.Exchange.Data.Directory.SuitabilityDirectoryException',
  'Microsoft.Exchange.Data.Directory.ServerInMMException',
  'Microsoft.Exchange.Data.Directory.ADServerSettingsChangedException',
  'Microsoft.Exchange.Data.Storage.StorageTransientException',
]

const GLOBAL_ADMIN = '62e90394-69f5-4237-9190-012177145e10'
const EXCHANGE_ADMIN = '29232cdf-9323-42fd-ade2-1d097af3e4de'
/** Directory roles that may change role groups, and those that hold the audit roles (Exchange documentation). */
const ROLE_ADMINS = [GLOBAL_ADMIN, EXCHANGE_ADMIN]
const AUDIT_ADMINS = [GLOBAL_ADMIN, EXCHANGE_ADMIN, '17315797-102d-40b4-93e0-432062caca18']

/** A request that passed the door: who asks, what, and with which bytes. */
interface Asked {
  c: Context
  uti: string
  /** Object id of whoever asks. */
  oid: string
  /** Whether a person with an administrator's role asks. */
  administers: boolean
  body: string
  requestId: string
  anchor: string
  base: string
  named: string
}

/** `roles` is the directory that administrators change by cmdlets; without one nobody may. */
export function exchange(tenant: Tenant, options: ExchangeOptions, prefix: string, roles?: ExchangeRoles): Hono {
  const app = new Hono()
  const service = new Exchange(tenant, options, {prefix, roles})
  app.post('/adminapi/beta/:tenant/InvokeCommand', c => service.invoke(c))
  // under v1.0 no method is allowed (measured on live tenants, September 2026)
  for (const version of ['beta', 'v1.0']) {
    app.all(
      `/adminapi/${version}/:tenant/InvokeCommand`,
      () => new Response(null, {status: 405, headers: {allow: version === 'beta' ? 'POST' : ''}}),
    )
  }
  app.get('/adminapi/v1.0/:tenant/EXOModuleFile', c => service.moduleFile(c))
  return app
}

class Exchange {
  readonly #tenant: Tenant
  readonly #options: ExchangeOptions
  readonly #prefix: string
  readonly #roles: ExchangeRoles | undefined
  readonly #searches: Searches
  readonly #runs = new Runs()
  /** The body that each client-request-id came with first: an id belongs to one run of one cmdlet. */
  readonly #requests = new Map<string, string>()
  readonly #contents: OtherContents
  #inWork = 0
  #redirected = 0
  #unauthorised = 0
  /** How often each token was refused by the shape that refuses new ones. */
  readonly #newTokens = new Map<string, number>()

  constructor(
    tenant: Tenant,
    options: ExchangeOptions,
    {prefix, roles}: {prefix: string; roles: ExchangeRoles | undefined},
  ) {
    this.#tenant = tenant
    this.#options = options
    this.#prefix = prefix
    this.#roles = roles
    this.#searches = new Searches(tenant)
    this.#contents = new OtherContents(tenant.shapes)
  }

  async invoke(c: Context): Promise<Response> {
    const asked = await this.#admit(c)
    if (asked instanceof Response) return asked
    const command = readCommand(asked.body)
    if ('type' in command) return invalidOperation(command)
    const named = c.req.header('x-cmdletname')
    if (named !== undefined && named !== command.name) {
      return invalidOperation({type: ARGUMENT, says: `X-CmdletName says ${named}, the body says ${command.name}.`})
    }
    if (asked.administers) return this.#administer(asked, command)
    if (!this.#options.cmdlets.some(name => name.toLowerCase() === command.name.toLowerCase())) return nulForbidden()
    switch (command.name.toLowerCase()) {
      case 'search-unifiedauditlog':
        return this.#search(asked, command.parameters)
      case 'get-adminauditlogconfig':
        return this.#auditConfig(asked)
      default:
        return nulForbidden()
    }
  }

  async moduleFile(c: Context): Promise<Response> {
    const refused = await this.#authorise(c)
    if (refused instanceof Response) return refused
    if (this.#tenant.script.holds('app-only-403')) return nulForbidden()
    const version = c.req.query('Version') ?? ''
    if (!/^\d+\.\d+\.\d+$/.test(version))
      return invalidOperation({type: ARGUMENT, says: 'Version has to be the module’s.'})
    if (c.req.header('commandname') !== '*')
      return invalidOperation({type: ARGUMENT, says: 'The header CommandName has to be *.'})
    return c.json({value: [{exportedCmdlets: this.#options.cmdlets.join(','), version}]})
  }

  /** Checks token and headers. What the service would shrug off and a client should not do is refused in words. */
  async #admit(c: Context): Promise<Asked | Response> {
    const authorised = await this.#authorise(c)
    if (authorised instanceof Response) return authorised
    const wrong = (says: string) => invalidOperation({type: ARGUMENT, says})
    const anchor = c.req.header('x-anchormailbox') ?? ''
    const requestId = c.req.header('client-request-id') ?? ''
    const named = c.req.param('tenant') as string
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
      return wrong('Content-Type has to be application/json.')
    if (authorised.administers) {
      const own = `UPN:${administratorUpn(this.#tenant)}`
      if (anchor.toLowerCase() !== own.toLowerCase())
        return wrong(`X-AnchorMailbox of a person has to be their own mailbox, ${own}, not ${JSON.stringify(anchor)}.`)
    } else if (!isAnchor(anchor, this.#tenant)) {
      return wrong(
        `X-AnchorMailbox has to be APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@TENANT, not ${JSON.stringify(anchor)}.`,
      )
    }
    if (!GUID.test(requestId)) return wrong('client-request-id has to be a GUID, one for each run of a cmdlet.')
    const format = c.req.header('x-responseformat') ?? 'json'
    if (format !== 'json') return wrong(`X-ResponseFormat ${format} is not imitated; json is.`)
    const body = await c.req.text()
    const first = this.#requests.get(requestId)
    if (first !== undefined && first !== body) return wrong('This client-request-id was sent with another body before.')
    if (first === undefined) {
      if (this.#requests.size > 5_000) this.#requests.delete(this.#requests.keys().next().value as string)
      this.#requests.set(requestId, body)
    }
    const base = `${new URL(c.req.url).origin}${this.#prefix}`
    return {c, ...authorised, body, requestId, anchor, base, named}
  }

  /** 401 without a good token or an app role, 403 of NUL bytes without an Exchange role (graph2otel, live July 2026). */
  async #authorise(c: Context): Promise<{uti: string; oid: string; administers: boolean} | Response> {
    const reading = await readToken(this.#tenant, c.req.raw, 'exchange', c.req.param('tenant') as string)
    if ('refused' in reading) {
      if (reading.refused === 'claims') return this.#challenge()
      return unauthorisedAnswer(reading.refused === 'missing' ? '' : ', error="invalid_token"')
    }
    if (this.#isRefusedByShape(reading.uti)) return unauthorisedAnswer('')
    if (reading.scopes.includes('Exchange.Manage')) {
      const administers = this.#roles !== undefined && reading.directoryRoles.some(each => ROLE_ADMINS.includes(each))
      return administers ? {uti: reading.uti, oid: reading.oid, administers} : nulForbidden()
    }
    if (!reading.roles.includes('Exchange.ManageAsApp')) return unauthorisedAnswer('')
    const byDirectory = reading.directoryRoles.some(each => AUDIT_ADMINS.includes(each))
    if (!byDirectory && !this.#tenant.mayAudit(reading.oid)) return nulForbidden()
    return {uti: reading.uti, oid: reading.oid, administers: false}
  }

  #isRefusedByShape(uti: string): boolean {
    const {shapes} = this.#tenant
    const often = this.#newTokens.get(uti) ?? 0
    if (this.#unauthorised < (shapes.number('unauthorised-twice') ?? 0)) {
      this.#unauthorised++
      return true
    }
    if (often >= (shapes.number('new-token-unauthorised') ?? 0)) return false
    this.#newTokens.set(uti, often + 1)
    return true
  }

  async #administer(asked: Asked, {name, parameters}: {name: string; parameters: Record<string, unknown>}) {
    const rows = this.#roles?.run(name, parameters)
    if (rows === undefined) return nulForbidden()
    if (!Array.isArray(rows)) return invalidOperation(rows)
    return deliverAnswer(asked.c, {
      envelope: {base: asked.base, named: asked.named, warnings: [], nextLink: undefined},
      rows: rows.map(row => JSON.stringify(row)),
      headers: answerHeaders(asked.requestId, this.#tenant.now(), false),
      fault: undefined,
    })
  }

  async #search(asked: Asked, parameters: Record<string, unknown>): Promise<Response> {
    const elsewhere = this.#redirection(asked)
    if (elsewhere !== undefined) return new Response(null, {status: 302, headers: {location: elsewhere}})
    this.#tenant.counters.pages++
    if (this.#inWork >= this.#options.concurrencyLimit) return tooMany()
    this.#inWork++
    try {
      const token = asked.c.req.query('$skiptoken')
      return await (token === undefined ? this.#firstPage(asked, parameters) : this.#laterPage(asked, token))
    } finally {
      this.#inWork--
    }
  }

  #redirection({c, named}: Asked): string | undefined {
    const host = subHostOf(new URL(c.req.url))
    if (host === undefined || this.#redirected >= (this.#tenant.shapes.number('redirect') ?? 0)) return undefined
    this.#redirected++
    return `${host}${this.#prefix}/adminapi/beta/${named}/InvokeCommand${new URL(c.req.url).search}`
  }

  async #firstPage(asked: Asked, parameters: Record<string, unknown>): Promise<Response> {
    this.#tenant.counters.searches++
    const query = readQuery(parameters)
    if ('type' in query) return invalidOperation(query)
    const found = this.#searches.run(query)
    if ('type' in found) return invalidOperation(found)

    const rows = found.positions.length
    const filtered = isFiltered(query)
    const fault = this.#tenant.script.forSearch({rows, filtered, plain: query.session === undefined})
    this.#options.onSearch({
      start: query.from,
      end: query.to,
      filtered,
      session: query.session !== undefined,
      matched: found.matched,
      rows,
      fault,
    })
    const size = this.#pageSize(asked)
    // a token that runs out in the middle of paging is refused at the second page, where there is one
    const midway = fault === 'expired-token' && rows > size
    if (fault !== undefined && FAULTS[fault]?.where === 'request' && !midway) {
      const refused = await this.#playRequest(fault, asked)
      if (refused) {
        found.undo()
        return refused
      }
    }
    const {shapes} = this.#tenant
    const answer = makeAnswer(found, query, fault, {searches: this.#searches, shapes, contents: this.#contents})
    this.#leaveRecord(asked, query, found.matched)
    const {body, anchor, requestId} = asked
    const run = this.#runs.open({
      query,
      answer,
      chance: found.chance,
      fault,
      caller: {body, anchor, requestId},
      pageSize: size,
      now: this.#tenant.now(),
    })
    return this.#page(asked, run, 0)
  }

  #leaveRecord({oid, requestId}: Asked, {from, to}: SearchQuery, results: number): void {
    const {id, records} = this.#tenant
    const searched = {by: oid, organization: id, jobId: requestId, isGraph: false, from, to, results}
    records.leave(recordOfSearch(searched, this.#tenant.now()))
  }

  async #laterPage(asked: Asked, token: string): Promise<Response> {
    const found = this.#runs.find(token, asked, this.#tenant.now())
    if (found === undefined) return invalidOperation(EXPIRED)
    const {run, page} = found
    if (page === 1 && !run.struck) {
      run.struck = true
      if (run.fault === 'pagination-expired') {
        this.#runs.forget(run)
        return invalidOperation(EXPIRED)
      }
      if (run.fault === 'expired-token') return this.#expireToken(asked)
      if (run.fault === 'reset-mid-page') return this.#page(asked, run, page, 'reset-mid-body')
    }
    return this.#page(asked, run, page)
  }

  async #page(
    asked: Asked,
    run: SearchRun,
    page: number,
    delivery = page === 0 ? run.fault : undefined,
  ): Promise<Response> {
    const {answer, ends, fault} = run
    let rows = answer.rows.slice(page === 0 ? 0 : ends[page - 1], ends[page])
    if (fault === 'lost-page' && page === 1) rows = rows.slice(0, Math.floor(rows.length / 2))
    const {perCall, perRow} = this.#options.latency
    await this.#tenant.sleep(perCall + perRow * rows.length, asked.c.req.raw.signal)
    const {shapes} = this.#tenant
    const warnings = placedWarnings(shapes, answer.warnings)
    const headers = {
      ...answerHeaders(asked.requestId, this.#tenant.now(), this.#tenant.seed % 2 === 0),
      ...warnings.headers,
    }
    const empty = answer.rows.length === 0 ? emptyForm(shapes) : 'list'
    if (answer.bodiless || (empty === '204' && warnings.body.length === 0)) {
      return new Response(null, {status: 204, headers})
    }

    const looping = fault === 'looping-link' && page === 1
    const next = looping ? 1 : page + 1 < ends.length ? page + 1 : undefined
    return deliverAnswer(asked.c, {
      envelope: {
        base: asked.base,
        named: asked.named,
        warnings: warnings.body,
        nextLink: next === undefined ? undefined : this.#link(asked, skipToken(run.id, next)),
        empty: empty === 'list' || empty === '204' ? undefined : empty,
        errorNull: shapes.has('error-null'),
      },
      rows: this.#write(rows, run, page === 0 ? 0 : (ends[page - 1] ?? 0)),
      headers,
      fault: delivery,
    })
  }

  #link({c, base, named}: Asked, token: string): string {
    const host = this.#tenant.shapes.has('link-on-sub-host') ? subHostOf(new URL(c.req.url)) : undefined
    const address = `${host === undefined ? base : `${host}${this.#prefix}`}/adminapi/beta/${named}/InvokeCommand`
    return `${address}?%24skiptoken=${encodeURIComponent(token)}`
  }

  /** @param first the place of the page's first row in the answer. */
  *#write(rows: AnswerRow[], {answer, query, chance}: SearchRun, first: number): Iterable<string> {
    const {count, more, style} = answer
    const {shapes} = this.#tenant
    const facts = {count, rows: answer.rows.length, asked: query.resultSize, chance}
    for (const [placeOnPage, row] of rows.entries()) {
      const counters = countersByShapes(shapes, {...facts, index: row.index, place: first + placeOnPage, placeOnPage})
      yield rowJson(rowOf(this.#tenant, row, query.formatted), {...counters, more}, style)
    }
  }

  #pageSize({c}: Asked): number {
    const {shapes} = this.#tenant
    const most = shapes.number('page-rows') ?? shapes.number('silent-page-cap') ?? MOST_A_PAGE
    return Math.min(most, pageSize(c, this.#options.pageSize))
  }

  async #auditConfig(asked: Asked): Promise<Response> {
    if (this.#tenant.script.holds('app-only-403')) return nulForbidden()
    const on = !this.#tenant.script.holds('auditing-off')
    const row = `{"AdminAuditLogEnabled":true,"AdminAuditLogCmdlets@odata.type":"#Collection(String)","AdminAuditLogCmdlets":["*"],"UnifiedAuditLogIngestionEnabled":${on},"UnifiedAuditLogFirstOptInDate@data.type":"System.DateTime","UnifiedAuditLogFirstOptInDate":"2021-03-02T09:11:37.0000000Z","Name":"Admin Audit Log Settings","Identity":"Admin Audit Log Settings","OrganizationId":${JSON.stringify(this.#tenant.domain)}}`
    return deliverAnswer(asked.c, {
      envelope: {base: asked.base, named: asked.named, warnings: [], nextLink: undefined},
      rows: [row],
      headers: answerHeaders(asked.requestId, this.#tenant.now(), false),
      fault: undefined,
    })
  }

  /** A refusal, or nothing where the fault only takes time. */
  async #playRequest(fault: string, asked: Asked): Promise<Response | undefined> {
    const now = this.#tenant.now()
    switch (fault) {
      case 'reset-before-body':
        throw new ConnectionReset()
      case 'slow':
        await this.#tenant.sleep(this.#options.slowSeconds * 1000, asked.c.req.raw.signal)
        return undefined
      case 'unauthorised-401':
        return unauthorisedAnswer('')
      case 'claims-challenge':
        return this.#challenge(`${this.#tenant.seed}/${asked.requestId}`)
      case 'expired-token':
        return this.#expireToken(asked)
      case 'nul-403':
      case 'app-only-403':
        return nulForbidden()
      case '429-seconds':
        return throttled({'retry-after': '2'})
      case '429-date':
        return throttled({'retry-after': new Date(now + 3_000).toUTCString(), date: new Date(now).toUTCString()})
      case '429-none':
        return throttled({})
      case '503-html':
        return htmlPage(503, 'Service Unavailable')
      case '504-html':
        return htmlPage(504, 'Gateway Timeout')
      case 'concurrency-400':
        return tooMany()
      case 'transient-400': {
        const chance = hashText(asked.requestId)
        const type = TRANSIENT[chance % TRANSIENT.length] as string
        return cmdletFailed(
          {type, says: 'The server is too busy to process the request. Please try again.'},
          chance & 8 ? 'json' : 'three parts',
        )
      }
      default:
        return invalidOperation({
          type: 'Microsoft.Exchange.Management.SystemConfigurationTasks.AdminAuditLogException',
          says: 'The search could not be completed.',
        })
    }
  }

  #expireToken({uti}: Asked): Response {
    this.#tenant.refusedTokens.add(uti)
    return unauthorisedAnswer(', error="invalid_token", error_description="The token has expired"')
  }

  /** Sends the challenge that is in force, or a new one. */
  #challenge(seed = ''): Response {
    if (seed !== '') {
      const made = makeChallenge(seed)
      this.#tenant.requiredClaims = made.nbf
      this.#challengeText = made.claims
    }
    return unauthorisedAnswer(`, error="insufficient_claims", claims="${this.#challengeText}"`)
  }
  #challengeText = ''
}

function readCommand(body: string): {name: string; parameters: Record<string, unknown>} | SearchRefusal {
  const wrong = (says: string): SearchRefusal => ({type: ARGUMENT, says})
  let input: unknown
  try {
    input = (JSON.parse(body) as {CmdletInput?: unknown} | null)?.CmdletInput
  } catch {
    return wrong('The body is not JSON.')
  }
  if (typeof input !== 'object' || input === null) return wrong('The body has no CmdletInput.')
  const {CmdletName: name, Parameters: parameters} = input as {CmdletName?: unknown; Parameters?: unknown}
  if (typeof name !== 'string') return wrong('CmdletInput has no CmdletName.')
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    return wrong('Parameters has to be an object, {} where there are none.')
  }
  return {name, parameters: parameters as Record<string, unknown>}
}

/** The organisation's system mailbox, by the tenant's GUID or domain, as CIPP and the Admin API v2.0 pages have it. */
function isAnchor(anchor: string, tenant: Tenant): boolean {
  const match = /^(APP|UPN):SystemMailbox\{bb558c35-97f1-4cb9-8ff7-d53741dc928c\}@(\S+)$/i.exec(anchor)
  return match !== null && meansTenant(tenant, match[2] as string)
}

function pageSize(c: Context, usual: number): number {
  const asked = /odata\.maxpagesize\s*=\s*(\d+)/i.exec(c.req.header('prefer') ?? '')?.[1]
  return Math.max(1, Math.min(MOST_A_PAGE, asked === undefined ? usual : Number(asked)))
}
