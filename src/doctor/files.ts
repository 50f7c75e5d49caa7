/** What the doctor checks on the machine: the folder where the export would go, and the prerequisites that an export has itself. */
import {resolve} from 'node:path'
import {pluralise} from '../audit/numbers.ts'
import type {Period} from '../audit/period.ts'
import {literalFolders} from '../audit/placeholders.ts'
import {checkFolderUsable} from '../evidence/folder-preflight.ts'
import {evidenceDirectory} from '../month/evidence-directory.ts'
import {folderOwnerOf} from '../month/export.ts'
import {detectionFiles, type PrerequisiteName, prerequisites} from '../month/prerequisites.ts'
import {protectionOf} from '../month/protection.ts'
import {Failure} from '../wire/failure.ts'
import type {CheckContext} from './check-context.ts'
import type {CheckResults} from './check-results.ts'

/** Bytes of disk that a record takes while it is read and written. */
const bytesOfARecord = 4_000
/** With less, a month of a small tenant may not fit. */
const leastRecords = 250_000

/** @param asked what the export would be of, as far as it is known. */
export async function checkFolder(
  {settings, context}: CheckContext,
  board: CheckResults,
  {period, tenantId}: {period: Period | undefined; tenantId: string | undefined},
): Promise<void> {
  // A folder that was not understood has no place.
  if (settings.directory === '') return
  const known = period && tenantId ? {period, tenantId} : undefined
  const directory = known
    ? evidenceDirectory(settings, {tenant: known.tenantId, period: known.period.label})
    : literalFolders(settings.directory)
  const path = resolve(context.host.facts.workspace, directory)
  try {
    // The bounds of a part are for the export to find.
    const owner =
      known &&
      settings.shard === undefined &&
      folderOwnerOf(settings, {...known, protection: await protectionOf(settings)})
    const {free} = await checkFolderUsable(context.world.disk, path, owner || undefined)
    const records = Math.floor(free / bytesOfARecord / 10_000) * 10_000
    if (records < leastRecords) throw littleSpace(path, free)
    const rest = owner ? '' : ' What lies there was not compared with this export: its tenant or period is not known.'
    board.ok('folder', `${path} can be written, with room for some ${pluralise(records, 'record')}.${rest}`, {
      free: `${(free / 1e9).toFixed(1)} GB`,
    })
  } catch (error) {
    board.fail(error, 'folder')
  }
}

/** All of the list that an export goes through before it reads; a part of an export detects nothing, and needs no files for that. */
export async function checkPrerequisites({settings, context}: CheckContext, board: CheckResults): Promise<void> {
  for (const name of Object.keys(prerequisites) as PrerequisiteName[])
    await checkPrerequisite(name, {settings, context}, board)
}

async function checkPrerequisite<Name extends PrerequisiteName>(
  name: Name,
  {settings, context}: CheckContext,
  board: CheckResults,
): Promise<void> {
  const {check, look, says} = prerequisites[name]
  const unneeded = settings.shard !== undefined && detectionFiles.some(file => file === name)
  try {
    const words = unneeded ? undefined : says(await look(settings, context), settings)
    if (words === undefined) board.leaveOut(check)
    else board.ok(check, words)
  } catch (error) {
    board.fail(error, check)
  }
}

function littleSpace(path: string, free: number): Failure {
  return new Failure({
    code: 'FOLDER_LITTLE_SPACE',
    message: `Where ${path} lies, ${Math.floor(free / 1e6)} MB are free: room for fewer than ${leastRecords.toLocaleString('en')} records.`,
    remedy: 'Free space on the machine, choose a directory on another disk, or export a shorter period.',
  })
}
