/** From the credentials in the inputs to a signed-in session. */
import {pluralise} from '../audit/numbers.ts'
import type {SignInSettings} from '../inputs/settings.ts'
import {daysLeft} from '../signin/certificate.ts'
import {type Cloud, cloudNamed} from '../signin/cloud.ts'
import {type Credential, certificateOf} from '../signin/credential.ts'
import {withEndpoints} from '../signin/endpoints.ts'
import {renewalNotice} from '../signin/expiry.ts'
import {findSuccessor} from '../signin/successor.ts'
import {resolveTenant} from '../signin/tenant.ts'
import type {MonthRun, PeriodContext} from './context.ts'
import {credentialAtHand, credentialElsewhere} from './credential.ts'
import {type SelectedSource, selectSource} from './select-source.ts'

/** Who signs in, with what. */
export interface CallerIdentity {
  cloud: Cloud
  tenantId: string
  clientId: string
  credential: Credential
}

export type Session = CallerIdentity & SelectedSource

/** The search that the session reads through finds nothing, whatever happened. */
export function findsNothing({source, cloud}: Session): boolean {
  return source === 'exchange' && cloud.exchangeAlwaysEmpty
}

/** Proves that the credentials work: ends with a token in hand. What a person should know goes to the log. */
export async function signIn(
  {signIn: given, source}: Pick<MonthRun, 'signIn' | 'source'>,
  context: PeriodContext,
): Promise<Session> {
  const caller = await callerOf(given, context)
  const way = await selectSource(source, caller, context)
  context.host.info(`Signed in to tenant ${caller.tenantId} as application ${caller.clientId}.`)
  return {...caller, ...way}
}

/** Everything a token is asked with. */
export async function callerOf(given: SignInSettings, context: PeriodContext): Promise<CallerIdentity> {
  const {world, log} = context
  const {clientId} = given
  const cloud = withEndpoints(cloudNamed(given.cloud), context.endpoints)
  for (const limit of cloud.limits) log.info(limit)
  const atHand = await credentialAtHand(given, context)
  const tenantId = await resolveTenant(world, cloud, given.tenant, {signal: context.cancelled})
  const credential = atHand ?? (await credentialElsewhere(given, context, {cloud, tenantId}))
  const caller = {cloud, tenantId, clientId, credential}
  await reportValidity(caller, context)
  return caller
}

async function reportValidity(caller: CallerIdentity, {host, world, log, cancelled}: PeriodContext): Promise<void> {
  const certificate = certificateOf(caller.credential)
  if (certificate === undefined) return
  const left = daysLeft(certificate, world.now())
  host.info(`Certificate ${certificate.subject}, SHA-1 ${certificate.thumbprintSha1}, ${pluralise(left, 'day')} left.`)
  const successor = await findSuccessor(world, caller, certificate, cancelled)
  if (successor?.is === 'registered') host.info(successor.says)
  const note = renewalNotice(certificate, world.now(), successor)
  if (note !== undefined) log.warning(note)
}
