/** A folder in Blob Storage: what is uploaded, compared, locked and refused, and what the service is asked for. */
import {createHash} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {type ArchivedFolder, archiveFolder} from '../../src/archive/archive-folder.ts'
import {blockSize} from '../../src/archive/blob-container.ts'
import {machineDisk} from '../../src/host/disk.ts'
import type {StorageOptions} from '../../src/simulator/storage.ts'
import {explain} from '../../src/wire/failure.ts'
import {failureOf} from '../builders.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {aContainer, archiveTo} from './tenant.ts'

afterAll(cleanUp)

const locks = {role: 'owner', versionLevelImmutability: true} as const
const path = 'tenant/2026-10/aaaaaaaaaaaaaaaa'

/** @param sizes of the files, which hold different bytes everywhere. */
function aFolderOf(sizes: Record<string, number>, more: Partial<ArchivedFolder> = {}): ArchivedFolder {
  const folder = temporaryFolder()
  const files = Object.entries(sizes).map(([name, bytes]) => {
    const content = Buffer.alloc(bytes)
    for (let at = 0; at < bytes; at += 4096) content.writeUInt8((at / 4096 + name.length) % 251, at)
    writeFileSync(join(folder, name), content)
    return {name, bytes, sha256: createHash('sha256').update(content).digest('hex')}
  })
  return {
    ...{folder, files, tenant: 'tenant', label: '2026-10', isEncrypted: false},
    ...{manifest: 'a'.repeat(64), content: 'c'.repeat(64)},
    ...more,
  }
}

const small = () => aFolderOf({'manifest.json': 900, SHA256SUMS: 70, 'empty.csv': 0})

type Intercept = Parameters<typeof aContainer>[1]

async function archived(
  given: ArchivedFolder,
  storage: Partial<StorageOptions> = {},
  intercept?: Intercept,
  to?: string,
) {
  const tenant = await aContainer(storage, intercept, to)
  const archive = () => archiveFolder({disk: machineDisk, now: tenant.world.now}, tenant.container, given)
  return {...tenant, archive}
}

describe('a folder', () => {
  test('is uploaded under its manifest’s hash, read back, and stated as the service states it', async () => {
    const given = small()
    const {archive, storage} = await archived(given)
    const place = await archive()
    expect(place).toMatchObject({
      url: `${archiveTo}/${path}`,
      manifest: 'a'.repeat(64),
      container: {immutabilityPolicy: false, legalHold: false, versionLevelImmutability: false},
      files: given.files.map(file => ({...file, legalHold: false})),
    })
    expect(place).not.toHaveProperty('lockedUntil')
    expect(Object.keys(storage.content())).toEqual(given.files.map(({name}) => `${path}/${name}`))
  })

  test('of more than a block is cut, and whole again in the archive; nothing is held as a whole', async () => {
    const given = aFolderOf({'audit.csv': blockSize + 17})
    const {archive, storage} = await archived(given)
    const place = await archive()
    expect(place.files.map(({sha256}) => sha256)).toEqual(given.files.map(({sha256}) => sha256))
    expect(storage.requests.filter(one => one.endsWith(' block'))).toHaveLength(2)
    expect(storage.content()[`${path}/audit.csv`]?.length).toBe(blockSize + 17)
  })

  test('that is there already is compared and left as it is', async () => {
    const given = aFolderOf({'manifest.json': 900, 'audit.csv': blockSize + 1})
    const {archive, storage} = await archived(given, {versionLevelImmutability: true})
    const first = await archive()
    const before = storage.requests.length
    const second = await archive()
    expect(second.files).toEqual(first.files)
    expect([...storage.blobs.values()].map(versions => versions.length)).toEqual([1, 1])
    expect(storage.requests.slice(before).filter(one => one.endsWith(' block'))).toEqual([])
  })

  test('goes on where an earlier attempt broke off', async () => {
    let left = 4
    const given = small()
    const {archive, storage} = await archived(given, {}, request => {
      if (request.method === 'PUT' && left-- <= 0)
        return new Response(null, {status: 403, headers: {'x-ms-error-code': 'X'}})
      return undefined
    })
    left = 1
    expect((await failureOf(archive())).code).toBe('STORAGE_REFUSED')
    expect(Object.keys(storage.content())).toHaveLength(1)
    left = 99
    expect((await archive()).files).toHaveLength(3)
  })

  test('keeps what others wrote there, and says so', async () => {
    for (const size of [900, 901, blockSize + 1]) {
      const given = aFolderOf({'manifest.json': size})
      const {archive, storage} = await archived(given)
      await archive()
      const [versions] = storage.blobs.values()
      const other = Buffer.from('something else')
      versions?.splice(0, 1, {...(versions[0] as (typeof versions)[0]), bytes: other})
      expect((await failureOf(archive())).code).toBe('STORAGE_DIFFERS')
      expect(storage.content()[`${path}/manifest.json`]).toEqual(other)
    }
  })

  test('that does not read back as it was sent is no archive', async () => {
    const {archive} = await archived(small(), {}, request => {
      if (request.method !== 'GET' || request.url.includes('restype')) return undefined
      return new Response(Buffer.alloc(900), {
        status: 206,
        headers: {'content-length': '900', 'content-range': 'bytes 0-899/900', etag: '"x"'},
      })
    })
    expect((await failureOf(archive())).code).toBe('STORAGE_READ_BACK')
  })

  test('survives throttling, broken connections, and a token that is refused once', async () => {
    const seen = new Map<string, number>()
    let tokens = 0
    const {archive} = await archived(aFolderOf({'audit.csv': blockSize + 5}), {}, request => {
      if (request.url.includes('/oauth2/')) tokens++
      if (!request.url.includes('/storage/')) return undefined
      const key = `${request.method} ${new URL(request.url).search}`
      const count = (seen.get(key) ?? 0) + 1
      seen.set(key, count)
      if (count === 1)
        return new Response(null, {status: 503, headers: {'x-ms-error-code': 'ServerBusy', 'retry-after': '1'}})
      if (count === 2) throw new TypeError('fetch failed', {cause: Object.assign(new Error('x'), {code: 'ECONNRESET'})})
      if (count === 3 && request.method === 'HEAD') {
        return new Response(null, {status: 401, headers: {'x-ms-error-code': 'InvalidAuthenticationInfo'}})
      }
      return undefined
    })
    expect((await archive()).files).toHaveLength(1)
    expect(tokens).toBeGreaterThan(1)
  })

  test('counts a write that succeeded without its answer', async () => {
    let lost = false
    const {archive, storage, simulator} = await archived(small(), {}, async request => {
      if (lost || request.method !== 'PUT') return undefined
      lost = true
      await simulatorOf().fetch(request)
      throw new TypeError('fetch failed', {cause: Object.assign(new Error('x'), {code: 'ECONNRESET'})})
    })
    const simulatorOf = () => simulator
    expect((await archive()).files).toHaveLength(3)
    expect([...storage.blobs.values()].every(versions => versions.length === 1)).toBe(true)
  })
})

describe('a lock', () => {
  const until = Math.ceil(Date.now() / 1000) * 1000 + 400 * 86_400_000
  const locked = () => ({...small(), lockUntil: until})

  test('is set on every file after all are compared, and keeps each from being deleted', async () => {
    const {archive, storage, tokens: _, container, simulator} = await archived(locked(), locks)
    const place = await archive()
    expect(place.lockedUntil).toBe(new Date(until).toISOString())
    expect(place.files.every(({policy, versionId}) => policy?.mode === 'locked' && versionId)).toBe(true)
    const firstLock = storage.requests.findIndex(one => one.endsWith('immutabilityPolicies'))
    const lastWrite = storage.requests.findLastIndex(one => one.startsWith('PUT') && !one.includes(' immut'))
    expect(firstLock).toBeGreaterThan(lastWrite)
    const {secret} = await container.access.tokens.token()
    const headers = {
      authorization: `Bearer ${secret}`,
      'x-ms-version': '2023-11-03',
      'x-ms-date': new Date().toUTCString(),
    }
    for (const comp of ['', '?comp=immutabilityPolicies']) {
      const url = `http://127.0.0.1/storage/audit/${path}/manifest.json${comp}`
      const answer = await simulator.fetch(new Request(url, {method: 'DELETE', headers}))
      expect([answer.status, answer.headers.get('x-ms-error-code')]).toEqual([409, 'BlobImmutableDueToPolicy'])
    }
  })

  test('is never shortened by a later run', async () => {
    const first = locked()
    const {archive, container, storage, world} = await archived(first, locks)
    await archive()
    const earlier = {...first, lockUntil: until - 86_400_000}
    const place = await archiveFolder({disk: machineDisk, now: world.now}, container, earlier)
    expect(place.lockedUntil).toBe(new Date(until).toISOString())
    const later = {...first, lockUntil: until + 86_400_000}
    expect((await archiveFolder({disk: machineDisk, now: world.now}, container, later)).lockedUntil).toBe(
      new Date(until + 86_400_000).toISOString(),
    )
    expect([...storage.blobs.values()].every(versions => versions.length === 1)).toBe(true)
  })

  test.each<[string, Partial<StorageOptions>, string]>([
    ['a container whose blobs take no policies', {role: 'owner'}, 'STORAGE_NO_LOCKS'],
    ['an app that may only write', {role: 'contributor', versionLevelImmutability: true}, 'STORAGE_LOCK_ROLE'],
  ])('is refused by %s, with what to do', async (_, storage, code) => {
    const {archive, storage: kept} = await archived(locked(), storage)
    expect((await failureOf(archive())).code).toBe(code)
    if (code === 'STORAGE_NO_LOCKS') expect(kept.content()).toEqual({})
  })

  test('that the service does not state is no lock', async () => {
    const {archive} = await archived(locked(), locks, request =>
      request.url.includes('immutabilityPolicies') ? new Response(null, {status: 200}) : undefined,
    )
    expect((await failureOf(archive())).code).toBe('STORAGE_LOCK_LOST')
  })

  test('of the container’s own making is stated: a default for its blobs with its end, a policy of the container without', async () => {
    const byDefault = await archived(small(), {
      versionLevelImmutability: true,
      defaultPolicy: {days: 30, mode: 'Locked'},
    })
    const place = await byDefault.archive()
    expect(place.files.every(({policy}) => policy?.mode === 'locked')).toBe(true)
    expect(place.lockedUntil).toBeDefined()
    const ofContainer = await archived(small(), {containerPolicy: true})
    const other = await ofContainer.archive()
    expect([other.container.immutabilityPolicy, other.lockedUntil]).toEqual([true, undefined])
    // The same folder again: the service refuses to write, and what is there is compared.
    expect((await ofContainer.archive()).files).toEqual(other.files)
  })
})

describe('refused', () => {
  test.each<[string, Partial<StorageOptions>, string, RegExp]>([
    [
      'without a role',
      {role: 'none'},
      'STORAGE_ROLE',
      /az role assignment create --role "Storage Blob Data Contributor"/,
    ],
    ['with the right to read alone', {role: 'reader'}, 'STORAGE_ROLE', /Storage Blob Data Contributor/],
    ['in a container that is not there', {container: 'other'}, 'STORAGE_CONTAINER', /docs\/archive.md/],
    ['by the network rules', {firewall: true}, 'STORAGE_FIREWALL', /Networking/],
    ['in a container that everybody reads', {publicAccess: 'blob'}, 'STORAGE_PUBLIC', /encrypt-to/],
  ])('%s, nothing is left behind', async (_, storage, code, remedy) => {
    const {archive, storage: kept} = await archived(small(), storage)
    const failure = await failureOf(archive())
    expect([failure.code, kept.content()]).toEqual([code, {}])
    expect(failure.remedy).toMatch(remedy)
  })

  test('encrypted files may lie where everybody reads', async () => {
    const {archive} = await archived({...small(), isEncrypted: true}, {publicAccess: 'container'})
    expect((await archive()).files).toHaveLength(3)
  })

  test('by a service that stays away, after patience, and the token is in nothing that is said', async () => {
    const {archive, container, world} = await archived(small(), {}, request =>
      request.url.includes('/storage/') ? new Response(null, {status: 503}) : undefined,
    )
    const failure = await failureOf(archive())
    expect(failure.code).toBe('STORAGE_UNAVAILABLE')
    const {secret} = await container.access.tokens.token()
    expect([explain(failure), ...world.said].join('\n')).not.toContain(secret)
  })

  test('for an account that does not exist', async () => {
    const {archive} = await archived(small(), {}, request => {
      if (!request.url.includes('/storage/')) return undefined
      throw new TypeError('fetch failed', {
        cause: Object.assign(new Error('getaddrinfo ENOTFOUND x'), {code: 'ENOTFOUND'}),
      })
    })
    expect((await failureOf(archive())).code).toBe('STORAGE_ACCOUNT')
  })
})

describe('a check before an export', () => {
  test('finds that the app may write and lock, and leaves nothing', async () => {
    const {container, storage} = await aContainer(locks)
    await container.checkWrite('x/y')
    await container.checkLock('', Date.now() + 86_400_000)
    expect([...storage.blobs]).toEqual([])
    // Both were asked for, and both were let through as far as their own conditions.
    expect(storage.requests).toHaveLength(2)
  })

  test.each<[string, Partial<StorageOptions>, string | undefined, string | undefined]>([
    ['a reader', {role: 'reader'}, 'STORAGE_ROLE', 'STORAGE_LOCK_ROLE'],
    ['a contributor', {role: 'contributor', versionLevelImmutability: true}, undefined, 'STORAGE_LOCK_ROLE'],
  ])('tells what %s may not', async (_, storage, write, lock) => {
    const {container} = await aContainer(storage)
    const codeOf = async (check: Promise<void>) =>
      await check.then(
        () => undefined,
        ({code}: {code: string}) => code,
      )
    expect(await codeOf(container.checkWrite(''))).toBe(write)
    expect(await codeOf(container.checkLock('', Date.now() + 86_400_000))).toBe(lock)
  })
})

test('lists all names below a prefix, page by page', async () => {
  const given = aFolderOf({'a.csv': 1, 'b&c.csv': 2})
  const {archive, container} = await archived(given, {}, undefined, `${archiveTo}/deep/prefix`)
  await archive()
  const names: string[] = []
  for await (const name of container.names(`deep/prefix/${path}/`)) names.push(name)
  expect(names).toEqual(['a.csv', 'b&c.csv'].map(name => `deep/prefix/${path}/${name}`))
})
