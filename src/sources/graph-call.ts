/** One call of Microsoft Graph's audit log query: its token, and what each kind of refusal means. */
import {isObject} from '../audit/json.ts'
import type {AccessToken, TokenProvider} from '../signin/token.ts'
import {bodyJson, bodyText} from '../wire/body.ts'
import {Failure, shortened} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {type BodyReading, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import type {SeenPage} from './answer-shape.ts'

export interface GraphSettings {
  world: World
  /** Base URL of Graph, without version and slash. */
  graph: string
  /** Lower-case GUID. */
  tenantId: string
  clientId: string
  tokens: TokenProvider
  policy: RetryPolicy
  /** A fresh GUID. */
  newId(): string
  count(what: string): void
  /** Told when the service asks for less. */
  throttled(delay: number): void
  /** Told of each query that was submitted. */
  submitted?(): void
  /** Told of each page of records, and of each query that has ended, as it came. */
  see?(page: SeenPage): void
  seeQuery?(query: Record<string, unknown>): void
}

export interface GraphAnswer {
  status: number
  /** '' where the body is no text. */
  text: string
  /** Undefined where it is not JSON. */
  json: unknown
  headers: Headers
}

export interface GraphCall<T> {
  /** For the count of requests. */
  what: string
  method: 'GET' | 'POST' | 'DELETE'
  url: string
  body?: unknown
  signal?: AbortSignal
  policy?: Partial<RetryPolicy>
  /** What a good answer is; undefined leaves the answer to the rules that all calls share. */
  read(answer: GraphAnswer): BodyReading<T> | undefined
}

/** What the attempts of one call remember of each other. */
interface Session {
  token: AccessToken | undefined
  renewals: number
  renewal: {claims?: string; refused?: AccessToken} | undefined
}

export async function callGraph<T>(settings: GraphSettings, call: GraphCall<T>): Promise<T> {
  const session: Session = {token: undefined, renewals: 0, renewal: undefined}
  const policy = {...settings.policy, ...call.policy}
  return await send(settings.world, {
    policy,
    keepsNoBytes: true,
    ...(call.signal ? {signal: call.signal} : {}),
    request: async () => {
      // Afresh for each page: a month of pages outlives a token.
      const token = session.renewal ? await settings.tokens.renew(session.renewal) : await settings.tokens.token()
      session.renewal = undefined
      session.token = token
      settings.count(call.what)
      const headers = {
        authorization: `Bearer ${token.secret}`,
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'client-request-id': settings.newId(),
        ...(call.body === undefined ? {} : {'content-type': 'application/json'}),
      }
      const body = call.body === undefined ? null : JSON.stringify(call.body)
      return new Request(call.url, {method: call.method, headers, body})
    },
    read: answer => {
      const text = bodyText(answer, policy.maximumBytes) ?? ''
      const json = bodyJson(answer, policy.maximumBytes)
      const given = {status: answer.status, text, json, headers: answer.headers}
      return door(given, session, settings) ?? call.read(given) ?? otherwise(given)
    },
    onRetry: (_failure, throttled, delay) => {
      if (throttled) settings.throttled(delay)
    },
  })
}

/** Refusals of the caller, which mean the same on every call. */
function door(answer: GraphAnswer, session: Session, settings: GraphSettings): BodyReading<never> | undefined {
  if (isAuditingDisabled(answer)) return {failed: auditingDisabled(answer)}
  const challenge = answer.headers.get('www-authenticate') ?? ''
  const claims = /claims="([^"]+)"/.exec(challenge)?.[1]
  if (answer.status === 401 || (answer.status === 403 && claims !== undefined)) {
    if (session.renewals++ > 0)
      return {failed: isWithoutPermission(answer, session) ? notPermitted(answer, settings) : unauthorised(answer)}
    session.renewal = {...(session.token && {refused: session.token}), ...(claims !== undefined && {claims})}
    // Where no try is left, this is no refusal yet: the next call has a new token.
    return {retry: trouble('GRAPH_TOKEN', `Graph asks for another token (${answer.status})`, answer)}
  }
  if (answer.status === 403) return forbidden(answer, settings)
  return undefined
}

/** In the answer's `Status`, or as JSON in a string inside `error.message`: CIPP has seen both. */
function isAuditingDisabled({status, text, json}: GraphAnswer): boolean {
  if (isObject(json) && json.Status === 'AuditingDisabledTenant') return true
  return status >= 400 && text.includes('AuditingDisabledTenant')
}

function auditingDisabled(answer: GraphAnswer): Failure {
  return new Failure({
    code: 'GRAPH_AUDITING_DISABLED',
    message: 'The tenant does not record: Graph answers AuditingDisabledTenant.',
    remedy:
      'An administrator turns the log on: Connect-ExchangeOnline, then Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true. Only what happens from some hours later on is recorded.',
    evidence: evidenceOf(answer),
  })
}

function unauthorised(answer: GraphAnswer): Failure {
  return new Failure({
    code: 'GRAPH_401',
    message: `Graph refuses the token (${answer.status}) although it was issued for it${said(answer)}.`,
    remedy:
      'Conditional Access for workload identities may ask for more than a certificate gives, or a gateway exchanged the token; an administrator finds the sign-in in Entra’s sign-in log under service principals.',
    evidence: evidenceOf(answer),
  })
}

/** A token without any permission is refused with 401; its own roles say so, too. */
function isWithoutPermission({json}: GraphAnswer, {token}: Session): boolean {
  return errorOf(json)?.code === 'NoPermissionsInAccessToken' || token?.claims?.roles.length === 0
}

/** PAX and AI-in-One #59: with these words a 403 stays; without any, it has passed when asked again. */
const permanent =
  /dont have any permissions|Authorization_RequestDenied|InsufficientPrivileges|AccessDenied|InvalidAuthenticationToken/i
const triesWhenForbidden = 4

function forbidden(answer: GraphAnswer, settings: GraphSettings): BodyReading<never> {
  if (!permanent.test(answer.text)) {
    return {retry: trouble('GRAPH_403_BARE', 'Graph refuses (403) without a reason', answer), tries: triesWhenForbidden}
  }
  return {failed: notPermitted(answer, settings)}
}

function notPermitted(answer: GraphAnswer, {clientId, tenantId}: GraphSettings): Failure {
  return new Failure({
    code: 'GRAPH_403',
    message: `Graph does not let the app ${clientId} search the audit log (${answer.status})${said(answer)}.`,
    remedy:
      `An administrator consents to the application permission AuditLogsQuery.Read.All of Microsoft Graph in tenant ${tenantId} ` +
      '(AuditLog.Read.All is another one and does not help); only tokens issued after the consent carry it.',
    evidence: evidenceOf(answer),
  })
}

const transient = new Set([408, 500, 502, 503, 504])

function otherwise(answer: GraphAnswer): BodyReading<never> {
  const {status} = answer
  if (status === 429)
    return {retry: trouble('GRAPH_THROTTLED', `Graph asks for fewer queries (429)`, answer), throttled: true}
  if (transient.has(status) || isNamelessError(answer))
    return {retry: trouble('GRAPH_UNAVAILABLE', `Graph is not available (${status})`, answer)}
  if (status >= 300 && status < 400)
    return {failed: trouble('GRAPH_REDIRECT', `Graph redirects elsewhere (${status})`, answer)}
  if (status < 300) return {retry: trouble('GRAPH_UNREADABLE', 'The answer is not what it should be', answer), tries: 3}
  return {failed: trouble('GRAPH_ERROR', `Graph answers ${status}${said(answer)}`, answer)}
}

/** `UnknownError` with an empty message is passing (CIPP), except where it says that a version is not served. */
export function isNamelessError({json}: GraphAnswer): boolean {
  const error = errorOf(json)
  return error?.code === 'UnknownError' && !error.message
}

function errorOf(json: unknown): Record<string, unknown> | undefined {
  return isObject(json) && isObject(json.error) ? json.error : undefined
}

function said({json}: GraphAnswer): string {
  const error = errorOf(json)
  const words = [error?.code, error?.message].filter(word => typeof word === 'string' && word !== '')
  return words.length > 0 ? `: ${shortened(words.join(': '), 300).replace(/[\s.]+$/, '')}` : ''
}

export function trouble(code: string, words: string, answer?: GraphAnswer): Failure {
  return new Failure({
    code,
    message: `${words.replace(/\.$/, '')}.`,
    remedy: 'A later run may pass. If it stays, look at the Microsoft 365 service health, or set source: exchange.',
    ...(answer ? {evidence: evidenceOf(answer)} : {}),
  })
}

/** A question that Graph does not take. */
export function refusedQuestion(answer: GraphAnswer): Failure {
  return new Failure({
    code: 'GRAPH_QUESTION',
    message: `Graph does not accept the query${said(answer)}.`,
    remedy: 'Check the filters: record-types, operations, users, ip-addresses, object-ids and free-text go to Graph.',
    evidence: evidenceOf(answer),
  })
}

function evidenceOf({status, headers}: GraphAnswer): Record<string, string> {
  const id = headers.get('request-id')
  return {HTTP: String(status), ...(id ? {'request-id': id} : {})}
}
