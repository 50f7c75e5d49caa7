/** What the bundle holds of others, as the bundler lists it: permissive licences only, each with its text. */
import {spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {expect, test} from 'vitest'
import {listedPackages} from '../scripts/bundle-licences.ts'
import {freshBundle} from './fresh-bundle.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

const list = readFileSync(new URL('licenses.txt', pathToFileURL(await freshBundle())), 'utf8')

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
}

interface Bundled {
  name: string
  licence: string
}

/** Of packages in whose inner folders the bundler found no licence, the lock file may know it. */
function bundled(): Bundled[] {
  const known = new Map(Object.entries(locked()).map(([path, {license = ''}]) => [nameAt(path), license]))
  return listedPackages(list).map(({name, licence}) => ({
    name,
    licence: licence || (known.get(name) ?? ''),
  }))
}

function locked(): Record<string, Locked> {
  return (JSON.parse(read('package-lock.json')) as {packages: Record<string, Locked>}).packages
}

function nameAt(path: string): string {
  return path.replace(/^.*node_modules\//, '')
}

/**
 * `buffers` 0.1.1 (by @actions/artifact → unzip-stream → binary) names no licence; its author's packages around it are MIT/X11.
 * Whoever adds to this list says so in docs/security.md too.
 */
const unnamed = ['buffers']

/** `(A OR B)` may be taken as either, `(A AND B)` has to be both; MIT/X11 is MIT's older name. */
function isPermissive(licence: string): boolean {
  const alternatives = licence.replace(/[()]/g, '').replace('MIT/X11', 'MIT').split(' OR ')
  return alternatives.some(one => one.split(' AND ').every(part => permissive.includes(part)))
}

test('the bundle holds packages under permissive licences only', () => {
  const packages = bundled()
  expect(packages.length).toBeGreaterThan(50)
  expect(packages.filter(({licence}) => !isPermissive(licence))).toEqual(unnamed.map(name => ({name, licence: ''})))
})

test('the list is of this bundle: the packages that we name ourselves are on it', () => {
  const names = new Set(bundled().map(({name}) => name))
  const {dependencies} = JSON.parse(read('package.json')) as {dependencies: Record<string, string>}
  expect(Object.keys(dependencies).filter(name => !names.has(name))).toEqual([])
})

/** The bundler’s few lines that give a module its `module` object. */
const runtimeOf = ['@vercel/ncc']

test('the SBOM lists what is bundled: the dependencies, and what they bring along', () => {
  const script = fileURLToPath(new URL('../scripts/sbom.ts', import.meta.url))
  const {stdout, stderr} = spawnSync(process.execPath, [script], {encoding: 'utf8'})
  expect(stderr).toBe('')
  const {packages} = JSON.parse(stdout) as {packages: {name: string}[]}
  const listed = new Set(packages.map(({name}) => name))
  expect(bundled().flatMap(({name}) => (listed.has(name) ? [] : [name]))).toEqual(runtimeOf)

  const {dependencies} = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
  expect(locked()['']?.dependencies).toEqual(dependencies)
  expect(Object.keys(dependencies ?? {}).filter(name => !listed.has(name))).toEqual([])
})

test('the pull request’s check allows the same licences', () => {
  const workflow = read('.github/workflows/dependency-review.yml')
  const allowed = /allow-licenses: (.*)/.exec(workflow)?.[1]?.split(', ')
  expect(allowed?.sort()).toEqual([...permissive].sort())
})
