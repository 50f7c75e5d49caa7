/** Which of Microsoft's two interfaces the export reads through: what the input says, or what the app may use. */

import type {MonthSettings} from '../inputs/settings.ts'
import type {Claims} from '../signin/claims.ts'
import type {Cloud} from '../signin/cloud.ts'
import type {Credential} from '../signin/credential.ts'
import {queryLimits} from '../signin/query-roles.ts'
import {type TokenProvider, tokenProvider} from '../signin/token.ts'
import {explain, Failure} from '../wire/failure.ts'
import type {PeriodContext, RunContext} from './context.ts'

export interface SelectedSource {
  source: 'exchange' | 'graph'
  tokens: TokenProvider
  /** Object id of the app's service principal, where the token says so. */
  principal?: string
  /** What the app's permissions leave out of every answer, in a sentence. */
  partial?: string
  /** The other interface, which is read as well. */
  witness?: SelectedSource
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
  context: PeriodContext,
): Promise<SelectedSource> {
  if (source === 'both') return await bothAccess(app, context)
  if (source === 'exchange') return await exchangeAccess(app, context)
  if (source === 'graph') return announced(await graphAccess(app, context), context)
  try {
    return await exchangeAccess(app, context)
  } catch (refusal) {
    if (!(refusal instanceof Failure) || !mayReadThroughGraph(refusal, app)) throw refusal
    const way = await graphAccess(app, context).catch((error: unknown) => {
      throw neither(refusal, error)
    })
    context.host.info(`source: auto selected Graph: Exchange access was denied (${refusal.message})`)
    return announced(way, context)
  }
}

/** What one of the two can't give, the other is read without; the verdict then is its own. */
async function bothAccess(app: AppIdentity, context: PeriodContext): Promise<SelectedSource> {
  const [exchange, graph] = await Promise.allSettled([exchangeAccess(app, context), graphAccess(app, context)])
  context.cancelled.throwIfAborted()
  if (exchange.status === 'rejected' && graph.status === 'rejected') throw neither(exchange.reason, graph.reason)
  const alone = (used: string, lacking: string, why: string) =>
    context.log.warning(`source: both reads through ${used} alone: ${lacking} can’t be read. ${why}`)
  if (exchange.status === 'rejected') {
    alone('Graph', 'Exchange', reasonOf(exchange.reason))
    return announced((graph as PromiseFulfilledResult<SelectedSource>).value, context)
  }
  const {value} = exchange
  if (graph.status === 'rejected') alone('Exchange', 'Graph', reasonOf(graph.reason))
  // A witness that may not see all would miss what it is not shown.
  else if (graph.value.partial !== undefined) alone('Exchange', 'Graph', graph.value.partial)
  else return {...value, witness: graph.value}
  return value
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Failure)) throw error
  return error.message
}

/** Refusals of Exchange after which `auto` goes on through Graph: the caller may not, though it has its permission. */
export const refusedByExchange = /^EXCHANGE_(401|403|CMDLET_MISSING)$/

/**
 * The session through Graph in place of one whose reading came to nothing.
 * @throws Failure `refusal`, with what Graph lacks, where there is one; undefined where Graph is not open.
 */
export async function graphInstead<S extends AppIdentity & SelectedSource>(
  session: S,
  context: PeriodContext,
  {why, refusal}: {why: string; refusal?: Failure},
): Promise<S | undefined> {
  if (session.source !== 'exchange' || !session.cloud.graphAuditLogQuery) return undefined
  try {
    const graph = announced(await graphAccess(session, context), context)
    context.log.warning(`source: auto goes on through Graph: ${why}`)
    return {...session, ...graph}
  } catch (error) {
    context.cancelled.throwIfAborted()
    if (refusal !== undefined) throw neither(refusal, error)
    if (!(error instanceof Failure)) throw error
    context.log.note(`source: auto could not go on through Graph: ${error.message}`)
    return undefined
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

function neither(exchange: unknown, error: unknown): unknown {
  if (!(exchange instanceof Failure)) return exchange
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
