/** What an export through Exchange needs of it, looked at one by one: the role, the tenant's log, and a search. */

import {isObject} from '../audit/json.ts'
import {pluralise} from '../audit/numbers.ts'
import {expiryWords} from '../audit/retention.ts'
import type {TimeWindow} from '../audit/window.ts'
import {type Check, failed} from '../signin/check.ts'
import {asFailure, Failure} from '../wire/failure.ts'
import {serviceTime} from '../wire/skew.ts'
import type {World} from '../wire/world.ts'
import {availableCmdlets, cmdletMissing, searchCmdlet} from './available-cmdlets.ts'
import {idsOf, invokePage, invokeUrl} from './invoke.ts'
import {newRun, type SearchSettings} from './search.ts'
import type {Reading, Source} from './source.ts'

/** In order; each is looked at whatever came of the others. Rejects only when `signal` is aborted. */
export async function checkExchange(
  settings: SearchSettings,
  {read, hasRows}: {read: Source['read']; hasRows: () => boolean},
  signal: AbortSignal,
): Promise<Check[]> {
  const checks = [
    await looked('exchange-role', signal, () => checkRole(settings, signal)),
    await looked('auditing', signal, () => checkAuditing(settings, signal)),
    await looked('search', signal, async () => {
      const window = probeWindow(settings.world)
      return judged(await read({window, depth: 'search'}, async () => {}, signal), window)
    }),
  ]
  if (checks.every(({verdict}) => verdict === 'ok') && !hasRows()) await readForShape(settings.world, read, signal)
  return checks
}

async function looked(name: Check['name'], signal: AbortSignal, look: () => Promise<Check>): Promise<Check> {
  try {
    return await look()
  } catch (error) {
    signal.throwIfAborted()
    return failed(name, asFailure(error))
  }
}

async function checkRole(settings: SearchSettings, signal: AbortSignal): Promise<Check> {
  const cmdlets = await availableCmdlets(settings, signal)
  const offered = cmdlets.some(name => name.toLowerCase() === searchCmdlet.toLowerCase())
  if (offered)
    return {name: 'exchange-role', verdict: 'ok', says: `Exchange offers ${searchCmdlet} to this application.`}
  const {claims} = await settings.tokens.token()
  return {name: 'exchange-role', verdict: 'missing', failure: cmdletMissing(cmdlets, idsOf(claims), settings.cloud)}
}

/** What `Get-AdminAuditLogConfig` tells of the tenant's log; only at the Exchange endpoint: elsewhere it always says False. */
export interface AuditConfig {
  recording: boolean | undefined
  /** When the log was first turned on: there are no records from before. */
  since: string | undefined
}

export async function auditConfig(settings: SearchSettings, signal: AbortSignal): Promise<AuditConfig> {
  const run = newRun('Get-AdminAuditLogConfig', {}, settings.newId(), signal)
  const page = await invokePage(settings, run, invokeUrl(settings.exchange, settings.tenantId))
  const config = isObject(page.rows[0]) ? page.rows[0] : {}
  const {UnifiedAuditLogIngestionEnabled: flag, UnifiedAuditLogFirstOptInDate: since} = config
  return {
    recording: typeof flag === 'boolean' ? flag : undefined,
    since: typeof since === 'string' && /^\d{4}-\d\d-\d\d/.test(since) ? since.slice(0, 10) : undefined,
  }
}

async function checkAuditing(settings: SearchSettings, signal: AbortSignal): Promise<Check> {
  const {recording, since} = await auditConfig(settings, signal)
  const name = 'auditing'
  if (recording === undefined) return {name, verdict: 'unknown', says: 'Exchange does not say whether the log is on.'}
  if (!recording) return {name, verdict: 'missing', failure: auditingOff()}
  // The records of a new tenant begin there.
  const first = since === undefined ? '' : `; it was first turned on on ${since}, and there are no records from before`
  const says = [`The tenant records${first}.`, ...expiryWords(serviceTime(settings.world))].join(' ')
  return {name, verdict: 'ok', says}
}

/** The tenant’s audit log is switched off: told by the doctor, and by an export as the reason of its gaps. */
export function auditingOff(): Failure {
  return new Failure({
    code: 'AUDITING_OFF',
    message: 'The tenant does not record: UnifiedAuditLogIngestionEnabled is False.',
    remedy:
      'An administrator with the role Audit Logs turns the log on: Connect-ExchangeOnline, then ' +
      'Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true. Only what happens from some hours later on is recorded.',
  })
}

/** What was read proves nothing; how an answer with rows looks is worth one search more. Rejects only when `signal` is aborted. */
async function readForShape(world: World, read: Source['read'], signal: AbortSignal): Promise<void> {
  const {end} = probeWindow(world)
  await read({window: {start: end - 24 * 3_600_000, end}, depth: 'search'}, async () => {}, signal)
}

/** Old enough to have arrived, in part at least: the question is whether the search answers, not what. */
function probeWindow(world: World): TimeWindow {
  const start = Math.floor(serviceTime(world) / 60_000) * 60_000 - 3 * 3_600_000
  return {start, end: start + 60_000}
}

function judged({outcome, failure, evidence}: Reading, {start}: TimeWindow): Check {
  const ids = evidence.requestIds[0] ? {'client-request-id': evidence.requestIds[0]} : {}
  if (outcome === 'proven' || outcome === 'capped') {
    const minute = new Date(start).toISOString().slice(0, 16)
    const records = evidence.rows - (evidence.unasked ?? 0)
    const says = `A search of one minute (${minute}Z) answers, with ${pluralise(records, 'record')}.`
    return {name: 'search', verdict: 'ok', says, evidence: ids}
  }
  if (failure === undefined) return {name: 'search', verdict: 'unknown', says: 'The search gave no answer.'}
  if (outcome === 'suspect') return {name: 'search', verdict: 'unknown', failure}
  return failed('search', failure)
}
