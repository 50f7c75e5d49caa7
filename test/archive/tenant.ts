/** A simulated container of Blob Storage, and the client that signs in to it. */
import {parseArchiveAddress} from '../../src/archive/archive-address.ts'
import {type BlobAccess, BlobContainer} from '../../src/archive/blob-container.ts'
import {readCertificate} from '../../src/signin/certificate.ts'
import type {Credential} from '../../src/signin/credential.ts'
import {tokenProvider} from '../../src/signin/token.ts'
import {sharedCertificate} from '../../src/simulator/certificate.ts'
import type {StorageOptions} from '../../src/simulator/storage.ts'
import {aTenant} from '../signin/simulated.ts'

export const archiveTo = 'https://fabrikamaudit.blob.core.windows.net/audit'

export function addressOf(text = archiveTo): BlobAccess['address'] {
  const parsed = parseArchiveAddress(text)
  if (!('ok' in parsed)) throw new TypeError(parsed.mistake)
  return parsed.ok
}

/** Opened once: to read a certificate takes longer than most tests. */
const credential: Promise<Credential> = (async () => {
  const shared = await sharedCertificate()
  const content = `${shared.privateKey.export({type: 'pkcs8', format: 'pem'})}${shared.certificate}`
  const certificate = await readCertificate(
    {content, password: '', source: 'the test'},
    {now: Date.now, mask: () => {}},
  )
  return {kind: 'certificate', certificate}
})()

/** @param intercept answers in the service's place. */
export async function aContainer(
  storage: Partial<StorageOptions> = {},
  intercept: (request: Request) => Response | undefined | Promise<Response | undefined> = () => undefined,
  to = archiveTo,
) {
  const tenant = await aTenant({storage})
  const {simulator, app, world} = tenant
  const watched = {
    ...world,
    fetch: async (request: Request) => (await intercept(request.clone())) ?? (await simulator.fetch(request)),
  }
  const tokens = tokenProvider(watched, {...app, credential: await credential, resource: 'storage'})
  const access = {address: addressOf(to), base: 'http://127.0.0.1/storage', clientId: app.clientId, tokens}
  const container = await BlobContainer.open(watched, access)
  return {...tenant, world: watched, container, storage: simulator.storage}
}
