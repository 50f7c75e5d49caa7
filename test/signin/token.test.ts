import {expect, test} from 'vitest'
import {cloudNamed} from '../../src/signin/cloud.ts'
import {tokenProvider} from '../../src/signin/token.ts'
import {aCertificate} from './certificates.ts'
import {aLogin, clientId, exchange, tenantId} from './login-stub.ts'
import {aWorld} from './world.ts'

test('signs in with PS256 and the SHA-256 thumbprint, and reads the token', async () => {
  const certificate = await aCertificate()
  const login = aLogin(certificate)
  const world = aWorld(login.fetch)
  const provider = tokenProvider(world, {
    cloud: cloudNamed('worldwide'),
    tenantId,
    clientId,
    certificate,
    resource: 'exchange',
  })

  const token = await provider.token()

  expect(token.claims).toMatchObject({aud: exchange, tid: tenantId, appid: clientId, roles: ['Exchange.ManageAsApp']})
  expect(login.seen).toHaveLength(1)
  expect(login.seen[0]?.header).toMatchObject({alg: 'PS256', 'x5t#S256': expect.any(String)})
  expect(login.seen[0]?.form.get('scope')).toBe('https://outlook.office365.com/.default')
})
