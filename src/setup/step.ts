/** One step of a set-up: looked up, shown, done, or found done already. */
import {Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'

/** What a look at the world says of a step. */
export type StepCheck =
  | {there: string}
  | {
      todo: string
      /** What will be sent, and the commands that do the same by hand: never a secret. */
      shows: readonly string[]
      act(): Promise<void>
    }

export interface SetupStep {
  look(): Promise<StepCheck>
}

/** Steps in order; the number of those that changed something, or would have. The first failure ends them. */
export async function runSteps(
  steps: readonly SetupStep[],
  {world, dryRun}: {world: World; dryRun: boolean},
): Promise<number> {
  let changes = 0
  for (const step of steps) {
    const look = await step.look()
    if ('there' in look) {
      world.log(`  = ${look.there}`)
      continue
    }
    world.log(`  ${dryRun ? '?' : '+'} ${look.todo}`)
    for (const line of look.shows) world.log(`      ${line.replaceAll('\n', '\n      ')}`)
    changes++
    if (!dryRun) await look.act()
  }
  return changes
}

/** How long a new object may stay unknown to other services. Milliseconds. */
const patience = 120_000

/** Tries again while Entra has not spread what was just made: for two minutes, every few seconds. */
export async function onceSpread<T>(world: World, attempt: () => Promise<T>): Promise<T> {
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
