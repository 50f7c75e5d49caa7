/**
 * A certificate of Azure Key Vault as credential: the key is fetched with it where the vault lets us, and else stays
 * inside and signs there. https://learn.microsoft.com/azure/key-vault/certificates/about-certificates
 */
import {X509Certificate} from 'node:crypto'
import {causes, Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'
import {checkedCertificate, type PublicCertificate, readCertificate} from './certificate.ts'
import type {Credential, Sign} from './credential.ts'
import {normalThumbprint} from './thumbprint.ts'
import {askVault, type Vault} from './vault-call.ts'

export interface VaultSource {
  vault: Vault
  /** If given, no other certificate is accepted. */
  thumbprint?: string
}

/** Opens the certificate. Throws `VAULT_…`, or `CERT_…` where the certificate itself can't sign in. */
export async function openVault(world: World, source: VaultSource): Promise<Credential> {
  const {vault} = source
  const bundle = await askVault(world, vault, {what: 'certificate', path: certificatePath(vault), read: readBundle})
  const certificate = {...checkBundle(bundle, source, world), ...(await newerVersion(world, vault, bundle))}
  const secret = bundle.exportable ? await fetchSecret(world, vault, bundle) : {refused: notExportable()}
  if ('value' in secret) {
    const fetched = await readSecret(world, vault, {secret: secret.value, certificate})
    if (fetched) return {kind: 'certificate', certificate: {...certificate, privateKeyPem: fetched.privateKeyPem}}
  }
  const refused = 'refused' in secret ? secret.refused : notExportable()
  world.log(`The key stays in the vault ${vault.address.name} and signs there: ${refused.message}`)
  return {kind: 'vault-key', certificate, sign: signIn(world, vault, {key: bundle.key, refused})}
}

/** Where an old version is named, whether the vault has one that ends later: then none has to be made. */
async function newerVersion(world: World, vault: Vault, {certificate}: Bundle): Promise<{renewed?: true}> {
  const {address} = vault
  if (!address.version) return {}
  try {
    const {version: _named, ...newest} = address
    const path = certificatePath({address: newest})
    const found = await askVault(world, vault, {what: 'certificate', path, read: readBundle})
    const later = Date.parse(found.certificate.validTo) > Date.parse(certificate.validTo)
    if (!found.enabled || !later) return {}
    world.log(
      `The vault ${address.name} has a newer version of '${address.certificate}': name no version, and it is taken.`,
    )
    return {renewed: true}
  } catch (error) {
    vault.signal?.throwIfAborted()
    world.debug(`Whether the vault has a newer version could not be learned: ${causes(error)}`)
    return {}
  }
}

interface Part {
  name: string
  version: string
}

interface Bundle {
  certificate: X509Certificate
  enabled: boolean
  exportable: boolean
  /** Key and secret of the same version as the certificate. */
  key: Part
  secret: Part | undefined
}

function certificatePath({address}: Pick<Vault, 'address'>): string {
  return `certificates/${address.certificate}${address.version ? `/${address.version}` : ''}`
}

/** Undefined when the answer isn't what the vault's documentation says. */
function readBundle(body: Record<string, unknown>): Bundle | undefined {
  const key = partOf(body.kid, 'keys')
  if (typeof body.cer !== 'string' || key === undefined) return undefined
  try {
    return {
      certificate: new X509Certificate(Buffer.from(body.cer, 'base64')),
      enabled: objectIn(body, 'attributes').enabled !== false,
      exportable: objectIn(objectIn(body, 'policy'), 'key_props').exportable !== false,
      key,
      secret: partOf(body.sid, 'secrets'),
    }
  } catch {
    return undefined
  }
}

function objectIn(body: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = body[name]
  return typeof value === 'object' && value !== null ? {...value} : {}
}

/** Name and version of an id. Its host is never used: only the configured vault is asked. */
function partOf(id: unknown, kind: 'keys' | 'secrets'): Part | undefined {
  const parts = typeof id === 'string' ? /^https?:\/\/[^/]+\/(\w+)\/([\w-]+)\/(\w+)$/.exec(id) : null
  const [, found, name, version] = parts ?? []
  return found === kind && name && version ? {name, version} : undefined
}

function checkBundle(bundle: Bundle, {vault, thumbprint}: VaultSource, world: World): PublicCertificate {
  const {certificate, enabled} = bundle
  const {address} = vault
  if (!enabled) throw disabled(vault)
  const type = certificate.publicKey.asymmetricKeyType
  const renew = `Make a new version: az keyvault certificate create --vault-name ${address.name} --name ${address.certificate} --policy "$(az keyvault certificate get-default-policy)" (PowerShell: az keyvault certificate get-default-policy | Set-Content -Path 'policy.json' -Encoding ascii; az keyvault certificate create --vault-name ${address.name} --name ${address.certificate} --policy '@policy.json'), upload its public part to the app, and name no version in key-vault-certificate.`
  if (type !== 'rsa') {
    throw new Failure({
      code: 'CERT_NOT_RSA',
      message: `The key of '${address.certificate}' in the vault ${address.name} is of type ${type}; Entra accepts RSA only.`,
      remedy: renew,
    })
  }
  const wanted = thumbprint?.trim() ? normalThumbprint(thumbprint) : undefined
  const checks = {wanted, source: `key-vault-certificate ${address.certificate}`, now: world.now(), renew}
  return {...checkedCertificate(certificate, checks), ...download(vault)}
}

function download({address: {name, certificate, version}}: Vault): {download: string} {
  const which = version ? ` --version ${version}` : ''
  return {
    download: `az keyvault certificate download --vault-name ${name} --name ${certificate}${which} --encoding PEM --file cert.pem`,
  }
}

async function fetchSecret(
  world: World,
  vault: Vault,
  {secret, key}: Bundle,
): Promise<{value: string} | {refused: Failure}> {
  const {name, version} = secret ?? key
  const read = (body: Record<string, unknown>) => (typeof body.value === 'string' ? body.value : undefined)
  try {
    return {value: await askVault(world, vault, {what: 'secret', path: `secrets/${name}/${version}`, read})}
  } catch (failure) {
    if (failure instanceof Failure && mayYetSign.has(failure.code)) return {refused: failure}
    throw failure
  }
}

/** Refusals of the secret that say nothing about the key. */
const mayYetSign = new Set(['VAULT_FORBIDDEN', 'VAULT_NOT_FOUND', 'VAULT_DISABLED'])

/** The certificate with its key; undefined where the secret holds no key, as when the policy forbids its export. */
async function readSecret(
  world: World,
  vault: Vault,
  {secret, certificate}: {secret: string; certificate: PublicCertificate},
) {
  const source = `the secret ${vault.address.certificate} of the vault ${vault.address.name}`
  try {
    const fetched = await readCertificate({content: secret, password: '', source}, world)
    if (fetched.thumbprintSha256 !== certificate.thumbprintSha256) throw otherVersion(vault, fetched, certificate)
    return fetched
  } catch (failure) {
    if (failure instanceof Failure && failure.code === 'CERT_NO_PRIVATE_KEY') return undefined
    throw failure
  }
}

function signIn(world: World, vault: Vault, {key, refused}: {key: Part; refused: Failure}): Sign {
  const path = `keys/${key.name}/${key.version}/sign`
  return async (algorithm, digest, signal) => {
    const read = (body: Record<string, unknown>) => {
      if (partOf(body.kid, 'keys')?.version !== key.version || typeof body.value !== 'string') return undefined
      return Buffer.from(body.value, 'base64url')
    }
    const body = {alg: algorithm, value: Buffer.from(digest).toString('base64url')}
    try {
      return await askVault(world, vault, {what: 'sign', path, body, read, ...(signal && {signal})})
    } catch (failure) {
      if (!(failure instanceof Failure) || failure.code !== 'VAULT_FORBIDDEN') throw failure
      throw neither(failure, refused)
    }
  }
}

/** Both ways are refused; one suffices, so both are reported. */
function neither(sign: Failure, secret: Failure): Failure {
  return new Failure({
    code: sign.code,
    message: `${sign.message} Nor could the key be fetched: ${secret.message}`,
    remedy:
      secret.code === 'VAULT_FORBIDDEN' ? `One of the two suffices. ${sign.remedy} Or: ${secret.remedy}` : sign.remedy,
    evidence: {...sign.evidence},
    cause: sign,
  })
}

function notExportable(): Failure {
  return new Failure({
    code: 'VAULT_NOT_EXPORTABLE',
    message: "the certificate's policy does not let the key out.",
    remedy: 'Nothing needs to be done: the vault signs.',
  })
}

function disabled({address: {name, certificate}}: Vault): Failure {
  return new Failure({
    code: 'VAULT_DISABLED',
    message: `The certificate '${certificate}' in the vault ${name} is disabled.`,
    remedy: `Enable it, or name another version: az keyvault certificate set-attributes --vault-name ${name} --name ${certificate} --enabled true`,
  })
}

function otherVersion({address}: Vault, fetched: PublicCertificate, asked: PublicCertificate): Failure {
  return new Failure({
    code: 'VAULT_VERSION_MISMATCH',
    message: `Certificate and secret '${address.certificate}' of the vault ${address.name} are not of one version.`,
    remedy: `Make a new version of the certificate, which renews all its parts, and do not write the secret of the same name by other means.`,
    evidence: {certificate: asked.thumbprintSha1, secret: fetched.thumbprintSha1},
  })
}
