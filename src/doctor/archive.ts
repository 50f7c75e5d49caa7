/** The doctor's look at the archive: right, lock and end, without a blob that is written. */

import {whyNotArchive} from '../archive/archive-folder.ts'
import type {ContainerState} from '../archive/blob-container.ts'
import {endOfRetention} from '../archive/retention-period.ts'
import {openArchive} from '../month/archive-month.ts'
import type {CallerIdentity} from '../month/session.ts'
import type {CheckContext} from './check-context.ts'
import type {CheckResults} from './check-results.ts'

/** Left to say why it was not looked at where nothing signs in. */
export async function checkArchive(
  {settings, context}: CheckContext,
  board: CheckResults,
  caller: CallerIdentity | undefined,
): Promise<void> {
  const {archive, encryptTo} = settings
  if (archive === undefined || settings.shard) return board.leaveOut('archive')
  if (caller === undefined || !board.stands('token')) return
  const {address, lockFor} = archive
  try {
    const container = await openArchive(address, context, caller)
    const state = await container.state()
    const lockUntil = lockFor && endOfRetention(context.world.now(), lockFor)
    const refused = whyNotArchive(state, {isEncrypted: encryptTo.length > 0, lockUntil}, address)
    if (refused) throw refused
    await container.checkWrite(address.prefix)
    if (lockUntil !== undefined) await container.checkLock(address.prefix, lockUntil)
    const place = `${address.host}/${address.container}`
    board.ok('archive', `New files can be written to ${place}. ${containerWords(state)} ${lockSentence(lockUntil)}`)
  } catch (error) {
    board.fail(error, 'archive')
  }
}

function containerWords({immutabilityPolicy, legalHold, versionLevelImmutability}: ContainerState): string {
  const has = [
    ...(immutabilityPolicy ? ['an immutability policy, whose end only its owner can read'] : []),
    ...(legalHold ? ['a legal hold'] : []),
    ...(versionLevelImmutability ? ['policies for single files'] : []),
  ]
  return `The container has ${has.join(', and ') || 'no immutability policy'}.`
}

function lockSentence(until: number | undefined): string {
  if (until === undefined) return 'archive-lock is not set: the export locks nothing.'
  return `An export made now is locked until ${new Date(until).toISOString().slice(0, 10)}.`
}
