/** What the bundle holds of others, as the bundler lists it: permissive licences only, each with its text. */
import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

/** As `allow-licenses` in dependency-review.yml. */
const permissive = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
]

interface Locked {
  license?: string
  dependencies?: Record<string, string>
  /** npm's marks of what only development needs, or only development and an optional package. */
  dev?: boolean
  devOptional?: boolean
}

interface Bundled {
  name: string
  licence: string
}

/**
 * Names and licences stand on two lines after an empty one; what is a name, the lock file knows, and also the licence of packages
 * in whose inner folders the bundler found none.
 */
function bundled(list: string): Bundled[] {
  const lock = JSON.parse(read('package-lock.json')) as {packages: Record<string, Locked>}
  const known = new Map(
    Object.entries(lock.packages).map(([path, {license = ''}]) => [path.replace(/^.*node_modules\//, ''), license]),
  )
  known.delete('')
  const lines = ['', ...list.split('\n')]
  return lines.flatMap((name, at) =>
    lines[at - 1] === '' && known.has(name) ? [{name, licence: lines[at + 1] || (known.get(name) ?? '')}] : [],
  )
}

/**
 * `buffers` 0.1.1 (by @actions/artifact → unzip-stream → binary) names no licence; its author's packages around it are MIT/X11.
 * Whoever adds to this list says so in SECURITY.md too.
 */
const unnamed = ['buffers']

/** `(A OR B)` may be taken as either, `(A AND B)` has to be both; MIT/X11 is MIT's older name. */
function isPermissive(licence: string): boolean {
  const alternatives = licence.replace(/[()]/g, '').replace('MIT/X11', 'MIT').split(' OR ')
  return alternatives.some(one => one.split(' AND ').every(part => permissive.includes(part)))
}

test('the bundle holds packages under permissive licences only', () => {
  const packages = bundled(read('dist/licenses.txt'))
  expect(packages.length).toBeGreaterThan(50)
  expect(packages.filter(({licence}) => !isPermissive(licence))).toEqual(unnamed.map(name => ({name, licence: ''})))
})

test('the list is of this bundle: the packages that we name ourselves are on it', () => {
  const names = new Set(bundled(read('dist/licenses.txt')).map(({name}) => name))
  const {dependencies} = JSON.parse(read('package.json')) as {dependencies: Record<string, string>}
  expect(Object.keys(dependencies).filter(name => !names.has(name))).toEqual([])
})

/** The bundler's few lines that give a module its `module` object. */
const runtimeOf = ['@vercel/ncc']

test('what is bundled comes with a dependency, so that `npm sbom --omit dev` lists it', () => {
  const {packages: lock} = JSON.parse(read('package-lock.json')) as {packages: Record<string, Locked>}
  const {dependencies} = JSON.parse(read('package.json')) as Locked
  expect(lock['']?.dependencies).toEqual(dependencies)
  const shipped = Object.entries(lock).filter(([, {dev, devOptional}]) => !dev && !devOptional)
  const names = new Set(shipped.map(([path]) => path.replace(/^.*node_modules\//, '')))
  const strays = bundled(read('dist/licenses.txt')).filter(({name}) => !names.has(name))
  expect(strays.map(({name}) => name)).toEqual(runtimeOf)
})

test('the pull request’s check allows the same licences', () => {
  const workflow = read('.github/workflows/dependency-review.yml')
  const allowed = /allow-licenses: (.*)/.exec(workflow)?.[1]?.split(', ')
  expect(allowed?.sort()).toEqual([...permissive].sort())
})
