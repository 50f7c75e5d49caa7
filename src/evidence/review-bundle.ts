/** The review bundle on disk: what came after the export, with checksums of its own, apart from the sealed evidence folder. */

import {join} from 'node:path'
import type {Disk} from '../wire/disk.ts'
import {sha256Of} from '../wire/sha256.ts'
import {checksums} from './evidence-folder.ts'
import {checksumFile, handedOnMac, macFile} from './handed-on-mac.ts'

/** What a bundle may hold besides its lists. */
export const bundleFiles = ['review.json', 'archive.json', 'statement.html', 'statement.md'] as const
export type BundleFile = (typeof bundleFiles)[number]

/** Beside the evidence folder, which is sealed. */
export function reviewDirectory(evidenceDirectory: string): string {
  return `${evidenceDirectory}-review`
}

/**
 * Replaces what an earlier run left in the folder.
 * @param contents by name.
 * @returns the names of all files, the lists included.
 */
export async function writeReviewBundle(
  disk: Disk,
  folder: string,
  contents: ReadonlyMap<BundleFile, string>,
  stateKey: string | undefined,
): Promise<string[]> {
  await disk.makeFolder(folder)
  for (const name of [...bundleFiles, checksumFile, macFile]) await disk.remove(join(folder, name))
  const files = []
  for (const [name, content] of contents) {
    await disk.writeFile(join(folder, name), content)
    files.push({name, bytes: Buffer.byteLength(content), sha256: sha256Of(content)})
  }
  const sums = checksums(files)
  await disk.writeFile(join(folder, checksumFile), sums)
  if (stateKey === undefined) return [...contents.keys(), checksumFile]
  await disk.writeFile(join(folder, macFile), handedOnMac(stateKey, 'review', sums))
  return [...contents.keys(), checksumFile, macFile]
}
