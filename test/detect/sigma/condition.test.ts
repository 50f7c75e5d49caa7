/** Conditions against a reference that evaluates the expression they were written from. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {evaluate, type ParsedCondition, parseCondition} from '../../../src/detect/sigma/condition.ts'

const names = [
  'selection',
  'selection_a',
  'selection_b',
  'filter_main_x',
  'filter_y',
  '_hidden',
  'keywords',
  'notes',
  'order',
]

type Expression =
  | {is: 'name'; name: string}
  | {is: 'not'; of: Expression}
  | {is: 'and' | 'or'; of: Expression[]}
  | {is: 'quantity'; quantity: string; pattern: string}

const patterns: Record<string, (name: string) => boolean> = {
  them: name => !name.startsWith('_'),
  'selection*': name => name.startsWith('selection'),
  'selection_*': name => name.startsWith('selection_'),
  'filter_*': name => name.startsWith('filter_'),
  '*_a': name => name.endsWith('_a'),
  '*': () => true,
}

const expression = fc.letrec<{any: Expression}>(tie => ({
  any: fc.oneof(
    {maxDepth: 5},
    fc.constantFrom(...names).map((name): Expression => ({is: 'name', name})),
    fc
      .tuple(fc.constantFrom('1', '2', 'all', 'any'), fc.constantFrom(...Object.keys(patterns)))
      .filter(([quantity, pattern]) => quantity !== '2' || names.filter(patterns[pattern] as () => boolean).length > 1)
      .map(([quantity, pattern]): Expression => ({is: 'quantity', quantity, pattern})),
    tie('any').map((of): Expression => ({is: 'not', of})),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('any'), {minLength: 2, maxLength: 3}))
      .map(([is, of]): Expression => ({is, of})),
  ),
})).any

/** `not` binds closest, then `and`, then `or`; brackets only where they are needed, and now and then where not. */
function written(one: Expression, style: () => boolean): string {
  const rank = {or: 0, and: 1, not: 2, name: 3, quantity: 3}
  const inside = (inner: Expression, least: number) => {
    const text = written(inner, style)
    return rank[inner.is] < least || style() ? `( ${text})` : text
  }
  const word = (text: string) => (style() ? text.toUpperCase() : text)
  switch (one.is) {
    case 'name':
      return one.name
    case 'quantity':
      return `${one.quantity} ${word('of')} ${one.pattern}`
    case 'not':
      return `${word('not')} ${inside(one.of, 2)}`
    default:
      return one.of.map(inner => inside(inner, rank[one.is] + 1)).join(`  ${word(one.is)} `)
  }
}

function truth(one: Expression, holds: (name: string) => boolean): boolean {
  switch (one.is) {
    case 'name':
      return holds(one.name)
    case 'not':
      return !truth(one.of, holds)
    case 'and':
      return one.of.every(inner => truth(inner, holds))
    case 'or':
      return one.of.some(inner => truth(inner, holds))
    case 'quantity': {
      const meant = names.filter(patterns[one.pattern] as (name: string) => boolean)
      const holding = meant.filter(holds).length
      if (one.quantity === 'all') return holding === meant.length
      return holding >= (one.quantity === 'any' ? 1 : Number(one.quantity))
    }
  }
}

const conditionOf = (parsed: ParsedCondition) => {
  if (!('condition' in parsed)) throw new Error(JSON.stringify(parsed))
  return parsed.condition
}

describe('a condition', () => {
  test('means what the reference says', () => {
    const world = fc.uniqueArray(fc.constantFrom(...names))
    const styles = fc.array(fc.boolean(), {minLength: 1, maxLength: 20})
    fc.assert(
      fc.property(expression, world, styles, (one, holding, style) => {
        let at = 0
        const text = written(one, () => (style[at++ % style.length] ?? false) && at % 3 === 0)
        const holds = (name: string) => holding.includes(name)
        expect(evaluate(conditionOf(parseCondition(text, names)), holds), text).toBe(truth(one, holds))
      }),
      {numRuns: 2_000},
    )
  })

  test.each([
    ['selection and', 'it ends where a selection is expected'],
    ['(selection', 'a ( has no )'],
    ['selection)', '“)” is not expected there'],
    ['selection selection_a', '“selection_a” is not expected there'],
    ['selection and nothing', 'it names nothing, which is no selection of the rule'],
    ['5 of filter_*', '“5 of filter_*” asks for more selections than the 2 there are'],
    ['selection & filter_y', '“&” is no part of a condition'],
    ['', 'it ends where a selection is expected'],
    ['selection | median() > 3', '“median() > 3” is no aggregation such as count() by UserId > 10'],
  ])('%j is a mistake: %s', (text, mistake) => {
    expect(parseCondition(text, names)).toEqual({mistake})
  })

  test('that names selections which are not there is false there, and says so', () => {
    const parsed = parseCondition('selection and not 1 of other_*', names)
    expect(parsed).toMatchObject({remarks: ['the condition names other_*, and no selection of the rule is called so']})
    expect(evaluate(conditionOf(parsed), name => name === 'selection')).toBe(true)
    expect(evaluate(conditionOf(parseCondition('all of other_*', names)), () => true)).toBe(false)
  })

  test.each([
    ['selection | count() > 10', {by: [], least: 11}],
    ['selection | count() by UserId >= 10', {by: ['UserId'], least: 10}],
    ['selection|count(UserId) by ClientIP, UserAgent > 3', {field: 'UserId', by: ['ClientIP', 'UserAgent'], least: 4}],
  ])('%s counts', (text, aggregation) => {
    expect(parseCondition(text, names)).toMatchObject({aggregation})
  })

  test.each(['selection | count() < 3', 'selection | sum(Size) by UserId > 5', 'selection | near filter_y'])(
    '%s is left out',
    text => {
      expect(parseCondition(text, names)).toHaveProperty('unsupported')
    },
  )
})
