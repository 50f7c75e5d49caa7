/** Reads the imports of `src` and holds the house's rules: which room may know which. */
import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from 'vitest'

const source = fileURLToPath(new URL('../src', import.meta.url))

/**
 * What a room may import of the others, from the table for visitors; `wire/failure.ts` alone is the word every room may use for
 * what went wrong.
 */
const rooms = roomsOf(readFileSync(join(source, 'README.md'), 'utf8'))

function roomsOf(page: string): Record<string, readonly string[]> {
  const table = page.split('<!-- rooms -->')[1]?.split('<!-- /rooms -->')[0] ?? ''
  const rows = [...table.matchAll(/^\| `(\w+)\/` \| .* \| (.*) \|$/gm)]
  return Object.fromEntries(rows.map(([, room = '', cell = '']) => [room, cell.match(/[\w/.]+/g) ?? []]))
}

/** Rooms that think: what they know comes by parameters, what they say they return. */
const pure = ['audit', 'detect', 'report', 'privacy']
const effects = [
  /\bawait\b/,
  /\bDate\.now\b/,
  /\bnew Date\(\)/,
  /\bMath\.random\b/,
  /\bprocess\./,
  /\bfetch\(/,
  /['"]node:/,
  /\bsetTimeout\(/,
]

/** Packages that one room alone may know. */
const tenants: [pattern: RegExp, room: string][] = [
  [/^@actions\//, 'host'],
  [/^@azure\/msal-node$/, 'signin'],
  [/^node-forge$/, 'signin'],
  [/^undici$/, 'wire'],
  [/^tweetnacl-sealedbox-js$/, 'setup'],
  [/^(tweetnacl|blakejs)$/, 'simulator'],
  [/^age-encryption$/, 'collect'],
  [/^hyparquet(-writer)?$/, 'collect'],
  [/^(hono|@hono\/.*|jose)$/, 'simulator'],
  [/^hono\/(html|utils\/html)$/, 'report'],
  [/^echarts\//, 'report'],
]

/** The doors: who may bring the simulator in, and only when it is asked for. */
const doors = ['main.ts']

interface Import {
  /** Relative to `src` for files of the house, else the package's or module's name. */
  target: string
  lazy: boolean
}

interface SourceFile {
  path: string
  room: string
  code: string
  imports: Import[]
}

const files: SourceFile[] = readdirSync(source, {recursive: true, encoding: 'utf8'})
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.ts'))
  .map(path => sourceFile(path, readFileSync(join(source, path), 'utf8')))

function sourceFile(path: string, text: string): SourceFile {
  const code = withoutComments(text)
  const imports = [...code.matchAll(/(?:\bfrom\s*|\bimport\s*(\()?\s*)'([^']+)'/g)].map(([, call, name = '']) => ({
    target: name.startsWith('.') ? relative(source, join(source, dirname(path), name)).replaceAll('\\', '/') : name,
    lazy: call !== undefined,
  }))
  return {path, room: roomOf(path), code, imports}
}

/** Crude, and enough: no string of ours holds a comment's beginning after a space. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** The room's name, or '' for the attic and the roof, which know all rooms; the steps of a month and the doctor's looks are the attic's. */
function roomOf(path: string): string {
  const [folder = ''] = path.includes('/') ? path.split('/') : []
  return ['month', 'doctor'].includes(folder) ? '' : folder
}

const isOurs = (target: string) => target.endsWith('.ts')

/** Every breach as a line, so that a failure reads as a list of what to mend. */
function breaches(find: (file: SourceFile) => string[]): string[] {
  return files.flatMap(file => find(file).map(breach => `${file.path}: ${breach}`))
}

function mayImport(room: string, target: string): boolean {
  if (room === '' || roomOf(target) === room) return true
  return (rooms[room] ?? []).some(allowed => target === allowed || roomOf(target) === allowed)
}

describe('the house', () => {
  test('has the rooms of its plan, and no other', () => {
    expect(files.length).toBeGreaterThan(10)
    const found = new Set(files.map(file => file.room).filter(room => room !== ''))
    expect(found).toEqual(new Set(Object.keys(rooms)))
  })

  test('keeps its arrows: rooms import only those below them', () => {
    const wrong = breaches(({room, imports}) =>
      imports
        .map(({target}) => target)
        .filter(isOurs)
        .filter(target => !mayImport(room, target)),
    )
    expect(wrong).toEqual([])
  })

  test('lets the simulator in by its doors alone, and only when asked for', () => {
    const wrong = breaches(({path, room, imports}) =>
      imports
        .filter(({target}) => room !== 'simulator' && roomOf(target) === 'simulator')
        .filter(({lazy}) => !lazy || !doors.includes(path))
        .map(({target}) => target),
    )
    expect(wrong).toEqual([])
  })

  test('knows each outside library in one room', () => {
    const wrong = breaches(({room, imports}) =>
      imports
        .map(({target}) => target)
        .filter(target => tenants.some(([pattern, owner]) => pattern.test(target) && owner !== room)),
    )
    expect(wrong).toEqual([])
  })

  test('thinks without touching the world', () => {
    const wrong = breaches(({room, code}) =>
      pure.includes(room) ? effects.filter(effect => effect.test(code)).map(effect => String(effect)) : [],
    )
    expect(wrong).toEqual([])
  })

  test('has no cycles', () => {
    expect(cycles()).toEqual([])
  })

  test('throws nothing without code and remedy', () => {
    const wrong = breaches(({room, code}) => (room === 'simulator' ? [] : (code.match(/\bthrow new Error\(.*/g) ?? [])))
    expect(wrong).toEqual([])
  })

  test('has no any', () => {
    expect(breaches(({code}) => code.match(/(:|\bas|<|\|)\s*any\b(?!\s*[a-z])/g) ?? [])).toEqual([])
  })

  test('uses nothing that Node 20 lacks', () => {
    const newer =
      /\bPromise\.(withResolvers|try)\b|\b(Object|Map)\.groupBy\b|\bArray\.fromAsync\b|\bIterator\.from\b|\bRegExp\.escape\b/g
    expect(breaches(({code}) => code.match(newer) ?? [])).toEqual([])
  })
})

/** Files that reach themselves by imports that load at once; types count, for they are the arrows too. */
function cycles(): string[] {
  const graph = new Map(files.map(file => [file.path, file.imports.filter(one => !one.lazy && isOurs(one.target))]))
  const found = new Set<string>()
  const visit = (path: string, trail: string[]) => {
    const at = trail.indexOf(path)
    if (at >= 0) {
      const loop = trail.slice(at)
      const first = loop.indexOf([...loop].sort()[0] ?? '')
      found.add([...loop.slice(first), ...loop.slice(0, first)].join(' → '))
      return
    }
    for (const {target} of graph.get(path) ?? []) visit(target, [...trail, path])
  }
  for (const path of graph.keys()) visit(path, [])
  return [...found]
}
