/** Sends each record only to the rules that want its operation or its type. */
import type {AuditEvent} from './event.ts'
import type {RuleRun, Wants} from './rule.ts'

const mostRemembered = 5_000

/** An operation as a record type has it. */
export interface RecordKind {
  act: string
  recordType: string
}

export class Dispatch {
  private readonly ruleRuns: readonly {wants: Wants; run: RuleRun}[]
  /** By record type, then by operation. */
  private readonly routes = new Map<string, Map<string, readonly RuleRun[]>>()
  private remembered = 0
  private readonly failed: (run: RuleRun, event: AuditEvent, error: unknown) => void

  /** @param failed told of a rule that a record made fail; the others see it all the same. */
  constructor(
    ruleRuns: readonly {wants: Wants; run: RuleRun}[],
    failed: (run: RuleRun, event: AuditEvent, error: unknown) => void,
  ) {
    this.ruleRuns = ruleRuns
    this.failed = failed
  }

  send(event: AuditEvent): void {
    for (const run of this.route(event.act, event.recordType)) {
      try {
        run.see(event)
      } catch (error) {
        this.failed(run, event, error)
      }
    }
  }

  /** The kinds of records seen, up to a bound. */
  kinds(): RecordKind[] {
    return [...this.routes].flatMap(([recordType, acts]) => [...acts.keys()].map(act => ({act, recordType})))
  }

  private route(act: string, recordType: string): readonly RuleRun[] {
    const known = this.routes.get(recordType)?.get(act)
    if (known) return known
    const route = this.ruleRuns.filter(({wants}) => wanted(wants, act, recordType)).map(({run}) => run)
    if (this.remembered++ < mostRemembered) {
      const acts = this.routes.get(recordType) ?? new Map<string, readonly RuleRun[]>()
      acts.set(act, route)
      this.routes.set(recordType, acts)
    }
    return route
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
