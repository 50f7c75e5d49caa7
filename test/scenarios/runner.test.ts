/** The program in a process of its own, started as a runner starts it, against the tenant listening on loopback. */
import {createHash} from 'node:crypto'
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {generateX25519Identity, identityToRecipient} from 'age-encryption'
import {afterAll, describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {machineDisk} from '../../src/host/disk.ts'
import {makeCertificate} from '../../src/simulator/certificate.ts'
import {createSimulator, type Simulator, type SimulatorOptions} from '../../src/simulator/simulator.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {cleanUp, type RunnerOptions, type RunnerResult, startAction, temporaryFolder} from '../runner.ts'
import {readFolder} from './month.ts'
import {action, program} from './program.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const outputNames = new Set(Object.keys((parse(readFileSync(action, 'utf8')) as {outputs: object}).outputs))

const start = Date.UTC(2026, 9, 6, 9)
const period = '2026-10-06T09:00:00Z/2026-10-06T12:00:00Z'
const records = smallTenant({from: start - 3_600_000, to: start + 4 * 3_600_000, records: 300})
/** The machine's own clock may stand anywhere: this period is over when it is 2026-10-10. */
const settled = Date.now() > Date.UTC(2026, 9, 10)

/** A password that is no word, so that wherever it stands, it was shown. */
const canary = makeCertificate({password: 'canary-Zq81-fü$'})

interface Job {
  simulator?: SimulatorOptions
  /** In its place, one that an earlier job has met. */
  tenant?: Simulator
  inputs?: Record<string, string>
  env?: Record<string, string | undefined>
  workspace?: string
  /** What else happens while the process runs. */
  during?: (run: ReturnType<typeof startAction>, simulator: Simulator) => Promise<void>
}

interface Ran extends RunnerResult {
  simulator: Simulator
  folder: string
  secrets: string[]
}

async function runJob(job: Job = {}): Promise<Ran> {
  const simulator = job.tenant ?? (await createSimulator({records, certificate: await canary, ...job.simulator}))
  const service = await simulator.listen()
  try {
    const workspace = job.workspace ?? temporaryFolder()
    const options: RunnerOptions = {
      action,
      inputs: {period, settle: '0', ...job.inputs},
      env: {...withoutGiven(service.environment, job.inputs), ...job.env},
      workspace,
    }
    const run = startAction(program, options)
    await job.during?.(run, simulator)
    const result = await run.finished
    const pfx = simulator.pfx.toString('base64')
    const folder = result.outputs.directory || 'm365-audit/20261006T090000Z-20261006T120000Z'
    const secrets = [simulator.pfxPassword, pfx, pfx.slice(100, 160), 'ghs_simulated']
    return {...result, simulator, folder: join(workspace, folder), secrets}
  } finally {
    await service.close()
  }
}

/** An input that the job gives stands, whatever the tenant's environment would fill in. */
function withoutGiven(environment: Record<string, string>, inputs: Record<string, string> = {}) {
  const given = Object.keys(inputs).map(name => `INPUT_${name.toUpperCase()}`)
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !given.includes(name)))
}

function everything({log, raw, summary, outputs, annotations}: Ran): string {
  // The commands that tell the runner what to hide are for the runner alone.
  const shown = raw.replace(/^::add-mask::.*$/gm, '')
  return [log, shown, summary, JSON.stringify(outputs), JSON.stringify(annotations)].join('\n')
}

const errors = ({annotations}: Ran) => annotations.filter(({level}) => level === 'error').map(({message}) => message)

describe.skipIf(!settled)('an export', {timeout: 60_000, concurrent: true}, () => {
  test('sets every output, tells, keeps the artifact, and shows no secret', async () => {
    const result = await runJob()
    const folder = readFolder(result.folder)
    expect(result.log).toContain('COMPLETE')
    expect(result.code).toBe(0)
    expect(new Set(Object.keys(result.outputs))).toEqual(outputNames)
    const truth = [...result.simulator.truth(start, start + 3 * 3_600_000)].map(record => record.auditData)
    expect(new Set(folder?.rows.map(row => row.AuditData))).toEqual(new Set(truth))
    expect(result.outputs).toMatchObject({
      status: 'complete',
      period,
      start: '2026-10-06T09:00:00Z',
      end: '2026-10-06T12:00:00Z',
      records: String(truth.length),
      directory: 'm365-audit/20261006T090000Z-20261006T120000Z',
      manifest: 'm365-audit/20261006T090000Z-20261006T120000Z/manifest.json',
    })
    expect((await verifyFolder(machineDisk, result.folder)).faults).toEqual([])
    expect(result.groups).toEqual(expect.arrayContaining(['Sign in', 'Read', 'Write', 'Upload']))
    expect(result.summary).toContain('complete')
    expect(errors(result)).toEqual([])

    const upload = result.simulator.uploads.find(({id}) => String(id) === result.outputs['artifact-id'])
    const digest = createHash('sha256')
      .update(upload?.zip ?? '')
      .digest('hex')
    expect(result.outputs['artifact-digest']?.replace('sha256:', '')).toBe(digest)
    expect(result.outputs['artifact-url']).toContain(`/artifacts/${upload?.id}`)
    expect(upload?.name).toContain(result.simulator.tenantId)

    const said = everything(result)
    const files = readdirSync(result.folder).map(name => readFileSync(join(result.folder, name), 'latin1'))
    for (const secret of result.secrets) {
      expect(said.includes(secret)).toBe(false)
      expect([...files, upload?.zip.toString('latin1') ?? ''].some(text => text.includes(secret))).toBe(false)
      if (secret.length !== 60) expect(result.masks).toContain(secret)
    }
    expect(/eyJ[\w-]{20,}\.[\w-]{20,}/.test(said)).toBe(false)
    expect(/-----BEGIN/.test(said)).toBe(false)
  })

  test.each([
    ['artifact-503', 0, 'ARTIFACT', true],
    ['artifact-quota', 1, 'ARTIFACT_QUOTA', false],
    ['artifact-403', 1, 'ARTIFACT_REFUSED', false],
  ])('under %s has its folder, and says what became of the artifact', async (faults, code, words, kept) => {
    const result = await runJob({simulator: {faults}})
    expect(result.code).toBe(code)
    expect(result.outputs.status).toBe('complete')
    expect(result.outputs['artifact-id'] !== '').toBe(kept)
    expect((await verifyFolder(machineDisk, result.folder)).faults).toEqual([])
    if (!kept) expect(errors(result).join('\n')).toContain(words)
  })
})

describe.skipIf(!settled)('an export whose small artifacts are not kept', {timeout: 60_000}, () => {
  test('has id, address and digest of the evidence, warns of each, and does not fail', async () => {
    const result = await runJob({simulator: {faults: 'artifact-quota-first'}})
    const [upload, ...others] = result.simulator.uploads
    expect(others).toEqual([])
    expect(result.outputs).toMatchObject({'artifact-id': String(upload?.id), status: 'complete'})
    expect(result.outputs['artifact-digest']?.replace('sha256:', '')).toBe(upload?.digest.replace('sha256:', ''))
    expect(result.outputs['artifact-url']).toContain(`/artifacts/${upload?.id}`)
    expect(result.summary).toContain(`/artifacts/${upload?.id}`)
    const warnings = result.annotations.filter(({level}) => level === 'warning').map(({message}) => message)
    expect(warnings.filter(message => message.includes(`${upload?.name}-baseline`))).toEqual([
      expect.stringContaining('[ARTIFACT_QUOTA]'),
    ])
    expect(errors(result)).toEqual([])
    expect(result.code).toBe(0)
  })
})

describe('before anything is read, the step fails', {timeout: 60_000, concurrent: true}, () => {
  test('for all mistakes in the inputs at once', async () => {
    const result = await runJob({
      inputs: {period: '2026-13', concurrency: 'many', 'client-id': 'app', formats: 'xlsx', 'run-on': 'friday'},
    })
    expect(result.code).toBe(1)
    expect(new Set(Object.keys(result.outputs))).toEqual(outputNames)
    expect(result.outputs.status).toBe('failed')
    const said = errors(result).join('\n')
    for (const code of ['PERIOD', 'CONCURRENCY', 'CLIENT_ID', 'FORMATS', 'RUN_ON'])
      expect(said).toContain(`INPUT_${code}`)
    expect(result.simulator.counters.tokens).toBe(0)
  })

  test.each<[string, Job, string]>([
    ['a wrong password', {inputs: {'certificate-password': 'wrong-canary-4711'}}, 'CERT_WRONG_PASSWORD'],
    ['an app that the tenant does not know', {simulator: {faults: 'aadsts-700016'}}, 'LOGIN_AADSTS700016'],
    ['a missing role', {simulator: {faults: 'missing-role'}}, 'EXCHANGE_ROLE_MISSING'],
    ['a public repository', {simulator: {github: {visibility: 'public'}}}, 'REPOSITORY_PUBLIC'],
  ])('for %s', async (_name, job, code) => {
    const result = await runJob(job)
    expect(errors(result).join('\n')).toContain(code)
    expect(result.code).toBe(1)
    expect(result.outputs.status).toBe('failed')
    expect(new Set(Object.keys(result.outputs))).toEqual(outputNames)
    expect(result.simulator.counters.searches).toBe(0)
    expect(everything(result)).not.toContain('wrong-canary-4711')
    for (const secret of result.secrets) expect(everything(result).includes(secret)).toBe(false)
  })

  test('for a folder with other files, which stays as it was', async () => {
    const workspace = temporaryFolder()
    mkdirSync(join(workspace, 'm365-audit'))
    writeFileSync(join(workspace, 'm365-audit', 'notes.txt'), 'mine')
    const result = await runJob({workspace, inputs: {directory: 'm365-audit'}})
    expect(result.code).toBe(1)
    expect(errors(result).join('\n')).toContain('FOLDER_NOT_EMPTY')
    expect(readdirSync(join(workspace, 'm365-audit'))).toEqual(['notes.txt'])
    expect(result.simulator.counters.searches).toBe(0)
  })

  test('for a folder of another period, which stays proven', async () => {
    const inputs = {directory: 'month'}
    const first = await runJob({inputs})
    const before = readdirSync(first.folder).map(name => readFileSync(join(first.folder, name), 'latin1'))
    const result = await runJob({
      workspace: first.workspace,
      inputs: {...inputs, period: '2026-10-06T09:00:00Z/2026-10-06T10:00:00Z'},
    })
    expect(result.code).toBe(1)
    expect(errors(result).join('\n')).toContain('FOLDER_OF_ANOTHER_EXPORT')
    expect(readdirSync(first.folder).map(name => readFileSync(join(first.folder, name), 'latin1'))).toEqual(before)
    expect(result.simulator.counters.searches).toBe(0)
  })

  test('for a file in the folder’s place', async () => {
    const workspace = temporaryFolder()
    writeFileSync(join(workspace, 'm365-audit'), 'mine')
    const result = await runJob({workspace})
    expect(result.code).toBe(1)
    expect(errors(result).join('\n')).toContain('FOLDER_IS_A_FILE')
    expect(readFileSync(join(workspace, 'm365-audit'), 'utf8')).toBe('mine')
  })
})

test('an application without an Exchange role is explained', {timeout: 60_000}, async () => {
  const result = await runJob({simulator: {faults: 'app-only-403'}, inputs: {source: 'exchange'}})
  expect(errors(result).join('\n')).toMatch(/EXCHANGE_403.*New-ServicePrincipal/s)
  expect(result.outputs).toMatchObject({status: 'failed', records: '0'})
  expect(result.code).toBe(1)
})

test('a run for the last day does nothing on another day', {timeout: 60_000}, async () => {
  const createdAt = new Date('2026-10-14T06:00:00Z')
  const result = await runJob({simulator: {github: {createdAt}}, inputs: {period: 'auto', 'run-on': 'last-day'}})
  expect(result.code).toBe(0)
  expect(result.outputs.status).toBe('skipped')
  expect(new Set(Object.keys(result.outputs))).toEqual(outputNames)
  expect(result.annotations[0]).toMatchObject({level: 'notice', message: expect.stringContaining('2026-10-31')})
  expect(result.simulator.counters).toMatchObject({searches: 0, tokens: 0})
})

describe('interrupted', {timeout: 60_000, concurrent: true}, () => {
  /** Slow enough that a signal comes in the middle: each page takes a while. */
  const slow = {
    records: smallTenant({from: start, to: start + 3 * 3_600_000, records: 900}),
    latency: {perCall: 400, perRow: 1},
  }

  async function searched(simulator: Simulator, times: number): Promise<void> {
    while (simulator.counters.searches < times) await new Promise(resolve => setTimeout(resolve, 10))
  }

  test('by SIGTERM, it writes what was read, names the gap, and the folder proves itself', async () => {
    const result = await runJob({
      simulator: slow,
      inputs: {concurrency: '1', confirm: 'all'},
      during: async ({child}, simulator) => {
        await searched(simulator, 2)
        child.kill('SIGTERM')
      },
    })
    const folder = readFolder(result.folder)
    expect(result.outputs.status).toBe('incomplete')
    expect(result.code).toBe(1)
    expect(folder?.gaps.map(gap => gap.code)).toContain('CANCELLED')
    expect((await verifyFolder(machineDisk, result.folder)).faults).toEqual([])
    expect(result.annotations.some(({level, message}) => level === 'warning' && message.includes('CANCELLED'))).toBe(
      true,
    )
  })

  test('by SIGTERM while it encrypts, it hands its state to the next run, on another machine', async () => {
    const inputs = {
      'encrypt-to': await identityToRecipient(await generateX25519Identity()),
      'state-key': 'canary-a-key-of-the-tests-0123456789',
      ...{concurrency: '1', confirm: 'none'},
    }
    const first = await runJob({
      simulator: slow,
      inputs,
      during: async ({child}, simulator) => {
        await searched(simulator, 2)
        child.kill('SIGTERM')
      },
    })
    expect(first.outputs.status).toBe('incomplete')
    expect(first.simulator.uploads.map(({name}) => name.endsWith('-state'))).toContain(true)
    const next = await runJob({tenant: first.simulator, inputs: {...inputs, upload: 'false'}})
    expect(next.outputs.status).toBe(settled ? 'complete' : 'provisional')
    expect(readFolder(next.folder)?.manifest.resumed?.windows).toBeGreaterThan(0)
    for (const run of [first, next]) expect(everything(run)).not.toContain(inputs['state-key'])
  })

  test('by a kill that nothing can answer, it leaves no folder that passes for an export, and the next run is whole', async () => {
    const workspace = temporaryFolder()
    const killed = await runJob({
      simulator: slow,
      workspace,
      during: async ({child}, simulator) => {
        await searched(simulator, 2)
        child.kill('SIGKILL')
      },
    })
    expect(killed.signal).toBe('SIGKILL')
    expect((await verifyFolder(machineDisk, killed.folder)).faults).not.toEqual([])
    const next = await runJob({simulator: {records: slow.records}, workspace})
    expect(next.outputs.status).toBe(settled ? 'complete' : 'provisional')
    expect((await verifyFolder(machineDisk, next.folder)).faults).toEqual([])
  })
})
