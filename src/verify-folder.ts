/** The mode `verify`: checks a folder by what is known outside of it, and reports. */
import {resolve} from 'node:path'
import type {Host} from './host/host.ts'
import type {VerifySettings} from './inputs.ts'
import {verifyOptions} from './month/verify-options.ts'
import {reportProof} from './publish/report-proof.ts'
import {verifyFolder} from './verify/verify.ts'

/** @param bundle the program's own hash, where it is known. @throws Failure for inputs that can't be used. */
export async function runVerify(settings: VerifySettings, host: Host, bundle: string | undefined): Promise<void> {
  const options = await verifyOptions(settings, host, bundle)
  const proof = await verifyFolder(resolve(host.facts.workspace, settings.directory), options)
  const {directory, trustedCa} = settings
  const authorities = trustedCa === undefined ? {} : {trustedCa: resolve(host.facts.workspace, trustedCa)}
  reportProof(host, {directory, ...authorities}, proof)
}
