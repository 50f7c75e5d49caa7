/** The words users read are those of the trade: no phrase of the list below stands in any text of the product. */
import {describe, expect, test} from 'vitest'
import {hitsIn} from './banned-phrases.ts'
import {pageTexts, sourceTexts, stringsIn} from './user-texts.ts'

describe('no banned phrase stands in', () => {
  test('strings of the source', () => {
    const texts = sourceTexts()
    expect(texts.length).toBeGreaterThan(2_000)
    expect(hitsIn(texts)).toEqual([])
  })

  test('action.yml, the pages and the golden log', () => {
    const texts = pageTexts()
    expect(new Set(texts.map(({file}) => file))).toContain('action.yml')
    expect(hitsIn(texts)).toEqual([])
  })
})

test('the search for phrases finds them in added strings, templates and over the lines of a page, and spares plain senses', () => {
  const text = (source: string) => hitsIn(stringsIn(source).map(each => ({file: 'x', text: each}))).length
  expect(text("const a = 'The part that ' + 'nobody reads.'")).toBe(1)
  expect(text('say(`${name} is read by nobody.`)')).toBe(1)
  expect(text('html`<p>The ${verb} of a stranger</p>`')).toBe(1)
  expect(text("import {x} from './the watch.ts'; type T = 'a stranger'")).toBe(0)
  for (const plain of [
    'Add it under `watched:`.',
    'The watchdog runs daily.',
    'In its place, one line each.',
    'None of 3 is wrong.',
  ])
    expect(hitsIn([{file: 'x', text: plain}])).toEqual([])
})
