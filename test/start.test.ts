/** The real world that a run is given. */
import {expect, test} from 'vitest'
import type {Host} from '../src/host/host.ts'
import {realWorld} from '../src/start.ts'
import {Failure} from '../src/wire/failure.ts'

test('a wait that is cancelled ends with the reason, so that a cancelled run is not a fault of the program', async () => {
  const world = await realWorld({} as Host)
  const cancelled = new Failure({code: 'CANCELLED', message: 'Cancelled.', remedy: 'Run it again.'})
  const controller = new AbortController()
  const waiting = world.sleep(60_000, controller.signal)
  controller.abort(cancelled)
  await expect(waiting).rejects.toBe(cancelled)
  await expect(world.sleep(1, AbortSignal.abort(cancelled))).rejects.toBe(cancelled)
})
