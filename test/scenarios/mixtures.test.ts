/** Whatever mixture of faults a tenant plays: a record that any answer showed is never missing from a complete folder. */
import fc from 'fast-check'
import {afterAll, describe, expect, test} from 'vitest'
import {FAULTS} from '../../src/simulator/faults.ts'
import {cleanUp} from '../runner.ts'
import {dayScene, expectations} from './expectations.ts'
import {exportScene, names} from './fault.ts'
import {compare, faultsOf} from './month.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const mixable = names.filter(name => !name.startsWith('burst') && FAULTS[name]?.where !== 'login')
/** Faults that hide a record from every answer, so that nobody can miss it. */
const hiding = new Set(Object.keys(expectations).filter(name => expectations[name]?.always.as === 'unseen'))

const start = Date.UTC(2026, 9, 6, 9)
const scene = {
  records: smallTenant({from: start - 300_000, to: start + 1_500_000, records: 420}),
  period: '2026-10-06T09:00:00Z/2026-10-06T09:20:00Z',
}

const mixture = fc.record({
  faults: fc.uniqueArray(fc.tuple(fc.constantFrom(...mixable), fc.integer({min: 1, max: 9})), {
    minLength: 1,
    maxLength: 4,
    selector: ([name]) => name,
  }),
  concurrency: fc.integer({min: 1, max: 5}),
  confirm: fc.constantFrom('none', 'sample', 'all'),
})

const seed = Number(process.env.SCENARIO_SEED ?? Math.floor(Math.random() * 2 ** 31))

test(`a mixture of faults costs records only where a gap says so (seed ${seed})`, {timeout: 120_000}, async () => {
  await fc.assert(
    fc.asyncProperty(mixture, async ({faults, concurrency, confirm}) => {
      const played = faults.map(([name, times]) => `${name}:${times}`)
      const result = await exportScene(scene, played, {concurrency: String(concurrency), confirm})
      if (result.outputs.status === 'failed') {
        expect(result.folder).toBeUndefined()
        return
      }
      expect(await faultsOf(result)).toEqual([])
      const {strangers, ignored, unexplained, dropped, folder} = compare(result)
      expect({strangers, dropped}).toEqual({strangers: [], dropped: []})
      if (folder.manifest.status === 'complete') expect(ignored).toEqual([])
      if (!faults.some(([name]) => hiding.has(name))) expect(unexplained).toEqual([])
    }),
    {seed, numRuns: Number(process.env.SCENARIO_RUNS ?? 15), endOnFailure: true},
  )
})

describe('the limit of any client', () => {
  test('a record that no answer shows is missing from a folder that says complete', async () => {
    const result = await exportScene(dayScene(), ['lost-always'], {confirm: 'all'})
    const {missing, ignored} = compare(result)
    expect(result.outputs.status).toBe('complete')
    expect(missing.length).toBeGreaterThan(0)
    expect(ignored).toEqual([])
  })
})
