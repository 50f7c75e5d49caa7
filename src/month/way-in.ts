/** Which of Microsoft's two interfaces the export reads through: what the input says, or what the app may use. */

import type {MonthSettings} from '../inputs.ts'
import type {Cloud} from '../signin/cloud.ts'
import type {Credential} from '../signin/credential.ts'
import {queryLimits} from '../signin/query-roles.ts'
import {type TokenProvider, tokenProvider} from '../signin/token.ts'
import {explain, Failure} from '../wire/failure.ts'
import type {RunContext} from './context.ts'

export interface WayIn {
  source: 'exchange' | 'graph'
  tokens: TokenProvider
  /** What the app's permissions leave out of every answer, in a sentence. */
  partial?: string
}

interface App {
  cloud: Cloud
  tenantId: string
  clientId: string
  credential: Credential
}

/** Ends with a token in hand that has the permission; `auto` is Exchange wherever the app may use it. */
export async function wayIn(source: MonthSettings['source'], app: App, context: RunContext): Promise<WayIn> {
  if (source === 'exchange') return await exchangeWay(app, context)
  if (source === 'graph') return await graphWay(app, context)
  try {
    return await exchangeWay(app, context)
  } catch (refusal) {
    if (!(refusal instanceof Failure) || !notForThisApp.test(refusal.code) || !app.cloud.graphAuditLogQuery) {
      throw refusal
    }
    const way = await graphWay(app, context).catch((error: unknown) => {
      throw neither(refusal, error)
    })
    context.host.info(`source: auto is Graph’s audit log query here, for Exchange is closed: ${refusal.message}`)
    return way
  }
}

/** The app lacks the permission, or the tenant lacks the service: others of Entra's refusals hold for Graph as well. */
const notForThisApp = /^(EXCHANGE_ROLE_MISSING|LOGIN_AADSTS(500011|500014|65001))$/

async function exchangeWay(app: App, {world, cancelled: signal}: RunContext): Promise<WayIn> {
  const tokens = tokenProvider(world, {...app, resource: 'exchange', signal})
  await tokens.token()
  return {source: 'exchange', tokens}
}

async function graphWay(app: App, {world, host, cancelled: signal}: RunContext): Promise<WayIn> {
  const tokens = tokenProvider(world, {...app, resource: 'graph', signal})
  const {claims} = await tokens.token()
  const partial = claims && queryLimits(claims, app)
  if (partial === undefined) return {source: 'graph', tokens}
  host.warning(partial)
  return {source: 'graph', tokens, partial}
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
