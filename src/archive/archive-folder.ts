/** Archives an evidence folder: uploads what is not there, reads everything back, and states what the service says of it. */

import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {buffer} from 'node:stream/consumers'
import {pluralise} from '../audit/numbers.ts'
import type {Disk} from '../wire/disk.ts'
import {Failure} from '../wire/failure.ts'
import {type ArchiveAddress, archiveUrl} from './archive-address.ts'
import {type ArchivedFile, type ArchivePlace, lockOf} from './archive-file.ts'
import type {BlobContainer, BlobState, ContainerState} from './blob-container.ts'
import {noLocks} from './blob-errors.ts'

export interface ArchivedFolder {
  /** The evidence folder, and its files. */
  folder: string
  files: readonly {name: string; bytes: number; sha256: string}[]
  tenant: string
  /** The period's label. */
  label: string
  /** SHA-256 of manifest.json, and the content digest. */
  manifest: string
  content: string
  /** Whether people's data in it is encrypted. */
  isEncrypted: boolean
  /** Until when each file is locked, in milliseconds; absent where no policy is set. */
  lockUntil?: number | undefined
}

/** Below the prefix: by the manifest's hash, so that two exports of a month never share a folder. */
function archivePath({tenant, label, manifest}: Pick<ArchivedFolder, 'tenant' | 'label' | 'manifest'>): string {
  return `${tenant}/${label}/${manifest.slice(0, 16)}`
}

/** @throws Failure; what was uploaded by then stays, and another attempt goes on from there. */
export async function archiveFolder(
  {disk, now}: {disk: Disk; now: () => number},
  container: BlobContainer,
  given: ArchivedFolder,
): Promise<ArchivePlace> {
  const {address} = container.access
  const state = await container.state()
  const refused = whyNotArchive(state, given, address)
  if (refused) throw refused
  const path = [address.prefix, archivePath(given)].filter(one => one !== '').join('/')
  const url = archiveUrl(address, path)
  const files: ArchivedFile[] = []
  for (const file of given.files) {
    const name = `${path}/${file.name}`
    const source = join(given.folder, file.name)
    const isNew = await container.add(name, file.bytes, (start, length) => blockOf(disk, source, {start, length}))
    await compare(container, {name, file, isNew})
  }
  // Everything is there and right before anything is locked.
  const {lockUntil} = given
  for (const {name, bytes, sha256} of given.files) {
    const blob = `${path}/${name}`
    if (lockUntil !== undefined) await lockBlob(container, blob, lockUntil)
    const {etag: _etag, bytes: _bytes, ...stated} = await found(container, blob)
    files.push({name, bytes, sha256, ...stated})
  }
  const {isPublic: _isPublic, ...stated} = state
  const {manifest, content} = given
  const at = new Date(now()).toISOString()
  return {url, at, manifest, content, container: stated, ...lockOf(files), files}
}

async function blockOf(disk: Disk, path: string, {start, length}: {start: number; length: number}): Promise<Buffer> {
  return length === 0 ? Buffer.alloc(0) : await buffer(disk.readRange(path, start, length))
}

/** By the container's properties alone; undefined where nothing speaks against it. */
export function whyNotArchive(
  state: ContainerState,
  {isEncrypted, lockUntil}: Pick<ArchivedFolder, 'isEncrypted' | 'lockUntil'>,
  address: ArchiveAddress,
): Failure | undefined {
  if (state.isPublic && !isEncrypted) {
    return new Failure({
      code: 'STORAGE_PUBLIC',
      message: `The container ${address.container} of ${address.account} can be read without signing in: nothing was uploaded.`,
      remedy: 'Set its access level to private, or encrypt the files (encrypt-to).',
    })
  }
  if (lockUntil !== undefined && !state.versionLevelImmutability) return new Failure(noLocks(address))
  return undefined
}

async function compare(
  container: BlobContainer,
  {name, file, isNew}: {name: string; file: {bytes: number; sha256: string}; isNew: boolean},
): Promise<void> {
  const state = await found(container, name)
  const hash = createHash('sha256')
  if (state.bytes === file.bytes) for await (const block of container.read(name, state)) hash.update(block)
  const sha256 = hash.digest('hex')
  if (state.bytes === file.bytes && sha256 === file.sha256) return
  const is = `${pluralise(state.bytes, 'byte')}${state.bytes === file.bytes ? `, SHA-256 ${sha256}` : ''}`
  const should = `${pluralise(file.bytes, 'byte')}, SHA-256 ${file.sha256}`
  throw isNew
    ? new Failure({
        code: 'STORAGE_READ_BACK',
        message: `What was read back of ${name} is not what was uploaded: ${is}, instead of ${should}.`,
        remedy:
          'Run it again. Where it happens again, the folder was changed while it was uploaded, or the service is at fault.',
      })
    : new Failure({
        code: 'STORAGE_DIFFERS',
        message: `${name} is in the archive already, with other content: ${is}, instead of ${should}. It was left as it is.`,
        remedy: 'Another job or person wrote it there. Look who may write to the container.',
      })
}

async function found(container: BlobContainer, name: string): Promise<BlobState> {
  const state = await container.blob(name)
  if (state) return state
  throw new Failure({
    code: 'STORAGE_GONE',
    message: `${name} was archived, and is not there any more.`,
    remedy: 'Look for what deletes from the container: a lifecycle rule, or another job with rights to it.',
  })
}

async function lockBlob(container: BlobContainer, name: string, until: number): Promise<void> {
  const {policy} = await found(container, name)
  const isLocked = policy?.mode === 'locked' && Date.parse(policy.until) >= until
  if (!isLocked) await container.lock(name, until)
  const after = await found(container, name)
  if (after.policy?.mode === 'locked' && Date.parse(after.policy.until) >= until) return
  throw new Failure({
    code: 'STORAGE_LOCK_LOST',
    message: `The lock of ${name} was set, and the service states another one: ${after.policy ? `${after.policy.mode} until ${after.policy.until}` : 'none'}.`,
    remedy: 'Run it again; mode: doctor shows what the container says of itself.',
  })
}
