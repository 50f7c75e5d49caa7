/** Whether the folder holds the files of its lists, as they were written, and nothing else. */
import {evidenceFiles} from '../evidence/evidence-folder.ts'
import type {Manifest} from '../report/manifest.ts'
import {causes} from '../wire/failure.ts'
import type {Faults} from './faults.ts'
import type {FolderContents, HashedContent} from './folder-files.ts'

/** Bytes. Each line is about a hundred. */
const longestList = 4 << 20

/** Bytes read of a file whose size the manifest does not say, as its own. */
const mostOfOthers = 256 << 20

/** Made after the list, and so not in it. */
const afterTheList: readonly string[] = [
  evidenceFiles.checksums,
  evidenceFiles.signature,
  evidenceFiles.timestamp,
  evidenceFiles.mac,
]

/** Journals for the next run, which an incomplete export leaves next to its files. */
const journalName = /^\.interrupted-\d+$/

/** Names that have no place in an export. @param inUse whether a run is at work in the folder. @returns what is tolerated. */
export function checkFolderNames(
  files: Pick<FolderContents, 'folders' | 'others' | 'hidden'>,
  manifest: Manifest,
  faults: Faults,
  inUse: boolean,
): string[] {
  const {merged, status} = manifest
  const joined = new Set([...(merged?.parts ?? []), ...(merged?.leftOut ?? [])].map(part => part.folder))
  for (const name of files.folders) if (!joined.has(name)) faults.add(`${name} is not a file of the export.`)
  for (const other of files.others) faults.add(`${other} is not a file of the export, and was not opened.`)
  const tolerated = files.hidden.filter(name => inUse || (status === 'incomplete' && journalName.test(name)))
  for (const name of files.hidden)
    if (!tolerated.includes(name)) faults.add(`${name} is hidden, and no part of the export.`)
  return tolerated
}

/** Every file of the folder, with the hash that its bytes have now; differences from SHA256SUMS are faults. */
export async function checkSums(
  files: Pick<FolderContents, 'names' | 'has' | 'read' | 'hash'>,
  manifest: Manifest,
  faults: Faults,
): Promise<Map<string, HashedContent>> {
  const sizes = new Map(manifest.files.map(({name, bytes}) => [name, bytes]))
  const actual = new Map<string, HashedContent>()
  for (const name of files.names) {
    if (afterTheList.includes(name)) continue
    try {
      actual.set(name, await files.hash(name, sizes.get(name) ?? mostOfOthers))
    } catch (error) {
      faults.add(`${name} can't be read: ${causes(error)}.`)
    }
  }
  const listed = await readList(files, faults)
  if (!listed) return actual
  for (const [name, sha256] of listed) {
    const file = actual.get(name)
    if (!file) faults.add(`${name} is missing.`)
    else if (file.sha256 !== sha256) faults.add(`${name} was changed: its SHA-256 is not the one in SHA256SUMS.`)
  }
  for (const name of actual.keys()) if (!listed.has(name)) faults.add(`${name} is not listed in SHA256SUMS.`)
  return actual
}

async function readList(
  files: Pick<FolderContents, 'has' | 'read'>,
  faults: Faults,
): Promise<Map<string, string> | undefined> {
  if (!files.has(evidenceFiles.checksums)) {
    faults.add('There is no SHA256SUMS.')
    return undefined
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', {ignoreBOM: true}).decode(await files.read(evidenceFiles.checksums, longestList))
  } catch (error) {
    faults.add(`SHA256SUMS can't be read: ${causes(error)}.`)
    return undefined
  }
  const listed = new Map<string, string>()
  const lines = text.split('\n')
  if (lines.pop() !== '') faults.add('SHA256SUMS does not end with a line break.')
  for (const line of lines) {
    const [, sha256, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
    if (sha256 === undefined || name === undefined) faults.add('SHA256SUMS has a line that is not a checksum.')
    else if (listed.has(name)) faults.add(`SHA256SUMS names ${name} twice.`)
    else listed.set(name, sha256)
  }
  return listed
}
