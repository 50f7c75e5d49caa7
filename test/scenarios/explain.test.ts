/** A scenario that fails explains itself: a month is broken on purpose, and what is printed then is read. */
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectMonth} from './expect-month.ts'
import {minuteScene} from './expectations.ts'
import {explain, explainWhenFailing} from './explain.ts'
import {exportMonth, type MonthResult} from './month.ts'

afterAll(cleanUp)

const {records, period} = minuteScene()
const run = (faults = '', inputs: Record<string, string> = {}) =>
  exportMonth({simulator: {records, faults}, inputs: {period, ...inputs}})

/** What an assertion says. */
async function said(assertion: Promise<unknown>): Promise<string> {
  return await assertion.then(
    () => 'nothing',
    (error: Error) => error.message,
  )
}

/** Seven records are lost, one is another's, one was altered. */
function broken(result: MonthResult): MonthResult {
  const {folder} = result
  if (!folder) throw new TypeError('there is a folder')
  const [altered, ...others] = folder.rows.slice(7)
  if (!altered) throw new TypeError('there are records')
  const alter = (text: string, change: object) => JSON.stringify({...JSON.parse(text), ...change})
  const rows = [
    {...altered, AuditData: alter(altered.AuditData, {Operation: 'Altered'})},
    ...others,
    {...altered, AuditData: alter(altered.AuditData, {Id: 'another-one'})},
  ]
  return {...result, folder: {...folder, rows}}
}

describe('a month that is broken on purpose', () => {
  test('says what is missing, unexpected and changed, five of each, and how the log ends', async () => {
    const result = await run('slow')
    const text = await said(expectMonth(broken(result), {status: 'complete'}))
    const ids = result.folder?.rows.map(({AuditData}) => JSON.parse(AuditData) as {Id: string; CreationTime: string})
    const named = (at: number) => `  ${ids?.[at]?.CreationTime} ${ids?.[at]?.Id}`
    expect(text).toContain('- records that are missing: 8\n')
    expect(text).toContain('- records that the tenant does not have: 2\n')
    expect(text).toContain('verdict: complete\nfault played: slow × ')
    const lost = text.slice(text.indexOf('missing outside of gaps: 7'), text.indexOf('missing in gaps: none'))
    expect(lost.split('\n').slice(1, -1).sort()).toEqual([...lost.split('\n').slice(1, 6), '  2 more'].sort())
    expect([0, 1, 2, 3, 4, 5, 6].filter(at => lost.includes(named(at)))).toHaveLength(5)
    expect(text).toContain(`unexpected: 1\n  ${ids?.[7]?.CreationTime} another-one\n`)
    expect(text).toContain(`changed: 1\n${named(7)}\ngaps: none\nthe log ends:\n`)
    const end = text.split('the log ends:\n')[1]?.split('\n') ?? []
    expect(end).toEqual(
      result.log
        .flatMap(line => line.split('\n'))
        .slice(-10)
        .map(line => `  ${line.slice(0, 200)}`),
    )
    expect(end).toHaveLength(10)
  })

  test('says its verdict, the fault that was played, and the gaps with their codes', async () => {
    const text = await said(expectMonth(await run('cancelled:always'), {status: 'complete'}))
    expect(text).toContain('- the verdict is incomplete, complete was expected\n')
    expect(text).toMatch(/- gaps: \d+, none expected\n/)
    expect(text).toMatch(/verdict: incomplete\nfault played: cancelled × \d+\nmissing outside of gaps: none\n/)
    expect(text).toMatch(
      /gaps: \d+\n {2}2026-10-06T09:00:00Z to 2026-10-06T09:\S+Z (EXCHANGE_SEARCH_FAILED|SERVICE_BROKEN)\n/,
    )
  })

  test('says which gap was expected, and a fault that was played on the way', async () => {
    const result = await run()
    const text = await said(
      expectMonth(result, {
        status: 'incomplete',
        missing: 'in gaps',
        gaps: /^RETENTION$/,
        played: 'reset at request 7',
      }),
    )
    expect(text).toContain('- there is no gap, and one with the code ^RETENTION$ was expected\n')
    expect(text).toContain('fault played: reset at request 7\n')
    const other = await said(
      expectMonth(await run('auditing-off'), {status: 'incomplete', missing: 'in gaps', gaps: /^RETENTION$/}),
    )
    expect(other).toContain('- a gap has the code AUDITING_OFF, and ^RETENTION$ was expected\n')
  })

  test('says how its files differ from those it should equal', async () => {
    const whole = await run()
    const text = await said(
      expectMonth(await run('auditing-off'), {status: 'incomplete', missing: 'in gaps', data: whole.folder}),
    )
    expect(text).toMatch(/- audit-.*\.csv: sha256 .*…, sha256 .*… expected\n/)
  })

  test('and one that is not says nothing', async () => {
    expect(await said(expectMonth(await run(), {status: 'complete'}))).toBe('nothing')
  })
})

describe('the explanation', () => {
  test('compares no records where the folder does not hold the tenant’s own, or the filters are not known', async () => {
    const key = 'a key of thirty-two characters at least'
    expect(explain(await run('', {'pseudonym-key': key}))).toContain(
      'records: not compared, for the folder does not hold',
    )
    expect(explain(await run('', {operations: 'FileAccessed'}))).toContain(
      'records: not compared, for the export was filtered',
    )
    expect(explain(await run('missing-role'))).toMatch(
      /^verdict: failed\nfault played: missing-role × \d\nrecords: no folder was written\n/,
    )
  })

  test('of a test’s last run is printed once, when the test fails for whatever reason', async () => {
    const hooks: (() => void)[] = []
    const printed: string[] = []
    const register = (hook: unknown) => void hooks.push(hook as () => void)
    for (const faults of ['', 'cancelled:always']) {
      const result = await run(faults)
      explainWhenFailing(result, register, text => printed.push(text))
    }
    expect(printed).toEqual([])
    for (const hook of hooks.reverse()) hook()
    expect(printed).toHaveLength(1)
    expect(printed[0]).toMatch(/^The last run of this test:\nverdict: incomplete\nfault played: cancelled × /)
  })
})
