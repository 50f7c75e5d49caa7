/**
 * What one month hands to the next: terms with the month they were last seen in, profiles, sizes. People, places and
 * domains stand in it as digests; without a key it holds nothing about single people, for a digest without one
 * can be undone with a list of names.
 */

import {z} from 'zod'
import {compareText} from '../audit/compare-text.ts'
import {groups, type Profiles} from './profiles.ts'
import type {DailyVolume, History, OwnedTerm, TenantTerm, TermIndex, TermKind} from './term-index.ts'

const baselineSchema = 'm365-audit-export/baseline/1'

/** Months after which a term that was not seen again is forgotten. */
const agedAfter = 6
const mostTerms = 150_000
const mostProfiles = 20_000

const month = z.int().min(0).max(100_000).describe('year × 12 + month − 1 in which it was last seen')
const habit = z.tuple([z.number(), z.number(), z.int()]).describe('median and deviation of log1p per day, active days')

export const Baseline = z.strictObject({
  schema: z.literal(baselineSchema),
  month,
  keyed: z.boolean().describe('digests are keyed; without a key nothing about single people is here'),
  users: z.int().min(0),
  domains: z.array(z.string()),
  terms: z.record(z.string(), z.record(z.string(), z.record(z.string(), month))).describe('kind, owner, term'),
  pending: z
    .array(z.string())
    .describe('what stood in a medium or higher finding: learned only when a later month has it again'),
  volumes: z.record(z.string(), z.record(z.string(), habit)),
  hours: z.record(z.string(), z.array(z.int().min(0)).length(24)),
  workloads: z.record(z.string(), z.array(z.number()).length(48)),
  recordTypes: z.record(z.string(), z.int().min(0)).describe('records of the month'),
})
export type Baseline = z.infer<typeof Baseline>

export type Hash = (kind: string, text: string) => string

/** Kinds whose terms say nothing about people. */
const plainTerms: ReadonlySet<TermKind> = new Set<TermKind>([
  'operation',
  'application',
  'agent',
  'sender-app',
  'ai-agent',
])
/** Kinds that are about single people: kept under a key only. */
const personal: ReadonlySet<TermKind> = new Set<TenantTerm | OwnedTerm>([
  ...(['network', 'admin', 'forward-target', 'share-domain', 'user-network', 'user-agent'] as const),
  ...(['user-application', 'user-operation', 'user-mailbox', 'user-place', 'user-ai-site'] as const),
])

export function monthIndex(time: number): number {
  const date = new Date(time)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

const digestLength = 14

/** The baseline as rules query it. */
export function historyOf(baseline: Baseline, hash: Hash, keyed: boolean): History {
  const people = baseline.keyed && keyed
  const digest = remembering((text: string) => hash('baseline', text).slice(0, digestLength))
  return {
    users: baseline.users,
    domains: baseline.domains,
    remembers: kind => people || !personal.has(kind),
    has(kind, owner, term) {
      if (personal.has(kind) && !people) return false
      const owners = own(baseline.terms, kind)
      const terms = owners && own(owners, owner === '' ? '' : digest(owner))
      return terms !== undefined && Object.hasOwn(terms, plainTerms.has(kind) ? term : digest(term))
    },
    volume(user, group): DailyVolume | undefined {
      const entry = people ? own(own(baseline.volumes, digest(user)) ?? {}, group) : undefined
      return entry && {median: entry[0], deviation: entry[1], days: entry[2]}
    },
    hours: user => (people ? own(baseline.hours, digest(user)) : undefined),
    workload: name => own(baseline.workloads, name),
    workloads: () => Object.keys(baseline.workloads),
    recordTypes: () => new Map(Object.entries(baseline.recordTypes)),
    absent(user) {
      const seen = people ? lastSeen(baseline, digest(user)) : undefined
      return seen === undefined ? undefined : baseline.month + 1 - seen
    },
  }
}

function lastSeen(baseline: Baseline, owner: string): number | undefined {
  let last: number | undefined
  for (const kind of ['user-network', 'user-agent', 'user-application'])
    for (const seen of Object.values(own(own(baseline.terms, kind) ?? {}, owner) ?? {}))
      last = Math.max(last ?? 0, seen)
  return last
}

/** The same digests are needed all month. */
function remembering(make: (text: string) => string): (text: string) => string {
  const kept = new Map<string, string>()
  return text => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const made = make(text)
    if (kept.size < 200_000) kept.set(text, made)
    return made
  }
}

function own<T>(object: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

export interface BaselineInput {
  previous: Baseline | undefined
  period: {start: number; end: number}
  hash: Hash
  keyed: boolean
  users: number
  domains: readonly string[]
  terms: TermIndex
  profiles: Profiles
  /** People, networks and applications of medium or higher findings. */
  suspects: ReadonlySet<string>
}

/** Next month's baseline: what was known and is not too old, and what this month added. */
export function nextBaseline(learned: BaselineInput): Baseline {
  const {hash, keyed, previous, suspects} = learned
  const now = monthIndex(learned.period.start)
  const digest = remembering((text: string) => hash('baseline', text).slice(0, digestLength))
  const usable = previous?.keyed === keyed ? previous : undefined
  const terms = agedTerms(previous, now, keyed && (previous?.keyed ?? false))
  const pendingBefore = new Set(usable?.pending)
  const pending = new Set<string>()
  for (const {kind, owner, term} of learned.terms.all()) {
    if (personal.has(kind) && !keyed) continue
    const ownerKey = owner === '' ? '' : digest(owner)
    const termKey = plainTerms.has(kind) ? term : digest(term)
    if (suspects.has(owner) || suspects.has(term)) {
      const name = digest(`${kind}\n${owner}\n${term}`)
      const known = own(own(terms, kind) ?? nothing<Record<string, number>>(), ownerKey)
      const isKnown = known !== undefined && Object.hasOwn(known, termKey)
      if (!isKnown && !pendingBefore.has(name)) {
        pending.add(name)
        continue
      }
    }
    put(terms, kind, ownerKey, termKey, now)
  }
  return {
    schema: baselineSchema,
    month: now,
    keyed,
    users: learned.users,
    domains: [...learned.domains],
    terms: sortedTerms(capped(terms)),
    pending: [...pending].sort(compareText).slice(0, mostTerms),
    volumes: keyed ? volumesOf(learned, digest, usable) : {},
    hours: keyed ? hoursOf(learned, digest, usable) : {},
    workloads: workloadsOf(learned, previous),
    recordTypes: sorted(Object.fromEntries(learned.profiles.recordTypes), 1_000),
  }
}

type TermTable = Record<string, Record<string, Record<string, number>>>

/** Objects without a prototype: a term may be called anything. */
function nothing<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>
}

function put(table: TermTable, kind: string, owner: string, term: string, seen: number): void {
  table[kind] ??= nothing()
  const owners = table[kind]
  owners[owner] ??= nothing()
  owners[owner][term] = seen
}

function agedTerms(previous: Baseline | undefined, now: number, people: boolean): TermTable {
  const table: TermTable = nothing()
  for (const [kind, owners] of Object.entries(previous?.terms ?? {})) {
    if (personal.has(kind as TermKind) && !people) continue
    for (const [owner, terms] of Object.entries(owners))
      for (const [term, seen] of Object.entries(terms)) if (now - seen < agedAfter) put(table, kind, owner, term, seen)
  }
  return table
}

/** When there are too many, those seen longest ago go first. */
function capped(table: TermTable): TermTable {
  const ages = new Map<number, number>()
  for (const owners of Object.values(table))
    for (const terms of Object.values(owners))
      for (const seen of Object.values(terms)) ages.set(seen, (ages.get(seen) ?? 0) + 1)
  let left = mostTerms
  const taken: TermTable = nothing()
  for (const age of [...ages.keys()].sort((a, b) => b - a))
    for (const kind of Object.keys(table).sort(compareText))
      for (const [owner, terms] of Object.entries(table[kind] ?? {}).sort(([a], [b]) => compareText(a, b)))
        for (const [term, seen] of Object.entries(terms)) {
          if (seen !== age || left <= 0) continue
          left--
          put(taken, kind, owner, term, seen)
        }
  return taken
}

function sortedTerms(table: TermTable): TermTable {
  const sorted: TermTable = nothing()
  for (const kind of Object.keys(table).sort(compareText))
    for (const owner of Object.keys(table[kind] ?? {}).sort(compareText))
      for (const term of Object.keys(table[kind]?.[owner] ?? {}).sort(compareText))
        put(sorted, kind, owner, term, table[kind]?.[owner]?.[term] ?? 0)
  return sorted
}

function volumesOf(
  {profiles, suspects}: BaselineInput,
  digest: (text: string) => string,
  previous: Baseline | undefined,
): Baseline['volumes'] {
  const made: Baseline['volumes'] = nothing()
  const carried = Object.entries(previous?.volumes ?? {})
  for (const [user, entry] of carried.slice(0, mostProfiles)) made[user] = entry
  for (const [user, person] of profiles.people.entries()) {
    if (suspects.has(user)) continue
    const entry: Record<string, [number, number, number]> = nothing()
    groups.forEach((group, i) => {
      const volume = person.volumes[i]
      if (!volume) return
      const carriedHabit = own(own(previous?.volumes ?? {}, digest(user)) ?? {}, group)
      const habit = blended(volumeOf(volume.byDay), carriedHabit)
      if (habit) entry[group] = habit
    })
    if (Object.keys(entry).length > 0) made[digest(user)] = entry
  }
  return sorted(made, mostProfiles)
}

/** Median and median deviation of the active days, on the log scale. */
export function volumeOf(byDay: ArrayLike<number>): DailyVolume | undefined {
  const active = new Float64Array(byDay.length)
  let days = 0
  for (let day = 0; day < byDay.length; day++) {
    const count = byDay[day] ?? 0
    if (count > 0) active[days++] = Math.log1p(count)
  }
  if (days === 0) return undefined
  const logs = active.subarray(0, days)
  const median = medianOf(logs)
  for (let at = 0; at < days; at++) logs[at] = Math.abs((logs[at] ?? 0) - median)
  return {median, deviation: medianOf(logs), days}
}

/** Sorts the values. */
function medianOf(values: Float64Array): number {
  const ranked = values.sort()
  const middle = ranked.length >> 1
  return ranked.length % 2 === 1 ? (ranked[middle] ?? 0) : ((ranked[middle - 1] ?? 0) + (ranked[middle] ?? 0)) / 2
}

function blended(
  now: DailyVolume | undefined,
  before: readonly [number, number, number] | undefined,
): [number, number, number] | undefined {
  if (!now) return before && [...before]
  const days = Math.min(93, now.days + (before?.[2] ?? 0))
  const share = now.days / (now.days + (before?.[2] ?? 0))
  const mix = (a: number, b: number) => Math.round((share * a + (1 - share) * b) * 1000) / 1000
  return [mix(now.median, before?.[0] ?? 0), mix(now.deviation, before?.[1] ?? 0), days]
}

function hoursOf(
  {profiles}: BaselineInput,
  digest: (text: string) => string,
  previous: Baseline | undefined,
): Baseline['hours'] {
  const made: Baseline['hours'] = nothing()
  // Halved each month, so that habits can change.
  for (const [user, hours] of Object.entries(previous?.hours ?? {})) {
    const halved = hours.map(count => count >> 1)
    if (halved.some(count => count > 0)) made[user] = halved
  }
  for (const [user, person] of profiles.people.entries()) {
    if (!person.hours) continue
    const before = own(made, digest(user))
    made[digest(user)] = Array.from(person.hours, (count, i) => count + (before?.[i] ?? 0))
  }
  return sorted(made, mostProfiles)
}

function workloadsOf({profiles, period}: BaselineInput, previous: Baseline | undefined): Baseline['workloads'] {
  const made: Baseline['workloads'] = nothing()
  for (const [name, entry] of Object.entries(previous?.workloads ?? {})) made[name] = entry
  for (const [name, hours] of profiles.workloads) {
    const sums = new Array<number>(48).fill(0)
    const days = new Array<number>(48).fill(0)
    hours.forEach((count, i) => {
      const slot = hourSlot(period.start + i * 3_600_000)
      sums[slot] = (sums[slot] ?? 0) + count
      days[slot] = (days[slot] ?? 0) + 1
    })
    made[name] = sums.map((sum, slot) => Math.round((sum / Math.max(1, days[slot] ?? 1)) * 100) / 100)
  }
  return sorted(made, 100)
}

/** 0–23 on working days, 24–47 at weekends, UTC. */
export function hourSlot(time: number): number {
  const date = new Date(time)
  const weekend = date.getUTCDay() % 6 === 0
  return date.getUTCHours() + (weekend ? 24 : 0)
}

function sorted<T>(table: Record<string, T>, most: number): Record<string, T> {
  const made = nothing<T>()
  for (const name of Object.keys(table).sort(compareText).slice(0, most)) made[name] = table[name] as T
  return made
}

/** The file's text before compression; the same for the same month. */
export function baselineText(baseline: Baseline): string {
  return `${JSON.stringify(baseline)}\n`
}

/** A file's content as a baseline, or why it is none. */
export function parseBaseline(text: string): {ok: Baseline} | {mistake: string} {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return {mistake: 'it is not JSON'}
  }
  const parsed = Baseline.safeParse(data)
  if (parsed.success) return {ok: parsed.data}
  const [issue] = parsed.error.issues
  return {mistake: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'is not understood'}`}
}

/** Whether a baseline may serve a month: it must be of an earlier one, and not older than terms live. */
export function servesMonth(baseline: Baseline, periodStart: number): boolean {
  const age = monthIndex(periodStart) - baseline.month
  return age >= 1 && age < agedAfter
}
