/**
 * One month in one process: the export runs against the simulated tenant without a port, with a clock that waiting
 * moves, and its folder is read again by readers that share nothing with the program.
 */
import {createHash} from 'node:crypto'
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import Papa from 'papaparse'
import {machineDisk} from '../../src/host/disk.ts'
import type {ArtifactRequest, Host, RunFacts} from '../../src/host/host.ts'
import type {MonthSettings, SignInSettings} from '../../src/inputs.ts'
import {parseInputs} from '../../src/inputs.ts'
import {runMerge} from '../../src/merge.ts'
import type {RunContext} from '../../src/month/context.ts'
import {runPlan} from '../../src/plan.ts'
import type {Manifest} from '../../src/report/manifest.ts'
import {withStateDirectory} from '../../src/restore/state-directory.ts'
import {runMonth} from '../../src/run.ts'
import {sharedCertificate} from '../../src/simulator/certificate.ts'
import {createSimulator, type Simulator, type SimulatorOptions} from '../../src/simulator/simulator.ts'
import type {Disk} from '../../src/wire/disk.ts'
import {temporaryFolder} from '../runner.ts'
import {explainWhenFailing} from './explain.ts'
import type {ArtifactStore} from './store.ts'

/** Long after the periods that most scenarios export, so that everything has settled. */
export const longAfter = Date.UTC(2026, 11, 15, 9)

/** A tenant that outlives a run, and the clock of its services. */
export interface LastingTenant {
  simulator: Simulator
  clock: Clock
}

export interface MonthOptions {
  /** In place of a new one. */
  tenant?: LastingTenant
  simulator?: SimulatorOptions
  /** What stands under `with:`; the tenant's own certificate is filled in, and one folder for all periods. */
  inputs?: Record<string, string>
  /** Changes to settings that inputs can't express. */
  settings?: Partial<MonthSettings>
  signIn?: Partial<SignInSettings>
  facts?: Partial<RunFacts>
  /** Where the clock starts. */
  now?: number
  /** To write over what an earlier run left. */
  workspace?: string
  /** Sees every request on its way; what it returns is answered in the tenant's place, which `ask` asks. */
  intercept?: (
    request: Request,
    clock: Clock,
    ask: () => Promise<Response>,
  ) => Response | undefined | Promise<Response | undefined>
  cancelled?: AbortSignal
  /** The host that the services are asked at; 127.0.0.1, which has no sub-hosts. */
  host?: string
  /** A repository whose artifacts outlive the run. */
  artifacts?: ArtifactStore
  synthetic?: boolean
  /** The hash that the program has. */
  bundle?: string
  /** In place of this machine's. */
  disk?: Disk
}

export interface Clock {
  now: number
}

export interface Annotation {
  level: 'notice' | 'warning' | 'error' | 'fail'
  message: string
}

export interface MonthResult {
  simulator: Simulator
  outputs: Record<string, string>
  log: string[]
  debug: string[]
  annotations: Annotation[]
  groups: string[]
  summary: string
  masks: string[]
  uploads: ArtifactRequest[]
  workspace: string
  directory: string
  /** Absent when no folder was written. */
  folder?: Folder
  /** Every `AuditData` that an answer showed, as far as the answer could be read at all, and whether it was asked for. */
  shown: Map<string, Shown>
  clock: Clock
}

/** `asked`: well inside the dates of the question, and not in the seconds that neighbours share. */
export interface Shown {
  asked: boolean
}

export async function exportMonth(options: MonthOptions = {}): Promise<MonthResult> {
  const {simulator, clock} = options.tenant ?? (await openTenant(options))
  const sleep = sleepBy(clock)
  const workspace = options.workspace ?? temporaryFolder()
  const ears = new Ears()
  const {artifacts} = options
  const facts = {workspace, ...(artifacts && repositoryFacts), ...options.facts}
  const given = {directory: 'm365-audit', ...(artifacts && {'github-token': 'ghs_simulated'}), ...options.inputs}
  const bare = ears.host(await credentials(simulator), facts, given)
  const host: Host = artifacts
    ? {
        ...bare,
        upload: async request => {
          ears.uploads.push(request)
          return artifacts.upload(request, clock.now)
        },
      }
    : bare
  const parsed = parseInputs(host)
  if ('mistakes' in parsed) throw new TypeError(parsed.mistakes.map(mistake => mistake.message).join('\n'))
  const {settings} = parsed
  if (
    settings.mode === 'demo' ||
    settings.mode === 'verify' ||
    settings.mode === 'review' ||
    settings.mode === 'watchdog' ||
    settings.mode === 'overview' ||
    'tenants' in settings
  )
    throw new TypeError('exportMonth exports')

  const shown = new Map<string, Shown>()
  const base = `http://${options.host ?? '127.0.0.1'}`
  const context: RunContext = {
    host,
    world: {
      fetch: async request => {
        const question = await boundsOf(request.clone())
        const answer =
          (await whileWanted(
            request,
            options.intercept?.(request.clone(), clock, () => simulator.fetch(request.clone())),
          )) ??
          artifacts?.answer(request) ??
          (await simulator.fetch(request))
        return await overheard(answer, question, shown)
      },
      disk: options.disk ?? machineDisk,
      now: () => clock.now,
      sleep,
      log: line => host.info(line),
      debug: line => host.debug(line),
      mask: secret => host.mask(secret),
    },
    endpoints: JSON.stringify({
      login: `${base}/login`,
      exchange: `${base}/exchange`,
      graph: `${base}/graph`,
      blob: `${base}/storage`,
      imds: `${base}/imds`,
    }),
    cancelled: options.cancelled ?? new AbortController().signal,
    synthetic: options.synthetic ?? false,
    bundle: options.bundle,
  }
  context.host = withStateDirectory(settings, host, context.world)
  if (settings.mode === 'merge') await runMerge({...settings, ...options.settings}, context)
  else if (settings.mode === 'plan') await runPlan({...settings, ...options.settings}, context)
  else await runMonth({...settings, ...options.settings, signIn: {...settings.signIn, ...options.signIn}}, context)
  const directory = join(workspace, ears.outputs.directory || settings.directory)
  const folder = readFolder(directory)
  const {outputs, log, debug, annotations, groups, masks, uploads} = ears
  const said = {outputs, log, debug, annotations, groups, summary: ears.summary, masks, uploads}
  const result = {...said, simulator, workspace, directory, shown, clock, ...(folder && {folder})}
  explainWhenFailing(result)
  return result
}

export async function openTenant({simulator, now = longAfter}: MonthOptions = {}): Promise<LastingTenant> {
  const clock: Clock = {now}
  const made = await createSimulator({
    now: () => clock.now,
    // The sign-in library dates its assertions by the machine's clock.
    assertionNow: Date.now,
    sleep: sleepBy(clock),
    ...simulator,
  })
  return {simulator: made, clock}
}

/** The certificate as PEM, where it is the one that all share: to open its PFX takes a fifth of the time of a small month. */
export async function credentials({tenantId, clientId, pfx, pfxPassword}: Simulator): Promise<Record<string, string>> {
  const shared = await sharedCertificate()
  const pem = `${shared.privateKey.export({type: 'pkcs8', format: 'pem'})}${shared.certificate}`
  return {
    'tenant-id': tenantId,
    'client-id': clientId,
    ...(pfx === shared.pfx
      ? {certificate: pem}
      : {certificate: pfx.toString('base64'), 'certificate-password': pfxPassword}),
  }
}

/** As a socket holds a request: one that nothing holds is collected with its signal, and never told that it was given up. */
const underWay = new Set<Request>()

/** The answer, unless the request is given up before. */
async function whileWanted<T>(request: Request, answer: T | Promise<T>): Promise<T> {
  if (!(answer instanceof Promise)) return answer
  const {signal} = request
  signal.throwIfAborted()
  return await new Promise<T>((resolve, reject) => {
    underWay.add(request)
    const giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp, {once: true})
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  }).finally(() => underWay.delete(request))
}

const sleepBy = (clock: Clock) => async (milliseconds: number, signal?: AbortSignal) => {
  signal?.throwIfAborted()
  clock.now += milliseconds
}

export const repositoryFacts = {
  workflowRef: 'fabrikam/audit-archive/.github/workflows/audit.yml@refs/heads/main',
  repository: 'fabrikam/audit-archive',
  runId: '19283746',
  apiUrl: 'http://127.0.0.1/github',
}

/** Remembers everything that is said. */
export class Ears {
  outputs: Record<string, string> = {}
  log: string[] = []
  debug: string[] = []
  annotations: Annotation[] = []
  groups: string[] = []
  masks: string[] = []
  uploads: ArtifactRequest[] = []
  summary = ''

  host(credentials: Record<string, string>, facts: RunFacts, given: Record<string, string>): Host {
    const inputs: Record<string, string> = {...credentials, ...given}
    const annotate = (level: Annotation['level']) => (message: string) => {
      this.annotations.push({level, message})
      this.log.push(`${level}: ${message}`)
    }
    return {
      kind: 'runner',
      input: name => inputs[name] ?? '',
      given: Object.keys(inputs),
      facts: {isGitHubActions: true, ...facts},
      info: line => void this.log.push(line),
      debug: line => void this.debug.push(line),
      group: async (title, body) => {
        this.groups.push(title)
        this.log.push(`▸ ${title}`)
        return await body()
      },
      notice: annotate('notice'),
      warning: annotate('warning'),
      error: annotate('error'),
      fail: annotate('fail'),
      mask: secret => void this.masks.push(secret),
      output: (name, value) => {
        this.outputs[name] = value
      },
      summary: async markdown => {
        this.summary += markdown
      },
      upload: async request => {
        this.uploads.push(request)
        return {
          id: '1',
          digest: '0'.repeat(64),
          url: 'https://github.com/fabrikam/audit-archive/actions/runs/1/artifacts/1',
        }
      },
    }
  }
}

interface Bounds {
  from: number
  to: number
}

/** The edges of a question that its window does not keep: half a second and a second, or 37 s for a second reading. */
const edge = 38_000

async function boundsOf(request: Request): Promise<Bounds | undefined> {
  if (!request.url.includes('InvokeCommand')) return undefined
  const {CmdletInput} = (await request.json()) as {CmdletInput: {Parameters: Record<string, string>}}
  const {StartDate, EndDate} = CmdletInput.Parameters
  return StartDate && EndDate ? {from: Date.parse(StartDate) + edge, to: Date.parse(EndDate) - edge} : undefined
}

/** Hands the answer on untouched; its rows are noted where its bytes make sense to anybody. */
async function overheard(answer: Response, question: Bounds | undefined, shown: Map<string, Shown>): Promise<Response> {
  if (question === undefined || answer.status !== 200 || answer.body === null) return answer
  const [ours, theirs] = answer.body.tee()
  const parts: Uint8Array[] = []
  const broken = await (async () => {
    for await (const part of ours) parts.push(part)
  })().catch((error: unknown) => error)
  if (broken === undefined) note(Buffer.concat(parts), question, shown)
  return new Response(theirs, {status: answer.status, headers: answer.headers})
}

function note(bytes: Buffer, question: Bounds, shown: Map<string, Shown>): void {
  let rows: {AuditData?: unknown; CreationDate?: unknown}[]
  try {
    const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
    const {value} = JSON.parse(text) as {value?: unknown}
    // An answer without rows need not be a list, nor a list without entries.
    rows = Array.isArray(value) ? value.filter(row => row !== null) : []
  } catch {
    return
  }
  for (const {AuditData, CreationDate} of rows) {
    if (typeof AuditData !== 'string') continue
    const time = Date.parse(String(CreationDate))
    const asked = question.from <= time && time < question.to
    shown.set(AuditData, {asked: asked || shown.get(AuditData)?.asked === true})
  }
}

export interface FolderRow {
  RecordType: string
  CreationDate: string
  UserIds: string
  Operations: string
  AuditData: string
  Identity: string
}

export interface Folder {
  names: string[]
  manifest: Manifest
  rows: FolderRow[]
  lines: string[]
  /** SHA-256 of the data files by name. */
  data: Record<string, string>
  gaps: {start: number; end: number; code: string; message: string}[]
}

/** The folder as a stranger reads it; undefined when there is no manifest. */
export function readFolder(path: string): Folder | undefined {
  let names: string[]
  try {
    names = readdirSync(path).sort()
  } catch {
    return undefined
  }
  if (!names.includes('manifest.json')) return undefined
  const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')) as Manifest
  const data: Record<string, string> = {}
  let rows: FolderRow[] = []
  let lines: string[] = []
  for (const name of names.filter(name => name.startsWith('audit-'))) {
    const bytes = readFileSync(join(path, name))
    data[name] = createHash('sha256').update(bytes).digest('hex')
    if (name.endsWith('.csv') && !name.endsWith('.flat.csv')) rows = readCsv(bytes.toString('utf8'))
    if (name.endsWith('.jsonl.gz')) lines = gunzipSync(bytes).toString('utf8').split('\n').slice(0, -1)
  }
  const gaps = manifest.windows
    .filter(window => window.status === 'gap')
    .map(({start, end, reason}) => ({
      start: Date.parse(start),
      end: Date.parse(end),
      code: reason?.code ?? '',
      message: reason?.message ?? '',
    }))
  return {names, manifest, rows, lines, data, gaps}
}

function readCsv(text: string): FolderRow[] {
  const {data, errors, meta} = Papa.parse<FolderRow>(text, {header: true, newline: '\r\n', skipEmptyLines: true})
  if (errors.length > 0) throw new TypeError(`the CSV is not one: ${errors[0]?.message}`)
  if (meta.fields?.join(',') !== 'RecordType,CreationDate,UserIds,Operations,AuditData,Identity')
    throw new TypeError(`the CSV's header is ${meta.fields?.join(',')}`)
  return data
}
