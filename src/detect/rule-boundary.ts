/** Runs a rule so that its failure is its own: an exception or too much time takes it out, and detection goes on. */
import type {AuditEvent} from './event.ts'
import type {RuleRun} from './rule.ts'

/** A detector that was taken out. */
export interface FailedRule {
  /** Ids of its rules; empty for a part of detection that all rules share. */
  rules: string[]
  reason: 'exception' | 'time'
  /** Of an exception: the kind of error, as `RangeError`. Its message could hold text of a record. */
  error?: string
}

/** Milliseconds of a clock that may be any. */
export interface TimeBudget {
  clock(): number
  /** For one record, or for the month's end. */
  mostAtOnce: number
  /** For all records together. */
  mostInAll: number
}

/** Records that a rule may fail on before it is taken out. */
const mostErrors = 100

export class RuleBoundary implements RuleRun {
  private readonly ids: readonly string[]
  private readonly budget: TimeBudget | undefined
  private readonly run: RuleRun | undefined
  private spent = 0
  private errors = 0
  private taken: FailedRule | undefined

  constructor(ids: readonly string[], budget: TimeBudget | undefined, start: () => RuleRun) {
    this.ids = ids
    this.budget = budget
    this.run = this.guard(start)
  }

  get blind(): string | undefined {
    return this.guard(() => this.run?.blind)
  }

  /** Why it was taken out; undefined while it works. */
  get failed(): FailedRule | undefined {
    return this.taken
  }

  /** @throws what the rule throws: the record is named, and the rule goes on, unless it fails again and again. */
  see(event: AuditEvent): void {
    if (this.taken) return
    const {budget} = this
    const began = budget ? budget.clock() : 0
    try {
      this.run?.see(event)
    } catch (error) {
      this.errors++
      if (this.errors >= mostErrors) this.taken = {rules: [...this.ids], reason: 'exception', error: errorKind(error)}
      throw error
    } finally {
      if (budget) this.spend(budget, began)
    }
  }

  finish(): void {
    this.guard(() => this.run?.finish?.())
  }

  /** The result of a piece of the rule; undefined where that fails, or the rule was taken out before. */
  guard<T>(work: () => T): T | undefined {
    if (this.taken) return undefined
    const {budget} = this
    const began = budget ? budget.clock() : 0
    try {
      return work()
    } catch (error) {
      this.taken = {rules: [...this.ids], reason: 'exception', error: errorKind(error)}
      return undefined
    } finally {
      if (budget) this.spend(budget, began)
    }
  }

  private spend(budget: TimeBudget, began: number): void {
    const took = budget.clock() - began
    this.spent += Math.max(0, took)
    if (!this.taken && (took > budget.mostAtOnce || this.spent > budget.mostInAll))
      this.taken = {rules: [...this.ids], reason: 'time'}
  }
}

export function errorKind(error: unknown): string {
  return error instanceof Error && /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'Error'
}

/** `AUTH-01, AUTH-02 (RangeError)`. */
export function failureText({rules, reason, error}: FailedRule): string {
  return `${rules.join(', ') || 'detection as a whole'} (${reason === 'time' ? 'too slow' : (error ?? 'Error')})`
}
