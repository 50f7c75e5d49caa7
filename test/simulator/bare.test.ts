/** The bare tenant without the program: what is not set up does not work, and refusals are the services' own. */
import {randomUUID} from 'node:crypto'
import {expect, test} from 'vitest'
import {sharedCertificate} from '../../src/simulator/certificate.ts'
import {administratorUpn} from '../../src/simulator/tokens.ts'
import {start} from './caller.ts'

async function administrator() {
  let later = 0
  const now = () => Date.now() + later
  const caller = await start({bare: true, now})
  const {simulator} = caller
  const tokens = await simulator.administratorTokens()
  const graph = async (method: string, path: string, body?: unknown) => {
    const headers = {authorization: `Bearer ${tokens.graph}`, 'content-type': 'application/json'}
    const init = {method, headers, body: body === undefined ? null : JSON.stringify(body)}
    const answer = await simulator.fetch(new Request(`http://simulated/graph/v1.0${path}`, init))
    const text = await answer.text()
    return {status: answer.status, body: text === '' ? {} : JSON.parse(text)}
  }
  const cmdlet = async (name: string, parameters: object) => {
    caller.useToken(tokens.exchange)
    const headers = await caller.headers({
      'client-request-id': randomUUID(),
      'x-anchormailbox': `UPN:${administratorUpn(simulator)}`,
    })
    const answer = await caller.post(caller.body({...parameters}, name), headers)
    return {status: answer.status, text: await answer.text()}
  }
  return {caller, simulator, graph, cmdlet, wait: () => (later += 2_000)}
}

test('an application is unknown for a while, a key without bytes is refused, and consent counts once', async () => {
  const {graph, wait} = await administrator()
  const made = await graph('POST', '/applications', {displayName: 'x'})
  const {id, appId} = made.body
  expect(await graph('GET', `/applications/${id}`)).toMatchObject({
    status: 404,
    body: {error: {code: 'Request_ResourceNotFound'}},
  })
  expect((await graph('POST', '/servicePrincipals', {appId})).body.error.message).toMatch(/does not reference a valid/)
  wait()
  const principal = (await graph('POST', '/servicePrincipals', {appId})).body.id
  wait()
  const {certificate} = await sharedCertificate()
  const key = {type: 'AsymmetricX509Cert', usage: 'Verify', key: certificate.raw.toString('base64')}
  expect((await graph('PATCH', `/applications/${id}`, {keyCredentials: [key]})).status).toBe(204)
  const plain = (await graph('GET', `/applications/${id}`)).body.keyCredentials
  expect(plain[0].key).toBeNull()
  expect((await graph('PATCH', `/applications/${id}`, {keyCredentials: plain})).status).toBe(400)
  const [exchange] = (await graph('GET', "/servicePrincipals?$filter=displayName eq 'Office 365 Exchange Online'")).body
    .value
  const grant = {principalId: principal, resourceId: exchange.id, appRoleId: 'dc50a0fb-09a3-484d-be87-e023b12c6440'}
  const path = `/servicePrincipals/${principal}/appRoleAssignments`
  expect((await graph('POST', path, grant)).status).toBe(201)
  expect((await graph('POST', path, grant)).status).toBe(400)
})

test('a search works only with certificate, consent and role group, each refused in its own way without', async () => {
  const {caller, simulator, graph, cmdlet, wait} = await administrator()
  const {id, appId} = (await graph('POST', '/applications', {displayName: 'x'})).body
  wait()
  const {certificate} = await sharedCertificate()
  const key = {type: 'AsymmetricX509Cert', usage: 'Verify', key: certificate.raw.toString('base64')}
  const principal = (await graph('POST', '/servicePrincipals', {appId})).body.id
  wait()
  const signIn = async () => {
    const assertion = await caller.assertion({claims: {iss: appId, sub: appId}})
    const answer = await caller.askToken({client_id: appId, client_assertion: assertion})
    return (await answer.json()) as {access_token: string; error_codes?: number[]}
  }
  const search = async () => {
    caller.useToken((await signIn()).access_token)
    const parameters = {StartDate: '2026-10-05T00:00:00Z', EndDate: '2026-10-05T01:00:00Z', ResultSize: 10}
    return (await caller.post(caller.body(parameters), await caller.headers())).status
  }
  expect((await signIn()).error_codes).toEqual([700027])
  await graph('PATCH', `/applications/${id}`, {keyCredentials: [key]})
  expect(await search()).toBe(401)
  const [exchange] = (await graph('GET', "/servicePrincipals?$filter=displayName eq 'Office 365 Exchange Online'")).body
    .value
  const grant = {principalId: principal, resourceId: exchange.id, appRoleId: 'dc50a0fb-09a3-484d-be87-e023b12c6440'}
  await graph('POST', `/servicePrincipals/${principal}/appRoleAssignments`, grant)
  expect(await search()).toBe(403)
  expect((await cmdlet('New-ServicePrincipal', {AppId: appId, ObjectId: id, DisplayName: 'x'})).status).toBe(400)
  await cmdlet('New-ServicePrincipal', {AppId: appId, ObjectId: principal, DisplayName: 'x'})
  await cmdlet('New-RoleGroup', {Name: 'g', Roles: ['View-Only Recipients']})
  await cmdlet('Add-RoleGroupMember', {Identity: 'g', Member: principal})
  expect(await search()).toBe(403)
  await cmdlet('New-RoleGroup', {Name: 'h', Roles: ['View-Only Audit Logs']})
  await cmdlet('Add-RoleGroupMember', {Identity: 'h', Member: principal})
  expect(await search()).toBe(200)
  expect(simulator.exchangeRoles.groups).toHaveLength(2)
})
