/** Which of Microsoft's two interfaces the export reads through: what the input says, or what the app may use. */

import type {MonthSettings} from '../inputs/settings.ts'
import type {Claims} from '../signin/claims.ts'
import type {Cloud} from '../signin/cloud.ts'
import type {Credential} from '../signin/credential.ts'
import {queryLimits} from '../signin/query-roles.ts'
import {type TokenProvider, tokenProvider} from '../signin/token.ts'
import {explain, Failure} from '../wire/failure.ts'
import type {RunContext} from './context.ts'

export interface SelectedSource {
  source: 'exchange' | 'graph'
  tokens: TokenProvider
  /** Object id of the app's service principal, where the token says so. */
  principal?: string
  /** What the app's permissions leave out of every answer, in a sentence. */
  partial?: string
}

type WayContext = Pick<RunContext, 'world' | 'cancelled'>

export interface AppIdentity {
  cloud: Cloud
  tenantId: string
  clientId: string
  credential: Credential
}

/** Ends with a token in hand that has the permission; `auto` is Exchange wherever the app may use it. */
export async function selectSource(
  source: MonthSettings['source'],
  app: AppIdentity,
  context: RunContext,
): Promise<SelectedSource> {
  if (source === 'exchange') return await exchangeAccess(app, context)
  if (source === 'graph') return announced(await graphAccess(app, context), context)
  try {
    return await exchangeAccess(app, context)
  } catch (refusal) {
    if (!(refusal instanceof Failure) || !mayReadThroughGraph(refusal, app)) throw refusal
    const way = await graphAccess(app, context).catch((error: unknown) => {
      throw neither(refusal, error)
    })
    context.host.info(`source: auto is Graph’s audit log query here, for Exchange is closed: ${refusal.message}`)
    return announced(way, context)
  }
}

/** After this refusal of Exchange `auto` asks Graph. */
export function mayReadThroughGraph({code}: Failure, {cloud}: Pick<AppIdentity, 'cloud'>): boolean {
  return notForThisApp.test(code) && cloud.graphAuditLogQuery
}

/** The app lacks the permission, or the tenant lacks the service: others of Entra's refusals hold for Graph as well. */
const notForThisApp =
  /^(EXCHANGE_ROLE_MISSING|LOGIN_AADSTS(500011|500012|500014|50001|501051|50105|650052|65001|65005|650057))$/

/** @throws Failure when there is no token, or it lacks Exchange.ManageAsApp. */
export async function exchangeAccess(
  app: AppIdentity,
  {world, cancelled: signal}: WayContext,
): Promise<SelectedSource> {
  const tokens = tokenProvider(world, {...app, resource: 'exchange', signal})
  const {claims} = await tokens.token()
  return {source: 'exchange', tokens, ...principalOf(claims)}
}

/** @throws Failure when there is no token, or it lacks every AuditLogsQuery permission. */
export async function graphAccess(app: AppIdentity, {world, cancelled: signal}: WayContext): Promise<SelectedSource> {
  const tokens = tokenProvider(world, {...app, resource: 'graph', signal})
  const {claims} = await tokens.token()
  const partial = claims && queryLimits(claims, app)
  return {source: 'graph', tokens, ...principalOf(claims), ...(partial === undefined ? {} : {partial})}
}

function principalOf(claims: Claims | undefined): Pick<SelectedSource, 'principal'> {
  return claims?.oid ? {principal: claims.oid} : {}
}

function announced(way: SelectedSource, {host}: RunContext): SelectedSource {
  if (way.partial !== undefined) host.warning(way.partial)
  return way
}

function neither(exchange: Failure, error: unknown): unknown {
  if (!(error instanceof Failure) || error.code !== 'GRAPH_ROLE_MISSING') return error
  const {code, message, remedy, evidence} = exchange
  return new Failure({
    code,
    message,
    remedy: `${remedy} Or let it read through Graph, which needs no role in Exchange: ${explain(error)}`,
    evidence,
    cause: error,
  })
}
