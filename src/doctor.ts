/** The doctor: checks everything that an export of these settings needs, and changes nothing. */
import {join, resolve} from 'node:path'
import type {Period} from './audit/period.ts'
import {literalFolders} from './audit/placeholders.ts'
import {type CheckedSource, checkApp, checkPermissions} from './doctor/app.ts'
import {checkArchive} from './doctor/archive.ts'
import type {CheckContext} from './doctor/check-context.ts'
import {CheckResults} from './doctor/check-results.ts'
import {checkFolder, checkPrerequisites} from './doctor/files.ts'
import {checkEnvironment, skippedChecks} from './doctor/github-environment.ts'
import type {DoctorSettings} from './inputs.ts'
import type {RunContext} from './month/context.ts'
import {issueOf} from './month/delivery.ts'
import {mailOf, mailTo} from './month/mail.ts'
import {openSource} from './month/open-source.ts'
import {refusedByExchange} from './month/select-source.ts'
import {type CallerIdentity, findsNothing, type Session} from './month/session.ts'
import {reportDiagnosis} from './publish/report-doctor.ts'
import {reportFailure} from './publish/report-run.ts'
import {checkWebhook} from './publish/webhook.ts'
import {type Diagnosis, diagnosisFile, diagnosisOf, diagnosisText} from './report/diagnosis.ts'
import {isWebhookRoute, routeName} from './report/route.ts'
import type {Check, CheckName} from './signin/check.ts'
import {cloudNamed} from './signin/cloud.ts'
import type {Source} from './sources/source.ts'
import {toolName, version} from './version.ts'
import {type When, whenToRun} from './when-to-run.ts'
import {asFailure, causes, Failure} from './wire/failure.ts'
import {withSkew} from './wire/skew.ts'

/** Checks, writes doctor.json, and reports. Never throws. */
export async function runDoctor(settings: DoctorSettings, context: RunContext): Promise<void> {
  const {host} = context
  const directory = literalFolders(settings.directory) || 'm365-audit'
  try {
    const diagnosis = await host.group('Doctor', () => doctor(settings, context))
    await keep(diagnosis, resolve(host.facts.workspace, directory), context)
    await reportDiagnosis(host, directory, diagnosis)
  } catch (error) {
    reportFailure({host, failOn: [], directory}, asFailure(error))
  }
}

/** A folder that takes no file is one of the findings. */
async function keep(diagnosis: Diagnosis, folder: string, {host, world}: RunContext): Promise<void> {
  try {
    await world.disk.makeFolder(folder)
    await world.disk.writeFile(join(folder, diagnosisFile), diagnosisText(diagnosis))
  } catch (error) {
    host.warning(`${diagnosisFile} could not be written: ${causes(error)}`)
  }
}

/** All that was found, in order. Throws only when the run is cancelled. */
export async function doctor(settings: DoctorSettings, given: RunContext): Promise<Diagnosis> {
  const context = {...given, world: withSkew(given.world)}
  const visit = {settings, context}
  const board = new CheckResults([...unneeded(settings), ...skippedChecks(visit)])
  const period = await checkInputs(visit, board)
  await checkPrerequisites(visit, board)
  const app = await checkApp(visit, board)
  const way = app && (await checkPermissions(visit, board, app))
  const shape = app && way ? await checkSource(visit, board, {...app, ...way}) : []
  if (app && way?.witness) await checkWitness(visit, board, {...app, ...way.witness})
  await checkFolder(visit, board, {period, tenantId: app?.tenantId})
  await checkEnvironment(visit, board)
  await checkDeliveries(visit, board, app)
  await checkArchive(visit, board, app)
  const finished = new Date(context.world.now()).toISOString()
  return diagnosisOf(board.rows(), {finished, tool: {name: toolName, version}, ...(shape.length > 0 ? {shape} : {})})
}

/** What these settings have no use for. */
function unneeded({signIn, source}: Pick<DoctorSettings, 'signIn' | 'source'>): CheckName[] {
  const {credential} = signIn
  const atHand = credential.from === 'input' || credential.from === 'file'
  const without: CheckName[] = []
  if (!atHand) without.push('certificate', 'password')
  if (!atHand && credential.from !== 'vault' && credential.from !== 'windows-store') without.push('key', 'validity')
  for (const name of ['windows-store', 'managed-identity', 'vault'] as const)
    if (credential.from !== name) without.push(name)
  const tokenFile =
    credential.from === 'token-file' || (credential.from === 'vault' && credential.tokenFile !== undefined)
  if (!tokenFile) without.push('token-file')
  const byGitHub = credential.from === 'federation' || (credential.from === 'vault' && !credential.token)
  if (tokenFile || !byGitHub) without.push('id-token')
  if (source === 'graph') without.push('exchange-permission', 'exchange-role')
  if (source === 'exchange' || !cloudNamed(signIn.cloud).graphAuditLogQuery) without.push('graph-permission')
  return without
}

/** What the export would be of, where that is clear. */
async function checkInputs({settings, context}: CheckContext, board: CheckResults): Promise<Period | undefined> {
  let when: When | undefined
  for (const mistake of settings.mistakes) board.fail(mistake, 'inputs')
  try {
    // Stand-ins take the place of what is mistaken.
    if (settings.mistakes.length === 0) when = await whenToRun(settings, context.host, context.world)
  } catch (error) {
    board.fail(error, 'inputs')
  }
  return when && 'run' in when ? when.run : undefined
}

/** @returns how an answer looks. */
async function checkSource(
  visit: CheckContext,
  board: CheckResults,
  {instead, ...session}: CallerIdentity & CheckedSource,
): Promise<string[]> {
  const {settings, context} = visit
  if (session.source === 'graph' && settings.source !== 'both') board.leaveOut('exchange-role')
  const source = quietSource(visit, session)
  const silent = findsNothing(session)
  const checks = await source.check(context.cancelled)
  const refusal = refusalOf(checks)
  if (refusal !== undefined && instead !== undefined) {
    board.ok('exchange-role', `Not needed: source: auto goes on through Graph. ${refusal.message}`)
    for (const check of await quietSource(visit, {...session, ...instead}).check(context.cancelled)) board.add(check)
    return []
  }
  if (refusal !== undefined && session.witness)
    for (const name of ['exchange-role', 'search', 'auditing'] as const) board.goesOnWithout(name)
  for (const check of checks) {
    if (silent && check.name === 'search' && check.verdict === 'ok') board.fail(alwaysEmpty(), 'search')
    else board.add(check)
  }
  return source.shape?.() ?? []
}

/** Why Exchange does not let this application search, where an export would meet the same. */
function refusalOf(checks: readonly Check[]): Failure | undefined {
  const search = checks.find(({name}) => name === 'search')
  return search && 'failure' in search && refusedByExchange.test(search.failure.code) ? search.failure : undefined
}

/** Of the second source only its search; what the tenant records, the first one tells. */
async function checkWitness(visit: CheckContext, board: CheckResults, session: Session): Promise<void> {
  const source = quietSource(visit, session)
  for (const check of await source.check(visit.context.cancelled)) if (check.name === 'search') board.add(check)
}

function quietSource({settings, context: {world, host}}: CheckContext, session: Session): Source {
  const now = world.now()
  const period = {label: 'doctor', text: '', timezone: 'UTC', start: now - 60_000, end: now, days: []}
  const quiet = {world, host: {info: (line: string) => host.debug(line)}}
  return openSource(settings, quiet, {session, period})
}

/** It answers, which elsewhere would be enough. */
function alwaysEmpty(): Failure {
  return new Failure({
    code: 'CLOUD_ALWAYS_EMPTY',
    message: 'The search finds nothing in the Chinese cloud, operated by 21Vianet, whatever happened.',
    remedy: 'No source here proves a month: an export ends incomplete, use fail-on: never to export it all the same.',
  })
}

async function checkDeliveries(
  {settings, context}: CheckContext,
  board: CheckResults,
  caller: CallerIdentity | undefined,
): Promise<void> {
  const issue = issueOf(settings, context)
  const {notify} = settings
  const mailed = notify?.routes.find(route => !isWebhookRoute(route))
  const mail =
    mailOf(settings, context, caller) ??
    (mailed && mailTo(routeName(mailed), notify?.sender, context, caller)?.publisher)
  for (const publisher of [issue, mail]) if (publisher) board.add(await publisher.check())
  for (const route of notify?.routes.filter(isWebhookRoute) ?? [])
    board.add(await checkWebhook({world: context.world, route, signal: context.cancelled}))
}
