/**
 * A small caller that knows the services from their documentation alone: signs an assertion with jose, searches,
 * follows pages. It shares no code with the program and shows what came over the wire.
 */
import {randomUUID} from 'node:crypto'
import {gunzipSync} from 'node:zlib'
import {SignJWT} from 'jose'
import {sharedCertificate, thumbprints} from '../../src/simulator/certificate.ts'
import {createSimulator, type Simulator, type SimulatorOptions} from '../../src/simulator/simulator.ts'

const base = 'http://simulated'
/** A quiet instant well after the month that most tests read. */
export const now = Date.UTC(2026, 10, 20, 12)
export const exchangeScope = 'https://outlook.office365.com/.default'

export interface Row {
  RecordType: string | number
  CreationDate: string
  UserIds: string
  Operations: string
  AuditData: string
  ResultIndex: number
  ResultCount: number
  Identity: string
  AuditSearchRequestMetadata?: unknown
}

export interface Page {
  status: number
  headers: Headers
  text: string
  rows: Row[]
  warnings: string[]
  nextLink: string | undefined
}

export type Parameters = Record<string, unknown>

export async function start(options: SimulatorOptions = {}): Promise<Caller> {
  const simulator = await createSimulator({now: () => now, sleep: async () => {}, recordsPerMonth: 4_000, ...options})
  return new Caller(simulator, options.now ?? (() => now))
}

export class Caller {
  readonly simulator: Simulator
  readonly #now: () => number
  #token: string | undefined

  constructor(simulator: Simulator, clock: () => number) {
    this.simulator = simulator
    this.#now = clock
  }

  /** An assertion as Entra wants it, with whatever a test changes. */
  async assertion(changes: {header?: object; claims?: object; key?: Parameters} = {}): Promise<string> {
    const {certificate, privateKey} = await sharedCertificate()
    const {tenantId, clientId} = this.simulator
    const seconds = Math.floor(this.#now() / 1000)
    const claims = {
      aud: `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`,
      iss: clientId,
      sub: clientId,
      jti: randomUUID(),
      nbf: seconds,
      iat: seconds,
      exp: seconds + 600,
      ...changes.claims,
    }
    const header = {alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprints(certificate).sha256, ...changes.header}
    const kept = Object.fromEntries(Object.entries(header).filter(([, value]) => value !== undefined))
    return new SignJWT(claims).setProtectedHeader(kept as {alg: string}).sign(privateKey)
  }

  async askToken(form: Record<string, string> = {}, tenant = this.simulator.tenantId): Promise<Response> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: this.simulator.clientId,
      scope: exchangeScope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: form.client_assertion ?? (await this.assertion()),
      ...form,
    })
    return this.simulator.fetch(new Request(`${base}/login/${tenant}/oauth2/v2.0/token`, {method: 'POST', body}))
  }

  async token(): Promise<string> {
    this.#token ??= ((await (await this.askToken()).json()) as {access_token: string}).access_token
    return this.#token
  }

  forgetToken(): void {
    this.#token = undefined
  }

  useToken(token: string): void {
    this.#token = token
  }

  body(parameters: Parameters, cmdlet = 'Search-UnifiedAuditLog'): string {
    return JSON.stringify({CmdletInput: {CmdletName: cmdlet, Parameters: parameters}})
  }

  async headers(changes: Record<string, string> = {}): Promise<Record<string, string>> {
    return {
      authorization: `Bearer ${await this.token()}`,
      'content-type': 'application/json; charset=utf-8',
      'x-anchormailbox': `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${this.simulator.tenantId}`,
      'client-request-id': randomUUID(),
      prefer: 'odata.maxpagesize=1000',
      ...changes,
    }
  }

  async post(body: string, headers: Record<string, string>, link?: string): Promise<Response> {
    const url = link ?? `${base}/exchange/adminapi/beta/${this.simulator.tenantId}/InvokeCommand`
    return this.simulator.fetch(new Request(url, {method: 'POST', body, headers}))
  }

  /** One page as it came. */
  async page(parameters: Parameters, headers: Record<string, string>, link?: string): Promise<Page> {
    return readPage(await this.post(this.body(parameters), headers, link))
  }

  /** One run of the cmdlet with all its pages; throws on anything but 200. */
  async search(parameters: Parameters, changes: Record<string, string> = {}): Promise<Page> {
    const headers = await this.headers(changes)
    const first = await this.page(parameters, headers)
    let next = first.nextLink
    for (let pages = 0; next !== undefined && pages < 60; pages++) {
      const page = await this.page(parameters, headers, next)
      first.rows.push(...page.rows)
      next = page.nextLink
    }
    return first
  }

  /** Ids of what is truly there. */
  truth(start: string, end: string): string[] {
    return [...this.simulator.truth(Date.parse(start), Date.parse(end))].map(record => record.id)
  }
}

export async function readPage(response: Response): Promise<Page> {
  const bytes = Buffer.from(await response.arrayBuffer())
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b
  const text = (zipped ? gunzipSync(bytes) : bytes).toString('utf8')
  const page = {status: response.status, headers: response.headers, text, rows: [], warnings: [], nextLink: undefined}
  if (response.status !== 200) return page
  const json = JSON.parse(text) as {value: Row[]; '@adminapi.warnings': string[]; '@odata.nextLink'?: string}
  return {...page, rows: json.value, warnings: json['@adminapi.warnings'], nextLink: json['@odata.nextLink']}
}

/** A window as parameters, whole seconds, with zone. */
export const between = (StartDate: string, EndDate: string, more: Parameters = {}): Parameters => ({
  StartDate,
  EndDate,
  ResultSize: 5_000,
  ...more,
})

export const sorted = (texts: readonly string[]): string[] => [...texts].sort((a, b) => (a < b ? -1 : 1))
