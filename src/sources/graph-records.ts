/** Reads the records of a query that has succeeded, page by page; a page that is not whole is asked for again. */
import {isObject} from '../audit/json.ts'
import {Failure} from '../wire/failure.ts'
import type {BodyReading} from '../wire/send.ts'
import {callGraph, type GraphAnswer, type GraphSettings, trouble} from './graph-call.ts'
import {auditDataTexts} from './normalize-graph-record.ts'
import {nextLink} from './queries.ts'

/** A record as it came, and its `auditData` as text. */
export interface GraphRecord {
  given: Record<string, unknown>
  auditData: string | undefined
}

interface Page {
  records: GraphRecord[]
  next: string | undefined
}

/** No maximum is documented; clients use 100 to 10,000. */
const usualTop = 1000
const defaultPage = 150
/** A page that stays cut may be whole in smaller ones (msgraph-sdk-powershell #2677, #2689). */
const smallTop = 50
const triesOfAPage = 3

/** One for a run: remembers what the service takes. */
export class Records {
  readonly #settings: GraphSettings
  #topRefused = false

  constructor(settings: GraphSettings) {
    this.#settings = settings
  }

  /** The most that a page holds, which is a suspicious number for a whole answer. */
  get pageSize(): number {
    return this.#topRefused ? defaultPage : usualTop
  }

  /**
   * Hands all pages to `take`. Where a page stays cut, everything is read once more in small pages, which calls
   * `take` with the next number.
   * @throws Failure when a page can't be had whole.
   */
  async read(query: string, take: (records: GraphRecord[], round: number) => Promise<void>, signal: AbortSignal) {
    try {
      await this.#pages(query, usualTop, records => take(records, 0), signal)
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'GRAPH_PAGE_CUT' || this.#topRefused) throw error
      this.#settings.world.debug(`${error.message} Once more in pages of ${smallTop}.`)
      await this.#pages(query, smallTop, records => take(records, 1), signal)
    }
  }

  async #pages(query: string, top: number, take: (records: GraphRecord[]) => Promise<void>, signal: AbortSignal) {
    const bare = `${query}/records`
    const links = new Set<string>()
    let url: string | undefined = this.#topRefused ? bare : `${bare}?$top=${top}`
    while (url !== undefined) {
      const page: Page | 'no top' = await this.#page(url, links.size === 0 && url !== bare, signal)
      if (page === 'no top') {
        this.#topRefused = true
        url = bare
        continue
      }
      await take(page.records)
      links.add(url)
      if (page.next !== undefined && links.has(page.next)) {
        throw trouble('GRAPH_LOOP', 'The answer leads back to a page that was read before')
      }
      url = page.next
    }
  }

  async #page(url: string, mayRefuseTop: boolean, signal: AbortSignal): Promise<Page | 'no top'> {
    return await callGraph<Page | 'no top'>(this.#settings, {
      what: 'GET records',
      method: 'GET',
      url,
      signal,
      read: answer => {
        if (answer.status === 400 && mayRefuseTop) return {done: 'no top'}
        if (answer.status === 400)
          return {retry: trouble('GRAPH_PAGE', 'A page is refused (400)', answer), tries: triesOfAPage}
        if (answer.status === 404) return {failed: trouble('GRAPH_QUERY_GONE', 'The query is gone (404)', answer)}
        return answer.status === 200 ? readPage(answer, this.#settings.graph) : undefined
      },
    })
  }
}

function readPage(answer: GraphAnswer, graph: string): BodyReading<Page> {
  const {json, text} = answer
  // Cut mid-stream with an error glued on: 200, and no JSON.
  if (!isObject(json) || !Array.isArray(json.value)) {
    return {retry: trouble('GRAPH_PAGE_CUT', 'A page of records is not whole JSON', answer), tries: triesOfAPage}
  }
  const count = json['@odata.count']
  if (typeof count === 'number' && count !== json.value.length) {
    const words = `A page says that it has ${count} records, and has ${json.value.length}`
    return {retry: trouble('GRAPH_PAGE_COUNT', words, answer), tries: triesOfAPage}
  }
  const texts = auditDataTexts(text)
  const records = json.value.map((given: unknown, index) => ({
    given: isObject(given) ? given : {},
    auditData: texts[index],
  }))
  return {done: {records, next: nextLink(json, graph)}}
}
