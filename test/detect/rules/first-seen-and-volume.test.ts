import {createHmac} from 'node:crypto'
import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../../src/audit/record.ts'
import {startDetection} from '../../../src/detect/detection.ts'
import {missingWorkloads} from '../../../src/detect/rules/missing-workloads.ts'
import {
  aChange,
  aRecord,
  aSignIn,
  at,
  comparingRules,
  type DetectionOptions,
  detectionOf,
  findingsOf,
  minute,
  people,
  period,
} from '../build.ts'

const hash = (kind: string, text: string) => createHmac('sha256', 'key').update(`${kind}\0${text}`).digest('hex')
const options: DetectionOptions = {rules: comparingRules, hash, keyed: true}
const hour = 60 * minute
const september = {start: Date.parse('2026-09-01T00:00:00Z'), end: Date.parse('2026-10-01T00:00:00Z')}

const rulesOf = (records: AuditRecord[], more: DetectionOptions = {}) => [
  ...new Set(findingsOf(records, {...options, minimumSeverity: 'low', ...more}).map(({rule}) => rule)),
]

function downloads(day: number, count: number, user = 'ada@contoso.example'): AuditRecord[] {
  return Array.from({length: count}, (_, i) =>
    aRecord({Operation: 'FileDownloaded', UserId: user, time: at(day) + i * 1000}),
  )
}

const days = (count: number, from = 1) => Array.from({length: count}, (_, i) => from + i)

describe('STA-01, daily volume', () => {
  const usual = days(10).flatMap(day => downloads(day, 8))

  test('fires on 400 downloads of somebody with eight a day', () => {
    const [finding] = findingsOf([...usual, ...downloads(20, 400)], options)
    expect(finding).toMatchObject({
      rule: 'STA-01',
      severity: 'low',
      title: 'Unusual activity volume of a user: ada@contoso.example, 400 downloads in a day',
    })
    expect(finding?.why).toBe('400 downloads on one day, where a usual day of 10 known ones has 8')
    expect(finding?.evidence.length).toBeGreaterThan(10)
  })

  test.each([
    ['30 downloads', [...usual, ...downloads(20, 30)]],
    ['somebody who always has many', days(12).flatMap(day => downloads(day, 60 + day * 10))],
    ['a newcomer who does what others do', [...usual, ...downloads(20, 45, 'new@contoso.example')]],
  ])('stays silent on %s', (_, records) => {
    expect(rulesOf(records)).toEqual([])
  })

  test('carries what is usual from the month before', () => {
    const before = days(20).flatMap(day =>
      downloads(day, 200).map(record => ({...record, CreationDate: record.CreationDate.replace('2026-10', '2026-09')})),
    )
    const {baseline} = detectionOf(before, {...options, period: september})
    const records = [...days(5).flatMap(day => downloads(day, 2)), ...downloads(20, 300)]
    expect(rulesOf(records)).toEqual(['STA-01'])
    expect(rulesOf(records, {baseline})).toEqual([])
  })
})

describe('first times', () => {
  const settled = days(12).map(day => aSignIn({time: at(day, '08:00')}))

  test('STA-02 and STA-06 are told in one line each', () => {
    const records = [
      ...settled,
      aRecord({Operation: 'NeverHeardOf', time: at(20)}),
      aSignIn({application: 'new-app', time: at(20)}),
    ]
    const found = findingsOf(records, options)
    const told = found.map(({rule, severity}) => `${rule} ${severity}`)
    expect(new Set(told)).toEqual(new Set(['STA-02 info', 'STA-06 info']))
    expect(told).toHaveLength(2)
    expect(found.find(({rule}) => rule === 'STA-02')?.why).toBe('NeverHeardOf')
  })

  test('STA-03 lists rare administration', () => {
    const records = [...settled, aChange({Operation: 'Update policy.', time: at(3)})]
    expect(findingsOf(records, options).map(({rule, objects}) => [rule, objects])).toEqual([
      ['STA-03', ['Update policy']],
    ])
  })

  test('STA-04 and STA-05, a new network with a new client, alone are no more than info', () => {
    const records = [...settled, aSignIn({ip: '203.0.113.66', agent: 'axios/1', time: at(20)})]
    const severities = findingsOf(records, {...options, minimumSeverity: 'info'}).map(one => one.severity)
    expect(new Set(severities)).toEqual(new Set(['info']))
  })

  test('STA-08: somebody administers for the first time', () => {
    const act = (day: number) =>
      aChange({Operation: 'Add member to role.', UserId: 'ada@contoso.example', time: at(day)})
    expect(rulesOf([...settled, act(20)])).toEqual(['STA-08'])
    const [finding] = findingsOf([...settled, act(20)])
    expect(finding?.why).toBe('No administrative act by ada@contoso.example earlier this month')
    expect(rulesOf([...settled, act(3), act(20)])).toEqual([])
    expect(
      rulesOf([...settled, aChange({Operation: 'Update user.', UserId: 'ada@contoso.example', time: at(20)})]),
    ).toEqual([])
    const guest = {Operation: 'Add user.', UserId: 'ada@contoso.example', time: at(20)}
    expect(rulesOf([...settled, aChange({...guest, changes: {UserType: ['', ['Guest']]}})])).toEqual([])
  })
})

describe('STA-07, own hours', () => {
  const admin = (time: number) => aChange({Operation: 'Update user.', time})
  const office = days(10).flatMap(day => Array.from({length: 8}, (_, i) => admin(at(day, '09:00') + i * hour)))
  const night = (count: number) => Array.from({length: count}, (_, i) => admin(at(20, '02:00') + i * minute))

  test('fires on six acts at two in the morning', () => {
    const [finding] = findingsOf([...office, ...night(6)], {...options, minimumSeverity: 'low'})
    expect(finding).toMatchObject({rule: 'STA-07', severity: 'low'})
    expect(finding?.why).toMatch(/acts around 02:00 UTC, where 0\.0 % of this administrator’s acts fall/)
  })

  test.each([
    ['one act at night', [...office, ...night(1)]],
    ['an account of which little is known', [...office.slice(0, 20), ...night(6)]],
    ['six acts in the morning', [...office, ...Array.from({length: 6}, (_, i) => admin(at(20, '10:00') + i * minute))]],
  ])('stays silent on %s', (_, records) => {
    expect(rulesOf(records)).toEqual([])
  })
})

describe('STA-09, dormant accounts', () => {
  const july = {start: Date.parse('2026-07-01T00:00:00Z'), end: Date.parse('2026-08-01T00:00:00Z')}
  const inMonth = (month: string, user: string) => {
    const record = aSignIn({user})
    return {...record, CreationDate: record.CreationDate.replace('2026-10', month)}
  }
  const baseline = () => {
    const first = detectionOf(
      people(2).map(user => inMonth('2026-07', user)),
      {...options, period: july},
    ).baseline
    return detectionOf([inMonth('2026-09', 'user2@contoso.example')], {...options, period: september, baseline: first})
      .baseline
  }

  test('fires on one that comes back from a new place', () => {
    const found = findingsOf([aSignIn({user: 'user1@contoso.example', ip: '203.0.113.66'})], {
      ...options,
      baseline: baseline(),
      minimumSeverity: 'low',
    })
    expect(found.map(({rule, title}) => [rule, title])).toEqual([
      ['STA-09', 'Dormant account signed in: user1@contoso.example after 3 months'],
    ])
  })

  test.each([
    ['one that comes back where it was', aSignIn({user: 'user1@contoso.example'})],
    ['one that was there last month', aSignIn({user: 'user2@contoso.example', ip: '203.0.113.66'})],
    ['an unknown account', aSignIn({user: 'new@contoso.example', ip: '203.0.113.66'})],
  ])('stays silent on %s', (_, record) => {
    expect(rulesOf([record], {...options, baseline: baseline(), minimumSeverity: 'low'})).toEqual([])
  })

  test('fires on one whose files are opened without a sign-in in the log', () => {
    const record = aRecord({
      UserId: 'User1@contoso.example',
      ClientIP: '203.0.113.66:50123',
      Operation: 'FileDownloaded',
    })
    const found = findingsOf([record], {...options, baseline: baseline(), minimumSeverity: 'low'})
    expect(found.map(({rule, why}) => [rule, why])).toEqual([
      ['STA-09', expect.stringMatching(/^Last seen 3 months ago; now used \(FileDownloaded\) from 203\.0\.113\.0\/24/)],
    ])
  })
})

describe('silence', () => {
  const every = (from: number, to: number, skip: (time: number) => boolean = () => false): AuditRecord[] => {
    const records: AuditRecord[] = []
    for (let time = from; time < to; time += 5 * minute)
      if (!skip(time)) records.push(aRecord({Workload: 'Exchange', RecordType: 2, Operation: 'Send', time}))
    return records
  }
  const baseline = detectionOf(every(september.start, september.end), {rules: [], hash, period: september}).baseline
  const october = {start: period.start, end: at(15, '00:00')}
  const quiet = (time: number) => time >= at(5, '08:00') && time < at(5, '20:00')
  const watched = (records: AuditRecord[], gaps: {start: number; end: number}[] = []) => {
    const watch = startDetection({rules: missingWorkloads, hash, baseline, period: october, minimumSeverity: 'low'})
    for (const record of records) watch.see(record, Date.parse(record.CreationDate))
    return watch.finish({gaps}).findings
  }

  test('AUD-07 fires on twelve hours without a record', () => {
    const [finding] = watched(every(october.start, october.end, quiet))
    expect(finding).toMatchObject({
      rule: 'AUD-07',
      severity: 'low',
      title: 'Workload stopped sending records: Exchange, no record for 12 h',
    })
    expect(finding?.why).toMatch(/0 records from 2026-10-05T08:00Z on for 12 h, where earlier months had 144/)
  })

  test('AUD-07 stays silent where the export has a gap, and on short pauses', () => {
    const gap = {start: at(5, '07:30'), end: at(5, '20:30')}
    expect(watched(every(october.start, october.end, quiet), [gap])).toEqual([])
    const pause = (time: number) => time >= at(5, '08:00') && time < at(5, '12:00')
    expect(watched(every(october.start, october.end, pause))).toEqual([])
  })

  test('AUD-07 tells a type of record that no longer comes, and not a rare one', () => {
    const whole = every(period.start, period.end).map(record => ({...record, RecordType: '3'}))
    const {findings} = detectionOf(whole, {rules: missingWorkloads, hash, baseline})
    expect(findings.map(({severity, title}) => [severity, title])).toEqual([
      ['medium', 'Workload stopped sending records: no record of type ExchangeItem'],
    ])
    const rare = {...baseline, recordTypes: {ExchangeItem: 400}}
    expect(detectionOf(whole, {rules: missingWorkloads, hash, baseline: rare}).findings).toEqual([])
  })

  test('STA-10 tells a workload that sends a fraction of before', () => {
    const records = every(october.start, october.end, time => (time / minute) % 30 !== 0)
    const {findings} = detectionOf(records, {rules: missingWorkloads, hash, baseline, period: october})
    expect(findings.map(({rule}) => rule)).toEqual(['STA-10'])
    expect(
      detectionOf(every(october.start, october.end), {rules: missingWorkloads, hash, baseline, period: october})
        .findings,
    ).toEqual([])
  })
})
