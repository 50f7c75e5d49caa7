/**
 * A certificate of the Windows certificate store as credential: a child PowerShell finds it by its thumbprint, and Windows
 * signs there, so that keys which can't be exported work too. CSP and CNG keys alike, by GetRSAPrivateKey.
 * https://learn.microsoft.com/dotnet/api/system.security.cryptography.x509certificates.rsacertificateextensions.getrsaprivatekey
 */
import {X509Certificate} from 'node:crypto'
import {childEnvironment} from '../wire/child-environment.ts'
import {Failure} from '../wire/failure.ts'
import {type ProgramResult, runProgram} from '../wire/run-program.ts'
import type {World} from '../wire/world.ts'
import {checkedCertificate, type PublicCertificate} from './certificate.ts'
import type {Credential} from './credential.ts'

/** Runs the script with these lines on its standard input. Undefined where there is no such program. */
export type PowerShell = (script: string, input: string) => Promise<ProgramResult | undefined>

/** What the script answers: one line of JSON. */
type Answer = {found: StoreEntry[]} | {signature: string} | Refusal

interface Refusal {
  refused: 'key' | 'right' | 'missing'
  says: string
}

interface StoreEntry {
  /** `LocalMachine\My` or `CurrentUser\My`. */
  store: string
  /** DER in base64. */
  certificate: string
  hasPrivateKey: boolean
}

/** Nothing secret goes in or comes out: a thumbprint and the bytes to sign, certificates and a signature. */
const prelude = [
  "$ErrorActionPreference = 'Stop'",
  '$asked = [Console]::In.ReadToEnd() | ConvertFrom-Json',
  'function Find-Certificate {',
  "  foreach ($place in 'LocalMachine', 'CurrentUser') {",
  "    $store = New-Object System.Security.Cryptography.X509Certificates.X509Store('My', $place)",
  "    try { $store.Open('ReadOnly, OpenExistingOnly') } catch { continue }",
  '    foreach ($each in $store.Certificates) {',
  '      $sha = [System.Security.Cryptography.SHA256]::Create()',
  "      $long = ([BitConverter]::ToString($sha.ComputeHash($each.RawData))) -replace '-', ''",
  '      if ($asked.thumbprint -eq $each.Thumbprint -or $asked.thumbprint -eq $long) {',
  '        [PSCustomObject]@{ Store = "$place\\My"; Certificate = $each }',
  '      }',
  '    }',
  '  }',
  '}',
]

const findScript = [
  ...prelude,
  '$found = @(Find-Certificate | ForEach-Object {',
  '  @{ store = $_.Store; certificate = [Convert]::ToBase64String($_.Certificate.RawData); hasPrivateKey = $_.Certificate.HasPrivateKey }',
  '})',
  'ConvertTo-Json -Compress -Depth 3 -InputObject @{ found = $found }',
].join('\n')

const signScript = [
  ...prelude,
  '$entry = Find-Certificate | Where-Object { $_.Store -eq $asked.store } | Select-Object -First 1',
  'if ($null -eq $entry) { \'{"refused":"missing","says":""}\'; exit 0 }',
  'try {',
  '  $key = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($entry.Certificate)',
  '  if ($null -eq $key) { \'{"refused":"key","says":""}\'; exit 0 }',
  '  $signed = $key.SignHash([Convert]::FromBase64String($asked.digest), [System.Security.Cryptography.HashAlgorithmName]::SHA256, [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)',
  '  ConvertTo-Json -Compress -InputObject @{ signature = [Convert]::ToBase64String($signed) }',
  '} catch {',
  "  ConvertTo-Json -Compress -InputObject @{ refused = 'right'; says = $_.Exception.GetBaseException().Message }",
  '}',
].join('\n')

/** For tests that parse them. */
export const windowsStoreScripts = {find: findScript, sign: signScript} as const

/** Windows PowerShell is part of Windows; the script is an argument and holds nothing of the run. */
export const machinePowerShell: PowerShell = (script, input) => {
  const encoded = Buffer.from(script, 'utf16le').toString('base64')
  const words = ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded]
  return runProgram('powershell', words, {env: childEnvironment(process.env), input, timeout: 60_000})
}

/** Finds the certificate and hands out its signer. Throws `STORE_…`, or `CERT_…` where the certificate itself can't sign in. */
export async function openWindowsStore(
  world: Pick<World, 'now' | 'log'>,
  {thumbprint, platform, powershell = machinePowerShell}: WindowsStoreSource,
): Promise<Credential> {
  if (platform !== 'win32') throw notWindows()
  const answer = await ask(powershell, findScript, {thumbprint})
  const entries = 'found' in answer ? [answer.found].flat() : []
  const entry = chosen(entries, thumbprint)
  const certificate = readEntry(entry, thumbprint, world.now())
  world.log(
    `The certificate ${certificate.subject} is in the Windows store ${entry.store}, and Windows signs with its key.`,
  )
  return {
    kind: 'windows-store',
    certificate,
    // Keys of a CSP don't sign by PSS, so it is RS256 whatever is asked for.
    sign: async (_algorithm, digest) => {
      const asked = {thumbprint, store: entry.store, digest: Buffer.from(digest).toString('base64')}
      const signed = await ask(powershell, signScript, asked)
      if ('signature' in signed) return Buffer.from(signed.signature, 'base64')
      throw refusedKey(entry, 'refused' in signed ? signed : {refused: 'missing', says: ''})
    },
  }
}

export interface WindowsStoreSource {
  /** As `normalThumbprint` writes it. */
  thumbprint: string
  platform: NodeJS.Platform
  powershell?: PowerShell
}

async function ask(powershell: PowerShell, script: string, input: object): Promise<Answer> {
  const run = await powershell(script, JSON.stringify(input))
  if (run === undefined) throw noPowerShell('there is no program powershell on PATH')
  try {
    const answer: unknown = JSON.parse(run.stdout.trim())
    if (run.status === 0 && typeof answer === 'object' && answer !== null) return answer as Answer
  } catch {
    // What it printed in place of an answer is told below.
  }
  throw noPowerShell(run.stderr.replace(/\s+/g, ' ').trim().slice(0, 300) || `exit code ${run.status}`)
}

/** The same certificate may be in both stores: the one with a key counts, the machine's first. */
function chosen(entries: readonly StoreEntry[], thumbprint: string): StoreEntry {
  const different = new Set(entries.map(({certificate}) => certificate))
  if (different.size > 1) throw several(entries, thumbprint)
  const entry = entries.find(({hasPrivateKey}) => hasPrivateKey)
  if (entry) return entry
  throw entries[0] ? noKey(entries[0]) : notFound(thumbprint)
}

function readEntry({certificate, store}: StoreEntry, wanted: string, now: number): PublicCertificate {
  const read = new X509Certificate(Buffer.from(certificate, 'base64'))
  const source = `the Windows store ${store}`
  const type = read.publicKey.asymmetricKeyType
  if (type !== 'rsa') {
    throw new Failure({
      code: 'CERT_NOT_RSA',
      message: `The key of the certificate in ${source} is of type ${type}; Entra accepts RSA only.`,
      remedy: renew,
    })
  }
  return checkedCertificate(read, {wanted, source, now, renew})
}

const renew =
  "Make a new one, as an administrator: New-SelfSignedCertificate -Subject 'CN=m365-audit-export' -CertStoreLocation 'Cert:\\LocalMachine\\My' -KeyExportPolicy NonExportable -KeyLength 3072 -HashAlgorithm SHA256; upload its public part to the app registration, and set certificate-thumbprint to its thumbprint."

function notWindows(): Failure {
  return new Failure({
    code: 'STORE_NOT_WINDOWS',
    message: 'credential: windows-store needs a runner on Windows: this machine has no Windows certificate store.',
    remedy:
      'Run the job on the Windows machine that has the certificate (runs-on: [self-hosted, windows]); or export the certificate with its key there and give it as certificate or certificate-file; or sign in by GitHub’s OIDC token, without a certificate.',
  })
}

function noPowerShell(why: string): Failure {
  return new Failure({
    code: 'STORE_POWERSHELL',
    message: `PowerShell did not answer, so the Windows store can’t be read: ${why}.`,
    remedy:
      'Windows PowerShell (powershell.exe) has to be on PATH, in full language mode: AppLocker and Device Guard may forbid it to the runner’s account.',
  })
}

function notFound(thumbprint: string): Failure {
  return new Failure({
    code: 'STORE_NOT_FOUND',
    message: `No certificate with the thumbprint ${thumbprint} is in LocalMachine\\My or in CurrentUser\\My of the runner’s account.`,
    remedy:
      "List what is there, under the account that the runner’s service runs as: Get-ChildItem -Path 'Cert:\\LocalMachine\\My', 'Cert:\\CurrentUser\\My'. A certificate of another account is not visible: import it into LocalMachine\\My.",
  })
}

function noKey({store}: StoreEntry): Failure {
  return new Failure({
    code: 'STORE_NO_KEY',
    message: `The certificate is in ${store}, but without its private key.`,
    remedy:
      "Import it with the key: Import-PfxCertificate -FilePath 'cert.pfx' -CertStoreLocation 'Cert:\\LocalMachine\\My' (a .cer holds the public part only).",
  })
}

function several(entries: readonly StoreEntry[], thumbprint: string): Failure {
  return new Failure({
    code: 'STORE_SEVERAL',
    message: `Several certificates have the thumbprint ${thumbprint}: in ${entries.map(({store}) => store).join(', ')}.`,
    remedy: 'Give the SHA-256 thumbprint as certificate-thumbprint, or remove those that are not meant.',
  })
}

function refusedKey(entry: StoreEntry, {refused, says}: Refusal): Failure {
  if (refused === 'key') return noKey(entry)
  if (refused === 'missing') {
    return new Failure({
      code: 'STORE_NOT_FOUND',
      message: `The certificate was removed from ${entry.store} during the run.`,
      remedy: 'Import it again with its key, and run again.',
    })
  }
  return new Failure({
    code: 'STORE_KEY_REFUSED',
    message: `Windows does not sign with the certificate’s key in ${entry.store} for this account: ${says.slice(0, 300)}`,
    remedy:
      'Give the account of the runner’s service the right to read the private key: certlm.msc → the certificate → All Tasks → Manage Private Keys → add the account with Read. A key that asks for a PIN or a confirmation can’t be used unattended.',
  })
}
