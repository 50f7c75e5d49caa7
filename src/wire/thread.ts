/** A thread of this program next to the main one, as a value: a test passes one that fails. */
export interface Thread {
  /** @param transfer what the message hands over: it can't be used here any more. */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void
  /** The next message of the thread, in their order. Rejects when the thread has ended without one. */
  next(): Promise<unknown>
  /** Ends it, whatever it is doing. */
  end(): Promise<void>
}
