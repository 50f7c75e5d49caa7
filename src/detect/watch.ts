/** Runs every rule over the month's records, in one pass, and turns their signals into findings. */

import type {AuditRecord} from '../audit/record.ts'
import {instantOf} from '../audit/record.ts'
import {Evictions} from './bounded.ts'
import {Dispatch} from './dispatch.ts'
import {AuditEvent} from './event.ts'
import type {AcceptedEntry, Finding, Incident} from './findings.ts'
import {noteHabits} from './habits.ts'
import type {Context, Rule, Severity} from './rule.ts'
import {allRules} from './rules/index.ts'
import {gravity, Stories, type Story, sureness} from './story.ts'
import {Tenant} from './tenant.ts'
import {Terms} from './terms.ts'

export interface WatchSettings {
  /** Milliseconds since 1970 UTC, half open. */
  period: {start: number; end: number}
  tenantSizeHint?: number
  accepted?: readonly AcceptedEntry[]
  minimumSeverity: Severity
  /** A digest of a text, keyed or plain; `kind` keeps uses apart. */
  hash: (kind: string, text: string) => string
  /** The tenant's own domains, as far as they are known. */
  domains?: readonly string[]
  /** All, unless a test wants few. */
  rules?: readonly Rule[]
}

export interface WatchResult {
  findings: Finding[]
  incidents: Incident[]
  learning: boolean
  notes: string[]
  unseen: {rule: string; title: string; missing: string}[]
  counts: Record<Severity, number>
}

export interface Watch {
  /** Records in order of time; those within one second in any order. */
  see(record: AuditRecord, time: number): void
  finish(after: {gaps: readonly {start: number; end: number}[]}): WatchResult
}

/** Records of one second are handed on together and in an order of their own, so that the order they came in is nothing. */
const mostTogether = 20_000
const mostCharacters = 64_000_000

export function startWatch(settings: WatchSettings): Watch {
  const {period, hash} = settings
  const rules = settings.rules ?? allRules
  const evictions = new Evictions()
  const tenant = new Tenant(settings.domains ?? [], settings.tenantSizeHint ?? 0)
  const terms = new Terms(period.start, undefined, evictions)
  const metas = new Map(rules.flatMap(rule => rule.metas.map(meta => [meta.id, meta] as const)))
  const stories = new Map([...metas].map(([id, meta]) => [id, new Stories(meta, evictions)] as const))
  const context: Context = {
    period,
    tenant,
    terms,
    evictions,
    report: signal => stories.get(signal.rule)?.add(signal),
  }
  const watchers = rules.map(rule => ({wants: rule.wants, watcher: rule.start(context)}))
  const dispatch = new Dispatch(watchers)

  let second = Number.NEGATIVE_INFINITY
  let together: AuditEvent[] = []
  let characters = 0
  const handOn = () => {
    if (together.length > 1) together.sort(byPlace)
    for (const event of together) {
      tenant.see(event)
      noteHabits(event, terms)
      dispatch.send(event)
    }
    together = []
    characters = 0
  }

  return {
    see(record, time) {
      const now = Math.floor(time / 1000)
      if (now !== second || together.length >= mostTogether || characters > mostCharacters) handOn()
      second = now
      together.push(new AuditEvent(record, time))
      characters += record.AuditData.length
    },
    finish() {
      handOn()
      for (const {watcher} of watchers) watcher.finish?.()
      const told = [...stories.values()].flatMap(one => one.list()).filter(story => story.weight !== 'hint')
      const findings = told.map(story => findingOf(story, hash)).sort(byGravity)
      const counts = {high: 0, medium: 0, low: 0, info: 0}
      for (const finding of findings) counts[finding.severity]++
      return {findings, incidents: [], learning: true, notes: [], unseen: [], counts}
    },
  }
}

function byPlace(a: AuditEvent, b: AuditEvent): number {
  return a.time - b.time || compare(a.id, b.id) || compare(a.record.AuditData, b.record.AuditData)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function byGravity(a: Finding, b: Finding): number {
  return (
    gravity(b.severity) - gravity(a.severity) ||
    sureness(b.confidence) - sureness(a.confidence) ||
    compare(a.first, b.first) ||
    compare(a.id, b.id)
  )
}

function findingOf(story: Story, hash: WatchSettings['hash']): Finding {
  const {meta, evidence} = story
  const first = instantOf(evidence.first)
  return {
    id: hash('finding', `${meta.id}\n${story.key}\n${first.slice(0, 10)}`).slice(0, 16),
    rule: meta.id,
    title: story.title,
    severity: story.weight === 'hint' ? 'info' : story.weight,
    confidence: story.confidence,
    techniques: [...meta.techniques],
    actors: story.actors,
    objects: story.objects,
    users: story.users,
    addresses: story.addresses,
    applications: story.applications,
    first,
    last: instantOf(evidence.last),
    count: evidence.count,
    telling: evidence.telling().map(timed),
    evidence: evidence.records().map(timed),
    evidenceCut: evidence.cut,
    question: meta.question,
    why: story.why,
    benign: story.benign,
    next: [...story.next],
    incident: '',
    accept: '',
  }
}

function timed<T extends {time: number}>(record: T): Omit<T, 'time'> & {time: string} {
  return {...record, time: instantOf(record.time)}
}
