/** One hash for the program that runs, so that a manifest can name it: of the bundle's files, as `sha256sum` lists them. */
import {createHash} from 'node:crypto'
import {basename, dirname, join} from 'node:path'
import type {Disk} from './wire/disk.ts'

/**
 * Bare hex, of `cd dist && LC_ALL=C sha256sum * | sha256sum`; undefined where the script is not a bundle's.
 * @param script the file that Node was started with.
 */
export async function bundleHash(disk: Disk, script: string | undefined): Promise<string | undefined> {
  if (script === undefined || basename(script) !== 'index.js') return undefined
  try {
    const folder = dirname(script)
    const entries = await disk.list(folder)
    const names = entries.filter(entry => entry.isFile()).map(entry => entry.name)
    const list = createHash('sha256')
    for (const name of names.sort((a, b) => (a < b ? -1 : 1))) {
      const sha256 = createHash('sha256').update(await disk.readFile(join(folder, name)))
      list.update(`${sha256.digest('hex')}  ${name}\n`)
    }
    return list.digest('hex')
  } catch {
    return undefined
  }
}
