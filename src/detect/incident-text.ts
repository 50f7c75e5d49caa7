/** An incident in words: its title, its narrative and its timeline of what happened. */
import {compareText} from '../audit/compare-text.ts'
import {instantOf} from '../audit/record.ts'
import type {TimelineEntry} from './findings.ts'
import type {MatchedPattern} from './incident-patterns.ts'
import {countOf, listed, lowered, spanText, techniqueOf} from './rule.ts'
import type {SignalGroup} from './signal-groups.ts'

const mostTimeline = 40
const mostStages = 5

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
  const inTime = [...groups].sort((a, b) => a.evidence.first - b.evidence.first || compareText(a.meta.id, b.meta.id))
  const first = Math.min(...groups.map(({evidence}) => evidence.first))
  const last = Math.max(...groups.map(({evidence}) => evidence.last))
  const count = groups.reduce((sum, {evidence}) => sum + evidence.count, 0)
  const actors = [...new Set(groups.flatMap(group => group.actors))]
  const addresses = addressesOf(groups)
  const parts = [
    countOf(count, 'record'),
    actors.length > 0 ? `by ${listed(actors)}` : '',
    addresses.length > 0 ? `from ${listed(addresses)}` : '',
    timeWords(first, last),
  ]
  return [
    `${parts.filter(Boolean).join(' ')}.`,
    ...orderWords(inTime),
    ...(matched ? [`In this order, for one account, this is a pattern of ${lowered(matched.pattern.name)}.`] : []),
  ].join(' ')
}

function orderWords(inTime: readonly SignalGroup[]): string[] {
  const steps = inTime.filter((group, i) => inTime.findIndex(one => one.meta.id === group.meta.id) === i)
  const [first, ...rest] = steps.slice(0, mostStages)
  if (!first || rest.length === 0) return []
  const later = rest.map((group, i) => {
    const before = i === 0 ? first : (rest[i - 1] ?? first)
    const pause = group.evidence.first - before.evidence.first
    return `${pause === 0 ? 'at the same time' : `${spanText(pause)} later`} ${lowered(techniqueOfGroup(group))}`
  })
  const more = steps.length - 1 - rest.length
  return [
    `It began with ${lowered(techniqueOfGroup(first))}; ${later.join('; ')}${more > 0 ? `; and ${countOf(more, 'more finding')}` : ''}.`,
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
  return groups
    .flatMap(({evidence}) => evidence.telling())
    .filter(({id}) => {
      const known = id !== '' && ids.has(id)
      ids.add(id)
      return !known
    })
    .slice(0, mostTimeline)
    .sort((a, b) => a.time - b.time || compareText(a.id, b.id))
    .map(({id, time, operation, scene}) => ({
      time: instantOf(time),
      id,
      user: scene?.user ?? '',
      account: scene?.account ?? '',
      address: scene?.address ?? '',
      client: scene?.client ?? '',
      act: scene?.act || operation,
    }))
}

function techniqueOfGroup({meta}: SignalGroup): string {
  return techniqueOf(meta)
}
