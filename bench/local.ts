/**
 * The local job – lines of JSON → each record once → sorted → CSV and JSON lines in gzip, with hashes – by our own spool and
 * archive, by DuckDB, by Python, by jq with sort and gzip, and by a plain script; each a process of its own, in turns.
 */
import {spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {createWriteStream} from 'node:fs'
import {mkdir, mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Cost} from './child.ts'
import {recordsOf, tenantOf} from './detection-month.ts'
import {median, medianBy} from './median.ts'
import type {Line} from './table.ts'

const rounds = 3

/** @param records of the month that every tool gets; the targets are meant for a million. */
export async function measureLocal(records: number): Promise<Line[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    const month = join(folder, 'month.jsonl')
    const small = join(folder, 'small.jsonl')
    const lines = await writeMonth(month, records)
    await writeMonth(small, 100_000)
    const times = Math.ceil(1_000_000 / records)
    return [
      ...(await beside(folder, {file: month, warm: small, records: lines})),
      ...(await fileKinds(folder, small)),
      await peak(folder, small, 1, 100_000),
      await peak(folder, month, times, 1_000_000),
    ]
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

export interface Rival {
  name: string
  tool: string
  /** What has to be installed for it. */
  program?: string
  target: number
  targetOfProcessor?: number
}

const rivals: readonly Rival[] = [
  {name: 'DuckDB', tool: 'duckdb', target: 0.5, targetOfProcessor: 0.6},
  {name: 'a Python script', tool: 'python', program: 'python3', target: 0.4},
  {name: 'a plain Node script', tool: 'plain', target: 0.2},
  {name: 'jq, sort and gzip', tool: 'jq', program: 'jq', target: 0.2},
]

/** Those that this machine has. */
export function presentRivals(): Rival[] {
  return rivals.filter(({program}) => !program || spawnSync(program, ['--version']).status === 0)
}

/** Ours against the others. */
async function beside(
  folder: string,
  {file, warm, records}: {file: string; warm: string; records: number},
): Promise<Line[]> {
  const tools = ['ours', ...presentRivals().map(({tool}) => tool)]
  // Programs and files are in memory when it counts.
  for (const tool of tools) await costOfTool(tool, warm, folder)
  const costs = await inTurns(tools, tool => costOfTool(tool, file, folder))
  const ours = middle(costs.get('ours'))
  return [
    {
      name: 'local job: ours',
      value: ours.seconds,
      unit: 's',
      detail: `${records.toLocaleString('en')} lines, ${told(ours, records)}, ${ours.megabytes.toFixed(0)} MB`,
    },
    ...rivals.flatMap(({name, tool, target, targetOfProcessor}): Line[] => {
      if (!costs.has(tool)) return [{name: `local job beside ${name}: not installed`, value: 0, unit: ''}]
      const their = middle(costs.get(tool))
      const processor = median((costs.get(tool) ?? []).map(one => one.processor))
      return [
        {
          name: `local job: beside ${name}`,
          value: ours.seconds / their.seconds,
          unit: '× its time',
          target,
          detail: told(their, records),
          key: `local ÷ ${name}`,
        },
        {
          name: `local job: beside ${name}`,
          value: median((costs.get('ours') ?? []).map(one => one.processor)) / processor,
          unit: '× its processor time',
          ...(targetOfProcessor === undefined ? {} : {target: targetOfProcessor}),
          key: `local ÷ ${name}, processor`,
        },
      ]
    }),
  ]
}

function told({seconds, processor}: Cost, records: number): string {
  return `${Math.round(records / seconds).toLocaleString('en')} records/s, ${processor.toFixed(1)} s of processor time`
}

/** What the other kinds of files cost beside the CSV. */
async function fileKinds(folder: string, file: string): Promise<Line[]> {
  const kinds = ['csv', 'csv,flat', 'csv,parquet', 'csv,jsonl']
  const costs = await inTurns(kinds, kind => costOfTool('ours', file, folder, kind))
  const csv = middle(costs.get('csv')).processor
  return kinds.slice(1).map(kind => ({
    name: `local job: ${kind.replace(',', ' and ')}`,
    value: middle(costs.get(kind)).processor / csv,
    unit: '× processor time of csv alone',
  }))
}

/** Peak memory of a large month, of which only a part lies on the disk as lines. */
export async function measureLargeLocal(records: number): Promise<Line> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    const file = join(folder, 'month.jsonl')
    const share = Math.min(records, 200_000)
    await writeMonth(file, share)
    return await peak(folder, file, Math.ceil(records / share), records)
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

/** The file so many times, each under other ids: what grows with the month is seen in the peak. */
async function peak(folder: string, file: string, times: number, records: number): Promise<Line> {
  const {megabytes} = await costOfTool('ours', file, folder, 'csv,jsonl', times)
  return {
    name: `local job: peak memory at ${records.toLocaleString('en')} records`,
    value: megabytes,
    unit: 'MB',
    target: 200,
    ...(records === 1_000_000 ? {key: 'local: MB'} : {}),
  }
}

/** Each once a round, so that a busy minute strikes all alike. */
async function inTurns(names: readonly string[], cost: (name: string) => Promise<Cost>): Promise<Map<string, Cost[]>> {
  const costs = new Map<string, Cost[]>(names.map(name => [name, []]))
  for (let round = 0; round < rounds; round++) for (const name of names) costs.get(name)?.push(await cost(name))
  return costs
}

export async function costOfTool(
  tool: string,
  file: string,
  folder: string,
  files = 'csv,jsonl',
  times = 1,
): Promise<Cost> {
  const output = join(folder, 'output')
  await mkdir(output)
  try {
    const script = fileURLToPath(new URL('local-job.ts', import.meta.url))
    const words = [script, tool, file, output, files, String(times)]
    // The plain script holds all records, which is more than Node's own limit.
    const memory = tool === 'plain' ? ['--max-old-space-size=12000'] : []
    // Users start a bundle; without the cache, taking the types out of the sources would cost 40 MB.
    const env = {...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled')}
    const {stdout, status, stderr} = spawnSync(process.execPath, [...memory, ...words], {encoding: 'utf8', env})
    if (status !== 0) throw new Error(`${tool} failed: ${stderr}`)
    return JSON.parse(stdout) as Cost
  } finally {
    await rm(output, {recursive: true})
  }
}

function middle(costs: readonly Cost[] = []): Cost {
  return medianBy(costs, ({seconds}) => seconds)
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
