import fc from 'fast-check'
import {expect, test} from 'vitest'
import {Gate} from '../../src/wire/gate.ts'
import {aWorld} from '../signin/world.ts'

/** Runs calls through a gate one macrotask each, and tells how many ran at once. */
class Crowd {
  private readonly gate: Gate
  private running = 0
  most = 0

  constructor(gate: Gate) {
    this.gate = gate
  }

  async call(body: () => void = () => undefined): Promise<void> {
    await this.gate.through(async () => {
      this.most = Math.max(this.most, ++this.running)
      await new Promise(resolve => setImmediate(resolve))
      this.running--
      body()
    })
  }

  async calls(count: number): Promise<number> {
    this.most = 0
    await Promise.all(Array.from({length: count}, () => this.call()))
    return this.most
  }
}

test('lets as many through as it is wide, and all in the end', async () => {
  expect(await new Crowd(new Gate(aWorld(), 3)).calls(20)).toBe(3)
  expect(await new Crowd(new Gate(aWorld(), 1)).calls(5)).toBe(1)
})

test('halves when the service asks for less, down to one', async () => {
  const gate = new Gate(aWorld(), 5)
  const crowd = new Crowd(gate)
  gate.throttled(0)
  expect(await crowd.calls(6)).toBe(2)
  gate.throttled(0)
  expect(await crowd.calls(3)).toBe(1)
  gate.throttled(0)
  expect(await crowd.calls(3)).toBe(1)
})

test('says once that it gets narrower', () => {
  const world = aWorld()
  const gate = new Gate(world, 2)
  gate.throttled(0)
  gate.throttled(0)
  expect(world.said).toEqual(['the service asks for less: 1 at once instead of 2'])
})

test('opens by one after a run of clean calls, up to its width', async () => {
  const gate = new Gate(aWorld(), 3)
  const crowd = new Crowd(gate)
  gate.throttled(0)
  expect(await crowd.calls(7)).toBe(1)
  await crowd.calls(1)
  expect(await crowd.calls(6)).toBe(2)
  await crowd.calls(2)
  expect(await crowd.calls(50)).toBe(3)
})

test('a call that fails gives its place back', async () => {
  const gate = new Gate(aWorld(), 1)
  const crowd = new Crowd(gate)
  const broken = crowd.call(() => {
    throw new Error('broken')
  })
  const next = crowd.call()
  await expect(broken).rejects.toThrow('broken')
  await next
})

test('is never wider than it may be, whatever happens meanwhile', async () => {
  const story = fc.array(fc.constantFrom('call', 'fail', 'throttle', 'wait'), {maxLength: 60})
  await fc.assert(
    fc.asyncProperty(story, fc.integer({min: 1, max: 5}), async (events, width) => {
      const gate = new Gate(aWorld(), width)
      const crowd = new Crowd(gate)
      const calls: Promise<void>[] = []
      for (const event of events) {
        if (event === 'throttle') gate.throttled(0)
        else if (event === 'wait') await new Promise(resolve => setImmediate(resolve))
        else
          calls.push(
            crowd
              .call(() => {
                if (event === 'fail') throw new Error('broken')
              })
              .catch(() => undefined),
          )
      }
      await Promise.all(calls)
      expect(crowd.most).toBeLessThanOrEqual(width)
    }),
    {numRuns: 40},
  )
})

test('starts nothing new while the service asks for a rest, whoever was told so', async () => {
  const world = aWorld()
  const gate = new Gate(world, 3)
  gate.throttled(20_000)
  const began: number[] = []
  const from = world.now()
  await Promise.all([1, 2].map(() => gate.through(async () => void began.push(world.now() - from))))
  expect(Math.min(...began)).toBeGreaterThanOrEqual(20_000)
})
