/** Rules for what is seen for the first time: a term that neither this month nor the remembered ones had, declared as data and small functions. */
import type {AuditEvent} from './event.ts'
import {
  type Actors,
  type DetectionContext,
  type Rule,
  type RuleMatch,
  type RuleMeta,
  signalOf,
  type Wants,
} from './rule.ts'
import type {TermKind} from './term-index.ts'

export interface FirstSeenRule {
  meta: RuleMeta
  wants: Wants
  actors?: Actors
  /** Of what kind the terms are; a baseline remembers them by it. */
  kind: TermKind
  /** Guard and key: the owner ('' for the tenant) and the term; undefined for what is not asked about. */
  seen(event: AuditEvent, context: DetectionContext): {owner: string; term: string} | undefined
  /** Asked once for each term, and never while there is nothing to compare with. */
  told(event: AuditEvent, context: DetectionContext): RuleMatch | undefined
}

export function firstSeenRule({meta, wants, actors, kind, seen, told}: FirstSeenRule): Rule {
  return {
    metas: [meta],
    wants,
    actors,
    start: context => {
      // Records of one moment may all be the first with a term; one of them is reported.
      let moment = Number.NEGATIVE_INFINITY
      let reported = new Set<string>()
      return {
        see(event) {
          const of = seen(event, context)
          if (!of || of.term === '') return
          context.terms.note(kind, of.owner, of.term, event.time, event.user)
          if (context.terms.age(kind, of.owner, of.term, event.time) !== 0) return
          if (event.time !== moment) {
            moment = event.time
            reported = new Set()
          }
          const name = `${of.owner}\n${of.term}`
          if (reported.has(name)) return
          reported.add(name)
          const match = told(event, context)
          if (match) context.report(signalOf(event, {rule: meta.id, ...match}))
        },
      }
    },
  }
}
