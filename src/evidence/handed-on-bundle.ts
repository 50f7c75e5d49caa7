/** A small folder that one run hands on to the next: files, their list of checksums, and a MAC over it where there is a key. */
import {join} from 'node:path'
import type {Disk} from '../wire/disk.ts'
import {sha256Of} from '../wire/sha256.ts'
import {checksums} from './evidence-folder.ts'
import {checksumFile, type HandedOnKind, handedOnMac, macFile} from './handed-on-mac.ts'

/**
 * Replaces what an earlier run left in the folder.
 * @param known names of files that an earlier run may have left.
 * @returns the names of all files, the lists included.
 */
export async function writeHandedOn(
  disk: Disk,
  folder: string,
  {kind, contents, known}: {kind: HandedOnKind; contents: ReadonlyMap<string, string>; known: readonly string[]},
  stateKey: string | undefined,
): Promise<string[]> {
  await disk.makeFolder(folder)
  for (const name of [...known, checksumFile, macFile]) await disk.remove(join(folder, name))
  const files = []
  for (const [name, content] of contents) {
    await disk.writeFile(join(folder, name), content)
    files.push({name, bytes: Buffer.byteLength(content), sha256: sha256Of(content)})
  }
  const sums = checksums(files)
  await disk.writeFile(join(folder, checksumFile), sums)
  if (stateKey === undefined) return [...contents.keys(), checksumFile]
  await disk.writeFile(join(folder, macFile), handedOnMac(stateKey, kind, sums))
  return [...contents.keys(), checksumFile, macFile]
}
