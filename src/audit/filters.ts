/** What an export is limited to. Empty lists and absent text limit nothing. */
import {isSameText} from './compare-text.ts'
import {isSameRecordType} from './record-types.ts'

export interface Filters {
  /** Names or numbers. */
  recordTypes: readonly string[]
  excludeRecordTypes: readonly string[]
  operations: readonly string[]
  users: readonly string[]
  ipAddresses: readonly string[]
  objectIds: readonly string[]
  /** `Workload` of AuditData, in any letter case. */
  workloads: readonly string[]
  freeText?: string
}

/** Whether a record's type, by what the service calls it and its number, is wanted; '' is a number that is not known. */
export function wantsRecordType(filters: Filters, name: string, number: string): boolean {
  const means = (entry: string) => isSameRecordType(entry, name) || (number !== '' && isSameRecordType(entry, number))
  const named = (list: readonly string[]) => list.some(means)
  return (filters.recordTypes.length === 0 || named(filters.recordTypes)) && !named(filters.excludeRecordTypes)
}

/** Whether a record of this workload is wanted; one that can't be read may be of any. */
export function wantsWorkload({workloads}: Pick<Filters, 'workloads'>, name: string, isMalformed: boolean): boolean {
  return (
    workloads.length === 0 || (isMalformed && name === '') || workloads.some(workload => isSameText(workload, name))
  )
}

export const noFilters: Filters = {
  recordTypes: [],
  excludeRecordTypes: [],
  operations: [],
  users: [],
  ipAddresses: [],
  objectIds: [],
  workloads: [],
}

export function limits(filters: Filters): boolean {
  const {freeText, ...lists} = filters
  return freeText !== undefined || Object.values(lists).some(list => list.length > 0)
}
