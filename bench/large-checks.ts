/** What a large month needs before it begins, and what has to be the same in the end. Pure. */

export interface FileHash {
  name: string
  sha256: string
}

/** Bytes on the disk for each record at the most: three months of it, one of them still in the spool. */
const bytesPerRecord = 2_800

export function diskNeeded(records: number): number {
  return records * bytesPerRecord
}

/** Why it can't begin; undefined where there is room. @param free bytes. */
export function tooLittleDisk(records: number, free: number, folder: string): string | undefined {
  const needed = diskNeeded(records)
  if (free >= needed) return undefined
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`
  return `A month of ${records.toLocaleString('en')} records needs ${gigabytes(needed)} of disk; ${folder} has ${gigabytes(free)}. Set TMPDIR to a folder on a larger one, or measure fewer: --large-records.`
}

/** Names of files that one has and the other lacks, or that have other bytes. */
export function differencesOf(one: readonly FileHash[], other: readonly FileHash[]): string[] {
  const [a, b] = [one, other].map(files => new Map(files.map(({name, sha256}) => [name, sha256])))
  const names = new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])
  return [...names].filter(name => a?.get(name) !== b?.get(name)).sort((one, two) => (one < two ? -1 : 1))
}
