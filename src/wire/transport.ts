import {Readable} from 'node:stream'
import {Agent, type Dispatcher, ProxyAgent, request as undiciRequest} from 'undici'
import {ProxyUnreachable} from './network-failure.ts'
import {type Environment, type ProxyServer, proxiesOf} from './proxy.ts'
import type {World} from './world.ts'

/**
 * The real `World.fetch`: undici's `request`, because `fetch` decodes bodies by their header, and Exchange labels
 * plain bytes as gzip and the reverse. Honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which Node's `fetch` does not.
 * Throws where one of them is malformed.
 */
export function transport(environment: Environment): World['fetch'] {
  const routeOf = routes(environment)
  return async request => {
    const {dispatcher, proxy} = routeOf(new URL(request.url))
    const answer = await undiciRequest(request.url, {
      dispatcher,
      method: request.method as Dispatcher.HttpMethod,
      headers: Object.fromEntries(request.headers),
      body: request.body ? Buffer.from(await request.arrayBuffer()) : null,
      signal: request.signal,
    }).catch((error: unknown) => {
      throw proxy && isConnecting(error) ? new ProxyUnreachable(proxy.variable, error) : error
    })
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const one of [value].flat()) if (one !== undefined) headers.append(name, one)
    }
    const empty = answer.statusCode === 204 || answer.statusCode === 304
    if (empty) await answer.body.dump()
    return new Response(empty ? null : (Readable.toWeb(answer.body) as ReadableStream), {
      status: answer.statusCode,
      headers,
    })
  }
}

const limits = {connect: {timeout: 30_000}, headersTimeout: 0, bodyTimeout: 0}

/** Whether no connection came about: through a proxy, that is one to the proxy. */
function isConnecting(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.some(isConnecting)) return true
  if ('syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo')) return true
  if ('code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT') return true
  return error.cause !== undefined && error.cause !== error && isConnecting(error.cause)
}

interface Route {
  dispatcher: Dispatcher
  proxy?: ProxyServer
}

/** Not undici's EnvHttpProxyAgent, which greets every run with a warning that it is experimental. */
function routes(environment: Environment): (url: URL) => Route {
  const {http, https, bypasses} = proxiesOf(environment)
  const direct: Route = {dispatcher: new Agent(limits)}
  const through = (proxy: ProxyServer): Route => {
    const login = proxy.authorization === undefined ? {} : {token: proxy.authorization}
    return {dispatcher: new ProxyAgent({...limits, uri: proxy.address, ...login}), proxy}
  }
  const throughHttp = http && through(http)
  const throughHttps = https === http ? throughHttp : https && through(https)
  return url => {
    if (bypasses(url)) return direct
    return (url.protocol === 'https:' ? throughHttps : throughHttp) ?? direct
  }
}
