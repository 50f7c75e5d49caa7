/** Runs every rule over the month's records, in one pass, and turns their signals into findings and incidents. */
import {compareText} from '../audit/compare-text.ts'
import type {AuditRecord, ParsedData} from '../audit/record.ts'
import type {Severity} from '../audit/severity.ts'
import {reasonOf, type Unanalysed} from '../audit/unanalysed.ts'
import {Acceptance} from './accepted.ts'
import {parseAddress} from './address.ts'
import {type Baseline, type Hash, historyOf, nextBaseline, servesMonth} from './baseline.ts'
import {Evictions} from './bounded.ts'
import {buildFindings} from './build-findings.ts'
import {neverVisible, type Unseen, unseenRules} from './coverage.ts'
import {Dispatch} from './dispatch.ts'
import {AuditEvent} from './event.ts'
import type {AcceptedEntry, Finding, Incident} from './findings.ts'
import {FirstSeen} from './first-seen.ts'
import {joinIncidents} from './join-incidents.ts'
import {Profiles} from './profiles.ts'
import {raiseRareActs} from './rare-acts.ts'
import {type DetectionContext, type DetectionPeriod, day, type Rule, type RuleRun} from './rule.ts'
import {errorKind, type FailedRule, failureText, RuleBoundary} from './rule-boundary.ts'
import {allRules} from './rules/index.ts'
import {raiseSequences} from './sequences.ts'
import {SignalGroups, severityRank} from './signal-groups.ts'
import {TenantFacts} from './tenant.ts'
import {TermIndex} from './term-index.ts'
import {WatchedAddresses, type WatchedEntry} from './watched-addresses.ts'

export interface DetectionSettings {
  /** Milliseconds since 1970 UTC, half open. */
  period: DetectionPeriod
  tenantSizeHint?: number
  /** Last month's; one of this month, of a later one or of too old a one is not used. */
  baseline?: Baseline | undefined
  accepted?: readonly AcceptedEntry[]
  watched?: readonly WatchedEntry[]
  minimumSeverity: Severity
  /** A digest of a text, in hex, keyed or plain; `kind` keeps uses apart. */
  hash: Hash
  /** The one that the baseline was made with, where it is another: its key was replaced. */
  baselineHash?: Hash | undefined
  /** Whether `hash` is keyed: only then the next baseline holds anything about single people. */
  keyed?: boolean
  /** The tenant's own domains, as far as they are known. */
  domains?: readonly string[]
  /** All, unless a test wants few. */
  rules?: readonly Rule[]
  /** The team's, besides those. */
  ownRules?: OwnRules | undefined
  /** Milliseconds; without it no rule is ever too slow. */
  clock?(): number
}

export interface OwnRules {
  rules: readonly Rule[]
  /** What of them can't run, and why. */
  notes: readonly string[]
  /** SHA-256 of their files and names, bare hex. */
  sha256: string
}

export interface DetectionResult {
  /** Gravest first; those below the minimum are left out. */
  findings: Finding[]
  /** Gravest first. */
  incidents: Incident[]
  /** No baseline: first-seen values are reported from the eighth day on only. */
  learning: boolean
  /** What a reader should know, most important first. */
  notes: string[]
  unseen: Unseen[]
  /** Records that a rule failed on. */
  unanalysed?: Unanalysed[]
  /** Detectors that were taken out; what they had reported before stays. */
  failed: FailedRule[]
  /** Of findings that are reported and not accepted. */
  counts: Record<Severity, number>
  /** Of incidents that are reported, with a finding that is not accepted. */
  incidentCounts: Record<Severity, number>
  /** The tenant's name: the domain of most of its users; '' where no record says. */
  tenantName: string
  /** What the next month compares with. */
  baseline: Baseline
}

export interface Detection {
  /** Records in order of time; those within one second in any order. @param parsed where others parse the record as well. */
  see(record: AuditRecord, time: number, parsed?: ParsedData): void
  finish(after: {gaps: readonly DetectionPeriod[]}): DetectionResult
}

/** Records of one second are sorted and passed to the rules together, so that the order of arrival does not matter. */
const largestBatch = 20_000
const mostCharacters = 64_000_000
/** Milliseconds that a rule may take for one record, and for a month; a thousand times what any needs. */
const ruleTime = {mostAtOnce: 30_000, mostInAll: 600_000}

export function startDetection(settings: DetectionSettings): Detection {
  const {period, hash, keyed = false} = settings
  const rules = [...(settings.rules ?? allRules), ...(settings.ownRules?.rules ?? [])]
  const usable = settings.baseline && servesMonth(settings.baseline, period.start) ? settings.baseline : undefined
  const history = usable && historyOf(usable, settings.baselineHash ?? hash, keyed)
  const evictions = new Evictions()
  const gaps: DetectionPeriod[] = []
  const metas = new Map(rules.flatMap(rule => rule.metas.map(meta => [meta.id, meta] as const)))
  const groups = new Map([...metas].map(([id, meta]) => [id, new SignalGroups(meta, evictions)] as const))
  const context: DetectionContext = {
    period,
    tenant: new TenantFacts([...(settings.domains ?? []), ...(history?.domains ?? [])], {
      lastMonth: history?.users,
      ...(settings.tenantSizeHint === undefined ? {} : {hint: settings.tenantSizeHint}),
    }),
    terms: new TermIndex(period.start, history, evictions),
    profiles: new Profiles(period, evictions),
    history,
    evictions,
    watched: new WatchedAddresses(settings.watched ?? []),
    gaps,
    report: signal => {
      const boundary = boundaries.get(signal.rule)
      const {settle} = signal
      const guarded =
        settle && boundary ? {...signal, settle: () => boundary.guard(() => settle.call(signal)) ?? {}} : signal
      groups.get(signal.rule)?.add(guarded)
    },
  }
  const firstSeen = new FirstSeen(context.terms)
  const budget = settings.clock ? {clock: settings.clock, ...ruleTime} : undefined
  const boundaries = new Map<string, RuleBoundary>()
  const ruleRuns = rules.map(({wants, actors, metas, start}) => {
    const ids = metas.map(({id}) => id)
    const run = new RuleBoundary(ids, budget, () => start(context))
    for (const id of ids) boundaries.set(id, run)
    return {wants, actors, metas, run}
  })
  const unanalysed: Unanalysed[] = []
  const ruleOf = new Map<RuleRun, string>(ruleRuns.map(({run, metas}) => [run, metas[0]?.id ?? '']))
  const dispatch = new Dispatch(ruleRuns, (run, event, error) => {
    unanalysed.push({identity: event.record.Identity, by: ruleOf.get(run) ?? '', reason: reasonOf(error)})
  })
  const failures: FailedRule[] = []
  /** A step of the month's end that all rules share. */
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work()
    } catch (error) {
      failures.push({rules: [], reason: 'exception', error: errorKind(error)})
      return undefined
    }
  }
  /** One record never ends detection: what failed on it is named. */
  const fail = ({Identity}: AuditRecord, error: unknown) => {
    unanalysed.push({identity: Identity, by: 'detection', reason: reasonOf(error)})
  }

  let second = Number.NEGATIVE_INFINITY
  const batch: AuditEvent[] = []
  let characters = 0
  const flush = () => {
    if (batch.length > 1) sortByPlace(batch)
    for (const event of batch) {
      evictions.now = event.time
      try {
        context.tenant.see(event)
        context.profiles.see(event)
        firstSeen.note(event)
      } catch (error) {
        fail(event.record, error)
      }
      dispatch.send(event)
    }
    batch.length = 0
    characters = 0
  }

  return {
    see(record, time, parsed) {
      const now = Math.floor(time / 1000)
      if (now !== second || batch.length >= largestBatch || characters > mostCharacters) flush()
      second = now
      try {
        batch.push(new AuditEvent(record, time, parsed))
      } catch (error) {
        fail(record, error)
      }
      characters += record.AuditData.length
    },
    finish(after) {
      flush()
      gaps.push(...after.gaps)
      for (const {run} of ruleRuns) run.finish()

      const all = [...groups.values()].flatMap(one => attempt(() => one.list()) ?? [])
      attempt(() => raiseSequences(all))
      const frequent = attempt(() => raiseRareActs(all, context.tenant.users)) ?? []
      const acceptance = new Acceptance(settings.accepted ?? [], period.end)
      const isUnfamiliar = (text: string, time: number) => {
        const address = parseAddress(text)
        const isElsewhere = address !== undefined && !address.local && !address.microsoft
        return isElsewhere && context.terms.isNew('network', address.network, time - day)
      }
      const asked = {acceptance, hash, isUnfamiliar, least: severityRank(settings.minimumSeverity)}
      const build = (from: typeof all, sums: typeof frequent) =>
        buildFindings(joinIncidents(from, context.tenant, context.terms), sums, asked)
      const built = attempt(() => build(all, frequent)) ?? build([], [])
      const previous = settings.baselineHash && usable ? {...usable, keyed: false} : usable
      const learned = {previous, period, hash, keyed, users: context.tenant.active, suspects: built.suspects}
      const nothing = {
        domains: [],
        terms: new TermIndex(period.start, undefined, evictions),
        profiles: new Profiles(period, evictions),
      }
      const {tenant, terms, profiles} = context
      const baseline =
        attempt(() => nextBaseline({...learned, domains: tenant.ownDomains(), terms, profiles})) ??
        nextBaseline({...learned, ...nothing})
      const unseen = attempt(() => unseenRules(ruleRuns, dispatch.kinds())) ?? []
      const failed = [...new Set(ruleRuns.flatMap(({run}) => run.failed ?? [])), ...failures]
      return {
        ...built,
        ...(unanalysed.length > 0 ? {unanalysed} : {}),
        learning: history === undefined,
        tenantName: context.tenant.name(),
        notes: [
          ...(settings.ownRules?.notes ?? []),
          ...notesOf({settings, usable, keyed, evictions, acceptance, failed}),
        ],
        unseen,
        failed,
        baseline,
      }
    },
  }
}

interface Noted {
  settings: DetectionSettings
  usable: Baseline | undefined
  keyed: boolean
  evictions: Evictions
  acceptance: Acceptance
  failed: readonly FailedRule[]
}

function notesOf({settings, usable, keyed, evictions, acceptance, failed}: Noted): string[] {
  const notes: string[] = []
  if (failed.length > 0)
    notes.push(
      `Detection is incomplete: ${failed.map(failureText).join('; ')} failed and found nothing from then on. The export itself is not affected.`,
    )
  const dropped = evictions.list().map(one => `${one.name} (${one.dropped.toLocaleString('en-US')})`)
  if (dropped.length > 0)
    notes.push(
      `Too much for the memory of detection, so that something may be missing: ${dropped.join(', ')} were dropped.`,
    )
  if (!usable) {
    const why = settings.baseline ? 'The baseline given is not of an earlier month, or too old' : 'There is no baseline'
    notes.push(`${why}: first-seen values are reported from the eighth day of this month on only (learning).`)
  } else if (!keyed || !usable.keyed)
    notes.push(
      'The baseline holds nothing about single users (state-key is not set): first-seen values of a user are reported from the eighth day on only.',
    )
  notes.push(...acceptance.notes())
  notes.push(neverVisible)
  return notes
}

/** Nearly all seconds have a few records, for which a sort is dear. */
const fewEvents = 16

function sortByPlace(events: AuditEvent[]): void {
  if (events.length > fewEvents) {
    events.sort(byPlace)
    return
  }
  for (let at = 1; at < events.length; at++) {
    const event = events[at] as AuditEvent
    let before = at - 1
    for (let one = events[before]; one && byPlace(one, event) > 0; one = events[--before]) events[before + 1] = one
    events[before + 1] = event
  }
}

function byPlace(a: AuditEvent, b: AuditEvent): number {
  return a.time - b.time || compareText(a.id, b.id) || compareText(a.record.AuditData, b.record.AuditData)
}
