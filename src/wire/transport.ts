import {Readable} from 'node:stream'
import {Agent, type Dispatcher, ProxyAgent, request as undiciRequest} from 'undici'
import {type Environment, type ProxyServer, proxiesOf} from './proxy.ts'
import type {World} from './world.ts'

/**
 * The real `World.fetch`: undici's `request`, because `fetch` decodes bodies by their header, and Exchange labels
 * plain bytes as gzip and the reverse. Honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which Node's `fetch` does not.
 * Throws where one of them is malformed.
 */
export function transport(environment: Environment): World['fetch'] {
  const dispatcherFor = dispatchers(environment)
  return async request => {
    const answer = await undiciRequest(request.url, {
      dispatcher: dispatcherFor(new URL(request.url)),
      method: request.method as Dispatcher.HttpMethod,
      headers: Object.fromEntries(request.headers),
      body: request.body ? Buffer.from(await request.arrayBuffer()) : null,
      signal: request.signal,
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

/** Not undici's EnvHttpProxyAgent, which greets every run with a warning that it is experimental. */
function dispatchers(environment: Environment): (url: URL) => Dispatcher {
  const {http, https, bypasses} = proxiesOf(environment)
  const direct = new Agent(limits)
  const agent = (proxy: ProxyServer | undefined) =>
    proxy && new ProxyAgent({...limits, uri: proxy.address, ...(proxy.authorization && {token: proxy.authorization})})
  const throughHttp = agent(http)
  const throughHttps = https === http ? throughHttp : agent(https)
  return url => {
    if (bypasses(url)) return direct
    return (url.protocol === 'https:' ? throughHttps : throughHttp) ?? direct
  }
}
