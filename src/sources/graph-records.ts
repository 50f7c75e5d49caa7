/** Reads the records of a query that has succeeded, page by page; a page that is not whole is asked for again. */

import {isObject} from '../audit/json.ts'
import {pluralise} from '../audit/numbers.ts'
import {Failure} from '../wire/failure.ts'
import type {BodyReading} from '../wire/send.ts'
import type {SeenPage} from './answer-shape.ts'
import {callGraph, errorBeside, type GraphAnswer, type GraphSettings, trouble} from './graph-call.ts'
import {recordLimit} from './graph-validation.ts'
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
  /** How it says that it has none. */
  empty: string
  /** What stands next to its records though it was asked for again. */
  error?: string | undefined
}

/** No maximum is documented; clients use 100 to 10,000. */
const usualTop = 1000
const defaultPage = 150
/** A page that stays cut may be whole in smaller ones (msgraph-sdk-powershell #2677, #2689). */
const smallTop = 50
const triesOfAPage = 3
/** Pages in a row that bring nothing new, and records, after which the links lead nowhere. */
const mostIdlePages = 100
const mostRecords = 2 * recordLimit

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
   * Hands all pages to `take`, which says whether its answer had none of the records before. Where a page stays cut, everything is read once more in small pages, which calls
   * `take` with the next number.
   * @throws Failure when a page can't be had whole.
   */
  async read(query: string, take: (records: GraphRecord[], round: number) => Promise<boolean>, signal: AbortSignal) {
    try {
      await this.#pages(query, usualTop, records => take(records, 0), signal)
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'GRAPH_PAGE_CUT' || this.#topRefused) throw error
      this.#settings.world.debug(`${error.message} Once more in pages of ${smallTop}.`)
      await this.#pages(query, smallTop, records => take(records, 1), signal)
    }
  }

  async #pages(query: string, top: number, take: (records: GraphRecord[]) => Promise<boolean>, signal: AbortSignal) {
    const bare = `${query}/records`
    const reading = String(++this.#readings)
    const links = new Set<string>()
    let records = 0
    let total = 0
    let idle = 0
    let error: string | undefined
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
      idle = (await take(page.records)) ? 0 : idle + 1
      records += page.records.length
      total = page.total ?? total
      error ??= page.error
      links.add(url)
      if (page.next !== undefined && links.has(page.next)) {
        throw trouble('GRAPH_LOOP', 'The answer leads back to a page that was read before')
      }
      if (page.next !== undefined && (idle >= mostIdlePages || records > mostRecords)) {
        const words = `The answer has no end: ${pluralise(links.size, 'page')} with ${pluralise(records, 'record')}`
        throw trouble('GRAPH_LOOP', `${words}, the last ${idle} without a new one`)
      }
      url = page.next
    }
    // What came is kept; whether it is all is unknown.
    if (error !== undefined) throw trouble('GRAPH_PAGE_ERROR', `A page of records comes with an error: ${error}`)
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
    let errors = 0
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
        if (answer.status !== 200 && answer.status !== 204) return undefined
        const page = readPage(answer, this.#settings.graph, countIsTotal)
        if (!('done' in page)) return page
        const {error, empty} = page.done
        if (error !== undefined && ++errors < triesOfAPage)
          return {retry: trouble('GRAPH_PAGE_ERROR', `A page of records comes with an error: ${error}`, answer)}
        const asked = isFirst && mayRefuseTop ? top : undefined
        this.#settings.see?.(seenPage(answer, {reading, asked, empty}))
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
  {reading, asked, empty}: {reading: string; asked: number | undefined; empty: string},
): SeenPage {
  const {value, ...envelope} = isObject(json) ? json : {}
  const rows: unknown[] = Array.isArray(value) ? value : []
  return {answer: reading, rows, empty, asked, warnings: [], headers: [...headers.keys()], envelope}
}

/** As with Exchange, a page without records may have null as its value, or none at all and nothing else to say. */
function isPage(json: Record<string, unknown>): boolean {
  const {value} = json
  const isBare = Object.keys(json).every(name => name.startsWith('@'))
  return Array.isArray(value) || value === null || isBare || errorBeside(json) !== undefined
}

/** @param countIsTotal told of a page whose count is not its own; true where that is how this service counts. */
function readPage(answer: GraphAnswer, graph: string, countIsTotal: (page: string) => boolean): BodyReading<Page> {
  const {json, text, status} = answer
  if (status === 204) return {done: {records: [], next: undefined, empty: '204'}}
  // Cut mid-stream with an error glued on: 200, and no JSON.
  if (!isObject(json) || !isPage(json)) {
    return {retry: trouble('GRAPH_PAGE_CUT', 'A page of records is not whole JSON', answer), tries: triesOfAPage}
  }
  const error = errorBeside(json)
  const given: unknown[] = Array.isArray(json.value) ? json.value : []
  const empty = Array.isArray(json.value) ? 'value: []' : json.value === null ? 'value: null' : 'no value'
  const count = json['@odata.count']
  // With fewer than there are, it counts something else.
  const isMore = typeof count === 'number' && count > given.length
  if (isMore && !countIsTotal(`${count} ${given.length}`)) {
    const words = `A page says that it has ${pluralise(count, 'record')}, and has ${given.length}`
    return {retry: trouble('GRAPH_PAGE_COUNT', words, answer), tries: triesOfAPage}
  }
  const texts = auditDataTexts(text)
  const records = given.map((record, index) => ({
    given: isObject(record) ? record : {},
    auditData: texts[index],
  }))
  const total = isMore ? count : undefined
  return {done: {records, total, next: nextLink(json, graph), empty, error}}
}
