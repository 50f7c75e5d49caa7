/** Several simulated tenants at one address: each judges for itself, and no token of one opens another. */
import {expect, test} from 'vitest'
import {createTenants} from '../../src/simulator/several-tenants.ts'
import {createSimulator} from '../../src/simulator/simulator.ts'

const base = 'http://127.0.0.1'

async function two() {
  const several = await createTenants({tenants: [{}, {}], shared: {bare: true, recordsPerMonth: 1}})
  const [first, second] = several.tenants
  if (first === undefined || second === undefined) throw new TypeError('there are two')
  const ask = async (path: string, token?: string) =>
    await several.fetch(new Request(`${base}${path}`, token ? {headers: {authorization: `Bearer ${token}`}} : {}))
  return {several, first, second, ask}
}

test('ids and domains differ, and a path finds its tenant by either', async () => {
  const {first, second, ask} = await two()
  expect(first.tenantId).not.toBe(second.tenantId)
  for (const {tenantId, domain} of [first, second])
    for (const name of [tenantId, domain.toUpperCase()]) {
      const answer = await ask(`/login/${name}/v2.0/.well-known/openid-configuration`)
      expect(await answer.text()).toContain(tenantId)
    }
  expect((await ask('/login/nobody.onmicrosoft.com/v2.0/.well-known/openid-configuration')).status).toBe(400)
})

test('Graph is that of the tenant whose token is shown; a path of another tenant refuses it', async () => {
  const {first, second, ask} = await two()
  const {graph, exchange} = await second.administratorTokens()
  const made = await ask('/graph/v1.0/applications', graph)
  expect(made.status).toBe(200)
  const foreign = await ask(`/exchange/adminapi/v1.0/${first.tenantId}/EXOModuleFile`, exchange)
  expect(foreign.status).toBe(401)
  expect((await ask('/graph/v1.0/applications', 'a.b.c')).status).toBe(401)
})

test('alone, a tenant is who it always was', async () => {
  const {tenantId, domain} = await createSimulator({recordsPerMonth: 1})
  expect([tenantId, domain]).toEqual(['3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634', 'fabrikam.onmicrosoft.com'])
  await expect(createTenants({tenants: []})).rejects.toThrow('There has to be a tenant.')
})
