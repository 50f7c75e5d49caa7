/** Two tenants in one process of the bundle, as a runner starts it, against services on loopback. */
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {createTenants} from '../../src/simulator/several-tenants.ts'
import {cleanUp, runAction, temporaryFolder} from '../runner.ts'
import {action, program} from './program.ts'

afterAll(cleanUp)

const period = '2026-10-05/2026-10-06'

test('the bundle runs both, and says of each how it ended', {timeout: 120_000}, async () => {
  const several = await createTenants({
    tenants: [{}, {faults: 'aadsts-53003:always'}, {}],
    shared: {recordsPerMonth: 300},
  })
  const service = await several.listen()
  const workspace = temporaryFolder()
  const entries = several.tenants.map(
    ({domain, clientId}, index) => `  - name: t${index}\n    tenant-id: ${domain}\n    client-id: ${clientId}\n`,
  )
  writeFileSync(join(workspace, 'tenants.yml'), `tenants:\n${entries.join('')}`)
  const env = Object.fromEntries(
    Object.entries(service.environment).filter(([name]) => !/^INPUT_(TENANT-ID|CLIENT-ID|CERTIFICATE.*)$/.test(name)),
  )
  const run = async (inputs: Record<string, string>) =>
    await runAction(program, {
      action,
      env,
      workspace,
      inputs: {tenants: 'tenants.yml', period, confirm: 'none', ...inputs},
    })
  try {
    const [first] = several.tenants
    const certificate = {
      certificate: first?.pfx.toString('base64') ?? '',
      'certificate-password': first?.pfxPassword ?? '',
    }
    const exported = await run({tenant: 't0, t1, T2', ...certificate})
    expect(exported.code).toBe(1)
    expect(exported.outputs).toMatchObject({status: 'failed', 'artifact-id': ''})
    expect(JSON.parse(exported.outputs.tenants ?? '').map(({status}: {status: string}) => status)).toEqual([
      ...['complete', 'failed', 'complete'],
    ])
    expect(
      exported.annotations.filter(({level}) => level === 'error').map(({message}) => message.slice(0, 4)),
    ).toContain('t1: ')
    const verified = await runAction(program, {
      args: ['verify', `m365-audit/t2/20261005T000000Z-20261006T000000Z`],
      workspace,
      env: {},
    })
    expect(verified.code, verified.raw).toBe(0)
    const planned = await run({mode: 'plan'})
    expect(planned.code, planned.raw).toBe(0)
    expect(JSON.parse(planned.outputs.matrix ?? '').include).toHaveLength(3)
    const seen = await run({mode: 'overview', period: 'auto', 'fail-on': 'never'})
    expect(seen.code, seen.raw).toBe(0)
    expect(seen.outputs).toMatchObject({status: 'incomplete', directory: 'm365-audit/overview'})
    const wrong = await run({tenant: 'nobody', 'artifact-name': 'x'})
    expect(wrong.raw).toContain('INPUT_TENANT')
    const both = await run({mode: 'overview', tenant: 't0'})
    expect(both.raw).toContain('INPUT_TENANT')
  } finally {
    await service.close()
  }
})
