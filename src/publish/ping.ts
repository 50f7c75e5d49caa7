/** Tells an outside dead-man's switch that a run ended in order: it alarms when nothing comes. */
import {causes} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'

/** Milliseconds. */
const patience = 10_000
const tries = 3

/** Never rejects, and names the host alone: the rest of the address is a secret. @returns a sentence for the log. */
export async function ping(world: World, url: string): Promise<{said: string; failed: boolean}> {
  const {host} = new URL(url)
  let why = ''
  for (let attempt = 1; attempt <= tries; attempt++) {
    try {
      const answer = await world.fetch(new Request(url, {signal: AbortSignal.timeout(patience), redirect: 'error'}))
      // Undici throws outside of every promise where a body is cancelled while it arrives.
      await answer.arrayBuffer()
      if (answer.ok) return {said: `Pinged ${host}.`, failed: false}
      why = `it answered ${answer.status}`
    } catch (error) {
      why = causes(error).replaceAll(url, host)
    }
    if (attempt < tries) await world.sleep(1000 * attempt)
  }
  return {said: `The ping to ${host} failed: ${why}.`, failed: true}
}
