/** M365_AUDIT_ENDPOINTS: stand-ins for the services on this machine, and on no other. */
import {Failure} from '../wire/failure.ts'
import {bareValue} from '../wire/proxy.ts'
import type {Cloud} from './cloud.ts'

const services = ['login', 'exchange', 'graph', 'vault', 'blob', 'imds'] as const
type Service = (typeof services)[number]

/**
 * The cloud with the base URLs that the variable's JSON names; the cloud itself when the variable is empty. Throws
 * when one isn't loopback: an attacker who can set a variable must not be able to redirect a credential.
 */
export function withEndpoints(cloud: Cloud, json: string | undefined): Cloud {
  const bare = bareValue(json)
  if (bare === '') return cloud
  const entries = Object.entries(parse(bare)).map(([name, value]) => [name, completed(value)] as const)
  const mistakes = entries.map(([name, value]) => mistakeOf(name, value)).filter(mistake => mistake !== undefined)
  if (mistakes.length > 0) throw refused(mistakes)
  return {...cloud, ...Object.fromEntries(entries.map(([name, url]) => [name, String(url).replace(/\/+$/, '')]))}
}

interface Mistake {
  words: string
  elsewhere: boolean
}

function parse(json: string): object {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // The same sentence serves: the text is not repeated, as it may be a secret in the wrong place.
  }
  throw refused([{words: 'it is not a JSON object', elsewhere: false}])
}

function mistakeOf(name: string, value: unknown): Mistake | undefined {
  if (!services.includes(name as Service)) return {words: 'it names a service that there is not', elsewhere: false}
  if (typeof value !== 'string' || !URL.canParse(value)) return {words: `'${name}' is not a URL`, elsewhere: false}
  const url = new URL(value)
  if (!/^https?:$/.test(url.protocol)) return {words: `'${name}' is not http or https`, elsewhere: false}
  if (!isLoopback(url.hostname)) return {words: `'${name}' is on another machine`, elsewhere: true}
  if (url.username || url.password || url.search || url.hash) {
    return {words: `'${name}' has more than host, port and path`, elsewhere: false}
  }
  return undefined
}

/** An address of this machine without a scheme, with its port: there is one thing that it can mean. */
function completed(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const bare = bareValue(value)
  return /^(localhost|127(\.\d+){3}|\[::1\]):\d+(\/.*)?$/i.test(bare) ? `http://${bare}` : bare
}

/** `URL` has already written every spelling of an IPv4 address as four decimal numbers. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

function refused(mistakes: Mistake[]): Failure {
  const elsewhere = mistakes.some(mistake => mistake.elsewhere)
  return new Failure({
    code: elsewhere ? 'ENDPOINTS_NOT_LOOPBACK' : 'ENDPOINTS_MALFORMED',
    message: `M365_AUDIT_ENDPOINTS is refused: ${mistakes.map(({words}) => words).join('; ')}.`,
    remedy: elsewhere
      ? 'Only addresses of this machine are accepted (127.0.0.0/8, ::1, localhost). For a national cloud set the input cloud.'
      : `Give JSON with any of ${services.join(', ')} as http or https base URLs, or unset the variable.`,
  })
}
