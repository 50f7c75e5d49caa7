/** As much of GitHub's artifact service as an upload needs, on loopback, and what it was asked. */
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'

export interface ArtifactService {
  env: Record<string, string>
  created: Record<string, unknown>[]
  finalized: Record<string, unknown>[]
  /** The artifact's zip, once its block list is in. */
  zip(): Buffer
  close(): void
}

/** `refusal` answers every call instead. */
export async function artifactService(refusal?: {status: number; body: unknown}): Promise<ArtifactService> {
  const created: Record<string, unknown>[] = []
  const finalized: Record<string, unknown>[] = []
  const blocks: Buffer[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const body = Buffer.concat(parts)
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const answer = (status: number, content?: unknown) => {
      response
        .writeHead(status, {'content-type': 'application/json'})
        .end(content === undefined ? '' : JSON.stringify(content))
    }
    if (request.method === 'PUT') {
      if (url.searchParams.get('comp') === 'block') blocks.push(body)
      return answer(201)
    }
    if (refusal) return answer(refusal.status, refusal.body)
    if (url.pathname.endsWith('/CreateArtifact')) {
      created.push(JSON.parse(body.toString()))
      return answer(200, {ok: true, signed_upload_url: `${url.origin}/blob/1?sig=S1gn4ture%2B`})
    }
    finalized.push(JSON.parse(body.toString()))
    answer(200, {ok: true, artifact_id: '77'})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  return {
    env: {ACTIONS_RUNTIME_TOKEN: token, ACTIONS_RESULTS_URL: `http://127.0.0.1:${port}/`},
    created,
    finalized,
    zip: () => Buffer.concat(blocks),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = `${segment({alg: 'none'})}.${segment({scp: 'Actions.Results:run-1:job-1'})}.x`
