/** Runs a workflow of the examples that plans, reads in parts and merges, each job a process of its own. */
import {cpSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'vitest'
import {parse} from 'yaml'
import {createSimulator} from '../../src/simulator/simulator.ts'
import {runAction, temporaryFolder} from '../runner.ts'
import {action, program} from './program.ts'

interface Workflow {
  jobs: Record<string, {steps: {uses?: string; with?: Record<string, string>}[]}>
}

interface Run {
  /** `AuditData` texts of the tenant. */
  records: readonly string[]
  /** A short one, in place of the month. */
  period: string
  /** What stands for secrets and variables; where none is given, the tenant's own does. */
  values: Readonly<Record<string, string>>
}

/** @returns the evidence folders of one job that reads everything, and of the merge. */
export async function runSharded(
  name: string,
  {records, period, values}: Run,
): Promise<{whole: string; merged: string}> {
  const workflow = parse(readFileSync(new URL(`../../.github/examples/${name}`, import.meta.url), 'utf8')) as Workflow
  const words = (job: string, uses: string) =>
    workflow.jobs[job]?.steps.find(step => step.uses?.includes(uses))?.with ?? {}
  const simulator = await createSimulator({records})
  const {environment, close} = await simulator.listen()
  const run = async (given: Record<string, string>, workspace: string) => {
    const filled = Object.entries(given).flatMap(([input, text]) => {
      const expression = /^\$\{\{ (.*) \}\}$/.exec(String(text))?.[1]
      const value = expression === undefined ? String(text) : values[expression]
      return value === undefined ? [] : [[input, value] as const]
    })
    const result = await runAction(program, {
      action,
      inputs: {...Object.fromEntries(filled), period, settle: '0'},
      env: {...environment, ...(given.mode === 'merge' ? {INPUT_CERTIFICATE: '', 'INPUT_TENANT-ID': ''} : {})},
      workspace,
    })
    expect(result.annotations.filter(({level}) => level === 'error')).toEqual([])
    return result
  }
  try {
    // So short a time that one job would not do.
    const plan = await run({...words('plan', 'm365-audit-export'), deadline: '1m', concurrency: '1'}, temporaryFolder())
    expect(plan.outputs.status).toBe('skipped')
    const {shard: planned} = JSON.parse(plan.outputs.matrix ?? '') as {shard: string[]}
    expect(planned.length).toBeGreaterThan(1)
    expect(planned).toEqual(planned.map((_shard, index) => `${index + 1}/${planned.length}`))

    const one = temporaryFolder()
    const whole = await run({...words('part', 'm365-audit-export'), formats: 'csv,jsonl', shard: ''}, one)
    const joined = temporaryFolder()
    const {path = '', pattern = ''} = words('merge', 'download-artifact')
    for (const shard of planned) {
      const workspace = temporaryFolder()
      const part = await run({...words('part', 'm365-audit-export'), shard}, workspace)
      expect(part.outputs.status).toBe('complete')
      const artifact = simulator.uploads.at(-1)?.name ?? ''
      expect(artifact.startsWith(pattern.replace('*', ''))).toBe(true)
      cpSync(join(workspace, part.outputs.directory ?? ''), join(joined, path, artifact), {recursive: true})
    }
    const merge = await run(words('merge', 'm365-audit-export'), joined)
    expect(merge.outputs).toMatchObject({status: 'complete', directory: whole.outputs.directory})
    expect(merge.outputs['artifact-id']).not.toBe('')
    const inside = (workspace: string) => join(workspace, whole.outputs.directory ?? '')
    return {whole: inside(one), merged: inside(joined)}
  } finally {
    await close()
  }
}
