import {execFile} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {afterEach, describe, expect, test} from 'vitest'
import type {ListeningSimulator} from '../../src/simulator/simulator.ts'
import {type Caller, start} from './caller.ts'

const open: {close(): Promise<unknown>}[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function listening(caller: Caller): Promise<ListeningSimulator> {
  const service = await caller.simulator.listen()
  open.push(service)
  return service
}

describe('GitHub', () => {
  const ask = async (caller: Caller, path: string, token = 'ghs_simulated') =>
    caller.simulator.fetch(
      new Request(`http://simulated/github${path}`, {headers: token === '' ? {} : {authorization: `token ${token}`}}),
    )

  test('says whether the repository is private', async () => {
    const caller = await start()
    const repository = (await (await ask(caller, '/repos/fabrikam/audit-archive')).json()) as object
    expect(repository).toMatchObject({private: true, visibility: 'private', full_name: 'fabrikam/audit-archive'})
    const open = await start({github: {visibility: 'public'}})
    expect(await (await ask(open, '/repos/fabrikam/audit-archive', '')).json()).toMatchObject({private: false})
  })

  test('says when the run was created', async () => {
    const caller = await start({github: {createdAt: new Date('2026-10-31T23:59:00Z'), runId: 5, runAttempt: 2}})
    const run = (await (await ask(caller, '/repos/fabrikam/audit-archive/actions/runs/5')).json()) as object
    expect(run).toMatchObject({
      id: 5,
      created_at: '2026-10-31T23:59:00Z',
      run_started_at: '2026-10-31T23:59:00Z',
      run_attempt: 2,
    })
  })

  test.each([
    ['another repository', '/repos/fabrikam/other', 'ghs_simulated', 404],
    ['another run', '/repos/fabrikam/audit-archive/actions/runs/1', 'ghs_simulated', 404],
    ['a private repository without a token', '/repos/fabrikam/audit-archive', '', 404],
    ['a wrong token', '/repos/fabrikam/audit-archive', 'ghs_other', 401],
  ])('refuses %s', async (_, path, token, status) => {
    expect((await ask(await start(), path, token)).status).toBe(status)
  })

  test.each([401, 403, 404, 503])('plays github-%i', async status => {
    const response = await ask(await start({faults: `github-${status}`}), '/repos/fabrikam/audit-archive')
    expect([response.status, ((await response.json()) as {status: string}).status]).toEqual([status, String(status)])
  })
})

describe('the artifact service', () => {
  const script = fileURLToPath(new URL('artifact-client.mjs', import.meta.url))

  /** Runs the real client in a process of its own, as its settings are environment variables. */
  async function client(service: ListeningSimulator, folder: string): Promise<Record<string, unknown>> {
    const env = {...process.env, ...service.environment, NO_PROXY: '127.0.0.1', RUNNER_TEMP: folder}
    const {stdout} = await promisify(execFile)(process.execPath, [script, folder], {env})
    return JSON.parse(stdout.trim().split('\n').at(-1) as string) as Record<string, unknown>
  }

  test('serves @actions/artifact: upload, list, download, a second name, delete', async () => {
    const caller = await start()
    const folder = await mkdtemp(join(tmpdir(), 'artifact-test-'))
    await writeFile(join(folder, 'audit.csv'), 'a,b\r\n'.repeat(1_000))
    try {
      const seen = await client(await listening(caller), folder)
      expect(seen).toMatchObject({
        listed: [{name: 'm365-audit', digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/)}],
        digestMismatch: false,
        downloaded: 'a,b\r\n'.repeat(1_000),
        duplicate: expect.stringMatching(/409/),
        left: [],
      })
      expect(`sha256:${seen.digest}`).toBe((seen.listed as {digest: string}[])[0]?.digest)
      expect(caller.simulator.counters.uploads).toBe(1)
    } finally {
      await rm(folder, {recursive: true})
    }
  })

  test('serves downloads of earlier runs, by GitHub’s API, to us and to @actions/artifact', async () => {
    const caller = await start()
    const folder = await mkdtemp(join(tmpdir(), 'artifact-test-'))
    await writeFile(join(folder, 'audit.csv'), 'a,b\r\n'.repeat(1_000))
    const earlier = fileURLToPath(new URL('artifact-earlier.ts', import.meta.url))
    try {
      const service = await listening(caller)
      const env = {...process.env, ...service.environment, NO_PROXY: '127.0.0.1', RUNNER_TEMP: folder}
      const {stdout} = await promisify(execFile)(process.execPath, [earlier, folder], {env})
      expect(JSON.parse(stdout.trim().split('\n').at(-1) as string)).toEqual({
        listed: [{id: 1, name: 'm365-audit', runId: 19_283_746}],
        names: ['audit.csv'],
        downloaded: 'a,b\r\n'.repeat(1_000),
        theirs: 'a,b\r\n'.repeat(1_000),
        missing: 'ARTIFACT_NOT_READ',
        large: 'ARTIFACT_NOT_READ',
        swapped: 'ARTIFACT_DIGEST',
      })
    } finally {
      await rm(folder, {recursive: true})
    }
  })

  const rpc = async (caller: Caller, service: ListeningSimulator, method: string, body: object, token?: string) => {
    const {ACTIONS_RUNTIME_TOKEN} = service.environment
    const claims = JSON.parse(
      Buffer.from((ACTIONS_RUNTIME_TOKEN as string).split('.')[1] as string, 'base64url').toString(),
    ) as {scp: string}
    const [, run, job] = /Actions\.Results:(\S+):(\S+)/.exec(claims.scp) as RegExpExecArray
    return caller.simulator.fetch(
      new Request(`http://simulated/twirp/github.actions.results.api.v1.ArtifactService/${method}`, {
        method: 'POST',
        body: JSON.stringify({workflow_run_backend_id: run, workflow_job_run_backend_id: job, ...body}),
        headers: {authorization: `Bearer ${token ?? ACTIONS_RUNTIME_TOKEN}`, 'content-type': 'application/json'},
      }),
    )
  }
  const upload = async (caller: Caller, service: ListeningSimulator, bytes: string, more: object = {}) => {
    const created = await rpc(caller, service, 'CreateArtifact', {name: 'a', version: 7, ...more})
    if (created.status !== 200) return created
    const {signed_upload_url: url} = (await created.json()) as {signed_upload_url: string}
    const put = async (query: string, body: string) =>
      caller.simulator.fetch(new Request(`${url}&${query}`, {method: 'PUT', body}))
    await put('comp=block&blockid=MQ%3D%3D', bytes)
    const list = await put('comp=blocklist', '<?xml version="1.0"?><BlockList><Latest>MQ==</Latest></BlockList>')
    expect(list.status).toBe(201)
    return rpc(caller, service, 'FinalizeArtifact', {name: 'a', size: String(Buffer.byteLength(bytes))})
  }

  test('keeps bytes and retention of an upload', async () => {
    const caller = await start()
    const service = await listening(caller)
    const response = await upload(caller, service, 'PK…zip', {
      expires_at: '2027-01-01T00:00:00Z',
      mime_type: 'application/zip',
    })
    expect(await response.json()).toEqual({ok: true, artifact_id: '1'})
    const [kept] = caller.simulator.uploads
    expect(kept).toMatchObject({name: 'a', expiresAt: '2027-01-01T00:00:00Z', mimeType: 'application/zip'})
    expect(kept?.zip.toString()).toBe('PK…zip')
  })

  test('refuses a size that did not arrive, a digest that is another, a blob without signature', async () => {
    const caller = await start()
    const service = await listening(caller)
    await rpc(caller, service, 'CreateArtifact', {name: 'b', version: 7})
    expect((await rpc(caller, service, 'FinalizeArtifact', {name: 'b', size: '3'})).status).toBe(400)
    expect(
      (await rpc(caller, service, 'FinalizeArtifact', {name: 'b', size: '0', hash: `sha256:${'0'.repeat(64)}`})).status,
    ).toBe(400)
    const blob = await caller.simulator.fetch(
      new Request('http://simulated/blob/artifacts/x.zip', {method: 'PUT', body: 'x'}),
    )
    expect(blob.status).toBe(403)
  })

  test.each([
    ['artifact-503', 503, /unavailable/],
    ['artifact-quota', 403, /insufficient usage/],
    ['artifact-403', 403, /not allowed/],
  ])('plays %s', async (fault, status, says) => {
    const caller = await start({faults: fault})
    const response = await upload(caller, await listening(caller), 'x')
    expect(response.status).toBe(status)
    expect(await response.text()).toMatch(says)
  })

  test('takes only the token of the run', async () => {
    const caller = await start()
    expect((await rpc(caller, await listening(caller), 'ListArtifacts', {}, 'other')).status).toBe(403)
  })
})
