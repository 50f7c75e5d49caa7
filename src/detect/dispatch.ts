/** Sends each record only to the watchers that want its operation or its type. */
import type {AuditEvent} from './event.ts'
import type {Wants, Watcher} from './rule.ts'

const mostRemembered = 5_000

export class Dispatch {
  private readonly watchers: readonly {wants: Wants; watcher: Watcher}[]
  private readonly routes = new Map<string, readonly Watcher[]>()

  constructor(watchers: readonly {wants: Wants; watcher: Watcher}[]) {
    this.watchers = watchers
  }

  send(event: AuditEvent): void {
    for (const watcher of this.route(event)) watcher.see(event)
  }

  private route(event: AuditEvent): readonly Watcher[] {
    const key = `${event.recordType}\n${event.act}`
    const known = this.routes.get(key)
    if (known) return known
    const route = this.watchers.filter(({wants}) => wanted(wants, event.act, event.recordType))
    const watchers = route.map(({watcher}) => watcher)
    if (this.routes.size < mostRemembered) this.routes.set(key, watchers)
    return watchers
  }
}

/** Whether a record of this folded operation and type is asked for. */
export function wanted(wants: Wants, act: string, recordType: string): boolean {
  return (
    (wants.recordTypes?.includes(recordType) ?? false) ||
    (wants.operations?.some(operation => (typeof operation === 'string' ? operation === act : operation.test(act))) ??
      false)
  )
}
