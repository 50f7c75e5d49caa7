/**
 * The local job once, by one tool: `TOOL FILE FOLDER FILES TIMES`. Prints its time without the start of its process, the
 * processor time, children included, and the most memory that it had itself.
 */
import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {createReadStream, createWriteStream, readFileSync} from 'node:fs'
import {mkdir, open} from 'node:fs/promises'
import {join} from 'node:path'
import {createInterface} from 'node:readline'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {fileURLToPath} from 'node:url'
import {createGzip} from 'node:zlib'
import {type DataFileSpec, RecordFiles} from '../src/files/record-files.ts'
import {inBatches} from '../src/files/spooled-row.ts'
import {machineDisk} from '../src/host/disk.ts'
import {keepHeapSmall} from '../src/host/heap.ts'
import {threadStarter} from '../src/host/thread.ts'
import {parseRow} from '../src/sources/exchange-rows.ts'
import type {Row} from '../src/sources/source.ts'
import {partitionLength} from '../src/spool/partition.ts'
import {Spool} from '../src/spool/spool.ts'
import {uniqueRows} from '../src/spool/unique-rows.ts'
import {october} from './detection-month.ts'

const [, , tool = '', file = '', folder = '', files = 'csv,jsonl', times = '1'] = process.argv
const organization = '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634'
const csv = join(folder, 'month.csv')
const jsonl = join(folder, 'month.jsonl.gz')

const tools: Record<string, () => Promise<void>> = {ours, duckdb, plain, python, jq}
const job = tools[tool]
if (!job) throw new TypeError(`no tool ${tool}`)
const began = performance.now()
const before = process.cpuUsage()
await job()
process.stdout.write(JSON.stringify(spent()))

function spent(): {seconds: number; processor: number; megabytes: number} {
  const {user, system} = process.cpuUsage(before)
  // Of children that have ended, with their own children: fields 16 and 17 of proc(5), a hundred a second.
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const [, , , , , , , , , , , , , childUser = 0, childSystem = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return {
    seconds: (performance.now() - began) / 1000,
    processor: (user + system) / 1e6 + (childUser + childSystem) / 100,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }
}

/** Answers of 5,000 rows into the spool; then stretch by stretch into the archive. */
async function ours(): Promise<void> {
  keepHeapSmall()
  const spool = new Spool(machineDisk, join(folder, 'spool'))
  await mkdir(join(folder, 'files'))
  const archive = new RecordFiles(
    {disk: machineDisk, folder: join(folder, 'files')},
    {label: '2026-10', days: []},
    files.split(',') as DataFileSpec[],
    {startThread: threadStarter(fileURLToPath(new URL('../src/main.ts', import.meta.url)))},
  )
  await archive.open()
  let reading = 0
  let rows: Row[] = []
  const write = async () => {
    await spool.write(rows, ++reading)
    spool.accept(reading, october)
    rows = []
  }
  for (let time = 0; time < Number(times); time++) {
    for await (const line of linesOf(file)) {
      const {row} = parseRow(raw(time === 0 ? line : again(line, time)), {tenantId: organization, window: october})
      if (row) rows.push(row)
      if (rows.length === 1000) await write()
    }
  }
  await write()
  for (let at = october.start; at < october.end; at += partitionLength)
    for await (const {rows: taken} of spool.take(at))
      for (const batch of inBatches(uniqueRows(taken).kept)) await archive.write(batch)
  await archive.close()
  await spool.remove()
}

/** Each a text of its own: one letter outside of Latin would make two bytes of every character in the whole block. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await open(path)
  const bytes = Buffer.allocUnsafeSlow(1 << 22)
  let rest = 0
  for (;;) {
    const {bytesRead} = await file.read(bytes, rest, bytes.length - rest)
    if (bytesRead === 0) break
    const until = rest + bytesRead
    let at = 0
    for (let end = bytes.indexOf(10); end !== -1 && end < until; end = bytes.indexOf(10, at)) {
      yield bytes.toString('utf8', at, end)
      at = end + 1
    }
    bytes.copyWithin(0, at, until)
    rest = until - at
  }
  await file.close()
  if (rest > 0) throw new RangeError('the last line does not end, or is too long')
}

/** A row as the cmdlet's answer holds it. */
function raw(AuditData: string) {
  const [, Identity = ''] = /"Id":"([^"]+)"/.exec(AuditData) ?? []
  const [, CreationDate = ''] = /"CreationTime":"([^"]+)"/.exec(AuditData) ?? []
  return {AuditData, Identity, CreationDate, UserIds: '', Operations: '', RecordType: ''}
}

/** The same record under another id. */
function again(line: string, time: number): string {
  return line.replace(/"Id":"[^"]{8}/, `"Id":"${String(time).padStart(8, '0')}`)
}

async function duckdb(): Promise<void> {
  const {DuckDBInstance} = await import('@duckdb/node-api')
  const connection = await (await DuckDBInstance.create(':memory:', {threads: '1'})).connect()
  // Of several wordings the one that takes least: every path by one look at the JSON, and one thread.
  const paths = "['$.CreationTime', '$.Id', '$.RecordType', '$.UserId', '$.Operation']"
  await connection.run(`CREATE TABLE records AS
    SELECT v[1] AS CreationDate, v[2] AS Identity, v[3] AS RecordType, v[4] AS UserIds, v[5] AS Operations, AuditData
    FROM (SELECT json_extract_string(json, ${paths}) AS v, json::VARCHAR AS AuditData FROM read_ndjson_objects('${file}'))
    QUALIFY row_number() OVER (PARTITION BY Identity) = 1 ORDER BY CreationDate, Identity`)
  const columns = 'RecordType, CreationDate, UserIds, Operations, AuditData, Identity'
  await connection.run(`COPY (SELECT ${columns} FROM records) TO '${csv}' (HEADER)`)
  await connection.run(
    `COPY (SELECT AuditData FROM records) TO '${jsonl}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01', COMPRESSION gzip)`,
  )
  await hashFiles()
}

/** What one writes first: everything in memory, and streams from there, for no text may be longer than half a gigabyte. */
async function plain(): Promise<void> {
  const {stringify} = await import('csv-stringify')
  const records = new Map<string, {time: string; record: Record<string, unknown>; line: string}>()
  for await (const line of createInterface({input: createReadStream(file)})) {
    if (line === '') continue
    const record = JSON.parse(line) as Record<string, unknown>
    records.set(String(record.Id), {time: String(record.CreationTime), record, line})
  }
  const sorted = [...records].sort(([a, {time}], [b, {time: other}]) =>
    time < other || (time === other && a < b) ? -1 : 1,
  )
  const rows = sorted.map(([id, {time, record, line}]) => [
    record.RecordType,
    time,
    record.UserId,
    record.Operation,
    line,
    id,
  ])
  const lines = sorted.map(([, {line}]) => `${line}\n`)
  await pipeline(Readable.from(rows), stringify({record_delimiter: '\r\n'}), createWriteStream(csv))
  await pipeline(Readable.from(lines), createGzip(), createWriteStream(jsonl))
  await hashFiles()
}

async function python(): Promise<void> {
  execFileSync('python3', [fileURLToPath(new URL('local-job.py', import.meta.url)), file, folder])
}

async function jq(): Promise<void> {
  const sorted = join(folder, 'sorted.tsv')
  const shell = (command: string) =>
    execFileSync('sh', ['-c', command], {
      env: {...process.env, LC_ALL: 'C', FILE: file, SORTED: sorted, CSV: csv, JSONL: jsonl},
    })
  shell(
    `jq -rR 'fromjson as $r | [$r.CreationTime, $r.Id, .] | join("\\t")' "$FILE" | sort -u -t "$(printf '\\t')" -k1,2 > "$SORTED"`,
  )
  shell(
    `cut -f3- "$SORTED" | jq -rR 'fromjson as $r | [$r.RecordType, $r.CreationTime, $r.UserId, $r.Operation, ., $r.Id] | @csv' > "$CSV"`,
  )
  shell('cut -f3- "$SORTED" | gzip -6 > "$JSONL"')
  shell('sha256sum "$CSV" "$JSONL"')
}

async function hashFiles(): Promise<void> {
  for (const path of [csv, jsonl]) await pipeline(createReadStream(path), createHash('sha256'))
}
