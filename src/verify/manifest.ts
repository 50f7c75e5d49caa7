/** Whether the manifest can be read, and says of the files what they are. */
import {pluralise} from '../audit/numbers.ts'
import {evidenceFiles, readableFile} from '../evidence/evidence-folder.ts'
import {ageFormat, ageSuffix, type Transcode} from '../files/age.ts'
import {openRecords} from '../files/read-record-file.ts'
import {Manifest} from '../report/manifest.ts'
import {causes} from '../wire/failure.ts'
import type {Faults} from './faults.ts'
import {type FolderContents, type FolderFiles, type HashedContent, hashStream} from './folder-files.ts'

/** Bytes. A month of a hundred thousand windows has about fifty million. */
export const longestManifest = 256 << 20

export async function readManifest(files: FolderFiles, faults: Faults): Promise<Manifest | undefined> {
  let text: string
  try {
    text = (await files.read(evidenceFiles.manifest, longestManifest)).toString('utf8')
  } catch (error) {
    faults.add(`There is no readable manifest.json: ${causes(error)}. An unfinished export has none.`)
    return undefined
  }
  try {
    const parsed = Manifest.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues)
      faults.add(`manifest.json: ${issue.path.join('.') || 'whole'}: ${issue.message}.`)
  } catch {
    faults.add('manifest.json is not JSON.')
  }
  return undefined
}

export function checkFiles(manifest: Manifest, actual: ReadonlyMap<string, HashedContent>, faults: Faults): void {
  for (const file of manifest.files) {
    const found = actual.get(file.name)
    if (!found) faults.add(`${file.name} is in the manifest and not in the folder.`)
    else if (found.sha256 !== file.sha256) faults.add(`${file.name}: its SHA-256 is not the one in the manifest.`)
    else if (found.bytes !== file.bytes)
      faults.add(`${file.name}: the manifest says ${pluralise(file.bytes, 'byte')}, it has ${found.bytes}.`)
    if (file.records !== undefined && file.records !== manifest.records) {
      faults.add(
        `${file.name}: the manifest says ${pluralise(file.records, 'record')} here and ${manifest.records} in all.`,
      )
    }
  }
  const known = new Set([...manifest.files.map(file => file.name), evidenceFiles.manifest])
  for (const name of actual.keys()) if (!known.has(name)) faults.add(`${name} is not in the manifest.`)
}

/** Nothing of an encrypted export lies open, whatever its name says. */
export async function checkEncryption(
  files: Pick<FolderContents, 'beginning'>,
  manifest: Manifest,
  faults: Faults,
): Promise<void> {
  for (const {name, plain} of sealedFiles(manifest)) {
    const beginning = await firstBytes(files, name, ageFormat.length)
    if (!name.endsWith(ageSuffix) || (beginning !== undefined && beginning !== ageFormat))
      faults.add(`${name} is not encrypted, although the export is.`)
    if (!plain) faults.add(`${name}: the manifest does not say what it holds.`)
  }
}

/** Undefined where the file can't be read, which is a fault of its own. */
async function firstBytes(
  files: Pick<FolderContents, 'beginning'>,
  name: string,
  count: number,
): Promise<string | undefined> {
  try {
    return new TextDecoder('latin1').decode(await files.beginning(name, count))
  } catch {
    return undefined
  }
}

/** Decrypts every file: it must hold what the manifest says. @returns whether all could be opened. */
export async function checkContents(
  files: FolderFiles,
  manifest: Manifest,
  decrypt: Transcode,
  faults: Faults,
): Promise<boolean> {
  let opened = true
  for (const {name, plain} of sealedFiles(manifest)) {
    try {
      const found = await hashStream(await openRecords(await files.stream(name), decrypt), plain?.bytes)
      if (plain && found.sha256 !== plain.sha256) faults.add(`${name} holds something else than the manifest says.`)
    } catch (error) {
      opened = false
      faults.add(`${name} can't be decrypted: ${causes(error)}.`)
    }
  }
  return opened
}

function sealedFiles(manifest: Manifest): Manifest['files'] {
  return manifest.files.filter(file => !readableFile.includes(file.name))
}
