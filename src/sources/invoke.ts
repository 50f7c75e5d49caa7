/**
 * One page of one cmdlet run over Exchange's `InvokeCommand`, the private HTTP contract of Microsoft's own PowerShell
 * module: its headers, its two families of errors, and its answers that are not JSON.
 */

import {isObject, type Json, parsedJson, wholeJsonText} from '../audit/json.ts'
import {pluralise} from '../audit/numbers.ts'
import {instant} from '../audit/record.ts'
import type {Claims} from '../signin/claims.ts'
import {bySetup} from '../signin/remedies.ts'
import type {AccessToken, TokenProvider} from '../signin/token.ts'
import {bodyJson, bodyText} from '../wire/body.ts'
import {Failure, shortened} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {type BodyReading, type HttpAnswer, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import type {SeenPage} from './answer-shape.ts'

export interface InvokeSettings {
  world: World
  /** Base URL of the Exchange service, without a trailing slash. */
  exchange: string
  /** Its cloud's name, for the commands that a remedy names. */
  cloud: string
  /** Lower-case GUID. */
  tenantId: string
  tokens: TokenProvider
  /** Whose mailbox routes the calls; the organisation's system mailbox where it is not given. */
  anchor?: string
  policy: RetryPolicy
  /** One for the whole run. */
  connectionId: string
  /** Told when the service asks for less. */
  throttled(delay: number): void
  count(what: string): void
  /** Told of each page as it came. */
  see?(cmdlet: string, page: SeenPage): void
}

/** One cmdlet run: what stays the same over its pages and retries. */
export interface CmdletRun {
  cmdlet: string
  body: string
  /** GUID; Microsoft's support finds the run by it. */
  requestId: string
  cookies: Map<string, string>
  signal: AbortSignal
}

export interface Page {
  rows: unknown[]
  warnings: string[]
  errors: string[]
  /** Where the next page is, to be asked for with the same body and headers. */
  next?: string
  /** How an answer without rows says so. */
  empty: string
}

/** Rows of a page that are asked for; the service may give fewer. */
export const pageSize = 1000

/** What the attempts of one request remember of each other. */
interface Session {
  /** The token of the last attempt. */
  token: AccessToken | undefined
  renewals: number
  /** Set when the next attempt needs another token. */
  renewal: {claims?: string; refused?: AccessToken} | undefined
  refusals: number
  /** Where the service has sent this request, if elsewhere. */
  target: string | undefined
  /** The token for the next attempt. */
  next(tokens: TokenProvider): Promise<AccessToken>
}

export function newSession(): Session {
  return {
    token: undefined,
    renewals: 0,
    renewal: undefined,
    refusals: 0,
    target: undefined,
    async next(tokens) {
      this.token = this.renewal ? await tokens.renew(this.renewal) : await tokens.token()
      this.renewal = undefined
      return this.token
    },
  }
}

/** @param link where to POST: the cmdlet's endpoint, or the `@odata.nextLink` of the page before. */
export async function invokePage(settings: InvokeSettings, run: CmdletRun, link: string): Promise<Page> {
  const session = newSession()
  return await send(settings.world, {
    policy: settings.policy,
    keepsNoBytes: true,
    signal: run.signal,
    request: async () => {
      const token = await session.next(settings.tokens)
      settings.count(run.cmdlet)
      const headers = headersOf(settings, run, token.secret)
      return new Request(session.target ?? link, {method: 'POST', headers, body: run.body, redirect: 'manual'})
    },
    read: answer => {
      keepCookies(run, answer)
      if (answer.status === 401) return tokenRefused(answer, session, settings)
      if (answer.status === 403 && !isConcurrencyRefusal(answer, settings)) return forbidden(answer, session, settings)
      const target = session.target === undefined ? redirectOf(answer, link, settings) : undefined
      if (target !== undefined) {
        session.target = target
        return {retry: trouble('EXCHANGE_REDIRECT', `Exchange sends the request on (${answer.status})`, answer)}
      }
      const reading = readAnswer(answer, settings, link)
      if ('done' in reading) settings.see?.(run.cmdlet, seenPage(answer, reading.done, run))
      return reading
    },
    onRetry: (_failure, throttled, delay) => {
      if (throttled) settings.throttled(delay)
    },
  })
}

function seenPage({headers}: HttpAnswer, {rows, warnings, empty}: Page, {requestId, body}: CmdletRun): SeenPage {
  const asked = /"ResultSize":(\d+)/.exec(body)?.[1]
  const names = [...headers.keys()]
  return {
    answer: requestId,
    rows,
    warnings,
    empty,
    headers: names,
    asked: asked === undefined ? undefined : Number(asked),
  }
}

/** The endpoint of a tenant's cmdlets. `beta` is Exchange's own word, not Graph's. */
export function invokeUrl(exchange: string, tenantId: string): string {
  return `${exchange}/adminapi/beta/${tenantId}/InvokeCommand`
}

/** The organisation's system mailbox, the same GUID in every tenant: pages are found again only with the same anchor. */
export function anchorOf({tenantId}: Pick<InvokeSettings, 'tenantId'>): string {
  return `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${tenantId}`
}

function headersOf(settings: InvokeSettings, run: CmdletRun, token: string): Headers {
  const headers = new Headers({
    authorization: `Bearer ${token}`,
    'content-type': 'application/json; charset=utf-8',
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'x-anchormailbox': settings.anchor ?? anchorOf(settings),
    'x-responseformat': 'json',
    'x-serializationlevel': 'Partial',
    'x-cmdletname': run.cmdlet,
    'x-clientapplication': 'm365-audit-export',
    'client-request-id': run.requestId,
    'connection-id': settings.connectionId,
    prefer: `odata.maxpagesize=${pageSize}`,
  })
  if (run.cookies.size > 0)
    headers.set('cookie', [...run.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
  return headers
}

function keepCookies(run: CmdletRun, answer: HttpAnswer): void {
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^\s*([^=;]+)=([^;]*)/.exec(line) ?? []
    if (name !== undefined && value !== undefined) run.cookies.set(name, value)
  }
}

/** Requests with one token: a grant that is new reaches the back ends one by one, and a token with it. */
const triesWhenUnauthorised = 4

/** Without any right, Exchange answers 401 where one would look for 403: the same commands help. */
export function tokenRefused(
  answer: HttpAnswer,
  session: Session,
  settings: Pick<InvokeSettings, 'cloud' | 'policy'>,
): BodyReading<never> {
  const challenge = answer.headers.get('www-authenticate') ?? ''
  const claims = /claims="([^"]+)"/.exec(challenge)?.[1]
  const words = errorWords(bodyJson(answer, settings.policy.maximumBytes))
  const failure = new Failure({
    code: 'EXCHANGE_401',
    message: `Exchange refuses the token (401) although it was issued for it${words ? `: ${words}` : ''}.`,
    remedy:
      'Exchange answers so while the application has neither a directory role nor a role group. ' +
      `${grantRole(idsOf(session.token?.claims), settings.cloud)} ` +
      'The application permission Exchange.ManageAsApp needs admin consent as well. If both were granted within the last hours, wait.',
    evidence: evidenceOf(answer),
  })
  if (++session.renewals >= triesWhenUnauthorised) return {failed: failure}
  if (session.renewals > 1 && claims === undefined) return {retry: failure}
  session.renewal = {
    ...(session.token && {refused: session.token}),
    ...(claims !== undefined && {claims}),
  }
  return {retry: failure}
}

export function forbidden(answer: HttpAnswer, session: Session, settings: InvokeSettings): BodyReading<never> {
  const words = errorWords(bodyJson(answer, settings.policy.maximumBytes))
  const claims = session.token?.claims
  const failure = new Failure({
    code: 'EXCHANGE_403',
    message: `Exchange does not let this application run the command (403)${words ? `: ${words}` : ''}.`,
    remedy: grantRole(idsOf(claims), settings.cloud),
    evidence: evidenceOf(answer),
  })
  // Once more, since a role that was just granted reaches the back ends one by one.
  return session.refusals++ > 0 ? {failed: failure} : {retry: failure}
}

/** What a token tells of the app. */
export interface AppIds {
  client?: string
  /** Of the enterprise application. */
  object?: string
  tenant?: string
}

export function idsOf(claims: Claims | undefined): AppIds {
  return claims ? {client: claims.appid, object: claims.oid, tenant: claims.tid} : {}
}

/** The commands that let an app search the log and nothing else; the token tells which app. */
export function grantRole({client = '<client id>', object, tenant}: AppIds, cloud: string): string {
  return (
    'An Exchange administrator must give the application a role group that holds View-Only Audit Logs: ' +
    `New-ServicePrincipal -AppId ${client} -ObjectId ${object ?? '<object id of the enterprise application>'}; ` +
    'New-RoleGroup "Audit Export" -Roles "View-Only Audit Logs"; ' +
    `Add-RoleGroupMember "Audit Export" -Member ${object ?? '<object id>'}. It can take up to four hours to take effect. ` +
    bySetup('', {...(tenant === undefined ? {} : {tenant}), cloud})
  )
}

const transientStatus = new Set([408, 500, 502, 503, 504])
const transientNames =
  /DCOverloadedException|SuitabilityDirectoryException|ServerInMMException|ADServerSettingsChangedException|StorageTransientException/
const wrongQuestion =
  /AmbiguousParameterSetException|ParameterTransformationException|ParameterBindingException|ValidateRange/
const concurrency = /maximum number of concurrent requests/i
const paginationExpired = /expired or invalid pagination request/i
/** “startDate should be after 5/30/2019 8:58:55 PM UTC”: T0pCyber/hawk #19, cisagov/Sparrow #22 and #54. */
const beforeOldest = /startDate should be after\s+(.+?)\s*(?:UTC)?\s*\.?\s*$/i
const wrongArgument = /\bsearch argument\b/i

function readAnswer(answer: HttpAnswer, settings: InvokeSettings, link: string): BodyReading<Page> {
  const limit = settings.policy.maximumBytes
  const {status} = answer
  if (status === 429 || isConcurrencyRefusal(answer, settings)) {
    return {
      retry: trouble('EXCHANGE_THROTTLED', `Exchange asks for fewer requests (${status})`, answer),
      throttled: true,
    }
  }
  if (transientStatus.has(status)) {
    return {
      retry: trouble('EXCHANGE_UNAVAILABLE', `Exchange is not available (${status})`, answer),
      throttled: status === 503,
    }
  }
  const json = bodyJson(answer, limit)
  if (status === 204) return {done: {rows: [], warnings: headerWarnings(answer, []), errors: [], empty: '204'}}
  if (status === 200) return readPage(answer, json, link, settings)

  const words = errorWords(json) || shortened(bodyText(answer, limit) ?? '', 200)
  if (transientNames.test(words))
    return {retry: trouble('EXCHANGE_TRANSIENT', `Exchange failed for a moment: ${words}`, answer)}
  if (paginationExpired.test(words))
    return {failed: trouble('EXCHANGE_PAGINATION', 'Exchange no longer knows the page it promised', answer)}
  if (status >= 300 && status < 400)
    return {failed: trouble('EXCHANGE_REDIRECT', `Exchange redirects elsewhere (${status})`, answer)}
  if (wrongQuestion.test(words))
    return {failed: trouble('EXCHANGE_QUESTION', `Exchange does not accept the question: ${words}`, answer)}
  const oldest = beforeOldest.exec(words)?.[1]
  if (status === 400 && oldest !== undefined) return {failed: expired(oldest, answer)}
  if (status === 400 && wrongArgument.test(words))
    return {failed: trouble('EXCHANGE_ARGUMENT', `Exchange does not accept the dates of this search: ${words}`, answer)}
  return {failed: trouble('EXCHANGE_ERROR', `Exchange answers ${status}${words ? `: ${words}` : ''}`, answer)}
}

/** Under this name a failure's evidence tells the oldest instant that is kept, where the service names one. */
export const oldestName = 'oldest'

function expired(words: string, answer: HttpAnswer): Failure {
  const oldest = dateIn(words)
  return new Failure({
    code: 'EXPIRED',
    message: `Exchange no longer keeps records from before ${oldest ?? words}.`,
    remedy:
      'What has expired is lost here; every day that passes, another day expires. Export the rest now, and each month in time: ' +
      'Audit (Standard) keeps 180 days, Audit (Premium) a year for some services.',
    evidence: {...evidenceOf(answer), ...(oldest === undefined ? {} : {[oldestName]: oldest})},
  })
}

/** The service's date, `5/30/2019 8:58:55 PM` or ISO 8601, as an instant. */
export function dateIn(words: string): string | undefined {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d):(\d\d) ([AP])M$/i.exec(words)
  if (american) {
    const [, month, day, year, hour, minute, second, half] = american
    const hours = (Number(hour) % 12) + (half?.toUpperCase() === 'P' ? 12 : 0)
    const two = (part: number | string | undefined) => String(part).padStart(2, '0')
    return instant(`${year}-${two(month)}-${two(day)}T${two(hours)}:${minute}:${second}`)
  }
  return instant(words)
}

function readPage(answer: HttpAnswer, json: unknown, link: string, settings: InvokeSettings): BodyReading<Page> {
  if (!isObject(json)) {
    return {
      retry: trouble(
        'EXCHANGE_UNREADABLE',
        `The answer is not the JSON it should be (${pluralise(answer.bytes.length, 'byte')})`,
        answer,
      ),
    }
  }
  const errors = [...texts(json['@adminapi.errors']), ...errorIn(json)]
  const inBody = texts(json['@adminapi.warnings'])
  const warnings = [...inBody, ...headerWarnings(answer, inBody)]
  if (errors.some(text => transientNames.test(text))) {
    return {retry: trouble('EXCHANGE_TRANSIENT', `Exchange failed for a moment: ${errors.join('; ')}`, answer)}
  }
  const listed = rowsIn(json.value)
  if (listed === undefined && errors.length === 0) {
    return {retry: trouble('EXCHANGE_UNREADABLE', 'The answer has no list of rows', answer)}
  }
  const rows = listed ?? []
  const empty =
    json.value === undefined ? 'no value' : `value: ${listed?.length === 0 ? wholeJsonText(json.value) : '[]'}`
  const next = json['@odata.nextLink']
  if (next === undefined || next === null || next === '') return {done: {rows, warnings, errors, empty}}
  if (typeof next !== 'string' || !sameEndpoint(next, link, settings)) {
    return {failed: trouble('EXCHANGE_FOREIGN_LINK', 'The next page is said to be on another host', answer)}
  }
  return {done: {rows, warnings, errors, empty, next: new URL(next, link).href}}
}

/**
 * PowerShell writes a list with one entry as the entry, and one without as whatever holds nothing, in brackets or not.
 * Undefined for what is no list of rows.
 */
function rowsIn(value: unknown): unknown[] | undefined {
  if (isNothing(value)) return []
  if (Array.isArray(value)) return value.length === 1 && isNothing(value[0]) ? [] : value
  return isObject(value) && (value.AuditData !== undefined || value.Identity !== undefined) ? [value] : undefined
}

/** OData has `error` only where there is one; null says that nothing failed. */
function errorIn(json: Json): string[] {
  const {error} = json
  return error === undefined || error === null ? [] : [errorWords(json) || shortened(texts(error)[0] ?? 'unnamed', 500)]
}

function isConcurrencyRefusal(answer: HttpAnswer, settings: InvokeSettings): boolean {
  if (answer.status < 400 || answer.bytes.length > 4096) return false
  return concurrency.test(bodyText(answer, settings.policy.maximumBytes) ?? '')
}

/** The token goes only to the path that it was meant for, on Exchange's host or on a host under it. */
function sameEndpoint(next: string, link: string, {exchange}: InvokeSettings): boolean {
  if (!URL.canParse(next, link)) return false
  const [target, asked, base] = [new URL(next, link), new URL(link), new URL(exchange)]
  const isHost = target.hostname === base.hostname || target.hostname.endsWith(`.${base.hostname}`)
  const isPath = target.pathname.toLowerCase() === asked.pathname.toLowerCase()
  return isHost && isPath && target.protocol === base.protocol && target.port === base.port && target.username === ''
}

/** Where a redirect leads to, if it stays with Exchange. */
function redirectOf(answer: HttpAnswer, link: string, settings: InvokeSettings): string | undefined {
  const location = answer.headers.get('location')
  if (![301, 302, 303, 307, 308].includes(answer.status) || location === null) return undefined
  return sameEndpoint(location, link, settings) ? new URL(location, link).href : undefined
}

/** Warnings in the header that Microsoft's module reads next to the body: a JSON list or plain text. */
function headerWarnings({headers}: HttpAnswer, inBody: readonly string[]): string[] {
  const header = headers.get('x-warnings')?.trim() ?? ''
  if (header === '') return []
  const parsed = parsedJson(header)
  const all = parsed === undefined ? [header] : texts(parsed)
  const rest = (text: string) => inBody.reduce((left, known) => left.replaceAll(known, ''), text)
  return all.filter(text => /[^\s;,|]/.test(rest(text)))
}

/**
 * The sentence that means something: `innererror.internalexception.message`, then `details[0].message` without its
 * type, then `error.message`, which alone is mostly “Invalid Operation”.
 */
function errorWords(json: unknown): string {
  const error = isObject(json) && isObject(json.error) ? json.error : undefined
  if (!error) return ''
  const inner = isObject(error.innererror) ? error.innererror : {}
  const internal = isObject(inner.internalexception) ? inner.internalexception : {}
  const detail = Array.isArray(error.details) && isObject(error.details[0]) ? error.details[0].message : undefined
  const words = [internal.message, detail, error.message].find(text => typeof text === 'string' && text !== '')
  const type = typeof internal.type === 'string' ? internal.type.split('.').at(-1) : undefined
  return [type, typeof words === 'string' ? shortened(words, 500) : undefined].filter(Boolean).join(': ')
}

/** An answer that is none to `what`: to be asked for again, or the end. */
export function troubleOf(answer: HttpAnswer, what: string): BodyReading<never> {
  const {status} = answer
  if (status === 429)
    return {retry: trouble('EXCHANGE_THROTTLED', 'Exchange asks for fewer requests (429)', answer), throttled: true}
  if (transientStatus.has(status))
    return {retry: trouble('EXCHANGE_UNAVAILABLE', `Exchange is not available (${status})`, answer)}
  return {failed: trouble('EXCHANGE_ERROR', `Exchange answers ${status}, which is not ${what}`, answer)}
}

function trouble(code: string, words: string, answer: HttpAnswer): Failure {
  return new Failure({
    code,
    message: `${words.replace(/\.$/, '')}.`,
    remedy:
      'A later run may pass. If it stays, look at the Microsoft 365 service health and give Microsoft the request id.',
    evidence: evidenceOf(answer),
  })
}

function evidenceOf(answer: HttpAnswer): Record<string, string> {
  const id = answer.headers.get('request-id')
  return {HTTP: String(answer.status), ...(id ? {'request-id': id} : {})}
}

/** A list of texts in whatever form it comes: what is no list is its only entry, and what holds nothing is left out. */
function texts(value: unknown): string[] {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value]
  return entries
    .filter(entry => !isNothing(entry))
    .map(entry => (typeof entry === 'string' ? entry : wholeJsonText(entry)))
}

/** What some serialisers write where there is nothing: null, false, an empty text, an object or a list without entries. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true
  if (typeof value === 'string') return value.trim() === ''
  return typeof value === 'object' && Object.keys(value).length === 0
}
