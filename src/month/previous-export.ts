/** The earlier export of the same question: the folder that is replaced, or what an earlier run kept as an artifact. */
import {createHash} from 'node:crypto'
import {join} from 'node:path'
import type {Period} from '../audit/period.ts'
import type {AuditRecord} from '../audit/record.ts'
import {type FolderOwner, isSameExport} from '../evidence/evidence-folder.ts'
import {remove as removeFolder} from '../files/disk-failure.ts'
import {csvRecords, isCmdletCsv, openRecordFile} from '../files/read-record-file.ts'
import {newestArtifact} from '../github.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {artifactName} from '../publish/upload.ts'
import type {Manifest} from '../report/manifest.ts'
import {verifyFolder} from '../verify/verify.ts'
import type {Disk} from '../wire/disk.ts'
import {asFailure} from '../wire/failure.ts'
import type {PeriodContext} from './context.ts'

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

interface Question {
  period: Period
  owner: FolderOwner
  source: Manifest['source']
  /** Of the key of its pseudonyms. */
  pseudonyms: string | undefined
  encrypted: boolean
}

/**
 * Looks for it, and proves it: an export that is not as it was written is not believed, which is said. Never rejects.
 * @param path the folder that this export will take the place of.
 */
export async function findPreviousExport(
  settings: Pick<MonthSettings, 'githubToken' | 'artifactName'>,
  context: PeriodContext,
  question: Question & {path: string},
): Promise<PreviousExport | undefined> {
  const {host, world} = context
  try {
    const inPlace = await manifestBytes(world.disk, question.path)
    if (inPlace) {
      return await host.group('Earlier export', () =>
        proven(
          question,
          {path: question.path, inUse: true, place: 'the folder in place', remove: async () => {}},
          context,
        ),
      )
    }
    return await fetched(settings, context, question)
  } catch (error) {
    context.log.warning(`The earlier export could not be used: ${asFailure(error).message}`)
    return undefined
  }
}

interface Found {
  path: string
  /** The folder in place, where this run is at work. */
  inUse: boolean
  place: string
  remove(): Promise<void>
}

async function fetched(
  settings: Pick<MonthSettings, 'githubToken' | 'artifactName'>,
  context: PeriodContext,
  question: Question,
): Promise<PreviousExport | undefined> {
  const {host, world} = context
  const {download, facts} = host
  const token = settings.githubToken
  const {repository} = facts
  if (download === undefined || repository === undefined || token === undefined) return undefined
  // An encrypted one could not be compared, and a plain one must not lie on a runner that encrypts.
  if (question.encrypted) return undefined
  const name = artifactName(settings.artifactName, question.owner.tenant, question.period.label)
  const {value, because} = await newestArtifact(world, facts, token, name)
  if (value === undefined) {
    host.debug(`No earlier export was found: ${because}`)
    return undefined
  }
  const path = await world.disk.makeTemporaryFolder('m365-audit-earlier-')
  const remove = async () => await removeFolder(world.disk, path)
  try {
    const earlier = await host.group('Earlier export', async () => {
      await download({...value, repository, token, folder: path})
      return await proven(
        question,
        {path, inUse: false, place: `artifact ${value.id} of run ${value.runId}`, remove},
        context,
      )
    })
    if (earlier === undefined) await remove()
    return earlier
  } catch (error) {
    await remove()
    throw error
  }
}

async function proven(
  question: Question,
  found: Found,
  {world, log}: PeriodContext,
): Promise<PreviousExport | undefined> {
  const {disk} = world
  const {path, inUse, place, remove} = found
  const {faults, manifest} = await verifyFolder(disk, path, {inUse})
  const bytes = await manifestBytes(disk, path)
  if (manifest === undefined || bytes === undefined || faults.length > 0) {
    log.warning(
      `The earlier export (${place}) is not proven, so nothing was taken from it: ${faults[0] ?? 'no manifest'}`,
    )
    return undefined
  }
  if (!(await isSameExport(manifest, question.owner))) return undefined
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const earlier = {manifest, sha256, place, remove}
  const why = incomparable(manifest, question)
  const csv = manifest.files.find(isCmdletCsv)
  if (why === undefined && csv)
    return {...earlier, records: () => csvRecords(() => openRecordFile(disk, join(path, csv.name)))}
  log.note(
    `The earlier export of this period (${place}) could not be compared with this one: ${why ?? 'it holds no CSV with the cmdlet’s columns'}.`,
  )
  return earlier
}

function incomparable({encryption, pseudonyms, source}: Manifest, now: Question): string | undefined {
  if (encryption) return 'it is encrypted, and the private key is not here'
  // The same records, but not the same texts.
  if (source !== now.source) return `it was read through ${source}, this one through ${now.source}`
  if (pseudonyms?.key === now.pseudonyms) return undefined
  return 'people have other names in it, by another pseudonym-key or none'
}

/** Undefined where there is none. */
async function manifestBytes(disk: Disk, path: string): Promise<Uint8Array | undefined> {
  return await disk.readFile(join(path, 'manifest.json')).catch(() => undefined)
}
