/**
 * Packs the bundle as a package that `npx` starts from its file: `m365-audit-export-VERSION.tgz`. The repository's own
 * package.json names what the sources import; the bundle has all of it inside, so that this package depends on nothing.
 *
 * node scripts/package.ts [FOLDER OF THE BUNDLE] [WHERE TO]
 */
import {spawnSync} from 'node:child_process'
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const npm = process.env.npm_execpath
if (!npm) throw new Error('Run this by `npm run package`.')

const [, , bundle = join(root, 'dist'), target = '.'] = process.argv
const {name, version, description, license, type, bin, engines} = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Record<string, unknown>
const folder = mkdtempSync(join(tmpdir(), 'package-'))
try {
  cpSync(bundle, join(folder, 'dist'), {recursive: true})
  for (const file of ['LICENSE', 'README.md', 'action.yml']) cpSync(join(root, file), join(folder, file))
  const files = ['action.yml', 'dist']
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify({name, version, description, license, type, bin, files, engines}, null, 2)}\n`,
  )
  const words = [npm, 'pack', '--silent', '--ignore-scripts', '--pack-destination', resolve(target)]
  const {status} = spawnSync(process.execPath, words, {cwd: folder, stdio: 'inherit'})
  process.exitCode = status ?? 1
} finally {
  rmSync(folder, {recursive: true, force: true})
}
