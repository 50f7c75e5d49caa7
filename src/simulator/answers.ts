/**
 * What an answer holds before it is cut into pages: rows with their counters and warnings, as found or as a fault has
 * it. Rows are named by position; their texts are written page by page.
 */
import {type Style, styleOf} from './envelopes.ts'
import {guidOf, mix, Random} from './random.ts'
import type {AuditRow, Position} from './record-source.ts'
import type {Searches, SearchMatches, SearchQuery} from './search.ts'
import {styleByShapes, warningsByShapes} from './shaped-answers.ts'
import type {OtherContents} from './shaped-searches.ts'
import type {TenantShapes} from './shapes.ts'
import type {Tenant} from './tenant.ts'

/** Extractor #199 (April 2026), verbatim: a failed search that looks like an empty window. */
const CANCELLED = 'Failed to process request via Sync Search mode, returning. InnerException: A task was canceled..'
/** graph2otel, live July 2026. */
const MORE =
  'There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter.'
const UNKNOWN = 'The audit search back end answered in compatibility mode (code 0x7E3).'

export interface AnswerRow {
  position: Position
  index: number
  change?: 'cut' | 'identity' | 'foreign' | 'revised'
}

export interface SearchAnswer {
  rows: AnswerRow[]
  count: number
  more: boolean
  warnings: string[]
  style: Style
  /** 204, no body. */
  bodiless: boolean
}

/** What an answer is made with. */
export interface Making {
  searches: Searches
  shapes: TenantShapes
  contents: OtherContents
}

export function makeAnswer(
  found: SearchMatches,
  query: SearchQuery,
  fault: string | undefined,
  making: Making,
): SearchAnswer {
  const answer = answerBy(found, query, fault, making)
  for (const row of answer.rows) {
    if (making.contents.show(row.position)) row.change ??= 'revised'
  }
  return answer
}

function answerBy(
  found: SearchMatches,
  query: SearchQuery,
  fault: string | undefined,
  {searches, shapes}: Making,
): SearchAnswer {
  const random = new Random(found.chance, 0xfa)
  const all = shapes.has('rows-repeated') ? repeated(found.positions, query.resultSize, random) : found.positions
  const answer: SearchAnswer = {
    rows: number(all, found.before),
    count: all.length,
    more: found.more || shapes.has('more-always'),
    warnings: warningsByShapes(shapes),
    style: styleByShapes(shapes, styleOf(found.chance)),
    bodiless: false,
  }
  const keep = (positions: readonly Position[]) => {
    answer.rows = number(positions.slice(0, query.resultSize), found.before)
    answer.count = answer.rows.length
  }
  const {positions} = found
  const some = positions.slice(0, Math.max(1, Math.floor(positions.length * 0.6)))
  switch (fault) {
    case 'cancelled':
      keep([])
      answer.warnings.push(CANCELLED)
      break
    case 'cancelled-partial':
      keep(some)
      answer.warnings.push(CANCELLED)
      break
    case 'zero-then-data':
      keep([])
      break
    case 'empty-204':
      answer.bodiless = true
      break
    case 'cap-100':
      keep(positions.slice(0, 100))
      break
    case 'more-results-warning':
      keep(some)
      answer.warnings.push(MORE)
      break
    case 'unknown-warning':
      answer.warnings.push(UNKNOWN)
      break
    case 'result-index-minus-one':
      answer.rows = answer.rows.slice(0, some.length).map(row => ({...row, index: -1}))
      break
    case 'result-count-zero':
      answer.rows = answer.rows.slice(0, some.length)
      answer.count = 0
      break
    case 'count-short':
      answer.rows = answer.rows.slice(0, Math.min(positions.length - 1, Math.ceil(positions.length * 0.9)))
      break
    case 'more-records-available':
      keep(some)
      answer.more = true
      if (answer.style.metadata === 'none') answer.style = {...answer.style, metadata: 'object'}
      break
    case 'lost-once':
      keep(positions.filter((_, place) => place !== found.chance % positions.length))
      break
    case 'out-of-window':
      keep(random.shuffle([...positions, ...searches.outside(query, found.chance)]))
      break
    case 'ignored-filter':
      keep(searches.unfiltered(query, found.chance))
      break
    case 'duplicates':
      keep(random.shuffle([...positions, ...positions.slice(0, Math.max(1, Math.floor(positions.length / 20)))]))
      break
    case 'foreign-tenant': {
      const rows = number([positions[0] as Position, ...positions], found.before)
      answer.rows = rows.map((row, place) => (place === 0 ? {...row, change: 'foreign'} : row))
      answer.count = rows.length
      break
    }
    case 'broken-auditdata':
    case 'wrong-identity': {
      const place = found.chance % answer.rows.length
      answer.rows[place] = {
        ...(answer.rows[place] as AnswerRow),
        change: fault === 'broken-auditdata' ? 'cut' : 'identity',
      }
      break
    }
  }
  return answer
}

/** Some rows twice or three times, as far as the answer has room, at other places. */
function repeated(positions: readonly Position[], room: number, random: Random): Position[] {
  const again = positions.flatMap((position, place) =>
    place % 12 === 0 ? (place % 24 === 0 ? [position, position] : [position]) : [],
  )
  const added = again.slice(0, Math.max(0, room - positions.length))
  return added.length === 0 ? [...positions] : random.shuffle([...positions, ...added])
}

/** Since April 2026 the counters speak of the rows returned, no longer of those that match (Extractor #199). */
const number = (positions: readonly Position[], before: number): AnswerRow[] =>
  positions.map((position, place) => ({position, index: before + place + 1}))

export function rowOf(tenant: Tenant, {position, change}: AnswerRow, formatted: boolean): AuditRow {
  const row = tenant.records.exchangeRow(position)
  const auditData = formatted ? formattedText(row.auditData) : row.auditData
  const otherId = guidOf(mix(position, 1), mix(position, 2), mix(position, 3), mix(position, 4))
  switch (change) {
    case 'cut':
      return {...row, auditData: auditData.slice(0, Math.floor(auditData.length / 2))}
    case 'identity':
      return {...row, auditData, id: otherId}
    case 'revised': {
      const end = auditData.lastIndexOf('}')
      return {...row, auditData: `${auditData.slice(0, end)},"Revision":2${auditData.slice(end)}`}
    }
    case 'foreign':
      return {
        ...row,
        id: otherId,
        auditData: auditData.replaceAll(tenant.id, otherId).replaceAll(row.id || '\0', otherId),
      }
    default:
      return {...row, auditData}
  }
}

/** Formatted rewrites the text: an archive must not ask for it (cmdlet documentation). What can't be read stays. */
function formattedText(auditData: string): string {
  try {
    return JSON.stringify(JSON.parse(auditData), undefined, 2)
  } catch {
    return auditData
  }
}
