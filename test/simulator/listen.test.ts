import {execFileSync} from 'node:child_process'
import {randomUUID, X509Certificate} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {request} from 'node:http'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {createSecureContext} from 'node:tls'
import {gzipSync} from 'node:zlib'
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest'
import {makeCertificate, readCertificates, sharedCertificate} from '../../src/simulator/certificate.ts'
import {runSimulatorCommand} from '../../src/simulator/command.ts'
import type {ListeningSimulator} from '../../src/simulator/simulator.ts'
import {between, Caller, now, start} from './caller.ts'

const folder = mkdtempSync(join(tmpdir(), 'simulator-test-'))
afterAll(() => rmSync(folder, {recursive: true}))
const open: ListeningSimulator[] = []
afterEach(async () => {
  for (const service of open.splice(0)) await service.close()
})

/** What a bare HTTP client sees: status, bytes that arrived, and the error that ended it, if any. */
function overTheWire(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<{status: number; bytes: number; promised: number; error: string}> {
  return new Promise(resolve => {
    const seen = {status: 0, bytes: 0, promised: 0, error: ''}
    const outgoing = request(url, {method: 'POST', headers}, response => {
      seen.status = response.statusCode ?? 0
      seen.promised = Number(response.headers['content-length'] ?? 0)
      response.on('data', (chunk: Buffer) => {
        seen.bytes += chunk.length
      })
      response.on('error', error => resolve({...seen, error: error.message}))
      response.on('end', () => resolve(seen))
    })
    outgoing.on('error', error => resolve({...seen, error: error.message}))
    outgoing.end(body)
  })
}

async function exchangeOverTheWire(faults: string) {
  const caller = await start({faults})
  const service = await caller.simulator.listen()
  open.push(service)
  const url = `${service.endpoints.exchange}/adminapi/beta/${caller.simulator.tenantId}/InvokeCommand`
  const body = caller.body(between('2026-10-06T00:00:00Z', '2026-10-06T23:59:59Z'))
  return overTheWire(url, await caller.headers({'accept-encoding': 'gzip'}), body)
}

describe('on loopback', () => {
  test('answers as without a port, and links to itself', async () => {
    const caller = await start()
    const service = await caller.simulator.listen()
    open.push(service)
    const url = `${service.endpoints.exchange}/adminapi/beta/${caller.simulator.tenantId}/InvokeCommand`
    const body = caller.body(between('2026-10-05T00:00:00Z', '2026-10-12T00:00:00Z'))
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: await caller.headers({prefer: 'odata.maxpagesize=100'}),
    })
    const json = (await response.json()) as {value: object[]; '@odata.nextLink': string}
    expect(json.value).toHaveLength(100)
    expect(json['@odata.nextLink']).toMatch(new RegExp(`^${url}\\?%24skiptoken=`))
    expect(service.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  test('cuts the connection before the answer', async () => {
    expect(await exchangeOverTheWire('reset-before-body')).toMatchObject({
      status: 0,
      error: expect.stringMatching(/hang up|ECONNRESET/),
    })
  })

  test('cuts the connection in the middle of the body', async () => {
    const {status, bytes, promised, error} = await exchangeOverTheWire('reset-mid-body')
    expect([status, error]).toEqual([200, 'aborted'])
    expect(bytes).toBeGreaterThan(0)
    expect(bytes).toBeLessThan(promised)
  })

  test('gives an environment in which the action finds everything', async () => {
    const caller = await start()
    const service = await caller.simulator.listen()
    open.push(service)
    const {environment} = service
    expect(JSON.parse(environment.M365_AUDIT_ENDPOINTS as string)).toEqual(service.endpoints)
    expect(environment).toMatchObject({
      'INPUT_TENANT-ID': caller.simulator.tenantId,
      'INPUT_CLIENT-ID': caller.simulator.clientId,
      GITHUB_API_URL: `${service.origin}/github`,
      GITHUB_SERVER_URL: 'https://github.com',
      ACTIONS_RESULTS_URL: `${service.origin}/`,
    })
    expect(Buffer.from(environment.INPUT_CERTIFICATE as string, 'base64')).toEqual(caller.simulator.pfx)
  })
})

describe('the certificate', () => {
  test('is a PFX that other programs open, with its key', async () => {
    const {certificate, pfx, password, privateKey} = await sharedCertificate()
    expect(() => createSecureContext({pfx, passphrase: password})).not.toThrow()
    expect(() => createSecureContext({pfx, passphrase: 'other'})).toThrow()
    expect(certificate.checkPrivateKey(privateKey)).toBe(true)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
  })

  const hasOpenssl = (() => {
    try {
      return execFileSync('openssl', ['version']).length > 0
    } catch {
      return false
    }
  })()

  test.runIf(hasOpenssl)('comes out of a PFX with openssl, and a wrong password is named', async () => {
    const made = await makeCertificate({password: 'päss wörd'})
    const read = readCertificates(made.pfx, 'päss wörd')
    expect('certificates' in read && read.certificates[0]?.fingerprint256).toBe(made.certificate.fingerprint256)
    expect(readCertificates(Buffer.from(made.pfx.toString('base64')), 'wrong')).toEqual({
      why: 'openssl refuses the password',
    })
    expect(readCertificates(Buffer.from('nothing of the kind'), '')).toEqual({
      why: expect.stringMatching(/cannot read it as a PFX/),
    })
  })

  test('comes out of PEM and DER without help', async () => {
    const {certificate} = await sharedCertificate()
    for (const file of [Buffer.from(`junk\n${certificate.toString()}`), certificate.raw]) {
      const read = readCertificates(file, '')
      expect('certificates' in read && read.certificates.map(each => each.fingerprint)).toEqual([
        certificate.fingerprint,
      ])
    }
    expect(readCertificates(Buffer.from('-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----'), '')).toEqual({
      why: 'the PEM text holds no certificate',
    })
  })
})

interface Line {
  origin: string
  tenant: string
  domain: string
  client: string
  endpoints: {login: string; exchange: string}
  environment: Record<string, string>
}

/** Runs the command until its line is out, lets `use` work with it, stops it. */
async function command(
  argv: string[],
  use?: (line: Line) => Promise<void>,
): Promise<{code: number; out: string; err: string}> {
  const stop = new AbortController()
  const seen = {out: '', err: ''}
  let using = Promise.resolve()
  const stdout = {
    write(text: string) {
      seen.out += text
      if (use && text.startsWith('{')) using = use(JSON.parse(text) as Line).finally(() => stop.abort())
    },
  }
  const stderr = {
    write(text: string) {
      seen.err += text
    },
  }
  const code = await runSimulatorCommand(argv, {stdout, stderr, stop: stop.signal})
  await using
  return {code, ...seen}
}

describe('the command', () => {
  const records = join(folder, 'records.jsonl.gz')
  const pem = join(folder, 'app.pem')
  beforeAll(async () => {
    const text = (second: string) =>
      `{"CreationTime":"2026-06-01T08:00:${second}","Id":"${randomUUID()}","OrganizationId":"5d1c7a52-8f0e-4b63-9a77-2c41e0b6d908"}`
    writeFileSync(records, gzipSync(`\uFEFF${text('00')}\r\n${text('01')}\n\n`))
    const made = await makeCertificate()
    writeFileSync(pem, made.certificate.toString() + made.privateKey.export({type: 'pkcs8', format: 'pem'}))
  })

  test('prints one line with all that is needed, and serves', async () => {
    const {code, out} = await command(['--faults', 'late', '--seed', '3', '--month-records', '1000'], async line => {
      const response = await fetch(`${line.endpoints.login}/${line.domain}/v2.0/.well-known/openid-configuration`)
      expect(((await response.json()) as {issuer: string}).issuer).toContain(line.tenant)
      expect(line.environment['INPUT_CLIENT-ID']).toBe(line.client)
    })
    expect(code).toBe(0)
    expect(out.trim().split('\n')).toHaveLength(1)
  })

  test('holds the records of a zipped file', async () => {
    const {code} = await command(['--records', records], async line => {
      expect(line.tenant).toBe('5d1c7a52-8f0e-4b63-9a77-2c41e0b6d908')
      expect(line.environment['INPUT_TENANT-ID']).toBe(line.tenant)
    })
    expect(code).toBe(0)
  })

  test('has the shapes that are asked for', async () => {
    const {code} = await command(['--shapes', 'result-index-zero,silent-cap:300', '--faults', 'late'], async line => {
      const counters = await fetch(new URL('/counters', line.origin))
      expect(await counters.json()).toMatchObject({shapes: ['result-index-zero', 'silent-cap']})
    })
    expect(code).toBe(0)
  })

  test('registers the certificate of a file, and names the file in the environment', async () => {
    const {code} = await command(['--pfx', pem, '--password', 'secret'], async line => {
      expect(line.environment.INPUT_CERTIFICATE).toBeUndefined()
      expect(line.environment).toMatchObject({'INPUT_CERTIFICATE-FILE': pem, 'INPUT_CERTIFICATE-PASSWORD': 'secret'})
    })
    expect(code).toBe(0)
  })

  test('says every mistake at once', async () => {
    const bad = join(folder, 'bad.jsonl')
    writeFileSync(bad, '{"CreationTime":"2026-06-01T08:00:00"}\n[]\n')
    const argv = [
      '--bogus',
      '1',
      '--seed',
      'x',
      '--port',
      '99999',
      '--records',
      bad,
      '--faults',
      'cancled',
      '--shapes',
      'result-index,empty-204:2',
      '--incidents',
      'spray,burglary',
      '--pfx',
      join(folder, 'none.pfx'),
    ]
    const {code, out, err} = await command(argv)
    expect([code, out]).toEqual([2, ''])
    const expected = [
      /There is no option --bogus/,
      /--seed has to be/,
      /--port has to be/,
      /^Line 2: not a JSON object/m,
      /There is no fault "cancled"\. Known are: .*cancelled/,
      /There is no shape "result-index"\. Known are: .*result-index-zero/,
      /The shape empty-204 takes no number/,
      /There is no incident "burglary"\. Known are: .*spray/,
      /Incidents are planted into generated records only/,
      /none\.pfx cannot be read/,
    ]
    for (const pattern of expected) expect(err).toMatch(pattern)
  })

  test.each([
    [['--records'], /--records needs a value/],
    [['--records', join(folder, 'none.jsonl')], /none\.jsonl cannot be read/],
    [['--password', 'x'], /--password is given without --pfx/],
    [['serve'], /"serve" is not understood/],
  ])('refuses %j', async (argv, says) => {
    const {code, err} = await command(argv)
    expect(code).toBe(2)
    expect(err).toMatch(says)
  })

  test('explains itself', async () => {
    const {code, out} = await command(['--help'])
    expect([code, out]).toEqual([0, expect.stringMatching(/--records[\s\S]+--month-records/)])
  })

  test('refuses a port that is taken', async () => {
    const caller = await start()
    const service = await caller.simulator.listen()
    open.push(service)
    const {code, err} = await command(['--port', new URL(service.origin).port])
    expect([code, err]).toEqual([2, expect.stringMatching(/cannot be used \(.*EADDRINUSE/)])
  })
})

test('an app may have several certificates, and an X509Certificate reads back from each', async () => {
  const other = await makeCertificate({commonName: 'other', notBefore: new Date(now - 1e9)})
  const caller = new Caller((await start({certificates: [other.certificate.raw]})).simulator, () => now)
  expect((await caller.askToken()).status).toBe(200)
  expect(new X509Certificate(other.certificate.raw).subject).toBe('CN=other')
})
