/** A clock that jumps to whatever is waited for next, so that hours of waiting are measured in a moment. */
import {setImmediate as turn} from 'node:timers/promises'

export class VirtualClock {
  /** Milliseconds since the beginning. */
  time = 0
  private waiting: {at: number; wake: () => void}[] = []

  sleep(milliseconds: number): Promise<void> {
    return new Promise(wake => this.waiting.push({at: this.time + milliseconds, wake}))
  }

  /** Runs until the work is done, which must wait for nothing but this clock. */
  async run(work: Promise<unknown>): Promise<void> {
    let done = false
    const end = work.finally(() => {
      done = true
    })
    for (;;) {
      await turn()
      if (done) return void (await end)
      const next = this.waiting.sort((a, b) => a.at - b.at).shift()
      if (!next) continue
      this.time = next.at
      next.wake()
    }
  }
}
