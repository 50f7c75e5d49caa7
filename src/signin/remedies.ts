/** Sentences with commands that more than one failure advises; each runs in bash and, where it differs, has a form for PowerShell. */

/** The secret from a PFX. `base64` and `<` are bash's alone; Windows PowerShell would read the file as text. */
export const storePfx =
  'base64 < cert.pfx | gh secret set M365_CERTIFICATE ' +
  "(PowerShell: [Convert]::ToBase64String([IO.File]::ReadAllBytes((Resolve-Path 'cert.pfx'))) | gh secret set M365_CERTIFICATE)"

export const storeAnew = `Store the whole file again: ${storePfx}`

export const exportAnew =
  'Export certificate and private key together: openssl pkcs12 -export -inkey key.pem -in cert.pem -out cert.pfx ' +
  `(Windows: Export-PfxCertificate), then: ${storePfx}`

export const makeAnew =
  'Make one: openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=m365-audit-export -keyout key.pem ' +
  '-out cert.pem, upload cert.pem to the app registration (Certificates & secrets), and store both: ' +
  'cat cert.pem key.pem | gh secret set M365_CERTIFICATE ' +
  "(PowerShell: Get-Content -Path 'cert.pem', 'key.pem' | gh secret set M365_CERTIFICATE)"

/**
 * For an application that setup made: it leaves those of other hands alone.
 * @param words options that do it, besides the tenant's.
 */
export function bySetup(
  words: string,
  {tenant = '<tenant>', cloud}: {tenant?: string | undefined; cloud?: string | undefined} = {},
): string {
  const elsewhere = cloud === undefined || cloud === 'worldwide' ? '' : ` --cloud ${cloud}`
  const options = [`--tenant-id ${tenant}${elsewhere}`, ...(words ? [words] : [])].join(' ')
  return `Where setup made the application, one command does it, with the other options as before: node dist/index.js setup ${options}`
}

/** A managed identity has no page in Entra where permissions are added, and no consent. */
export function roleOfIdentity(role: string, {oid}: {oid: string}): string {
  return (
    `A Privileged Role Administrator or Global Administrator assigns the app role ${role} to the managed identity${oid ? `, object id ${oid},` : ''} ` +
    `by Graph: node dist/index.js setup --tenant-id <tenant> --managed-identity ${oid || 'OBJECT-ID'} does it, and docs/set-up.md, “Managed identity”, has the commands. ` +
    'Azure keeps tokens of managed identities for up to 24 hours: a role that was assigned today may show tomorrow only.'
  )
}
