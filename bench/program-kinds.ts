/** What an export costs as users run it, by settings, and beside what other tools take for its local part alone; in turns. */
import {createReadStream, createWriteStream} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pipeline} from 'node:stream/promises'
import {createGunzip} from 'node:zlib'
import {generateX25519Identity, identityToRecipient} from 'age-encryption'
import type {Cost} from './child.ts'
import {costOfTool, presentRivals} from './local.ts'
import {median, medianBy} from './median.ts'
import {monthOfBench, openTenant, runProgram} from './program.ts'
import type {Line} from './table.ts'

const rounds = 3

export async function measureProgram(program: string, records: number): Promise<Line[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-program-'))
  const tenant = await openTenant(records)
  const recipient = await identityToRecipient(await generateX25519Identity())
  const all = {FORMATS: 'csv,jsonl,parquet', COLUMNS: 'both'}
  const encrypted = {ENCRYPT_TO: recipient}
  const pseudonyms = {PSEUDONYM_KEY: 'a key of the bench, and of nothing else'}
  const kinds: Record<string, Record<string, string>> = {
    ...{plain: {}, all, encrypted, pseudonyms},
    everything: {...all, ...encrypted, ...pseudonyms},
  }
  const run = async (inputs: Record<string, string>): Promise<Cost> => {
    const workspace = await mkdtemp(join(folder, 'run-'))
    const words = ['export', '--period', monthOfBench.text]
    const ran = await runProgram(program, words, {tenant, workspace, inputs})
    await rm(workspace, {recursive: true})
    return ran
  }
  try {
    const month = await linesOf(program, {tenant, folder})
    const rivals = presentRivals()
    const work = new Map<string, () => Promise<Cost>>([
      ...Object.entries(kinds).map(([name, inputs]) => [name, () => run(inputs)] as const),
      ...rivals.map(({name, tool}) => [name, () => costOfTool(tool, month, folder)] as const),
    ])
    const costs = new Map<string, Cost[]>([...work.keys()].map(name => [name, []]))
    // The first export, which made the lines, has warmed up what can be.
    for (let round = 0; round < rounds; round++) for (const [name, cost] of work) costs.get(name)?.push(await cost())
    const processor = (name: string) => median((costs.get(name) ?? []).map(one => one.processor))
    const plain = medianBy(costs.get('plain') ?? [], ({seconds}) => seconds)
    const of = (name: string, what: string, more: Partial<Line>): Line => ({
      name: `export: ${what}`,
      value: processor(name) / processor('plain'),
      unit: '× processor time of CSV and JSONL',
      ...more,
    })
    return [
      {
        name: 'export: CSV and JSONL',
        value: plain.seconds,
        unit: 's',
        detail: `${records.toLocaleString('en')} short records, ${processor('plain').toFixed(1)} s of processor time, ${plain.megabytes.toFixed(0)} MB; signing in, HTTP, detection, report and all`,
      },
      of('all', 'all formats and columns', {target: 2.5, key: 'export: all formats'}),
      of('pseudonyms', 'pseudonyms', {target: 1.8, key: 'export: pseudonyms'}),
      of('encrypted', 'encrypted', {target: 1.3, key: 'export: encrypted'}),
      of('everything', 'everything at once', {}),
      {
        name: 'export: peak memory with everything at once',
        value: median((costs.get('everything') ?? []).map(({megabytes}) => megabytes)),
        unit: 'MB',
        target: 256,
        key: 'everything: MB',
      },
      ...rivals.map(
        ({name}): Line => ({
          name: `export: beside ${name}, which has the lines and does nothing but the files`,
          value: processor('plain') / processor(name),
          unit: '× its processor time',
        }),
      ),
    ]
  } finally {
    tenant.close()
    await rm(folder, {recursive: true, force: true})
  }
}

/** The same month as lines, for tools that read no service. @returns the file. */
async function linesOf(
  program: string,
  {tenant, folder}: {tenant: Awaited<ReturnType<typeof openTenant>>; folder: string},
): Promise<string> {
  const workspace = join(folder, 'first')
  const {outputs} = await runProgram(program, ['export', '--period', monthOfBench.text], {tenant, workspace})
  const lines = join(folder, 'month.jsonl')
  const packed = join(workspace, outputs.directory ?? '', `audit-${monthOfBench.text}.jsonl.gz`)
  await pipeline(createReadStream(packed), createGunzip(), createWriteStream(lines))
  await rm(workspace, {recursive: true})
  return lines
}
