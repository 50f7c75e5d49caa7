/**
 * All measurements, mostly as ratios within one run: a table for people, a file for machines, and a page with the last ten. What is
 * compared takes turns, in three rounds after one that warms up; medians count.
 */
import {execFileSync} from 'node:child_process'
import {readFile, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'
import {freshBundle} from '../test/fresh-bundle.ts'
import {measureCalls} from './calls.ts'
import {measureDetection} from './detection.ts'
import {measureDuration} from './duration.ts'
import {measureLarge} from './large.ts'
import {measureLargeLocal, measureLocal} from './local.ts'
import {machineName, machineText, thisMachine} from './machine.ts'
import {type BenchOptions, type PartName, readOptions, usage} from './options.ts'
import {measureBundle, measureMemory, measureStart} from './processes.ts'
import {measureProgram} from './program-kinds.ts'
import {measureProtection} from './protection.ts'
import {faultsOf, pageWith, rowOf, rowsIn} from './results.ts'
import {type Line, tableOf} from './table.ts'
import {measureTenants} from './tenants.ts'

const page = new URL('../.github/decisions/18-results-of-the-bench.md', import.meta.url)

const read = readOptions(process.argv.slice(2))
if ('mistakes' in read) {
  console.error([...read.mistakes, usage].join('\n'))
  process.exitCode = 2
} else await measureAll(read.options)

async function measureAll(options: BenchOptions): Promise<void> {
  const machine = thisMachine()
  const began = new Date()
  console.log(machineText(machine))
  const program = await freshBundle()
  const {records, largeRecords} = options
  const measures: Record<PartName, () => Promise<Line[]>> = {
    start: () => measureStart(program),
    calls: measureCalls,
    duration: measureDuration,
    memory: () => measureMemory(program),
    local: () => measureLocal(records),
    program: () => measureProgram(program, Math.min(records, 100_000)),
    protection: measureProtection,
    bundle: () => measureBundle(dirname(program)),
    detection: measureDetection,
    tenants: measureTenants,
    large: async () => [...(await measureLarge(program, largeRecords)), await measureLargeLocal(largeRecords)],
  }
  const lines: Line[] = []
  for (const part of options.parts) {
    console.error(`measuring: ${part}`)
    lines.push(...(await measures[part]()))
  }
  console.log(tableOf(lines))
  const result = {began: began.toISOString(), commit: commit(), machine, options, lines}
  await writeFile(options.json, `${JSON.stringify(result, null, 2)}\n`)

  const row = rowOf(
    {
      date: result.began.slice(0, 10),
      commit: result.commit,
      machine: machineName(machine),
      load: `${machine.load}${machine.idle ? '' : ' (busy)'}`,
      records,
    },
    lines,
  )
  const text = await readFile(page, 'utf8')
  if (options.check) {
    const faults = faultsOf(lines, row, rowsIn(text))
    for (const fault of faults) console.error(fault)
    if (faults.length > 0) process.exitCode = 1
  }
  if (options.record) await writeFile(page, pageWith(text, row))
}

/** Of the sources; with a plus where they were changed since. */
function commit(): string {
  const git = (...words: string[]) => execFileSync('git', words, {encoding: 'utf8'}).trim()
  try {
    return (
      git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+')
    )
  } catch {
    return 'unknown'
  }
}
