/** Whether an export could be put into a folder: what taking it would refuse, without changing anything. */
import {dirname} from 'node:path'
import {diskFailure} from '../files/disk-failure.ts'
import type {Disk} from '../wire/disk.ts'
import {checkFolderOwner, type FolderOwner, foreignFiles, namesIn, notAFolder} from './evidence-folder.ts'

/**
 * @param owner undefined where the question is not known: then nothing is said of what lies there.
 * @returns bytes that are free.
 * @throws Failure when the folder belongs to something else, or can't be written.
 */
export async function checkFolderUsable(
  disk: Disk,
  path: string,
  owner: FolderOwner | undefined,
): Promise<{free: number}> {
  try {
    const place = await nearest(disk, path)
    if (place === path && owner) await checkFolderOwner(disk, path, foreignFiles(await namesIn(disk, path)), owner)
    return {free: await disk.free(place)}
  } catch (error) {
    throw notAFolder(error, path) ?? diskFailure(error, path)
  }
}

/** The folder itself, or the one in which it would be made. */
async function nearest(disk: Disk, path: string): Promise<string> {
  try {
    await disk.list(path)
    return path
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!missing || dirname(path) === path) throw error
    return await nearest(disk, dirname(path))
  }
}
