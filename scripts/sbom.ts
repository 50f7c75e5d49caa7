/**
 * Writes the SPDX list of what is bundled to standard output: `dependencies` and what they bring along.
 *
 * `npm sbom --omit dev` also leaves out each package that a development dependency asks for too (npm 11.19: its selector
 * `.dev` takes any such edge), so npm is given a project that has none.
 */
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

interface Project {
  devDependencies?: unknown
  optionalDependencies?: unknown
}

interface Locked extends Project {
  dev?: boolean
  optional?: boolean
  devOptional?: boolean
}

const root = fileURLToPath(new URL('../', import.meta.url))
const npm = process.env.npm_execpath
if (!npm) throw new Error('Run this by `npm run sbom`.')

const folder = mkdtempSync(join(tmpdir(), 'sbom-'))
try {
  const lock = read('package-lock.json') as {packages: Record<string, Locked>}
  const shipped = Object.entries(lock.packages).filter(([, one]) => !one.dev && !one.optional && !one.devOptional)
  const packages = Object.fromEntries(shipped.map(([path, one]) => [path, path === '' ? alone(one) : one]))
  write('package.json', alone(read('package.json') as Project))
  write('package-lock.json', {...lock, packages})
  const words = [npm, 'sbom', '--sbom-format', 'spdx', '--package-lock-only']
  const {status} = spawnSync(process.execPath, words, {cwd: folder, stdio: 'inherit'})
  process.exitCode = status ?? 1
} finally {
  rmSync(folder, {recursive: true, force: true})
}

function alone<T extends Project>({devDependencies: _, optionalDependencies: __, ...project}: T) {
  return project
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), 'utf8'))
}

function write(file: string, content: unknown): void {
  writeFileSync(join(folder, file), JSON.stringify(content))
}
