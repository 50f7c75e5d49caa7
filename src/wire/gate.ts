import type {World} from './world.ts'

/** Clean calls after which one more may run at once. */
const cleanCallsToOpen = 8

/**
 * How many calls run at once against one service: starts at the ceiling, halves when the service asks for less,
 * opens by one after a run of clean calls. One gate serves all workers, so that they slow down together.
 */
export class Gate {
  private readonly world: World
  private readonly ceiling: number
  private readonly waiting: (() => void)[] = []
  private running = 0
  private clean = 0
  private width: number
  private closedUntil = 0

  constructor(world: World, ceiling: number) {
    this.world = world
    this.ceiling = ceiling
    this.width = ceiling
  }

  async through<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    while (this.running >= this.width) await new Promise<void>(resolve => this.waiting.push(resolve))
    this.running++
    try {
      await this.pause(signal)
      const result = await call()
      if (++this.clean >= cleanCallsToOpen && this.width < this.ceiling) {
        this.width++
        this.clean = 0
      }
      return result
    } finally {
      this.running--
      for (let free = this.width - this.running; free > 0; free--) this.waiting.shift()?.()
    }
  }

  /** The service refused for load: half as many from now on, at least one, and none new for `delay` milliseconds. */
  throttled(delay: number): void {
    this.clean = 0
    this.closedUntil = Math.max(this.closedUntil, this.world.now() + delay)
    const narrower = Math.max(1, Math.floor(this.width / 2))
    if (narrower < this.width)
      this.world.debug(`the service asks for less: ${narrower} at once instead of ${this.width}`)
    this.width = narrower
  }

  private async pause(signal: AbortSignal | undefined): Promise<void> {
    const rest = this.closedUntil - this.world.now()
    if (rest > 0) await this.world.sleep(rest, signal)
  }
}
