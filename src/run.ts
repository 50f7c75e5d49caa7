/** The story of one month: sign in, read it window by window, write the evidence, keep it, and tell. */
import {randomUUID} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {join, resolve} from 'node:path'
import {conclude, gapsOf, type Judged, type LedgerEntry, span} from './audit/ledger.ts'
import {dateAt, type Period} from './audit/period.ts'
import {instantOf} from './audit/record.ts'
import {Archive, type WrittenFile} from './collect/archive.ts'
import {type Collected, collect, type Progress} from './collect/collect.ts'
import {distrust} from './collect/distrust.ts'
import {checksums, EvidenceFolder} from './collect/folder.ts'
import {Spool} from './collect/spool.ts'
import {Tally} from './collect/tally.ts'
import {isPublic} from './github.ts'
import type {Host} from './host/host.ts'
import type {MonthSettings, SignIn} from './inputs.ts'
import {keep} from './publish/artifact.ts'
import {type Telling, tellFailure, tellOutcome, tellSkipped} from './publish/tell.ts'
import {type Manifest, manifestSchema, manifestText} from './report/manifest.ts'
import {withinSize} from './report/markdown.ts'
import {summarySections} from './report/summary.ts'
import {Volume} from './report/volume.ts'
import {type Certificate, daysLeft, readCertificate} from './signin/certificate.ts'
import {type Cloud, cloudNamed} from './signin/cloud.ts'
import {withEndpoints} from './signin/endpoints.ts'
import {resolveTenant} from './signin/tenant.ts'
import {type TokenProvider, tokenProvider} from './signin/token.ts'
import {exchangeSource} from './sources/exchange.ts'
import type {Source} from './sources/source.ts'
import {toolName, version} from './version.ts'
import {whenToRun} from './when.ts'
import {asFailure, causes, Failure} from './wire/failure.ts'
import {Gate} from './wire/gate.ts'
import type {World} from './wire/world.ts'

export type MonthRun = MonthSettings & {signIn: SignIn}

export interface RunContext {
  host: Host
  world: World
  /** M365_AUDIT_ENDPOINTS. */
  endpoints: string | undefined
  /** Aborted with a `Failure` as its reason when the run is cancelled. */
  cancelled: AbortSignal
  /** The built-in tenant's records are nobody's: they may lie in a public repository. */
  synthetic: boolean
}

/** Runs the export and tells of it. Never throws: what goes wrong is told, and fails the step. */
export async function runMonth(settings: MonthRun, context: RunContext): Promise<void> {
  const {host, world} = context
  const telling: Telling = {host, failOn: settings.failOn, directory: settings.directory}
  try {
    const when = await whenToRun(settings, host, world)
    if ('skip' in when) return tellSkipped(telling, when.skip)
    const period = when.run
    telling.period = period
    const notes = [...when.notes]
    host.info(`Period ${period.text} in ${period.timezone}: ${span(period)}.`)
    await refusePublic(settings, context, notes)

    const session = await host.group('Sign in', () => signIn(settings.signIn, context, notes))
    const folder = await EvidenceFolder.take(resolve(host.facts.workspace, settings.directory), {
      tenant: session.tenantId,
      period: {label: period.label, start: instantOf(period.start), end: instantOf(period.end)},
      filters: settings.filters,
    })
    try {
      const read = await host.group('Read', () => readPeriod(settings, context, {period, session, folder}))
      const written = await host.group('Write', () =>
        writeEvidence(settings, context, {period, session, folder, read, notes}),
      )
      const artifact = await keep(settings, host, {
        folder: folder.path,
        files: written.names,
        period,
        tenant: session.tenantId,
      })
      await tellOutcome(telling, {...written, ...artifact, records: written.manifest.records})
    } finally {
      await folder.clear()
    }
  } catch (error) {
    tellFailure(telling, asFailure(error))
  }
}

async function refusePublic(settings: MonthRun, context: RunContext, notes: string[]): Promise<void> {
  const {host, world} = context
  if (context.synthetic || settings.allowPublic || host.facts.repository === undefined) return
  const visible = await isPublic(world, host.facts, settings.githubToken)
  if (visible.value === true) {
    throw new Failure({
      code: 'REPOSITORY_PUBLIC',
      message: `The repository ${host.facts.repository} is public: everyone with a GitHub account could download the audit log. Nothing was read.`,
      remedy: 'Run this in a private repository. If the exposure is wanted, set allow-public: true.',
    })
  }
  if (visible.value === undefined && settings.upload) {
    const note = `Whether this repository is public could not be learned (${visible.because}): make sure that it is not, since its readers can download the artifact.`
    notes.push(note)
    host.warning(note)
  }
}

interface Session {
  cloud: Cloud
  tenantId: string
  clientId: string
  certificate: Certificate
  tokens: TokenProvider
}

const daysToWarn = 30

async function signIn(given: SignIn, context: RunContext, notes: string[]): Promise<Session> {
  const {host, world} = context
  const cloud = withEndpoints(cloudNamed(given.cloud), context.endpoints)
  for (const limit of cloud.limits) host.info(limit)
  const certificate = await readCertificate(
    {
      content:
        given.certificate.from === 'input'
          ? given.certificate.content
          : await certificateFile(given.certificate.path, host),
      source: given.certificate.from === 'input' ? 'certificate' : given.certificate.path,
      password: given.password,
      ...(given.thumbprint ? {thumbprint: given.thumbprint} : {}),
    },
    world,
  )
  const left = daysLeft(certificate, world.now())
  host.info(`Certificate ${certificate.subject}, SHA-1 ${certificate.thumbprintSha1}, ${left} days left.`)
  if (left < daysToWarn) {
    const note = `The certificate runs out in ${left} days (${instantOf(certificate.notAfter.getTime())}). Upload its successor to the app registration now; old and new may stand side by side.`
    notes.push(note)
    host.warning(note)
  }
  const tenantId = await resolveTenant(world, cloud, given.tenant, {signal: context.cancelled})
  const tokens = tokenProvider(world, {
    cloud,
    tenantId,
    clientId: given.clientId,
    certificate,
    resource: 'exchange',
    signal: context.cancelled,
  })
  await tokens.token()
  host.info(`Signed in to tenant ${tenantId} as application ${given.clientId}.`)
  return {cloud, tenantId, clientId: given.clientId, certificate, tokens}
}

async function certificateFile(path: string, host: Host): Promise<Uint8Array> {
  try {
    return await readFile(resolve(host.facts.workspace, path))
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

/** The patience of one request to Exchange: a slow answer is cut off well before the service's own 15 minutes. */
const exchangePolicy = {
  tries: 6,
  base: 2000,
  longest: 120_000,
  timeout: 180_000,
  maximumBytes: 128 << 20,
  jitter: Math.random,
}

interface PeriodRead extends Collected {
  began: number
  files: WrittenFile[]
  volume: Volume
  tally: Tally
  source: Source
}

interface PeriodJob {
  period: Period
  session: Session
  folder: EvidenceFolder
}

async function readPeriod(settings: MonthRun, context: RunContext, job: PeriodJob): Promise<PeriodRead> {
  const {host, world} = context
  const {period, session, folder} = job
  const source = exchangeSource({
    world,
    exchange: session.cloud.exchange,
    tenantId: session.tenantId,
    tokens: session.tokens,
    policy: exchangePolicy,
    connectionId: randomUUID(),
    newId: randomUUID,
    filters: settings.filters,
    gate: new Gate(world, settings.concurrency),
  })
  const collected: Collected = {entries: [], duplicates: 0, conflicts: 0}
  const archive = new Archive(folder.work, period.label, settings.formats)
  const volume = new Volume()
  const tally = new Tally(collected.entries)
  const began = world.now()
  await archive.open()
  const stretches = collect(
    {
      source,
      world,
      spool: new Spool(folder.spool),
      period,
      filters: settings.filters,
      concurrency: settings.concurrency,
      confirm: settings.confirm,
      signal: untilDeadline(settings.deadline, context),
      onProgress: progressLines(host, world),
    },
    collected,
  )
  for await (const rows of stretches) {
    await archive.write(rows)
    tally.see(rows)
    for (const row of rows) volume.see(dateAt(period, row.time), row.workload, row.record.RecordType)
  }
  const files = await archive.close()
  const distrusted = await distrust(collected.entries, {
    records: entry => tally.of(entry).records,
    alwaysEmpty: session.cloud.exchangeAlwaysEmpty,
    recording: () => source.recording(context.cancelled),
    now: began,
  })
  return {...collected, entries: distrusted, began, files, volume, tally, source}
}

function untilDeadline(deadline: number, context: RunContext): AbortSignal {
  const late = new AbortController()
  const reason = new Failure({
    code: 'DEADLINE',
    message: `The run's deadline of ${Math.round(deadline / 60_000)} minutes came before this was read.`,
    remedy: 'Run again with a longer deadline, a higher concurrency, or a shorter period.',
  })
  setTimeout(() => late.abort(reason), deadline).unref()
  return AbortSignal.any([late.signal, context.cancelled])
}

/** A line for every tenth of the period, and one a minute in between. */
function progressLines(host: Host, world: World): (progress: Progress) => void {
  const began = world.now()
  let lastTenth = 0
  let lastLine = began
  return ({done, rows, windows, gaps}) => {
    const tenth = Math.floor(done * 10)
    const now = world.now()
    if (tenth <= lastTenth && now - lastLine < 60_000) return
    lastTenth = Math.max(tenth, lastTenth)
    lastLine = now
    const seconds = Math.max(0.001, (now - began) / 1000)
    const rest = done > 0 ? duration((seconds * (1 - done)) / done) : 'unknown'
    const missing = gaps > 0 ? `, ${gaps} gaps` : ''
    host.info(
      `${String(Math.floor(done * 100)).padStart(3)} %  ${rows} rows in ${windows} windows${missing}, ${Math.round(rows / seconds)} rows/s, about ${rest} to go`,
    )
  }
}

function duration(seconds: number): string {
  return seconds < 90
    ? `${Math.round(seconds)} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`
}

interface Evidence extends Judged {
  manifest: Manifest
  names: string[]
  sections: string[]
  gaps: LedgerEntry[]
}

/** What GitHub shows of a summary is at most 1 MiB; above that it shows nothing. The folder's copy obeys the same. */
const summaryLimit = 900_000

async function writeEvidence(
  settings: MonthRun,
  context: RunContext,
  job: PeriodJob & {read: PeriodRead; notes: string[]},
): Promise<Evidence> {
  const {period, folder, read, notes} = job
  const judged = conclude(period, read.entries, settings.settle, read.began)
  const manifest = manifestOf(settings, context, job, judged)
  const gaps = gapsOf(read.entries)
  const sections = summarySections({
    ...judged,
    notes,
    period: {text: period.text, timezone: period.timezone, start: instantOf(period.start), end: instantOf(period.end)},
    tenant: manifest.tenant,
    records: manifest.records,
    duplicates: read.duplicates,
    conflicts: read.conflicts,
    gaps,
    windows: read.entries,
    requests: manifest.requests,
    volume: read.volume,
  })
  const files = [...read.files, await folder.write('summary.md', withinSize(sections, summaryLimit))]
  manifest.files = files
  const manifestFile = await folder.write('manifest.json', manifestText(manifest))
  await folder.write('SHA256SUMS', checksums([...files, manifestFile]))
  const names = [...files.map(file => file.name), 'manifest.json', 'SHA256SUMS']
  await folder.publish(names)
  for (const file of files) context.host.info(`${file.name}  ${file.bytes} bytes  sha256 ${file.sha256}`)
  return {...judged, manifest, names: names.map(name => join(folder.path, name)), sections, gaps}
}

function manifestOf(
  settings: MonthRun,
  context: RunContext,
  job: PeriodJob & {read: PeriodRead; notes: string[]},
  judged: Judged,
): Manifest {
  const {facts} = context.host
  const {period, session, read} = job
  const {serverUrl, repository, runId} = facts
  const url = serverUrl && repository && runId ? `${serverUrl}/${repository}/actions/runs/${runId}` : undefined
  return {
    schema: manifestSchema,
    status: judged.status,
    reasons: judged.reasons,
    notes: job.notes,
    period: {
      label: period.label,
      text: period.text,
      timezone: period.timezone,
      start: instantOf(period.start),
      end: instantOf(period.end),
      settled: instantOf(period.end + settings.settle),
    },
    tenant: session.tenantId,
    client: session.clientId,
    cloud: session.cloud.name,
    source: read.source.name,
    filters: {
      recordTypes: [...settings.filters.recordTypes],
      excludeRecordTypes: [...settings.filters.excludeRecordTypes],
      operations: [...settings.filters.operations],
      users: [...settings.filters.users],
      ipAddresses: [...settings.filters.ipAddresses],
      objectIds: [...settings.filters.objectIds],
      ...(settings.filters.freeText === undefined ? {} : {freeText: settings.filters.freeText}),
    },
    tool: {name: toolName, version, commit: facts.actionRef ?? 'unknown'},
    run: {
      started: instantOf(read.began),
      finished: instantOf(context.world.now()),
      ...(repository ? {repository} : {}),
      ...(runId ? {id: runId} : {}),
      ...(facts.runAttempt ? {attempt: facts.runAttempt} : {}),
      ...(url ? {url} : {}),
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
    },
    certificate: {
      thumbprint: session.certificate.thumbprintSha256.toLowerCase(),
      notAfter: instantOf(session.certificate.notAfter.getTime()),
    },
    windows: read.entries.map(entry => ({
      ...entry,
      start: instantOf(entry.start),
      end: instantOf(entry.end),
      ...read.tally.of(entry),
    })),
    records: read.volume.records,
    duplicates: read.duplicates,
    conflicts: read.conflicts,
    requests: {...read.source.requests},
    files: [],
    findings: {high: 0, medium: 0, low: 0, info: 0},
  }
}
