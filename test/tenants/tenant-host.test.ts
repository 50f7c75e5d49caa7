/** One tenant's inputs: what the file gives in place of the workflow, what contradicts it, and what several tenants must not share. */
import {describe, expect, test} from 'vitest'
import {parseInputs} from '../../src/inputs.ts'
import {joinedOutputs, outcomesMarkdown, type TenantOutcome} from '../../src/tenants/join-outcomes.ts'
import type {TenantEntry} from '../../src/tenants/tenant-file.ts'
import {tenantHost} from '../../src/tenants/tenant-host.ts'
import {Ears} from '../scenarios/month.ts'

const tenant: TenantEntry = {
  name: 'contoso',
  tenantId: '11111111-aaaa-4bbb-8ccc-222222222222',
  clientId: '33333333-aaaa-4bbb-8ccc-444444444444',
  source: 'graph',
  timezone: 'Europe/Berlin',
  mailTo: ['a@contoso.com', 'b@contoso.com'],
  mailFrom: 'audit@contoso.com',
}
const credential = {certificate: 'MIIKPFX', 'certificate-password': 'hunter2'}

function made(
  inputs: Record<string, string>,
  {ofSeveral = false, shard}: {ofSeveral?: boolean; shard?: {part: number; of: number}} = {},
) {
  const host = new Ears().host(credential, {workspace: '/work'}, inputs)
  return tenantHost(host, {tenant, ...(shard ? {shard} : {})}, {ofSeveral})
}

function settingsOf(inputs: Record<string, string>, more: Parameters<typeof made>[1] = {}) {
  const result = made(inputs, more)
  if ('mistakes' in result) expect.fail(result.mistakes.map(({message}) => message).join())
  const parsed = parseInputs(result.host)
  if ('mistakes' in parsed) expect.fail(parsed.mistakes.map(({message}) => message).join())
  return parsed.settings
}

const messages = (result: ReturnType<typeof made>) =>
  'mistakes' in result ? result.mistakes.map(({code, message}) => `${code} ${message}`).join('\n') : ''

describe('one tenant’s inputs', () => {
  test('are the file’s where it says something, and the workflow’s elsewhere', () => {
    expect(settingsOf({tenants: 'tenants.yml', tenant: 'contoso', confirm: 'all', period: '2026-10'})).toMatchObject({
      mode: 'export',
      signIn: {tenant: tenant.tenantId, clientId: tenant.clientId},
      source: 'graph',
      timezone: 'Europe/Berlin',
      confirm: 'all',
      mail: {to: ['a@contoso.com', 'b@contoso.com'], from: 'audit@contoso.com'},
      artifactName: 'm365-audit-contoso-<period>',
      directory: 'm365-audit/contoso/<period>',
    })
  })

  test('a part is that of the tenant', () => {
    expect(settingsOf({}, {shard: {part: 2, of: 4}})).toMatchObject({shard: {part: 2, of: 4}})
    expect(messages(made({shard: '1/4'}, {shard: {part: 2, of: 4}}))).toContain('INPUT_SHARD')
  })

  test('a default of action.yml is no contradiction, another value is', () => {
    expect(settingsOf({source: 'auto', timezone: 'UTC', 'client-id': tenant.clientId ?? ''})).toMatchObject({
      source: 'graph',
    })
    const wrong = messages(made({source: 'exchange', 'tenant-id': 'other.com', 'mail-to': 'x@y.com'}))
    for (const code of ['INPUT_SOURCE', 'INPUT_TENANT_ID', 'INPUT_MAIL_TO']) expect(wrong).toContain(code)
  })

  test('names of artifacts and folders differ from tenant to tenant', () => {
    expect(messages(made({'artifact-name': 'audit-<period>'}))).toContain('INPUT_ARTIFACT_NAME')
    expect(messages(made({directory: 'audit'}))).toBe('')
    expect(messages(made({directory: 'audit'}, {ofSeveral: true}))).toContain('INPUT_DIRECTORY')
    expect(settingsOf({directory: 'x/<tenant>/y'}, {ofSeveral: true})).toMatchObject({directory: 'x/contoso/y'})
  })
})

describe('what a job of several tenants says', () => {
  const outcome = (
    name: string,
    status: string,
    more: Record<string, string> = {},
    failures: string[] = [],
  ): TenantOutcome => ({
    ...{name, failures},
    outputs: {
      status,
      records: '10',
      incidents: '1',
      period: '2026-10',
      'highest-severity': 'low',
      'artifact-id': '1',
      ...more,
    },
  })

  test('sums and the gravest; nothing that is one tenant’s own', () => {
    const all = [outcome('a', 'complete'), outcome('b', 'provisional', {'highest-severity': 'high', records: '1200'})]
    expect(joinedOutputs(all)).toMatchObject({
      ...{status: 'provisional', records: '1210', incidents: '2', period: '2026-10'},
      ...{'highest-severity': 'high', 'artifact-id': ''},
    })
    const watched = [outcome('a', 'failed', {overdue: '2026-09,certificate'}), outcome('b', 'complete', {overdue: ''})]
    expect(joinedOutputs(watched).overdue).toBe('a 2026-09,a certificate')
    expect(joinedOutputs([...all, outcome('c', 'complete', {period: '2026-09'})]).period).toBe('')
  })

  test('a tenant that set no output has failed, and decides for all', () => {
    const none = {name: 'b', outputs: {}, failures: ['<script>no']}
    const joined = joinedOutputs([outcome('a', 'complete'), none])
    expect(joined.status).toBe('failed')
    expect(JSON.parse(joined.tenants ?? '')[1]).toMatchObject({tenant: 'b', status: 'failed', failed: true})
    const text = outcomesMarkdown([outcome('a', 'complete'), none])
    expect(text).toContain('1 tenant failed.')
    expect(text).not.toContain('<script>')
  })
})
