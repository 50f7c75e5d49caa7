/** A review in one process: a comment on the month's issue, or a form, against the simulated tenant's repository. */
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {machineDisk} from '../../src/host/disk.ts'
import type {Host} from '../../src/host/host.ts'
import {parseInputs} from '../../src/inputs.ts'
import {ReviewFile} from '../../src/review/review-file.ts'
import {runReview} from '../../src/review.ts'
import {temporaryFolder} from '../runner.ts'
import {Ears, type LastingTenant, type MonthOptions, repositoryFacts} from './month.ts'
import type {ArtifactStore} from './store.ts'

export interface ReviewOptions {
  tenant: LastingTenant
  artifacts: ArtifactStore
  /** The payload of the event. */
  event: unknown
  isForm?: boolean
  inputs?: Record<string, string>
  facts?: MonthOptions['facts']
  intercept?: (request: Request) => Response | undefined
}

export interface ReviewResult {
  outputs: Record<string, string>
  log: string[]
  failures: string[]
  summary: string
  /** What was uploaded. */
  file: ReviewFile | undefined
}

const reviewWorkflow = '.github/workflows/review.yml'

export async function reviewMonth(options: ReviewOptions): Promise<ReviewResult> {
  const {tenant, artifacts, event, isForm = false, inputs = {}, intercept} = options
  const {simulator, clock} = tenant
  clock.now += 60_000
  const workspace = temporaryFolder()
  const eventPath = join(workspace, 'event.json')
  writeFileSync(eventPath, JSON.stringify(event))
  const name = isForm ? 'workflow_dispatch' : 'issue_comment'
  const ears = new Ears()
  const facts = {
    ...repositoryFacts,
    ...{workspace, eventPath, event: name, runId: '20000001'},
    workflowRef: `fabrikam/audit-archive/${reviewWorkflow}@refs/heads/main`,
    defaultBranch: 'main',
    ...options.facts,
  }
  const given = {mode: 'review', 'github-token': 'ghs_simulated', 'trusted-workflows': 'audit.yml', ...inputs}
  let folder: string | undefined
  const host: Host = {
    ...ears.host({}, facts, given),
    upload: async request => {
      const kept = artifacts.upload(request, clock.now, {event: name, path: reviewWorkflow})
      folder = artifacts.kept.at(-1)?.folder
      return kept
    },
  }
  const parsed = parseInputs(host)
  if ('mistakes' in parsed) throw new TypeError(parsed.mistakes.map(mistake => mistake.message).join('\n'))
  if (parsed.settings.mode !== 'review') throw new TypeError('reviewMonth reviews')
  await runReview(parsed.settings, {
    host,
    world: {
      fetch: async request => intercept?.(request) ?? artifacts.answer(request) ?? (await simulator.fetch(request)),
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
  const text = folder && String(await machineDisk.readFile(join(folder, 'review.json')))
  return {outputs, log, failures, summary, file: text ? ReviewFile.parse(JSON.parse(text)) : undefined}
}
