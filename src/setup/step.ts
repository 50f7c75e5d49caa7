/** One step of a set-up: looked up, shown, done, or found done already. */
import {Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'

/** What a look at the world says of a step. */
export type StepCheck =
  | {there: string}
  /** Without a token it can't be told. */
  | {unknown: string}
  | {
      todo: string
      /** What will be sent, and the commands that do the same by hand: never a secret. */
      shows: readonly string[]
      act(): Promise<void>
    }

export interface SetupStep {
  look(): Promise<StepCheck>
}

/** How a line says what becomes of its step. */
export const stepWords = {done: 'already done', change: 'now', wouldChange: 'would do', unknown: 'unknown'} as const

/** Steps in order; the number of those that changed something, or would have. The first failure ends them. */
export async function runSteps(
  steps: readonly SetupStep[],
  {world, dryRun}: {world: World; dryRun: boolean},
): Promise<number> {
  let changes = 0
  for (const step of steps) {
    const look = await step.look()
    if ('there' in look) {
      world.log(`  ${stepWords.done}: ${look.there}`)
      continue
    }
    if ('unknown' in look) {
      world.log(`  ${stepWords.unknown}: ${look.unknown}`)
      continue
    }
    world.log(`  ${dryRun ? stepWords.wouldChange : stepWords.change}: ${look.todo}`)
    for (const line of look.shows) world.log(`      ${line.replaceAll('\n', '\n      ')}`)
    changes++
    if (!dryRun) await look.act()
  }
  return changes
}

/** How long a new object may stay unknown to other services, by who has to learn of it. Milliseconds. */
const patienceOf = {entra: 120_000, exchange: 300_000} as const

/** Tries again, every few seconds, while a service has not learned yet of what was just made. */
export async function onceSpread<T>(
  world: World,
  attempt: () => Promise<T>,
  service: keyof typeof patienceOf = 'entra',
): Promise<T> {
  const patience = patienceOf[service]
  const until = world.now() + patience
  for (let wait = 2_000; ; wait = Math.min(wait * 1.5, 15_000)) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof Failure) || error.evidence.spreading !== 'yes' || world.now() > until) throw error
      world.debug(`not known everywhere yet; again in ${Math.round(wait / 1000)} s`)
      await world.sleep(wait)
    }
  }
}
