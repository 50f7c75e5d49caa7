/**
 * The shapes that the service's answers may have, by name. A shape is a property of the tenant: it holds for every
 * answer, beside whatever faults are played. What is right for a client under each is said by its kind; where the
 * shape is known from, and how well, by its evidence. SHAPES.md is written from this table.
 */

/** `seen` in public raw samples or live measurements · `told` by one public text · `conceivable`: nothing is published. */
export type Evidence = 'seen' | 'told' | 'conceivable'

export interface Shape {
  service: 'exchange' | 'graph'
  /**
   * `good`: every record is there, and an export is complete at ordinary cost. `refusal`: a part is refused, and is a
   * gap. `bad`: records are missing or contradict each other without a signal, and an export that misses one must not
   * be complete.
   */
  kind: 'good' | 'refusal' | 'bad'
  says: string
  evidence: Evidence
  source: string
  /** Two shapes that change the same thing exclude each other. */
  changes: readonly string[]
  /** The number that may follow the name. */
  number?: {means: string; usual: number; most?: number}
}

const UNPUBLISHED = 'nothing is published on today’s form'
const ROWS = {means: 'rows of each calendar month', usual: 5, most: 10_000}
const SHARE = {means: 'per cent of the records', usual: 20, most: 100}

const TABLE = {
  'result-count-asked': {
    service: 'exchange',
    kind: 'good',
    says: 'ResultCount is the ResultSize that was asked for',
    evidence: 'told',
    source: 'Microsoft-Extractor-Suite #199 (April 2026)',
    changes: ['ResultCount'],
  },
  'result-count-total': {
    service: 'exchange',
    kind: 'good',
    says: 'ResultCount is a total far above the rows of the answer',
    evidence: 'seen',
    source: 'published exports until December 2025',
    changes: ['ResultCount'],
    number: {means: 'the total', usual: 226_494},
  },
  'result-count-zero': {
    service: 'exchange',
    kind: 'good',
    says: 'ResultCount is 0 on every row, with a proper ResultIndex',
    evidence: 'seen',
    source: 'Office-365-Extractor #6 (2020)',
    changes: ['ResultCount'],
  },
  'result-index-zero': {
    service: 'exchange',
    kind: 'good',
    says: 'ResultIndex is 0 on every row',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['ResultIndex'],
  },
  'result-index-from-zero': {
    service: 'exchange',
    kind: 'good',
    says: 'ResultIndex counts from 0',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['ResultIndex'],
  },
  'result-index-constant': {
    service: 'exchange',
    kind: 'good',
    says: 'ResultIndex is the same number on every row',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['ResultIndex'],
    number: {means: 'the number', usual: 1},
  },
  'result-index-per-page': {
    service: 'exchange',
    kind: 'good',
    says: 'ResultIndex starts again on each page',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['ResultIndex'],
  },
  'result-index-hole': {
    service: 'exchange',
    kind: 'good',
    says: 'ResultIndex leaves one number out and ResultCount counts it, though no row is missing',
    evidence: 'seen',
    source: 'one of 46 published groups of rows (2021): 88 rows of 89',
    changes: ['ResultIndex', 'ResultCount'],
  },
  'minus-one-row': {
    service: 'exchange',
    kind: 'good',
    says: 'one row of each answer has ResultIndex -1 and ResultCount 0',
    evidence: 'seen',
    source: 'an ordinary example in the cmdlet documentation',
    changes: ['one row’s counters'],
  },
  'counters-absent': {
    service: 'exchange',
    kind: 'good',
    says: 'rows have neither ResultIndex nor ResultCount',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['ResultIndex', 'ResultCount', 'one row’s counters'],
  },
  'counters-null': {
    service: 'exchange',
    kind: 'good',
    says: 'ResultIndex and ResultCount are null',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['ResultIndex', 'ResultCount', 'one row’s counters'],
  },
  'counters-text': {
    service: 'exchange',
    kind: 'good',
    says: 'ResultIndex and ResultCount are numbers as text',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['type of the counters'],
  },
  'rows-repeated': {
    service: 'exchange',
    kind: 'good',
    says: 'some rows stand twice or three times in one answer',
    evidence: 'seen',
    source: '12 of 24 published answers; cmdlet documentation',
    changes: ['rows'],
  },
  'newest-first': {
    service: 'exchange',
    kind: 'good',
    says: 'rows come newest first, and a cut answer or session keeps the newest',
    evidence: 'conceivable',
    source: 'cmdlet documentation says so of ReturnNextPreviewPage only',
    changes: ['order'],
  },
  'oldest-first': {
    service: 'exchange',
    kind: 'good',
    says: 'rows come oldest first, and a cut answer or session keeps the oldest',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['order'],
  },
  'empty-null': {
    service: 'exchange',
    kind: 'good',
    says: 'an empty answer has null as its value',
    evidence: 'seen',
    source: 'tolerated by four other clients',
    changes: ['empty answers'],
  },
  'empty-absent': {
    service: 'exchange',
    kind: 'good',
    says: 'an empty answer has no value at all',
    evidence: 'seen',
    source: 'tolerated by four other clients',
    changes: ['empty answers'],
  },
  'empty-204': {
    service: 'exchange',
    kind: 'good',
    says: 'an empty answer is 204 without a body',
    evidence: 'seen',
    source: 'tolerated by four other clients',
    changes: ['empty answers'],
  },
  'empty-object': {
    service: 'exchange',
    kind: 'good',
    says: 'an empty answer has {} as its value',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['empty answers'],
  },
  'empty-null-row': {
    service: 'exchange',
    kind: 'good',
    says: 'an empty answer has a list with null in it as its value',
    evidence: 'conceivable',
    source: 'PowerShell makes such a list of nothing',
    changes: ['empty answers'],
  },
  'error-null': {
    service: 'exchange',
    kind: 'good',
    says: 'every answer has an error, which is null',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['error'],
  },
  'more-always': {
    service: 'exchange',
    kind: 'good',
    says: 'moreRecordsAvailable is true although all rows are there',
    evidence: 'conceivable',
    source: 'cmdlet documentation names it since June 2026, without its meaning for a single call',
    changes: ['moreRecordsAvailable'],
  },
  'record-type-number': {
    service: 'exchange',
    kind: 'good',
    says: 'RecordType is a number on every row',
    evidence: 'told',
    source: 'cmdlet documentation: without Formatted, record types are numbers',
    changes: ['RecordType'],
  },
  'user-ids-list': {
    service: 'exchange',
    kind: 'good',
    says: 'UserIds and Operations are lists with one text',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['UserIds'],
  },
  'audit-data-object': {
    service: 'exchange',
    kind: 'good',
    says: 'AuditData is an object instead of a text',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['AuditData'],
  },
  'warning-always': {
    service: 'exchange',
    kind: 'good',
    says: 'every answer has the same warning, which is in no documentation',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['warnings'],
  },
  'warnings-in-header': {
    service: 'exchange',
    kind: 'good',
    says: 'warnings, one on every answer, stand in the header X-Warnings instead of the body',
    evidence: 'seen',
    source: 'ExchangeOnlineManagement 3.x reads that header; its form, taken as a JSON list here, is unpublished',
    changes: ['warnings'],
  },
  'warnings-in-both': {
    service: 'exchange',
    kind: 'good',
    says: 'warnings, one on every answer, stand in the header X-Warnings as plain text and in the body',
    evidence: 'seen',
    source: 'ExchangeOnlineManagement 3.x reads that header and the body',
    changes: ['warnings'],
  },
  'bounds-wide': {
    service: 'exchange',
    kind: 'good',
    says: 'an answer reaches some seconds beyond both dates',
    evidence: 'conceivable',
    source: 'whether and how dates are rounded is undocumented',
    changes: ['bounds'],
    number: {means: 'seconds', usual: 5, most: 3_600},
  },
  'bounds-minutes': {
    service: 'exchange',
    kind: 'good',
    says: 'an answer reaches from the whole minute before StartDate to the one after EndDate',
    evidence: 'conceivable',
    source: 'whether and how dates are rounded is undocumented',
    changes: ['bounds'],
  },
  'page-rows': {
    service: 'exchange',
    kind: 'good',
    says: 'a page has few rows, whatever Prefer asks for',
    evidence: 'conceivable',
    source: 'Prefer is a wish (RFC 7240)',
    changes: ['page size'],
    number: {means: 'rows a page', usual: 100, most: 1_000},
  },
  'link-on-sub-host': {
    service: 'exchange',
    kind: 'good',
    says: '@odata.nextLink leads to a sub-host of the host that was asked, where that has a name',
    evidence: 'seen',
    source: 'accepted by a client in use against live tenants',
    changes: ['nextLink'],
  },
  redirect: {
    service: 'exchange',
    kind: 'good',
    says: 'the first searches are sent to a sub-host with 302, where the host that was asked has a name',
    evidence: 'seen',
    source: 'accepted by a client in use against live tenants',
    changes: ['redirect'],
    number: {means: 'searches', usual: 1},
  },
  'unauthorised-twice': {
    service: 'exchange',
    kind: 'good',
    says: 'the first requests of all are refused with 401, whatever token they carry',
    evidence: 'conceivable',
    source: 'a grant reaches the back ends one by one',
    changes: ['401'],
    number: {means: 'requests', usual: 2},
  },
  'new-token-unauthorised': {
    service: 'exchange',
    kind: 'good',
    says: 'each new token is refused with 401 on its first requests, and then works',
    evidence: 'conceivable',
    source: 'a grant reaches the back ends one by one',
    changes: ['401'],
    number: {means: 'requests', usual: 2},
  },

  'audit-data-cut': {
    service: 'exchange',
    kind: 'good',
    says: 'some rows have an AuditData that ends in the middle, after 3,062 characters at most',
    evidence: 'seen',
    source: 'published exports of 2018 and 2023; none of 9,608 rows of 2021',
    changes: ['rows cut'],
    number: ROWS,
  },
  'audit-data-empty': {
    service: 'exchange',
    kind: 'good',
    says: 'some rows have an empty AuditData',
    evidence: 'seen',
    source: 'published exports of 2018 and 2023',
    changes: ['rows empty'],
    number: ROWS,
  },
  'audit-data-not-json': {
    service: 'exchange',
    kind: 'good',
    says: 'some rows have an AuditData that is not JSON',
    evidence: 'seen',
    source: 'published exports of 2018 and 2023',
    changes: ['rows not JSON'],
    number: ROWS,
  },
  'other-organization': {
    service: 'exchange',
    kind: 'good',
    says: 'answers hold some rows of another OrganizationId beside the tenant’s own',
    evidence: 'told',
    source: 'one public report',
    changes: ['OrganizationId'],
    number: ROWS,
  },
  'nested-list': {
    service: 'exchange',
    kind: 'good',
    says: 'some rows hold a list nested 10,000 levels deep in their AuditData',
    evidence: 'conceivable',
    source: 'possible for anybody who may write a directory property',
    changes: ['rows with a nested list'],
    number: ROWS,
  },
  'nested-text': {
    service: 'exchange',
    kind: 'good',
    says: 'some rows hold a text with JSON nested 10,000 levels deep in their AuditData',
    evidence: 'conceivable',
    source: 'possible for anybody who may write a directory property',
    changes: ['rows with a nested text'],
    number: ROWS,
  },
  'operation-names': {
    service: 'exchange',
    kind: 'good',
    says: 'some records have an operation whose name holds an en dash and ends in a blank',
    evidence: 'seen',
    source: '20 of 9,611 published rows: “Update application – Certificates and secrets management ”',
    changes: ['operation'],
    number: {...ROWS, usual: 20},
  },
  'operations-trimmed': {
    service: 'exchange',
    kind: 'good',
    says: 'the filter Operations compares without blanks at the end, and all dashes as equal',
    evidence: 'conceivable',
    source: 'how names are compared is undocumented',
    changes: ['comparison of operations'],
  },
  'object-ids-commas': {
    service: 'exchange',
    kind: 'good',
    says: 'some records have an ObjectId with commas',
    evidence: 'seen',
    source: 'names of files and of groups in published exports',
    changes: ['ObjectId'],
    number: {...ROWS, usual: 20},
  },

  'expired-start': {
    service: 'exchange',
    kind: 'refusal',
    says: 'a StartDate before the oldest instant that is kept is refused with 400, and that instant moves with the clock',
    evidence: 'seen',
    source: 'T0pCyber/hawk #19 (2019), cisagov/Sparrow #22 and #54 (2021): “startDate should be after …”',
    changes: ['retention'],
    number: {means: 'days that are kept', usual: 180},
  },
  'argument-refused': {
    service: 'exchange',
    kind: 'refusal',
    says: 'a search that holds 10:17:31 UTC of one day of the month is refused with 400, naming an argument',
    evidence: 'seen',
    source: 'the form of the refusal: M365-Copilot-Audit-Report #13 (2026); its occasion is made up',
    changes: ['refusal'],
    number: {means: 'the day', usual: 6, most: 28},
  },

  'first-asking-empty': {
    service: 'exchange',
    kind: 'bad',
    says: 'the first asking of a search finds nothing, without a warning; the same search asked again has its rows',
    evidence: 'seen',
    source: 'Microsoft-Extractor-Suite #138; retry loops of many scripts',
    changes: ['first asking'],
  },
  'silent-cap': {
    service: 'exchange',
    kind: 'bad',
    says: 'one call hands out so many rows at most, and nothing says that there are more; a session goes on',
    evidence: 'conceivable',
    source: 'calls without SessionCommand were cut near 120 in August 2023',
    changes: ['cap'],
    number: {means: 'rows', usual: 2_000, most: 5_000},
  },
  'silent-page-cap': {
    service: 'exchange',
    kind: 'bad',
    says: 'one call hands out two short pages at most, and nothing says that there are more; a session goes on',
    evidence: 'conceivable',
    source: 'pages whose next link never comes',
    changes: ['cap', 'page size'],
    number: {means: 'rows a page', usual: 500, most: 1_000},
  },
  'first-reading-lacks': {
    service: 'exchange',
    kind: 'bad',
    says: 'a share of the records is missing from the first answer that should hold it; later answers have it',
    evidence: 'told',
    source: 'Microsoft-Extractor-Suite #129: counts differ minutes apart',
    changes: ['first asking'],
    number: SHARE,
  },
  'loss-by-size': {
    service: 'exchange',
    kind: 'bad',
    says: 'an answer of more than 100 rows lacks a share of them, the same at each asking; smaller ones lack nothing',
    evidence: 'conceivable',
    source: 'langwatch #7142, of Graph: cuts differ',
    changes: ['loss by size'],
    number: SHARE,
  },
  'content-differs': {
    service: 'exchange',
    kind: 'bad',
    says: 'a share of the records has another content from the second answer on that holds it',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['content'],
    number: {...SHARE, usual: 2},
  },
  'bounds-floored': {
    service: 'exchange',
    kind: 'bad',
    says: 'both dates are cut down to whole minutes, so that what follows the last one is missing',
    evidence: 'conceivable',
    source: 'whether and how dates are rounded is undocumented',
    changes: ['bounds'],
  },
  silent: {
    service: 'exchange',
    kind: 'bad',
    says: 'every search succeeds and finds nothing',
    evidence: 'told',
    source: 'cmdlet documentation of 21Vianet; no licence; auditing off',
    changes: ['rows'],
  },

  'graph-count-total': {
    service: 'graph',
    kind: 'good',
    says: '@odata.count is the number of records of the whole query',
    evidence: 'told',
    source: 'OData JSON Format 4.01 means the whole collection',
    changes: ['@odata.count'],
  },
  'graph-audit-data-null': {
    service: 'graph',
    kind: 'good',
    says: 'some records have null as auditData',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['records without auditData'],
    number: ROWS,
  },
  'graph-audit-data-bare': {
    service: 'graph',
    kind: 'good',
    says: 'some records have an auditData that holds its type annotation only',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['records with a bare auditData'],
    number: ROWS,
  },
  'graph-audit-data-text': {
    service: 'graph',
    kind: 'good',
    says: 'auditData is the classic record as a JSON text',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['auditData'],
  },
  'graph-id-differs': {
    service: 'graph',
    kind: 'good',
    says: 'some records have an id that is not their auditData.Id',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['id'],
    number: ROWS,
  },
  'graph-records-twice': {
    service: 'graph',
    kind: 'good',
    says: 'every fifth record of a page stands there twice',
    evidence: 'conceivable',
    source: 'Exchange does so',
    changes: ['records'],
  },
  'graph-top-ignored': {
    service: 'graph',
    kind: 'good',
    says: '$top is ignored: 150 records a page',
    evidence: 'conceivable',
    source: 'no maximum is documented',
    changes: ['page of records'],
  },
  'graph-order-reversed': {
    service: 'graph',
    kind: 'good',
    says: 'each reading of a query has the records in the opposite order of the one before',
    evidence: 'conceivable',
    source: 'no order is documented',
    changes: ['order of records'],
  },
  'graph-500-after': {
    service: 'graph',
    kind: 'refusal',
    says: 'pages beyond so many records of one query are refused with 500',
    evidence: 'seen',
    source: 'msgraph-sdk-powershell #2927',
    changes: ['depth'],
    number: {means: 'records', usual: 20_000},
  },
  'graph-submissions': {
    service: 'graph',
    kind: 'refusal',
    says: 'new queries beyond so many in 24 hours are refused with 429, over all jobs',
    evidence: 'told',
    source: 'quotations of Graph’s limits: 200 submissions in 24 hours',
    changes: ['submissions'],
    number: {means: 'queries in 24 hours', usual: 200},
  },
  'graph-silent-limit': {
    service: 'graph',
    kind: 'bad',
    says: 'a query holds so many records at most, and isRecordCountLimitExceeded is false',
    evidence: 'conceivable',
    source: UNPUBLISHED,
    changes: ['limit'],
    number: {means: 'records', usual: 10_000},
  },
} as const satisfies Record<string, Shape>

export type ShapeName = keyof typeof TABLE

export const SHAPES: Readonly<Record<ShapeName, Shape>> = TABLE

export const shapeNames = Object.keys(TABLE) as ShapeName[]

const isShape = (name: string): name is ShapeName => name in TABLE

/** Whether both can hold at once. */
export const fitTogether = (one: ShapeName, other: ShapeName): boolean =>
  one !== other && !SHAPES[one].changes.some(thing => SHAPES[other].changes.includes(thing))

/** The shapes of one tenant. */
export class TenantShapes {
  readonly #numbers: ReadonlyMap<ShapeName, number>

  constructor(numbers: ReadonlyMap<ShapeName, number> = new Map()) {
    this.#numbers = numbers
  }

  has(name: ShapeName): boolean {
    return this.#numbers.has(name)
  }

  /** The number given with a shape, or its usual one; undefined where the tenant does not have the shape. */
  number(name: ShapeName): number | undefined {
    return this.#numbers.get(name)
  }

  get names(): ShapeName[] {
    return [...this.#numbers.keys()]
  }
}

/** Reads `name` and `name:NUMBER`, a list as one text with commas or as an array. Every mistake is said at once. */
export function parseShapes(given: string | readonly string[] | undefined): {
  shapes: TenantShapes
  mistakes: string[]
} {
  const words = (typeof given === 'string' ? given.split(',') : (given ?? []))
    .map(word => word.trim())
    .filter(word => word !== '')
  const numbers = new Map<ShapeName, number>()
  const mistakes: string[] = []
  for (const word of words) {
    const [name = '', count] = word.split(':') as [string, string?]
    if (!isShape(name)) {
      mistakes.push(`There is no shape "${name}". Known are: ${shapeNames.join(', ')}.`)
      continue
    }
    const {number} = SHAPES[name]
    const most = number?.most ?? 1_000_000_000
    if (count !== undefined && number === undefined) mistakes.push(`The shape ${name} takes no number, not "${count}".`)
    else if (count !== undefined && !(/^[1-9]\d*$/.test(count) && Number(count) <= most)) {
      mistakes.push(`The shape "${word}" has "${count}" as its number; expected is a whole number from 1 to ${most}.`)
    } else numbers.set(name, count === undefined ? (number?.usual ?? 1) : Number(count))
  }
  const names = [...numbers.keys()]
  names.forEach((name, place) => {
    for (const other of names.slice(place + 1)) {
      if (!fitTogether(name, other)) mistakes.push(`The shapes ${name} and ${other} exclude each other.`)
    }
  })
  return {shapes: new TenantShapes(numbers), mistakes}
}
