/** Reads the records of a query that has succeeded, page by page; a page that is not whole is asked for again. */

import {isObject} from '../audit/json.ts'
import {pluralise} from '../audit/numbers.ts'
import {Failure} from '../wire/failure.ts'
import type {BodyReading} from '../wire/send.ts'
import type {SeenPage} from './answer-shape.ts'
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
  /** How many records the whole query has, where the service says so. */
  total?: number | undefined
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
  #readings = 0
  /** Some services mean the query's records by `@odata.count`, and not the page's: then it says nothing of a page. */
  #countsTotal = false

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
    const reading = String(++this.#readings)
    const links = new Set<string>()
    let records = 0
    let total = 0
    let url: string | undefined = this.#topRefused ? bare : `${bare}?$top=${top}`
    while (url !== undefined) {
      const page: Page | 'no top' = await this.#page(
        url,
        {isFirst: links.size === 0, mayRefuseTop: links.size === 0 && url !== bare, reading, top},
        signal,
      )
      if (page === 'no top') {
        this.#topRefused = true
        url = bare
        continue
      }
      await take(page.records)
      records += page.records.length
      total = page.total ?? total
      links.add(url)
      if (page.next !== undefined && links.has(page.next)) {
        throw trouble('GRAPH_LOOP', 'The answer leads back to a page that was read before')
      }
      url = page.next
    }
    if (records < total)
      throw trouble(
        'GRAPH_PAGE_COUNT',
        `The query says that it has ${pluralise(total, 'record')}, and its pages have ${records}`,
      )
  }

  async #page(
    url: string,
    {isFirst, mayRefuseTop, reading, top}: {isFirst: boolean; mayRefuseTop: boolean; reading: string; top: number},
    signal: AbortSignal,
  ): Promise<Page | 'no top'> {
    const differed = new Map<string, number>()
    const countIsTotal = (page: string) => {
      const often = (differed.get(page) ?? 0) + 1
      differed.set(page, often)
      if (often >= triesOfAPage) this.#countsTotal = true
      return this.#countsTotal
    }
    const call = callGraph<Page | 'no top'>(this.#settings, {
      what: 'GET records',
      method: 'GET',
      url,
      signal,
      read: answer => {
        if (answer.status === 400 && mayRefuseTop) return {done: 'no top'}
        if (answer.status === 400)
          return {retry: trouble('GRAPH_PAGE', 'A page is refused (400)', answer), tries: triesOfAPage}
        if (answer.status === 404) return {failed: trouble('GRAPH_QUERY_GONE', 'The query is gone (404)', answer)}
        if (answer.status !== 200) return undefined
        const page = readPage(answer, this.#settings.graph, countIsTotal)
        if ('done' in page)
          this.#settings.see?.(seenPage(answer, {reading, asked: isFirst && mayRefuseTop ? top : undefined}))
        return page
      },
    })
    return await call.catch((error: unknown) => {
      // msgraph-sdk-powershell #2927: 500 beyond some 20,000 records of one query, at every asking.
      const isDeep = !isFirst && error instanceof Failure && error.evidence.HTTP === '500'
      throw isDeep ? trouble('GRAPH_PAGE_DEEP', 'The later pages of a query are refused (500)') : error
    })
  }
}

function seenPage(
  {json, headers}: GraphAnswer,
  {reading, asked}: {reading: string; asked: number | undefined},
): SeenPage {
  const {value, ...envelope} = isObject(json) ? json : {}
  const rows: unknown[] = Array.isArray(value) ? value : []
  return {answer: reading, rows, empty: 'value: []', asked, warnings: [], headers: [...headers.keys()], envelope}
}

/** @param countIsTotal told of a page whose count is not its own; true where that is how this service counts. */
function readPage(answer: GraphAnswer, graph: string, countIsTotal: (page: string) => boolean): BodyReading<Page> {
  const {json, text} = answer
  // Cut mid-stream with an error glued on: 200, and no JSON.
  if (!isObject(json) || !Array.isArray(json.value)) {
    return {retry: trouble('GRAPH_PAGE_CUT', 'A page of records is not whole JSON', answer), tries: triesOfAPage}
  }
  const count = json['@odata.count']
  // With fewer than there are, it counts something else.
  const isMore = typeof count === 'number' && count > json.value.length
  if (isMore && !countIsTotal(`${count} ${json.value.length}`)) {
    const words = `A page says that it has ${pluralise(count, 'record')}, and has ${json.value.length}`
    return {retry: trouble('GRAPH_PAGE_COUNT', words, answer), tries: triesOfAPage}
  }
  const texts = auditDataTexts(text)
  const records = json.value.map((given: unknown, index) => ({
    given: isObject(given) ? given : {},
    auditData: texts[index],
  }))
  const total = isMore ? count : undefined
  return {done: {records, total, next: nextLink(json, graph)}}
}
