/** The doctor's looks at the disk: the folder where the export would go, what the team has accepted, its own rules, the baseline. */

import {resolve} from 'node:path'
import {pluralise} from '../audit/numbers.ts'
import type {Period} from '../audit/period.ts'
import {literalFolders} from '../audit/placeholders.ts'
import {countOf} from '../detect/rule.ts'
import {checkFolderUsable} from '../evidence/folder-preflight.ts'
import {namedBaseline, type TeamLists, teamLists} from '../month/detection-setup.ts'
import {evidenceDirectory} from '../month/evidence-directory.ts'
import {folderOwnerOf} from '../month/export.ts'
import {ownRules} from '../month/own-rules.ts'
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

export async function checkNamedFiles({settings, context}: CheckContext, board: CheckResults): Promise<void> {
  try {
    const lists = await teamLists(settings, context)
    if (lists === undefined) board.leaveOut('accepted')
    else board.ok('accepted', `${settings.accepted.path} is understood, with ${wordsOf(lists)}.`)
  } catch (error) {
    board.fail(error, 'accepted')
  }
  await checkOwnRules({settings, context}, board)
  const {baseline} = settings
  if (baseline.from !== 'file') return board.leaveOut('baseline')
  try {
    await namedBaseline(baseline.path, context)
    board.ok('baseline', `${baseline.path} is a baseline.`)
  } catch (error) {
    board.fail(error, 'baseline')
  }
}

async function checkOwnRules({settings, context}: CheckContext, board: CheckResults): Promise<void> {
  try {
    const own = await ownRules(settings, context)
    if (own === undefined) return board.leaveOut('rules')
    const runs = countOf(own.rules.length, 'rule')
    board.ok('rules', [`${settings.rules} is understood: ${runs} will run.`, ...own.notes].join(' '))
  } catch (error) {
    board.fail(error, 'rules')
  }
}

function wordsOf({accepted, watched}: TeamLists): string {
  return `${pluralise(accepted.length, 'accepted finding')}${watched.length > 0 ? ` and ${pluralise(watched.length, 'watched address', 'watched addresses')}` : ''}`
}

function littleSpace(path: string, free: number): Failure {
  return new Failure({
    code: 'FOLDER_LITTLE_SPACE',
    message: `Where ${path} lies, ${Math.floor(free / 1e6)} MB are free: room for fewer than ${leastRecords.toLocaleString('en')} records.`,
    remedy: 'Free space on the machine, choose a directory on another disk, or export a shorter period.',
  })
}
