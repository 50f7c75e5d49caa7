/**
 * The way into a tenant, in one process: an export of a few hours against the simulated tenant without a port, by
 * whichever credential the inputs name, with ears for all that a person or a log is told.
 */
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {runDoctor} from '../../src/doctor.ts'
import {machineDisk} from '../../src/host/disk.ts'
import type {Host} from '../../src/host/host.ts'
import {parseInputs} from '../../src/inputs.ts'
import type {RunContext} from '../../src/month/context.ts'
import {reportMistakes} from '../../src/publish/report-run.ts'
import type {Diagnosis} from '../../src/report/diagnosis.ts'
import type {Manifest} from '../../src/report/manifest.ts'
import {withStateDirectory} from '../../src/restore/state-directory.ts'
import {runMonth} from '../../src/run.ts'
import {createSimulator, type Simulator, type SimulatorOptions} from '../../src/simulator/simulator.ts'
import {temporaryFolder} from '../runner.ts'

export interface WayIn {
  simulator?: SimulatorOptions
  /** What stands under `with:`, beside tenant, client and period; functions of the tenant where they depend on it. */
  inputs?: (simulator: Simulator) => Record<string, string> | Promise<Record<string, string>>
  /** What lies in the workspace, by path. */
  files?: Record<string, string | Buffer>
  /** Whether the job has `id-token: write`. */
  idToken?: boolean
  /** Whether it runs in the simulator's repository, where GitHub has issues and artifacts. */
  onGitHub?: boolean
  /** Whose certificate store is asked. */
  windows?: RunContext['windows']
  /** Whether the export delivers as one of a real tenant does: mails, issues, artifacts, and what guards them. */
  delivers?: boolean
  /** Whether the runner gives the step an artifact service; true by default. */
  artifactService?: boolean
  /** How far the machine's clock is ahead of the tenant's, in milliseconds. */
  ahead?: number
}

export interface Arrival {
  simulator: Simulator
  /** Of the folder, if one was written. */
  manifest?: Manifest
  /** Of a visit. */
  diagnosis?: Diagnosis
  outputs: Readonly<Record<string, string>>
  status: string | undefined
  /** The one message that fails the step, with the errors before it. */
  failure: string
  summary: string
  /** All that anybody can read: log, debug log, annotations, outputs, summary, the folder's text files. */
  everything: string
  /** All that must not be read. */
  masks: string[]
  notes: string[]
}

const period = '2026-10-05T06:00:00Z/2026-10-05T12:00:00Z'

export async function goIn({
  simulator: options = {},
  inputs = () => ({}),
  files = {},
  idToken = false,
  onGitHub = false,
  windows,
  delivers = false,
  artifactService = true,
  ahead = 0,
}: WayIn): Promise<Arrival> {
  let waited = 0
  const now = () => Date.now() + waited
  const simulator = await createSimulator({
    recordsPerMonth: 3000,
    now: () => now() - ahead,
    assertionNow: () => Date.now() - ahead,
    sleep: async () => {},
    ...options,
  })
  const workspace = temporaryFolder()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), {recursive: true})
    writeFileSync(join(workspace, path), content)
  }
  const said: string[] = []
  const failures: string[] = []
  const notes: string[] = []
  const masks: string[] = []
  const outputs: Record<string, string> = {}
  let summary = ''
  const given: Record<string, string> = {
    'tenant-id': simulator.domain,
    'client-id': simulator.clientId,
    period,
    directory: 'm365-audit',
    ...(onGitHub && {'github-token': 'ghs_simulated'}),
    ...(await inputs(simulator)),
  }
  const variables = simulator.idTokenVariables('http://127.0.0.1')
  const host: Host = {
    kind: 'runner',
    input: name => given[name] ?? '',
    given: Object.keys(given).filter(name => given[name] !== ''),
    ...(idToken && {
      idToken: {url: variables.ACTIONS_ID_TOKEN_REQUEST_URL, bearer: variables.ACTIONS_ID_TOKEN_REQUEST_TOKEN},
    }),
    facts: {
      workspace,
      ...(onGitHub && {
        isGitHubActions: true,
        repository: 'fabrikam/audit-archive',
        runId: '19283746',
        apiUrl: 'http://127.0.0.1/github',
        serverUrl: 'https://github.com',
        retentionDays: '90',
      }),
    },
    ...(onGitHub &&
      artifactService && {
        artifacts: async () => simulator.uploads.map(({name}) => name),
        upload: async () => ({id: '1', digest: '', url: ''}),
      }),
    info: line => void said.push(line),
    debug: line => void said.push(line),
    group: async (_title, body) => await body(),
    notice: message => void notes.push(message),
    warning: message => void notes.push(message),
    error: message => void failures.push(message),
    fail: message => void failures.push(message),
    mask: secret => void masks.push(secret),
    output: (name, value) => {
      outputs[name] = value
    },
    summary: async markdown => {
      summary += markdown
    },
  }

  const parsed = parseInputs(host)
  if ('mistakes' in parsed) await reportMistakes(host, parsed.mistakes)
  else if (parsed.settings.mode === 'export' || parsed.settings.mode === 'doctor') {
    const context: RunContext = {
      host,
      world: {
        fetch: simulator.fetch,
        disk: machineDisk,
        now,
        sleep: async milliseconds => {
          waited += milliseconds
        },
        log: line => host.info(line),
        debug: line => host.debug(line),
        mask: secret => host.mask(secret),
      },
      endpoints: JSON.stringify({
        login: 'http://127.0.0.1/login',
        exchange: 'http://127.0.0.1/exchange',
        graph: 'http://127.0.0.1/graph',
        vault: 'http://127.0.0.1/vault',
        blob: 'http://127.0.0.1/storage',
        imds: 'http://127.0.0.1/imds',
      }),
      cancelled: new AbortController().signal,
      synthetic: !delivers,
      windows,
    }
    const {settings} = parsed
    context.host = withStateDirectory(settings, host, context.world)
    await (settings.mode === 'doctor' ? runDoctor(settings, context) : runMonth(settings, context))
  }

  const texts = ['manifest.json', 'summary.md', 'doctor.json']
    .map(name => join(workspace, 'm365-audit', name))
    .filter(path => existsSync(path))
    .map(path => readFileSync(path, 'utf8'))
  const manifest = texts.find(text => text.includes('m365-audit-export/manifest/1'))
  const diagnosis = texts.find(text => text.includes('m365-audit-export/doctor/1'))
  return {
    simulator,
    outputs,
    ...(manifest && {manifest: JSON.parse(manifest) as Manifest}),
    ...(diagnosis && {diagnosis: JSON.parse(diagnosis) as Diagnosis}),
    status: outputs.status,
    failure: failures.join('\n'),
    summary,
    everything: [...said, ...failures, ...notes, ...Object.values(outputs), summary, ...texts].join('\n'),
    masks,
    notes,
  }
}

/** The certificate of the simulator, as inputs. */
export function ownCertificate(simulator: Simulator): Record<string, string> {
  return {certificate: simulator.pfx.toString('base64'), 'certificate-password': simulator.pfxPassword}
}
