/** Fetches an archived folder to this machine, to be checked here. */
import {join} from 'node:path'
import type {Disk} from '../wire/disk.ts'
import {Failure} from '../wire/failure.ts'
import {archiveUrl} from './archive-address.ts'
import type {BlobContainer} from './blob-container.ts'

/** Of what an export writes; nothing else is fetched. */
const fileName = /^(?!\.)[\w.+-]{1,120}$/
const mostFiles = 60
/** Bytes, all files together. */
const mostBytes = 64 * 2 ** 30

/**
 * The folder is the address's prefix.
 * @param folder empty, on this machine.
 * @returns the names of its files.
 */
export async function fetchFolder(disk: Disk, container: BlobContainer, folder: string): Promise<string[]> {
  const {address} = container.access
  const prefix = address.prefix === '' ? '' : `${address.prefix}/`
  const url = archiveUrl(address, address.prefix)
  const names: string[] = []
  let left = mostBytes
  for await (const blob of container.names(prefix)) {
    const name = blob.slice(prefix.length)
    if (!fileName.test(name) || names.length >= mostFiles)
      throw noFolder(url, `it holds ${name.slice(0, 100)}, which no export writes`)
    const state = await container.blob(blob)
    if (state === undefined) throw noFolder(url, `${name} went away while it was read`)
    left -= state.bytes
    if (left < 0) throw noFolder(url, `it has more than ${mostBytes} bytes`)
    const path = join(folder, name)
    await disk.writeFile(path, '')
    for await (const block of container.read(blob, state)) await disk.appendFile(path, block)
    names.push(name)
  }
  if (names.length === 0) throw noFolder(url, 'there is nothing below this address')
  return names
}

function noFolder(url: string, why: string): Failure {
  return new Failure({
    code: 'STORAGE_NO_FOLDER',
    message: `${url} is not an archived folder: ${why}.`,
    remedy: 'Take the url from archive.json, or from the run’s summary: it ends in sixteen hexadecimal digits.',
  })
}
