/** The source that the session leads to, with the patience its service asks for. */

import {randomUUID} from 'node:crypto'
import {pluralise} from '../audit/numbers.ts'
import type {Period} from '../audit/period.ts'
import {exchangeSource} from '../sources/exchange.ts'
import {graphPlan, graphSource, queriesAtOnce} from '../sources/graph.ts'
import {queriesADay} from '../sources/query-submissions.ts'
import type {Source, WindowPlan} from '../sources/source.ts'
import {Gate} from '../wire/gate.ts'
import type {MonthRun, RunContext} from './context.ts'
import type {Session} from './session.ts'

/** The patience of one request to Exchange: a slow answer is cut off well before the service's own 15 minutes. */
export const exchangePolicy = {
  tries: 6,
  triesWhenBroken: 2,
  base: 2000,
  longest: 120_000,
  timeout: 180_000,
  maximumBytes: 128 << 20,
  jitter: Math.random,
}

/** Graph answers each request soon; what it takes time for are the queries. Its slots may be full for minutes. */
const graphPolicy = {
  tries: 8,
  triesWhenBroken: 4,
  base: 5000,
  longest: 300_000,
  timeout: 120_000,
  maximumBytes: 128 << 20,
  jitter: Math.random,
}

/** What is known of the volume that a second source is to be read of. */
export interface WitnessLoad {
  /** Records of the last month, where it is known. */
  records: number | undefined
}

/** Queries that a month is cut into at most, some below the number that a tenant may submit in a day. */
const witnessQueries = 150

/** One query a day as for a source that is read alone, and shorter ones where that would hold too many records. */
export function witnessPlan(period: Period, load: WitnessLoad): WindowPlan {
  return {...graphPlan(period, period.days.length), aim: witnessAim(load)}
}

/**
 * Records that one query of a witness should hold: pages beyond some 20,000 of one query have been refused
 * (msgraph-sdk-powershell #2927).
 */
function witnessAim({records = 0}: WitnessLoad): number {
  return Math.max(15_000, Math.ceil(records / witnessQueries))
}

export function openSource(
  settings: Pick<MonthRun, 'filters' | 'concurrency' | 'confirm'>,
  context: Pick<RunContext, 'world' | 'submissions'> & {host: Pick<RunContext['host'], 'info'>},
  {session, period, asWitness}: {session: Omit<Session, 'credential'>; period: Period; asWitness?: WitnessLoad},
): Source {
  const {world, submissions} = context
  const {cloud, tenantId, clientId, tokens} = session
  const common = {world, tenantId, tokens, filters: settings.filters, newId: randomUUID}
  if (session.source === 'exchange') {
    return exchangeSource({
      ...common,
      exchange: cloud.exchange,
      cloud: cloud.name,
      policy: exchangePolicy,
      connectionId: randomUUID(),
      gate: new Gate(world, settings.concurrency),
    })
  }
  const atOnce = Math.min(settings.concurrency, queriesAtOnce)
  const plan = asWitness ? witnessPlan(period, asWitness) : graphPlan(period, period.days.length)
  const planned = Math.ceil((period.end - period.start) / plan.longest)
  context.host.info(
    `Graph: ${pluralise(planned, 'query is planned', 'queries are planned')}, one a day, ${atOnce} at once; splits and second readings come on top. ` +
      `A tenant may submit at least ${queriesADay} in 24 hours. Each takes minutes, in large tenants an hour and more.`,
  )
  return graphSource({
    ...common,
    graph: cloud.graph,
    clientId,
    policy: graphPolicy,
    plan,
    label: period.label,
    twice: settings.confirm !== 'none',
    gate: new Gate(world, atOnce),
    ...(submissions ? {submitted: () => submissions.note()} : {}),
  })
}
