/**
 * The managed identity of an Azure machine or app: which endpoint issues its tokens here, how it is asked, and what its refusals
 * mean. Microsoft's library is left out, for it reads the environment by itself, follows the proxy and remembers answers.
 * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 * https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication
 */
import {Failure} from '../wire/failure.ts'
import type {RetryPolicy} from '../wire/retry.ts'
import {type BodyReading, type HttpAnswer, send} from '../wire/send.ts'
import type {World} from '../wire/world.ts'
import type {Cloud, Resource} from './cloud.ts'
import type {IssuedToken} from './issued-token.ts'

/** What the platform says of its endpoint by variables; all absent on a plain virtual machine. */
interface PlatformVariables {
  endpoint?: string | undefined
  /** A secret. */
  header?: string | undefined
  /** Service Fabric alone sets one. */
  thumbprint?: string | undefined
  /** The Azure Arc agent alone sets it. */
  imds?: string | undefined
  /** Cloud Shell and Azure Machine Learning alone set it. */
  msi?: string | undefined
}

/** Whose tokens are asked for: the machine's own identity, or an assigned one by its client id. */
export type IdentityChoice = {kind: 'system'} | {kind: 'user'; clientId: string}

type EndpointKind = 'imds' | 'app-service' | 'arc'

interface IdentityEndpoint {
  kind: EndpointKind
  url: string
  /** By which its requests are known. */
  headers: Readonly<Record<string, string>>
  version: string
}

export interface ManagedIdentity {
  /** Which endpoint issues its tokens, for sentences. */
  readonly endpoint: string
  readonly choice: IdentityChoice
  /** A token for a resource, such as `https://graph.microsoft.com`. Masked before anyone saw it. Throws `IDENTITY_…`. */
  token(resource: string, signal?: AbortSignal): Promise<IssuedToken>
}

const titles: Readonly<Record<EndpointKind, string>> = {
  imds: 'the instance metadata service (IMDS)',
  'app-service': 'the identity endpoint of App Service, Functions or Container Apps',
  arc: 'the Azure Arc agent',
}

const metadataService = 'http://169.254.169.254'

/**
 * The endpoint issues again for 70 seconds at least after 410, while it is updated, and with growing waits after 404, 429 and
 * 5xx: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
 */
const policy: RetryPolicy = {
  tries: 6,
  // An address outside of Azure swallows requests.
  triesWhenBroken: 2,
  base: 3_000,
  longest: 60_000,
  timeout: 10_000,
  maximumBytes: 1 << 20,
  jitter: Math.random,
}

/**
 * Nothing is asked before the first token.
 * @param standIn base URL that takes the place of the metadata service, on loopback.
 * @throws Failure `IDENTITY_UNSUPPORTED`, `IDENTITY_ENDPOINT`.
 */
export function openManagedIdentity(
  world: World,
  choice: IdentityChoice,
  {
    variables,
    standIn,
    signal: usual,
  }: {variables: PlatformVariables; standIn?: string | undefined; signal?: AbortSignal},
): ManagedIdentity {
  const endpoint = endpointOf(variables, standIn)
  if (variables.header) world.mask(variables.header)
  return {
    endpoint: titles[endpoint.kind],
    choice,
    token: async (resource, signal = usual) => {
      const asked: AskedToken = {endpoint, choice, resource, ...(signal ? {signal} : {})}
      const challenge = endpoint.kind === 'arc' ? await arcChallenge(world, asked) : {}
      return await ask(world, asked, challenge)
    },
  }
}

/** What a token for a service is asked by. */
export function resourceOf({scopes}: Pick<Cloud, 'scopes'>, resource: Resource): string {
  return scopes[resource].replace(/\/\.default$/, '')
}

/** In the order in which Azure's own libraries look. */
function endpointOf(variables: PlatformVariables, standIn: string | undefined): IdentityEndpoint {
  const {endpoint, header, thumbprint, imds, msi} = variables
  if (endpoint && header && thumbprint) throw unsupported('Service Fabric')
  if (endpoint && header)
    return {
      kind: 'app-service',
      url: localAddress(endpoint),
      headers: {'x-identity-header': header},
      version: '2019-08-01',
    }
  const metadata = {metadata: 'true'}
  if (endpoint && imds) return {kind: 'arc', url: localAddress(endpoint), headers: metadata, version: '2020-06-01'}
  if (msi) throw unsupported('Cloud Shell or Azure Machine Learning')
  const url = `${standIn ?? metadataService}/metadata/identity/oauth2/token`
  return {kind: 'imds', url, headers: metadata, version: '2018-02-01'}
}

/** The variable must not send the header, or the question for a token, to another place: the endpoint is on this machine or on its own link. */
function localAddress(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  const isPlain = url && url.protocol === 'http:' && !url.username && !url.password && !url.search && !url.hash
  if (!isPlain || !isNear(url.hostname)) throw notLocal()
  return url.href
}

/** `URL` has already written every spelling of an IPv4 address as four decimal numbers. */
function isNear(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname === '[::1]' ||
    /^(127(\.\d+){3}|169\.254(\.\d+){2}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2})$/.test(
      hostname,
    )
  )
}

interface AskedToken {
  endpoint: IdentityEndpoint
  choice: IdentityChoice
  resource: string
  signal?: AbortSignal
}

function requestOf({endpoint, choice, resource}: AskedToken, more: Record<string, string>): Request {
  const url = new URL(endpoint.url)
  url.searchParams.set('api-version', endpoint.version)
  url.searchParams.set('resource', resource)
  if (choice.kind === 'user') url.searchParams.set('client_id', choice.clientId)
  return new Request(url, {headers: {...endpoint.headers, ...more}, redirect: 'manual'})
}

async function ask(world: World, asked: AskedToken, more: Record<string, string>): Promise<IssuedToken> {
  try {
    return await send(world, {
      request: () => requestOf(asked, more),
      read: answer => readIssued(answer, asked, world),
      policy,
      ...(asked.signal ? {signal: asked.signal} : {}),
    })
  } catch (error) {
    throw error instanceof Failure && /^WIRE_/.test(error.code) ? unreachable(asked.endpoint, error) : error
  }
}

function readIssued(answer: HttpAnswer, asked: AskedToken, world: World): BodyReading<IssuedToken> {
  const {status} = answer
  const body = objectIn(answer.bytes)
  if (status === 200) {
    const {access_token: secret, expires_in: seconds, expires_on: until} = body ?? {}
    if (typeof secret !== 'string' || secret === '') return {failed: unreadable(asked.endpoint, answer)}
    world.mask(secret)
    const expiresAt = Number(seconds) > 0 ? world.now() + Number(seconds) * 1000 : Number(until) * 1000
    // Without a time the token counts as ending now, so that the next use asks again.
    return {done: {secret, expiresAt: Number.isFinite(expiresAt) ? expiresAt : world.now()}}
  }
  const says = saidBy(body)
  if (status === 404 || status === 408 || status === 410 || status === 429 || status >= 500)
    return {retry: unavailable(asked.endpoint, status, says), throttled: status === 429}
  if (status < 400 || body === undefined) return {failed: unreadable(asked.endpoint, answer)}
  return {failed: isUnknownIdentity(says) ? notFound(asked, says) : refused(asked.endpoint, status, says)}
}

/** IMDS says `error_description`, App Service `message` or an object with one. */
function saidBy(body: Record<string, unknown> | undefined): string {
  const {error_description: description, message, error} = body ?? {}
  const nested = typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined
  const said = [description, message, nested, error].find(one => typeof one === 'string' && one !== '')
  return typeof said === 'string' ? said.replace(/\s+/g, ' ').trim().slice(0, 300) : ''
}

function isUnknownIdentity(says: string): boolean {
  return /identity not found|no .*(managed|assigned) identity .*found|identity .*(not|no longer) assigned/i.test(says)
}

function objectIn(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : undefined
  } catch {
    return undefined
  }
}

/** Where the Arc agent lays its challenges: who can read them is root or of the group himds. */
const arcFolders = [
  /^\/var\/opt\/azcmagent\/tokens\/[\w.-]+\.key$/,
  /^[A-Z]:\\ProgramData\\AzureConnectedMachineAgent\\Tokens\\[\w.-]+\.key$/i,
]

/** The agent names a file that it has just written; its content proves that we may read it. At most 4096 bytes. */
async function arcChallenge(world: World, asked: AskedToken): Promise<Record<string, string>> {
  const {endpoint, signal} = asked
  const path = await send(world, {
    request: () => requestOf(asked, {}),
    read: (answer): BodyReading<string> => {
      const {status, headers} = answer
      if (status !== 401) {
        const says = saidBy(objectIn(answer.bytes))
        const failure = unavailable(endpoint, status, says)
        if (status === 404 || status === 410 || status === 429 || status >= 500) return {retry: failure}
        return {failed: isUnknownIdentity(says) ? notFound(asked, says) : refused(endpoint, status, says)}
      }
      const realm = /^Basic realm="?([^"]+)"?$/i.exec(headers.get('www-authenticate') ?? '')?.[1] ?? ''
      return arcFolders.some(folder => folder.test(realm)) ? {done: realm} : {failed: unreadable(endpoint, answer)}
    },
    policy,
    ...(signal ? {signal} : {}),
  }).catch((error: unknown) => {
    throw error instanceof Failure && /^WIRE_/.test(error.code) ? unreachable(endpoint, error) : error
  })
  let key = ''
  try {
    const parts: Buffer[] = []
    for await (const part of world.disk.readStream(path, 4097)) parts.push(part)
    key = Buffer.concat(parts).toString().trim()
  } catch (error) {
    throw challengeUnreadable(path, error)
  }
  if (key === '' || key.length > 4096 || /[^\x21-\x7e]/.test(key)) throw challengeUnreadable(path)
  world.mask(key)
  return {authorization: `Basic ${key}`}
}

/** How the endpoint is named in a message, with the address that was asked. */
function spelled({kind, url}: IdentityEndpoint): string {
  return `${titles[kind]} (${new URL(url).host})`
}

function unsupported(platform: string): Failure {
  return new Failure({
    code: 'IDENTITY_UNSUPPORTED',
    message: `credential: managed-identity does not work in ${platform}.`,
    remedy:
      'It works on Azure virtual machines and scale sets (IMDS), in App Service, Functions and Container Apps, and on servers with Azure Arc. Run it there, or give a certificate.',
  })
}

function notLocal(): Failure {
  return new Failure({
    code: 'IDENTITY_ENDPOINT',
    message: 'The environment variable IDENTITY_ENDPOINT does not name an endpoint of this machine.',
    remedy:
      'The platform sets it, to an http address that is loopback, link-local or private. Remove what sets it otherwise: a token must not be asked for elsewhere.',
  })
}

function unreachable(endpoint: IdentityEndpoint, cause: Failure): Failure {
  const remedy =
    endpoint.kind === 'imds'
      ? 'Only a machine in Azure has it. There, let the job reach 169.254.169.254 without a proxy: a container needs a route to it, and a firewall of the machine may forbid it. Elsewhere give a certificate, or install the Azure Arc agent.'
      : 'The platform runs it: restart the app or the agent (systemctl status himdsd), and look whether the job runs in a container that can’t reach it.'
  return new Failure({
    code: 'IDENTITY_UNREACHABLE',
    message: `No managed identity: ${spelled(endpoint)} does not answer. ${cause.message}`,
    remedy,
    cause,
  })
}

function unavailable(endpoint: IdentityEndpoint, status: number, says: string): Failure {
  return new Failure({
    code: 'IDENTITY_UNAVAILABLE',
    message: `${capital(spelled(endpoint))} answered ${status}${says ? `: ${says}` : ''}.`,
    remedy:
      status === 404
        ? 'Right after an identity was assigned, or while Azure updates the service, this passes within minutes. If it stays, this is not an Azure machine with a managed identity.'
        : 'It passes, as a rule: run again in a few minutes.',
    evidence: {status: String(status)},
  })
}

function notFound({endpoint, choice}: AskedToken, says: string): Failure {
  const whose = choice.kind === 'user' ? `the identity with client id ${choice.clientId}` : 'a system-assigned identity'
  return new Failure({
    code: 'IDENTITY_NOT_FOUND',
    message: `This machine does not have ${whose}: ${spelled(endpoint)} says “${says}”.`,
    remedy:
      choice.kind === 'user'
        ? 'Assign it, and compare the client id (not the object id): az identity list --query "[].{name:name,clientId:clientId}"; az vm identity assign --resource-group GROUP --name VM --identities IDENTITY. For the machine’s own identity set managed-identity: system.'
        : 'Switch it on: az vm identity assign --resource-group GROUP --name VM. For an assigned identity leave managed-identity out, and give its client id as client-id.',
  })
}

function refused(endpoint: IdentityEndpoint, status: number, says: string): Failure {
  return new Failure({
    code: 'IDENTITY_REFUSED',
    message: `${capital(spelled(endpoint))} refused the request with ${status}${says ? `: ${says}` : ''}.`,
    remedy:
      endpoint.kind === 'app-service'
        ? 'IDENTITY_HEADER changes when the app restarts: run again in the app itself, and pass the variable on unchanged into a container.'
        : 'Check cloud and client-id. The request goes to the machine itself: where a proxy or sidecar adds X-Forwarded-For, exempt the address from it.',
    evidence: {status: String(status)},
  })
}

function unreadable(endpoint: IdentityEndpoint, {status, headers}: HttpAnswer): Failure {
  return new Failure({
    code: 'IDENTITY_UNREADABLE',
    message: `${capital(spelled(endpoint))} answered ${status} with ${headers.get('content-type') ?? 'unknown content'}, which is not one of its answers.`,
    remedy: 'Something else answers at that address (proxy, sidecar, mesh). Exempt the address from it.',
    evidence: {status: String(status)},
  })
}

function challengeUnreadable(path: string, cause?: unknown): Failure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unexpected content'
  return new Failure({
    code: 'IDENTITY_CHALLENGE',
    message: `The file ${path}, by which the Azure Arc agent checks who asks, can’t be read (${code}).`,
    remedy:
      'Add the account of the runner to the group himds (Linux: sudo usermod -aG himds ACCOUNT) or Hybrid agent extension applications (Windows), and start the runner again.',
    ...(cause === undefined ? {} : {cause}),
  })
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
