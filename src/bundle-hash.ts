/** One hash for the program that runs, so that a manifest can name it: of the bundle's files, as `sha256sum` lists them. */
import {createHash} from 'node:crypto'
import {readdir, readFile, realpath} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'

/**
 * Bare hex, of `cd dist && sha256sum * | sha256sum` with names in the order of their bytes; undefined where the script is
 * not a bundle's.
 * @param script the file that Node was started with.
 */
export async function bundleHash(script: string | undefined): Promise<string | undefined> {
  if (script === undefined) return undefined
  try {
    const path = await realpath(script)
    if (basename(path) !== 'index.js') return undefined
    const folder = dirname(path)
    const names = (await readdir(folder)).sort()
    const list = createHash('sha256')
    for (const name of names) {
      const sha256 = createHash('sha256').update(await readFile(join(folder, name)))
      list.update(`${sha256.digest('hex')}  ${name}\n`)
    }
    return list.digest('hex')
  } catch {
    return undefined
  }
}
