/** Sigma's conditions: `selection and not 1 of filter_*`, and the aggregation that old rules have behind a `|`. */
import {patternParts, wildcardTest} from './wildcards.ts'

export type Condition =
  | {kind: 'name'; name: string}
  | {kind: 'not'; condition: Condition}
  | {kind: 'and' | 'or'; conditions: Condition[]}
  /** At least so many of the named selections. */
  | {kind: 'of'; least: number; names: string[]}

export interface Aggregation {
  /** Counts distinct values of this field; records where undefined. */
  field?: string
  by: string[]
  /** The smallest count that fires. */
  least: number
}

export type ParsedCondition =
  | {condition: Condition; aggregation?: Aggregation; remarks: readonly string[]}
  | {mistake: string}
  | {unsupported: string}

/** @param names of the selections. */
export function parseCondition(text: string, names: readonly string[]): ParsedCondition {
  const [expression = '', ...aggregations] = text.split('|')
  try {
    const parser = new ConditionParser(tokensOf(expression), names)
    const condition = parser.parse()
    const {remarks} = parser
    if (aggregations.length === 0) return {condition, remarks}
    const parsed = parseAggregation(aggregations.join('|').trim())
    return 'aggregation' in parsed ? {condition, remarks, ...parsed} : parsed
  } catch (error) {
    if (error instanceof ConditionError) return {mistake: error.message}
    throw error
  }
}

/** @param holds whether the selection of this name fits. */
export function evaluate(condition: Condition, holds: (name: string) => boolean): boolean {
  switch (condition.kind) {
    case 'name':
      return holds(condition.name)
    case 'not':
      return !evaluate(condition.condition, holds)
    case 'and':
      return condition.conditions.every(one => evaluate(one, holds))
    case 'or':
      return condition.conditions.some(one => evaluate(one, holds))
    case 'of': {
      let left = condition.names.length
      let missing = condition.least
      for (const name of condition.names) {
        if (missing <= 0 || left < missing) break
        if (holds(name)) missing--
        left--
      }
      return missing <= 0
    }
  }
}

class ConditionError extends Error {}

function tokensOf(text: string): string[] {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? []
  const odd = tokens.find(token => !/^([()]|[\w.*-]+)$/.test(token))
  if (odd !== undefined) throw new ConditionError(`“${odd}” is no part of a condition`)
  return tokens
}

const deepest = 200

class ConditionParser {
  readonly remarks: string[] = []
  private readonly tokens: readonly string[]
  private readonly names: readonly string[]
  private at = 0
  private depth = 0

  constructor(tokens: readonly string[], names: readonly string[]) {
    this.tokens = tokens
    this.names = names
  }

  parse(): Condition {
    const condition = this.or()
    if (this.at < this.tokens.length) throw new ConditionError(`“${this.tokens[this.at]}” is not expected there`)
    return condition
  }

  private or(): Condition {
    return this.chain('or', () => this.chain('and', () => this.not()))
  }

  private chain(kind: 'and' | 'or', part: () => Condition): Condition {
    const conditions = [part()]
    while (this.take(kind)) conditions.push(part())
    return conditions.length === 1 ? (conditions[0] as Condition) : {kind, conditions}
  }

  private not(): Condition {
    if (++this.depth > deepest) throw new ConditionError(`it is nested more than ${deepest} deep`)
    const condition: Condition = this.take('not') ? {kind: 'not', condition: this.not()} : this.primary()
    this.depth--
    return condition
  }

  private primary(): Condition {
    if (this.take('(')) {
      const condition = this.or()
      if (!this.take(')')) throw new ConditionError('a ( has no )')
      return condition
    }
    const token = this.tokens[this.at]
    if (token === undefined) throw new ConditionError('it ends where a selection is expected')
    if (this.tokens[this.at + 1]?.toLowerCase() === 'of' && /^(\d{1,4}|a(?:ny|ll))$/i.test(token)) return this.of(token)
    if (/^([()]|and|or|of)$/i.test(token)) throw new ConditionError(`“${token}” stands where a selection is expected`)
    this.at++
    const name = this.names.find(one => one === token)
    if (name === undefined) throw new ConditionError(`it names ${token}, which is no selection of the rule`)
    return {kind: 'name', name}
  }

  private of(quantity: string): Condition {
    const pattern = this.tokens[this.at + 2]
    if (pattern === undefined) throw new ConditionError(`“${quantity} of” names no selections`)
    this.at += 3
    const names = this.matching(pattern)
    // Rules are published with such a slip; without the selections meant, the quantity is never reached.
    if (names.length === 0) {
      this.remarks.push(`the condition names ${pattern}, and no selection of the rule is called so`)
      return {kind: 'of', least: 1, names}
    }
    const least = /^all$/i.test(quantity) ? names.length : /^any$/i.test(quantity) ? 1 : Number(quantity)
    if (least > names.length)
      throw new ConditionError(
        `“${quantity} of ${pattern}” asks for more selections than the ${names.length} there are`,
      )
    if (least === 0) throw new ConditionError(`“0 of ${pattern}” asks for nothing`)
    return {kind: 'of', least, names}
  }

  /** `them` leaves out what begins with `_`. */
  private matching(pattern: string): string[] {
    if (pattern.toLowerCase() === 'them') return this.names.filter(name => !name.startsWith('_'))
    return this.names.filter(wildcardTest(patternParts(pattern), true))
  }

  private take(word: string): boolean {
    if (this.tokens[this.at]?.toLowerCase() !== word) return false
    this.at++
    return true
  }
}

/** `count() by UserId > 10`, `count(UserId) by ClientIP >= 5`. */
function parseAggregation(text: string): {aggregation: Aggregation} | {mistake: string} | {unsupported: string} {
  const name = /^[a-z]+/i.exec(text)?.[0]?.toLowerCase() ?? ''
  if (/^(min|max|avg|sum|near)$/.test(name)) return {unsupported: `aggregation ${name}`}
  const [, field = '', by = '', operator = '', number = ''] =
    /^count\s*\(\s*([^\s()]*)\s*\)\s*(?:by\s+([^<>=]+?))?\s*(<=|>=|==|=|<|>)\s*(\d{1,9})$/i.exec(text) ?? []
  if (operator === '') return {mistake: `“${text}” is no aggregation such as count() by UserId > 10`}
  if (operator !== '>' && operator !== '>=')
    return {unsupported: `count with ${operator}; only > and >= can be told while records pass`}
  const least = Number(number) + (operator === '>' ? 1 : 0)
  return {
    aggregation: {
      ...(field === '' || field === '*' ? {} : {field}),
      by: by.split(/[\s,]+/).filter(Boolean),
      least: Math.max(1, least),
    },
  }
}
