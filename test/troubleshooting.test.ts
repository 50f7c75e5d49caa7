/** TROUBLESHOOTING.md and the source: every code that can be raised has its section, every section its code and words. */
import {readdirSync, readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {inputNames} from '../src/inputs/catalogue.ts'

const root = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const page = read('.github/TROUBLESHOOTING.md')

/** The simulator plays other people's codes; rules of detection raise none, and are full of techniques' numbers. */
const sources = readdirSync(new URL('src/', root), {recursive: true, encoding: 'utf8'})
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.ts') && !/^(simulator|detect)\//.test(path))
  .map(path => read(`src/${path}`))
const code = sources.map(withoutComments).join('\n')

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** Words in capitals that are no codes of ours. A literal that is in neither list fails the test, so that no code is missed. */
const foreign = [
  /^(ACTIONS|GITHUB)_(?!UNAVAILABLE)/,
  /_PROXY$/,
  /^(GET|POST|PATCH|DELETE|HEAD|PUT)$/,
  /^(JWT|PFX|PBMAC1|PS256|RS256|SHA256SUMS|UTC|HTML|URL|UPN|FINDINGS)$/,
  /^(OWNER|MEMBER|COLLABORATOR)$/,
  /^(SIGINT|SIGTERM)$/,
  // Node's and nodemailer's.
  /^(EACCES|EAUTH|ECONNECTION|ECONNREFUSED|EDNS|EDQUOT|EENVELOPE|EEXIST|EHOSTUNREACH|EMESSAGE|ENETUNREACH)$/,
  /^(ENOENT|ENOSPC|ENOTDIR|EPERM|EROFS|ESOCKET|ETIMEDOUT|ETLS)$/,
  // Parquet's.
  /^(PAR1|BYTE_ARRAY|UTF8|STRING|INT32|INT64|BOOLEAN|TIMESTAMP|MICROS|OPTIONAL|PLAIN)$/,
  /^M365_AUDIT_/,
  // What Entra's numbers about federated credentials begin with.
  /^LOGIN_AADSTS70$/,
]

/** Codes in the source: whole literals in capitals, and `[CODE]` inside a message. */
function raised(): Set<string> {
  const literals = [...code.matchAll(/(['`])([A-Z][A-Z0-9]{2,}(?:_[A-Z0-9]+)*)\1/g)].map(([, , word = '']) => word)
  const inside = [...code.matchAll(/\[([A-Z]{3,}(?:_[A-Z0-9]+)+)\]/g)].map(([, word = '']) => word)
  const fixed = [...literals, ...inside].filter(word => !foreign.some(pattern => pattern.test(word)))
  return new Set([...fixed, ...composed()])
}

/** Codes that are put together at run time; each way of doing so is counted below. */
function composed(): string[] {
  const entra = [...read('src/signin/advice.ts').matchAll(/^ {2}(\d+): \{/gm)].map(
    ([, number]) => `LOGIN_AADSTS${number}`,
  )
  const inputs = inputNames.map(name => `INPUT_${name.toUpperCase().replaceAll('-', '_')}`)
  return [...entra, ...inputs, 'GRAPH_QUERY_FAILED', 'GRAPH_QUERY_CANCELLED']
}

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

describe('TROUBLESHOOTING.md', () => {
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
