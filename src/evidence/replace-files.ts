/**
 * Puts a new export in the place of an earlier one, the manifest last, so that no half-written folder looks whole. What
 * can't be finished, since the disk refuses or the run is killed, is undone.
 */
import {join} from 'node:path'
import {parsedJson} from '../audit/json.ts'
import {diskFailure} from '../files/disk-failure.ts'
import {Manifest} from '../report/manifest.ts'
import type {Disk} from '../wire/disk.ts'
import {checksumFile, macFile} from './handed-on-mac.ts'

export interface ReplacePaths {
  /** Where exports are. */
  path: string
  /** Where the new one was made. */
  work: string
  /** Where the earlier one waits until the new one is in place. */
  aside: string
}

/** What makes a folder an export: the first to go, and the last to come. */
const last = ['manifest.json', checksumFile, 'SHA256SUMS.p7s', 'SHA256SUMS.tsr', macFile]

/** @param earlier names of files that go. @throws Failure when the disk refuses; the earlier export is as it was. */
export async function replaceFiles(
  disk: Disk,
  places: ReplacePaths,
  earlier: readonly string[],
  files: readonly string[],
): Promise<void> {
  const {path, work, aside} = places
  try {
    const going = new Set([...last, ...earlier])
    const present = (await disk.list(path)).map(({name}) => name).filter(name => going.has(name))
    await disk.makeFolder(aside)
    for (const name of manifestFirst(present)) await disk.rename(join(path, name), join(aside, name))
    for (const name of manifestFirst(files).reverse()) await disk.rename(join(work, name), join(path, name))
  } catch (error) {
    // What does not go back now is tried again when the run ends, and when the next one begins.
    await restoreFiles(disk, places).catch(() => undefined)
    throw diskFailure(error, path)
  }
}

/** Undoes what was begun and not finished; where nothing was, nothing is done. @throws what the disk says. */
export async function restoreFiles(disk: Disk, {path, work, aside}: ReplacePaths): Promise<void> {
  const names = async (folder: string) => (await disk.list(folder)).map(({name}) => name)
  const replaced = await names(aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  const present = await names(path)
  if (replaced === undefined || present.includes('manifest.json')) return
  const made = await names(work)
  const coming = Manifest.safeParse(parsedJson(String(await disk.readFile(join(work, 'manifest.json')))))
  const came = [...last.slice(1), ...(coming.data?.files ?? []).map(file => file.name)].filter(
    name => present.includes(name) && !made.includes(name),
  )
  for (const name of came) await disk.rename(join(path, name), join(work, name))
  for (const name of manifestFirst(replaced).reverse()) await disk.rename(join(aside, name), join(path, name))
}

function manifestFirst(names: readonly string[]): string[] {
  return [...last.filter(name => names.includes(name)), ...names.filter(name => !last.includes(name))]
}
