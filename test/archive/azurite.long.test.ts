/**
 * The archive against Azurite (`npm run check:azurite`). It takes tokens over TLS only, so that a signature of the account goes along in
 * place of ours; it has no versions and no immutability.
 */
import {createHash} from 'node:crypto'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  BlobServiceClient,
  generateAccountSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob'
import {afterAll, describe, expect, test} from 'vitest'
import {archiveFolder} from '../../src/archive/archive-folder.ts'
import {BlobContainer, blockSize} from '../../src/archive/blob-container.ts'
import {fetchFolder} from '../../src/archive/fetch-folder.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {failureOf} from '../builders.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {aWorld} from '../signin/world.ts'
import {addressOf, archiveTo} from './tenant.ts'

afterAll(cleanUp)

const url = process.env.AZURITE_BLOB_URL
/** The account that every Azurite has: https://learn.microsoft.com/azure/storage/common/storage-use-azurite */
const account = new StorageSharedKeyCredential(
  'devstoreaccount1',
  ['Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq', 'K1SZFPTOtr/KBHBeksoGMGw=='].join('/'),
)
const signature = generateAccountSASQueryParameters(
  {
    expiresOn: new Date(Date.now() + 3_600_000),
    permissions: AccountSASPermissions.parse('rwdlacup'),
    resourceTypes: AccountSASResourceTypes.parse('sco').toString(),
    services: AccountSASServices.parse('b').toString(),
  },
  account,
).toString()
const base = `${url}/devstoreaccount1`

/** A container of its own for each test. */
async function aContainer(name: string, isMade = true) {
  if (isMade) await new BlobServiceClient(base, account).createContainer(name)
  const transport = aWorld(async request => {
    const headers = new Headers(request.headers)
    headers.delete('authorization')
    const body = request.body === null ? null : Buffer.from(await request.arrayBuffer())
    const at = `${request.url}${request.url.includes('?') ? '&' : '?'}${signature}`
    return await fetch(at, {method: request.method, headers, body, signal: request.signal})
  })
  const tokens = {
    token: async () => ({secret: 'x', expiresAt: Number.POSITIVE_INFINITY}),
    renew: async () => ({secret: 'x', expiresAt: 0}),
  }
  const address = {...addressOf(archiveTo), container: name, prefix: 'm365'}
  const open = (prefix: string) =>
    BlobContainer.open(transport, {address: {...address, prefix}, base, clientId: 'client', tokens})
  return {open, container: await open('m365')}
}

function aFolderOf(sizes: Record<string, number>) {
  const folder = temporaryFolder()
  const files = Object.entries(sizes).map(([name, bytes]) => {
    const content = Buffer.alloc(bytes, name)
    writeFileSync(join(folder, name), content)
    return {name, bytes, sha256: createHash('sha256').update(content).digest('hex')}
  })
  return {
    ...{folder, files, tenant: 'tenant', label: '2026-10', isEncrypted: false},
    ...{manifest: 'a'.repeat(64), content: 'c'.repeat(64)},
  }
}

const world = {disk: machineDisk, now: Date.now}

describe.skipIf(url === undefined)('Azurite', () => {
  test('takes a folder, gives it back the same, and is not asked to write it twice', async () => {
    const {container, open} = await aContainer('whole')
    const given = aFolderOf({'manifest.json': 900, 'empty.csv': 0, 'audit.csv': 2 * blockSize + 3})
    const place = await archiveFolder(world, container, given)
    expect(place.files.map(({name, bytes, sha256}) => ({name, bytes, sha256}))).toEqual(given.files)
    expect((await archiveFolder(world, container, given)).files).toEqual(place.files)
    const folder = temporaryFolder()
    const fetched = await fetchFolder(machineDisk, await open('m365/tenant/2026-10/aaaaaaaaaaaaaaaa'), folder)
    expect(new Set(fetched)).toEqual(new Set(['audit.csv', 'empty.csv', 'manifest.json']))
    const read = createHash('sha256')
      .update(await machineDisk.readFile(join(folder, 'audit.csv')))
      .digest('hex')
    expect(read).toBe(given.files[2]?.sha256)
  })

  test('keeps what is there: other content of the same name is found, and left', async () => {
    const {container} = await aContainer('differs')
    for (const bytes of [900, blockSize + 1]) {
      const name = `${bytes}.json`
      await archiveFolder(world, container, aFolderOf({[name]: bytes}))
      const other = aFolderOf({[name]: bytes + 1})
      expect((await failureOf(archiveFolder(world, container, other))).code).toBe('STORAGE_DIFFERS')
    }
  })

  test('lets a check write nothing', async () => {
    const {container} = await aContainer('checked')
    await container.checkWrite('m365')
    const names: string[] = []
    for await (const name of container.names('')) names.push(name)
    expect(names).toEqual([])
  })

  test('has no such container, and no locks', async () => {
    const missing = await aContainer('missing', false)
    expect((await failureOf(archiveFolder(world, missing.container, aFolderOf({a: 1})))).code).toBe('STORAGE_CONTAINER')
    const {container} = await aContainer('unlocked')
    const locked = {...aFolderOf({a: 1}), lockUntil: Date.now() + 86_400_000}
    expect((await failureOf(archiveFolder(world, container, locked))).code).toBe('STORAGE_NO_LOCKS')
  })
})
