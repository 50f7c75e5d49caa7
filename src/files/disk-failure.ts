/** What the disk refuses, in words a person can act on. */
import type {Disk} from '../wire/disk.ts'
import {causes, Failure} from '../wire/failure.ts'

/** Our own failures pass through. */
export function diskFailure(error: unknown, path: string): Failure {
  if (error instanceof Failure) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Failure({
      code: 'FOLDER_DISK_FULL',
      message: `The disk is full while writing below ${path}.`,
      remedy:
        'Free space on the runner, take a larger one, or export a shorter period; a month needs about twice its size in records.',
      cause: error,
    })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new Failure({
      code: 'FOLDER_NOT_WRITABLE',
      message: `The folder ${path} can't be written (${code}).`,
      remedy:
        'Choose another folder with the input directory, or give the runner’s user the right to write there; in a container job, options: --user sets who that is.',
      cause: error,
    })
  }
  return new Failure({
    code: 'FOLDER_IO',
    message: `The disk failed below ${path}: ${causes(error)}.`,
    remedy: 'Look at the runner’s disk; run the export again.',
    cause: error,
  })
}

/** Removes a folder and all that is in it. @throws Failure when something stays. */
export async function remove(disk: Disk, path: string): Promise<void> {
  try {
    await disk.remove(path)
  } catch (error) {
    throw new Failure({
      code: 'FOLDER_STAYS',
      message: `The folder ${path} is not needed any more and could not be removed: ${causes(error)}.`,
      remedy: 'Remove it by hand: it may hold records.',
      cause: error,
    })
  }
}
