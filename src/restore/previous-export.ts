/** The earlier export of the same question: the folder that is replaced, or what a trusted run kept as an artifact. */

import {dirname, join} from 'node:path'
import type {Period} from '../audit/period.ts'
import type {AuditRecord} from '../audit/record.ts'
import {type FolderOwner, foreignFiles, isSameExport, namesIn} from '../evidence/evidence-folder.ts'
import {remove as removeFolder} from '../files/disk-failure.ts'
import {csvRecords, isCmdletCsv, openRecordFile} from '../files/read-record-file.ts'
import {artifactName} from '../publish/upload.ts'
import type {Manifest} from '../report/manifest.ts'
import {verifyFolder} from '../verify/verify.ts'
import {asFailure, Failure} from '../wire/failure.ts'
import {sha256Of} from '../wire/sha256.ts'
import {artifactPlace} from './artifact-source.ts'
import type {EarlierRuns, Notes} from './earlier-runs.ts'

export interface PreviousExport {
  manifest: Manifest
  /** SHA-256 of manifest.json, bare hex. */
  sha256: string
  /** Its records in order; absent where they can't be compared, which a note says. */
  records?: () => AsyncIterable<AuditRecord>
  /** Where it was found, in words. */
  place: string
  /** Removes what was fetched. */
  remove(): Promise<void>
}

export interface ExportQuestion {
  period: Period
  owner: FolderOwner
  source: Manifest['source']
  /** Of the key of its pseudonyms. */
  pseudonyms: string | undefined
  encrypted: boolean
  /** The folder that this export will take the place of. */
  path: string
}

export interface ExportNotes extends Notes {
  note(text: string): void
}

/** Looks for it, and proves it: what is refused is said. Never rejects. */
export async function findPreviousExport(
  template: string,
  runs: EarlierRuns,
  question: ExportQuestion,
  notes: ExportNotes,
): Promise<PreviousExport | undefined> {
  const {disk} = runs.world
  const {path, owner, encrypted} = question
  try {
    if (disk.exists(join(path, 'manifest.json'))) {
      const place = 'the folder in place'
      const why = await runs.whyNotFolder(path, await filesIn(runs, path), notes)
      if (why === undefined)
        return await proven(question, {path, inUse: true, place, remove: async () => {}}, runs, notes)
      notes.warning(`The earlier export (${place}) is not proven, so nothing was taken from it: ${why}.`)
      return undefined
    }
    // An encrypted one could not be compared, and a plain one must not lie on a runner that encrypts.
    if (encrypted) return undefined
    const {value} = await runs.artifact(
      {
        name: artifactName(template, owner.tenant, owner.period.label),
        kind: 'export',
        keep: true,
        read: async ({folder, artifact}) => {
          const remove = async () => await removeFolder(disk, dirname(folder))
          const place = artifactPlace(artifact)
          const earlier = await proven(question, {path: folder, inUse: false, place, remove}, runs, notes)
          if (earlier === undefined) throw notThis(owner)
          return earlier
        },
      },
      notes,
    )
    return value
  } catch (error) {
    notes.warning(`The earlier export could not be used: ${asFailure(error).message}`)
    return undefined
  }
}

/** Names of an export's files in a folder that may hold parts, and what is hidden, besides. */
export async function filesIn({world: {disk}}: EarlierRuns, path: string): Promise<string[]> {
  const folders = new Set((await disk.list(path)).filter(entry => entry.isDirectory()).map(({name}) => name))
  return foreignFiles(await namesIn(disk, path)).filter(name => !folders.has(name))
}

interface Found extends Pick<PreviousExport, 'place' | 'remove'> {
  path: string
  /** The folder in place, where this run is at work. */
  inUse: boolean
}

async function proven(
  question: ExportQuestion,
  {path, inUse, place, remove}: Found,
  {world: {disk}}: EarlierRuns,
  notes: ExportNotes,
): Promise<PreviousExport | undefined> {
  const {faults, manifest} = await verifyFolder(disk, path, {inUse})
  if (manifest === undefined || faults.length > 0) {
    notes.warning(
      `The earlier export (${place}) is not proven, so nothing was taken from it: ${faults[0] ?? 'no manifest'}`,
    )
    return undefined
  }
  if (!(await isSameExport(manifest, question.owner))) return undefined
  const bytes = await disk.readFile(join(path, 'manifest.json'))
  const sha256 = sha256Of(bytes)
  const earlier = {manifest, sha256, place, remove}
  const why = incomparable(manifest, question)
  const csv = manifest.files.find(isCmdletCsv)
  if (why === undefined && csv)
    return {...earlier, records: () => csvRecords(() => openRecordFile(disk, join(path, csv.name)))}
  notes.note(
    `The earlier export of this period (${place}) could not be compared with this one: ${why ?? 'it holds no CSV with the cmdlet’s columns'}.`,
  )
  return earlier
}

function incomparable({encryption, pseudonyms, source}: Manifest, now: ExportQuestion): string | undefined {
  if (encryption) return 'it is encrypted, and the private key is not here'
  // The same records, but not the same texts.
  if (source !== now.source) return `it was read through ${source}, this one through ${now.source}`
  if (pseudonyms?.key === now.pseudonyms) return undefined
  return 'people have other names in it, by another pseudonym-key or none'
}

/** A reason to look at the next older artifact. */
function notThis({tenant, period}: FolderOwner): Failure {
  return new Failure({
    code: 'ARTIFACT_OTHER_EXPORT',
    message: `it is no proven export of ${period.label} of tenant ${tenant} with these filters`,
    remedy: 'Nothing is to be done: it is not used.',
  })
}
