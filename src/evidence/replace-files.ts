/**
 * Puts a new export in the place of an earlier one, the manifest last, so that no half-written folder looks whole. What
 * can't be finished, since the disk refuses or the run is killed, is undone.
 */
import {mkdir, readdir, readFile, rename} from 'node:fs/promises'
import {join} from 'node:path'
import {parsedJson} from '../audit/json.ts'
import {diskFailure} from '../files/disk.ts'
import {Manifest} from '../report/manifest.ts'

export interface ReplacePaths {
  /** Where exports are. */
  path: string
  /** Where the new one was made. */
  work: string
  /** Where the earlier one waits until the new one is in place. */
  aside: string
}

/** What makes a folder an export: the first to go, and the last to come. */
const last = ['manifest.json', 'SHA256SUMS', 'SHA256SUMS.p7s', 'SHA256SUMS.tsr']

/** @param earlier names of files that go. @throws Failure when the disk refuses; the earlier export is as it was. */
export async function replaceFiles(
  places: ReplacePaths,
  earlier: readonly string[],
  files: readonly string[],
): Promise<void> {
  const {path, work, aside} = places
  try {
    const going = new Set([...last, ...earlier])
    const present = (await readdir(path)).filter(name => going.has(name))
    await mkdir(aside, {recursive: true})
    for (const name of manifestFirst(present)) await rename(join(path, name), join(aside, name))
    for (const name of manifestFirst(files).reverse()) await rename(join(work, name), join(path, name))
  } catch (error) {
    // What does not go back now is tried again when the run ends, and when the next one begins.
    await restoreFiles(places).catch(() => undefined)
    throw diskFailure(error, path)
  }
}

/** Undoes what was begun and not finished; where nothing was, nothing is done. @throws what the disk says. */
export async function restoreFiles({path, work, aside}: ReplacePaths): Promise<void> {
  const replaced = await readdir(aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  const present = await readdir(path)
  if (replaced === undefined || present.includes('manifest.json')) return
  const made = await readdir(work)
  const coming = Manifest.safeParse(parsedJson(await readFile(join(work, 'manifest.json'), 'utf8')))
  const came = [...last.slice(1), ...(coming.data?.files ?? []).map(file => file.name)].filter(
    name => present.includes(name) && !made.includes(name),
  )
  for (const name of came) await rename(join(path, name), join(work, name))
  for (const name of manifestFirst(replaced).reverse()) await rename(join(aside, name), join(path, name))
}

function manifestFirst(names: readonly string[]): string[] {
  return [...last.filter(name => names.includes(name)), ...names.filter(name => !last.includes(name))]
}
