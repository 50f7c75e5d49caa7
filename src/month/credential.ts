/** From what the inputs name to what proves the app: a certificate read here or in a vault, a managed identity, or a foreign token. */
import {resolve} from 'node:path'
import type {GivenCredential, SignInSettings} from '../inputs/settings.ts'
import {type GivenCertificate, readCertificate} from '../signin/certificate.ts'
import type {Cloud} from '../signin/cloud.ts'
import type {Credential} from '../signin/credential.ts'
import {type Federation, openFederation, openIdentityFederation} from '../signin/federation.ts'
import {openManagedIdentity} from '../signin/managed-identity.ts'
import {tokenProvider} from '../signin/token.ts'
import {openTokenFile} from '../signin/token-file.ts'
import {openVault} from '../signin/vault.ts'
import type {Vault} from '../signin/vault-call.ts'
import {openWindowsStore, type WindowsStoreSource} from '../signin/windows-store.ts'
import {causes, Failure} from '../wire/failure.ts'
import type {RunContext} from './context.ts'

/** A certificate at hand, which needs no service; undefined for other credentials. */
export async function credentialAtHand(signIn: SignInSettings, context: RunContext): Promise<Credential | undefined> {
  const given = await certificateAtHand(signIn, context)
  return given && {kind: 'certificate', certificate: await readCertificate(given, context.world)}
}

/** What was given as certificate, unopened. */
export async function certificateAtHand(
  {credential, thumbprint}: SignInSettings,
  context: RunContext,
): Promise<GivenCertificate | undefined> {
  if (credential.from !== 'input' && credential.from !== 'file') return undefined
  const {password} = credential
  const given =
    credential.from === 'input'
      ? {content: credential.content, source: 'certificate'}
      : {content: await certificateFile(credential.path, context), source: credential.path}
  return {...given, password, ...(thumbprint ? {thumbprint} : {})}
}

/** A credential that a service has to be asked for. */
export async function credentialElsewhere(
  {credential, clientId, thumbprint}: SignInSettings,
  context: RunContext,
  {cloud, tenantId}: {cloud: Cloud; tenantId: string},
): Promise<Credential> {
  const {host, world, cancelled: signal} = context
  if (credential.from === 'windows-store')
    return await openWindowsStore(world, {thumbprint: thumbprint ?? '', ...windowsOf(context)})
  if (credential.from === 'vault') {
    const {address} = credential
    const access = await vaultAccess(credential, context, {cloud, tenantId, clientId})
    const vault = {address, base: cloud.vault ?? `https://${address.host}`, access, signal}
    return await openVault(world, {vault, ...(thumbprint ? {thumbprint} : {})})
  }
  if (credential.from === 'managed-identity') return await managedIdentity(credential, context, {cloud, clientId})
  const tokenFile = credential.from === 'token-file' ? credential.path : undefined
  const federation = await foreignTokens(cloud, tokenFile, context)
  const by = tokenFile === undefined ? 'GitHub OIDC' : `the token in ${tokenFile}`
  host.info(`No certificate: signing in with ${by}, ${described(federation)}.`)
  const {expires} = federation.presented
  if (tokenFile !== undefined && expires !== undefined)
    host.info(`That token ends at ${new Date(expires).toISOString()}; the file is read again for each sign-in.`)
  return {kind: 'federation', federation}
}

function described({presented: {subject, issuer, audience}}: Federation): string {
  return `subject ${subject} (issuer ${issuer}, audience ${audience})`
}

/** Of the file where one is named, else GitHub's. */
async function foreignTokens(
  cloud: Cloud,
  tokenFile: string | undefined,
  {host, world, cancelled: signal}: RunContext,
): Promise<Federation> {
  if (tokenFile === undefined) return await openFederation(world, cloud, host.idToken, signal)
  return await openTokenFile(world, resolve(host.facts.workspace, tokenFile))
}

async function managedIdentity(
  {identity: wanted}: GivenCredential & {from: 'managed-identity'},
  {host, world, cancelled: signal}: RunContext,
  {cloud, clientId}: {cloud: Cloud; clientId: string},
): Promise<Credential> {
  const choice =
    wanted === 'system'
      ? ({kind: 'system'} as const)
      : ({kind: 'user', clientId: wanted === 'client-id' ? clientId : wanted.provesBy} as const)
  const place = {variables: host.identityVariables ?? {}, standIn: cloud.imds, signal}
  const identity = openManagedIdentity(world, choice, place)
  if (typeof wanted !== 'object') {
    host.info(`Signing in as the ${choice.kind}-assigned managed identity ${clientId}, by ${identity.endpoint}.`)
    return {kind: 'managed-identity', identity}
  }
  const federation = await openIdentityFederation(cloud, identity)
  host.info(`No certificate: the managed identity ${wanted.provesBy} proves the app, ${described(federation)}.`)
  return {kind: 'federation', federation}
}

/** Tests give a program of their own in place of Windows’. */
function windowsOf({windows}: RunContext): Omit<WindowsStoreSource, 'thumbprint'> {
  return windows ?? {platform: process.platform}
}

async function vaultAccess(
  {token, tokenFile}: GivenCredential & {from: 'vault'},
  context: RunContext,
  app: {cloud: Cloud; tenantId: string; clientId: string},
): Promise<Vault['access']> {
  if (token) return {kind: 'given', token}
  const {world, cancelled: signal} = context
  const federation = await foreignTokens(app.cloud, tokenFile, context)
  const credential: Credential = {kind: 'federation', federation}
  const tokens = tokenProvider(world, {...app, credential, resource: 'vault', signal})
  return {kind: 'app', clientId: app.clientId, tokens}
}

async function certificateFile(path: string, {host, world}: RunContext): Promise<Uint8Array> {
  try {
    return await world.disk.readFile(resolve(host.facts.workspace, path))
  } catch (error) {
    throw new Failure({
      code: 'CERT_FILE_UNREADABLE',
      message: `The certificate file ${path} can't be read: ${causes(error)}.`,
      remedy:
        'Check certificate-file: the path is relative to the workspace, and an earlier step must have made the file.',
      cause: error,
    })
  }
}
