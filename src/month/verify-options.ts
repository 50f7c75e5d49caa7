/** What `mode: verify` is given besides the folder: who must have signed it, and what its findings follow from. */
import type {X509Certificate} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import type {Host} from '../host/host.ts'
import type {VerifySettings} from '../inputs.ts'
import {certificatesIn} from '../signature/detached-signature.ts'
import type {VerifyOptions} from '../verify/verify.ts'
import {causes, Failure} from '../wire/failure.ts'
import {detectionKey, namedBaseline, teamLists} from './detection-setup.ts'

/** @throws Failure for files that were named and can't be used. */
export async function verifyOptions(
  settings: VerifySettings,
  host: Pick<Host, 'facts'>,
  bundle: string | undefined,
): Promise<VerifyOptions> {
  const {identities, thumbprint, trustedCa, baseline, stateKey} = settings
  const lists = await teamLists(settings, host)
  const given = baseline.from === 'file' ? await namedBaseline(baseline.path, host) : undefined
  return {
    identities,
    expected: {thumbprint, authorities: trustedCa === undefined ? undefined : await authoritiesIn(trustedCa, host)},
    recompute: {...lists, ...detectionKey(stateKey), baseline: given, bundle},
  }
}

async function authoritiesIn(path: string, {facts}: Pick<Host, 'facts'>): Promise<X509Certificate[]> {
  try {
    const found = certificatesIn(await readFile(resolve(facts.workspace, path), 'utf8'))
    if (found.length > 0) return found
  } catch (error) {
    throw unusable(path, causes(error), error)
  }
  throw unusable(path, 'it holds no certificate in PEM')
}

function unusable(path: string, why: string, cause?: unknown): Failure {
  return new Failure({
    code: 'VERIFY_TRUSTED_CA',
    message: `The file ${path} of trusted-ca can't be used: ${why}.`,
    remedy: 'Give a PEM file with the certificates of the authorities that you trust.',
    ...(cause === undefined ? {} : {cause}),
  })
}
