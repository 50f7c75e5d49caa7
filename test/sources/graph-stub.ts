/** A stand-in for Graph's audit log query: one query a window, whose parts a test replaces. */
import type {Filters} from '../../src/audit/filters.ts'
import {noFilters} from '../../src/audit/filters.ts'
import type {TimeWindow} from '../../src/audit/window.ts'
import {graphPlan, graphSource} from '../../src/sources/graph.ts'
import type {Reading, ReadingRequest, Row, Source} from '../../src/sources/source.ts'
import {Gate} from '../../src/wire/gate.ts'
import {at, guid, tenantId} from '../builders.ts'
import {aWorld, type TestWorld} from '../signin/world.ts'

export const graph = 'https://graph.test'
export const queries = (version = 'beta') => `${graph}/${version}/security/auditLog/queries`

export interface Seen {
  method: string
  url: string
  headers: Headers
  body: Record<string, unknown>
}

/** Answers in place of the usual ones; undefined leaves it to them. */
export type Script = (seen: Seen, number: number) => Response | undefined

export interface GraphStub {
  world: TestWorld
  seen: Seen[]
  renewals: unknown[]
  source: Source
}

export function aGraph(script: Script = () => undefined, filters: Partial<Filters> = {}, twice = false): GraphStub {
  const seen: Seen[] = []
  const renewals: unknown[] = []
  let made = 0
  let ids = 0
  const world = aWorld(async request => {
    const {method, url, headers} = request
    const body = method === 'POST' ? ((await request.json()) as Seen['body']) : {}
    const one = {method, url, headers, body}
    seen.push(one)
    return script(one, seen.filter(other => keyOf(other) === keyOf(one)).length) ?? usual(one, () => guid(++made))
  })
  const token = () => ({secret: `token-${renewals.length}`, expiresAt: Number.POSITIVE_INFINITY})
  const source = graphSource({
    world,
    graph,
    tenantId,
    clientId: guid(99),
    tokens: {
      token: async () => token(),
      renew: async reason => {
        renewals.push(reason?.claims)
        return token()
      },
    },
    policy: {tries: 5, base: 1000, longest: 60_000, timeout: 5000, maximumBytes: 8 << 20, jitter: () => 0},
    newId: () => guid(1000 + ids++),
    filters: {...noFilters, ...filters},
    plan: graphPlan({start: at('2026-10-01'), end: at('2026-11-01')}, 31),
    label: '2026-10',
    twice,
    gate: new Gate(world, 4),
  })
  return {world, seen, renewals, source}
}

/** What a request is for: `POST query`, `GET query`, `GET records`, `GET queries`, `DELETE query`. */
export function keyOf({method, url}: Pick<Seen, 'method' | 'url'>): string {
  if (/\/records\b/.test(url)) return `${method} records`
  return `${method} ${url.endsWith('/queries') && method === 'GET' ? 'queries' : 'query'}`
}

function usual(seen: Seen, id: () => string): Response {
  switch (keyOf(seen)) {
    case 'POST query':
      return Response.json({id: id(), status: 'notStarted', ...seen.body}, {status: 201})
    case 'GET query':
      return Response.json({status: 'succeeded', isRecordCountLimitExceeded: false})
    case 'GET records':
      return page(aDay(3))
    case 'GET queries':
      return Response.json({value: []})
    default:
      return new Response(null, {status: 204})
  }
}

export const day: TimeWindow = {start: at('2026-10-05'), end: at('2026-10-06')}

export function page(value: unknown[], more: Record<string, unknown> = {}): Response {
  return Response.json({'@odata.count': value.length, ...more, value})
}

/** Records as Graph sends them, a minute apart. */
export function aDay(count: number, first = 1): Record<string, unknown>[] {
  return Array.from({length: count}, (_none, index) => aGraphRecord({Id: guid(first + index)}, {}, index))
}

export function aGraphRecord(data: Record<string, unknown> = {}, more: Record<string, unknown> = {}, minutes = 0) {
  const time = new Date(day.start + minutes * 60_000).toISOString().replace('.000', '')
  const auditData = {
    '@odata.type': '#microsoft.graph.security.defaultAuditData',
    CreationTime: time,
    Id: guid(1),
    Operation: 'FileAccessed',
    OrganizationId: tenantId,
    'RecordType@odata.type': '#Int64',
    RecordType: 6,
    UserId: 'ann@contoso.com',
    UserKey: 'key of ann',
    Workload: 'SharePoint',
    ...data,
  }
  return {
    id: auditData.Id,
    createdDateTime: `${auditData.CreationTime}`.replace(/Z?$/, 'Z'),
    auditLogRecordType: 'SharePointFileOperation',
    operation: auditData.Operation,
    userId: auditData.UserKey,
    userPrincipalName: auditData.UserId,
    clientIp: null,
    auditData,
    ...more,
  }
}

export async function readDay(
  stub: GraphStub,
  more: Partial<ReadingRequest> = {},
): Promise<{reading: Reading; rows: Row[]}> {
  const rows: Row[] = []
  const keep = async (kept: Row[]) => void rows.push(...kept)
  const request: ReadingRequest = {window: day, depth: 'search', ...more}
  return {reading: await stub.source.read(request, keep, new AbortController().signal), rows}
}
