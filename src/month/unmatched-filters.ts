/** Filters that found nothing: no service refuses a misspelt name, and the month looks quiet. */
import {type Filters, limits, same} from '../audit/filters.ts'
import {knownRecordTypes} from '../audit/record-types.ts'
import {didYouMean} from '../inputs/did-you-mean.ts'

/** @param found names of the record types of which the export holds any. */
export function unmatchedNotes(filters: Filters, found: readonly string[]): string[] {
  const silent = filters.recordTypes.filter(type => !/^\d+$/.test(type) && !found.some(name => same(name, type)))
  const notes = silent.map(type => `No record has the type ${type} that record-types names.${meant(type)}`)
  if (found.length === 0 && limits(filters) && notes.length === 0)
    notes.push('The filters matched no record. Is each name as the log has it?')
  return notes
}

function meant(type: string): string {
  if (knownRecordTypes.some(name => same(name, type))) return ''
  const guess = didYouMean(type, knownRecordTypes)
  return guess === undefined ? ' Is it as the log has it?' : ` Is ${guess} meant?`
}
