/**
 * What a rule is. A family of rules is one file under `rules/`, listed in `rules/index.ts`. It exports an array of `Rule`s;
 * one rule is one state machine, which may report several ids where they share their state (a spray, and its success).
 *
 *     const meta: RuleMeta = {id: 'AUD-01', title: 'Audit log switched off', …}
 *
 *     export const auditing: Rule[] = [
 *       matching(meta, {operations: ['set-adminauditlogconfig']}, event =>
 *         event.parameters.isFalse('UnifiedAuditLogIngestionEnabled') && {
 *           key: event.user,
 *           title: `${event.user} switched the audit log off`,
 *           why: 'UnifiedAuditLogIngestionEnabled was set to False',
 *         }),
 *     ]
 *
 * Four builders take rules as declarations: `matching` (a single record, here), `volume-rule.ts` (acts counted in a window),
 * `sequence-rule.ts` (an act and what follows it) and `first-seen-rule.ts`; what fits none of them is a `Rule` of its own.
 *
 * - `wants` names folded operations (`event.act`: lower case, no final period, en dash as hyphen) or record types by name.
 *   `actors` says whose records: those of services are noise for nearly every rule. A record touches only rules that want it.
 * - State is bounded: `bounded.ts` has maps, windows, rings and distinct counts that tell what they dropped; give them
 *   `context.evictions`. State of every user or address goes into a `BoundedMap` or `TopKeys`. Never keep an event, which
 *   holds its whole record: keep an `EvidenceList`, or `event.mark`; `test/detect/retention.test.ts` checks that.
 * - `context.report` takes a `Signal`, at any time. Signals of one rule with the same `key` less than 48 h apart become
 *   one finding: counts add up, evidence is joined. `key` holds what makes a finding the same on a rerun (who, with what):
 *   never a count or a time.
 * - What is known only at the month's end (which domains are ours, how many people there are) is asked in `finish`, or in
 *   the signal's `settle`, which may change the signal or drop it.
 * - Severity `hint` is for what alone is not worth a look (a filing rule, a new network) but makes another finding
 *   graver: hints are never listed alone; those that share a person, an address or an application with a finding
 *   within 48 h join its incident.
 * - `matching` leaves a service's own acts out unless told.
 * - Thresholds scale with `context.tenant.users`, asked in `finish`; `scaled` is the usual curve.
 * - New terms: detection has noted, before any rule sees the event, the terms of `first-seen.ts`; so
 *   `context.terms.age('user-network', event.user, network, event.time)` is 0 when it is first seen.
 *   Own kinds: `context.terms.note(kind, owner, term, time)`.
 * - `test/detect/build.ts` has builders: `aRecord`, `aSignIn`, `findingsOf(records)`.
 */
import type {Confidence, Severity} from '../audit/severity.ts'
import {BoundedMap, type Evictions} from './bounded.ts'
import type {AuditEvent} from './event.ts'
import {EvidenceList} from './evidence-list.ts'
import {factNames} from './fact-names.ts'
import type {Profiles} from './profiles.ts'
import type {SummedAccount} from './summed-accounts.ts'
import type {TenantFacts} from './tenant.ts'
import type {History, TermIndex} from './term-index.ts'
import type {WatchedAddresses} from './watched-addresses.ts'

export interface RuleMeta {
  /** As in the coverage table: `AUTH-01`. */
  id: string
  title: string
  severity: Severity
  confidence: Confidence
  /** MITRE ATT&CK ids. */
  techniques: readonly string[]
  /** What it counts; none for a rule that decides by one record. The first grows with the tenant, where one does. */
  thresholds?: readonly Threshold[]
  /** What the reviewer learns: `Were passwords tried on many accounts from one network?` */
  question: string
  /** What would make it benign. */
  benign: string
  /** What to check next; three steps. */
  next: readonly string[]
  /** A rule of the team's own, whose findings stand for themselves. */
  own?: true
  /** Where the idea is published: a page, not a rule set's text. */
  source: string
  /** Without any record of these in a month the rule is blind, and the report says so. Any of them is enough. */
  needs: Wants & {
    /** What provides them, where that is a licence or a setting. */
    given?: string
  }
}

/** A number that a rule compares with. */
export interface Threshold {
  /** What is counted: `accounts tried from one network`. */
  what: string
  least: number
  /** It grows with the fourth root of the tenant by this factor. */
  factor?: number
  /** It does not grow further. */
  most?: number
  /** Milliseconds in which they are counted. */
  within?: number
}

export interface Wants {
  /** Folded operations, whole; or patterns of them. */
  operations?: readonly (string | RegExp)[]
  /** By name: `AzureActiveDirectoryStsLogon`; a number as text where no name is known. */
  recordTypes?: readonly string[]
}

/**
 * - `members`: people of the tenant.
 * - `people`: guests as well.
 * - `accounts`: applications as well; all but services and records without an account.
 */
export type Actors = 'members' | 'people' | 'accounts'

export interface Rule {
  metas: readonly RuleMeta[]
  wants: Wants
  /** Whose records it takes; everyone's, also the services', where absent. */
  actors?: Actors | undefined
  start(context: DetectionContext): RuleRun
}

export interface RuleRun {
  /** In order of time. Must not throw, and not wait. */
  see(event: AuditEvent): void
  /** After the last record, once. */
  finish?(): void
  /** Why it can see nothing, whatever comes by. */
  readonly blind?: string | undefined
}

export interface DetectionContext {
  readonly period: DetectionPeriod
  readonly tenant: TenantFacts
  readonly terms: TermIndex
  readonly profiles: Profiles
  /** What earlier months know; undefined without a baseline. */
  readonly history?: History | undefined
  readonly evictions: Evictions
  /** The team's own list; often empty. */
  readonly watched: WatchedAddresses
  /** Stretches that the export could not read; known in `finish`. */
  readonly gaps: readonly DetectionPeriod[]
  report(signal: Signal): void
}

export interface DetectionPeriod {
  start: number
  end: number
}

export interface Signal {
  rule: string
  /** What makes it the same finding: see above. */
  key: string
  severity?: Severity | 'hint'
  /**
   * The severity instead of `hint` where the month holds few such groups. Where it holds many, one finding of this severity
   * sums them up, so that many lower none: see `rare-acts.ts`.
   */
  rareSeverity?: Severity | undefined
  confidence?: Confidence
  /** Who and what; the technique's name is put before it, unless it begins with that. */
  title: string
  /** Why it is unusual, in numbers. */
  why: string
  /** Folded user ids, or applications' ids, of those who acted. */
  actors: readonly string[]
  /** What was touched, for people to read: a mailbox, a file, a role, a policy. */
  objects?: readonly string[]
  /** Folded ids of other people concerned; they join findings into incidents. */
  users?: readonly string[]
  /** `Address.text` or `Address.network`; they join. */
  addresses?: readonly string[]
  /** Application ids, folded; they join. */
  applications?: readonly string[]
  /** Names in title and reason that are no person's: apps, permissions, roles, words of rules. Others are masked where they leave the folder. */
  facts?: readonly string[]
  benign?: string
  next?: readonly string[]
  evidence: EvidenceList
  /** Of a signal that sums up accounts: each of them. */
  accounts?: readonly SummedAccount[]
  /** Asked once after the last record: what to change, or `drop`. */
  settle?(): Partial<Signal> | 'drop'
}

/** What a single record shows, beyond what is filled in from it: actor, address, application, evidence. */
export type RuleMatch = Omit<Signal, 'rule' | 'actors' | 'evidence'> & {
  rule?: string
  actors?: readonly string[]
  /** Suppression: the month's first match with this text is reported, later ones are not. */
  once?: string
}

/** Which records a rule of one record takes. Failed operations and the service's own acts are left out unless asked for. */
interface Guard extends Wants {
  services?: boolean
  failures?: boolean
  /** Why it can see nothing in this detection; undefined where it can. */
  blind?(context: DetectionContext): string | undefined
}

const mostReportedOnce = 50_000

/** A rule that decides by one record alone. */
export function matching(
  meta: RuleMeta | readonly RuleMeta[],
  wants: Guard,
  match: (event: AuditEvent, context: DetectionContext) => RuleMatch | undefined | false,
): Rule {
  const metas: readonly RuleMeta[] = 'id' in meta ? [meta] : meta
  const {services = false, failures = false, blind} = wants
  return {
    metas,
    wants,
    actors: services ? undefined : 'accounts',
    start: context => {
      const why = blind?.(context)
      if (why !== undefined) return {see: () => undefined, blind: why}
      const report = matchReporter(metas[0]?.id ?? '', context)
      return {
        see(event) {
          if (!failures && event.result === 'failure') return
          const found = match(event, context)
          if (found) report(event, found)
        },
      }
    },
  }
}

/** Reports matches of single records, and leaves out those that were reported `once`. */
export function matchReporter(rule: string, context: DetectionContext): (event: AuditEvent, match: RuleMatch) => void {
  // What is forgotten here is only reported again.
  const reported = new BoundedMap<string, true>(`reported by ${rule}`, mostReportedOnce, context.evictions, {
    harmless: () => true,
  })
  return (event, {once, ...match}) => {
    if (once !== undefined) {
      if (reported.get(once)) return
      reported.at(once, () => true)
    }
    context.report(signalOf(event, {...match, rule: match.rule ?? rule}))
  }
}

/** A signal of one record: what the match does not say is taken from the record. */
export function signalOf(event: AuditEvent, match: Omit<RuleMatch, 'once'> & {rule: string}): Signal {
  return {
    actors: event.user === '' ? [] : [event.user],
    addresses: event.address ? [event.address.text] : [],
    applications: event.application ? [event.application] : [],
    ...match,
    facts: [...(match.facts ?? []), ...factNames(event)],
    evidence: EvidenceList.of(event),
  }
}

/** A threshold that grows with the fourth root of the tenant: `scaled(4, 1.4, 20)` is 4, of 1,000 people 8, of 10,000 14. */
export function scaled(atLeast: number, factor: number, users: number): number {
  return Math.max(atLeast, Math.ceil(factor * users ** 0.25))
}

/** What a threshold is in a tenant of so many users. */
export function thresholdIn({least, factor, most = Number.POSITIVE_INFINITY}: Threshold, users: number): number {
  return factor === undefined ? least : Math.min(most, scaled(least, factor, users))
}

/** A rule's first threshold in a tenant of so many users; nothing reaches that of a rule without one. */
export function leastOf({thresholds}: Pick<RuleMeta, 'thresholds'>, users: number): number {
  const [first] = thresholds ?? []
  return first ? thresholdIn(first, users) : Number.POSITIVE_INFINITY
}

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** The name of what a rule detects, which titles begin with: its title up to a colon. */
export function techniqueOf({title}: Pick<RuleMeta, 'title'>): string {
  return title.split(': ')[0] ?? title
}

/** Lower case within a sentence, except for abbreviations and names such as `MFA` and `OAuth`. */
export function lowered(text: string): string {
  return /^[A-Z][a-z]/.test(text) &&
    !/^(OAuth|Exchange|Microsoft|Conditional|Teams|Power|Copilot|Temporary|Outlook|Company)\b/.test(text)
    ? `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`
    : text
}

/** `38 times`, `once`. */
export function times(count: number): string {
  return count === 1 ? 'once' : `${count.toLocaleString('en-US')} times`
}

/** `3 accounts`, `1 account`, `2 successes`. */
export function countOf(count: number | string, noun: string): string {
  const number = typeof count === 'number' ? count.toLocaleString('en-US') : count
  return `${number} ${number === '1' ? noun : noun.endsWith('s') ? `${noun}es` : `${noun}s`}`
}

/** `16 min`, `3 h`, `2 days`. */
export function spanText(milliseconds: number): string {
  if (milliseconds < 2 * minute) return `${Math.max(1, Math.round(milliseconds / 1000))} s`
  if (milliseconds < 2 * hour) return `${Math.round(milliseconds / minute)} min`
  if (milliseconds < 2 * day) return `${Math.round(milliseconds / hour)} h`
  return `${Math.round(milliseconds / day)} days`
}

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).join(', ')
  return names.length > most ? `${shown} and ${names.length - most} more` : shown
}
