/** A stand-in for one tenant's Exchange: answers each cmdlet run by a script, and remembers the requests. */
import {type Filters, noFilters} from '../../src/audit/filters.ts'
import type {TimeWindow} from '../../src/audit/window.ts'
import {exchangeSource} from '../../src/sources/exchange.ts'
import type {CmdletRun, InvokeSettings} from '../../src/sources/invoke.ts'
import type {SearchSettings} from '../../src/sources/search.ts'
import type {Reading, ReadingRequest, Row, Source} from '../../src/sources/source.ts'
import {Gate} from '../../src/wire/gate.ts'
import {aServiceRow, guid, tenantId} from '../builders.ts'
import {aWorld, type TestWorld} from '../signin/world.ts'

export const exchange = 'https://outlook.test'
export const endpoint = `${exchange}/adminapi/beta/${tenantId}/InvokeCommand`

/** A request as the stub saw it. */
export interface Seen {
  url: string
  method: string
  headers: Headers
  body: string
  parameters: Record<string, unknown>
}

export type Script = (seen: Seen, number: number) => Response | Promise<Response>

export interface Stub {
  world: TestWorld
  seen: Seen[]
  renewals: unknown[]
  throttles: number[]
  settings: InvokeSettings & Omit<SearchSettings, 'times'>
}

export function aStub(script: Script, filters: Partial<Filters> = {}): Stub {
  const seen: Seen[] = []
  const world = aWorld(async request => {
    const body = await request.text()
    const one = {
      url: request.url,
      method: request.method,
      headers: request.headers,
      body,
      parameters: JSON.parse(body).CmdletInput.Parameters as Record<string, unknown>,
    }
    seen.push(one)
    return await script(one, seen.length)
  })
  const renewals: unknown[] = []
  const throttles: number[] = []
  const token = (secret: string) => ({secret, expiresAt: Number.POSITIVE_INFINITY})
  let ids = 0
  return {
    world,
    seen,
    renewals,
    throttles,
    settings: {
      world,
      exchange,
      cloud: 'gcc-high',
      tenantId,
      tokens: {
        token: async () => token(`token-${renewals.length}`),
        renew: async reason => {
          renewals.push(reason?.claims)
          return token(`token-${renewals.length}`)
        },
      },
      policy: {tries: 6, base: 1000, longest: 60_000, timeout: 5000, maximumBytes: 64 << 20, jitter: () => 0},
      connectionId: guid(999),
      throttled: () => throttles.push(seen.length),
      count: () => undefined,
      filters: {...noFilters, ...filters},
      newId: () => guid(1000 + ids++),
      fullPage: {},
    },
  }
}

export function aRun(signal = new AbortController().signal): CmdletRun {
  const body = JSON.stringify({CmdletInput: {CmdletName: 'Search-UnifiedAuditLog', Parameters: {ResultSize: 5000}}})
  return {cmdlet: 'Search-UnifiedAuditLog', body, requestId: guid(7), cookies: new Map(), signal}
}

export function page(rows: readonly unknown[], more: Record<string, unknown> = {}): Response {
  return Response.json({'@adminapi.warnings': [], value: rows, ...more})
}

/** Service rows within a window's seconds, one after the other; `start` is the first number of their Ids. */
export function rowsIn(window: TimeWindow, count: number, start = 1, data: Record<string, unknown> = {}): unknown[] {
  const seconds = (window.end - window.start) / 1000
  return Array.from({length: count}, (_, index) => {
    const time = new Date(window.start + (index % seconds) * 1000).toISOString().slice(0, 19)
    return aServiceRow({CreationTime: time, Id: guid(start + index), ...data})
  })
}

/** A whole reading through the source, with the rows it kept. */
export async function read(
  stub: Stub,
  request: ReadingRequest,
  signal = new AbortController().signal,
): Promise<{reading: Reading; rows: Row[]; source: Source}> {
  const source = sourceOf(stub)
  const rows: Row[] = []
  const reading = await source.read(
    request,
    async kept => {
      rows.push(...kept)
    },
    signal,
  )
  return {reading, rows, source}
}

export function sourceOf(stub: Stub, concurrency = 2): Source {
  return exchangeSource({...stub.settings, gate: new Gate(stub.world, concurrency)})
}
