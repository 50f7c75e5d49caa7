/** Holds the source to the architecture page: which folder may import which, which are pure, and where things are. */
import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from 'vitest'

const source = fileURLToPath(new URL('../src', import.meta.url))

const page = readFileSync(join(source, 'README.md'), 'utf8')

interface Allowed {
  /** Whether the cell lists what is allowed, or what is not. */
  kind: 'only' | 'all-but'
  names: readonly string[]
}

/** What a folder may import of the others, from the table of the architecture page. */
const folders: Record<string, Allowed> = Object.fromEntries(
  [...between('folders').matchAll(/^\| `(\w+)\/` \| .* \| (.*) \|$/gm)].map(([, folder = '', cell = '']) => {
    const names = [...cell.matchAll(/`([\w/.-]+)`/g)].map(([, name = '']) => name)
    return [folder, {kind: cell.startsWith('all but') ? 'all-but' : 'only', names}]
  }),
)

function between(name: string): string {
  return page.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0] ?? ''
}

/** Folders without effects: what they know comes by parameters, what they say they return. */
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

/** Packages that one folder alone may import. */
const packageOwners: [pattern: RegExp, folder: string][] = [
  [/^@actions\//, 'host'],
  [/^@azure\/msal-node$/, 'signin'],
  [/^@azure\/storage-blob$/, 'archive'],
  [/^node-forge$/, 'signin'],
  [/^undici$/, 'wire'],
  [/^tweetnacl-sealedbox-js$/, 'setup'],
  [/^(tweetnacl|blakejs)$/, 'simulator'],
  [/^age-encryption$/, 'files'],
  [/^hyparquet(-writer)?$/, 'files'],
  [/^(hono|@hono\/.*|jose)$/, 'simulator'],
  [/^hono\/(html|utils\/html)$/, 'report'],
  [/^echarts\//, 'report'],
]

/** The only code that may reach the disk by itself. Setup runs in a terminal and keeps keys; the simulator stands apart. */
const diskOwners = ['host/disk.ts', 'setup/files.ts', 'simulator/artifacts.ts', 'simulator/command.ts']

/** Files directly in `src` that steps may import. */
const filesOfSteps = ['github.ts', 'version.ts', 'when-to-run.ts']

/** Files that may load the simulator, on demand only. */
const simulatorLoaders = ['main.ts']

interface Import {
  /** Relative to `src` for our files, else the package's or module's name. */
  target: string
  lazy: boolean
}

interface SourceFile {
  path: string
  folder: string
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
  return {path, folder: folderOf(path), code, imports}
}

/** Crude, and enough: no string of ours holds the beginning of a comment after a space. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** The folder's name, or '' for files directly in `src`, which may import every folder. */
function folderOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : ''
}

const isOurs = (target: string) => target.endsWith('.ts')

/** Every violation as a line. */
function violations(find: (file: SourceFile) => string[]): string[] {
  return files.flatMap(file => find(file).map(breach => `${file.path}: ${breach}`))
}

function mayImport(folder: string, target: string): boolean {
  if (folder === '' || folderOf(target) === folder) return true
  const {kind, names} = folders[folder] ?? {kind: 'only', names: []}
  const named = names.some(name => target === name || folderOf(target) === name)
  if (kind === 'only') return named
  return !named && (folderOf(target) !== '' || filesOfSteps.includes(target))
}

describe('the architecture', () => {
  test('has the folders of the page, and no other', () => {
    expect(files.length).toBeGreaterThan(10)
    const found = new Set(files.map(file => file.folder).filter(folder => folder !== ''))
    expect(found).toEqual(new Set(Object.keys(folders)))
  })

  test('imports only what the page allows', () => {
    const wrong = violations(({folder, imports}) =>
      imports
        .map(({target}) => target)
        .filter(isOurs)
        .filter(target => !mayImport(folder, target)),
    )
    expect(wrong).toEqual([])
  })

  test('fetches artifacts, and judges whose a folder is, in restore/ alone', () => {
    const asking = /\b(artifactsNamed|artifactsSince|artifactZip|whyNotOwn)\b|\bownership\(/
    const places = new Set(['restore', 'simulator'])
    const defining = ['github.ts', 'host/disk.ts', 'wire/disk.ts']
    const wrong = files.filter(
      ({path, folder, code}) => asking.test(code) && !places.has(folder) && !defining.includes(path),
    )
    expect(wrong.map(({path}) => path)).toEqual([])
    expect(files.some(({folder, code}) => folder === 'restore' && asking.test(code))).toBe(true)
  })

  test('loads the simulator in main.ts alone, on demand', () => {
    const wrong = violations(({path, folder, imports}) =>
      imports
        .filter(({target}) => folder !== 'simulator' && folderOf(target) === 'simulator')
        .filter(({lazy}) => !lazy || !simulatorLoaders.includes(path))
        .map(({target}) => target),
    )
    expect(wrong).toEqual([])
  })

  test('imports each outside library in one folder', () => {
    const wrong = violations(({folder, imports}) =>
      imports
        .map(({target}) => target)
        .filter(target => packageOwners.some(([pattern, owner]) => pattern.test(target) && owner !== folder)),
    )
    expect(wrong).toEqual([])
  })

  test('reaches the disk in one file: all else gets it by `World`', () => {
    const wrong = violations(({path, imports}) =>
      imports.map(({target}) => target).filter(target => /^(node:)?fs\b/.test(target) && !diskOwners.includes(path)),
    )
    expect(wrong).toEqual([])
    expect(diskOwners.filter(path => !files.some(file => file.path === path))).toEqual([])
  })

  test('needs no test that replaces a module', () => {
    const tests = fileURLToPath(new URL('.', import.meta.url))
    const replaces =
      /\bsyncBuiltinESMExports\(|\bvi\.(mock|doMock|hoisted|importMock)\(|\bspyOn\((fs|fsp|fs\.promises)\b/
    const found = readdirSync(tests, {recursive: true, encoding: 'utf8'})
      .filter(path => /\.(ts|mjs)$/.test(path))
      .filter(path => replaces.test(readFileSync(join(tests, path), 'utf8')))
    expect(found).toEqual([])
  })

  test('keeps pure folders free of effects', () => {
    const wrong = violations(({folder, code}) =>
      pure.includes(folder) ? effects.filter(effect => effect.test(code)).map(effect => String(effect)) : [],
    )
    expect(wrong).toEqual([])
  })

  test('exports no name from two files', () => {
    const owners = new Map<string, string[]>()
    for (const {path, code} of files)
      for (const [, name = ''] of code.matchAll(
        /^export (?:async )?(?:function\*?|const|class|interface|type) +(\w+)/gm,
      ))
        if (!owners.get(name)?.includes(path)) owners.set(name, [...(owners.get(name) ?? []), path])
    const twice = [...owners].filter(([, paths]) => paths.length > 1)
    expect(twice.map(([name, paths]) => `${name}: ${paths.join(', ')}`)).toEqual([])
  })

  test('hands the whole settings of a month to few functions: others name the fields that they read', () => {
    const whole = violations(
      ({code}) => code.match(/[\w}]: (?:MonthRun|(?:Month|Export|Doctor|Plan|Merge|Demo)Settings)\b(?!\[)/g) ?? [],
    )
    expect(whole.length).toBeGreaterThan(0)
    expect(whole.length, whole.join('\n')).toBeLessThanOrEqual(12)
  })

  test('answers where things are', () => {
    const answers = [...between('where').matchAll(/^\| .* \| `([^`]+)` \|$/gm)].map(([, path = '']) => path)
    expect(answers).toHaveLength(6)
    expect(answers.filter(path => !files.some(file => file.path === path))).toEqual([])
  })

  test('names existing files in comments and on the page', () => {
    const known = new Set(files.map(file => file.path))
    const missing = [...page.matchAll(/`([a-z-]+(?:\/[a-z-]+)*\.ts)`/g)]
      .map(([, path = '']) => path)
      .filter(path => !known.has(path))
    expect(missing).toEqual([])
  })

  test('has no cycles', () => {
    expect(cycles()).toEqual([])
  })

  test('throws nothing without code and remedy', () => {
    const wrong = violations(({folder, code}) =>
      folder === 'simulator' ? [] : (code.match(/\bthrow new Error\(.*/g) ?? []),
    )
    expect(wrong).toEqual([])
  })

  test('has no any', () => {
    expect(violations(({code}) => code.match(/(:|\bas|<|\|)\s*any\b(?!\s*[a-z])/g) ?? [])).toEqual([])
  })

  test('uses nothing that Node 20 lacks', () => {
    const newer =
      /\bPromise\.(withResolvers|try)\b|\b(Object|Map)\.groupBy\b|\bArray\.fromAsync\b|\bIterator\.from\b|\bRegExp\.escape\b/g
    expect(violations(({code}) => code.match(newer) ?? [])).toEqual([])
  })
})

/** Files that reach themselves by imports that load at once; types count too. */
function cycles(): string[] {
  const graph = new Map(files.map(file => [file.path, file.imports.filter(one => !one.lazy && isOurs(one.target))]))
  const found = new Set<string>()
  // From these no new cycle is reached: each file is followed once, or the paths through the graph are too many.
  const followed = new Set<string>()
  const visit = (path: string, trail: string[]) => {
    const at = trail.indexOf(path)
    if (at >= 0) {
      const loop = trail.slice(at)
      const first = loop.indexOf([...loop].sort()[0] ?? '')
      found.add([...loop.slice(first), ...loop.slice(0, first)].join(' → '))
      return
    }
    if (followed.has(path)) return
    for (const {target} of graph.get(path) ?? []) visit(target, [...trail, path])
    followed.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  return [...found]
}
