/** What a person needs to see of a scenario that fails: verdict, faults played, records that differ, gaps, the end of the log. */
import {onTestFailed} from 'vitest'
import {compare} from './compare.ts'
import type {MonthResult} from './month.ts'

const mostShown = 5
const linesOfLog = 10
const lengthOfLine = 200

/** What the result itself does not tell. */
export interface Context {
  /** Faults that were played on the way, not by the simulator. */
  played?: string
  /** Leaves out what the filters exclude. */
  wanted?: (auditData: string) => boolean
}

type Explained = Pick<MonthResult, 'outputs' | 'log' | 'folder' | 'simulator' | 'shown'>

export function explain(result: Explained, context: Context = {}): string {
  return [
    `verdict: ${result.outputs.status ?? 'none'}`,
    `fault played: ${faultsPlayed(result, context)}`,
    ...recordsThatDiffer(result, context),
    ...gapsOf(result),
    'the log ends:',
    ...indented(endOf(result.log)),
  ].join('\n')
}

function endOf(log: readonly string[]): string[] {
  const lines = log.flatMap(text => text.split('\n')).slice(-linesOfLog)
  return lines.map(line => line.slice(0, lengthOfLine))
}

function faultsPlayed({simulator}: Explained, {played}: Context): string {
  const own = Object.entries(simulator.counters.faultsPlayed).map(([name, times]) => `${name} × ${times}`)
  return [...(played === undefined ? [] : [played]), ...own].join(', ') || 'none'
}

function recordsThatDiffer(result: Explained, {wanted}: Context): string[] {
  const {folder} = result
  if (!folder) return ['records: no folder was written']
  const {encryption, pseudonyms, filters} = folder.manifest
  if (encryption || pseudonyms) return ['records: not compared, for the folder does not hold them as the tenant does']
  if (!wanted && Object.values(filters).some(list => Object.keys(list ?? {}).length > 0))
    return ['records: not compared, for the export was filtered']

  const {missing, outsideGaps, unexpected} = compare(result, wanted)
  const there = new Set(unexpected.map(row => idOf(row.AuditData)))
  const lost = missing.filter(({auditData}) => !there.has(idOf(auditData)))
  const changed = missing.filter(({auditData}) => there.has(idOf(auditData)))
  const changedIds = new Set(changed.map(({auditData}) => idOf(auditData)))
  const inNoGap = new Set(outsideGaps)
  const [outside, inside] = [lost.filter(one => inNoGap.has(one)), lost.filter(one => !inNoGap.has(one))]
  return [
    ...some(
      'missing outside of gaps',
      outside.map(one => one.auditData),
    ),
    ...some(
      'missing in gaps',
      inside.map(one => one.auditData),
    ),
    ...some(
      'unexpected',
      unexpected.map(row => row.AuditData).filter(text => !changedIds.has(idOf(text))),
    ),
    ...some(
      'changed',
      changed.map(one => one.auditData),
    ),
  ]
}

function gapsOf({folder}: Explained): string[] {
  const gaps = folder?.gaps ?? []
  const edge = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z')
  const lines = gaps.map(({start, end, code}) => `${edge(start)} to ${edge(end)} ${code}`)
  return listed('gaps', lines)
}

function some(what: string, records: readonly string[]): string[] {
  return listed(`${what}`, records.map(named))
}

function listed(what: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [`${what}: none`]
  const rest = lines.length - mostShown
  return [
    `${what}: ${lines.length}`,
    ...indented([...lines.slice(0, mostShown), ...(rest > 0 ? [`${rest} more`] : [])]),
  ]
}

const indented = (lines: readonly string[]) => lines.map(line => `  ${line}`)

function idOf(auditData: string): string {
  return field(auditData, 'Id') ?? auditData
}

function named(auditData: string): string {
  return `${field(auditData, 'CreationTime') ?? 'no time'} ${field(auditData, 'Id') ?? `no Id: ${auditData.slice(0, 80)}`}`
}

function field(auditData: string, name: 'Id' | 'CreationTime'): string | undefined {
  try {
    return (JSON.parse(auditData) as Record<string, string>)[name]
  } catch {
    return undefined
  }
}

let last: Explained | undefined

/**
 * Prints the last run of a test that fails, whatever it fails for. Outside of a test, where a run is made that tests
 * compare theirs with, it does nothing.
 */
export function explainWhenFailing(result: Explained, onFailure = onTestFailed, print = console.error): void {
  try {
    onFailure(() => {
      if (last) print(`The last run of this test:\n${explain(last)}`)
      last = undefined
    })
  } catch {
    return
  }
  last = result
}

/** Of a run that an assertion explained itself. */
export function isExplained(): void {
  last = undefined
}
