/** A world for tests: no network but what is given, a clock that sleeping moves, and ears for all that is said. */
import {machineDisk} from '../../src/host/disk.ts'
import type {World} from '../../src/wire/world.ts'

export interface TestWorld extends World {
  /** Everything logged, for whoever wants to find a secret in it. */
  said: string[]
  masked: string[]
  slept: number[]
}

export function aWorld(fetch: World['fetch'] = refuse, start = Date.now()): TestWorld {
  const world: TestWorld = {
    said: [],
    masked: [],
    slept: [],
    fetch,
    disk: machineDisk,
    now: () => start + world.slept.reduce((sum, one) => sum + one, 0),
    sleep: async milliseconds => {
      world.slept.push(milliseconds)
    },
    log: line => world.said.push(line),
    debug: line => world.said.push(line),
    mask: secret => world.masked.push(secret),
  }
  return world
}

async function refuse(request: Request): Promise<Response> {
  throw new Error(`no network in this test: ${request.url}`)
}
