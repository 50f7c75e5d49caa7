import {expect, test} from 'vitest'
import {checkSilentCaps, missingOf, readFrom, spread} from './silent-loss.ts'

test('a silent limit at any number, in any order, never ends complete with a record missing', () => {
  checkSilentCaps(25)
}, 60_000)

test.each(['sample', 'all'] as const)(
  'answers that always lose the same records for their size are found by a probe of few rows (%s)',
  confirm => {
    const records = spread(3, 1500, [])
    for (const sessions of [true, false]) {
      const service = {cap: 5000, order: 'oldest' as const, loses: {share: 20, above: 100}, sessions}
      const played = readFrom(service, records, {confirm, concurrency: 2, handsOn: false})
      expect(played.state.signals.safe).toBeLessThanOrEqual(100)
      expect([played.entries.filter(entry => entry.status === 'gap').length, missingOf(records, played)]).toEqual([
        0,
        [],
      ])
    }
  },
)

test('what was handed on before the probe is a gap', () => {
  const records = spread(3, 1500, [])
  const service = {cap: 5000, order: 'oldest' as const, loses: {share: 20, above: 100}, sessions: false}
  const played = readFrom(service, records, {confirm: 'sample', concurrency: 1, handsOn: true})
  const isGap = (time: number) =>
    played.entries.some(({status, ...window}) => status === 'gap' && window.start <= time && time < window.end)
  expect(missingOf(records, played).filter(([, time]) => !isGap(time))).toEqual([])
})
