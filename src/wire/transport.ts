import {Readable} from 'node:stream'
import {Agent, type Dispatcher, EnvHttpProxyAgent, request as undiciRequest} from 'undici'
import type {World} from './world.ts'

/**
 * The real `World.fetch`: undici's `request`, because `fetch` decodes bodies by their header, and Exchange labels
 * plain bytes as gzip and the reverse. Honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which Node's `fetch` does not.
 */
export function transport(environment: NodeJS.ProcessEnv): World['fetch'] {
  const dispatcher = dispatcherFor(environment)
  return async request => {
    const answer = await undiciRequest(request.url, {
      dispatcher,
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

function dispatcherFor(environment: NodeJS.ProcessEnv): Dispatcher {
  const limits = {connect: {timeout: 30_000}, headersTimeout: 0, bodyTimeout: 0}
  const of = (name: string) => environment[name.toLowerCase()] || environment[name]
  const httpProxy = of('HTTP_PROXY')
  const httpsProxy = of('HTTPS_PROXY') ?? httpProxy
  if (httpsProxy === undefined) return new Agent(limits)
  // A proxy elsewhere can't reach what listens on this machine: the demo, and gateways on the runner.
  const noProxy = [of('NO_PROXY'), 'localhost', '127.0.0.1', '::1'].filter(Boolean).join(',')
  return new EnvHttpProxyAgent({...limits, noProxy, httpsProxy, ...(httpProxy === undefined ? {} : {httpProxy})})
}
