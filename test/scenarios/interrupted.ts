/** A month to be interrupted: three days in many windows, read from a tenant some of whose records have no Id. */
import type {MonthOptions} from './month.ts'
import {smallTenant} from './tenant.ts'

export const hour = 3_600_000
const start = Date.UTC(2026, 9, 6)
export const end = start + 72 * hour
export const period = '2026-10-06/2026-10-09'
export const records = smallTenant({from: start, to: end, records: 500}).map((text, index) => {
  if (index % 97 !== 3) return text
  const {Id: _, ...record} = JSON.parse(text) as {Id: string}
  return JSON.stringify(record)
})

/** The service fails for more than this at once, so that there are many windows. A second reading asks for a little more. */
const longest = 6 * hour + 120_000

interface Question {
  start: number
  end: number
}

/** @param onSearch told of each search's number, from 1, before it is answered, which waits for it. */
export function searching(
  onSearch: (search: number, question: Question, signal: AbortSignal) => unknown,
): NonNullable<MonthOptions['intercept']> {
  let searches = 0
  return async request => {
    if (!request.url.includes('InvokeCommand')) return undefined
    const {CmdletInput} = (await request.json()) as {CmdletInput: {Parameters: Record<string, string>}}
    const {StartDate = '', EndDate = ''} = CmdletInput.Parameters
    const question = {start: Date.parse(StartDate), end: Date.parse(EndDate)}
    await onSearch(++searches, question, request.signal)
    if (question.end - question.start <= longest) return undefined
    return Response.json({value: [], '@adminapi.warnings': ['The task was cancelled.']})
  }
}
