/** What shapes make of an answer: its counters, the form of its fields, its warnings, the hosts that it names. */
import type {Counter, Style} from './envelopes.ts'
import type {TenantShapes} from './shapes.ts'

const WARNING = 'The audit search service returned results in a transitional format (code 0x51A7).'

/** The warning that stands on every answer. */
export const warningsByShapes = (shapes: TenantShapes): string[] =>
  shapes.has('warning-always') || shapes.has('warnings-in-header') || shapes.has('warnings-in-both') ? [WARNING] : []

/** Where the warnings of an answer stand. */
export function placedWarnings(
  shapes: TenantShapes,
  warnings: readonly string[],
): {body: string[]; headers: Record<string, string>} {
  if (warnings.length === 0) return {body: [], headers: {}}
  if (shapes.has('warnings-in-header')) return {body: [], headers: {'x-warnings': JSON.stringify(warnings)}}
  if (shapes.has('warnings-in-both')) return {body: [...warnings], headers: {'x-warnings': warnings.join('; ')}}
  return {body: [...warnings], headers: {}}
}

export function styleByShapes(shapes: TenantShapes, style: Style): Style {
  const {metadata} = style
  return {
    ...style,
    metadata: shapes.has('more-always') && metadata === 'none' ? 'object' : metadata,
    typeAsNumber: shapes.has('record-type-number'),
    lists: shapes.has('user-ids-list'),
    dataAsObject: shapes.has('audit-data-object'),
  }
}

export type EmptyForm = 'list' | 'null' | 'absent' | '204' | 'object' | 'null-row'

/** How an answer without rows says so. */
export function emptyForm(shapes: TenantShapes): EmptyForm {
  if (shapes.has('empty-null')) return 'null'
  if (shapes.has('empty-absent')) return 'absent'
  if (shapes.has('empty-object')) return 'object'
  if (shapes.has('empty-null-row')) return 'null-row'
  return shapes.has('empty-204') ? '204' : 'list'
}

export interface CounterFacts {
  /** As the service counts today: running on over a session, or -1 by a fault. */
  index: number
  count: number
  /** The row's place in the answer and on its page, from 0, and the rows of the answer. */
  place: number
  placeOnPage: number
  rows: number
  asked: number
  /** Seeds whatever is left to chance, the same for the whole answer. */
  chance: number
}

/** ResultIndex and ResultCount of one row. */
export function countersByShapes(shapes: TenantShapes, facts: CounterFacts): {index: Counter; count: Counter} {
  if (shapes.has('counters-absent')) return {index: undefined, count: undefined}
  if (shapes.has('counters-null')) return {index: null, count: null}
  const {chance, place, rows} = facts
  const isMinusOne = shapes.has('minus-one-row') && place === chance % rows
  const [index, count] = isMinusOne ? [-1, 0] : [indexOf(shapes, facts), countOf(shapes, facts)]
  return shapes.has('counters-text') ? {index: String(index), count: String(count)} : {index, count}
}

function indexOf(shapes: TenantShapes, {index, place, placeOnPage, rows, chance}: CounterFacts): number {
  if (index < 0) return index
  if (shapes.has('result-index-zero')) return 0
  if (shapes.has('result-index-from-zero')) return index - 1
  if (shapes.has('result-index-per-page')) return placeOnPage + 1
  if (shapes.has('result-index-hole')) return hasHole(rows) && place >= holeAt(rows, chance) ? index + 1 : index
  return shapes.number('result-index-constant') ?? index
}

function countOf(shapes: TenantShapes, {count, asked, rows}: CounterFacts): number {
  if (shapes.has('result-count-asked')) return asked
  if (shapes.has('result-count-zero')) return 0
  if (shapes.has('result-index-hole')) return hasHole(rows) ? count + 1 : count
  const total = shapes.number('result-count-total')
  return total === undefined ? count : Math.max(total, count)
}

/** A hole is one that has rows on both sides. */
const hasHole = (rows: number): boolean => rows > 1
const holeAt = (rows: number, chance: number): number => 1 + (chance % (rows - 1))

/** A host under the one that was asked; undefined for an address, and for a host that is one already. */
export function subHostOf(url: URL): string | undefined {
  const isAddress = /^[\d.]+$/.test(url.hostname) || url.hostname.startsWith('[')
  return isAddress || url.hostname.startsWith(SUB) ? undefined : `${url.protocol}//${SUB}${url.host}`
}

const SUB = 'eur08.'
