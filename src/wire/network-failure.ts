/** What a request that brought no answer means: whether another try may help, and who can fix it. */
import {causes, Failure} from './failure.ts'

/** `briefly`: it seldom passes, and never after minutes. */
export type NetworkFailure = {failure: Failure; again: 'never' | 'briefly' | 'as usual' | 'as broken'}

/** No connection to the proxy came about, so the service itself was never asked. */
export class ProxyUnreachable extends Error {
  override readonly name = 'ProxyUnreachable'
  readonly variable: string
  /** @param variable the environment's variable that names the proxy. */
  constructor(variable: string, cause: unknown) {
    super(`the proxy of ${variable}`, {cause})
    this.variable = variable
  }
}

/** @param where method, host and path, for the message. @param answering whether an answer had begun. */
export function networkFailure(
  error: unknown,
  where: {host: string; text: string},
  answering: boolean,
): NetworkFailure {
  const codes = codesIn(error)
  const words = causes(error)
  const cause = permanent.find(({fits}) => codes.some(code => fits.test(code)))
  if (cause) return {failure: cause.failure(where, words, error), again: 'never'}
  const status = proxyStatus(words)
  if (status !== undefined) {
    const failure = proxyFailure(status, where.host, error)
    if (failure) return {failure, again: 'never'}
  }
  if (error instanceof ProxyUnreachable) return proxyUnreachable(where.host, error, codes)
  if (codes.some(code => unknownName.test(code))) return {failure: nameUnknown(where.host, error), again: 'briefly'}
  if (codes.includes('EAI_AGAIN')) return {failure: nameUnanswered(where.host, error), again: 'as usual'}
  if (answering || isReset(words)) return {failure: broken(where.text, error), again: 'as broken'}
  return {failure: unreachable(where.text, error), again: 'as usual'}
}

/** A proxy that was asked to tunnel, and answered itself: undici keeps its status in words only. */
function proxyStatus(words: string): number | undefined {
  const [, tunnel, plain] = /Proxy response \((\d{3})\)|Proxy Authentication Required \((407)\)/.exec(words) ?? []
  return tunnel === undefined && plain === undefined ? undefined : Number(tunnel ?? plain)
}

/** The refusal of a proxy by its status; undefined for one that may pass. */
export function proxyFailure(status: number, host: string, cause?: unknown): Failure | undefined {
  if (status === 407) return proxyLogin(host, cause)
  if (status >= 500 || [408, 425, 429].includes(status)) return undefined
  return proxyRefused(status, host, cause)
}

function codesIn(error: unknown): string[] {
  const codes: string[] = []
  const queue: unknown[] = [error]
  for (let at = queue.shift(); at instanceof Error && codes.length < 10; at = queue.shift()) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code)
    queue.push(...(at instanceof AggregateError ? at.errors : []), ...(at.cause === undefined ? [] : [at.cause]))
  }
  return codes
}

interface Permanent {
  /** Codes of Node and OpenSSL: https://nodejs.org/api/tls.html#x509-certificate-error-codes. */
  fits: RegExp
  failure(where: {host: string}, words: string, error: unknown): Failure
}

const permanent: readonly Permanent[] = [
  {
    fits: /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY|CERT_UNTRUSTED|CERT_REJECTED|CERT_SIGNATURE_FAILURE|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|CERT_CHAIN_TOO_LONG)$/,
    failure: ({host}, words, cause) =>
      new Failure({
        code: 'WIRE_TLS_UNTRUSTED',
        message: `The certificate shown for ${host} is of an authority that this machine does not trust: ${words}.`,
        remedy:
          'A proxy or firewall that inspects TLS shows its own certificate. Have its root certificate as a PEM file on the runner and name it ' +
          'in the job: env: NODE_EXTRA_CA_CERTS: /path/to/company-ca.pem; in a terminal, set the variable before the command. ' +
          'Or exempt this host from inspection.',
        cause,
      }),
  },
  {
    fits: /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|CRL_HAS_EXPIRED|CRL_NOT_YET_VALID|CERT_REVOKED)$/,
    failure: ({host}, words, cause) =>
      new Failure({
        code: 'WIRE_TLS_DATE',
        message: `The certificate shown for ${host} is not valid today: ${words}.`,
        remedy:
          'Check this machine’s date and time (timedatectl, w32tm /query /status). If they are right, a proxy or firewall shows an old certificate: its administrator renews it.',
        cause,
      }),
  },
  {
    fits: /^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_FORMAT|UND_ERR_PRX_TLS)$/,
    failure: ({host}, words, cause) =>
      new Failure({
        code: 'WIRE_TLS_NAME',
        message: `The certificate shown for ${host} is made out to another name: ${words}.`,
        remedy:
          'Something else answers in its place: a proxy, a captive portal, or a DNS or hosts entry that points elsewhere. The network’s administrator corrects that; with HTTPS_PROXY=https://… the certificate may be the proxy’s.',
        cause,
      }),
  },
  {
    fits: /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|UNKNOWN_PROTOCOL|WRONG_SSL_VERSION|UNSAFE_LEGACY_RENEGOTIATION_DISABLED|DH_KEY_TOO_SMALL|.*ALERT_(HANDSHAKE_FAILURE|PROTOCOL_VERSION|INSUFFICIENT_SECURITY|UNRECOGNIZED_NAME|ACCESS_DENIED)|TLSV1_UNRECOGNIZED_NAME)$/,
    failure: ({host}, words, cause) =>
      new Failure({
        code: 'WIRE_TLS_PROTOCOL',
        message: `What answers for ${host} does not agree on TLS: ${words}.`,
        remedy:
          'A proxy that is itself reached without TLS is written HTTPS_PROXY=http://HOST:PORT: the scheme is the proxy’s own, not that of the sites. Without a proxy, a firewall breaks the connection: exempt this host from inspection.',
        cause,
      }),
  },
]

function proxyLogin(host: string, cause: unknown): Failure {
  return new Failure({
    code: 'PROXY_LOGIN',
    message: `The proxy wants a login before it connects to ${host} (407).`,
    remedy:
      'Give user and password in the variable, from a secret: HTTPS_PROXY: http://USER:PASSWORD@HOST:PORT; where they are there already, they are wrong. ' +
      'Only Basic authentication is spoken here: a proxy that wants NTLM or Kerberos needs a forwarder on the runner, or an exemption for the runner’s address.',
    evidence: {status: '407'},
    cause,
  })
}

function proxyRefused(status: number, host: string, cause: unknown): Failure {
  return new Failure({
    code: 'PROXY_REFUSED',
    message: `The proxy does not connect to ${host} (${status}).`,
    remedy: `The proxy’s administrator allows HTTPS (CONNECT to port 443) to: ${hostsToAllow(host).join(', ')}. Hosts that are reached without the proxy belong into NO_PROXY.`,
    evidence: {status: String(status)},
    cause,
  })
}

/** What an export talks to in the cloud that the host belongs to, and at GitHub; the refused host first. */
export function hostsToAllow(host: string): string[] {
  const name = host.replace(/:\d+$/, '')
  const cloud = microsoftHosts.findLast(({of}) => of.test(name)) ?? microsoftHosts[0]
  return [...new Set([name, ...cloud.hosts, ...gitHubHosts])]
}

/** The first is the worldwide cloud, which GCC shares; hosts of the US government's clouds do not tell which it is. */
const microsoftHosts: readonly [{of: RegExp; hosts: string[]}, ...{of: RegExp; hosts: string[]}[]] = [
  {
    of: /\.(com|net)$/,
    hosts: ['login.microsoftonline.com', 'outlook.office365.com', 'graph.microsoft.com', '*.vault.azure.net'],
  },
  {
    of: /\.(us|mil)$|\.usgovcloudapi\.net$/,
    hosts: [
      'login.microsoftonline.us',
      'outlook.office365.us',
      'graph.microsoft.us',
      'outlook-dod.office365.us',
      'dod-graph.microsoft.us',
      '*.vault.usgovcloudapi.net',
    ],
  },
  {
    of: /\.cn$/,
    hosts: [
      'login.partner.microsoftonline.cn',
      'outlook.office365.cn',
      'microsoftgraph.chinacloudapi.cn',
      '*.vault.azure.cn',
    ],
  },
]

/** https://docs.github.com/actions/reference/runners/self-hosted-runners: API, tokens for jobs, artifacts. */
const gitHubHosts = ['api.github.com', '*.actions.githubusercontent.com', '*.blob.core.windows.net']

/** Whether the connection stood and broke, by the words of Node's sockets and undici. */
function isReset(words: string): boolean {
  return /ECONNRESET|EPIPE|UND_ERR_SOCKET|other side closed|terminated|premature close|socket hang up/i.test(words)
}

/** Of getaddrinfo and of Node's resolver: there is no such name, or it has no address. */
const unknownName = /^(ENOTFOUND|EAI_NONAME|EAI_NODATA|ENODATA)$/

const withoutPublicNames =
  'Networks that reach the internet through a proxy alone often resolve no public names: name the proxy in the job (env: HTTPS_PROXY: http://HOST:PORT).'

function nameUnknown(host: string, error: unknown): Failure {
  return new Failure({
    code: 'WIRE_NAME_UNKNOWN',
    message: `This machine’s DNS knows no host ${host.replace(/:\d+$/, '')}: ${causes(error)}.`,
    remedy: `${withoutPublicNames} Otherwise correct the machine’s DNS, or the host’s name where an input gives it.`,
    cause: error,
  })
}

function nameUnanswered(host: string, error: unknown): Failure {
  return new Failure({
    code: 'WIRE_NAME_UNANSWERED',
    message: `No DNS server told the address of ${host.replace(/:\d+$/, '')}: ${causes(error)}.`,
    remedy: `The machine’s DNS server is down or out of reach, or the machine is offline; a later run may pass. ${withoutPublicNames}`,
    cause: error,
  })
}

function proxyUnreachable(host: string, error: ProxyUnreachable, codes: readonly string[]): NetworkFailure {
  const unknown = codes.some(code => unknownName.test(code))
  const failure = new Failure({
    code: 'PROXY_UNREACHABLE',
    message: `The proxy that ${error.variable} names can’t be reached, so ${host} was not asked: ${causes(error.cause)}.`,
    remedy: `Correct host and port in ${error.variable}, or unset it where no proxy is needed; hosts that are reached directly belong into NO_PROXY. If both are right, the proxy is down or a firewall lies between.`,
    cause: error,
  })
  return {failure, again: unknown ? 'briefly' : 'as usual'}
}

function broken(where: string, error: unknown): Failure {
  return new Failure({
    code: 'WIRE_RESET',
    message: `The connection broke: ${where}: ${causes(error)}.`,
    remedy: 'The service or something between drops connections that take long; a later run may pass.',
    cause: error,
  })
}

function unreachable(where: string, error: unknown): Failure {
  return new Failure({
    code: 'WIRE_UNREACHABLE',
    message: `The connection failed: ${where}: ${causes(error)}.`,
    remedy: 'Check that the runner reaches this host (firewall, DNS, HTTPS_PROXY and NO_PROXY).',
    cause: error,
  })
}
