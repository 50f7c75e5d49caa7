/** What the watchdog calls overdue, and that it never calls in order what it does not know. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {terminalHost} from '../../src/host/terminal.ts'
import {parseSetup, setupOptionKinds} from '../../src/setup/settings.ts'
import {type MonthState, overdueItems, type WatchdogFacts, type WorkflowState} from '../../src/watchdog/overdue.ts'
import {readMemory, type WatchdogMemory, watchdogBody} from '../../src/watchdog/watchdog-issue.ts'
import {at, day} from '../builders.ts'

const now = at('2026-11-20T00:00:00Z')
const october: MonthState = {
  label: '2026-10',
  start: at('2026-10-01T00:00:00Z'),
  end: at('2026-11-01T00:00:00Z'),
  export: 'complete',
}
const workflow: WorkflowState = {
  path: '.github/workflows/audit.yml',
  state: 'active',
  isExport: true,
  scheduled: [{at: now - 10 * day, conclusion: 'success'}],
}
const fine: WatchdogFacts = {
  ...{months: [october], workflows: [workflow], certificate: {notAfter: now + 200 * day}},
  place: {repository: 'contoso/audit', tenant: '11111111-aaaa-4bbb-8ccc-222222222222', cloud: 'worldwide'},
}
const names = (facts: Partial<WatchdogFacts>, when = now) =>
  overdueItems({...fine, ...facts}, when).map(({name}) => name)
const month = (more: Partial<MonthState>) => ({months: [{...october, ...more}]})
const job = (more: Partial<WorkflowState>) => ({workflows: [{...workflow, ...more}]})

test('nothing is overdue where all is in order', () => expect(names({})).toEqual([]))

describe('overdue is', () => {
  test.each<[string, Partial<WatchdogFacts>, string[]]>([
    ['a month without an export', month({export: 'none'}), ['2026-10']],
    ['a month that is incomplete', month({export: 'incomplete'}), ['2026-10']],
    ['a month whose late records were never read', month({export: 'provisional'}), ['2026-10']],
    ['a month that is unknown', month({export: 'unknown', because: 'GitHub’s API answers 503'}), ['2026-10']],
    ['a month that is not reviewed', month({review: 'open'}), ['review 2026-10']],
    ['a review that is unknown', month({review: 'unknown'}), ['review 2026-10']],
    ['evidence that expires soon', month({expires: now + 20 * day}), ['evidence 2026-10']],
    ['evidence that expired', month({expires: now - day}), ['evidence 2026-10']],
    ['evidence whose archive ends with it', month({expires: now + day, archived: now}), ['evidence 2026-10']],
    ['a workflow that is switched off', job({state: 'disabled_inactivity'}), ['workflow audit.yml']],
    ['a workflow that is unknown', job({state: undefined}), ['workflow audit.yml']],
    ['a schedule that never started', job({scheduled: []}), ['workflow audit.yml']],
    [
      'a schedule that stopped',
      job({scheduled: [{at: now - 40 * day, conclusion: 'success'}]}),
      ['workflow audit.yml'],
    ],
    ['a daily schedule that is silent', job({scheduled: daily(4, [0, 1, 2, 3, 4, 5])}), ['workflow audit.yml']],
    ['a run that failed', job({scheduled: [{at: now - day, conclusion: 'failure'}]}), ['workflow audit.yml']],
    ['a certificate that ends in two months', {certificate: {notAfter: now + 60 * day}}, ['certificate']],
    ['a certificate that ended', {certificate: {notAfter: now - day}}, ['certificate']],
    ['a history that is empty', {months: []}, ['history']],
  ])('%s', (_name, facts, expected) => expect(names(facts)).toEqual(expected))
})

/** Scheduled runs so many days ago, and so many days before that one. */
const daily = (ago: number, before: readonly number[]) =>
  before.map(days => ({at: now - (ago + days) * day, conclusion: 'success' as const}))

describe('not overdue is', () => {
  test.each<[string, Partial<WatchdogFacts>]>([
    ['evidence that an archive keeps longer', month({expires: now + 20 * day, archived: now + 900 * day})],
    ['evidence that an archive keeps for ever', month({expires: now - day, archived: 'forever'})],
    ['a workflow without a schedule that does not export', job({isExport: false, scheduled: []})],
    [
      'a run that has not ended, after one that did',
      job({
        scheduled: [
          {at: now, conclusion: null},
          {at: now - day, conclusion: 'success'},
        ],
      }),
    ],
    ['a daily schedule that was late once, two days ago', job({scheduled: daily(2, [0, 1, 3, 4, 5, 6])})],
    [
      'a schedule for the last days of a month, between two months',
      job({scheduled: daily(20, [0, 1, 2, 3, 31, 32, 33, 34])}),
    ],
    ['a month that ended days ago', {months: [{...october, export: 'none', end: now - 3 * day}]}],
  ])('%s', (_name, facts) => expect(names(facts)).toEqual([]))
})

test.each([
  [20, 'All its records can be read until 2027-03-30'],
  [160, 'Its first days have expired; the rest can be read until 2027-04-30'],
  [200, 'Its records expired on 2027-04-30'],
])('%i days after a month that is missing, it says what can still be read', (days, words) => {
  const [item] = overdueItems({...fine, ...month({export: 'none'})}, october.end + days * day)
  expect(item?.text).toContain(words)
})

test('what is unknown is never in order, and is called so', () => {
  const anyMonth = fc.record({
    label: fc.constant('2026-08'),
    start: fc.constant(at('2026-08-01T00:00:00Z')),
    end: fc.constant(at('2026-09-01T00:00:00Z')),
    export: fc.constantFrom<MonthState['export']>('complete', 'provisional', 'incomplete', 'none', 'unknown'),
    review: fc.constantFrom<MonthState['review']>(undefined, 'reviewed', 'open', 'unknown'),
    expires: fc.option(fc.integer({min: now - 90 * day, max: now + 90 * day}), {nil: undefined}),
  })
  fc.assert(
    fc.property(fc.array(anyMonth, {maxLength: 4}), months => {
      const items = overdueItems({...fine, months}, now)
      if (items.length === 0) {
        expect(months.length).toBeGreaterThan(0)
        for (const one of months) {
          expect(one.export).toBe('complete')
          expect([undefined, 'reviewed']).toContain(one.review)
        }
      }
      const unknown = months.some(
        one => one.export === 'unknown' || (one.export === 'complete' && one.review === 'unknown'),
      )
      expect(items.some(({isUnknown}) => isUnknown)).toBe(unknown || months.length === 0)
    }),
  )
})

test('its memory comes back from the issue, whatever the texts hold, and from no other issue', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string(), {maxLength: 3}), (tenant, overdue) => {
      const memory: WatchdogMemory = {tenant, months: {'2026-10': {export: 'complete', archived: 'forever'}}, overdue}
      const items = overdueItems({...fine, ...month({export: 'unknown', because: tenant})}, now)
      expect(readMemory(watchdogBody(items, memory, '2026-11-20T00:00:00Z'))).toEqual(memory)
      expect(readMemory(`x${watchdogBody(items, memory, '')}`)).toBeUndefined()
    }),
  )
})

describe('what is advised is of the place that exports:', () => {
  const certificate = {notAfter: now + 20 * day}
  const advised = (facts: Partial<WatchdogFacts>) => overdueItems({...fine, ...facts}, now).map(({remedy}) => remedy)

  test.each([
    [fine.place, '--tenant-id 11111111-aaaa-4bbb-8ccc-222222222222 --renew --repository contoso/audit'],
    [{...fine.place, environment: 'audit contoso'}, "--repository contoso/audit --environment 'audit contoso'"],
    [{tenant: 't.us', cloud: 'gcc-high'}, '--tenant-id t.us --cloud gcc-high --renew'],
  ])('a renewal that setup understands (%j)', (place, options) => {
    const [remedy = ''] = advised({certificate, place})
    expect(remedy).toContain(options)
    const [, words = ''] = /index\.js setup (.*)\.$/.exec(remedy) ?? []
    const given = [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    expect(parseSetup(terminalHost(given, {}, undefined, setupOptionKinds))).toMatchObject({settings: {act: 'renew'}})
  })

  test('a workflow of GitHub is started, and elsewhere a job', () => {
    const missing = month({export: 'none'})
    expect(advised(missing)).toEqual(['Start the export’s workflow by hand with period: 2026-10.'])
    expect(advised({...missing, place: {}})).toEqual(['Start the job that exports with --period 2026-10.'])
    expect(advised({months: [], workflows: []})[0]).toContain('trusted-workflows')
    expect(advised({months: [], workflows: [], place: {}})[0]).toContain('state-directory')
  })
})
