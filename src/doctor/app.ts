/** The doctor's looks at what proves the app: its certificate, GitHub's word or a vault, the tenant, and a sign-in. */
import {pluralise} from '../audit/numbers.ts'
import {certificateAtHand, credentialElsewhere} from '../month/credential.ts'
import {exchangeAccess, graphAccess, mayReadThroughGraph, type SelectedSource} from '../month/select-source.ts'
import type {CallerIdentity} from '../month/session.ts'
import {examineCertificate, type PublicCertificate} from '../signin/certificate.ts'
import type {CheckName} from '../signin/check.ts'
import {type Cloud, cloudNamed} from '../signin/cloud.ts'
import {type Credential, certificateOf} from '../signin/credential.ts'
import {withEndpoints} from '../signin/endpoints.ts'
import {expiryOf, renewalNotice, type Successor} from '../signin/expiry.ts'
import {resourceOf} from '../signin/managed-identity.ts'
import {bySetup, makeAnew} from '../signin/remedies.ts'
import {findSuccessor} from '../signin/successor.ts'
import {resolveTenant} from '../signin/tenant.ts'
import {Failure} from '../wire/failure.ts'
import type {CheckContext} from './check-context.ts'
import type {CheckResults} from './check-results.ts'

/** The app as it would sign in; undefined where a part of it is invalid. */
export async function checkApp(visit: CheckContext, board: CheckResults): Promise<CallerIdentity | undefined> {
  const {signIn} = visit.settings
  const atHand = await checkCertificate(visit, board)
  const place = await checkTenant(visit, board)
  const credential = atHand ?? (place && (await checkElsewhere(visit, board, place)))
  const known = credential && certificateOf(credential)
  const now = visit.context.world.now()
  const valid = known !== undefined && known.notBefore.getTime() <= now && now < known.notAfter.getTime()
  const end = known && {certificate: known, successor: valid ? await successorOf(visit, place, credential) : undefined}
  if (end) sayCertificate(visit, board, end)
  const proven = ofCredential.every(name => board.stands(name))
  if (end) sayExpiry(visit, board, end)
  if (
    !proven ||
    (known !== undefined && !valid) ||
    place === undefined ||
    credential === undefined ||
    signIn.clientId === ''
  )
    return undefined
  return {...place, clientId: signIn.clientId, credential}
}

/** All of these stand, or there is no use in a sign-in. */
const ofCredential = [
  ...(['certificate', 'password', 'key', 'id-token', 'vault'] as const),
  ...(['windows-store', 'token-file', 'managed-identity'] as const),
]

const file: readonly CheckName[] = ['certificate', 'password', 'key', 'validity']

/** All that is wrong with it, found without a request. */
async function checkCertificate(
  {settings, context}: CheckContext,
  board: CheckResults,
): Promise<Credential | undefined> {
  const {world} = context
  try {
    const given = await certificateAtHand(settings.signIn, context)
    if (given === undefined) return undefined
    const {certificate, faults} = await examineCertificate(given, world)
    for (const fault of faults) board.fail(fault, 'key')
    return {kind: 'certificate', certificate}
  } catch (error) {
    const at = board.fail(error, 'certificate')
    const reached = Math.max(0, file.indexOf(at))
    for (const before of file.slice(0, reached)) board.ok(before, 'Nothing is wrong with it.')
    return undefined
  }
}

interface KnownCertificate {
  certificate: PublicCertificate
  successor: Successor | undefined
}

async function successorOf(
  {settings, context}: CheckContext,
  place: Place | undefined,
  credential: Credential | undefined,
): Promise<Successor | undefined> {
  const {clientId} = settings.signIn
  const certificate = credential && certificateOf(credential)
  if (place === undefined || credential === undefined || certificate === undefined || clientId === '') return undefined
  return await findSuccessor(context.world, {...place, clientId, credential}, certificate, context.cancelled)
}

function sayCertificate(
  {context}: CheckContext,
  board: CheckResults,
  {certificate, successor}: KnownCertificate,
): void {
  const {subject, thumbprintSha1, thumbprintSha256, notAfter} = certificate
  board.ok('certificate', `It holds ${subject}.`)
  board.ok('password', 'It opens the key, or none is needed.')
  board.ok('key', 'The key is RSA and belongs to the certificate.', {
    'SHA-1': thumbprintSha1,
    'SHA-256': thumbprintSha256,
  })
  const now = context.world.now()
  const {left, due} = expiryOf(certificate, now)
  const notice = successor?.is === 'registered' ? successor.says : renewalNotice(certificate, now, successor)
  if (due === 'now' && successor?.is !== 'registered' && notAfter.getTime() > now) return
  board.ok(
    'validity',
    `It is valid until ${notAfter.toISOString()}, ${pluralise(left, 'day')}.${notice ? ` ${notice}` : ''}`,
  )
}

/** After what rests on it was looked at: an export can still be made, though not for long. */
function sayExpiry({context}: CheckContext, board: CheckResults, {certificate, successor}: KnownCertificate): void {
  const now = context.world.now()
  const notice = renewalNotice(certificate, now, successor)
  if (expiryOf(certificate, now).due === 'now' && notice !== undefined && certificate.notAfter.getTime() > now)
    board.fail(endsSoon(notice, certificate), 'validity')
}

function endsSoon(notice: string, {thumbprintSha1}: PublicCertificate): Failure {
  return new Failure({
    code: 'CERT_ENDS_SOON',
    message: notice,
    remedy: `${makeAnew}. ${bySetup('--renew')}`,
    evidence: {thumbprint: thumbprintSha1},
  })
}

interface Place {
  cloud: Cloud
  tenantId: string
}

async function checkTenant({settings, context}: CheckContext, board: CheckResults): Promise<Place | undefined> {
  const {signIn} = settings
  if (signIn.tenant === '') return undefined
  try {
    const cloud = withEndpoints(cloudNamed(signIn.cloud), context.endpoints)
    const tenantId = await resolveTenant(context.world, cloud, signIn.tenant, {signal: context.cancelled})
    const limits = cloud.limits.length > 0 ? ` ${cloud.limits.join(' ')}` : ''
    const name = signIn.tenant === tenantId ? `Tenant ${tenantId}` : `${signIn.tenant} is tenant ${tenantId}`
    board.ok('tenant', `${name}, in the cloud ${cloud.name}.${limits}`)
    return {cloud, tenantId}
  } catch (error) {
    context.cancelled.throwIfAborted()
    board.fail(error, 'tenant')
    return undefined
  }
}

/** A credential that this machine has, or that GitHub or a vault has to give. */
async function checkElsewhere(
  {settings, context}: CheckContext,
  board: CheckResults,
  place: Place,
): Promise<Credential | undefined> {
  const {signIn} = settings
  const {credential: given} = signIn
  const vault = given.from === 'vault'
  const own = given.from === 'windows-store' || given.from === 'managed-identity' || given.from === 'token-file'
  const usable = vault || own || board.stands('inputs') || context.host.idToken !== undefined
  if (!usable || ((vault || given.from === 'managed-identity') && signIn.clientId === '')) return undefined
  if (own) return await checkOwn(given.from, signIn, context, {board, place})
  const first = vault && given.tokenFile !== undefined ? 'token-file' : 'id-token'
  const saysFirst = first === 'id-token' ? 'GitHub issued an OIDC token for this job.' : 'The file holds a token.'
  try {
    const credential = await credentialElsewhere(signIn, context, place)
    if (credential.kind === 'federation') board.ok('id-token', ...presented(credential))
    else board.ok(first, saysFirst)
    board.ok('vault', `The vault gives the certificate${credential.kind === 'vault-key' ? ', and keeps the key' : ''}.`)
    return credential
  } catch (error) {
    context.cancelled.throwIfAborted()
    const at = board.fail(error, vault ? 'vault' : 'id-token')
    if (at !== first) board.ok(first, saysFirst)
    if (at === 'key' || at === 'validity') board.ok('vault', 'The vault gives the certificate.')
    return undefined
  }
}

/** What needs neither GitHub nor a vault; the check has the credential's name. */
async function checkOwn(
  name: 'windows-store' | 'managed-identity' | 'token-file',
  signIn: CheckContext['settings']['signIn'],
  context: CheckContext['context'],
  {board, place}: {board: CheckResults; place: Place},
): Promise<Credential | undefined> {
  const inStore = 'The certificate is in the store with its private key.'
  try {
    const credential = await credentialElsewhere(signIn, context, place)
    if (credential.kind === 'managed-identity') {
      const {identity} = credential
      await identity.token(resourceOf(place.cloud, 'graph'), context.cancelled)
      board.ok(name, `Azure issues tokens of the ${identity.choice.kind}-assigned identity, by ${identity.endpoint}.`)
    } else if (credential.kind === 'federation') board.ok(name, ...presented(credential))
    else board.ok(name, inStore)
    return credential
  } catch (error) {
    context.cancelled.throwIfAborted()
    const at = board.fail(error, name)
    if (name === 'windows-store' && at !== name) board.ok(name, inStore)
    return undefined
  }
}

function presented({federation}: Credential & {kind: 'federation'}): [says: string, evidence: Record<string, string>] {
  const {subject, issuer, audience, by} = federation.presented
  const whose =
    by === undefined
      ? 'GitHub’s OIDC token'
      : `the ${by === 'token file' ? 'file’s token' : 'managed identity’s token'}`
  return [`The subject of ${whose} is ${subject}.`, {issuer, subject, audience}]
}

type Attempt = {way: SelectedSource} | {failure: Failure}

export interface CheckedSource extends SelectedSource {
  /** Through `source: auto`, what the export reads through where Exchange refuses to be searched. */
  instead?: SelectedSource
}

/** The way that the export would take, by the permissions in the tokens; undefined where none is open. */
export async function checkPermissions(
  {settings, context}: CheckContext,
  board: CheckResults,
  app: CallerIdentity,
): Promise<CheckedSource | undefined> {
  const {source} = settings
  const ways: {name: CheckName; attempt: Attempt}[] = []
  if (source !== 'graph')
    ways.push({name: 'exchange-permission', attempt: await attempt(exchangeAccess(app, context), context)})
  const [exchange] = ways
  const stuck = exchange && 'failure' in exchange.attempt && !mayReadThroughGraph(exchange.attempt.failure, app)
  if (source === 'graph' || source === 'both' || (source === 'auto' && app.cloud.graphAuditLogQuery && !stuck))
    ways.push({name: 'graph-permission', attempt: await attempt(graphAccess(app, context), context)})

  const issued = ways.some(({attempt}) => 'way' in attempt || roleMissing.test(attempt.failure.code))
  if (issued) board.ok('token', `Entra issues tokens to application ${app.clientId}.`)
  const open = ways.find(({attempt}) => 'way' in attempt)
  for (const {name, attempt} of ways) {
    if ('way' in attempt) await sayWay(board, name, attempt.way)
    else if (!issued) board.fail(attempt.failure, 'token')
    else if (open && source === 'auto')
      board.ok(name, `Not needed: source: auto reads the other way. ${attempt.failure.message}`)
    else {
      board.fail(attempt.failure, name)
      if (open && source === 'both') board.goesOnWithout(name)
    }
    if (!issued) break
  }
  if (open === undefined || !('way' in open.attempt)) return undefined
  const {way} = open.attempt
  const graph = ways.find(({attempt}) => 'way' in attempt && attempt.way.source === 'graph')?.attempt
  if (way.source === 'graph' || graph === undefined || !('way' in graph)) return way
  return source === 'both' ? {...way, witness: graph.way} : {...way, instead: graph.way}
}

const roleMissing = /^(EXCHANGE|GRAPH)_ROLE_MISSING$/

async function attempt(way: Promise<SelectedSource>, {cancelled}: CheckContext['context']): Promise<Attempt> {
  try {
    return {way: await way}
  } catch (error) {
    cancelled.throwIfAborted()
    if (error instanceof Failure) return {failure: error}
    throw error
  }
}

async function sayWay(board: CheckResults, name: CheckName, {tokens, partial, source}: SelectedSource): Promise<void> {
  const {claims} = await tokens.token()
  if (claims === undefined) {
    board.unknown(name, 'The token is opaque: its permissions show only when it is used.')
    return
  }
  const permission = source === 'exchange' ? 'Exchange.ManageAsApp' : 'a permission for the audit log query'
  board.ok(name, partial ?? `The token carries ${permission}.`, {roles: claims.roles.join(' '), object: claims.oid})
}
