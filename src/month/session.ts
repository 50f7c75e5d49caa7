/** From the credentials in the inputs to a signed-in session. */
import {readFile} from 'node:fs/promises'
import {resolve} from 'node:path'
import {instantOf} from '../audit/record.ts'
import type {Host} from '../host/host.ts'
import type {SignIn} from '../inputs.ts'
import {type Certificate, daysLeft, readCertificate} from '../signin/certificate.ts'
import {type Cloud, cloudNamed} from '../signin/cloud.ts'
import {withEndpoints} from '../signin/endpoints.ts'
import {resolveTenant} from '../signin/tenant.ts'
import {type TokenProvider, tokenProvider} from '../signin/token.ts'
import {causes, Failure} from '../wire/failure.ts'
import type {RunContext} from './context.ts'

export interface Session {
  cloud: Cloud
  tenantId: string
  clientId: string
  certificate: Certificate
  tokens: TokenProvider
}

/** Days before its end from which a certificate's successor is asked for. */
const daysToWarn = 30

/** Proves that the credentials work: ends with a token in hand. What a person should know goes to `notes`. */
export async function signIn(given: SignIn, context: RunContext, notes: string[]): Promise<Session> {
  const {host, world} = context
  const cloud = withEndpoints(cloudNamed(given.cloud), context.endpoints)
  for (const limit of cloud.limits) host.info(limit)
  const certificate = await readCertificate(
    {
      content:
        given.certificate.from === 'input'
          ? given.certificate.content
          : await certificateFile(given.certificate.path, host),
      source: given.certificate.from === 'input' ? 'certificate' : given.certificate.path,
      password: given.password,
      ...(given.thumbprint ? {thumbprint: given.thumbprint} : {}),
    },
    world,
  )
  const left = daysLeft(certificate, world.now())
  host.info(`Certificate ${certificate.subject}, SHA-1 ${certificate.thumbprintSha1}, ${left} days left.`)
  if (left < daysToWarn) {
    const note = `The certificate runs out in ${left} days (${instantOf(certificate.notAfter.getTime())}). Upload its successor to the app registration now; old and new may stand side by side.`
    notes.push(note)
    host.warning(note)
  }
  const tenantId = await resolveTenant(world, cloud, given.tenant, {signal: context.cancelled})
  const tokens = tokenProvider(world, {
    cloud,
    tenantId,
    clientId: given.clientId,
    certificate,
    resource: 'exchange',
    signal: context.cancelled,
  })
  await tokens.token()
  host.info(`Signed in to tenant ${tenantId} as application ${given.clientId}.`)
  return {cloud, tenantId, clientId: given.clientId, certificate, tokens}
}

async function certificateFile(path: string, host: Host): Promise<Uint8Array> {
  try {
    return await readFile(resolve(host.facts.workspace, path))
  } catch (error) {
    throw new Failure({
      code: 'CERT_FILE_UNREADABLE',
      message: `The certificate file ${path} can't be read: ${causes(error)}.`,
      remedy:
        'Check certificate-file: the path is relative to the workspace, and an earlier step must have made the file.',
      cause: error,
    })
  }
}
