/** How jobs and requests to GitHub grow with the number of tenants: plan and overview over artifacts of a simulated repository. */
import {createHash} from 'node:crypto'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {machineDisk} from '../src/host/disk.ts'
import type {ArtifactRequest, Host} from '../src/host/host.ts'
import {parseInputs} from '../src/inputs.ts'
import type {RunContext} from '../src/month/context.ts'
import {runOverview} from '../src/overview.ts'
import {runTenantsPlan} from '../src/plan-tenants.ts'
import {runMonth} from '../src/run.ts'
import {createSimulator, type Simulator} from '../src/simulator/simulator.ts'
import {zipOf} from '../test/zip.ts'
import type {Line} from './table.ts'

export interface TenantsScale {
  tenants: number
  jobs: number
  /** At most, in one job. */
  together: number
  /** Bytes. */
  matrix: number
  plan: number
  overview: number
}

const now = Date.UTC(2026, 10, 9)
const exportRun = 4711

export async function measureTenants(): Promise<Line[]> {
  const largest = await scaleOf(400, await baselineFiles())
  return [
    {
      name: 'overview of 400 tenants, requests to GitHub',
      value: largest.overview / largest.tenants,
      unit: 'a tenant',
      target: 3,
      detail: `${largest.overview}; plan ${largest.plan}, ${largest.jobs} jobs`,
    },
  ]
}

type Files = ReadonlyMap<string, Buffer>

/** The small artifact that an export of a month leaves. */
async function baselineFiles(): Promise<Files> {
  const simulator = await createSimulator({recordsPerMonth: 40, now: () => now, assertionNow: Date.now})
  const files = new Map<string, Buffer>()
  const upload = async ({name, files: paths}: ArtifactRequest) => {
    if (name.endsWith('-baseline')) for (const path of paths) files.set(basename(path), readFileSync(path))
    return {id: '1', digest: '', url: ''}
  }
  const inputs = {
    ...{'tenant-id': simulator.tenantId, 'client-id': simulator.clientId, period: '2026-10'},
    ...{certificate: simulator.pfx.toString('base64'), 'certificate-password': simulator.pfxPassword},
  }
  await withHost(simulator, {inputs, upload}, async (host, context) => {
    const parsed = parseInputs(host)
    if ('settings' in parsed && parsed.settings.mode === 'export') await runMonth(parsed.settings, context)
  })
  return files
}

async function scaleOf(tenants: number, files: Files): Promise<TenantsScale> {
  const simulator = await createSimulator({recordsPerMonth: 1, now: () => now})
  const names = Array.from({length: tenants}, (_none, index) => `tenant-${index + 1}`)
  for (const [index, name] of names.entries()) {
    const zip = zipOf(ofTenant(files, `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`))
    const made = {id: exportRun, createdAt: new Date(now)}
    simulator.keepArtifact({name: `m365-audit-${name}-2026-10-baseline`, zip}, made)
    // An export leaves the evidence itself and a review as well; a list of artifacts has them too.
    for (const other of ['', '-review'])
      simulator.keepArtifact({name: `m365-audit-${name}-2026-10${other}`, zip: zipOf([])}, made)
  }
  const entries = names.map(
    name => `  - name: ${name}\n    tenant-id: ${name}.onmicrosoft.com\n    environment: audit\n`,
  )
  const file = `tenants:\n${entries.join('')}`
  const shared = {tenants: 'tenants.yml', 'github-token': 'ghs_simulated'}
  let matrix = ''
  const plan = await requestsOf(simulator, file, {mode: 'plan', period: 'previous-month', ...shared}, outputs => {
    matrix = outputs.get('matrix') ?? ''
  })
  const {include} = JSON.parse(matrix) as {include: {tenant: string}[]}
  const overview = await requestsOf(simulator, file, {mode: 'overview', ...shared})
  const together = Math.max(...include.map(({tenant}) => tenant.split(',').length))
  return {tenants, jobs: include.length, together, matrix: matrix.length, plan, overview}
}

/** The same month of another tenant. */
function ofTenant(files: Files, tenant: string): {name: string; content: Buffer}[] {
  const parse = (name: string) => JSON.parse(String(files.get(name) ?? '{}')) as Record<string, unknown>
  const history = Buffer.from(JSON.stringify({...parse('history.json'), tenant}))
  const sha256 = createHash('sha256').update(history).digest('hex')
  const manifest = parse('manifest.json')
  const listed = (manifest.files as {name: string}[]).map(one => (one.name === 'history.json' ? {...one, sha256} : one))
  return [
    {name: 'history.json', content: history},
    {name: 'manifest.json', content: Buffer.from(JSON.stringify({...manifest, tenant, files: listed}))},
  ]
}

async function requestsOf(
  simulator: Simulator,
  file: string,
  inputs: Record<string, string>,
  read: (outputs: Map<string, string>) => void = () => {},
): Promise<number> {
  let requests = 0
  await withHost(simulator, {inputs, file, count: () => requests++, read}, async (host, context) => {
    const parsed = parseInputs(host)
    if ('mistakes' in parsed) throw new TypeError(parsed.mistakes.map(({message}) => message).join('\n'))
    const {settings} = parsed
    if (settings.mode === 'plan' && 'tenants' in settings) await runTenantsPlan(settings, context)
    if (settings.mode === 'overview') await runOverview(settings, context)
  })
  return requests
}

interface Given {
  inputs: Record<string, string>
  file?: string
  upload?: Host['upload']
  /** Called for each request to GitHub's API. */
  count?: () => void
  read?: (outputs: Map<string, string>) => void
}

async function withHost(
  simulator: Simulator,
  {inputs, file, upload, count = () => {}, read = () => {}}: Given,
  run: (host: Host, context: RunContext) => Promise<void>,
): Promise<void> {
  const workspace = mkdtempSync(join(tmpdir(), 'bench-tenants-'))
  if (file !== undefined) writeFileSync(join(workspace, 'tenants.yml'), file)
  const outputs = new Map<string, string>()
  const silent = () => {}
  const fail = (message: string) => {
    if (upload !== undefined) throw new TypeError(message)
  }
  const host: Host = {
    ...{kind: 'runner', input: name => inputs[name] ?? '', given: Object.keys(inputs)},
    facts: {
      ...{
        workspace,
        isGitHubActions: true,
        repository: 'fabrikam/audit-archive',
        runId: '19283746',
        defaultBranch: 'main',
      },
      ...{workflowRef: 'fabrikam/audit-archive/.github/workflows/audit.yml@refs/heads/main'},
      apiUrl: 'http://127.0.0.1/github',
    },
    ...{info: silent, debug: silent, notice: silent, warning: silent, error: silent, mask: silent, fail},
    group: (_title, body) => body(),
    output: (name, value) => void outputs.set(name, value),
    summary: async () => {},
    upload: upload ?? (async () => ({id: '1', digest: '', url: ''})),
  }
  const endpoints = {
    login: 'http://127.0.0.1/login',
    exchange: 'http://127.0.0.1/exchange',
    graph: 'http://127.0.0.1/graph',
  }
  try {
    await run(host, {
      host,
      world: {
        fetch: async request => {
          if (new URL(request.url).pathname.startsWith('/github/')) count()
          return await simulator.fetch(request)
        },
        ...{disk: machineDisk, now: () => now, sleep: async () => {}, log: silent, debug: silent, mask: silent},
      },
      endpoints: JSON.stringify(endpoints),
      ...{cancelled: new AbortController().signal, synthetic: upload !== undefined},
    })
  } finally {
    rmSync(workspace, {recursive: true, force: true})
  }
  read(outputs)
}

/** By itself: the rows of the table in docs/many-tenants.md. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = await baselineFiles()
  for (const tenants of [12, 50, 100, 200, 300, 400]) {
    const {jobs, together, matrix, plan, overview} = await scaleOf(tenants, files)
    console.log(`| ${tenants} | ${jobs} | ${together} | ${Math.ceil(matrix / 1000)} kB | ${plan} | ${overview} |`)
  }
}
