/**
 * The local job once, by one tool: `TOOL FILE FOLDER FILES TIMES`. Prints the processor time of the job without the start of
 * its process, children included, and the most memory that it, or for jq and sort the largest of them, had.
 */
import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {createReadStream, readFileSync} from 'node:fs'
import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {gzip} from 'node:zlib'
import {stringify} from 'csv-stringify/sync'
import {Archive, type DataFile} from '../src/collect/archive.ts'
import {Spool, stretch} from '../src/collect/spool.ts'
import {unique} from '../src/collect/unique.ts'
import {parseRow} from '../src/sources/rows.ts'
import type {Row} from '../src/sources/source.ts'
import {october} from './watched-month.ts'

const [, , tool = '', file = '', folder = '', files = 'csv,jsonl', times = '1'] = process.argv
const organization = '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634'
const csv = join(folder, 'month.csv')
const jsonl = join(folder, 'month.jsonl.gz')

const tools: Record<string, () => Promise<void>> = {ours, duckdb, plain, jq}
const job = tools[tool]
if (!job) throw new TypeError(`no tool ${tool}`)
const before = process.cpuUsage()
await job()
process.stdout.write(JSON.stringify(spent()))

function spent(): {seconds: number; megabytes: number} {
  const {user, system} = process.cpuUsage(before)
  // Ticks of children that have ended, with their own children: fields 16 and 17 of proc(5), a hundred a second.
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const [, , , , , , , , , , , , , childUser = 0, childSystem = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return {
    seconds: (user + system) / 1e6 + (childUser + childSystem) / 100,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }
}

/** Answers of 5,000 rows into the spool; then stretch by stretch into the archive. */
async function ours(): Promise<void> {
  const spool = new Spool(join(folder, 'spool'))
  await mkdir(join(folder, 'files'))
  const archive = new Archive(join(folder, 'files'), {label: '2026-10', days: []}, files.split(',') as DataFile[])
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
      const {row} = parseRow(raw(time === 0 ? line : again(line, time)), organization)
      if (row) rows.push(row)
      if (rows.length === 5000) await write()
    }
  }
  await write()
  for (let at = october.start; at < october.end; at += stretch) await archive.write(unique(await spool.take(at)).kept)
  await archive.close()
  await spool.remove()
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20}) as AsyncIterable<Buffer>) {
    const bytes = Buffer.concat([rest, chunk])
    const end = bytes.lastIndexOf(10) + 1
    yield* bytes.toString('utf8', 0, end).split('\n').slice(0, -1)
    rest = bytes.subarray(end)
  }
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
  await connection.run(`CREATE TABLE records AS SELECT json->>'$.CreationTime' AS CreationDate, json->>'$.Id' AS Identity,
    json->>'$.RecordType' AS RecordType, json->>'$.UserId' AS UserIds, json->>'$.Operation' AS Operations, json::VARCHAR AS AuditData
    FROM read_ndjson_objects('${file}') QUALIFY row_number() OVER (PARTITION BY Identity) = 1 ORDER BY CreationDate, Identity`)
  const columns = 'RecordType, CreationDate, UserIds, Operations, AuditData, Identity'
  await connection.run(`COPY (SELECT ${columns} FROM records) TO '${csv}' (HEADER)`)
  await connection.run(
    `COPY (SELECT AuditData FROM records) TO '${jsonl}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01', COMPRESSION gzip)`,
  )
  hashFiles()
}

/** What one writes first: everything in memory. */
async function plain(): Promise<void> {
  const records = new Map<string, {time: string; record: Record<string, unknown>; line: string}>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue
    const record = JSON.parse(line) as Record<string, unknown>
    records.set(String(record.Id), {time: String(record.CreationTime), record, line})
  }
  const sorted = [...records].sort(([a, {time}], [b, {time: other}]) =>
    time < other || (time === other && a < b) ? -1 : 1,
  )
  const row = ([id, {time, record, line}]: (typeof sorted)[number]) => [
    record.RecordType,
    time,
    record.UserId,
    record.Operation,
    line,
    id,
  ]
  await writeFile(csv, sorted.map(each => stringify([row(each)], {record_delimiter: '\r\n'})).join(''))
  await writeFile(jsonl, await promisify(gzip)(sorted.map(([, {line}]) => `${line}\n`).join('')))
  hashFiles()
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

function hashFiles(): void {
  for (const path of [csv, jsonl]) createHash('sha256').update(readFileSync(path)).digest('hex')
}
