/** Reads an archived folder with the app's own sign-in; loaded only where one is checked, for it takes all of signing in. */

import {fetchFolder} from '../archive/fetch-folder.ts'
import {pluralise} from '../audit/numbers.ts'
import type {VerifySettings} from '../inputs/settings.ts'
import {openArchive} from './archive-month.ts'
import type {RunContext} from './context.ts'
import {RunLog} from './run-log.ts'
import {callerOf} from './session.ts'

/** @param folder empty, on this machine. */
export async function fetchArchived(
  {address, signIn}: NonNullable<VerifySettings['archive']>,
  context: RunContext,
  folder: string,
): Promise<void> {
  const {host, world} = context
  await host.group('Archive', async () => {
    const container = await openArchive(address, context, await callerOf(signIn, {...context, log: new RunLog(host)}))
    const names = await fetchFolder(world.disk, container, folder)
    host.info(
      `${pluralise(names.length, 'file was', 'files were')} read from https://${address.host}/${address.container}/${address.prefix}.`,
    )
  })
}
