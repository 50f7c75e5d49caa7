/** A service that says nothing of a busy day, whatever is asked about it: a gap, for no more calls than a broken day costs. */
import {afterAll, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectMonth} from './expect-month.ts'
import {exportMonth, type MonthOptions} from './month.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const day = 86_400_000
const start = Date.UTC(2026, 9, 1)
const records = smallTenant({from: start, to: start + 4 * day, records: 400})

/** Whether a question reaches into the third day. */
function touches(from: unknown, to: unknown): boolean {
  return Date.parse(String(from)) < start + 3 * day - 1000 && Date.parse(String(to)) > start + 2 * day
}

/** Silence about the third day; `asked` counts the questions. */
function silence(asked: () => void): NonNullable<MonthOptions['intercept']> {
  const silent = new Set<string | undefined>()
  return async (request, _clock, ask) => {
    if (silent.has(/\/queries\/([^/]+)\/records/.exec(request.url)?.[1])) return Response.json({value: []})
    if (request.method !== 'POST' || !/\/(InvokeCommand|queries)$/.test(request.url)) return undefined
    const body = (await request.clone().json()) as {CmdletInput?: {Parameters: object}}
    const {StartDate, EndDate, filterStartDateTime, filterEndDateTime} = {
      ...body,
      ...body.CmdletInput?.Parameters,
    } as Record<string, unknown>
    asked()
    if (touches(StartDate, EndDate)) return Response.json({value: []})
    const answer = await ask()
    if (touches(filterStartDateTime, filterEndDateTime)) silent.add(((await answer.clone().json()) as {id: string}).id)
    return answer
  }
}

test.each(['exchange', 'graph'])('through %s', async source => {
  let questions = 0
  const result = await exportMonth({
    simulator: {records},
    inputs: {period: '2026-10-01/2026-10-05', source},
    intercept: silence(() => questions++),
  })
  await expectMonth(result, {status: 'incomplete', missing: 'in gaps', gaps: /^READING_SILENT$/})
  expect(questions).toBeLessThan(200)
})
