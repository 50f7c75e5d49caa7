/** What recipients were notified of by earlier runs of a month: from the folder of this machine, and from the newest artifact. */
import {join} from 'node:path'
import {artifactName, notifiedName} from '../publish/upload.ts'
import {joinNotified, type NotifiedMonth, nothingNotified, readNotified} from '../report/notified.ts'
import {Failure} from '../wire/failure.ts'
import type {EarlierRuns, Notes, Restored} from './earlier-runs.ts'

export const notifiedFile = 'notified.json'

/**
 * Unknown, with the reason, where neither is there to be believed. Never rejects.
 * @param template the input `artifact-name`.
 * @param folder absolute.
 */
export async function notifiedBefore(
  template: string,
  runs: EarlierRuns,
  {tenant, month, folder}: {tenant: string; month: string; folder: string},
  notes: Notes,
): Promise<Restored<NotifiedMonth>> {
  const about = {tenant, month}
  const here = await ofFolder(folder, runs, about, notes)
  const kept = await runs.artifact(
    {
      name: notifiedName(artifactName(template, tenant, month)),
      kind: 'notified',
      read: async ({folder: unpacked}) => await readIn(unpacked, runs, about),
    },
    notes,
  )
  if (here && kept.value) return {value: joinNotified(here, kept.value)}
  if (here) return {value: here}
  return kept.isNone ? {value: nothingNotified(tenant, month)} : kept
}

async function ofFolder(
  folder: string,
  runs: EarlierRuns,
  about: {tenant: string; month: string},
  notes: Notes,
): Promise<NotifiedMonth | undefined> {
  try {
    const names = (await runs.world.disk.list(folder)).map(({name}) => name)
    const why = await runs.whyNotFolder(folder, names, notes, 'notified')
    if (why === undefined) return await readIn(folder, runs, about)
    notes.info(`What the folder ${folder} says of earlier messages is not believed: ${why}.`)
  } catch {
    // There is none, or it is of another month: the artifact may know.
  }
  return undefined
}

/** @throws Failure for what can't be read, and for another month. */
async function readIn(
  folder: string,
  {world: {disk}}: EarlierRuns,
  {tenant, month}: {tenant: string; month: string},
): Promise<NotifiedMonth> {
  const found = readNotified(String(await disk.readFile(join(folder, notifiedFile))))
  if (found === undefined) throw unusable(`its ${notifiedFile} can’t be read`)
  if (found.tenant !== tenant || found.month !== month) throw unusable('it is of another tenant or month')
  return found
}

/** A reason to leave it out. */
function unusable(why: string): Failure {
  return new Failure({code: 'EARLIER_RUNS_UNKNOWN', message: why, remedy: 'Nothing is to be done: it is not used.'})
}
