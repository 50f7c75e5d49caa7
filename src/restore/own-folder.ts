/** Whether owner and modes show that this account made what lies in a folder, and nothing that was checked out or unpacked there. */
import {join} from 'node:path'
import type {Disk, Ownership} from '../wire/disk.ts'

/** Files of a journal, and more. */
const mostEntries = 100_000

/**
 * Files have to be this account's, and readable by it alone: what git or an archive puts down is readable by others.
 * Folders have to be its own, and not writable by others. Undefined where all is; else what is not, and why.
 * @param names of the folder's files that count; without, everything in it and below counts.
 * @param readable others may read the files, as what an archive was unpacked to: then owner and writers alone count.
 */
export async function whyNotOwn(
  disk: Disk,
  folder: string,
  {names, readable = false}: {names?: readonly string[]; readable?: boolean} = {},
): Promise<string | undefined> {
  let left = mostEntries
  const look = async (path: string, name: string, only?: readonly string[]): Promise<string | undefined> => {
    const found = await disk.ownership(path).catch(() => undefined)
    if (found === undefined) return `${name} can’t be looked at`
    const why = whyNotOurs(found, readable)
    if (why !== undefined) return `${name} ${why}`
    if (found.kind !== 'folder') return undefined
    for (const inner of only ?? (await disk.list(path)).map(entry => entry.name)) {
      if (--left < 0) return `${name} holds too many files`
      const reason = await look(join(path, inner), inner)
      if (reason !== undefined) return reason
    }
    return undefined
  }
  return await look(folder, 'the folder', names)
}

function whyNotOurs({kind, isOwn, mode, links}: Ownership, readable: boolean): string | undefined {
  if (kind === 'other') return 'is neither a file nor a folder'
  if (isOwn === undefined) return 'has an owner that this system does not tell'
  if (!isOwn) return 'belongs to another account'
  if ((mode & 0o022) !== 0) return `can be written by others (mode ${octal(mode)})`
  if (kind === 'folder') return undefined
  if (links > 1) return 'has a second name elsewhere'
  if (readable) return undefined
  return (mode & 0o077) === 0
    ? undefined
    : `was not made by an export, which writes files for its account alone (mode ${octal(mode)}, not 600)`
}

function octal(mode: number): string {
  return mode.toString(8)
}
