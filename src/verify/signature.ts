/** Who signed the folder and when, and whether that is who was expected. */
import {createHash, type X509Certificate} from 'node:crypto'
import {instantOf, millisecondsOf} from '../audit/record.ts'
import {evidenceFiles} from '../evidence/evidence-folder.ts'
import type {Manifest} from '../report/manifest.ts'
import type {Proof, ProofSigner, ProofTimestamp} from '../report/proof.ts'
import {type DetachedSignature, readDetached} from '../signature/detached-signature.ts'
import {grantedToken, isValidAt, plainReply, readTimestamp} from '../signature/timestamp.ts'
import {pathToTrusted} from '../signature/trust.ts'
import {causes} from '../wire/failure.ts'
import type {Faults} from './faults.ts'
import type {FolderContents, FolderFiles} from './folder-files.ts'

/** By what is known outside of the folder. */
export interface ExpectedSigner {
  /** Upper-case hexadecimal, SHA-1 or SHA-256. */
  thumbprint?: string | undefined
  authorities?: readonly X509Certificate[] | undefined
}

const longestSignature = 1 << 20
const longestList = 4 << 20
/** Milliseconds that may lie between the end of a run and its signature: the timestamp is asked for in between. */
const signedSoon = 3_600_000
/** Clocks differ. */
const skew = 300_000

export async function checkSignature(
  files: FolderFiles,
  manifest: Manifest,
  expected: ExpectedSigner,
  faults: Faults,
): Promise<Pick<Proof, 'signer' | 'timestamp'>> {
  const sums = await files.read(evidenceFiles.checksums, longestList).catch(() => undefined)
  const isPresent = checkProofFiles(files, manifest, faults)
  if (!isPresent.signature && (expected.thumbprint !== undefined || expected.authorities !== undefined))
    faults.add('The folder is not signed, and a signer was expected.')
  if (sums === undefined) return {}
  const signature = isPresent.signature
    ? await attempt(faults, evidenceFiles.signature, async () =>
        readDetached(await files.read(evidenceFiles.signature, longestSignature), sums),
      )
    : undefined
  const signer = signature && checkSigner(signature, manifest, expected, faults)
  const timestamp = isPresent.timestamp
    ? await attempt(faults, evidenceFiles.timestamp, async () => {
        const reply = await files.read(evidenceFiles.timestamp, longestSignature)
        return checkTimestamp(reply, {sums, signature, manifest, expected})
      })
    : undefined
  return {...(signer ? {signer} : {}), ...(timestamp ? {timestamp} : {})}
}

async function attempt<T>(faults: Faults, name: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    faults.add(`${name} does not hold: ${causes(error)}.`)
    return undefined
  }
}

/** Whether signature and timestamp are there exactly where the manifest says so. */
export function checkProofFiles(files: Pick<FolderContents, 'has'>, manifest: Manifest, faults: Faults) {
  const isPresent = (kind: 'signature' | 'timestamp') => {
    const name = evidenceFiles[kind]
    const promised = manifest[kind] !== undefined
    if (promised && !files.has(name)) faults.add(`${name} is missing.`)
    if (!promised && files.has(name)) faults.add(`${name} is not in the manifest.`)
    return promised && files.has(name)
  }
  return {signature: isPresent('signature'), timestamp: isPresent('timestamp')}
}

function checkSigner(
  {chain, signed}: DetachedSignature,
  manifest: Manifest,
  expected: ExpectedSigner,
  faults: Faults,
): ProofSigner | undefined {
  const [certificate] = chain
  if (!certificate) return undefined
  const sha256 = hexOf(certificate, 'sha256')
  if (manifest.signature?.certificate !== sha256)
    faults.add(`The folder is signed by another certificate (${sha256}) than the manifest says.`)
  // The job that joins parts may have another certificate than those that read them.
  if (manifest.certificate && !manifest.merged && manifest.certificate.thumbprint !== sha256)
    faults.add(`The folder is signed by another certificate (${sha256}) than the one that signed in.`)
  const finished = millisecondsOf(manifest.run.finished)
  if (signed < finished - 1000 || signed > finished + signedSoon)
    faults.add(`The folder was signed at ${instantOf(signed)}, and the run ended at ${manifest.run.finished}.`)
  if (!isValidAt(certificate, signed))
    faults.add(`The signer's certificate was not valid when the folder was signed, at ${instantOf(signed)}.`)
  const subject = certificate.subject.replaceAll('\n', ', ')
  const by = trustIn(certificate, chain, {expected, signed, faults})
  return {subject, thumbprint: sha256, signed, ...(by ? {trustedBy: by} : {})}
}

/** All that is expected has to hold. */
function trustIn(
  certificate: X509Certificate,
  chain: readonly X509Certificate[],
  {expected, signed, faults}: {expected: ExpectedSigner; signed: number; faults: Faults},
): ProofSigner['trustedBy'] | undefined {
  const {thumbprint, authorities} = expected
  const prints = [hexOf(certificate, 'sha1'), hexOf(certificate, 'sha256')]
  const isNamed = thumbprint !== undefined && prints.includes(thumbprint.toLowerCase())
  if (thumbprint !== undefined && !isNamed)
    faults.add(
      `The folder is signed by another certificate (SHA-256 ${prints[1]}) than certificate-thumbprint asks for.`,
    )
  const path = authorities && pathToTrusted(certificate, chain.slice(1), {trusted: authorities, at: signed})
  if (authorities && !path) faults.add("The signer's certificate leads to none of the authorities of trusted-ca.")
  if (isNamed) return 'certificate-thumbprint'
  return path ? 'trusted-ca' : undefined
}

function hexOf(certificate: X509Certificate, algorithm: 'sha1' | 'sha256'): string {
  return createHash(algorithm).update(certificate.raw).digest('hex')
}

function checkTimestamp(
  reply: Uint8Array,
  {
    sums,
    signature,
    manifest,
    expected,
  }: {
    sums: Uint8Array
    signature: DetachedSignature | undefined
    manifest: Manifest
    expected: ExpectedSigner
  },
): ProofTimestamp {
  const token = grantedToken(reply)
  if (!plainReply(token).equals(Buffer.from(reply))) throw new TypeError('it holds bytes that nothing signs')
  if (signature && !signature.timestamp?.equals(token)) throw new TypeError('it is not the one that was signed')
  const {time, authority, certificates} = readTimestamp(token, sums)
  if (time < millisecondsOf(manifest.run.finished) - skew)
    throw new TypeError(`it is of ${instantOf(time)}, before the run ended`)
  const path = expected.authorities && pathToTrusted(authority, certificates, {trusted: expected.authorities, at: time})
  return {time, authority: authority.subject.replaceAll('\n', ', '), isTrusted: path !== undefined}
}
