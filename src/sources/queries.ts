/**
 * Audit log queries as jobs: made, waited for, removed. Facts of the wire: the docs list v1.0, and a live tenant
 * answered it with 404 UnknownError while beta worked (graph2otel, July 2026), so that v1.0 is tried and beta is next.
 */
import {isObject} from '../audit/json.ts'
import {Failure} from '../wire/failure.ts'
import {serviceTime} from '../wire/skew.ts'
import {
  callGraph,
  errorBeside,
  type GraphAnswer,
  type GraphSettings,
  isNamelessError,
  refusedQuestion,
  trouble,
} from './graph-call.ts'

export type Version = 'v1.0' | 'beta'

export interface AuditQuery {
  id: string
  displayName: string
  /** Since when it has been under way, by the services' clock. */
  began: number
}

/** What a query asks for, as Graph names it. */
export interface AuditQueryBody extends Record<string, unknown> {
  displayName: string
  filterStartDateTime: string
  filterEndDateTime: string
}

export type QueryEnd =
  /**
   * `limited`: whether records were left out for their number; undefined where the service does not say. `error`: what
   * it says next to its success.
   */
  | {as: 'succeeded'; limited: boolean | undefined; error?: string | undefined}
  | {as: 'failed' | 'cancelled' | 'stuck' | 'gone'}

/** Milliseconds. */
const firstPoll = 30_000
const pollEvery = 30_000
const stuckAfter = 4 * 3_600_000
const tellAfter = 180_000
/** Polls that all fail for so long are an outage. */
const patience = 1_800_000
/** How often a query is posted whose answer was lost. */
const posts = 5
/** Pages of the list of queries in which one is looked for: links may have no end. */
const mostListPages = 100

/** Codes after which it is unknown whether the query was made. */
const uncertain = /^(WIRE_|GRAPH_UNAVAILABLE$|GRAPH_UNREADABLE$)/
/** Codes that waiting does not cure. */
export const refusals = /^(GRAPH_401|GRAPH_403|GRAPH_AUDITING_DISABLED|GRAPH_QUESTION)$|^(LOGIN_AADSTS|TOKEN_)/

export class Queries {
  readonly #settings: GraphSettings
  #version: Version = 'v1.0'
  #served = false
  #removable = true
  #toldOfQueue = false

  constructor(settings: GraphSettings) {
    this.#settings = settings
  }

  /** The version that answered; undefined before the first answer. */
  get served(): Version | undefined {
    return this.#served ? this.#version : undefined
  }

  address(id: string): string {
    return `${this.#root}/${encodeURIComponent(id)}`
  }

  /**
   * POST is not idempotent: after an answer that was lost, the query is looked for by its name before another is made.
   * @param body with a name that no other query has.
   */
  async create(body: AuditQueryBody, signal: AbortSignal): Promise<AuditQuery> {
    const {displayName} = body
    const {world, policy} = this.#settings
    const named = (id: string): AuditQuery => ({id, displayName, began: serviceTime(world)})
    for (let attempt = 1; ; attempt++) {
      try {
        const made = await this.#post(body, signal)
        if (made !== 'not served') return named(made)
        if (this.#version === 'beta') continue
        this.#version = 'beta'
        world.log('Graph does not serve the audit log query under v1.0 here; beta takes its place.')
      } catch (error) {
        if (!(error instanceof Failure) || !uncertain.test(error.code) || attempt >= posts) throw error
        world.debug(`whether the query was made is unknown: ${error.message}`)
        await world.sleep(policy.base * 2 ** attempt * (1 + policy.jitter()), signal)
        const found = await this.#find(displayName, signal)
        if (found !== undefined) return named(found)
      }
    }
  }

  /**
   * A query of an earlier run, if the service still has it, it has not failed, and it asks exactly for `body`; else it
   * is removed, unless its name is not one of ours. Rejects only when `signal` is aborted.
   */
  async adopt(
    {id, began}: Omit<AuditQuery, 'displayName'>,
    body: AuditQueryBody,
    signal: AbortSignal,
  ): Promise<AuditQuery | undefined> {
    const found = await this.#look(id, signal)
    const {displayName} = body
    if (!isNamedAlike(found, displayName)) return undefined
    const {as} = stateOf(String(found.status), undefined)
    if (as !== 'failed' && as !== 'cancelled' && asksFor(found, body)) return {id, displayName, began}
    await this.remove({id}, signal)
    return undefined
  }

  /** Removes a query of an earlier run, whatever it asks; what is not named alike is not ours. */
  async discard(id: string, name: string, signal: AbortSignal): Promise<void> {
    if (isNamedAlike(await this.#look(id, signal), name)) await this.remove({id}, signal)
  }

  /** How many queries the tenant lists on one page, under the version that answers. */
  async list(signal: AbortSignal): Promise<{version: Version; queries: number}> {
    const version = this.#version
    const listed = await callGraph<number | 'not served'>(this.#settings, {
      what: 'GET queries',
      method: 'GET',
      url: this.#root,
      signal,
      read: ({status, json}) => {
        if (status === 404 && version === 'v1.0' && !this.#served) return {done: 'not served'}
        return status === 200 && isObject(json) && Array.isArray(json.value) ? {done: json.value.length} : undefined
      },
    })
    if (listed !== 'not served') return {version, queries: listed}
    this.#version = 'beta'
    return await this.list(signal)
  }

  /** Waits for the query's end. A poll that fails is not the end; an unknown state is not either. */
  async settle(query: AuditQuery, signal: AbortSignal): Promise<QueryEnd> {
    const {world, policy} = this.#settings
    const age = () => serviceTime(world) - query.began
    let heard = world.now()
    await world.sleep(Math.max(0, firstPoll - age()), signal)
    for (;;) {
      try {
        const state = await this.#poll(query, signal)
        heard = world.now()
        if (state.as !== 'under way') return state
        if (state.queued && age() > tellAfter) this.#tellOfQueue()
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof Failure) || refusals.test(error.code) || world.now() - heard > patience) throw error
        world.debug(`a poll failed, the query goes on: ${error.message}`)
      }
      if (age() > stuckAfter) return {as: 'stuck'}
      await world.sleep(pollEvery * (1 + policy.jitter()), signal)
    }
  }

  /** Frees the query's slot, best effort: DELETE is undocumented (PAX and CIPP use it). Never rejects. */
  async remove({id}: Pick<AuditQuery, 'id'>, signal?: AbortSignal): Promise<void> {
    if (!this.#removable) return
    const call = callGraph(this.#settings, {
      what: 'DELETE query',
      method: 'DELETE',
      url: this.address(id),
      policy: {tries: 1, timeout: 10_000},
      ...(signal ? {signal} : {}),
      read: ({status}) => {
        if (status === 405 || status === 501) this.#removable = false
        return {done: undefined}
      },
    })
    await call.catch((error: unknown) => this.#settings.world.debug(`the query ${id} stays: ${String(error)}`))
  }

  get #root(): string {
    return this.#rootOf(this.#version)
  }

  #rootOf(version: Version): string {
    return `${this.#settings.graph}/${version}/security/auditLog/queries`
  }

  async #post(body: AuditQueryBody, signal: AbortSignal): Promise<string | 'not served'> {
    const version = this.#version
    return await callGraph<string | 'not served'>(this.#settings, {
      what: 'POST query',
      method: 'POST',
      url: this.#root,
      body,
      signal,
      policy: {triesWhenBroken: 1},
      read: answer => {
        const {status, json} = answer
        if (status === 404 && version === 'v1.0' && !this.#served) return {done: 'not served'}
        if (status >= 200 && status < 300 && isObject(json) && typeof json.id === 'string' && json.id !== '') {
          this.#served = true
          this.#settings.submitted?.()
          return {done: json.id}
        }
        if (status === 400 && !isNamelessError(answer)) return {failed: refusedQuestion(answer)}
        if (status === 429 || status >= 400 || status < 200) return onlyOnce(answer)
        return {retry: trouble('GRAPH_UNREADABLE', 'The answer to a new query does not name it', answer), tries: 1}
      },
    })
  }

  /** The Id of the query with exactly this name, if it was made. */
  async #find(displayName: string, signal: AbortSignal): Promise<string | undefined> {
    const links = new Set<string>()
    for (
      let url: string | undefined = this.#root;
      url !== undefined && !links.has(url) && links.size < mostListPages;
    ) {
      links.add(url)
      const page: {ids: string[]; next: string | undefined} = await callGraph(this.#settings, {
        what: 'GET queries',
        method: 'GET',
        url,
        signal,
        read: ({status, json}) => {
          if (status !== 200 || !isObject(json) || !Array.isArray(json.value)) return undefined
          const named = json.value.filter(isObject).filter(query => query.displayName === displayName)
          const ids = named.map(query => query.id).filter(id => typeof id === 'string')
          return {done: {ids, next: nextLink(json, this.#settings.graph)}}
        },
      })
      if (page.ids[0] !== undefined) return page.ids[0]
      url = page.next
    }
    return undefined
  }

  /**
   * The query as the service has it, under the version that has it; undefined where none does, or none says so.
   * Before a version has answered, v1.0's 404 may mean that it is not served.
   */
  async #look(id: string, signal: AbortSignal): Promise<Record<string, unknown> | undefined> {
    const versions: Version[] = this.#served ? [this.#version] : ['v1.0', 'beta']
    for (const version of versions) {
      const found = await callGraph<Record<string, unknown> | undefined>(this.#settings, {
        what: 'GET query',
        method: 'GET',
        url: `${this.#rootOf(version)}/${encodeURIComponent(id)}`,
        signal,
        read: ({status, json}) => {
          if (status === 404) return {done: undefined}
          return status === 200 && isObject(json) ? {done: json} : undefined
        },
      }).catch((error: unknown) => {
        signal.throwIfAborted()
        this.#settings.world.debug(`the query ${id} of an earlier run can't be looked at: ${String(error)}`)
        return undefined
      })
      if (found === undefined) continue
      this.#version = version
      this.#served = true
      return found
    }
    return undefined
  }

  async #poll({id}: AuditQuery, signal: AbortSignal): Promise<QueryEnd | {as: 'under way'; queued: boolean}> {
    return await callGraph<QueryEnd | {as: 'under way'; queued: boolean}>(this.#settings, {
      what: 'GET query',
      method: 'GET',
      url: this.address(id),
      signal,
      // The second is for a renewed token; whatever else fails waits for the next poll.
      policy: {tries: 2},
      read: answer => {
        const {status, json} = answer
        if (status === 404) return {done: {as: 'gone'}}
        // AI-in-One #60: a 400 while several queries run passes when fewer do.
        if (status === 400 || status === 429) this.#settings.throttled(pollEvery)
        if (status !== 200)
          return status < 400 ? undefined : {failed: trouble('GRAPH_POLL', `A poll is answered with ${status}`, answer)}
        if (!isObject(json) || typeof json.status !== 'string') return undefined
        const state = stateOf(json.status, json.isRecordCountLimitExceeded)
        if (state.as !== 'under way') this.#settings.seeQuery?.(json)
        return {done: state.as === 'succeeded' ? {...state, error: errorBeside(json)} : state}
      },
    })
  }

  #tellOfQueue(): void {
    if (this.#toldOfQueue) return
    this.#toldOfQueue = true
    this.#settings.world.log(
      'A query has waited for minutes without being started: queries of earlier runs and of people in the portal take the same slots.',
    )
  }
}

/** Apart from the last part, which differs from query to query. */
function isNamedAlike(found: Record<string, unknown> | undefined, name: string): found is Record<string, unknown> {
  const shown = found?.displayName
  return typeof shown === 'string' && shown.slice(0, shown.lastIndexOf('/')) === name.slice(0, name.lastIndexOf('/'))
}

/** Whether the bounds and every filter are the same; of a filter that we never set, that it is empty. */
function asksFor(found: Record<string, unknown>, body: AuditQueryBody): boolean {
  const names = [...Object.keys(found), ...Object.keys(body)].filter(name => /filter/i.test(name))
  return names.every(name => comparable(name, found[name]) === comparable(name, body[name]))
}

/** As text: Graph answers names of record types in PascalCase, lists in any order, and what is empty as null. */
function comparable(name: string, value: unknown): string {
  if (value === undefined || value === null || value === '') return '[]'
  if (/DateTime$/.test(name)) return String(Date.parse(String(value)))
  if (!Array.isArray(value)) return JSON.stringify(value)
  const items = value.map(item => (name === 'recordTypeFilters' ? String(item).toLowerCase() : String(item)))
  return JSON.stringify(items.sort())
}

function stateOf(status: string, limit: unknown): QueryEnd | {as: 'under way'; queued: boolean} {
  switch (status.toLowerCase()) {
    case 'succeeded':
      return {as: 'succeeded', limited: truthOf(limit)}
    case 'failed':
      return {as: 'failed'}
    case 'cancelled':
    case 'canceled':
      return {as: 'cancelled'}
    default:
      return {as: 'under way', queued: /^(notStarted|queued)$/i.test(status)}
  }
}

/** Also as text, in any letter case; undefined for what is neither. */
function truthOf(value: unknown): boolean | undefined {
  const text = String(value).trim().toLowerCase()
  return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined
}

/** 429 was refused for certain and may be asked again; whatever else failed may have made the query. */
function onlyOnce(answer: GraphAnswer): {retry: Failure; tries: number} | undefined {
  if (answer.status === 429) return undefined
  if (answer.status < 500 && answer.status !== 408 && !isNamelessError(answer)) return undefined
  return {retry: trouble('GRAPH_UNAVAILABLE', `Graph is not available (${answer.status})`, answer), tries: 1}
}

/** The link to the next page, verbatim. @throws Failure when it leads to another host: the token goes nowhere else. */
export function nextLink(json: Record<string, unknown>, graph: string): string | undefined {
  const next = json['@odata.nextLink']
  if (next === undefined || next === null || next === '') return undefined
  if (typeof next === 'string' && URL.canParse(next)) {
    const [link, base] = [new URL(next), new URL(graph)]
    if (link.origin === base.origin && link.pathname.startsWith(base.pathname)) return next
  }
  throw new Failure({
    code: 'GRAPH_FOREIGN_LINK',
    message: 'The next page is said to be on another host.',
    remedy: 'Something between may change the answers (proxy, gateway); the token was not sent there.',
  })
}
