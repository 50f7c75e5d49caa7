/**
 * A large month as one job reads it, and in parts: plan, parts, merge. The files of both ways have to be the same to the byte. Records are
 * short ones, so that ten million fit on the disk.
 */
import {mkdtemp, readFile, rm, statfs} from 'node:fs/promises'
import {availableParallelism, tmpdir} from 'node:os'
import {join} from 'node:path'
import {differencesOf, diskNeeded, type FileHash, tooLittleDisk} from './large-checks.ts'
import {monthOfBench, openTenant, type Ran, runProgram, type Tenant} from './program.ts'
import type {Line} from './table.ts'

/** Parts, where the plan wants one job. */
const fewest = 4

export async function measureLarge(program: string, records: number): Promise<Line[]> {
  const {bavail, bsize} = await statfs(tmpdir())
  const refusal = tooLittleDisk(records, bavail * bsize, tmpdir())
  if (refusal !== undefined) throw new Error(refusal)
  const began = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'bench-large-'))
  const tenant = await openTenant(records)
  try {
    const ways = new LargeWays(program, tenant, folder)
    const plan = await ways.run('plan', join(folder, 'plan'))
    const {shard: planned} = JSON.parse(plan.outputs.matrix ?? '{"shard":[]}') as {shard: string[]}
    const count = Math.max(fewest, planned.length)
    const whole = await ways.run('export', join(folder, 'whole'))
    const {parts, seconds} = await ways.parts(count)
    const merged = await ways.run('merge', join(folder, 'parts'), [
      '--parts-directory',
      `m365-audit/${monthOfBench.text}-parts`,
    ])
    const files = await Promise.all([filesOf(join(folder, 'whole'), whole), filesOf(join(folder, 'parts'), merged)])
    const different = differencesOf(...files)
    const size = `${records.toLocaleString('en')} records`
    const line = (name: string, ran: Ran, more: Partial<Line> = {}): Line => ({
      name: `large month, ${size}: ${name}`,
      value: ran.seconds,
      unit: 's',
      detail: `${ran.processor.toFixed(1)} s of processor time, ${ran.megabytes.toFixed(0)} MB`,
      ...more,
    })
    const most = parts.reduce((a, b) => (a.seconds > b.seconds ? a : b))
    return [
      line('plan', plan, {detail: `${planned.length} parts; ${count} are made`}),
      line('one job', whole),
      {
        ...line(`${count} parts`, most),
        value: seconds,
        detail: `${atOnce(count)} at once; the longest ${most.seconds.toFixed(1)} s, all ${parts.reduce((sum, {processor}) => sum + processor, 0).toFixed(1)} s of processor time, ${Math.max(...parts.map(({megabytes}) => megabytes)).toFixed(0)} MB at most`,
      },
      line('merge', merged),
      {
        name: `large month, ${size}: peak memory of one process`,
        value: Math.max(...[whole, merged, ...parts].map(({megabytes}) => megabytes)),
        unit: 'MB',
        target: 256,
      },
      {
        name: `large month, ${size}: files that differ between one job and parts`,
        value: different.length,
        unit: `of ${files[0].length}`,
        target: 0,
        detail: different.join(', '),
      },
      {
        name: `large month, ${size}: everything`,
        value: (performance.now() - began) / 60_000,
        unit: 'min',
        target: 30,
        detail: `at most ${(diskNeeded(records) / 1e9).toFixed(1)} GB of disk`,
      },
    ]
  } finally {
    tenant.close()
    await rm(folder, {recursive: true, force: true})
  }
}

const atOnce = (count: number) => Math.min(count, availableParallelism())

class LargeWays {
  private readonly program: string
  private readonly tenant: Tenant
  private readonly folder: string

  constructor(program: string, tenant: Tenant, folder: string) {
    this.program = program
    this.tenant = tenant
    this.folder = folder
  }

  run(command: string, workspace: string, words: readonly string[] = []): Promise<Ran> {
    const all = [command, '--period', monthOfBench.text, ...words]
    return runProgram(this.program, all, {tenant: this.tenant, workspace})
  }

  /** As many at once as there are cores. */
  async parts(count: number): Promise<{parts: Ran[]; seconds: number}> {
    const began = performance.now()
    const waiting = Array.from({length: count}, (_none, index) => `${index + 1}/${count}`)
    const parts: Ran[] = []
    const worker = async () => {
      for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift())
        parts.push(await this.run('export', join(this.folder, 'parts'), ['--shard', shard]))
    }
    await Promise.all(Array.from({length: atOnce(count)}, worker))
    return {parts, seconds: (performance.now() - began) / 1000}
  }
}

/** What the manifest lists, but what tells of the run itself. */
async function filesOf(workspace: string, {outputs}: Ran): Promise<FileHash[]> {
  const manifest = JSON.parse(await readFile(join(workspace, outputs.manifest ?? ''), 'utf8')) as {files: FileHash[]}
  return manifest.files.filter(({name}) => /^(audit-|findings\.json|baseline\.json|history\.json)/.test(name))
}
