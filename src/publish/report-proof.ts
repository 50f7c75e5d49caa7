/** Tells what `verify` found: PROVEN, CONSISTENT or the faults; what was checked, what was not, and how others check it. */
import {pluralise} from '../audit/numbers.ts'
import {instantOf} from '../audit/record.ts'
import type {Host} from '../host/host.ts'
import type {Manifest} from '../report/manifest.ts'
import type {Proof} from '../report/proof.ts'
import {setOutputs} from './report-run.ts'

export interface ProofSettings {
  directory: string
  /** The file of authorities that was given. */
  trustedCa?: string
}

/** The output `status` is the folder's own verdict where nothing is wrong with it. */
export function reportProof(host: Host, settings: ProofSettings, proof: Proof): void {
  const {directory} = settings
  const {manifest, faults, records} = proof
  const holds = faults.length === 0 && manifest !== undefined
  setOutputs({host, failOn: [], directory}, holds ? manifest.status : 'failed')
  host.output('records', String(records))
  // A check of a folder counts none of these.
  for (const name of ['findings', 'incidents', 'highest-severity']) host.output(name, '')
  host.output('directory', directory)
  host.output('manifest', `${directory}/manifest.json`)
  if (manifest) {
    host.output('period', manifest.period.text)
    host.output('start', manifest.period.start)
    host.output('end', manifest.period.end)
  }
  if (!holds) {
    for (const fault of faults) host.error(fault)
    const count = pluralise(faults.length, 'fault')
    host.fail(
      `${directory} is not proven: ${count}, listed above. [VERIFY_FAULTS] Do not rely on it; take the artifact of the run that made it, or export again.`,
    )
    return
  }
  for (const line of verdictLines(directory, manifest, proof)) host.info(line)
  if (proof.checked && proof.checked.length > 0) host.info(`Checked: ${proof.checked.join('; ')}.`)
  for (const words of [...notices(proof), ...(proof.unchecked ?? [])]) host.notice(words)
  for (const reason of manifest.reasons) host.info(reason)
  const commands = commandsFor(manifest, settings)
  if (commands.length > 0) host.info(['The same by other programs, in the folder:', ...commands].join('\n  '))
}

function verdictLines(directory: string, manifest: Manifest, {signer, timestamp, records}: Proof): string[] {
  const content = `${manifest.status}, ${pluralise(records, 'record')}, ${pluralise(manifest.windows.length, 'window')}, ${pluralise(manifest.files.length, 'file')}`
  const by = signer && `${signer.subject} (SHA-256 ${signer.thumbprint}) at ${instantOf(signer.signed)}`
  const lines = signer?.trustedBy
    ? [`PROVEN: ${directory} is as it was signed by ${by}, whom ${signer.trustedBy} names: ${content}.`]
    : [
        `CONSISTENT: ${directory} agrees with itself: ${content}.`,
        by
          ? `Who wrote it is not proven: it is signed by ${by}, and only the folder says who that is. Give the certificate's thumbprint (--certificate-thumbprint) or its authority (--trusted-ca), obtained elsewhere than from the folder.`
          : 'Who wrote it is not proven: it is not signed, and who can change a folder can rewrite its hashes. Compare its artifact digest with the run, or check its attestation with gh: verify does not.',
      ]
  if (!timestamp) return lines
  const trust = timestamp.isTrusted ? '' : ', whose authority is known from the folder alone (--trusted-ca)'
  return [...lines, `It existed at ${instantOf(timestamp.time)}, by the timestamp of ${timestamp.authority}${trust}.`]
}

function notices({sealed, withoutText}: Proof): string[] {
  return [
    ...(sealed
      ? [
          'The files are encrypted: their hashes and what the manifest claims were checked, order and counts of the records were not. Where the private key is, --identity key.txt checks them too.',
        ]
      : []),
    ...(withoutText
      ? [
          'The flat CSV is the only file of records: their count, order and windows were checked, their content only by the file’s hash. An export with jsonl or parquet among its formats, or with columns: both, holds whole records.',
        ]
      : []),
  ]
}

/** Lines for a shell with openssl 3. */
export function commandsFor(manifest: Manifest, {trustedCa}: Pick<ProofSettings, 'trustedCa'>): string[] {
  const {signature, timestamp, run} = manifest
  // A certificate of an app is seldom one for mail, which openssl asks for by default, and may have run out since.
  const trust = trustedCa ? `-CAfile ${quoted(trustedCa)} -partial_chain -purpose any -no_check_time` : '-noverify'
  const cms = 'openssl cms -verify -binary -inform DER -in SHA256SUMS.p7s -content SHA256SUMS'
  const print = 'openssl x509 -noout -subject -fingerprint -sha256'
  return [
    'sha256sum --check SHA256SUMS',
    ...(signature ? [`${cms} ${trust} -out /dev/null -signer /dev/stdout | ${print}`] : []),
    ...(timestamp
      ? [`openssl ts -verify -data SHA256SUMS -in SHA256SUMS.tsr -CAfile ${quoted(trustedCa ?? 'authority.pem')}`]
      : []),
    ...(run.repository
      ? [
          `gh attestation verify SHA256SUMS --repo ${quoted(run.repository)}   # where the workflow attested it; the repository is the folder’s own word: compare it with yours`,
        ]
      : []),
  ]
}

/** For a shell: a manifest may say anything. */
function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
