/** A month that is stopped at random moments and goes on on another machine, from the artifact that the interrupted run kept. */
import {expect, test} from 'vitest'
import {Failure} from '../../src/wire/failure.ts'
import {seeded} from '../builders.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'
import {hour, period, records, searching} from './interrupted.ts'
import {exportMonth, longAfter, type MonthOptions} from './month.ts'
import {ArtifactStore} from './store.ts'

export const read = async (options: MonthOptions = {}, stopAt = Number.POSITIVE_INFINITY) => {
  const controller = new AbortController()
  let searches = 0
  const result = await exportMonth({
    ...options,
    simulator: {records, ...options.simulator},
    inputs: {period, ...options.inputs},
    cancelled: controller.signal,
    intercept: searching(search => {
      searches = search
      if (search === stopAt)
        controller.abort(new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'}))
    }),
  })
  return {...result, searches}
}

export const whole = read()
export const part = async (share: number) => 1 + Math.floor(share * (await whole).searches)

/** So many interruptions, at random moments. */
export function resumeAfterStops(count: number): void {
  const random = seeded(7)
  test.each(Array.from({length: count}, (_, run) => [run, 0.02 + 0.96 * random(), run % 3]))(
    'gives the bytes of the uninterrupted one: run %i, after %f of it',
    async (_run, share, kind) => {
      const artifacts = new ArtifactStore()
      const inputs = {concurrency: String(1 + kind)}
      const first = await read({artifacts, inputs}, await part(share))
      const second = await read({artifacts, inputs, now: longAfter + hour})
      expect([first.outputs.status, second.outputs.status]).toEqual(['incomplete', 'complete'])
      expectSameMonth(second, await whole)
      await expectSound(second)
      const proven = first.folder?.manifest.windows.filter(window => window.status !== 'gap').length ?? 0
      expect(second.folder?.manifest.resumed?.windows ?? 0).toBe(proven)
      expect(second.folder?.manifest.earlier).toMatchObject({vanished: 0, changed: 0})
    },
  )
}
