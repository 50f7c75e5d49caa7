import {describe, expect, test} from 'vitest'
import type {Claims} from '../../src/signin/claims.ts'
import {cloudNamed} from '../../src/signin/cloud.ts'
import {queryLimits} from '../../src/signin/query-roles.ts'
import {failureOf, guid, tenantId} from '../builders.ts'

const app = {cloud: cloudNamed('worldwide'), tenantId, clientId: guid(9)}
const claims = (...roles: string[]): Claims => ({aud: '', tid: tenantId, appid: guid(9), oid: guid(8), roles, wids: []})

describe('a token for Graph', () => {
  test('with the permission for all services has no limit, whatever else it has', () => {
    expect(queryLimits(claims('AuditLogsQuery-Entra.Read.All', 'AuditLogsQuery.Read.All'), app)).toBeUndefined()
  })

  test('with permissions for single services says which', () => {
    const limit = queryLimits(claims('AuditLogsQuery-Entra.Read.All', 'AuditLogsQuery-CRM.Read.All', 'Mail.Send'), app)
    expect(limit).toMatch(/^Only records of Entra, CRM are returned/)
  })

  test.each([
    ['nothing', [], 'no permissions at all'],
    ['the mistaken one', ['AuditLog.Read.All'], 'AuditLog.Read.All is for Entra’s own logs'],
    ['a name that only resembles', ['AuditLogsQuery-Teams.Read.All'], 'only: AuditLogsQuery-Teams.Read.All'],
  ])('with %s says who grants what, and where', async (_name, roles, words) => {
    const failure = await failureOf(Promise.resolve().then(() => queryLimits(claims(...roles), app)))
    expect(failure.code).toBe('GRAPH_ROLE_MISSING')
    expect(failure.message).toContain(words)
    expect(failure.remedy).toContain(`https://login.microsoftonline.com/${tenantId}/adminconsent?client_id=${guid(9)}`)
    expect(failure.evidence).toMatchObject({tenant: tenantId, client: guid(9), object: guid(8)})
  })
})
