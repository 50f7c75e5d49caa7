/** Sends each record only to the rules that want its operation or its type, from those who act in it. */
import type {AccountKind} from '../audit/identity.ts'
import type {AuditEvent} from './event.ts'
import type {Actors, Rule, RuleRun, Wants} from './rule.ts'

const mostRemembered = 5_000

/** An operation as a record type has it. */
export interface RecordKind {
  act: string
  recordType: string
}

type StartedRule = Pick<Rule, 'wants' | 'actors'> & {run: RuleRun}
/** The rules that take a record, by who acts in it. */
type Route = Readonly<Record<AccountKind, readonly RuleRun[]>>

export class Dispatch {
  private readonly rules: readonly StartedRule[]
  /** By record type, then by operation. */
  private readonly routes = new Map<string, Map<string, Route>>()
  private remembered = 0
  private readonly failed: (run: RuleRun, event: AuditEvent, error: unknown) => void

  /** @param failed told of a rule that a record made fail; the others see it all the same. */
  constructor(rules: readonly StartedRule[], failed: (run: RuleRun, event: AuditEvent, error: unknown) => void) {
    this.rules = rules
    this.failed = failed
  }

  send(event: AuditEvent): void {
    for (const run of this.route(event.act, event.recordType)[event.kind]) {
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

  private route(act: string, recordType: string): Route {
    const known = this.routes.get(recordType)?.get(act)
    if (known) return known
    const route = routeOf(this.rules.filter(({wants}) => wanted(wants, act, recordType)))
    if (this.remembered++ < mostRemembered) {
      const acts = this.routes.get(recordType) ?? new Map<string, Route>()
      acts.set(act, route)
      this.routes.set(recordType, acts)
    }
    return route
  }
}

const actorKinds: Readonly<Record<Actors, readonly AccountKind[]>> = {
  members: ['person'],
  people: ['person', 'guest'],
  accounts: ['person', 'guest', 'application'],
}

function routeOf(rules: readonly StartedRule[]): Route {
  const runsFor = (kind: AccountKind) =>
    rules.flatMap(({actors, run}) => (actors === undefined || actorKinds[actors].includes(kind) ? [run] : []))
  const others = runsFor('service')
  return {
    person: runsFor('person'),
    guest: runsFor('guest'),
    application: runsFor('application'),
    service: others,
    none: others,
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
