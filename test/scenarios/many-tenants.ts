/** A repository that exports several tenants, in one process: plan, the jobs of its matrix, and the overview. */
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {machineDisk} from '../../src/host/disk.ts'
import type {Host} from '../../src/host/host.ts'
import {parseInputs} from '../../src/inputs.ts'
import {runMerge} from '../../src/merge.ts'
import type {RunContext} from '../../src/month/context.ts'
import {runOverview} from '../../src/overview.ts'
import {runTenantsPlan} from '../../src/plan-tenants.ts'
import {runMonth} from '../../src/run.ts'
import {runTenants} from '../../src/run-tenants.ts'
import {createTenants, type SeveralTenants} from '../../src/simulator/several-tenants.ts'
import type {SimulatorOptions} from '../../src/simulator/simulator.ts'
import {temporaryFolder} from '../runner.ts'
import {type Annotation, type Clock, credentials, Ears, repositoryFacts} from './month.ts'
import {ArtifactStore} from './store.ts'

export interface ManyTenantsOptions {
  tenants: readonly SimulatorOptions[]
  shared?: SimulatorOptions
  /** Of the clock that all share. */
  now: number
  /** Lines of each tenant in the file, besides name and ids. */
  lines?: (index: number) => readonly string[]
  /** Lines before `tenants:`. */
  defaults?: string
}

export interface RunOptions {
  workspace?: string
  /** Of the file. */
  text?: string
  /** Answers in the place of GitHub and of the tenants. */
  intercept?: (request: Request) => Response | undefined
}

export interface JobResult {
  outputs: Record<string, string>
  log: string[]
  annotations: Annotation[]
  failures: string[]
  summary: string
  workspace: string
}

export interface MatrixJob {
  name: string
  environment: string
  tenant: string
  shard?: string
}

export const nameOf = (index: number) => `tenant-${String(index + 1).padStart(2, '0')}`

export async function manyTenants({tenants, shared, now, lines, defaults = ''}: ManyTenantsOptions) {
  const clock: Clock = {now}
  const sleep = async (milliseconds: number) => {
    clock.now += milliseconds
  }
  const several = await createTenants({
    tenants,
    shared: {now: () => clock.now, assertionNow: Date.now, sleep, ...shared},
  })
  const artifacts = new ArtifactStore()
  const asked = new Map<string, number>()
  const file = () => tenantFile(several, {lines, defaults})
  const {certificate = ''} = await credentials(several.tenants[0] as SeveralTenants['tenants'][number])

  async function run(
    inputs: Record<string, string>,
    act: (host: Host, context: (host: Host) => RunContext) => Promise<void>,
    {workspace = temporaryFolder(), text = file(), intercept = () => undefined}: RunOptions = {},
  ): Promise<JobResult> {
    writeFileSync(join(workspace, 'tenants.yml'), text)
    const ears = new Ears()
    const given = {tenants: 'tenants.yml', 'github-token': 'ghs_simulated', ...inputs}
    const facts = {...repositoryFacts, defaultBranch: 'main', workspace}
    const host: Host = {
      ...ears.host({}, facts, given),
      upload: async request => artifacts.upload(request, clock.now),
    }
    const context = (own: Host): RunContext => ({
      host: own,
      world: {
        fetch: async request => {
          const {pathname} = new URL(request.url)
          const kind = pathname.split('/')[1] ?? ''
          asked.set(kind, (asked.get(kind) ?? 0) + 1)
          return intercept(request) ?? artifacts.answer(request) ?? (await several.fetch(request))
        },
        disk: machineDisk,
        now: () => clock.now,
        sleep,
        log: line => own.info(line),
        debug: line => own.debug(line),
        mask: secret => own.mask(secret),
      },
      endpoints: JSON.stringify({
        login: 'http://127.0.0.1/login',
        exchange: 'http://127.0.0.1/exchange',
        graph: 'http://127.0.0.1/graph',
        blob: 'http://127.0.0.1/storage',
      }),
      cancelled: new AbortController().signal,
      synthetic: false,
    })
    await act(host, context)
    const {outputs, log, annotations, summary} = ears
    const failures = annotations.filter(({level}) => level === 'fail').map(({message}) => message)
    return {outputs, log, annotations, failures, summary, workspace}
  }

  const settingsOf = (host: Host) => {
    const parsed = parseInputs(host)
    if ('mistakes' in parsed) throw new TypeError(parsed.mistakes.map(({message}) => message).join('\n'))
    return parsed.settings
  }

  return {
    several,
    artifacts,
    clock,
    asked,
    file,
    plan: async (inputs: Record<string, string> = {}, text = file()) =>
      await run(
        {mode: 'plan', period: 'previous-month', ...inputs},
        async (host, context) => {
          const settings = settingsOf(host)
          if (settings.mode === 'plan' && 'tenants' in settings) await runTenantsPlan(settings, context(host))
        },
        {text},
      ),
    job: async (tenant: string, inputs: Record<string, string> = {}, workspace = temporaryFolder()) =>
      await run(
        {tenant, period: 'previous-month', certificate, ...inputs},
        async (host, context) => {
          const world = {disk: machineDisk, now: () => clock.now, cancelled: () => undefined}
          await runTenants(host, world, async (own, tenantName) => {
            const settings = settingsOf(own)
            if (settings.mode === 'export') await runMonth({...settings, tenantName}, context(own))
            if (settings.mode === 'merge') await runMerge({...settings, tenantName}, context(own))
          })
        },
        {workspace},
      ),
    overview: async (inputs: Record<string, string> = {}, options: RunOptions = {}) =>
      await run(
        {mode: 'overview', 'trusted-workflows': 'audit.yml', ...inputs},
        async (host, context) => {
          const settings = settingsOf(host)
          if (settings.mode === 'overview') await runOverview(settings, context(host))
        },
        options,
      ),
  }
}

function tenantFile(
  {tenants}: SeveralTenants,
  {lines, defaults}: {lines: ManyTenantsOptions['lines']; defaults: string},
): string {
  const entries = tenants.map(({tenantId, clientId}, index) =>
    [`  - name: ${nameOf(index)}`, `tenant-id: ${tenantId}`, `client-id: ${clientId}`, ...(lines?.(index) ?? [])].join(
      '\n    ',
    ),
  )
  return `${defaults}tenants:\n${entries.join('\n')}\n`
}

export function matrixOf({outputs}: JobResult): MatrixJob[] {
  return (JSON.parse(outputs.matrix || '{"include":[]}') as {include: MatrixJob[]}).include
}
