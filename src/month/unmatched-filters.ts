/** Filters that found nothing: no service refuses a misspelt name, and the month looks quiet. */
import {isSameText} from '../audit/compare-text.ts'
import {type Filters, limits} from '../audit/filters.ts'
import {knownOperations, knownWorkloads} from '../audit/known-names.ts'
import {foldOperation} from '../audit/operation.ts'
import {isSameRecordType, knownRecordTypes} from '../audit/record-types.ts'
import {didYouMean} from '../inputs/did-you-mean.ts'

/** Names that records have: those of an export, or of the month before. */
export interface RecordNames {
  recordTypes: readonly string[]
  /** Undefined where there were too many to know. */
  operations: readonly string[] | undefined
  workloads: readonly string[]
}

/** @param before names that the last month had, to guess what was meant. */
export function unmatchedNotes(filters: Filters, found: RecordNames, before?: Partial<RecordNames>): string[] {
  const typesBefore = before?.recordTypes ?? []
  const notes = [
    ...filters.recordTypes
      .filter(type => !found.recordTypes.some(name => isSameRecordType(name, type)))
      .filter(type => !/^\d+$/.test(type))
      .map(
        type => `No record has the type ${type} that record-types names.${meant(type, knownRecordTypes, typesBefore)}`,
      ),
    ...filters.workloads
      .filter(workload => !found.workloads.some(name => isSameText(name, workload)))
      .map(workload => {
        const guess = meant(workload, knownWorkloads, before?.workloads ?? [])
        return `No record has the workload ${workload} that workloads names.${guess}`
      }),
    ...filters.operations
      .filter(operation => isUnmatched(operation, found))
      .flatMap(operation => {
        const guess = meantOperation(operation, before?.operations ?? [])
        return guess === '' ? [] : [`No record has the operation ${operation.trim()} that operations names.${guess}`]
      }),
  ]
  const isEmpty = found.recordTypes.length === 0 && limits(filters)
  return isEmpty ? [emptyWords, ...notes] : notes
}

/** What is said of an export without any record because of what it was limited to. */
const emptyWords = 'The filters matched no record. No service refuses a misspelt name: is each spelled as in the log?'

function isUnmatched(operation: string, {operations}: RecordNames): boolean {
  const act = foldOperation(operation)
  return operations?.every(name => foldOperation(name) !== act) === true
}

function meant(name: string, known: readonly string[], before: readonly string[]): string {
  if ([...known, ...before].some(one => isSameText(one, name))) return ''
  return question(didYouMean(name, [...known, ...before]))
}

/** Nothing for a name that is known: it may have had a quiet month. */
function meantOperation(operation: string, before: readonly string[]): string {
  const all = new Map([...before, ...knownOperations].map(name => [foldOperation(name), name.trim()]))
  const act = foldOperation(operation)
  if (all.has(act)) return ''
  const guess = didYouMean(act, [...all.keys()])
  return question(guess === undefined ? undefined : all.get(guess))
}

function question(guess: string | undefined): string {
  return guess === undefined ? ' Is it spelled as in the log?' : ` Is ${guess} meant?`
}
