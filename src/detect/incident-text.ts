/** An incident in words: its title, its narrative and its timeline of what happened. */
import {compareText} from '../audit/compare-text.ts'
import {instantOf} from '../audit/record.ts'
import type {TimelineEntry} from './findings.ts'
import type {MatchedPattern} from './incident-patterns.ts'
import {countOf, listed, lowered, minute, spanText, techniqueOf} from './rule.ts'
import {type SignalGroup, severityRank} from './signal-groups.ts'

const mostTimeline = 40
const mostStages = 5
/** The same act again within this time stands in the timeline once. */
const repetition = 10 * minute

/** @param groups gravest first. */
export function incidentTitle(groups: readonly SignalGroup[], matched: MatchedPattern | undefined): string {
  const [gravest] = groups
  if (!matched) return gravest?.title ?? ''
  const {pattern, stages, account} = matched
  const [first, ...rest] = [...new Set(stages.map(techniqueOfGroup))].map(lowered)
  return `${pattern.name}: ${account}, ${[first, ...rest.map(one => `then ${one}`)].join(', ')}`
}

/** One paragraph: how much, who, from where, when; in which order; what it is in sum. */
export function narrativeOf(groups: readonly SignalGroup[], matched: MatchedPattern | undefined): string {
  const first = Math.min(...groups.map(({evidence}) => evidence.first))
  const last = Math.max(...groups.map(({evidence}) => evidence.last))
  const actors = [...new Set(groups.flatMap(group => group.actors))]
  const addresses = addressesOf(groups)
  const parts = [
    countOf(recordCount(groups), 'record'),
    actors.length > 0 ? `by ${listed(actors)}` : '',
    addresses.length > 0 ? `from ${listed(addresses)}` : '',
    timeWords(first, last),
  ]
  return [
    `${parts.filter(Boolean).join(' ')}.`,
    ...orderWords(groups, matched?.stages ?? []),
    ...(matched ? [`Together, for one account, this is a pattern of ${lowered(matched.pattern.name)}.`] : []),
  ].join(' ')
}

/** How many records several findings have together: one that stands in two of them counts once, as far as ids are kept. */
export function recordCount(groups: readonly SignalGroup[]): number {
  const ids = new Set<string>()
  let others = 0
  for (const {evidence} of groups) {
    others += evidence.cut
    for (const {id} of evidence.records()) {
      if (id === '') others++
      else ids.add(id)
    }
  }
  return ids.size + others
}

/** A pattern's stages and the gravest findings in order of time, one of each rule; those of severity info say nothing beside graver ones. */
function orderWords(groups: readonly SignalGroup[], stages: readonly SignalGroup[]): string[] {
  const listedOnes = groups.filter(({weight}) => severityRank(weight) >= severityRank('low'))
  const told = [...listedOnes].reverse().concat(stages)
  const steps = [...new Map(told.map(group => [group.meta.id, group])).values()]
  const rank = (group: SignalGroup) => (stages.includes(group) ? severityRank('high') + 1 : severityRank(group.weight))
  const inTime = steps
    .sort((a, b) => rank(b) - rank(a) || byTime(a, b))
    .slice(0, mostStages)
    .sort(byTime)
  const [first, ...rest] = inTime
  if (!first || rest.length === 0) return []
  const later = rest.map((group, i) => {
    const before = i === 0 ? first : (rest[i - 1] ?? first)
    const pause = group.evidence.first - before.evidence.first
    return `${pause === 0 ? 'at the same time' : `${spanText(pause)} later:`} ${lowered(techniqueOfGroup(group))}`
  })
  const more = steps.length - 1 - rest.length
  return [
    `In order: ${lowered(techniqueOfGroup(first))}; ${later.join('; ')}${more > 0 ? `; besides, findings of ${countOf(more, 'more kind')}` : ''}.`,
  ]
}

/** Addresses that locate a client, before networks; Microsoft's own stand in the timeline alone. */
function addressesOf(groups: readonly SignalGroup[]): string[] {
  const all = [...new Set(groups.flatMap(group => group.addresses))]
  const whole = all.filter(address => !address.includes('/'))
  return whole.length > 0 ? whole : all
}

function timeWords(first: number, last: number): string {
  const [from, to] = [minuteText(first), minuteText(last)]
  if (from === to) return `at ${from} UTC`
  const end = from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to
  return `between ${from} and ${end} UTC (${spanText(last - first)})`
}

function minuteText(time: number): string {
  return instantOf(time).slice(0, 16).replace('T', ' ')
}

/** Records that say most of each finding, each once, in order of time. */
export function timelineOf(groups: readonly SignalGroup[]): TimelineEntry[] {
  const ids = new Set<string>()
  const records = groups
    .flatMap(({evidence}) => evidence.telling())
    .filter(({id}) => {
      const known = id !== '' && ids.has(id)
      ids.add(id)
      return !known
    })
    .sort((a, b) => a.time - b.time || compareText(a.id, b.id))
  const last = new Map<string, number>()
  const once = records.filter(({time, operation, scene}) => {
    const act = JSON.stringify([scene?.user, scene?.address, scene?.client, scene?.act || operation])
    const before = last.get(act) ?? Number.NEGATIVE_INFINITY
    last.set(act, time)
    return time - before > repetition
  })
  return evenly(once, mostTimeline).map(({id, time, operation, scene}) => ({
    time: instantOf(time),
    id,
    user: scene?.user ?? '',
    account: scene?.account ?? '',
    address: scene?.address ?? '',
    client: scene?.client ?? '',
    act: scene?.act || operation,
  }))
}

/** At most so many of a list: the first and the last, and between them all parts of it alike. */
function evenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all]
  return Array.from({length: most}, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))] as T)
}

function byTime(a: SignalGroup, b: SignalGroup): number {
  return a.evidence.first - b.evidence.first || compareText(a.meta.id, b.meta.id)
}

function techniqueOfGroup({meta}: SignalGroup): string {
  return techniqueOf(meta)
}
