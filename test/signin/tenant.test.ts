import {describe, expect, test} from 'vitest'
import {cloudNamed} from '../../src/signin/cloud.ts'
import {withEndpoints} from '../../src/signin/endpoints.ts'
import {resolveTenant} from '../../src/signin/tenant.ts'
import {explain, Failure} from '../../src/wire/failure.ts'
import {anAadsts} from './login-stub.ts'
import {aWorld} from './world.ts'

const worldwide = cloudNamed('worldwide')
const guid = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'

function configuration(more: Record<string, unknown> = {}): Response {
  return Response.json({
    token_endpoint: `https://login.microsoftonline.com/${guid}/oauth2/v2.0/token`,
    issuer: `https://login.microsoftonline.com/${guid}/v2.0`,
    cloud_instance_name: 'microsoftonline.com',
    ...more,
  })
}

test('a GUID is the tenant, without asking anyone', async () => {
  await expect(resolveTenant(aWorld(), worldwide, ` ${guid.toUpperCase()} `)).resolves.toBe(guid)
})

test('a domain is asked for at the login service', async () => {
  const asked: string[] = []
  const world = aWorld(async request => {
    asked.push(request.url)
    return configuration()
  })
  await expect(resolveTenant(world, worldwide, 'Contoso.OnMicrosoft.com')).resolves.toBe(guid)
  expect(asked).toEqual([
    'https://login.microsoftonline.com/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration',
  ])
})

test('a stand-in with a path before is asked in its place', async () => {
  const cloud = withEndpoints(worldwide, '{"login": "http://127.0.0.1:81/login"}')
  const world = aWorld(async request => {
    expect(request.url).toBe('http://127.0.0.1:81/login/contoso.com/v2.0/.well-known/openid-configuration')
    return configuration({issuer: `http://127.0.0.1:81/login/${guid}/v2.0`, cloud_instance_name: undefined})
  })
  await expect(resolveTenant(world, cloud, 'contoso.com')).resolves.toBe(guid)
})

test('a service that falters is asked again', async () => {
  const answers = [new Response('<html>', {status: 503}), configuration()]
  const world = aWorld(async () => answers.shift() as Response)
  await expect(resolveTenant(world, worldwide, 'contoso.com')).resolves.toBe(guid)
  expect(world.slept).toHaveLength(1)
})

describe('fails', () => {
  test('for a domain nobody has, with a hint at other clouds', async () => {
    const failure = await resolveTenant(
      aWorld(async () => anAadsts(90002)),
      worldwide,
      'kontoso.com',
    ).catch(e => e)
    expect(failure).toBeInstanceOf(Failure)
    expect(failure.code).toBe('LOGIN_AADSTS90002')
    expect(explain(failure)).toMatch(/kontoso\.com.*gcc-high.*china/)
  })

  test.each([
    ['worldwide', 'microsoftonline.us'],
    ['gcc', 'partner.microsoftonline.cn'],
    ['gcc-high', 'microsoftonline.com'],
    ['china', 'microsoftonline.com'],
  ])('in %s for a tenant of %s', async (name, instance) => {
    const world = aWorld(async () => configuration({cloud_instance_name: instance}))
    await expect(resolveTenant(world, cloudNamed(name), 'contoso.com')).rejects.toMatchObject({
      code: 'TENANT_OTHER_CLOUD',
      message: expect.stringContaining(instance),
    })
  })

  test.each(['common', 'organizations', 'contoso', 'a b.com', '../x.com', 'user@contoso.com', `{${guid}}`, ''])(
    'for %o without asking anyone',
    async tenant => {
      await expect(resolveTenant(aWorld(), worldwide, tenant)).rejects.toMatchObject({code: 'TENANT_MALFORMED'})
    },
  )

  test('for an answer without a GUID', async () => {
    const world = aWorld(async () => Response.json({issuer: 'https://x', token_endpoint: 'https://x'}))
    await expect(resolveTenant(world, worldwide, 'contoso.com')).rejects.toMatchObject({code: 'TENANT_UNRESOLVED'})
  })
})

test.each([
  ['gcc-high', 'microsoftonline.us'],
  ['dod', 'microsoftonline.us'],
  ['china', 'partner.microsoftonline.cn'],
])('%s is the cloud of %s', async (name, instance) => {
  const world = aWorld(async () => configuration({cloud_instance_name: instance}))
  await expect(resolveTenant(world, cloudNamed(name), 'contoso.com')).resolves.toBe(guid)
})
