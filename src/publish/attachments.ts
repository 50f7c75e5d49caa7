/** A mail's attachments: the report, and the CSV compressed, as far as they fit. */

import {pipeline} from 'node:stream/promises'
import {createGzip} from 'node:zlib'
import {pluralise} from '../audit/numbers.ts'
import type {PublishedFile} from '../report/publication.ts'
import type {Disk} from '../wire/disk.ts'
import {causes} from '../wire/failure.ts'

export interface Attachment {
  name: string
  type: string
  content: Buffer
  /** The file of the evidence that it holds. */
  file: PublishedFile
}

export interface Attachments {
  attachments: Attachment[]
  left: {file: PublishedFile; why: string}[]
}

/** @param mostBytes of all attachments together. */
export async function attachmentsFor(
  disk: Disk,
  files: readonly PublishedFile[],
  mostBytes: number,
): Promise<Attachments> {
  const chosen: Attachments = {attachments: [], left: []}
  const report =
    files.find(file => /^report\.html(\.age)?$/.test(file.name)) ??
    files.find(file => /^summary\.md(\.age)?$/.test(file.name))
  const csv = files.find(file => /^audit-.*\.csv(\.age)?$/.test(file.name) && !/\.flat\.csv/.test(file.name))
  for (const file of [report, csv]) {
    if (file === undefined) continue
    const used = chosen.attachments.reduce((sum, one) => sum + one.content.length, 0)
    await add({disk, chosen}, file, mostBytes - used)
  }
  return chosen
}

async function add(
  {disk, chosen}: {disk: Disk; chosen: Attachments},
  file: PublishedFile,
  mostBytes: number,
): Promise<void> {
  const compress = file.name.endsWith('.csv')
  try {
    const content = compress ? await gzipped(disk, file.path, mostBytes) : await whole(disk, file.path, mostBytes)
    if (content === undefined) chosen.left.push({file, why: tooLarge({compress, room: mostBytes})})
    else
      chosen.attachments.push({name: compress ? `${file.name}.gz` : file.name, type: typeOf(file.name), content, file})
  } catch (error) {
    chosen.left.push({file, why: `it could not be read: ${causes(error)}`})
  }
}

/** Bytes that a record takes in a compressed CSV, by the months that were measured. */
const bytesOfARecord = 280

function tooLarge({compress, room}: {compress: boolean; room: number}): string {
  const megabytes = (size: number) => `${(size / 1e6).toFixed(1)} MB`
  if (!compress) return `too large for this mail, which has room for ${megabytes(room)} more`
  const records = Math.max(1, Math.round(room / bytesOfARecord / 1000)) * 1000
  return `too large for this mail, even compressed: it has room for ${megabytes(room)} more, some ${pluralise(records, 'record')}`
}

function typeOf(name: string): string {
  if (name.endsWith('.html')) return 'text/html'
  if (name.endsWith('.md')) return 'text/markdown'
  return name.endsWith('.csv') ? 'application/gzip' : 'application/octet-stream'
}

async function whole(disk: Disk, path: string, mostBytes: number): Promise<Buffer | undefined> {
  return (await disk.size(path)) > mostBytes ? undefined : await disk.readFile(path)
}

/** Undefined as soon as the limit is exceeded: a month can be larger than memory. */
async function gzipped(disk: Disk, path: string, mostBytes: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  const full = new AbortController()
  let size = 0
  try {
    await pipeline(
      disk.readStream(path),
      createGzip({level: 9}),
      async (source: AsyncIterable<Buffer>) => {
        for await (const part of source) {
          size += part.length
          if (size > mostBytes) full.abort()
          else parts.push(part)
        }
      },
      {signal: full.signal},
    )
    return size > mostBytes ? undefined : Buffer.concat(parts)
  } catch (error) {
    if (full.signal.aborted) return undefined
    throw error
  }
}
