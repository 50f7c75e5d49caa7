/**
 * What lies in each folder for people who have nothing but it: VERIFY.txt and verify.html, how to check the folder with other
 * programs and in a browser. They are the same in every export of a version, and tell nothing of the tenant.
 */
import {brotliDecompressSync} from 'node:zlib'
import {checkCommands} from '../report/check-commands.ts'
import {toolName, version} from '../version.ts'
import {evidenceFiles, instructionFiles} from './evidence-folder.ts'
import {packedVerifyPage} from './packed-verify-page.ts'

/** Each file with its content. */
export function instructions(): [name: string, content: string][] {
  return [
    [instructionFiles.text, verifyText()],
    [instructionFiles.page, verifyPage()],
  ]
}

/** The page: the same bytes are published with the release. */
export function verifyPage(): string {
  const bytes = Buffer.from(packedVerifyPage, 'base64')
  return bytes.length === 0 ? '' : brotliDecompressSync(bytes).toString('utf8')
}

const [sums = {where: '', command: ''}, sumsPowerShell = {where: '', command: ''}] = checkCommands

/** Made after the list, and so not in it: as a pattern for grep and PowerShell. */
const ownNames = `SHA256SUMS(${Object.values(evidenceFiles)
  .filter(name => name.startsWith(`${evidenceFiles.checksums}.`))
  .map(name => name.slice(evidenceFiles.checksums.length).replace('.', '\\.'))
  .join('|')})?`

const verified = `openssl cms -verify -binary -inform DER -in ${evidenceFiles.signature} -content ${evidenceFiles.checksums} -noverify`
const printed = 'openssl x509 -noout -subject -fingerprint -sha256'

/** The commands of VERIFY.txt, by what they do. All run in the folder, and none leaves a file there. */
export const verifyCommands = {
  bash: {
    sums: sums.command,
    others: `comm -13 <(cut -c67- SHA256SUMS | sort) <(ls -A | sort) | grep -vxE '${ownNames}'`,
    signature: `${verified} -out /dev/null -signer /dev/stdout | ${printed}`,
    timestamp: `openssl ts -verify -data SHA256SUMS -in ${evidenceFiles.timestamp} -CAfile ../authority.pem`,
    fingerprint: `sha256sum SHA256SUMS ${instructionFiles.page}`,
  },
  powershell: {
    sums: sumsPowerShell.command,
    others: `$listed = Get-Content -Path SHA256SUMS | ForEach-Object { ($_ -split '  ', 2)[1] }; Get-ChildItem -Force -Name | Where-Object { $listed -notcontains $_ -and $_ -notmatch '^${ownNames}$' }`,
    signature: `${verified} -out NUL -signer "$env:TEMP\\signer.pem"; openssl x509 -noout -subject -fingerprint '-sha256' -in "$env:TEMP\\signer.pem"`,
    fingerprint: `Get-FileHash -LiteralPath '${evidenceFiles.checksums}', '${instructionFiles.page}' -Algorithm SHA256`,
  },
} as const

function verifyText(): string {
  const {bash, powershell} = verifyCommands
  return `How to check this folder                                   ${toolName} ${version}

This folder is an export of the Microsoft 365 unified audit log. manifest.json says what was asked and what
was read. SHA256SUMS lists the SHA-256 of every file. Run all commands in this folder.

Damage and forgery are two questions:
- Steps 1 and 2 show damage: a file that changed, is missing or was added.
- Step 3 shows who wrote the folder. Who can change a folder can also write new hashes.


1  In a browser, without any program

Open ${instructionFiles.page} and drop the folder on it. It works offline and sends nothing. It also checks the order and
the number of the records, and that the windows cover the period without a hole.
A copy that came with the folder shows damage, not forgery: take the same page from the release of
${toolName} ${version}, where its SHA-256 is published.


2  With bash or PowerShell

Compare every file with its hash. With bash (on macOS: shasum -a 256 --check SHA256SUMS), it prints OK for each:

  ${bash.sums}

With PowerShell, it prints nothing where all is well:

  ${powershell.sums}

List files that are not part of the export, hidden ones too. It prints nothing where there are none.
With bash:

  ${bash.others}

With PowerShell:

  ${powershell.others}


3  Who wrote it

Where ${evidenceFiles.signature} is here, the folder is signed. openssl checks the signature and prints the signer.
With bash:

  ${bash.signature}

With PowerShell:

  ${powershell.signature}

"CMS Verification successful" means: the list is as it was signed. Compare the fingerprint with one that does not
come from this folder, but from the app registration or the person in charge: a forged folder has its own signature.

Where ${evidenceFiles.timestamp} is here, an authority confirmed the time. Put its certificate into authority.pem in the
parent folder:

  ${bash.timestamp}

Where there is no signature, compare the SHA-256 of SHA256SUMS with a copy that was kept elsewhere: in an archive
or in the run's artifact. With bash, then with PowerShell:

  ${bash.fingerprint}
  ${powershell.fingerprint}


4  Encrypted files

Files that end in .age are encrypted. Steps 1 to 3 work on them as they are. Who has the private key decrypts one:

  age --decrypt --identity ../key.txt --output ../audit.csv audit-PERIOD.csv.age


5  Everything, with Node.js 20.15 or later

The program also checks the signature, the columns, Parquet rows, findings and report. Take
${toolName}-${version}.tgz from the release; it needs nothing else and no network:

  npx ./${toolName}-${version}.tgz verify 'PATH/OF/THE/FOLDER'

CONSISTENT means: the folder agrees with itself. PROVEN means: the signer that you named wrote it
(--certificate-thumbprint or --trusted-ca).
`
}
