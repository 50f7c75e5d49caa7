/** The mode `verify`: checks a folder by what is known outside of it, and reports. */
import {join, resolve} from 'node:path'
import type {Host} from './host/host.ts'
import type {VerifySettings} from './inputs/settings.ts'
import type {RunContext} from './month/context.ts'
import {verifyOptions} from './month/verify-options.ts'
import {reportProof} from './publish/report-proof.ts'
import {verifyFolder} from './verify/verify.ts'
import type {Disk} from './wire/disk.ts'
import {Failure} from './wire/failure.ts'

export interface VerifyContext {
  host: Host
  disk: Disk
  /** The program's own hash, where it is known. */
  bundle: string | undefined
  /** For a folder in an archive: the network, which is not touched otherwise. */
  remote: () => Promise<Pick<RunContext, 'world' | 'endpoints' | 'cancelled'>>
}

/** @throws Failure for inputs that can't be used. */
export async function runVerify(settings: VerifySettings, context: VerifyContext): Promise<void> {
  const {archive, directory} = settings
  if (archive === undefined) return await checkFolder(settings, context, directory)
  const {host, disk, remote} = context
  const folder = await disk.makeTemporaryFolder('archived')
  try {
    const {fetchArchived} = await import('./month/fetch-archived.ts')
    const {world, ...at} = await remote()
    await fetchArchived(archive, {...at, host, world: {...world, disk}, synthetic: false}, folder)
    await checkFolder(settings, context, folder)
  } finally {
    await disk.remove(folder)
  }
}

/** @param path relative to the workspace, or absolute. */
async function checkFolder(settings: VerifySettings, {host, disk, bundle}: VerifyContext, path: string): Promise<void> {
  const {directory, trustedCa} = settings
  const options = await verifyOptions(settings, {host, world: {disk}, bundle})
  const absolute = (one: string) => resolve(host.facts.workspace, one)
  const folder = absolute(path)
  if (!disk.exists(folder)) throw noFolder(directory)
  if (!['manifest.json', 'SHA256SUMS'].some(name => disk.exists(join(folder, name)))) throw noExport(directory)
  const proof = await verifyFolder(disk, folder, options)
  reportProof(host, {directory, ...(trustedCa === undefined ? {} : {trustedCa: absolute(trustedCa)})}, proof)
}

function noFolder(directory: string): Failure {
  return new Failure({
    code: 'VERIFY_NO_FOLDER',
    message: `There is no folder ${directory}.`,
    remedy: 'Give the path of the exported folder. Nothing was checked.',
  })
}

/** A checkout of the action, say: no verdict on an export that lies elsewhere. */
function noExport(directory: string): Failure {
  return new Failure({
    code: 'VERIFY_NO_EXPORT',
    message: `The folder ${directory} holds no export: neither manifest.json nor SHA256SUMS is in it.`,
    remedy: 'Give the path of the exported folder: node dist/index.js verify FOLDER. Nothing was checked.',
  })
}
