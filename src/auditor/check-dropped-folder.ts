/**
 * Checks a dropped folder as far as a browser can: names, hashes, the manifest's own figures, and order, number and windows of
 * the records. Signatures, Parquet rows and what is made from the records are left to the program.
 */
import {createHash} from 'node:crypto'
import {evidenceFiles} from '../evidence/evidence-folder.ts'
import {diagnosisFile} from '../report/diagnosis.ts'
import schema from '../report/manifest.schema.json' with {type: 'json'}
import type {Manifest} from '../report/manifest.ts'
import {checkCoverage} from '../verify/coverage.ts'
import {Faults} from '../verify/faults.ts'
import type {HashedContent} from '../verify/folder-files.ts'
import {checkFolderNames, checkSums} from '../verify/hashes.ts'
import {checkEncryption, checkFiles, longestManifest} from '../verify/manifest.ts'
import {checkRows} from '../verify/rows.ts'
import {checkProofFiles} from '../verify/signature.ts'
import {causes} from '../wire/failure.ts'
import type {DroppedFolder} from './dropped-folder.ts'
import {type JsonSchema, schemaFaults} from './json-schema.ts'
import {otherDataFiles, readableDataFiles} from './record-reading.ts'

export interface FolderCheck {
  /** In words; empty where nothing is wrong. */
  faults: readonly string[]
  /** How many there are: `faults` names the first ones. */
  faultCount: number
  manifest?: Manifest
  /** Records counted in the data files; absent where they were not read. */
  records?: number
  /** Every file, with the hash that its bytes have now. */
  files: ReadonlyMap<string, HashedContent>
  /** SHA-256 of SHA256SUMS: it stands for all files. */
  listSha256?: string
  /** What was checked, in words. */
  checked: readonly string[]
  /** What was not, and why. */
  unchecked: readonly string[]
}

/** Bytes that `checkDroppedFolder` reads, as far as the folder tells before. */
export function bytesToRead(folder: DroppedFolder): number {
  return [...folder.names].reduce((sum, name) => {
    const isData = /^audit-.*\.(csv|jsonl\.gz)$/.test(name)
    return sum + folder.size(name) * (isData ? 2 : 1)
  }, 0)
}

/** Never throws for what is wrong with the folder. */
export async function checkDroppedFolder(folder: DroppedFolder): Promise<FolderCheck> {
  const faults = new Faults()
  const manifest = await readManifest(folder, faults)
  if (!manifest) return {...told(faults), files: new Map(), checked: [], unchecked: []}
  const checked = ['the names of all files, hidden ones too', 'the hash of every file']
  const unchecked: string[] = []
  const left = checkFolderNames(folder, manifest, faults, false)
  if (left.length > 0) unchecked.push(`What the next run goes on from is no evidence: ${left.join(', ')}.`)
  if (folder.hasDiagnosis) unchecked.push(`${diagnosisFile} is the doctor's, and no part of the export.`)
  const files = await checkSums(folder, manifest, faults)
  checkFiles(manifest, files, faults)
  const present = checkProofFiles(folder, manifest, faults)
  if (present.signature)
    unchecked.push(`The signature ${evidenceFiles.signature} is there. VERIFY.txt says how openssl checks it.`)
  if (present.timestamp)
    unchecked.push(`The timestamp ${evidenceFiles.timestamp} is there. VERIFY.txt says how openssl checks it.`)
  checkCoverage(manifest, faults)
  checked.push('the windows of the manifest: they cover the period without hole or overlap, and their counts add up')
  const records = await checkRecords(folder, manifest, {faults, checked, unchecked})
  const list = await folder.read(evidenceFiles.checksums, longestManifest).catch(() => undefined)
  return {
    ...told(faults),
    ...{manifest, files, checked, unchecked},
    ...(records === undefined ? {} : {records}),
    ...(list ? {listSha256: createHash('sha256').update(list).digest('hex')} : {}),
  }
}

function told(faults: Faults): Pick<FolderCheck, 'faults' | 'faultCount'> {
  return {faults: faults.list(), faultCount: faults.total}
}

async function readManifest(folder: DroppedFolder, faults: Faults): Promise<Manifest | undefined> {
  const name = evidenceFiles.manifest
  if (!folder.has(name)) {
    faults.add(`There is no ${name} in this folder. An unfinished export has none.`)
    return undefined
  }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', {ignoreBOM: true}).decode(await folder.read(name, longestManifest)))
  } catch (error) {
    faults.add(`${name} can't be read: ${causes(error)}.`)
    return undefined
  }
  const wrong = schemaFaults(schema as JsonSchema, value)
  for (const words of wrong) faults.add(`${name}: ${words}.`)
  // The schema holds: it is made from the type.
  return wrong.length === 0 ? (value as Manifest) : undefined
}

async function checkRecords(
  folder: DroppedFolder,
  manifest: Manifest,
  {faults, checked, unchecked}: {faults: Faults; checked: string[]; unchecked: string[]},
): Promise<number | undefined> {
  if (manifest.encryption) {
    await checkEncryption(folder, manifest, faults)
    checked.push('that no file that must be encrypted lies open')
    unchecked.push(
      'The files are encrypted: order and number of the records were not checked. Who has the private key decrypts them with age, or uses the program.',
    )
    return undefined
  }
  for (const name of otherDataFiles(manifest))
    unchecked.push(`${name}: its hash was checked. Its rows are compared by the program alone.`)
  const files = readableDataFiles(manifest)
  if (files.length === 0) {
    unchecked.push('Order and number of the records were not checked: no CSV or JSON Lines file is there.')
    return undefined
  }
  const lines = files.map(({name, lines}) => lines(folder.pieces(name))[Symbol.asyncIterator]())
  const {records, whole, withoutText} = await checkRows(lines, manifest, faults, () => undefined)
  if (whole) checked.push(`order, number and windows of the records, in ${files.map(({name}) => name).join(' and ')}`)
  if (withoutText)
    unchecked.push('Only the flat CSV was read: the content of the records was checked by the file’s hash alone.')
  return records
}
