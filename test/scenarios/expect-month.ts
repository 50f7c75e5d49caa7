/** The one comparison that scenarios make of a whole run; what differs is said so that a person can read it. */
import {compare, faultsOf} from './compare.ts'
import {type Context, explain, isExplained} from './explain.ts'
import type {Folder, MonthResult} from './month.ts'
import {differences} from './same-data.ts'

export interface MonthExpectation extends Context {
  status: 'complete' | 'incomplete' | 'provisional'
  /** What may be missing; nothing where it is not said. */
  missing?: 'in gaps' | 'anywhere'
  /** The code that every gap has, of which there is at least one; no gaps where it is not said and nothing may be missing. */
  gaps?: RegExp
  /** An export whose data files these are, to the byte. */
  data?: Pick<Folder, 'rows' | 'data'> | undefined
}

/** @returns the folder and what is missing from it, for what a scenario expects besides. */
export async function expectMonth(result: MonthResult, expected: MonthExpectation) {
  const problems = [...(await faultsOf(result))]
  const {status} = result.outputs
  if (status !== expected.status) problems.push(`the verdict is ${status}, ${expected.status} was expected`)
  if (!result.folder) throw unlike(result, [...problems, 'no folder was written'], expected)

  const found = compare(result, expected.wanted)
  const count = (words: string, records: readonly unknown[]) => {
    if (records.length > 0) problems.push(`${words}: ${records.length}`)
  }
  count('records that the tenant does not have', found.unexpected)
  count('records that an answer showed to the question for them, and that are not there', found.dropped)
  if (expected.missing === undefined) count('records that are missing', found.missing)
  if (expected.missing === 'in gaps') count('records that are missing outside of gaps', found.outsideGaps)
  if (status === 'complete') count('records that some answer showed, and that are missing', found.ignored)
  problems.push(...gapProblems(found.folder, expected))
  if ('data' in expected) problems.push(...differences(found.folder, expected.data))
  if (problems.length > 0) throw unlike(result, problems, expected)
  return found
}

function gapProblems({gaps}: Folder, {gaps: codes, missing}: MonthExpectation): string[] {
  if (codes === undefined)
    return missing === undefined && gaps.length > 0 ? [`gaps: ${gaps.length}, none expected`] : []
  if (gaps.length === 0) return [`there is no gap, and one with the code ${codes.source} was expected`]
  const others = [...new Set(gaps.map(({code}) => code))].filter(code => !codes.test(code))
  return others.map(code => `a gap has the code ${code}, and ${codes.source} was expected`)
}

/** What holds for every folder, whatever the tenant did. */
export async function expectSound(result: MonthResult): Promise<void> {
  const faults = await faultsOf(result)
  if (faults.length > 0) throw unlike(result, faults)
}

/** The data files of two exports are the same to the byte, which `same-data.ts` compares. */
export function expectSameMonth(ours: MonthResult, theirs: MonthResult): void {
  const differing = differences(ours.folder, theirs.folder)
  if (differing.length > 0) throw unlike(ours, differing)
}

function unlike(result: MonthResult, problems: readonly string[], context: Context = {}): Error {
  isExplained()
  const said = problems.map(problem => `- ${problem}`).join('\n')
  const error = new Error(`The month is not as expected:\n${said}\n${explain(result, context)}`)
  error.name = 'UnexpectedMonth'
  return error
}
