/** What an app may read of its own registration in Graph, where its token has a permission for it: its certificates. */
import {createHash, randomUUID} from 'node:crypto'
import {Hono} from 'hono'
import type {Tenant} from './tenant.ts'
import {readToken} from './tokens.ts'

/** https://learn.microsoft.com/graph/api/application-get */
const READERS = [
  'Application.Read.All',
  'Application.ReadWrite.OwnedBy',
  'Application.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
]

/** `GET /applications(appId='…')?$select=keyCredentials`; other properties are not imitated. */
export function ownRegistration(tenant: Tenant): Hono {
  const app = new Hono()
  app.get('/v1.0/:entity', async (c, next) => {
    const [, appId] = /^applications\(appId='([^']*)'\)$/.exec(decodeURIComponent(c.req.param('entity'))) ?? []
    if (appId === undefined) return await next()
    const refused = (status: number, code: string, message: string) =>
      c.json({error: {code, message}}, status as 400, {'request-id': randomUUID()})
    const reading = await readToken(tenant, c.req.raw, 'graph', tenant.id)
    if ('refused' in reading) return refused(401, 'InvalidAuthenticationToken', 'Access token is missing or not valid.')
    if (!READERS.some(role => reading.roles.includes(role)))
      return refused(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
    const registered = tenant.app(appId.toLowerCase())
    if (registered === undefined) return refused(404, 'Request_ResourceNotFound', `Resource '${appId}' does not exist.`)
    if (c.req.query('$select') !== 'keyCredentials')
      return refused(400, 'Request_BadRequest', 'Only keyCredentials can be selected here.')
    const keyCredentials = registered.certificates.map(certificate => ({
      customKeyIdentifier: createHash('sha1').update(certificate.raw).digest('base64'),
      displayName: certificate.subject,
      endDateTime: new Date(certificate.validTo).toISOString(),
      key: certificate.raw.toString('base64'),
      keyId: randomUUID(),
      startDateTime: new Date(certificate.validFrom).toISOString(),
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
    }))
    return c.json({keyCredentials}, 200, {'request-id': randomUUID()})
  })
  return app
}
