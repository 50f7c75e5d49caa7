import {createHmac} from 'node:crypto'
import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../src/audit/record.ts'
import {
  type Baseline,
  baselineText,
  historyOf,
  monthIndex,
  parseBaseline,
  servesMonth,
  volumeOf,
} from '../../src/detect/baseline.ts'
import {passwordSpray} from '../../src/detect/rules/password-spray.ts'
import {
  aRecord,
  aSignIn,
  at,
  browser,
  comparingRules,
  type DetectionOptions,
  detectionOf,
  minute,
  people,
  period,
} from './build.ts'

const hash = (kind: string, text: string) => createHmac('sha256', 'key').update(`${kind}\0${text}`).digest('hex')
const keyed: DetectionOptions = {hash, keyed: true, rules: [...comparingRules, ...passwordSpray]}
const september = {start: Date.parse('2026-09-01T00:00:00Z'), end: Date.parse('2026-10-01T00:00:00Z')}
const august = {start: Date.parse('2026-08-01T00:00:00Z'), end: Date.parse('2026-09-01T00:00:00Z')}

/** Two people at work all through a month. */
function work(from: number, days = 28): AuditRecord[] {
  return Array.from({length: days}, (_, i) =>
    people(2).map(user => aSignIn({user, time: from + i * 86_400_000 + 9 * 3_600_000})),
  ).flat()
}

const learned = () => detectionOf(work(september.start), {...keyed, period: september}).baseline

describe('the baseline', () => {
  test('survives writing and reading', () => {
    const baseline = learned()
    expect(parseBaseline(baselineText(baseline))).toEqual({ok: baseline})
    expect(baselineText(learned())).toBe(baselineText(baseline))
  })

  test.each(['', '{', '[]', '{"schema":"x"}', 'null'])('refuses %s with a reason', text => {
    expect(parseBaseline(text)).toMatchObject({mistake: expect.stringMatching(/\w/)})
  })

  test('sets the thresholds: no crowd of this month raises them, and it counts for the next one', () => {
    const crowd = people(400, 100).map((user, i) => aSignIn({user, time: at(3) + i * minute}))
    const spray = people(5).map((user, i) =>
      aSignIn({user, ip: '203.0.113.66', error: '50126', time: at(20, '02:00') + i * minute}),
    )
    const month = {...keyed, rules: passwordSpray, tenantSizeHint: 0}
    const {baseline} = detectionOf(work(september.start), {...keyed, tenantSizeHint: 0, period: september})
    const found = (records: AuditRecord[]) => detectionOf([...work(period.start), ...records], {...month, baseline})
    const [alone, crowded] = [found(spray), found([...crowd, ...spray])]
    expect(alone.findings.map(({severity}) => severity)).not.toEqual([])
    expect(crowded.findings.map(({severity}) => severity)).toEqual(alone.findings.map(({severity}) => severity))
    expect([baseline.users, crowded.baseline.users]).toEqual([2, 402])
  })

  test('names no person and no network', () => {
    const text = baselineText(learned())
    expect(text).not.toContain('user1')
    expect(text).not.toContain('192.0.2')
    expect(text).toContain('userloggedin')
  })

  test('holds nothing of single people without a key', () => {
    const {baseline} = detectionOf(work(september.start), {...keyed, keyed: false, period: september})
    expect(new Set(Object.keys(baseline.terms))).toEqual(new Set(['agent', 'application', 'operation']))
    expect(baseline).toMatchObject({volumes: {}, hours: {}, keyed: false})
    expect(detectionOf(work(period.start), {...keyed, keyed: false, baseline}).notes[0]).toMatch(/state-key is not set/)
  })

  test('knows last month’s terms, and only those', () => {
    const history = historyOf(learned(), hash, true)
    expect(history.has('user-network', 'user1@contoso.example', '192.0.2.0/24')).toBe(true)
    expect(history.has('user-network', 'user1@contoso.example', '198.51.100.0/24')).toBe(false)
    expect(history.has('operation', '', 'userloggedin')).toBe(true)
    expect(history.has('operation', '', '__proto__')).toBe(false)
    expect(history.absent('user1@contoso.example')).toBe(1)
    expect(history.absent('nobody@contoso.example')).toBeUndefined()
  })

  test('is of no use to its own month, to earlier ones, and when it is old', () => {
    const baseline = learned()
    expect(servesMonth(baseline, september.start)).toBe(false)
    expect(servesMonth(baseline, august.start)).toBe(false)
    expect(servesMonth(baseline, period.start)).toBe(true)
    expect(servesMonth(baseline, Date.parse('2027-04-01T00:00:00Z'))).toBe(false)
    expect(detectionOf([], {...keyed, period: september, baseline}).learning).toBe(true)
  })

  test('forgets what was not met for half a year', () => {
    const later = {start: Date.parse('2027-02-01T00:00:00Z'), end: Date.parse('2027-03-01T00:00:00Z')}
    const old: Baseline = {...learned(), month: monthIndex(later.start) - 1}
    const {baseline} = detectionOf([], {...keyed, period: later, baseline: old})
    expect(Object.keys(baseline.terms)).toContain('operation')
    const muchLater = {start: Date.parse('2027-03-01T00:00:00Z'), end: Date.parse('2027-04-01T00:00:00Z')}
    const older: Baseline = {...old, month: monthIndex(muchLater.start) - 1}
    expect(detectionOf([], {...keyed, period: muchLater, baseline: older}).baseline.terms).toEqual({})
  })

  test('without one, what is new is said from the eighth day on', () => {
    const newApplication = (day: number) => [...work(period.start), aSignIn({application: 'new-app', time: at(day)})]
    const found = (records: AuditRecord[], more: DetectionOptions = {}) =>
      detectionOf(records, {...keyed, ...more}).findings.filter(({rule}) => rule === 'STA-06').length
    expect(found(newApplication(3))).toBe(0)
    expect(found(newApplication(12))).toBe(1)
    expect(found(newApplication(3), {baseline: learned()})).toBe(1)
  })

  test('does not learn an attacker’s network until a later month repeats it', () => {
    const attacker = '203.0.113.66'
    const attack = (start: number) => [
      ...work(start),
      ...people(6, 10).map((user, i) =>
        aSignIn({user, ip: attacker, error: '50126', time: start + 11 * 86_400_000 + i * minute}),
      ),
      aSignIn({user: 'user1@contoso.example', ip: attacker, time: start + 12 * 86_400_000 - minute}),
    ]
    const knows = (baseline: Baseline) =>
      historyOf(baseline, hash, true).has('user-network', 'user1@contoso.example', '203.0.113.0/24')
    const first = detectionOf(attack(september.start), {...keyed, period: september, baseline: undefined})
    expect(first.counts.high).toBe(1)
    expect(knows(first.baseline)).toBe(false)
    const accepted = [{rule: 'AUTH-05', reason: 'our own test'}]
    expect(knows(detectionOf(attack(september.start), {...keyed, period: september, accepted}).baseline)).toBe(false)
    const again = [...work(period.start), aSignIn({user: 'user1@contoso.example', ip: attacker, time: at(12)})]
    expect(knows(detectionOf(again, {...keyed, baseline: first.baseline}).baseline)).toBe(true)
  })

  test('carries volumes on the log scale', () => {
    expect(volumeOf([0, 9, 9, 99, 0])).toEqual({median: Math.log1p(9), deviation: 0, days: 3})
    expect(volumeOf([0, 0])).toBeUndefined()
    const downloads = Array.from({length: 20}, (_, i) =>
      aRecord({Operation: 'FileDownloaded', UserAgent: browser, time: september.start + i * 86_400_000}),
    )
    const {baseline} = detectionOf(downloads, {...keyed, period: september})
    expect(historyOf(baseline, hash, true).volume('ada@contoso.example', 'download')).toMatchObject({days: 20})
  })
})
