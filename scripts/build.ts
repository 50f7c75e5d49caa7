/**
 * src → lib → dist: the bundle that runners start, minified, rebuilt from nothing so that no old chunk stays behind. A copy is
 * kept for the tests that start it. With `--for-tests`, nothing is built where that copy is there already, and `dist` stays as it is.
 */
import {spawnSync} from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {bundleFolder, bundles} from './bundle-folder.ts'
import {bundledPackages, licencesFile, notices} from './bundle-licences.ts'
import {minify} from './minify.ts'
import {builtVerifyPage, renewVerifyPage} from './verify-page.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
// ncc names modules by their path from here; a build from elsewhere would differ in every id.
process.chdir(root)

const forTests = process.argv.includes('--for-tests')
if (!forTests) renewVerifyPage(await builtVerifyPage())
const kept = bundleFolder(root)
const folder = join(bundles, 'unfinished')
const lock = join(bundles, 'lock')

takeLock()
process.on('exit', () => rmSync(lock, {force: true}))
if (!(forTests && existsSync(kept))) build()
if (!forTests) {
  rmSync('dist', {recursive: true, force: true})
  cpSync(kept, 'dist', {recursive: true})
}

function build(): void {
  for (const old of ['lib', folder, kept, ...unused()]) rmSync(old, {recursive: true, force: true})
  run('typescript/bin/tsc')
  run('@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/main.js', '-o', folder, '--license', 'licenses.txt')

  const chunks = readdirSync(folder)
    .filter(file => file.endsWith('.js'))
    .map(file => ({file, code: readFileSync(join(folder, file), 'utf8')}))
  const unresolved = unresolvedImports(chunks)
  if (unresolved.length > 0)
    fail(`The bundle would fail at run time, for these are not in it: ${unresolved.join(', ')}`)

  writeLicences(chunks)
  for (const {file, code} of chunks) writeFileSync(join(folder, file), minify(file, code))

  if (bundleFolder(root) !== kept) fail('The sources were changed while they were built. Build again.')
  renameSync(folder, kept)
}

interface Chunk {
  file: string
  code: string
}

function run(program: string, ...words: string[]): void {
  const {status} = spawnSync(process.execPath, [`node_modules/${program}`, ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) process.exit(1)
}

function fail(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

/** One build at a time, for they share `lib`; of a build that died, the lock counts for nothing. */
function takeLock(): void {
  mkdirSync(bundles, {recursive: true})
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), {flag: 'wx'})
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (isAlive(lockOwner())) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    else rmSync(lock, {force: true})
  }
}

function lockOwner(): number {
  try {
    return Number(readFileSync(lock, 'utf8')) || process.pid
  } catch {
    return process.pid
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Copies of sources of an hour ago and more, which no running test starts any more. */
function unused(): string[] {
  return readdirSync(bundles)
    .map(name => join(bundles, name))
    .filter(path => path !== lock && statSync(path).mtimeMs < Date.now() - 3_600_000)
}

/**
 * ncc leaves what it can't find as `eval("require")("name")` and succeeds. `supports-color` is debug's, optional and
 * guarded there.
 */
function unresolvedImports(chunks: readonly Chunk[]): string[] {
  const names = chunks
    .flatMap(({code}) => [...code.matchAll(/eval\("require"\)\(["'`]?([^"'`)]*)/g)])
    .map(match => match[1] ?? '')
  return [...new Set(names)].filter(name => name !== 'supports-color')
}

function writeLicences(chunks: readonly Chunk[]): void {
  const path = join(folder, 'licenses.txt')
  const lockFile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {packages: Record<string, unknown>}
  const names = new Set(Object.keys(lockFile.packages).map(place => place.replace(/^.*node_modules\//, '')))
  names.delete('')
  const packages = bundledPackages(readFileSync(path, 'utf8'), name => names.has(name))
  const found = chunks.flatMap(({file, code}) => notices(file, code))
  writeFileSync(path, licencesFile(packages, found))
}
