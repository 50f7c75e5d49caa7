/** Whether an export could be put into a folder: what taking it would refuse, without changing anything. */
import {access, constants, readdir, statfs} from 'node:fs/promises'
import {dirname} from 'node:path'
import {diskFailure} from '../files/disk.ts'
import {checkFolderOwner, type FolderOwner, foreignFiles, notAFolder} from './evidence-folder.ts'

/**
 * @param owner undefined where the question is not known: then nothing is said of what lies there.
 * @returns bytes that are free.
 * @throws Failure when the folder belongs to something else, or can't be written.
 */
export async function checkFolderUsable(path: string, owner: FolderOwner | undefined): Promise<{free: number}> {
  try {
    const place = await nearest(path)
    if (place === path && owner) await checkFolderOwner(path, foreignFiles(await readdir(path)), owner)
    await access(place, constants.W_OK)
    const {bavail, bsize} = await statfs(place)
    return {free: bavail * bsize}
  } catch (error) {
    throw notAFolder(error, path) ?? diskFailure(error, path)
  }
}

/** The folder itself, or the one in which it would be made. */
async function nearest(path: string): Promise<string> {
  try {
    await readdir(path)
    return path
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!missing || dirname(path) === path) throw error
    return await nearest(dirname(path))
  }
}
