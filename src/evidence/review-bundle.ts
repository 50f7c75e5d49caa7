/** The review bundle on disk: what came after the export, with checksums of its own, apart from the sealed evidence folder. */

import type {Disk} from '../wire/disk.ts'
import {writeHandedOn} from './handed-on-bundle.ts'

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
  return await writeHandedOn(disk, folder, {kind: 'review', contents, known: bundleFiles}, stateKey)
}
