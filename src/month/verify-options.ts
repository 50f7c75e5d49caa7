/** What `mode: verify` is given besides the folder: who must have signed it, and what its findings follow from. */
import type {X509Certificate} from 'node:crypto'
import {resolve} from 'node:path'
import type {VerifySettings} from '../inputs/settings.ts'
import {certificatesIn} from '../signature/detached-signature.ts'
import type {VerifyOptions} from '../verify/verify.ts'
import {causes, Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'
import type {RunContext} from './context.ts'
import {detectionKey, namedBaseline, teamLists} from './detection-setup.ts'
import {ownRules} from './own-rules.ts'

/** @throws Failure for files that were named and can't be used. */
export async function verifyOptions(
  settings: VerifySettings,
  context: Pick<RunContext, 'host' | 'bundle'> & {world: Pick<World, 'disk'>},
): Promise<VerifyOptions> {
  const {identities, thumbprint, trustedCa, baseline, stateKey, previousStateKey, review} = settings
  const keys = [stateKey, previousStateKey].filter(key => key !== undefined)
  const lists = await teamLists(settings, context)
  const own = await ownRules(settings, context)
  const given = baseline.from === 'file' ? await namedBaseline(baseline.path, context) : undefined
  return {
    identities,
    ...(review === undefined ? {} : {review: {folder: await reviewFolder(review, context), keys}}),
    expected: {thumbprint, authorities: trustedCa === undefined ? undefined : await authoritiesIn(trustedCa, context)},
    recompute: {...lists, ownRules: own, ...detectionKey(stateKey), baseline: given, bundle: context.bundle},
  }
}

/** A wrong path is no verdict on an export. */
async function reviewFolder(path: string, {host, world}: Parameters<typeof verifyOptions>[1]): Promise<string> {
  const folder = resolve(host.facts.workspace, path)
  const entries = await world.disk.list(folder).catch((error: unknown) => {
    throw noReview(path, causes(error), error)
  })
  if (entries.some(({name}) => name === 'review.json' || name === 'archive.json')) return folder
  throw noReview(path, 'neither review.json nor archive.json is in it')
}

function noReview(path: string, why: string, cause?: unknown): Failure {
  return new Failure({
    code: 'VERIFY_REVIEW',
    message: `The folder ${path} of review holds no review bundle: ${why}.`,
    remedy: 'Give the folder into which the artifact …-review was unpacked. Nothing was checked.',
    ...(cause === undefined ? {} : {cause}),
  })
}

async function authoritiesIn(
  path: string,
  {host, world}: Parameters<typeof verifyOptions>[1],
): Promise<X509Certificate[]> {
  try {
    const found = certificatesIn(String(await world.disk.readFile(resolve(host.facts.workspace, path))))
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
