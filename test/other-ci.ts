/** Runs the script lines of the pipelines for other CI systems, with bash, against the simulated tenant. No agent and no runner is played beyond their variables. */
import {spawn} from 'node:child_process'
import {existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {serve} from '@hono/node-server'
import {parse} from 'yaml'
import {issueJobToken} from '../src/simulator/federation.ts'
import {createSimulator, type SimulatorOptions} from '../src/simulator/simulator.ts'
import {temporaryFolder} from './runner.ts'
import {program} from './scenarios/program.ts'
import {smallTenant} from './scenarios/tenant.ts'

const day = {from: Date.UTC(2026, 9, 6), to: Date.UTC(2026, 9, 7)}
const busyDay = `${new Date(day.from).toISOString()}/${new Date(day.to).toISOString()}`
const records = smallTenant({...day, records: 60})
const audience = 'api://AzureADTokenExchange'

/** One of the two pipelines, as its file has it. */
export interface Pipeline {
  script: string
  variables: Record<string, string>
}

const read = (name: string): unknown =>
  parse(readFileSync(new URL(`../.github/examples/other-ci/${name}`, import.meta.url), 'utf8'))

export function azurePipeline(): Pipeline {
  const {jobs} = read('azure-pipelines.yml') as {
    jobs: {variables: Record<string, string>; steps: {name?: string; inputs?: {inlineScript?: string}}[]}[]
  }
  const [job] = jobs
  const step = job?.steps.find(({name}) => name === 'export')
  return {script: step?.inputs?.inlineScript ?? '', variables: job?.variables ?? {}}
}

export function gitLabPipeline(): Pipeline {
  const {audit} = read('gitlab-ci.yml') as {audit: {script: string[]; variables: Record<string, string>}}
  return {script: audit.script.join('\n'), variables: audit.variables}
}

export interface PipelineRun {
  code: number | null
  log: string
  workspace: string
  /** What lies in the state directory, by the names of artifacts. */
  state: string[]
  /** In the agent's temporary folder. */
  left: string[]
  /** Secrets that no log may hold. */
  secrets: string[]
}

/** A place that keeps its state from run to run; the job is of `identity`, and the tenant trusts `trusted`. */
export async function aPlace(
  identity: {issuer: string; subject: string},
  {trusted = identity, ...tenant}: SimulatorOptions & {trusted?: {issuer: string; subject: string}} = {},
) {
  const simulator = await createSimulator({
    records,
    federatedCredentials: [{...trusted, audiences: [audience]}],
    ...tenant,
  })
  const service = await simulator.listen()
  const state = join(temporaryFolder(), 'state')
  const accessToken = 'Canary-system-access-token'
  const issued: string[] = []
  const issue = async () => {
    const token = await issueJobToken({...identity, audience}, {now: Date.now(), lifetime: 600})
    issued.push(token)
    return token
  }
  /** Azure's endpoint for tokens of a service connection. */
  const connections = serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async request => {
      const {searchParams} = new URL(request.url)
      const isAllowed = request.headers.get('authorization') === `Bearer ${accessToken}`
      const isAsked = request.method === 'POST' && searchParams.get('api-version') === '7.1'
      if (!isAllowed || !isAsked || !searchParams.get('serviceConnectionId')) return new Response('', {status: 401})
      return Response.json({oidcToken: await issue()})
    },
  })
  await new Promise<void>(resolve =>
    connections.listening ? resolve() : connections.once('listening', () => resolve()),
  )
  const address = connections.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0

  const run = async (pipeline: Pipeline, environment: Record<string, string>): Promise<PipelineRun> => {
    const workspace = temporaryFolder()
    mkdirSync(join(workspace, 'tool'))
    symlinkSync(dirname(program), join(workspace, 'tool', 'dist'))
    const token = await issue()
    const {PATH, HOME} = process.env
    const temporary = temporaryFolder()
    const env = {
      ...{PATH, HOME},
      ...pipeline.variables,
      M365_TENANT_ID: simulator.domain,
      M365_CLIENT_ID: simulator.clientId,
      M365_STATE: state,
      M365_AUDIT_ENDPOINTS: service.environment.M365_AUDIT_ENDPOINTS,
      INPUT_STATE_KEY: 'Canary-state-key-0123456789abcdef',
      ENTRA_TOKEN: token,
      SYSTEM_OIDCREQUESTURI: `http://127.0.0.1:${port}/oidc`,
      SYSTEM_ACCESSTOKEN: accessToken,
      AGENT_TEMPDIRECTORY: temporary,
      CI_PROJECT_DIR: workspace,
      ...environment,
    }
    const script = pipeline.script
      .replace('--period previous-month', `--period ${busyDay}`)
      .replace('--state-directory m365-audit-state', `--state-directory ${state}`)
    const child = spawn('bash', ['-eo', 'pipefail', '-c', script], {cwd: workspace, env})
    let log = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        log += text
      })
    const code = await new Promise<number | null>(resolve => child.on('close', resolve))
    const secrets = [...issued, accessToken, env.INPUT_STATE_KEY]
    const kept = existsSync(state) ? readdirSync(state) : []
    return {code, log, workspace, state: kept, left: readdirSync(temporary), secrets}
  }
  const close = async () => {
    connections.close()
    await service.close()
  }
  return {run, close, origin: service.origin}
}
