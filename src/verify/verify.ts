/**
 * Checks an evidence folder without network or credentials: nothing changed since it was written, what it claims follows
 * from its records, and, where that can be known from outside, who wrote it.
 */
import {evidenceFiles} from '../evidence/evidence-folder.ts'
import {ageSuffix, decryptWith, type Transcode} from '../files/age.ts'
import {openRecords} from '../files/read-record-file.ts'
import {diagnosisFile} from '../report/diagnosis.ts'
import type {Manifest} from '../report/manifest.ts'
import type {Proof} from '../report/proof.ts'
import type {Disk} from '../wire/disk.ts'
import {ColumnsCheck, recordIn} from './columns.ts'
import {checkCoverage, isOfThisVersion} from './coverage.ts'
import {Faults} from './faults.ts'
import {FolderFiles, readAll} from './folder-files.ts'
import {checkFolderNames, checkSums} from './hashes.ts'
import {checkContents, checkEncryption, checkFiles, readManifest} from './manifest.ts'
import {contentOr, type Recomputation, RecomputeCheck} from './recompute.ts'
import {recordLines} from './record-lines.ts'
import {checkReview} from './review.ts'
import {checkRows} from './rows.ts'
import {checkSignature, type ExpectedSigner} from './signature.ts'

export interface VerifyOptions {
  /** Private keys of age, to look inside an encrypted folder. */
  identities?: readonly string[]
  /** Who must have signed. */
  expected?: ExpectedSigner
  /** To make findings and report again; absent where that is not asked. */
  recompute?: Recomputation
  /** A review bundle that is checked with it; with keys, its MAC is demanded. */
  review?: {folder: string; keys: readonly string[]}
  /** A run is at work in the folder, and hides its own files there. */
  inUse?: boolean
}

/** Never throws for what is wrong with the folder. @throws Failure for an unusable identity. */
export async function verifyFolder(disk: Disk, folder: string, options: VerifyOptions = {}): Promise<Proof> {
  const {identities = [], expected = {}, inUse = false} = options
  const decrypt = identities.length > 0 ? await decryptWith(identities) : undefined
  const faults = new Faults()
  const files = await FolderFiles.list(disk, folder, faults)
  const manifest = files && (await readManifest(files, faults))
  if (!files || !manifest) return {faults: faults.list(), records: 0}
  const report = new CheckReport()
  const left = checkFolderNames(files, manifest, faults, inUse)
  if (left.length > 0 && !inUse)
    report.unchecked.push(`What the next run goes on from is no evidence: ${left.join(', ')}.`)
  if (files.hasDiagnosis) report.unchecked.push(`${diagnosisFile} is the doctor's, and no part of the export.`)
  const sums = await checkSums(files, manifest, faults)
  checkFiles(manifest, sums, faults)
  report.checked.push('the hash of every file')
  const signed = await checkSignature(files, manifest, expected, faults)
  if (signed.signer) report.checked.push('the signature')
  if (signed.timestamp) report.checked.push('the timestamp')
  checkCoverage(manifest, faults)
  report.checked.push('coverage and verdict, from the windows')
  const found = await checkInside(files, manifest, {decrypt, recompute: options.recompute, faults, report})
  if (options.review) {
    const manifestText = await files.read(evidenceFiles.manifest, largestContent)
    const pair = await checkReview(disk, {...options.review, manifest, manifestText}, faults)
    report.checked.push(...pair.checked)
    report.unchecked.push(...pair.unchecked)
  }
  return {faults: faults.list(), manifest, ...found, ...signed, ...report}
}

class CheckReport {
  readonly checked: string[] = []
  readonly unchecked: string[] = []
}

interface Inside {
  decrypt: Transcode | undefined
  recompute: Recomputation | undefined
  faults: Faults
  report: CheckReport
}

async function checkInside(
  files: FolderFiles,
  manifest: Manifest,
  inside: Inside,
): Promise<Pick<Proof, 'records' | 'sealed' | 'withoutText'>> {
  const {decrypt, faults} = inside
  if (!manifest.encryption) return await checkRecords(files, manifest, {...inside, decrypt: undefined})
  await checkEncryption(files, manifest, faults)
  if (!decrypt) return {records: manifest.records, sealed: true}
  const opened = await checkContents(files, manifest, decrypt, faults)
  return opened ? await checkRecords(files, manifest, inside) : {records: 0}
}

async function checkRecords(
  files: FolderFiles,
  manifest: Manifest,
  {decrypt, recompute, faults, report}: Inside,
): Promise<Pick<Proof, 'records' | 'withoutText'>> {
  const columns = isOfThisVersion(manifest) ? new ColumnsCheck(manifest, faults) : undefined
  const again = recompute && RecomputeCheck.start(manifest, recompute)
  const {whole, ...found} = await checkRows(
    recordLines(files, manifest, decrypt),
    manifest,
    faults,
    (number, lines) => {
      const record = recordIn(lines, manifest)
      if (record) columns?.see(number, record, lines)
      if (typeof again === 'object') again.see(record)
    },
  )
  if (!whole) return found
  report.checked.push('order, number and windows of the records')
  columns?.end()
  if (columns) report.checked.push('columns, from AuditData')
  else report.unchecked.push(`Columns were not made again: they were written by version ${manifest.tool.version}.`)
  if (typeof again === 'string') report.unchecked.push(again)
  else if (again) {
    const remade = await again.end(contentIn(files, manifest, decrypt, faults), faults)
    report.checked.push(...remade.checked)
    report.unchecked.push(...remade.unchecked)
  }
  return found
}

/** Bytes of a file that is compared as a whole. */
const largestContent = 256 << 20

function contentIn(files: FolderFiles, manifest: Manifest, decrypt: Transcode | undefined, faults: Faults) {
  return async (bare: string) => {
    const name = manifest.files.some(file => file.name === bare) ? bare : bare + ageSuffix
    return await contentOr(
      async () => {
        if (name === bare) return await files.read(name, largestContent)
        return await readAll(await openRecords(await files.stream(name), decrypt), largestContent)
      },
      name,
      faults,
    )
  }
}
