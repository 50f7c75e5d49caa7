/** What was worked out for a text, for when it comes again: bounded, and what comes again and again stays. */
export class Remembered<V> {
  private recent = new Map<string, V>()
  /** What is not asked for again before `recent` is full is forgotten. */
  private before = new Map<string, V>()
  private readonly most: number

  /** @param most texts; half of them are certain to be the latest ones. */
  constructor(most: number) {
    this.most = most
  }

  get(text: string): V | undefined {
    const value = this.recent.get(text)
    if (value !== undefined) return value
    const older = this.before.get(text)
    if (older !== undefined) this.set(text, older)
    return older
  }

  /** @param text its own copy: a part of a longer one would keep all of it in memory. */
  set(text: string, value: V): void {
    if (this.recent.size >= this.most / 2) {
      this.before = this.recent
      this.recent = new Map()
    }
    this.recent.set(text, value)
  }
}

/** A part of a longer text would keep all of it in memory. */
export function ownText(text: string): string {
  return ` ${text}`.slice(1)
}
