/** Runs without a credential of the tenant, in one process: reviews, which a comment or a form starts, and the watchdog. */
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {machineDisk} from '../../src/host/disk.ts'
import type {Host} from '../../src/host/host.ts'
import type {Settings} from '../../src/inputs.ts'
import {parseInputs} from '../../src/inputs.ts'
import type {RunContext} from '../../src/month/context.ts'
import {ReviewFile} from '../../src/review/review-file.ts'
import {runReview} from '../../src/review.ts'
import {runWatchdog} from '../../src/watchdog.ts'
import {temporaryFolder} from '../runner.ts'
import {Ears, type LastingTenant, type MonthOptions, repositoryFacts} from './month.ts'
import type {ArtifactStore} from './store.ts'

export interface RepositoryRun {
  tenant: LastingTenant
  artifacts: ArtifactStore
  inputs?: Record<string, string>
  facts?: MonthOptions['facts']
  intercept?: (request: Request) => Response | undefined | Promise<Response | undefined>
}

export interface ReviewOptions extends RepositoryRun {
  /** The payload of the event. */
  event: unknown
  isForm?: boolean
}

export interface RepositoryResult {
  outputs: Record<string, string>
  log: string[]
  failures: string[]
  summary: string
}

export interface ReviewResult extends RepositoryResult {
  /** What was uploaded. */
  file: ReviewFile | undefined
}

export async function reviewMonth(options: ReviewOptions): Promise<ReviewResult> {
  const workspace = temporaryFolder()
  const eventPath = join(workspace, 'event.json')
  writeFileSync(eventPath, JSON.stringify(options.event))
  const event = options.isForm ? 'workflow_dispatch' : 'issue_comment'
  const before = options.artifacts.kept.length
  const result = await runInRepository(
    {...options, facts: {workspace, eventPath, event, ...options.facts}},
    {mode: 'review', path: '.github/workflows/review.yml', event},
    async (settings, context) => {
      if (settings.mode === 'review') await runReview(settings, context)
    },
  )
  const folder = options.artifacts.kept.slice(before).at(-1)?.folder
  const text = folder && String(await machineDisk.readFile(join(folder, 'review.json')))
  return {...result, file: text ? ReviewFile.parse(JSON.parse(text)) : undefined}
}

export async function watch(options: RepositoryRun): Promise<RepositoryResult> {
  const facts = {workspace: temporaryFolder(), event: 'schedule', ...options.facts}
  const inputs = {'tenant-id': options.tenant.simulator.tenantId, issue: 'always', ...options.inputs}
  return await runInRepository(
    {...options, facts, inputs},
    {mode: 'watchdog', path: '.github/workflows/watchdog.yml', event: 'schedule'},
    async (settings, context) => {
      if (settings.mode === 'watchdog') await runWatchdog(settings, context)
    },
  )
}

async function runInRepository(
  {tenant, artifacts, inputs, facts, intercept}: RepositoryRun,
  job: {mode: string; path: string; event: string},
  run: (settings: Settings, context: RunContext) => Promise<void>,
): Promise<RepositoryResult> {
  const {simulator, clock} = tenant
  clock.now += 60_000
  const ears = new Ears()
  const known = {
    ...repositoryFacts,
    workspace: '',
    runId: '20000001',
    workflowRef: `fabrikam/audit-archive/${job.path}@refs/heads/main`,
    defaultBranch: 'main',
    ...facts,
  }
  const given = {mode: job.mode, 'github-token': 'ghs_simulated', 'trusted-workflows': 'audit.yml', ...inputs}
  const host: Host = {
    ...ears.host({}, known, given),
    upload: async request => artifacts.upload(request, clock.now, job),
  }
  const parsed = parseInputs(host)
  if ('mistakes' in parsed) throw new TypeError(parsed.mistakes.map(mistake => mistake.message).join('\n'))
  await run(parsed.settings, {
    host,
    world: {
      fetch: async request =>
        (await intercept?.(request)) ?? artifacts.answer(request) ?? (await simulator.fetch(request)),
      disk: machineDisk,
      now: () => clock.now,
      sleep: async milliseconds => {
        clock.now += milliseconds
      },
      log: line => host.info(line),
      debug: line => host.debug(line),
      mask: secret => host.mask(secret),
    },
    endpoints: undefined,
    cancelled: new AbortController().signal,
    synthetic: false,
  })
  const {outputs, log, summary, annotations} = ears
  const failures = annotations.filter(({level}) => level === 'fail').map(({message}) => message)
  return {outputs, log, summary, failures}
}
