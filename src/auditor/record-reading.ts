/** The data files of a dropped folder, each as the records that it holds: what a browser can read of them without a library. */
import {checkCsvHeader, longestRecord, mostUnpacked, recordOfCells, unpackedFreely} from '../files/read-record-file.ts'
import {unguarded} from '../report/flat/csv.ts'
import type {Manifest} from '../report/manifest.ts'
import {dataFileEnding, jsonlRecordLine, type RecordLine} from '../verify/record-lines.ts'
import {csvRows} from './csv-rows.ts'

type Pieces = AsyncIterable<Uint8Array<ArrayBuffer>>
type Lines = (pieces: Pieces, manifest: Manifest) => AsyncIterable<RecordLine>

/** By the ending of their names, those first that say most. */
const readers: readonly [ending: string, lines: Lines][] = [
  ['.csv', rowsOf],
  ['.jsonl.gz', linesOf],
  ['.flat.csv', flatRowsOf],
]

/** The manifest's data files that can be read here, by name. */
export function readableDataFiles(
  manifest: Manifest,
): {name: string; lines: (pieces: Pieces) => AsyncIterable<RecordLine>}[] {
  return readers.flatMap(([ending, lines]) => {
    const file = manifest.files.find(({name}) => dataFileEnding(name) === ending)
    return file ? [{name: file.name, lines: (pieces: Pieces) => lines(pieces, manifest)}] : []
  })
}

/** The manifest's data files whose rows are left unread here. */
export function otherDataFiles({files}: Manifest): string[] {
  return files.map(({name}) => name).filter(name => dataFileEnding(name) === '.parquet')
}

async function* rowsOf(pieces: Pieces): AsyncGenerator<RecordLine> {
  let isHeader = true
  for await (const cells of csvRows(pieces)) {
    if (isHeader) checkCsvHeader(cells)
    else {
      const record = recordOfCells(cells)
      yield {record, auditData: record.AuditData}
    }
    isHeader = false
  }
  if (isHeader) throw new TypeError('the CSV has no header')
}

async function* flatRowsOf(pieces: Pieces, {flat}: Manifest): AsyncGenerator<RecordLine> {
  let isHeader = true
  for await (const cells of csvRows(pieces)) {
    const [CreationDate = '', Id = ''] = cells
    if (!isHeader) yield {key: {CreationDate, Identity: unguarded(Id, flat?.guard ?? 'formulas')}}
    else if (!/^\ufeff?CreationTime$/.test(CreationDate) || Id !== 'Id')
      throw new TypeError('the flat CSV has other columns')
    isHeader = false
  }
  if (isHeader) throw new TypeError('the flat CSV has no header')
}

/** Every line of the JSON Lines file. @throws where it is not gzip, ends inside a line, or unpacks without bounds. */
async function* linesOf(pieces: Pieces): AsyncGenerator<RecordLine> {
  const decoder = new TextDecoder('utf-8', {ignoreBOM: true})
  let begun: Uint8Array[] = []
  let length = 0
  for await (const chunk of unpacked(pieces)) {
    let at = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, at)) {
      const last = chunk.subarray(at, end)
      const line = begun.length > 0 ? joined([...begun, last]) : last
      begun = []
      length = 0
      at = end + 1
      yield jsonlRecordLine(decoder.decode(line))
    }
    if (at < chunk.length) begun.push(chunk.subarray(at))
    length += chunk.length - at
    if (length > longestRecord) throw new TypeError(`a line of the JSONL file is longer than ${longestRecord} bytes`)
  }
  if (length > 0) throw new TypeError('the JSONL file ends inside a line')
}

async function* unpacked(pieces: Pieces): AsyncGenerator<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]()
  let packedBytes = 0
  let unpackedBytes = 0
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = await iterator.next()
      if (next.done) return controller.close()
      packedBytes += next.value.length
      controller.enqueue(next.value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
  // Not `for await`: Safari's streams are not iterable.
  const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader()
  try {
    for (;;) {
      const {done, value} = await reader.read()
      if (done) return
      unpackedBytes += value.length
      if (unpackedBytes > unpackedFreely && unpackedBytes > mostUnpacked * packedBytes)
        throw new TypeError(`the JSONL file unpacks to more than ${mostUnpacked} times its size`)
      yield value
    }
  } catch (error) {
    throw error instanceof TypeError && /unpacks to/.test(error.message)
      ? error
      : new TypeError("the JSONL file can't be unpacked", {cause: error})
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
