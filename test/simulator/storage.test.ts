/** The simulated container of Blob Storage refuses what the service refuses, asked without the program's client. */
import {describe, expect, test} from 'vitest'
import type {StorageOptions} from '../../src/simulator/storage.ts'
import {aContainer} from '../archive/tenant.ts'

const usual = {'x-ms-version': '2023-11-03', 'x-ms-date': 'Sun, 29 Nov 2026 12:00:00 GMT'}
const blob = {'x-ms-blob-type': 'BlockBlob'}
const policy = (days: number, mode?: string) => ({
  'x-ms-immutability-policy-until-date': new Date(Date.now() + days * 86_400_000).toUTCString(),
  ...(mode ? {'x-ms-immutability-policy-mode': mode} : {}),
})

async function asked(storage: Partial<StorageOptions> = {}) {
  const {simulator, container, storage: kept} = await aContainer({role: 'owner', ...storage})
  const {secret} = await container.access.tokens.token()
  const ask = async (words: string, headers: Record<string, string | undefined> = {}, body?: string) => {
    const [method = '', path = ''] = words.split(' ')
    const all = {authorization: `Bearer ${secret}`, ...usual, ...headers}
    const given = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
    const request = {method, headers: given as [string, string][], ...(body === undefined ? {} : {body})}
    const answer = await simulator.fetch(new Request(`http://127.0.0.1/storage/${path}`, request))
    const code = answer.headers.get('x-ms-error-code')
    return {says: `${answer.status}${code ? ` ${code}` : ''}`, headers: answer.headers, text: await answer.text()}
  }
  return {ask, kept, simulator}
}

test.each<[string, string, Record<string, string | undefined>, string]>([
  ['without a version', 'GET audit/a', {'x-ms-version': undefined}, '400 MissingRequiredHeader'],
  ['of a version too old', 'GET audit/a', {'x-ms-version': '2019-12-12'}, '400 InvalidHeaderValue'],
  ['without a date', 'GET audit/a', {'x-ms-date': undefined}, '400 MissingRequiredHeader'],
  ['without a token', 'GET audit/a', {authorization: undefined}, '401 NoAuthenticationInformation'],
  ['with another token', 'GET audit/a', {authorization: 'Bearer a.b.c'}, '401 InvalidAuthenticationInfo'],
  ['of a blob that is not there', 'GET audit/a', {}, '404 BlobNotFound'],
  ['of another container', 'GET other/a', {}, '404 ContainerNotFound'],
  ['to write without a type', 'PUT audit/a', {}, '400 MissingRequiredHeader'],
  ['to write a page blob', 'PUT audit/a', {'x-ms-blob-type': 'PageBlob'}, '400 InvalidHeaderValue'],
  ['to change what is not there', 'PUT audit/a', {...blob, 'if-match': '*'}, '412 ConditionNotMet'],
  ['with a block id that is no base64', 'PUT audit/a?comp=block&blockid=a', {}, '400 InvalidQueryParameterValue'],
  ['with another operation', 'PUT audit/a?comp=tier', {}, '400 InvalidQueryParameterValue'],
  ['to lock where blobs take no policies', 'DELETE audit/a?comp=immutabilityPolicies', {}, '404 BlobNotFound'],
])('a request %s is refused', async (_, words, headers, says) => {
  const {ask} = await asked()
  expect((await ask(words, headers, words.startsWith('PUT') ? 'x' : undefined)).says).toBe(says)
})

test('a token for another service is refused', async () => {
  const {simulator} = await asked()
  const headers = {...usual, authorization: `Bearer ${await simulator.vaultToken()}`}
  const answer = await simulator.fetch(new Request('http://127.0.0.1/storage/audit?restype=container', {headers}))
  expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([
    401,
    expect.stringContaining('storage.azure.com'),
  ])
})

test('blocks count only once they are listed, in the order of the list, and are gone then', async () => {
  const {ask, kept} = await asked()
  const [one, two] = ['MDE=', 'MDI=']
  const list = (...ids: string[]) => `<BlockList>${ids.map(id => `<Latest>${id}</Latest>`).join('')}</BlockList>`
  expect((await ask(`PUT audit/a?comp=block&blockid=${one}`, {}, 'b')).says).toBe('201')
  expect((await ask(`PUT audit/a?comp=block&blockid=${two}`, {}, 'a')).says).toBe('201')
  expect((await ask('PUT audit/a?comp=block&blockid=MDAwMQ==', {}, 'a')).says).toBe('400 InvalidBlobOrBlock')
  expect(kept.content()).toEqual({})
  expect((await ask('PUT audit/a?comp=blocklist', {}, list(one, 'MDM='))).says).toBe('400 InvalidBlockList')
  expect((await ask('PUT audit/a?comp=blocklist', {}, 'x')).says).toBe('400 InvalidXmlDocument')
  expect((await ask('PUT audit/a?comp=blocklist', {'if-none-match': '*'}, list(two, one, two))).says).toBe('201')
  expect(String(kept.content().a)).toBe('aba')
  expect((await ask('PUT audit/a?comp=blocklist', {}, list(one))).says).toBe('400 InvalidBlockList')
  expect((await ask('PUT audit/a', {...blob, 'if-none-match': '*'}, 'x')).says).toBe('409 BlobAlreadyExists')
})

test('a part is read by its range, of the version that was asked for', async () => {
  const {ask} = await asked()
  const {headers} = await ask('PUT audit/a', blob, '0123456789')
  const etag = headers.get('etag') ?? ''
  const part = await ask('GET audit/a', {range: 'bytes=3-5', 'if-match': etag})
  expect([part.says, part.text, part.headers.get('content-range')]).toEqual(['206', '345', 'bytes 3-5/10'])
  expect((await ask('GET audit/a', {range: 'bytes=10-12'})).says).toBe('416 InvalidRange')
  await ask('PUT audit/a', blob, 'other')
  expect((await ask('GET audit/a', {'if-match': etag})).says).toBe('412 ConditionNotMet')
})

describe('a policy', () => {
  const locks = {versionLevelImmutability: true}

  test('that is locked can be extended, and nothing else; its version can’t be deleted, and stays when the blob is written anew', async () => {
    const {ask, kept} = await asked(locks)
    await ask('PUT audit/a', blob, 'first')
    const set = async (headers: Record<string, string>) =>
      (await ask('PUT audit/a?comp=immutabilityPolicies', headers)).says
    expect(await set({})).toBe('400 MissingRequiredHeader')
    expect(await set(policy(-1))).toBe('400 InvalidHeaderValue')
    expect(await set({'x-ms-immutability-policy-until-date': '2036-01-01T00:00:00Z'})).toBe('400 InvalidHeaderValue')
    expect(await set(policy(10, 'Frozen'))).toBe('400 InvalidHeaderValue')
    expect(await set(policy(10))).toBe('200')
    expect((await ask('DELETE audit/a?comp=immutabilityPolicies')).says).toBe('200')
    expect(await set(policy(10, 'Locked'))).toBe('200')
    expect(await set(policy(9, 'Locked'))).toBe('409 BlobImmutableDueToPolicy')
    expect(await set(policy(20, 'Unlocked'))).toBe('409 BlobImmutableDueToPolicy')
    expect(await set(policy(20, 'Locked'))).toBe('200')
    expect((await ask('DELETE audit/a?comp=immutabilityPolicies')).says).toBe('409 BlobImmutableDueToPolicy')
    expect((await ask('DELETE audit/a')).says).toBe('409 BlobImmutableDueToPolicy')
    await ask('PUT audit/a', blob, 'second')
    expect(kept.blobs.get('a')?.map(({bytes}) => String(bytes))).toEqual(['first', 'second'])
  })

  test('of the container lets new blobs in, and keeps them as they are', async () => {
    for (const [storage, says] of [
      [{containerPolicy: true}, '409 BlobImmutableDueToPolicy'],
      [{legalHold: true}, '409 BlobImmutableDueToLegalHold'],
    ] as const) {
      const {ask} = await asked(storage)
      expect((await ask('PUT audit/a', blob, 'x')).says).toBe('201')
      expect((await ask('PUT audit/a', blob, 'y')).says).toBe(says)
      expect((await ask('PUT audit/a?comp=block&blockid=MDE=', {}, 'y')).says).toBe(says)
      expect((await ask('DELETE audit/a')).says).toBe(says)
    }
  })

  test('is not for an app that may only write', async () => {
    const {ask} = await asked({...locks, role: 'contributor'})
    await ask('PUT audit/a', blob, 'x')
    expect((await ask('PUT audit/a?comp=immutabilityPolicies', policy(1))).says).toBe(
      '403 AuthorizationPermissionMismatch',
    )
    expect((await ask('DELETE audit/a')).says).toBe('202')
  })
})

test('lists go on where a page ends', async () => {
  const {ask} = await asked()
  for (const name of ['x/1', 'x/2', 'x/3', 'y']) await ask(`PUT audit/${name}`, blob, name)
  const names: string[] = []
  for (let marker = ''; ; ) {
    const {text} = await ask(`GET audit?restype=container&comp=list&prefix=x/&maxresults=2&marker=${marker}`)
    names.push(...[...text.matchAll(/<Name>(.*?)<\/Name>/g)].map(([, name = '']) => name))
    marker = /<NextMarker>(.*?)<\/NextMarker>/.exec(text)?.[1] ?? ''
    if (marker === '') break
  }
  expect(names).toEqual(['x/1', 'x/2', 'x/3'])
})
