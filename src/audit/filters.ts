/** What an export is limited to. Empty lists and absent text limit nothing. */
export interface Filters {
  /** Names or numbers. */
  recordTypes: readonly string[]
  excludeRecordTypes: readonly string[]
  operations: readonly string[]
  users: readonly string[]
  ipAddresses: readonly string[]
  objectIds: readonly string[]
  freeText?: string
}

/** Whether a record's type, by the service's name for it and its number, is wanted. Letter case does not count. */
export function wantsRecordType(filters: Filters, name: string, number: string): boolean {
  const named = (list: readonly string[]) => list.some(entry => same(entry, name) || entry === number)
  return (filters.recordTypes.length === 0 || named(filters.recordTypes)) && !named(filters.excludeRecordTypes)
}

export function same(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase()
}

export function limits(filters: Filters): boolean {
  const {freeText, ...lists} = filters
  return freeText !== undefined || Object.values(lists).some(list => list.length > 0)
}
