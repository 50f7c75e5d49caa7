/** What a run removes when it ends. What cannot be removed is reported, and does not change the run's outcome. */
import {clearAbandoned, type EvidenceFolder} from '../evidence/evidence-folder.ts'
import type {Host} from '../host/host.ts'
import type {RestoredState} from '../restore/restore.ts'
import {asFailure, explain} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'

/** Never rejects. */
export async function cleanUp(
  host: Host,
  folder: EvidenceFolder,
  {earlier, shorter}: Pick<RestoredState, 'earlier' | 'shorter'>,
): Promise<void> {
  const fetched = [earlier, ...shorter].map(one => async () => await one?.remove())
  for (const step of [() => folder.clear(), ...fetched]) {
    await step().catch(error => host.error(explain(asFailure(error))))
  }
}

/** Unfinished files of runs that were killed, in the folder and in those next to it. Never rejects. */
export async function tellUnfinished(host: Host, {disk}: Pick<World, 'disk'>, folder: EvidenceFolder): Promise<void> {
  if (folder.wasUnfinished) host.info(`Removed what a run that did not end left unfinished in ${folder.path}.`)
  try {
    const cleared = await clearAbandoned(disk, folder.path)
    if (cleared.length > 0) host.info(`Removed what killed runs left unfinished in ${cleared.join(', ')}.`)
  } catch (error) {
    host.warning(`What a killed run left next to ${folder.path} could not be removed: ${asFailure(error).message}`)
  }
}

/** Temporary folders of runs that were killed, which may hold records. Never rejects. */
export async function tellAbandoned(host: Host, {disk}: Pick<World, 'disk'>): Promise<void> {
  try {
    const removed = await disk.removeAbandoned()
    if (removed.length > 0) host.info(`Removed what a killed run left on this machine: ${removed.join(', ')}.`)
  } catch (error) {
    host.warning(`What a killed run left on this machine could not be removed: ${asFailure(error).message}`)
  }
}
