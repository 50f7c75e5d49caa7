/** Signs and timestamps the list of checksums; what fails is left out of the manifest, and the export is kept. */

import {checksums, evidenceFiles} from '../evidence/evidence-folder.ts'
import {handedOnMac} from '../evidence/handed-on-mac.ts'
import type {WrittenFile} from '../files/record-files.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {type Manifest, manifestText} from '../report/manifest.ts'
import {signDetached} from '../signature/detached-signature.ts'
import {requestTimestamp} from '../signature/request-timestamp.ts'
import {plainReply} from '../signature/timestamp.ts'
import type {DataSigner} from '../signin/sign-data.ts'
import {asFailure, type Failure} from '../wire/failure.ts'
import {sha256Of} from '../wire/sha256.ts'
import {serviceTime} from '../wire/skew.ts'
import type {RunContext} from './context.ts'

/** The files that close an export, as they are to be written. */
export interface ClosingFiles {
  manifest: Manifest
  /** By name, in the order in which they are written. */
  contents: ReadonlyMap<string, string | Uint8Array>
  /** Why it is not signed, or has no timestamp. */
  failures: Failure[]
}

/** @param manifest with all its files. */
export async function closingFiles(
  {timestampUrl, stateKey}: Pick<MonthSettings, 'timestampUrl' | 'stateKey'>,
  context: Pick<RunContext, 'world' | 'cancelled'>,
  {manifest, files, signer}: {manifest: Manifest; files: readonly WrittenFile[]; signer: DataSigner | undefined},
): Promise<ClosingFiles> {
  const failures: Failure[] = []
  let wanted = {signer, timestampUrl}
  for (;;) {
    const promised = {...manifest, ...promiseOf(wanted)}
    const text = manifestText(promised)
    const sums = checksums([...files, {name: evidenceFiles.manifest, ...contentOf(text)}])
    const content = Buffer.from(sums)
    const token = await attempt(failures, async () =>
      wanted.timestampUrl === undefined
        ? undefined
        : await requestTimestamp(context.world, {url: wanted.timestampUrl, content, signal: context.cancelled}),
    )
    if ('failed' in token) {
      wanted = {...wanted, timestampUrl: undefined}
      continue
    }
    const signature = await attempt(
      failures,
      async () => wanted.signer && (await signed(wanted.signer, content, token.done)),
    )
    if ('failed' in signature) {
      wanted = {...wanted, signer: undefined}
      continue
    }
    const contents = new Map<string, string | Uint8Array>([
      [evidenceFiles.manifest, text],
      [evidenceFiles.checksums, sums],
      ...(stateKey === undefined ? [] : [[evidenceFiles.mac, handedOnMac(stateKey, 'export', sums)] as const]),
      ...(signature.done ? [[evidenceFiles.signature, signature.done] as const] : []),
      ...(token.done ? [[evidenceFiles.timestamp, plainReply(token.done)] as const] : []),
    ])
    return {manifest: promised, contents, failures}
  }

  function signed({certificate, sign}: DataSigner, content: Uint8Array, timestamp: Uint8Array | undefined) {
    const now = serviceTime(context.world)
    return signDetached({certificatePem: certificate.certificatePem, sign, content, now, timestamp})
  }
}

/** What the manifest says will lie in the folder: so that a file that was taken away is missed. */
function promiseOf({signer, timestampUrl}: {signer: DataSigner | undefined; timestampUrl: string | undefined}) {
  return {
    ...(signer
      ? {signature: {file: evidenceFiles.signature, certificate: signer.certificate.thumbprintSha256.toLowerCase()}}
      : {}),
    ...(timestampUrl ? {timestamp: {file: evidenceFiles.timestamp, authority: new URL(timestampUrl).host}} : {}),
  }
}

function contentOf(text: string): {bytes: number; sha256: string} {
  return {bytes: Buffer.byteLength(text), sha256: sha256Of(text)}
}

async function attempt<T>(failures: Failure[], step: () => Promise<T>): Promise<{done: T} | {failed: true}> {
  try {
    return {done: await step()}
  } catch (error) {
    failures.push(asFailure(error))
    return {failed: true}
  }
}
