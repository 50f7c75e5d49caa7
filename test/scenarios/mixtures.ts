/** Whatever mixture of faults a tenant plays: a record that any answer showed is never missing from a complete folder. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {FAULTS} from '../../src/simulator/faults.ts'
import {expectMonth} from './expect-month.ts'
import {expectations} from './expectations.ts'
import {exportScene, usual} from './fault.ts'
import {smallTenant} from './tenant.ts'

const mixable = usual.filter(name => FAULTS[name]?.where !== 'login')
/** Whether the fault hides a record from every answer: of a window that is read once, one answer is all. */
function hides(name: string, confirm: string): boolean {
  const expected = expectations[name]
  return expected?.always.as === 'unseen' || (expected?.usual.as === 'unseen' && confirm !== 'all')
}

const start = Date.UTC(2026, 9, 6, 9)
const scene = {
  records: smallTenant({from: start - 300_000, to: start + 1_500_000, records: 420}),
  period: '2026-10-06T09:00:00Z/2026-10-06T09:20:00Z',
}

/** A record without an Id is known by its row's Identity alone: where that is wrong, it is another record to any client. */
const contradict = ['no-id', 'wrong-identity']

const mixture = fc.record({
  faults: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...mixable), fc.integer({min: 1, max: 9})), {
      minLength: 1,
      maxLength: 4,
      selector: ([name]) => name,
    })
    .filter(faults => !contradict.every(one => faults.some(([name]) => name === one))),
  concurrency: fc.integer({min: 1, max: 5}),
  confirm: fc.constantFrom('none', 'sample', 'all'),
})

/** So many mixtures. The seed, which each run prints, gives the same ones again. */
export function playMixtures(seed: number, runs: number): void {
  test(`a mixture of faults costs records only where a gap says so (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(mixture, async ({faults, concurrency, confirm}) => {
        const played = faults.map(([name, times]) => `${name}:${times}`)
        const result = await exportScene(scene, played, {concurrency: String(concurrency), confirm})
        if (result.outputs.status === 'failed') {
          expect(result.folder).toBeUndefined()
          return
        }
        await expectMonth(result, {
          status: result.folder?.gaps.length ? 'incomplete' : 'complete',
          missing: faults.some(([name]) => hides(name, confirm)) ? 'anywhere' : 'in gaps',
        })
      }),
      {seed, numRuns: runs, endOnFailure: true},
    )
  })
}
