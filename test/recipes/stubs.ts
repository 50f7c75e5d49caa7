/** Stubs of the services that docs/recipes sends to, on loopback: each checks what its service is known to check, and counts what it keeps. */
import {randomUUID} from 'node:crypto'
import {createServer, type IncomingMessage} from 'node:http'
import type {AddressInfo} from 'node:net'
import {isIP} from 'node:net'
import {onTestFinished} from 'vitest'

interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string | string[]>
}

interface Call {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: Buffer
}

export interface Stub {
  url: string
  /** The record keys that it keeps, in the order they came, each as often as it came. */
  kept: string[]
  /** What a call did against the rules of the service. */
  violations: string[]
  /** Requests that carried records, refused ones as well. */
  deliveries: number
  /** What the next deliveries are answered with, in place of being kept. */
  faults: Answer[]
  /** Environment of the script. */
  env: Record<string, string>
  /** Records with this word in them are refused one by one. */
  refuses?: string
}

/** Texts with half an emoji are refused, as strict JSON readers do, and texts that are no JSON. */
function strictJson(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) throw new SyntaxError('an unpaired surrogate')
    return value
  })
}

async function serve(
  env: (url: string) => Record<string, string>,
  answer: (call: Call, stub: Stub) => Answer,
): Promise<Stub> {
  const stub: Stub = {url: '', kept: [], violations: [], deliveries: 0, faults: [], env: {}}
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const url = new URL(request.url ?? '/', stub.url)
    const call = {method: request.method ?? '', url, headers: request.headers, body: Buffer.concat(chunks)}
    let given: Answer
    try {
      given = answer(call, stub)
    } catch (error) {
      stub.violations.push(String(error))
      given = {status: 400, body: {error: 'invalid'}}
    }
    const {status, body, headers = {}} = given
    response.writeHead(status, {...(typeof body === 'object' ? {'content-type': 'application/json'} : {}), ...headers})
    response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  stub.env = env(stub.url)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return stub
}

/** A rule of the service, broken where it does not hold. */
function check(stub: Stub, holds: boolean, rule: string): void {
  if (!holds) stub.violations.push(rule)
}

const isInstant = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|\+00:00)$/.test(value)

type Row = Record<string, unknown>

export async function elastic(): Promise<Stub> {
  const documents = new Set<string>()
  return await serve(
    url => ({ELASTIC_URL: url, ELASTIC_API_KEY: 'c2VjcmV0LWtleQ=='}),
    ({method, url, headers, body}, stub) => {
      stub.deliveries++
      if (headers.authorization !== 'ApiKey c2VjcmV0LWtleQ==')
        return {status: 401, body: {error: {type: 'security_exception'}}}
      const fault = stub.faults.shift()
      if (fault && fault.status !== 200) return fault
      check(stub, method === 'POST' && url.pathname === '/m365-audit/_bulk', `asked ${method} ${url.pathname}`)
      check(stub, headers['content-type'] === 'application/x-ndjson', `content type ${headers['content-type']}`)
      if (body.length > 100 * 1024 * 1024) return {status: 413}
      const text = body.toString('utf8')
      check(stub, text.endsWith('\n'), 'the body does not end with a line feed')
      const lines = text.split('\n').slice(0, -1)
      check(stub, lines.length % 2 === 0, 'an action without a document')
      const items = []
      for (let at = 0; at < lines.length; at += 2) {
        const action = strictJson(lines[at] ?? '') as {create: {_id: string}}
        check(stub, Object.keys(action).join() === 'create', `the action is ${Object.keys(action).join()}`)
        const {_id: id} = action.create
        check(stub, Buffer.byteLength(id) <= 512, 'an id is longer than 512 bytes')
        const document = strictJson(lines[at + 1] ?? '') as Row & {event: Row; user: Row; source?: {ip: string}}
        check(stub, isInstant(document['@timestamp']), `@timestamp ${String(document['@timestamp'])}`)
        check(stub, document.source === undefined || isIP(document.source.ip) > 0, `source.ip ${document.source?.ip}`)
        for (const value of [...Object.entries(document.event), ...Object.entries(document.user)])
          check(
            stub,
            value[0] === 'original' || Buffer.byteLength(String(value[1])) <= 32_766,
            `${value[0]} is an immense term`,
          )
        strictJson(String(document.event.original))
        const busy = fault !== undefined && at === 0
        const refused = stub.refuses !== undefined && (lines[at + 1] ?? '').includes(stub.refuses)
        if (busy) items.push({create: {_id: id, status: 429, error: {type: 'es_rejected_execution_exception'}}})
        else if (refused) items.push({create: {_id: id, status: 400, error: {type: 'document_parsing_exception'}}})
        else if (documents.has(id))
          items.push({create: {_id: id, status: 409, error: {type: 'version_conflict_engine_exception'}}})
        else {
          documents.add(id)
          stub.kept.push(id)
          items.push({create: {_id: id, status: 201}})
        }
      }
      return {status: 200, body: {took: 1, errors: items.some(({create}) => create.status !== 201), items}}
    },
  )
}

/** @param columns of the stream, by the data collection rule: names and types. */
export async function sentinel(columns: readonly {name: string; type: string}[]): Promise<Stub> {
  const isOf: Record<string, (value: unknown) => boolean> = {
    datetime: isInstant,
    string: value => typeof value === 'string' && Buffer.byteLength(value) <= 65_536,
    int: value => Number.isInteger(value),
  }
  return await serve(
    url => ({
      LOGS_INGESTION_URL: url,
      DCR_ID: 'dcr-0123456789abcdef0123456789abcdef',
      AZURE_MONITOR_TOKEN: 'secret-token',
    }),
    ({method, url, headers, body}, stub) => {
      stub.deliveries++
      if (headers.authorization !== 'Bearer secret-token')
        return {status: 403, body: {error: {code: 'OperationFailed'}}}
      const fault = stub.faults.shift()
      if (fault) return fault
      const path = '/dataCollectionRules/dcr-0123456789abcdef0123456789abcdef/streams/Custom-M365Audit'
      check(stub, method === 'POST' && url.pathname === path, `asked ${method} ${url.pathname}`)
      check(stub, url.search === '?api-version=2023-01-01', `asked with ${url.search}`)
      check(stub, headers['content-type'] === 'application/json', `content type ${headers['content-type']}`)
      if (body.length > 1_048_576) {
        stub.violations.push(`a call of ${body.length} bytes`)
        return {status: 413, body: {error: {code: 'ContentLengthLimitExceeded'}}}
      }
      const rows = strictJson(body.toString('utf8')) as Row[]
      if (stub.refuses !== undefined && body.includes(stub.refuses))
        return {status: 400, body: {error: {code: 'InvalidPayload'}}}
      for (const row of rows) {
        check(
          stub,
          Object.keys(row).join() === columns.map(({name}) => name).join(),
          `columns ${Object.keys(row).join()}`,
        )
        for (const {name, type} of columns) check(stub, isOf[type]?.(row[name]) === true, `${name} is no ${type}`)
        stub.kept.push(String(row.RecordKey))
      }
      return {status: 204}
    },
  )
}

export async function splunk({acknowledges = true} = {}): Promise<Stub> {
  const acks = new Map<number, {channel: string; polls: number}>()
  return await serve(
    url => ({SPLUNK_HEC_URL: url, SPLUNK_HEC_TOKEN: 'secret-hec-token'}),
    ({method, url, headers, body}, stub) => {
      if (headers.authorization !== 'Splunk secret-hec-token') {
        stub.deliveries++
        return {status: 403, body: {text: 'Invalid token', code: 4}}
      }
      const channel = String(headers['x-splunk-request-channel'] ?? '')
      check(stub, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(channel), `the channel is ${channel}`)
      check(stub, method === 'POST', `asked ${method}`)
      if (url.pathname === '/services/collector/ack') {
        check(stub, url.searchParams.get('channel') === channel, 'acknowledgements of another channel')
        const {acks: asked} = strictJson(body.toString('utf8')) as {acks: number[]}
        const states = asked.map(id => {
          const ack = acks.get(id)
          check(stub, ack?.channel === channel, `ack ${id} is of another channel`)
          return [id, ack !== undefined && ++ack.polls > 1]
        })
        return {status: 200, body: {acks: Object.fromEntries(states)}}
      }
      stub.deliveries++
      const fault = stub.faults.shift()
      if (fault) return fault
      check(stub, url.pathname === '/services/collector/event', `asked ${url.pathname}`)
      const lines = body.toString('utf8').split('\n')
      if (body.length > 1_000_000 && lines.length > 1) stub.violations.push(`a batch of ${body.length} bytes`)
      if (stub.refuses !== undefined && body.includes(stub.refuses))
        return {status: 413, body: {text: 'too large', code: 27}}
      for (const line of lines) {
        const {time, event, fields, sourcetype, source} = strictJson(line) as Row & {fields: {record_key: string}}
        check(stub, typeof time === 'number' && time > 1_500_000_000 && time < 2_000_000_000, `time ${String(time)}`)
        check(stub, typeof event === 'object' && event !== null, 'an event that is no object')
        check(
          stub,
          sourcetype === 'o365:management:activity' && typeof source === 'string',
          `source type ${String(sourcetype)}`,
        )
        stub.kept.push(fields.record_key)
      }
      if (!acknowledges) return {status: 200, body: {text: 'Success', code: 0}}
      acks.set(acks.size, {channel, polls: 0})
      return {status: 200, body: {text: 'Success', code: 0, ackId: acks.size - 1}}
    },
  )
}

export async function timesketch(): Promise<Stub> {
  const token = randomUUID()
  let signedIn = false
  const cookieOf = (headers: IncomingMessage['headers']) => /session=([^;]*)/.exec(headers.cookie ?? '')?.[1]
  return await serve(
    url => ({
      TIMESKETCH_URL: url,
      TIMESKETCH_USER: 'analyst',
      TIMESKETCH_PASSWORD: 'secret pass&word',
      TIMESKETCH_SKETCH: '7',
    }),
    ({method, url, headers, body}, stub) => {
      const form = () => {
        check(
          stub,
          /^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? ''),
          `content type ${headers['content-type']}`,
        )
        return new URLSearchParams(body.toString('utf8'))
      }
      if (url.pathname === '/login/' && method === 'GET')
        return {
          status: 200,
          body: `<form><input id="csrf_token" name="csrf_token" type="hidden" value="${token}"></form>`,
          headers: {'set-cookie': ['session=before; HttpOnly; Path=/', 'other=1; Path=/']},
        }
      check(
        stub,
        headers['x-csrftoken'] === token && headers.referer !== undefined,
        'no token against forgery, or no referer',
      )
      if (url.pathname === '/login/') {
        check(stub, cookieOf(headers) === 'before', 'signs in without the cookie of the form')
        const given = form()
        signedIn = given.get('username') === 'analyst' && given.get('password') === 'secret pass&word'
        return signedIn
          ? {status: 302, headers: {location: '/', 'set-cookie': 'session=after; HttpOnly; Path=/'}}
          : {status: 200, body: '<form></form>'}
      }
      stub.deliveries++
      if (!signedIn || cookieOf(headers) !== 'after') return {status: 401}
      const fault = stub.faults.shift()
      if (fault) return fault
      check(stub, method === 'POST' && url.pathname === '/api/v1/upload/', `asked ${method} ${url.pathname}`)
      const given = form()
      check(stub, given.get('sketch_id') === '7', `sketch ${given.get('sketch_id')}`)
      check(stub, given.get('name') === 'audit-2026-10', `timeline ${given.get('name')}`)
      const events = given.get('events') ?? ''
      check(stub, given.get('total_file_size') === String(Buffer.byteLength(events)), 'total_file_size is another one')
      if (stub.refuses !== undefined && events.includes(stub.refuses)) return {status: 400}
      for (const line of events.split('\n')) {
        const event = strictJson(line) as Row
        check(
          stub,
          ['message', 'timestamp_desc'].every(name => typeof event[name] === 'string' && event[name] !== ''),
          'a mandatory field is missing',
        )
        check(
          stub,
          isInstant(event.datetime) && Date.parse(String(event.datetime)) * 1000 === event.timestamp,
          `datetime ${String(event.datetime)}`,
        )
        stub.kept.push(String(event.record_key))
      }
      return {status: 201, body: {objects: [], meta: {}}}
    },
  )
}
