/** From what the inputs name to what proves the app: a certificate read here or in a vault, or GitHub's word. */
import {resolve} from 'node:path'
import type {GivenCredential, SignInSettings} from '../inputs/settings.ts'
import {type GivenCertificate, readCertificate} from '../signin/certificate.ts'
import type {Cloud} from '../signin/cloud.ts'
import type {Credential} from '../signin/credential.ts'
import {openFederation} from '../signin/federation.ts'
import {tokenProvider} from '../signin/token.ts'
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
  const federation = await openFederation(world, cloud, host.idToken, signal)
  const {subject, issuer, audience} = federation.presented
  host.info(`No certificate: signing in with GitHub OIDC, subject ${subject} (issuer ${issuer}, audience ${audience}).`)
  return {kind: 'federation', federation}
}

/** Tests give a program of their own in place of Windows’. */
function windowsOf({windows}: RunContext): Omit<WindowsStoreSource, 'thumbprint'> {
  return windows ?? {platform: process.platform}
}

async function vaultAccess(
  {token}: GivenCredential & {from: 'vault'},
  {host, world, cancelled: signal}: RunContext,
  app: {cloud: Cloud; tenantId: string; clientId: string},
): Promise<Vault['access']> {
  if (token) return {kind: 'given', token}
  const federation = await openFederation(world, app.cloud, host.idToken, signal)
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
