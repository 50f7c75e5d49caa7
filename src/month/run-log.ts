/** What a run says and writes down for the manifest's notes. */
import type {Host} from '../host/host.ts'

export class RunLog {
  private readonly host: Pick<Host, 'info' | 'warning'>
  private readonly noted: Set<string>
  private readonly warned = new Set<string>()

  /** @param notes those known before, which are not said again. */
  constructor(host: Pick<Host, 'info' | 'warning'>, notes: Iterable<string> = []) {
    this.host = host
    this.noted = new Set(notes)
  }

  /** Each once, in the order they came. */
  get notes(): string[] {
    return [...this.noted]
  }

  /** Written down, and not said. */
  note(text: string): void {
    this.noted.add(text)
  }

  /** Written down, and said. */
  info(text: string): void {
    this.note(text)
    this.host.info(text)
  }

  /** Written down, and said as a warning: once, however often it is found. */
  warning(text: string): void {
    this.note(text)
    if (this.warned.has(text)) return
    this.warned.add(text)
    this.host.warning(text)
  }
}
