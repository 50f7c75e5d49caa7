/** From a bare tenant to a complete export in three commands, each in a process of its own, and back to nothing. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {createSimulator, type SimulatorOptions} from '../../src/simulator/simulator.ts'
import {cleanUp, runAction} from '../runner.ts'
import {leftBehind, nothing} from '../setup/bench.ts'
import {program} from './program.ts'

afterAll(cleanUp)

const period = ['--period', '2026-10-05/2026-10-06', '--confirm', 'none', '--upload', 'false']
const repository = ['--repository', 'fabrikam/audit-archive']

async function aBareTenant(options: SimulatorOptions = {}) {
  const simulator = await createSimulator({bare: true, recordsPerMonth: 3000, ...options})
  const listening = await simulator.listen()
  const run = async (args: string[], workspace?: string) =>
    await runAction(program, {
      args,
      env: listening.environment,
      ...(workspace ? {workspace} : {}),
    })
  return {simulator, run, close: listening.close}
}

test('setup, doctor all OK, export complete, setup --remove: nothing is left', {
  timeout: 60_000,
  concurrent: true,
}, async () => {
  const {simulator, run, close} = await aBareTenant()
  const tenant = ['--tenant-id', simulator.domain]
  try {
    const unknown = await run([
      'export',
      ...tenant,
      '--client-id',
      simulator.clientId,
      '--certificate',
      simulator.pfx.toString('base64'),
      '--certificate-password',
      simulator.pfxPassword,
      ...period,
    ])
    expect(unknown.raw).toContain('LOGIN_AADSTS700016')

    const made = await run(['setup', ...tenant, ...repository])
    expect(made).toMatchObject({code: 0, raw: expect.stringMatching(/Done: 10 steps\.[\s\S]*client-id: [0-9a-f-]{36}/)})
    const folder = join(made.workspace, 'm365-audit-setup')
    const clientId = /client-id: (\S+)/.exec(made.raw)?.[1] ?? ''
    const credential = [
      '--certificate-file',
      'm365-audit-setup/audit.pfx',
      '--certificate-password-file',
      join(folder, 'password.txt'),
    ]
    const looked = await run(['doctor', ...tenant, '--client-id', clientId, ...credential], made.workspace)
    expect(looked.raw).toMatch(/All \d+ checks are OK\./)
    const exported = await run(['export', ...tenant, '--client-id', clientId, ...credential, ...period], made.workspace)
    expect(exported.raw).toContain('status: complete')
    const manifest = JSON.parse(
      readFileSync(join(made.workspace, /\ndirectory: (\S+)/.exec(exported.raw)?.[1] ?? '', 'manifest.json'), 'utf8'),
    )
    const start = Date.parse('2026-10-05')
    expect(manifest.records).toBe([...simulator.truth(start, start + 86_400_000)].length)

    const removed = await run(['setup', ...tenant, ...repository, '--remove'], made.workspace)
    expect(removed.code).toBe(0)
    expect(leftBehind(simulator)).toEqual(nothing)
    const refused = await run(['export', ...tenant, '--client-id', clientId, ...credential, ...period], made.workspace)
    expect(refused.raw).toContain('LOGIN_AADSTS700016')
    const secrets = [String(readFileSync(join(folder, 'password.txt'))).trim(), 'ghs_simulated']
    for (const {raw} of [made, exported, removed, refused]) for (const each of secrets) expect(raw).not.toContain(each)
  } finally {
    await close()
  }
})

test('the same with GitHub’s word in place of a certificate, and permissions for both sources', {
  timeout: 60_000,
  concurrent: true,
}, async () => {
  const {simulator, run, close} = await aBareTenant({job: {environment: 'audit', idsInSubject: true}})
  const tenant = ['--tenant-id', simulator.domain]
  try {
    const federated = ['--federated', '--environment', 'audit', '--source', 'both']
    const made = await run(['setup', ...tenant, ...repository, ...federated])
    expect(made.code).toBe(0)
    const clientId = /client-id: (\S+)/.exec(made.raw)?.[1] ?? ''
    const looked = await run(['doctor', ...tenant, '--client-id', clientId], made.workspace)
    expect(looked.raw).toMatch(/All \d+ checks are OK\./)
    expect(simulator.directory.registered(clientId)?.roles).toEqual({
      exchange: ['Exchange.ManageAsApp'],
      graph: ['AuditLogsQuery.Read.All'],
    })
    const exported = await run(['export', ...tenant, '--client-id', clientId, ...period], made.workspace)
    expect(exported.raw).toContain('status: complete')
    await run(['setup', ...tenant, ...repository, '--remove'])
    expect(leftBehind(simulator)).toEqual(nothing)
  } finally {
    await close()
  }
})
