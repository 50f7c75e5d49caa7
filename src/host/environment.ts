/** The environment's variables that are read here and by libraries, each as people mean it; what means nothing is a mistake that names the variable alone. */
import {Failure} from '../wire/failure.ts'
import {bareValue, ineffectiveExceptions, type ProxyServer, proxyVariable, readProxy} from '../wire/proxy.ts'
import {machineDisk} from './disk.ts'

type Variables = Record<string, string | undefined>

export interface ReadEnvironment {
  /** All mistakes at once. The values are in none of them. */
  faults: Failure[]
  /** What is set and has no effect; a run goes on. Without the values. */
  notes: string[]
  /** To be hidden in all output. */
  secrets: string[]
}

/** A value as it is to be used; undefined for none. Throws what `wrong` makes. */
type Reader = (text: string, wrong: (expected: string) => Failure) => string | undefined

/**
 * @param scope `setup` also reads the administrator's tokens.
 * @param readFile throws the system's error.
 */
export function readEnvironment(
  variables: Variables,
  scope: 'run' | 'setup',
  readFile: (path: string) => Uint8Array = machineDisk.sync.readFile,
): ReadEnvironment {
  const faults: Failure[] = []
  const notes: string[] = []
  const secrets: string[] = []
  const readers = {...common, ...(scope === 'setup' ? administrators(variables) : {})}
  const attempt = (name: string, read: (text: string) => string | undefined) => {
    const given = variables[name]
    if (given === undefined) return
    try {
      const value = bareValue(given) === '' ? undefined : read(given)
      if (value === undefined) delete variables[name]
      else if (value !== given) variables[name] = value
    } catch (error) {
      delete variables[name]
      if (!(error instanceof Failure)) throw error
      faults.push(error)
    }
  }
  const everything = proxyForEverything(variables, notes)
  if (everything) {
    secrets.push(...everything.secrets)
    variables[everything.variable] = variables.HTTP_PROXY = variables.HTTPS_PROXY = everything.url
  }
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY'] as const)
    attempt(proxyVariable(variables, name), text => {
      const proxy = readProxy(proxyVariable(variables, name), text)
      secrets.push(...(proxy?.secrets ?? []))
      return proxy?.url
    })
  for (const [name, read] of Object.entries(readers))
    attempt(name, text => read(bareValue(text), expected => malformed(name, expected)))
  for (const name of Object.keys(readers))
    if (/_TOKEN$|^M365_ADMIN_/.test(name) && variables[name]) secrets.push(variables[name])
  const ineffective = ineffectiveExceptions(variables[proxyVariable(variables, 'NO_PROXY')])
  if (ineffective.length > 0)
    notes.push(
      `In ${proxyVariable(variables, 'NO_PROXY')} ${ineffective.length === 1 ? 'entry' : 'entries'} ${ineffective.join(', ')} of the list ${ineffective.length === 1 ? 'names' : 'name'} no host, domain or range of addresses, and has no effect.`,
    )
  const authorities = unusableAuthorities(variables.NODE_EXTRA_CA_CERTS, readFile)
  if (authorities !== undefined) notes.push(authorities)
  return {faults, notes, secrets}
}

/** What curl makes of ALL_PROXY: it counts where no variable is more precise. */
function proxyForEverything(variables: Variables, notes: string[]): ProxyServer | undefined {
  const precise = (['HTTPS_PROXY', 'HTTP_PROXY'] as const).some(name =>
    bareValue(variables[proxyVariable(variables, name)]),
  )
  if (precise) return undefined
  const name = proxyVariable(variables, 'ALL_PROXY')
  try {
    return readProxy(name, variables[name])
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    notes.push(`${error.message} Requests go out directly. ${error.remedy}`)
    return undefined
  }
}

/** Node reads it before us, and goes on without a file that it can't use. */
function unusableAuthorities(path: string | undefined, readFile: (path: string) => Uint8Array): string | undefined {
  if (!path) return undefined
  const without = 'so Node trusts no authority besides its own.'
  let bytes: Uint8Array
  try {
    bytes = readFile(path)
  } catch (error) {
    return `The file that NODE_EXTRA_CA_CERTS names can’t be read (${error instanceof Error && 'code' in error ? error.code : 'unknown error'}), ${without} The path is the runner’s own, and absolute.`
  }
  if (/-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/.test(Buffer.from(bytes).toString('latin1'))) return undefined
  const binary = bytes[0] === 0x30
  return `The file that NODE_EXTRA_CA_CERTS names is not PEM, ${without} ${binary ? 'It is binary (DER); write it as PEM: openssl x509 -inform der -in company-ca.cer -out company-ca.pem (PowerShell: certutil -encode company-ca.cer company-ca.pem)' : 'It has to hold -----BEGIN CERTIFICATE-----'}.`
}

/** Libraries read some of these themselves, so that what is understood is written back for them. */
export function settleEnvironment(scope: 'run' | 'setup'): ReadEnvironment {
  return readEnvironment(process.env, scope)
}

/** URLs may hold hosts that no DNS can have, such as `ht!tp`. */
const hostName = /^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d+)?$/i

/** A host alone means https. Credentials in it would be sent to the host that it names. */
const url: Reader = (text, wrong) => {
  const complete = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  const parsed = URL.canParse(complete) ? new URL(complete) : undefined
  if (
    !parsed ||
    !/^https?:$/.test(parsed.protocol) ||
    parsed.username !== '' ||
    /\s/.test(text) ||
    !hostName.test(parsed.host)
  )
    throw wrong('an address, such as https://HOST')
  return complete
}

/** The same, without the slashes at its end. */
const baseUrl: Reader = (text, wrong) => url(text, wrong)?.replace(/\/+$/, '')

/** A repository's own page means the repository. */
const repository: Reader = (text, wrong) => {
  const name = text.replace(/^(https?:\/\/[^/]+\/|git@[^:]+:)/i, '').replace(/(\.git)?\/*$/, '')
  if (!/^[\w.-]+\/[\w.-]+$/.test(name)) throw wrong('OWNER/NAME')
  return name
}

const wholeNumber: Reader = (text, wrong) => {
  if (!/^\d{1,18}$/.test(text)) throw wrong('a whole number')
  return text
}

const positive: Reader = (text, wrong) => {
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) throw wrong('a whole number above 0')
  return text
}

/** `Bearer` before a token is the header's, not the token's. What can't stand in a header would end in an error that shows it. */
const token: Reader = (text, wrong) => {
  const bare = text.replace(/^(authorization:\s*)?(bearer|token)\s+/i, '')
  if (!/^[\x21-\x7e]+$/.test(bare)) throw wrong('a token: one line of ASCII characters without blanks')
  return bare
}

const anything: Reader = text => text

const common: Readonly<Record<string, Reader>> = {
  GITHUB_API_URL: baseUrl,
  GITHUB_SERVER_URL: baseUrl,
  GITHUB_REPOSITORY: repository,
  GITHUB_RUN_ID: wholeNumber,
  GITHUB_RUN_ATTEMPT: wholeNumber,
  GITHUB_RETENTION_DAYS: wholeNumber,
  ACTIONS_ID_TOKEN_REQUEST_URL: url,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: token,
  ACTIONS_RESULTS_URL: url,
  ACTIONS_RUNTIME_TOKEN: token,
  ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY: positive,
  ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS: positive,
  M365_AUDIT_ENDPOINTS: anything,
  RUNNER_TEMP: anything,
}

/** With those of one tenant among several, whose name follows. */
function administrators(variables: Variables): Readonly<Record<string, Reader>> {
  const own = Object.keys(variables).filter(name => /^M365_ADMIN_(GRAPH|EXCHANGE)_TOKEN(_\w+)?$/.test(name))
  return Object.fromEntries(['GH_TOKEN', 'GITHUB_TOKEN', ...own].map(name => [name, token]))
}

function malformed(name: string, expected: string): Failure {
  return new Failure({
    code: 'ENVIRONMENT_MALFORMED',
    message: `The environment variable ${name} is not what it should be; expected ${expected}.`,
    remedy:
      name.startsWith('GITHUB_') && !/TOKEN$/.test(name)
        ? 'On a runner GitHub sets it: remove what overrides it (env:, .env of the runner). Elsewhere correct or unset it.'
        : 'Correct it, or unset it.',
  })
}
