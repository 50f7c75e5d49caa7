/**
 * Rules that count: acts of one account in a window, declared as data and small functions. The threshold is the first
 * that the rule declares; the second, where there is one, is that for acts from an unfamiliar network and client.
 */
import {type Burst, Bursts, type CountedAct, daysOf} from './bursts.ts'
import type {AuditEvent} from './event.ts'
import {
  type Actors,
  type DetectionContext,
  leastOf,
  matchReporter,
  type Rule,
  type RuleMatch,
  type RuleMeta,
  type Signal,
  type Threshold,
  type Wants,
} from './rule.ts'

/** What a counting rule is: the first threshold has a window. */
export type CountingRuleMeta = RuleMeta & {thresholds: readonly Threshold[]}

export interface VolumeRule {
  meta: CountingRuleMeta
  wants: Wants
  actors?: Actors
  /** What is kept, in words: `accounts that delete teams`. */
  name: string
  /** What is compared with the threshold: weights, or different terms. */
  by: 'count' | 'terms'
  /** Guard and key: what of a record is counted, and for whom; undefined for what is not. */
  counted(event: AuditEvent, context: DetectionContext): CountedAct | undefined
  /** What the record says by itself. */
  single?(event: AuditEvent, context: DetectionContext): RuleMatch | undefined
  /** The smallest bursts that are kept, and their window, where they are not those of the first thresholds. */
  kept?: {least: number; within: number}
  /** Which bursts count; those that reach a threshold, where absent. */
  worth?(burst: Burst, least: number): boolean
  /** Such bursts on so many days are a habit, which only weighs as a weak signal; 3, where absent. */
  habitDays?: number
  /**
   * `key` holds the owner, and what keeps it apart from single records. Severity is medium from an unfamiliar network
   * and client, else low, unless it says otherwise. Undefined for what is not worth a finding.
   */
  told(
    burst: Burst,
    facts: {context: DetectionContext; unfamiliar: boolean; least: number},
  ): (Pick<Signal, 'key' | 'title' | 'why'> & Partial<Signal>) | undefined
}

export function volumeRule(declared: VolumeRule): Rule {
  const {meta, wants, actors} = declared
  return {metas: [meta], wants, actors, start: context => startCounting(declared, context)}
}

function startCounting(declared: VolumeRule, context: DetectionContext): ReturnType<Rule['start']> {
  const {meta, name, by, kept, habitDays = 3} = declared
  const [first, whenUnfamiliar] = meta.thresholds
  const unfamiliarLeast = whenUnfamiliar?.least ?? Number.POSITIVE_INFINITY
  const span = kept?.within ?? first?.within ?? 0
  const least = kept?.least ?? Math.min(first?.least ?? 0, unfamiliarLeast)
  const bursts = new Bursts({name, span, least, by}, context.evictions)
  const report = matchReporter(meta.id, context)
  const sizeOf = (burst: Burst) => (by === 'terms' ? burst.terms.size : burst.count)
  return {
    see(event) {
      const act = declared.counted(event, context)
      if (act) bursts.add(event, {place: event.address?.text, ...act})
      const match = declared.single?.(event, context)
      if (match) report(event, match)
    },
    finish() {
      const here = leastOf(meta, context.tenant.users)
      for (const [owner, all] of bursts.finish()) {
        const isWorth = declared.worth ?? (burst => sizeOf(burst) >= here || burst.unfamiliar >= unfamiliarLeast)
        const worth = all.filter(burst => isWorth(burst, here))
        const [most] = [...worth].sort((a, b) => b.unfamiliar - a.unfamiliar || sizeOf(b) - sizeOf(a))
        if (!most) continue
        const unfamiliar = most.unfamiliar >= unfamiliarLeast
        const signal = declared.told(most, {context, unfamiliar, least: here})
        if (!signal) continue
        const isUsual = !unfamiliar && daysOf(worth) >= habitDays
        context.report({
          rule: meta.id,
          severity: unfamiliar ? 'medium' : 'low',
          actors: [owner.split(' ')[0] ?? owner],
          addresses: most.places.list(),
          evidence: most.evidence,
          ...signal,
          ...(isUsual ? {severity: 'hint'} : {}),
        })
      }
    },
  }
}
