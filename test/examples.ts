/** Runs examples: what stands under `with:` goes to the program as a runner gives it, against the simulated tenant. */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {serve} from '@hono/node-server'
import {describe, test} from 'vitest'
import {parse} from 'yaml'
import {createSimulator, type Simulator} from '../src/simulator/simulator.ts'
import {aGitHub, token} from './publish/issues-stub.ts'
import {password, type SmtpService, smtpService} from './publish/smtp-service.ts'
import {aWebhook, type WebhookStub} from './publish/webhook-stub.ts'
import {type RunnerResult, runAction} from './runner.ts'
import {action, program} from './scenarios/program.ts'
import {smallTenant} from './scenarios/tenant.ts'

const root = new URL('../', import.meta.url)
const folder = new URL('.github/examples/', root)
const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'
const ours = /^[\w.-]+\/m365-audit-export@v\d+$/

const month = lastMonth()
const busy = {from: month.start + 5 * 86_400_000, to: month.start + 6 * 86_400_000}
const busyDay = `${new Date(busy.from).toISOString()}/${new Date(busy.to).toISOString()}`
const records = smallTenant({...busy, records: 60})

interface Step {
  uses?: string
  with?: Record<string, string | number | boolean>
}
interface Example {
  on?: {workflow_dispatch?: Form; workflow_call?: Form}
  permissions?: Record<string, string>
  jobs?: Record<string, {steps?: Step[]; env?: Record<string, string>}>
  runs?: {steps?: Step[]}
}
type Form = {inputs?: Record<string, {default?: string}>} | null

export interface Use {
  title: string
  step: Step
  env: Record<string, string>
  example: Example
}

export const uses: readonly Use[] = readdirSync(folder, {recursive: true, encoding: 'utf8'})
  .map(path => path.replaceAll('\\', '/'))
  // Jobs that hand on to each other: test/scenarios/shards*.test.ts, many-tenants.long.test.ts and examples-review.test.ts run them from the files.
  .filter(path => path.endsWith('.yml') && !path.startsWith('sharded') && !/^(many-tenants|review|watchdog)/.test(path))
  .flatMap(path => usesIn(path, parse(readFileSync(new URL(path, folder), 'utf8')) as Example))

function usesIn(path: string, example: Example): Use[] {
  const jobs = Object.entries(example.jobs ?? {composite: {steps: example.runs?.steps ?? []}})
  return jobs.flatMap(([job, {steps = [], env = {}}]) =>
    steps.filter(step => ours.test(step.uses ?? '')).map(step => ({title: `${path}, ${job}`, step, env, example})),
  )
}

/** By title: those that the gate runs. */
export const inGate = /^(archive|encrypted|first|key-vault|mail)\.yml/

/** The month before this one in UTC, in milliseconds. */
function lastMonth(): {start: number; end: number} {
  const now = new Date()
  const first = (months: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, 1)
  return {start: first(-1), end: first(0)}
}

/** The values that secrets, variables and forms have here; an expression that is not among them fails the test. */
function valuesOf(
  {simulator, mail, webhook}: {simulator: Simulator; mail: SmtpService; webhook: WebhookStub},
  example: Example,
): Record<string, string> {
  const forms = [example.on?.workflow_dispatch, example.on?.workflow_call].flatMap(form =>
    Object.entries(form?.inputs ?? {}),
  )
  const secret = (name: string) => `${name}-${'0123456789abcdefghij'.repeat(2)}`
  return {
    ...Object.fromEntries(forms.map(([name, input]) => [`inputs.${name}`, input.default ?? ''])),
    'inputs.tenant-id': simulator.domain,
    'inputs.client-id': simulator.clientId,
    'inputs.recipients': recipient,
    'vars.M365_TENANT_ID': simulator.tenantId,
    'vars.M365_CLIENT_ID': simulator.clientId,
    'vars.AGE_RECIPIENTS': recipient,
    'secrets.M365_CERTIFICATE': simulator.pfx.toString('base64'),
    'secrets.M365_CERTIFICATE_PASSWORD': simulator.pfxPassword,
    'secrets.M365_STATE_KEY': secret('state'),
    'secrets.TEAMS_WEBHOOK': `teams:${webhook.origin}/teams`,
    'secrets.SLACK_WEBHOOK': `slack:${webhook.origin}/slack`,
    'secrets.SMTP_URL': `smtp://audit:${encodeURIComponent(password)}@localhost:${mail.port}`,
  }
}

function resolved(text: string, values: Record<string, string>): string {
  return text.replace(/\$\{\{ *(\S+)(?: *\|\| *'([^']*)')? *\}\}/g, (expression, name: string, otherwise?: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`The test has no value for ${expression}.`)
    return value || (otherwise ?? '')
  })
}

interface Outcome {
  result: RunnerResult
  asked: string[]
  mails: number
  messages: number
}

async function run({step, env, example}: Use): Promise<Outcome> {
  // Created on the last day, as the gate asks for; everything else that runs does not look at the hour.
  const github = {repository: 'contoso/audit', token, createdAt: new Date(month.end - 2 * 3_600_000)}
  // The subject that the credential of oidc.yml names, with the cloud's own audience.
  const audiences = [step.with?.cloud === 'gcc-high' ? 'api://AzureADTokenExchangeUSGov' : 'api://AzureADTokenExchange']
  const subject = 'repo:contoso/audit:ref:refs/heads/main'
  const federatedCredentials = [{issuer: 'https://token.actions.githubusercontent.com', subject, audiences}]
  const gated = step.with?.['run-on'] !== undefined
  const simulator = await createSimulator({
    records,
    federatedCredentials,
    storage: {role: 'owner', versionLevelImmutability: true},
    github: gated ? github : {...github, createdAt: new Date()},
  })
  const closing: (() => void)[] = []
  const [service, mail, webhook, issues] = [
    await simulator.listen(),
    await smtpService({disabledCommands: ['STARTTLS']}),
    await aWebhook('teams', [], close => closing.push(close)),
    aGitHub(),
  ]
  const front = serve({port: 0, hostname: '127.0.0.1', fetch: request => route(request, simulator, issues.fetch)})
  try {
    await new Promise<void>(resolve => (front.listening ? resolve() : front.once('listening', () => resolve())))
    const address = front.address()
    const values = valuesOf({simulator, mail, webhook}, example)
    const given = Object.entries(step.with ?? {}).map(([name, value]) => [name, resolved(String(value), values)])
    const inputs = Object.fromEntries(given) as Record<string, string>
    // The busy day of the month: nothing is gained by reading the silent ones too.
    if (inputs.period === 'previous-month') inputs.period = busyDay
    if (inputs.period === 'previous-day') {
      inputs.period = busyDay.slice(0, 10)
      inputs.timezone = 'UTC'
    }
    if (inputs['tenant-id'] === 'contoso.onmicrosoft.com') inputs['tenant-id'] = simulator.domain
    if (inputs['key-vault-certificate']) inputs['key-vault-certificate'] = simulator.vaultCertificate
    const places = Object.entries(service.environment).filter(([name]) => !/^INPUT_|_ID_TOKEN_/.test(name))
    const oidc = Object.entries(service.environment).filter(([name]) => name.includes('_ID_TOKEN_'))
    const permitted = example.runs !== undefined || example.permissions?.['id-token'] === 'write'
    const result = await runAction(program, {
      action,
      inputs: {...inputs, 'github-token': token},
      env: {
        ...env,
        ...Object.fromEntries([...places, ...(permitted ? oidc : [])]),
        GITHUB_API_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
      },
    })
    return {result, asked: issues.asked, mails: mail.mails.length, messages: webhook.bodies('/teams').length}
  } finally {
    front.close()
    for (const close of closing) close()
    await Promise.all([service.close(), mail.close()])
  }
}

/** GitHub's issues are the stub's, the rest of its API the simulator's. */
function route(request: Request, simulator: Simulator, issues: (request: Request) => Promise<Response>) {
  const {pathname, search} = new URL(request.url)
  const to = pathname.includes('/issues') ? 'https://api.github.test' : 'http://127.0.0.1/github'
  const moved = new Request(`${to}${pathname}${search}`, request)
  return pathname.includes('/issues') ? issues(moved) : simulator.fetch(moved)
}

/** One test for each. Runs wait more than they work. */
export function examplesRun(some: readonly Use[]): void {
  describe('an example', {concurrent: true}, () => {
    test.for(some)('runs: $title', {timeout: 60_000}, async (use, {expect}) => {
      const {result, asked, mails, messages} = await run(use)
      expect(result.annotations.filter(({level}) => level === 'error')).toEqual([])
      expect(result.outputs.status).toMatch(/^(complete|provisional)$/)
      expect(result.code).toBe(0)
      expect(result.outputs.records).toBe('60')
      expect(result.outputs['artifact-id']).not.toBe('')
      const inputs = use.step.with ?? {}
      // A clean month opens none; whether there is one to close was asked.
      if (inputs.issue) expect(asked).toContain('GET /repos/contoso/audit/issues')
      if (inputs['mail-to']) expect(mails).toBe(1)
      if (inputs.notify) expect(messages).toBe(1)
      if (inputs['encrypt-to'])
        expect(readdirSync(join(result.workspace, result.outputs.directory ?? '')).join()).toContain('.csv.age')
      if (inputs['archive-to']) expect(result.summary).toContain('It can’t be changed or deleted before')
    })
  })
}
