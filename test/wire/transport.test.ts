/** The real transport against servers on loopback, at ports that the system chooses. */
import {createServer, type RequestListener, type Server} from 'node:http'
import {createServer as createTlsServer} from 'node:https'
import {type AddressInfo, connect} from 'node:net'
import {gzipSync} from 'node:zlib'
import {describe, expect, onTestFinished, test} from 'vitest'
import {explain} from '../../src/wire/failure.ts'
import {send} from '../../src/wire/send.ts'
import {transport} from '../../src/wire/transport.ts'
import type {World} from '../../src/wire/world.ts'
import {failureOf} from '../builders.ts'
import {fixture} from '../signin/certificates.ts'
import {aWorld} from '../signin/world.ts'

async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function aServer(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listening(createServer(listener))}`
}

/** Two tries, without waiting. */
async function asking(fetch: World['fetch'], url: string): Promise<unknown> {
  const policy = {tries: 2, base: 1, longest: 1, timeout: 10_000, maximumBytes: 1000, jitter: () => 0}
  return await send(aWorld(fetch), {request: () => new Request(url), read: () => ({done: 'read'}), policy})
}

/** A proxy that tunnels whatever host it is asked for to `port`, and remembers what that was. */
async function aProxy(port: number): Promise<{url: string; asked: string[]}> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end('by the proxy')
  })
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
    onTestFinished(() => {
      upstream.destroy()
    })
  })
  return {url: `http://127.0.0.1:${await listening(server)}`, asked}
}

describe('the bytes', () => {
  test('come as they are, whatever their label says', async () => {
    const gzipped = gzipSync('{"value":[]}')
    const url = await aServer((request, response) => {
      const plain = request.url === '/plain'
      response.setHeader('content-encoding', 'gzip')
      response.end(plain ? '{"value":[]}' : gzipped)
    })
    const fetch = transport({})
    expect(await (await fetch(new Request(`${url}/plain`))).text()).toBe('{"value":[]}')
    expect(Buffer.from(await (await fetch(new Request(`${url}/gzip`))).arrayBuffer())).toEqual(gzipped)
  })

  test('go out with method, headers and body', async () => {
    const seen: unknown[] = []
    const url = await aServer((request, response) => {
      let body = ''
      request.setEncoding('utf8')
      request.on('data', chunk => {
        body += chunk
      })
      request.on('end', () => {
        const {authorization, prefer, 'content-length': length} = request.headers
        seen.push([request.method, request.url, authorization, prefer, length, body])
        response.end()
      })
    })
    const headers = {authorization: 'Bearer x', prefer: 'odata.maxpagesize=1000'}
    await transport({})(new Request(`${url}/a?b=c`, {method: 'POST', headers, body: 'Zoë'}))
    expect(seen).toEqual([['POST', '/a?b=c', 'Bearer x', 'odata.maxpagesize=1000', '4', 'Zoë']])
  })

  test('several cookies stay apart', async () => {
    const url = await aServer((_request, response) => {
      response.setHeader('set-cookie', ['a=1; Path=/; Expires=Mon, 05 Oct 2026 12:00:00 GMT', 'b=2'])
      response.end()
    })
    const {headers} = await transport({})(new Request(url))
    expect(headers.getSetCookie().map(cookie => cookie.split(';')[0])).toEqual(['a=1', 'b=2'])
  })

  test.each([204, 304])('an answer %i has none', async status => {
    const url = await aServer((_request, response) => {
      response.statusCode = status
      response.end()
    })
    const response = await transport({})(new Request(url))
    expect([response.status, response.body]).toEqual([status, null])
  })

  test('a redirect is an answer, and is not followed', async () => {
    let requests = 0
    const url = await aServer((_request, response) => {
      requests++
      response.writeHead(307, {location: 'http://127.0.0.1:1/'}).end()
    })
    const response = await transport({})(new Request(url, {method: 'POST', body: 'secret'}))
    expect([response.status, requests]).toEqual([307, 1])
  })

  test('a body that is reset half-way is an error, not a short body', async () => {
    const url = await aServer((_request, response) => {
      response.writeHead(200, {'content-length': '1000'})
      response.write('half')
      setImmediate(() => response.destroy())
    })
    await expect(transport({})(new Request(url)).then(response => response.text())).rejects.toThrow()
  })

  test('a request can be ended', async () => {
    const controller = new AbortController()
    const url = await aServer(() => controller.abort(new Error('the end')))
    await expect(transport({})(new Request(url, {signal: controller.signal}))).rejects.toThrow()
  })
})

test('a certificate of an unknown authority is the end at once, with the variable that trusts it', async () => {
  let connections = 0
  const server = createTlsServer({key: fixture('leaf.key.pem'), cert: fixture('leaf.cert.pem')})
  server.on('connection', () => connections++)
  const port = await listening(server)
  const failure = await failureOf(asking(transport({}), `https://localhost:${port}/`))
  expect([failure.code, connections]).toEqual(['WIRE_TLS_UNTRUSTED', 1])
  expect(failure.remedy).toContain('NODE_EXTRA_CA_CERTS')
})

describe('the proxy', () => {
  async function aSite(): Promise<{port: number; fetch(environment: NodeJS.ProcessEnv): Promise<string>}> {
    const port = await listening(createServer((request, response) => response.end(`${request.headers.host}`)))
    return {
      port,
      fetch: async environment => {
        const response = await transport(environment)(new Request(`http://exchange.test:${port}/`))
        return await response.text()
      },
    }
  }

  test.each(['HTTP_PROXY', 'http_proxy'])('is used when %s names it', async name => {
    const site = await aSite()
    const proxy = await aProxy(site.port)
    expect(await site.fetch({[name]: proxy.url})).toBe(`exchange.test:${site.port}`)
    expect(proxy.asked).toEqual([`CONNECT exchange.test:${site.port}`])
  })

  test('is used for https when HTTPS_PROXY names it', async () => {
    const site = await aSite()
    const proxy = await aProxy(site.port)
    // The site speaks no TLS: that the proxy was asked is all there is to see.
    await expect(transport({HTTPS_PROXY: proxy.url})(new Request('https://exchange.test/'))).rejects.toThrow()
    expect(proxy.asked).toEqual(['CONNECT exchange.test:443'])
  })

  test('is not used for what NO_PROXY names', async () => {
    const site = await aSite()
    const proxy = await aProxy(site.port)
    const environment = {HTTP_PROXY: proxy.url, NO_PROXY: 'other.test,.test'}
    await expect(site.fetch(environment)).rejects.toThrow()
    expect(proxy.asked).toEqual([])
  })

  test('is not used for this machine', async () => {
    const site = await aSite()
    const proxy = await aProxy(site.port)
    const response = await transport({HTTP_PROXY: proxy.url})(new Request(`http://127.0.0.1:${site.port}/`))
    expect(await response.text()).toBe(`127.0.0.1:${site.port}`)
    expect(proxy.asked).toEqual([])
  })

  test('is told user and password, encoded or not', async () => {
    const seen: unknown[] = []
    const server = createServer()
    server.on('connect', (request, socket) => {
      seen.push(request.headers['proxy-authorization'])
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    })
    const port = await listening(server)
    for (const login of ['ann:p@s/s', 'ann:p%40s%2Fs', 'ann:'])
      await transport({HTTPS_PROXY: `${login}@127.0.0.1:${port}`})(new Request('https://x.test/')).catch(() => {})
    const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`
    expect(seen).toEqual([basic('ann:p@s/s'), basic('ann:p@s/s'), basic('ann:')])
  })

  test.each([
    [407, 'PROXY_LOGIN', 1],
    [403, 'PROXY_REFUSED', 1],
    [502, 'WIRE_UNREACHABLE', 2],
  ])('that answers %i is %s, after %i tries', async (status, code, tries) => {
    let asked = 0
    const server = createServer()
    server.on('connect', (_request, socket) => {
      asked++
      socket.end(`HTTP/1.1 ${status} Words\r\n\r\n`)
    })
    const port = await listening(server)
    for (const variable of ['HTTP_PROXY', 'HTTPS_PROXY']) {
      asked = 0
      const url = variable === 'HTTP_PROXY' ? 'http://exchange.test/' : 'https://exchange.test/'
      const failure = await failureOf(asking(transport({[variable]: `127.0.0.1:${port}`}), url))
      expect([failure.code, asked]).toEqual([code, tries])
    }
  })

  test('written with the sites’ scheme is named as that mistake', async () => {
    const port = await listening(createServer())
    const fetch = transport({HTTPS_PROXY: `https://127.0.0.1:${port}`})
    expect((await failureOf(asking(fetch, 'https://exchange.test/'))).code).toBe('WIRE_TLS_PROTOCOL')
  })

  test.each(['HTTPS_PROXY', 'http_proxy'])('that is down is told by the variable %s', async variable => {
    const closed = createServer()
    const port = await listening(closed)
    await new Promise(resolve => closed.close(resolve))
    const fetch = transport({[variable]: `ann:S3cret@127.0.0.1:${port}`})
    const failure = await failureOf(asking(fetch, variable === 'http_proxy' ? 'http://a.test/' : 'https://a.test/'))
    expect(failure.code).toBe('PROXY_UNREACHABLE')
    expect(failure.message).toContain(`proxy that ${variable} names`)
    expect(explain(failure)).not.toContain('S3cret')
  })

  test('whose name has no address is asked for three times, however patient the request is', async () => {
    let asked = 0
    const fetch = async () => {
      asked++
      throw Object.assign(new Error('getaddrinfo ENOTFOUND a.test'), {code: 'ENOTFOUND', syscall: 'getaddrinfo'})
    }
    const policy = {tries: 9, base: 1, longest: 1, timeout: 10_000, maximumBytes: 1000, jitter: () => 0}
    const exchange = {request: () => new Request('https://a.test/'), read: () => ({done: 'read'}), policy}
    expect((await failureOf(send(aWorld(fetch), exchange))).code).toBe('WIRE_NAME_UNKNOWN')
    expect(asked).toBe(3)
  })

  test('that refuses is an error', async () => {
    const server = createServer()
    server.on('connect', (_request, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
    const port = await listening(server)
    const environment = {HTTP_PROXY: `http://127.0.0.1:${port}`}
    await expect(transport(environment)(new Request('http://exchange.test/'))).rejects.toThrow()
  })
})
