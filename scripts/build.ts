/** src → lib → dist: the bundle that runners start, rebuilt from nothing so that no old chunk stays behind. */
import {spawnSync} from 'node:child_process'
import {readdirSync, readFileSync, rmSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
// ncc names modules by their path from here; a build from elsewhere would differ in every id.
process.chdir(root)

for (const folder of ['lib', 'dist']) rmSync(folder, {recursive: true, force: true})
run('typescript/bin/tsc')
run('@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/main.js', '-o', 'dist', '--license', 'licenses.txt')

const unresolved = unresolvedImports()
if (unresolved.length > 0) {
  console.error(`The bundle would fail at run time, for these are not in it: ${unresolved.join(', ')}`)
  process.exitCode = 1
}

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
  const names = readdirSync('dist', {recursive: true, encoding: 'utf8'})
    .filter(file => file.endsWith('.js'))
    .flatMap(file => [...readFileSync(`dist/${file}`, 'utf8').matchAll(/eval\("require"\)\(["'`]?([^"'`)]*)/g)])
    .map(match => match[1] ?? '')
  return [...new Set(names)].filter(name => name !== 'supports-color')
}
