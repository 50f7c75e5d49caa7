/** docs/troubleshooting.md and the source: every code that can be raised has its section, every section its code and words. */
import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {code, raised} from './codes.ts'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const page = read('docs/troubleshooting.md')

interface Section {
  heading: string
  codes: string[]
  quotes: string[]
}

/** Sections by their headings: codes stand in the heading, or in the first column of a table. */
const sections: Section[] = page
  .split(/^### /m)
  .slice(1)
  .map(text => {
    const [heading = ''] = text.split('\n', 1)
    const body = text.split(/^## /m, 1)[0] ?? ''
    const rows = [...body.matchAll(/^\| (`[A-Z0-9_]+`) \|/gm)].map(([, cell = '']) => cell)
    const codes = [heading, ...rows].flatMap(words =>
      [...words.matchAll(/`([A-Z0-9_]+)`/g)].map(([, word = '']) => word),
    )
    const quotes = [...body.matchAll(/^> (.*)$/gm)].map(([, quote = '']) => quote)
    return {heading, codes, quotes}
  })
const told = sections.flatMap(section => section.codes)

describe('docs/troubleshooting.md', () => {
  test('has a section for every code that the source raises', () => {
    const known = new Set(told)
    expect([...raised()].filter(word => !known.has(word))).toEqual([])
  })

  test('has no section for a code that nothing raises, and none twice', () => {
    const codes = raised()
    expect(told.filter(word => !codes.has(word))).toEqual([])
    expect(told.filter((word, index) => told.indexOf(word) !== index)).toEqual([])
  })

  test('knows every way in which codes are put together', () => {
    const templates = [...code.matchAll(/`([A-Z][A-Z0-9]*_[A-Z0-9_]*)\$\{/g)].map(([, start = '']) => start)
    expect([...new Set(templates)].sort()).toEqual(['GRAPH_QUERY_', 'INPUT_', 'LOGIN_AADSTS'])
  })

  test('quotes what people see: each piece of a quoted message stands in the source', () => {
    const text = spoken(code)
    const unknown = sections.flatMap(({heading, quotes}) => {
      if (quotes.length === 0) return [`${heading}: quotes no message`]
      const pieces = quotes.flatMap(quote => quote.split('…').map(piece => piece.trim()))
      return pieces.filter(piece => /\w/.test(piece) && !text.includes(piece)).map(piece => `${heading}: “${piece}”`)
    })
    expect(unknown).toEqual([])
  })
})

/** The source with strings joined that are cut over lines, and quotes as they are when printed. */
function spoken(text: string): string {
  return text.replace(/['`"] \+\s*['`"]/g, '').replaceAll("\\'", "'")
}
