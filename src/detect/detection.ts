/** Runs every rule over the month's records, in one pass, and turns their signals into findings and incidents. */
import type {AuditRecord} from '../audit/record.ts'
import type {Severity} from '../audit/severity.ts'
import {reasonOf, type Unanalysed} from '../audit/unanalysed.ts'
import {Acceptance} from './accepted.ts'
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
import type {DetectionContext, DetectionPeriod, Rule} from './rule.ts'
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
  /** Nothing to compare with: what is new is reported from the eighth day on only. */
  learning: boolean
  /** What a reader should know, most important first. */
  notes: string[]
  unseen: Unseen[]
  /** Records that a rule failed on. */
  unanalysed?: Unanalysed[]
  /** Of findings that are reported and not accepted. */
  counts: Record<Severity, number>
  /** What the next month compares with. */
  baseline: Baseline
}

export interface Detection {
  /** Records in order of time; those within one second in any order. */
  see(record: AuditRecord, time: number): void
  finish(after: {gaps: readonly DetectionPeriod[]}): DetectionResult
}

/** Records of one second are sorted and passed to the rules together, so that the order of arrival does not matter. */
const largestBatch = 20_000
const mostCharacters = 64_000_000

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
    tenant: new TenantFacts(
      [...(settings.domains ?? []), ...(history?.domains ?? [])],
      Math.max(settings.tenantSizeHint ?? 0, history?.users ?? 0),
    ),
    terms: new TermIndex(period.start, history, evictions),
    profiles: new Profiles(period, evictions),
    history,
    evictions,
    watched: new WatchedAddresses(settings.watched ?? []),
    gaps,
    report: signal => groups.get(signal.rule)?.add(signal),
  }
  const firstSeen = new FirstSeen(context.terms)
  const ruleRuns = rules.map(rule => ({wants: rule.wants, metas: rule.metas, run: rule.start(context)}))
  const unanalysed: Unanalysed[] = []
  const ruleOf = new Map(ruleRuns.map(({run, metas}) => [run, metas[0]?.id ?? '']))
  const dispatch = new Dispatch(ruleRuns, (run, event, error) => {
    unanalysed.push({identity: event.record.Identity, by: ruleOf.get(run) ?? '', reason: reasonOf(error)})
  })
  /** One record never ends detection: what failed on it is named. */
  const attempt = (identity: string, by: string, step: () => void) => {
    try {
      step()
    } catch (error) {
      unanalysed.push({identity, by, reason: reasonOf(error)})
    }
  }

  let second = Number.NEGATIVE_INFINITY
  let batch: AuditEvent[] = []
  let characters = 0
  const flush = () => {
    if (batch.length > 1) batch.sort(byPlace)
    for (const event of batch) {
      attempt(event.record.Identity, 'detection', () => {
        context.tenant.see(event)
        context.profiles.see(event)
        firstSeen.note(event)
      })
      dispatch.send(event)
    }
    batch = []
    characters = 0
  }

  return {
    see(record, time) {
      const now = Math.floor(time / 1000)
      if (now !== second || batch.length >= largestBatch || characters > mostCharacters) flush()
      second = now
      batch.push(new AuditEvent(record, time))
      characters += record.AuditData.length
    },
    finish(after) {
      flush()
      gaps.push(...after.gaps)
      for (const {run, metas} of ruleRuns) attempt('', metas[0]?.id ?? '', () => run.finish?.())

      const all = [...groups.values()].flatMap(one => one.list())
      raiseSequences(all)
      raiseRareActs(all, context.tenant.users)
      const acceptance = new Acceptance(settings.accepted ?? [], period.end)
      const built = buildFindings(joinIncidents(all, context.tenant, context.terms), {
        acceptance,
        hash,
        least: severityRank(settings.minimumSeverity),
      })
      return {
        ...built,
        ...(unanalysed.length > 0 ? {unanalysed} : {}),
        learning: history === undefined,
        notes: [...(settings.ownRules?.notes ?? []), ...notesOf({settings, usable, keyed, evictions, acceptance})],
        unseen: unseenRules(ruleRuns, dispatch.kinds()),
        baseline: nextBaseline({
          previous: settings.baselineHash && usable ? {...usable, keyed: false} : usable,
          period,
          hash,
          keyed,
          users: context.tenant.users,
          domains: context.tenant.ownDomains(),
          terms: context.terms,
          profiles: context.profiles,
          suspects: built.suspects,
        }),
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
}

function notesOf({settings, usable, keyed, evictions, acceptance}: Noted): string[] {
  const notes: string[] = []
  if (!usable) {
    const why = settings.baseline ? 'The baseline given is not of an earlier month, or too old' : 'There is no baseline'
    notes.push(`${why}: this month is for learning. What is new is reported from the eighth day on only.`)
  } else if (!keyed || !usable.keyed)
    notes.push(
      'The baseline holds nothing about single people (state-key is not set): what is new for a person is reported from the eighth day on only.',
    )
  notes.push(...acceptance.notes())
  const dropped = evictions.list().map(one => `${one.name} (${one.dropped.toLocaleString('en-US')})`)
  if (dropped.length > 0)
    notes.push(`More than the watch keeps in memory; what was met longest ago was dropped: ${dropped.join(', ')}.`)
  notes.push(neverVisible)
  return notes
}

function byPlace(a: AuditEvent, b: AuditEvent): number {
  return a.time - b.time || compare(a.id, b.id) || compare(a.record.AuditData, b.record.AuditData)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
