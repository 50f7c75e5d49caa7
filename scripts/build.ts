/** src → lib → dist: the bundle that runners start, minified, rebuilt from nothing so that no old chunk stays behind. */
import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {bundledPackages, licencesFile, notices} from './bundle-licences.ts'
import {minify} from './minify.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
// ncc names modules by their path from here; a build from elsewhere would differ in every id.
process.chdir(root)

for (const folder of ['lib', 'dist']) rmSync(folder, {recursive: true, force: true})
run('typescript/bin/tsc')
run('@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/main.js', '-o', 'dist', '--license', 'licenses.txt')

const chunks = readdirSync('dist')
  .filter(file => file.endsWith('.js'))
  .map(file => ({file, path: `dist/${file}`, code: readFileSync(`dist/${file}`, 'utf8')}))

const unresolved = unresolvedImports()
if (unresolved.length > 0) {
  console.error(`The bundle would fail at run time, for these are not in it: ${unresolved.join(', ')}`)
  process.exit(1)
}

writeLicences()
for (const {file, path, code} of chunks) writeFileSync(path, minify(file, code))

function run(program: string, ...words: string[]): void {
  const {status} = spawnSync(process.execPath, [`node_modules/${program}`, ...words], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) process.exit(1)
}

/**
 * ncc leaves what it can't find as `eval("require")("name")` and succeeds. `supports-color` is debug's, optional and
 * guarded there.
 */
function unresolvedImports(): string[] {
  const names = chunks
    .flatMap(({code}) => [...code.matchAll(/eval\("require"\)\(["'`]?([^"'`)]*)/g)])
    .map(match => match[1] ?? '')
  return [...new Set(names)].filter(name => name !== 'supports-color')
}

function writeLicences(): void {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {packages: Record<string, unknown>}
  const names = new Set(Object.keys(lock.packages).map(path => path.replace(/^.*node_modules\//, '')))
  names.delete('')
  const packages = bundledPackages(readFileSync('dist/licenses.txt', 'utf8'), name => names.has(name))
  const found = chunks.flatMap(({file, code}) => notices(file, code))
  writeFileSync('dist/licenses.txt', licencesFile(packages, found))
}
