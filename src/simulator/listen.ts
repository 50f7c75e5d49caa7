/** Serves handlers on loopback, on a free port unless told which; cuts sockets where an answer is to break off. */
import type {AddressInfo} from 'node:net'
import {createAdaptorServer, type HttpBindings} from '@hono/node-server'
import {RESPONSE_ALREADY_SENT} from '@hono/node-server/utils/response'
import {ConnectionReset, partBeforeBreak} from './tenant.ts'

export interface Listening {
  origin: string
  close(): Promise<void>
}

export async function listenOnLoopback(handle: (request: Request) => Promise<Response>, port = 0): Promise<Listening> {
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    fetch: async (request, bindings) => {
      const {outgoing} = bindings as HttpBindings
      const response = await handle(request).catch((error: unknown) => {
        if (error instanceof ConnectionReset) return undefined
        throw error
      })
      if (response === undefined) {
        outgoing.socket?.destroy()
        return RESPONSE_ALREADY_SENT
      }
      const part = partBeforeBreak(response)
      if (part === undefined) return response
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      outgoing.write(part, () => outgoing.socket?.destroy())
      return RESPONSE_ALREADY_SENT
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const {port: bound} = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()))
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
