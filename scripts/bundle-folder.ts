/** Where the bundle of the present sources is kept for tests: a folder named by the digest of all that it is made from. */
import {createHash} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/** Ignored by git. */
export const bundles = '.bundles'

/** What decides about the bundle's bytes. The lock file stands for the packages. */
const madeFrom = ['src', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json']

/** Another source gives another name, so what lies there is never stale. */
export function bundleFolder(root: string): string {
  const hash = createHash('sha256')
  for (const path of madeFrom.flatMap(name => filesOf(root, name))) {
    hash.update(`${path}\0`)
    hash.update(readFileSync(join(root, path)))
    hash.update('\0')
  }
  return join(bundles, hash.digest('hex').slice(0, 16))
}

function filesOf(root: string, name: string): string[] {
  if (name.endsWith('.json')) return [name]
  return readdirSync(join(root, name), {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(join(root, '/').length).replaceAll('\\', '/'))
    .sort()
}
