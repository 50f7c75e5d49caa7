/** STA-01: far more on one day than on a user's other days. */
import {volumeOf} from '../baseline.ts'
import {EvidenceList} from '../evidence-list.ts'
import {type Group, groups, type UserProfile, type Volume, volumeEvidence} from '../profiles.ts'
import {type DetectionContext, leastOf, type Rule, type RuleMeta, type RuleRun} from '../rule.ts'
import type {DailyVolume} from '../term-index.ts'

const volume: RuleMeta = {
  id: 'STA-01',
  thresholds: [
    {what: 'records of one kind in a day', least: 60, factor: 18, most: 100},
    {what: 'deviations above the user’s median', least: 6},
    {what: 'days of history', least: 5},
  ],
  title: 'Unusual activity volume of a user',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1530', 'T1114.002'],
  question: 'Did a user do many times more than on other days?',
  benign: 'A first synchronisation, a move of files, a mailing, a clean-up, the end of a quarter.',
  next: [
    'Check what was accessed: one project’s folder, or everything.',
    'Compare network and client app with the user’s other days.',
    'Ask the user.',
  ],
  source: 'https://attack.mitre.org/techniques/T1530/',
  needs: {operations: [/^file/, 'mailitemsaccessed', 'send', 'softdelete', 'harddelete']},
}

const leastDeviation = 0.35

const words: Record<Group, string> = {
  download: 'downloads',
  access: 'opened files',
  modify: 'changed files',
  delete: 'deleted items',
  send: 'sent messages',
  'mail-read': 'records of mail read',
  share: 'shares',
  admin: 'administrative acts',
}

const grave: ReadonlySet<Group> = new Set<Group>(['download', 'delete', 'send', 'mail-read', 'share'])

function volumes(context: DetectionContext): RuleRun {
  return {
    see() {},
    finish() {
      const {people} = context.profiles
      const ceilings = groups.map((_, i) => ceiling(people.values(), i))
      for (const [user, person] of people.entries()) {
        const found = groups.flatMap((group, i) => {
          const volume = person.volumes[i]
          const excess = volume && excessOf(context, {user, group, volume, common: ceilings[i] ?? 0})
          return excess ? [excess] : []
        })
        if (found.length > 0) tellVolume(context, user, found)
      }
    },
  }
}

/** What 99 of 100 people do on a usual day; for people of whom little is known. */
function ceiling(people: Iterable<UserProfile>, index: number): number {
  const medians: number[] = []
  for (const person of people) {
    const habit = volumeOf(person.volumes[index]?.byDay ?? [])
    if (habit) medians.push(Math.expm1(habit.median))
  }
  medians.sort((a, b) => a - b)
  return medians[Math.floor(medians.length * 0.99)] ?? 0
}

interface Judged {
  user: string
  group: Group
  volume: Volume
  common: number
}

interface Excess {
  group: Group
  count: number
  usual: string
  /** Deviations above the person's median; 0 for a person hardly known. */
  z: number
  evidence: EvidenceList
}

/** The busiest day, where it stands out. */
function excessOf(context: DetectionContext, {user, group, volume: counted, common}: Judged): Excess | undefined {
  const {byDay} = counted
  let busiest = 0
  byDay.forEach((count, i) => {
    if (count > (byDay[busiest] ?? 0)) busiest = i
  })
  const count = byDay[busiest] ?? 0
  if (count < leastOf(volume, context.tenant.users)) return undefined
  const others = byDay.map((value, i) => (i === busiest ? 0 : value))
  const habit = merged(volumeOf(others), context.history?.volume(user, group))
  const known = habit !== undefined && habit.days >= 5
  const z = known ? (Math.log1p(count) - habit.median) / Math.max(leastDeviation, 1.4826 * habit.deviation) : 0
  if (known ? z < 6 : count < 5 * common || common === 0) return undefined
  const evidence = volumeEvidence(counted, busiest)
  if (!evidence) return undefined
  const usual = Math.round(known ? Math.expm1(habit.median) : common).toLocaleString('en-US')
  const comparison = known
    ? `where a usual day of ${habit.days} known ones has ${usual}`
    : `for a user with little history; 99 of 100 users have at most ${usual} on a usual day`
  return {group, count, usual: comparison, z, evidence}
}

function tellVolume(context: DetectionContext, user: string, found: readonly Excess[]): void {
  const [first] = [...found].sort((a, b) => b.z - a.z || b.count - a.count)
  if (!first) return
  const evidence = new EvidenceList()
  for (const one of found) evidence.join(one.evidence)
  const texts = found.map(
    ({count, group, usual}) => `${count.toLocaleString('en-US')} ${words[group]} on one day, ${usual}`,
  )
  context.report({
    rule: volume.id,
    key: user,
    severity: first.z >= 8 && first.count >= 500 && grave.has(first.group) ? 'medium' : 'low',
    confidence: first.z >= 8 ? 'medium' : 'low',
    title: `${user}, ${first.count.toLocaleString('en-US')} ${words[first.group]} in a day`,
    why: texts.join('; '),
    actors: [user],
    evidence,
  })
}

function merged(now: DailyVolume | undefined, before: DailyVolume | undefined): DailyVolume | undefined {
  if (!now || !before) return now ?? before
  const share = now.days / (now.days + before.days)
  return {
    median: share * now.median + (1 - share) * before.median,
    deviation: share * now.deviation + (1 - share) * before.deviation,
    days: now.days + before.days,
  }
}

export const unusualVolume: Rule[] = [{metas: [volume], wants: {}, start: volumes}]
