/**
 * The local job – lines of JSON → each record once → sorted → CSV and JSON lines in gzip, with hashes – by our own spool and
 * archive, by DuckDB, by jq with sort and gzip, and by a plain script; each a process of its own, in turns.
 */
import {spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {createWriteStream} from 'node:fs'
import {mkdir, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Line} from './table.ts'
import {recordsOf, tenantOf} from './watched-month.ts'

const rounds = 3

/** Processor time, of a process and its children: what others do on the machine changes it least. */
interface Cost {
  seconds: number
  megabytes: number
}

export async function measureLocal({large}: {large: boolean}): Promise<Line[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    const file = join(folder, 'month.jsonl')
    const small = join(folder, 'small.jsonl')
    const records = await writeMonth(small, 30_000)
    await writeMonth(file, 100_000)
    return [
      ...(await beside(folder, small, records)),
      ...(await fileKinds(folder, small)),
      ...(await peaks(folder, file, large)),
    ]
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

/** Ours against the others. */
async function beside(folder: string, file: string, records: number): Promise<Line[]> {
  const jq = spawnSync('jq', ['--version']).status === 0
  const others: [name: string, tool: string, target: number][] = [
    ['DuckDB', 'duckdb', 1 / 2],
    ['a plain Node script', 'plain', 1 / 4],
    ...(jq ? [['jq, sort and gzip', 'jq', 1 / 4] as [string, string, number]] : []),
  ]
  const costs = await inTurns(['ours', ...others.map(([, tool]) => tool)], tool => costOf(tool, file, folder))
  const ours = middle(costs.get('ours'))
  const lines = others.map(([name, tool, target]): Line => {
    const {seconds, megabytes} = middle(costs.get(tool))
    return {
      name: `local job: processor time beside ${name}`,
      value: ours.seconds / seconds,
      unit: '× its time',
      target,
      detail: `${rate(records, seconds)}, ${megabytes.toFixed(0)} MB`,
    }
  })
  const missing = jq ? [] : [{name: 'local job beside jq: not measured, jq is not installed', value: 0, unit: ''}]
  return [
    {
      name: 'local job: ours',
      value: ours.seconds,
      unit: 's of processor time',
      detail: `${records.toLocaleString('en')} records, ${rate(records, ours.seconds)}, ${ours.megabytes.toFixed(0)} MB`,
    },
    ...lines,
    ...missing,
  ]
}

/** What the other kinds of files cost beside the CSV. */
async function fileKinds(folder: string, file: string): Promise<Line[]> {
  const kinds = ['csv', 'csv,flat', 'csv,parquet', 'csv,jsonl']
  const costs = await inTurns(kinds, kind => costOf('ours', file, folder, kind))
  const csv = middle(costs.get('csv')).seconds
  return kinds.slice(1).map(kind => ({
    name: `local job: ${kind.replace(',', ' and ')}`,
    value: middle(costs.get(kind)).seconds / csv,
    unit: '× csv alone',
  }))
}

/** The file once, four times and more: what grows with the month is seen in the peak. */
async function peaks(folder: string, file: string, large: boolean): Promise<Line[]> {
  const lines: Line[] = []
  for (const times of [1, 10, ...(large ? [100] : [])]) {
    const {megabytes} = await costOf('ours', file, folder, 'csv,jsonl', times)
    lines.push({
      name: `local job: peak memory at ${(times * 100_000).toLocaleString('en')} records`,
      value: megabytes,
      unit: 'MB',
      target: 256,
    })
  }
  return lines
}

/** Each once a round, so that a busy minute strikes all alike. */
async function inTurns(names: readonly string[], cost: (name: string) => Promise<Cost>): Promise<Map<string, Cost[]>> {
  const costs = new Map<string, Cost[]>(names.map(name => [name, []]))
  for (let round = 0; round < rounds; round++) for (const name of names) costs.get(name)?.push(await cost(name))
  return costs
}

async function costOf(tool: string, file: string, folder: string, files = 'csv,jsonl', times = 1): Promise<Cost> {
  const output = join(folder, 'output')
  await mkdir(output)
  try {
    const script = fileURLToPath(new URL('local-job.ts', import.meta.url))
    const words = [script, tool, file, output, files, String(times)]
    const {stdout, status, stderr} = spawnSync(process.execPath, words, {encoding: 'utf8'})
    if (status !== 0) throw new Error(`${tool} failed: ${stderr}`)
    return JSON.parse(stdout) as Cost
  } finally {
    await rm(output, {recursive: true})
  }
}

function middle(costs: readonly Cost[] = []): Cost {
  const sorted = [...costs].sort((a, b) => a.seconds - b.seconds)
  return sorted[Math.floor(sorted.length / 2)] ?? {seconds: Number.NaN, megabytes: Number.NaN}
}

function rate(records: number, seconds: number): string {
  return `${Math.round(records / seconds).toLocaleString('en')} records/s`
}

/** One record in fifty comes twice, and neighbours lie out of order, as answers bring them. @returns how many lines. */
async function writeMonth(path: string, records: number): Promise<number> {
  const file = createWriteStream(path)
  let batch: string[] = []
  let lines = 0
  for (const [{AuditData}] of recordsOf(tenantOf(7, {recordsPerMonth: records}))) {
    batch.push(AuditData)
    if (batch.length < 5000) continue
    lines += batch.length + batch.length / 50
    const text = [...batch.reverse(), ...batch.filter((_line, index) => index % 50 === 0)].join('\n')
    if (!file.write(`${text}\n`)) await once(file, 'drain')
    batch = []
  }
  file.end(batch.length > 0 ? `${batch.join('\n')}\n` : '')
  await once(file, 'finish')
  return lines + batch.length
}
