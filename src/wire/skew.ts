/**
 * How far this machine's clock is from the services', by the `Date` of their answers. A month is settled or not by
 * their clock: a runner that is a day ahead must not call a month complete whose records still arrive.
 */
import type {World} from './world.ts'

/** Milliseconds. Less is not worth a word: `Date` has whole seconds, and answers take their time. */
const tolerated = 60_000
/** An answer that took longer says nothing about the moment it was asked for. Milliseconds. */
const quick = 20_000
const fewest = 3
const most = 15

/** The same world, which listens to every answer's `Date`. */
export function withSkew(world: World): World {
  const samples: number[] = []
  return {
    ...world,
    fetch: async request => {
      const sent = world.now()
      const answer = await world.fetch(request)
      const received = world.now()
      const date = Date.parse(answer.headers.get('date') ?? '')
      if (!Number.isNaN(date) && received - sent <= quick) {
        samples.push(date + 500 - (sent + received) / 2)
        if (samples.length > most) samples.shift()
      }
      return answer
    },
    skew: () => skewOf(samples),
  }
}

/** The median, so that one gateway with a clock of its own decides nothing; 0 while it is small, or hardly known. */
export function skewOf(samples: readonly number[]): number {
  if (samples.length < fewest) return 0
  const sorted = [...samples].sort((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  return Math.abs(median) > tolerated ? Math.round(median / 1000) * 1000 : 0
}

/** The time by the services' clock, as far as it is known. */
export function serviceTime(world: World): number {
  return world.now() + (world.skew?.() ?? 0)
}
