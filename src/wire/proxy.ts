/** The proxy that the environment names, in every form that people write it in; what means nothing is refused, and never repeated. */
import {BlockList, isIP} from 'node:net'
import {Failure} from './failure.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface ProxyServer {
  /** The variable that names it. */
  variable: string
  /** With the credentials percent-encoded, as libraries that read the variable themselves expect it. */
  url: string
  /** Scheme, host and port alone. */
  address: string
  /** The value of `Proxy-Authorization`; a secret. */
  authorization?: string
  /** All forms of the password that could turn up in a log. */
  secrets: string[]
}

/** What goes through a proxy, and what does not. */
export interface Proxies {
  http?: ProxyServer
  https?: ProxyServer
  /** Whether requests to this URL go there directly. */
  bypasses(url: URL): boolean
}

export type ProxyVariable = 'HTTP_PROXY' | 'HTTPS_PROXY' | 'ALL_PROXY' | 'NO_PROXY'

/** Both spellings are in use; where both are set, the lower-case one counts, as in curl. */
export function proxyVariable(environment: Environment, name: ProxyVariable): string {
  const lower = name.toLowerCase()
  return isGiven(environment[lower]) ? lower : name
}

/** Throws the first of `proxyFaults`. */
export function proxiesOf(environment: Environment): Proxies {
  const of = (name: 'HTTP_PROXY' | 'HTTPS_PROXY') => {
    const variable = proxyVariable(environment, name)
    const everything = proxyVariable(environment, 'ALL_PROXY')
    // Written there from ALL_PROXY, for libraries that know only the other two.
    const named = environment[everything] === environment[variable] ? everything : variable
    return readProxy(named, environment[variable])
  }
  const http = of('HTTP_PROXY')
  const https = of('HTTPS_PROXY') ?? http
  // A managed identity's endpoint on a private address: Azure refuses what came through a proxy.
  const {IDENTITY_ENDPOINT: endpoint = ''} = environment
  const identity = URL.canParse(endpoint) ? new URL(endpoint).origin : undefined
  const direct = readNoProxy(environment[proxyVariable(environment, 'NO_PROXY')])
  return {
    ...(http && {http}),
    ...(https && {https}),
    bypasses: url => isThisMachine(url.hostname) || url.origin === identity || direct(url),
  }
}

/** The value without blanks, quotes around it, and invisible marks. */
export function bareValue(text: string | undefined): string {
  let bare = (text ?? '').replace(/\p{Cf}/gu, '').trim()
  const quotes = /^(["'`“”„‘’«»])([\s\S]*)(["'`“”‘’«»])$/
  for (let match = quotes.exec(bare); match; match = quotes.exec(bare)) bare = (match[2] ?? '').trim()
  return bare
}

/** Undefined when the variable names no proxy. Throws `ENVIRONMENT_MALFORMED` or `PROXY_UNSUPPORTED`, without the value. */
export function readProxy(variable: string, text: string | undefined): ProxyServer | undefined {
  const bare = bareValue(text)
  if (!isGiven(bare)) return undefined
  const [, scheme = 'http', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([\s\S]*)$/i.exec(bare) ?? []
  if (/^socks/i.test(scheme)) throw unsupported(variable, 'a SOCKS proxy')
  if (/^(pac\+|file$)/i.test(scheme) || /\.(pac|dat)(\?.*)?$/i.test(rest))
    throw unsupported(variable, 'a proxy configuration file (PAC)')
  if (!/^https?$/i.test(scheme)) throw unsupported(variable, 'a proxy with a scheme other than http and https')

  // Everything up to the last @ is user and password, which may hold any character when they were not encoded.
  const at = rest.lastIndexOf('@')
  const place = /^(\[[0-9a-f:.]+\]|[^\s/?#:@[\],;=\\]+)(?::(\d{1,5}))?\/?$/i.exec(rest.slice(at + 1))
  const [, host = '', port] = place ?? []
  if (place === null || Number(port ?? 1) > 65_535 || Number(port ?? 1) === 0) throw malformedProxy(variable)
  const address = `${scheme.toLowerCase()}://${host.toLowerCase()}${port === undefined ? '' : `:${Number(port)}`}`
  if (!URL.canParse(address)) throw malformedProxy(variable)
  if (at < 0) return {variable, address, url: address, secrets: []}
  return {variable, ...withLogin({scheme, address, login: rest.slice(0, at)})}
}

function withLogin({
  scheme,
  address,
  login,
}: Record<'scheme' | 'address' | 'login', string>): Omit<ProxyServer, 'variable'> {
  const colon = login.indexOf(':')
  const [rawUser, rawPassword] = colon < 0 ? [login, ''] : [login.slice(0, colon), login.slice(colon + 1)]
  const [user, password] = [decoded(rawUser), decoded(rawPassword)]
  if (user === '' && password === '') return {address, url: address, secrets: []}
  const pair = Buffer.from(`${user}:${password}`).toString('base64')
  const encoded = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  const secrets = [login, pair, rawPassword, password, encodeURIComponent(password)]
  return {
    address,
    url: `${scheme.toLowerCase()}://${encoded}@${address.slice(address.indexOf('//') + 2)}`,
    authorization: `Basic ${pair}`,
    secrets: [...new Set(secrets)].filter(secret => secret !== ''),
  }
}

/** A percent sign that encodes nothing is one of the password's own. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function isGiven(text: string | undefined): boolean {
  return !/^(none|no|off|false|null|undefined|direct|-)?$/i.test(bareValue(text))
}

/**
 * A name stands for itself and the names below it, as in curl and Go; a port narrows it, `*` is everything. People write
 * URLs, quotes and semicolons as well, ranges of addresses (10.0.0.0/8), and what Windows writes: `10.*` and `<local>`.
 */
function readNoProxy(text: string | undefined): (url: URL) => boolean {
  const entries = noProxyEntries(text).flatMap(entry => exceptionOf(entry) ?? [])
  return url => entries.some(fits => fits(url))
}

/** Positions, from 1, of the entries of NO_PROXY that mean nothing and have no effect. */
export function ineffectiveExceptions(text: string | undefined): number[] {
  return noProxyEntries(text).flatMap((entry, index) => (exceptionOf(entry) ? [] : [index + 1]))
}

function noProxyEntries(text: string | undefined): string[] {
  return bareValue(text)
    .split(/[,;\s]+/)
    .map(bareValue)
    .filter(entry => entry !== '')
}

/** Undefined where the entry means nothing. */
function exceptionOf(entry: string): ((url: URL) => boolean) | undefined {
  if (/^<-?local>$/i.test(entry)) return ({hostname}) => !/[.:]/.test(hostname)
  const [, network = '', bits] = /^\[?([0-9a-f:.]+)\]?\/(\d{1,3})$/i.exec(entry) ?? []
  if (isIP(network) !== 0) return rangeOf(network, Number(bits))
  const [, name = '', port] =
    /^(?:[a-z]+:\/\/)?(\[[0-9a-f:.]+\]|[^/:[\]<>|]+|[0-9a-f:]+)(?::(\d+))?\/?$/i.exec(entry) ?? []
  const bare = name
    .toLowerCase()
    .replace(/^\*?\.?/, '')
    .replace(/^\[|\]$/g, '')
  if (bare === '' && name !== '*') return undefined
  const pattern = bare
    .split('*')
    .map(part => part.replace(/[^a-z0-9_-]/g, '\\$&'))
    .join('.*')
  const fits = new RegExp(`^(.*\\.)?${pattern}$`)
  return ({hostname, port: given, protocol}) => {
    if (port !== undefined && port !== (given || (protocol === 'https:' ? '443' : '80'))) return false
    return bare === '' || fits.test(hostname.toLowerCase().replace(/^\[|\]$/g, ''))
  }
}

function rangeOf(network: string, bits: number): ((url: URL) => boolean) | undefined {
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4'
  if (bits > (family === 'ipv6' ? 128 : 32)) return undefined
  const range = new BlockList()
  range.addSubnet(network, bits, family)
  return ({hostname}) => {
    const address = hostname.replace(/^\[|\]$/g, '')
    return isIP(address) !== 0 && range.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
}

/** A proxy elsewhere can't reach what listens on this machine or on its own link (RFC 3927): the demo, gateways on the runner, Azure's metadata service. */
function isThisMachine(hostname: string): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || /^(127(\.\d{1,3}){3}|169\.254(\.\d{1,3}){2})$/.test(hostname)
  )
}

function unsupported(variable: string, what: string): Failure {
  return new Failure({
    code: 'PROXY_UNSUPPORTED',
    message: `The environment variable ${variable} names ${what}, which can't be used here.`,
    remedy:
      'Name an HTTP proxy, as http://HOST:PORT, which tunnels HTTPS by CONNECT; most SOCKS and PAC set-ups have one. ' +
      'Or run a forwarder on the runner and name that.',
  })
}

function malformedProxy(variable: string): Failure {
  return new Failure({
    code: 'ENVIRONMENT_MALFORMED',
    message: `The environment variable ${variable} does not name a proxy.`,
    remedy: 'Write one proxy as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, or unset the variable.',
  })
}
