/** Exports that are signed and timestamped, by every kind of key; what is missing is told, and the export is kept. */
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {cleanUp} from '../runner.ts'
import {hasOpenssl, timestampAuthority} from '../signature/openssl.ts'
import {exportMonth, type MonthOptions, type MonthResult, readFolder} from './month.ts'

afterAll(cleanUp)

const period = '2026-10-06T00:00:00Z/2026-10-06T12:00:00Z'
const failures = ({annotations}: MonthResult) =>
  annotations.filter(({level}) => level === 'fail').map(({message}) => message)

function exported({inputs, ...more}: MonthOptions = {}): Promise<MonthResult> {
  return exportMonth({simulator: {recordsPerMonth: 3000}, inputs: {period, ...inputs}, ...more})
}

/** Requests to the authority leave the simulated world; its clock is the machine's. */
async function timestamped(url: string, more: MonthOptions = {}): Promise<MonthResult> {
  return await exported({
    now: Date.now(),
    inputs: {'timestamp-url': url},
    intercept: request => (request.url === url ? fetch(request) : undefined),
    ...more,
  })
}

describe('an export is signed', () => {
  test('by the certificate that signed in, and the manifest says so', async () => {
    const {directory, folder, outputs} = await exported()
    expect(outputs.status).toBe('complete')
    const {certificate, signature} = folder?.manifest ?? {}
    expect(signature).toEqual({file: 'SHA256SUMS.p7s', certificate: certificate?.thumbprint})
    const expected = {thumbprint: certificate?.thumbprint.toUpperCase()}
    expect(await verifyFolder(machineDisk, directory, {expected})).toMatchObject({
      faults: [],
      signer: {trustedBy: 'certificate-thumbprint'},
    })
  })

  test('and uploaded with its signature', async () => {
    const {uploads} = await exported()
    const names = uploads.flatMap(({files}) => files.map(path => path.split('/').at(-1)))
    expect(names).toContain('SHA256SUMS.p7s')
    expect(names).toContain('SHA256SUMS')
  })

  test('anew where it takes the place of an earlier one, of which nothing stays', async () => {
    const first = await exported()
    const second = await exported({workspace: first.workspace, inputs: {sign: 'off'}})
    expect(first.folder?.names).toContain('SHA256SUMS.p7s')
    expect(second.folder?.names).not.toContain('SHA256SUMS.p7s')
    expect((await verifyFolder(machineDisk, second.directory)).faults).toEqual([])
  })

  test('and names who ran it', async () => {
    const commit = 'a'.repeat(40)
    const facts = {
      actor: 'ada',
      event: 'schedule',
      workflowRef: 'fabrikam/audit/.github/workflows/audit.yml@refs/heads/main',
      workflowSha: 'b'.repeat(40),
      actionRepository: 'contoso/m365-audit-export',
      actionRef: commit,
    }
    const {folder} = await exported({facts, bundle: 'c'.repeat(64)})
    expect(folder?.manifest.run).toMatchObject({
      ...{actor: 'ada', event: 'schedule', workflow: facts.workflowRef, workflowCommit: facts.workflowSha},
    })
    expect(folder?.manifest.tool).toMatchObject({
      ...{commit, ref: commit, repository: 'contoso/m365-audit-export', bundle: 'c'.repeat(64)},
    })
    const moving = await exported({facts: {...facts, actionRef: 'v1'}})
    expect(moving.folder?.manifest.tool).toMatchObject({commit: 'unknown', ref: 'v1'})
  })
})

test('the parts of a sharded export are signed, and the whole where the merging job has the certificate', async () => {
  const {workspace} = await exported({inputs: {shard: '1/2'}})
  await exported({workspace, inputs: {shard: '2/2'}})
  expect(readFolder(join(workspace, 'm365-audit-parts', '2of2'))?.names).toContain('SHA256SUMS.p7s')
  const merged = await exported({workspace, inputs: {mode: 'merge'}})
  expect(merged.outputs.status).toBe('complete')
  expect(merged.folder?.names).toContain('SHA256SUMS.p7s')
  const proof = await verifyFolder(machineDisk, merged.directory)
  expect(proof).toMatchObject({faults: [], signer: {subject: expect.stringContaining('CN=')}})
  const unsigned = await exported({workspace, inputs: {mode: 'merge', sign: 'off'}})
  expect(unsigned.folder?.names).not.toContain('SHA256SUMS.p7s')
  expect((await verifyFolder(machineDisk, unsigned.directory)).faults).toEqual([])
})

describe.skipIf(!hasOpenssl)('an export is timestamped', () => {
  test('by the authority that was named, which gets a hash and nothing else', async () => {
    const {url, questions} = await timestampAuthority()
    const {directory, folder, outputs} = await timestamped(url)
    expect(outputs.status).toBe('complete')
    expect(folder?.manifest.timestamp).toEqual({file: 'SHA256SUMS.tsr', authority: new URL(url).host})
    const proof = await verifyFolder(machineDisk, directory)
    expect(proof.faults).toEqual([])
    expect(proof.timestamp?.authority).toContain('Timestamps of a test')
    expect(questions).toHaveLength(1)
    expect(questions[0]?.length).toBeLessThan(100)
  })

  test('without a signature, where there is no key', async () => {
    const {url} = await timestampAuthority()
    const {directory, folder} = await timestamped(url, {inputs: {'timestamp-url': url, sign: 'off', period}})
    expect(folder?.names).toContain('SHA256SUMS.tsr')
    expect(folder?.names).not.toContain('SHA256SUMS.p7s')
    const proof = await verifyFolder(machineDisk, directory)
    expect(proof).toMatchObject({faults: [], timestamp: {isTrusted: false}})
  })

  test('or is kept without one, signed, and its step fails', async () => {
    const {url} = await timestampAuthority({answer: () => ({status: 400, body: Buffer.alloc(0)})})
    const result = await timestamped(url)
    expect(result.outputs.status).toBe('complete')
    expect(failures(result)).toEqual([expect.stringMatching(/not signed or timestamped as asked: .*TIMESTAMP_REFUSED/)])
    expect(result.uploads).not.toEqual([])
    expect(result.folder?.manifest.timestamp).toBeUndefined()
    expect(result.folder?.names).toContain('SHA256SUMS.p7s')
    expect((await verifyFolder(machineDisk, result.directory)).faults).toEqual([])
  })
})

test('an authority that is out of reach costs the timestamp, and nothing else', async () => {
  const url = 'http://127.0.0.1:9/'
  const result = await exported({
    inputs: {'timestamp-url': url},
    intercept: request => {
      if (request.url === url) throw new TypeError('fetch failed', {cause: new Error('connect ECONNREFUSED')})
      return undefined
    },
  })
  expect(failures(result).join()).toContain('WIRE_UNREACHABLE')
  expect(result.outputs.status).toBe('complete')
  expect((await verifyFolder(machineDisk, result.directory)).faults).toEqual([])
})
