/** Threads of this machine. They run the same script as the process does, so that a bundle needs no second entry. */
import {availableParallelism} from 'node:os'
import {Worker} from 'node:worker_threads'
import type {Thread} from '../wire/thread.ts'

/** Megabytes of young objects: like the main thread, it would take more for hardly any gain. */
const youngObjects = 16

/**
 * What starts a thread; undefined where there is one processor, which a second thread would only take from the first.
 * @param script that Node was started with.
 */
export function threadStarter(script: string | undefined): (() => Thread) | undefined {
  return script === undefined || availableParallelism() < 2 ? undefined : () => new MachineThread(script)
}

class MachineThread implements Thread {
  private readonly worker: Worker
  private readonly messages: unknown[] = []
  private waiter: {resolve: (message: unknown) => void; reject: (error: unknown) => void} | undefined
  private fault: {error: unknown} | undefined

  constructor(script: string) {
    const resourceLimits = {maxYoungGenerationSizeMb: youngObjects}
    // Nothing of the environment, which may hold secrets, is of use to it.
    this.worker = new Worker(script, {argv: [], env: {}, resourceLimits})
    this.worker.on('message', message => this.receive(message))
    this.worker.on('messageerror', error => this.fail(error))
    this.worker.on('error', error => this.fail(error))
    this.worker.on('exit', code => this.fail(new Error(`the thread ended with code ${code}`)))
    // Only who waits for it keeps the process from ending.
    this.worker.unref()
  }

  post(message: unknown, transfer: readonly ArrayBuffer[] = []): void {
    this.worker.postMessage(message, [...transfer])
  }

  async next(): Promise<unknown> {
    if (this.messages.length > 0) return this.messages.shift()
    if (this.fault) throw this.fault.error
    this.worker.ref()
    try {
      return await new Promise((resolve, reject) => {
        this.waiter = {resolve, reject}
      })
    } finally {
      this.worker.unref()
    }
  }

  async end(): Promise<void> {
    await this.worker.terminate()
  }

  private receive(message: unknown): void {
    const {waiter} = this
    this.waiter = undefined
    if (waiter) waiter.resolve(message)
    else this.messages.push(message)
  }

  private fail(error: unknown): void {
    this.fault ??= {error}
    const {waiter} = this
    this.waiter = undefined
    waiter?.reject(this.fault.error)
  }
}
