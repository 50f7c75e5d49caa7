import {causes, Failure} from '../wire/failure.ts'

/** What the disk refused, in words a person can act on. Our own failures pass through. */
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
      remedy: 'Choose another folder with the input directory, or give the runner’s user the right to write there.',
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
