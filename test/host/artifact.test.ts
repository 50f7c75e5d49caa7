import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {uploadFailure} from '../../src/host/artifact.ts'
import {cleanUp, runAction, temporaryFolder} from '../runner.ts'
import {artifactService} from './artifact-service.ts'

afterAll(cleanUp)

const source = new URL('../../src/', import.meta.url)

/** Uploads one file through a host in a process of its own, and prints what came of it as JSON. */
async function upload(host: 'runner' | 'terminal', env: Record<string, string>, request: Record<string, unknown> = {}) {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'out'))
  writeFileSync(join(folder, 'out', 'a.csv'), 'x,y\r\n')
  const script = join(folder, 'script.ts')
  const made = host === 'runner' ? 'await runnerHost()' : 'terminalHost([], process.env)'
  writeFileSync(
    script,
    `import {runnerHost} from '${source}host/runner.ts'
     import {terminalHost} from '${source}host/terminal.ts'
     const host = ${made}
     const request = ${JSON.stringify({name: 'audit', root: join(folder, 'out'), files: [join(folder, 'out', 'a.csv')], retentionDays: 0, ...request})}
     try { console.log('result', host.upload ? JSON.stringify(await host.upload(request)) : '"absent"') }
     catch (error) { console.log('result', JSON.stringify({code: error.code, message: error.message, remedy: error.remedy})) }`,
  )
  const result = await runAction(script, {env})
  return {...result, result: JSON.parse(/^result (.*)$/m.exec(result.log)?.[1] ?? 'null')}
}

describe('the artifact', () => {
  test('is uploaded as one zip, and its page is known', async () => {
    const service = await artifactService()
    const {result, annotations, raw} = await upload('runner', service.env, {retentionDays: 5})
    service.close()
    expect(raw).not.toMatch(/^Set concurrency|DeprecationWarning/m)
    expect(result).toEqual({
      id: '77',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      url: 'https://github.com/contoso/audit/actions/runs/4711/artifacts/77',
    })
    expect(service.created).toMatchObject([{name: 'audit', version: 7}])
    expect(String(service.created[0]?.expires_at)).toMatch(/^20/)
    expect(service.finalized).toMatchObject([{name: 'audit', hash: `sha256:${result.digest}`}])
    expect(service.zip().subarray(0, 2).toString()).toBe('PK')
    expect(annotations).toEqual([])
  })

  test('is absent where there is no artifact service', async () => {
    expect((await upload('runner', {})).result).toBe('absent')
    expect((await upload('terminal', {})).result).toBe('absent')
  })

  test('warns when the repository keeps artifacts for a shorter time than asked for', async () => {
    const service = await artifactService()
    const {result, annotations} = await upload(
      'runner',
      {...service.env, GITHUB_RETENTION_DAYS: '3'},
      {retentionDays: 90},
    )
    service.close()
    expect(result.id).toBe('77')
    expect(annotations).toMatchObject([{level: 'warning', message: expect.stringContaining('Using 3 instead')}])
  })

  test('goes through a terminal without commands for a runner, and with the signature hidden', async () => {
    const service = await artifactService()
    const {result, raw} = await upload('terminal', {...service.env, GITHUB_RETENTION_DAYS: '3'}, {retentionDays: 90})
    service.close()
    expect(result.id).toBe('77')
    expect(raw).not.toMatch(/^::/m)
    expect(raw).not.toContain('S1gn4ture')
    expect(raw).toContain('warning: Retention days cannot be greater')
  })

  test.for([
    {
      name: 'an Enterprise Server',
      refusal: undefined,
      env: {GITHUB_SERVER_URL: 'https://git.contoso.test'},
      request: {},
      code: 'ARTIFACT_GHES',
    },
    {
      name: 'a used up quota',
      refusal: {status: 403, body: {msg: 'insufficient usage to create artifact'}},
      env: {},
      request: {},
      code: 'ARTIFACT_QUOTA',
    },
    {
      name: 'a name that is taken',
      refusal: {status: 409, body: {msg: 'an artifact with this name already exists on the workflow run'}},
      env: {},
      request: {},
      code: 'ARTIFACT_EXISTS',
    },
    {name: 'a forbidden name', refusal: undefined, env: {}, request: {name: 'a:b'}, code: 'ARTIFACT_NAME'},
    {
      name: 'a missing file',
      refusal: undefined,
      env: {},
      request: {files: ['/nowhere/a.csv'], root: '/'},
      code: 'ARTIFACT_NO_FILES',
    },
    {
      name: 'a refused token',
      refusal: {status: 401, body: {msg: 'denied'}},
      env: {},
      request: {},
      code: 'ARTIFACT_REFUSED',
    },
    {
      name: 'a token without scope',
      refusal: undefined,
      env: {ACTIONS_RUNTIME_TOKEN: 'e30.e30.x'},
      request: {},
      code: 'ARTIFACT_REFUSED',
    },
    {
      name: 'a service that is not there',
      refusal: undefined,
      env: {ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/'},
      request: {},
      code: 'ARTIFACT_UNREACHABLE',
    },
    {
      name: 'something else',
      refusal: {status: 400, body: {msg: 'no idea'}},
      env: {},
      request: {},
      code: 'ARTIFACT_FAILED',
    },
  ])('says what is wrong with $name', async ({refusal, env, request, code}) => {
    const service = await artifactService(refusal)
    const {result} = await upload('runner', {...service.env, ...env}, request)
    service.close()
    expect(result).toMatchObject({
      code,
      message: expect.stringContaining('artifact '),
      remedy: expect.stringMatching(/\w/),
    })
  })

  test.for([
    'Failed to CreateArtifact: Failed to make request after 5 attempts: Failed request: (503) Service Unavailable',
    'Upload progress stalled.',
  ])('counts “%s” as unreachable', message => {
    const request = {name: 'audit', root: '/', files: [], retentionDays: 0}
    expect(uploadFailure(new Error(message), request).code).toBe('ARTIFACT_UNREACHABLE')
  })
})
