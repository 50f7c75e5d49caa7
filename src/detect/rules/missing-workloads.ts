/** What did not come: a workload that falls silent though the export read the hours, and one whose volume shifted. */
import {hourSlot} from '../baseline.ts'
import {EvidenceList} from '../evidence-list.ts'
import {countOf, type DetectionContext, day, hour, type Rule, type RuleMeta, type RuleRun, spanText} from '../rule.ts'

const silence: RuleMeta = {
  id: 'AUD-07',
  thresholds: [
    {what: 'hours without a record', least: 6},
    {what: 'records that earlier months had in these hours', least: 60},
  ],
  title: 'Workload stopped sending records',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1562.008'],
  question: 'Are records missing in hours that the export did read?',
  benign: 'A public holiday; an outage of the service; a product that is no longer used.',
  next: [
    'Check in the tenant that auditing is on (Get-AdminAuditLogConfig), and for the users concerned.',
    'Look for changes of audit settings and licences before the silence.',
    'Check Microsoft’s service health for the hours.',
  ],
  source: 'https://attack.mitre.org/techniques/T1562/008/',
  needs: {operations: [/./]},
}

const shift: RuleMeta = {
  ...silence,
  id: 'STA-10',
  thresholds: [],
  title: 'Workload volume changed',
  severity: 'info',
  confidence: 'low',
  techniques: [],
  question: 'Does a workload send many times more, or fewer, records than before?',
  benign: 'A licence that logs more; growth; a migration.',
  next: ['Check which operations make the difference.', 'Check audit settings and licences.'],
}

/** Hours in a row without a record, where history promises at least so many records. */
const longestQuiet = 6
const promised = 60
/** A profile holds records on nearly every working day; of the baseline's 48 hours, in so many. */
const fewestDays = 5
const activeShare = 0.8
const fewestHours = 20

function start(context: DetectionContext): RuleRun {
  return {
    see() {},
    finish() {
      const {history, profiles} = context
      if (!history) {
        for (const [name, hours] of profiles.workloads) tellShiftWithin(context, name, hours)
        return
      }
      for (const [name, hours] of profiles.workloads) {
        const usual = history.workload(name)
        if (!usual) continue
        tellShift(context, {name, hours, usual})
        tellSilence(context, {name, hours, usual})
      }
      const empty = new Uint32Array(profiles.days * 24)
      for (const name of history.workloads())
        if (!profiles.workloads.has(name))
          tellSilence(context, {name, hours: empty, usual: history.workload(name) ?? []})
      for (const [type, count] of history.recordTypes())
        if (!profiles.recordTypes.has(type)) tellVanished(context, type, count)
    },
  }
}

/** A type of record that a licence or a setting gave, and took: whole products fall silent without a workload doing so. */
function tellVanished(context: DetectionContext, type: string, count: number): void {
  if (count < 500 || context.period.end - context.period.start < 20 * day) return
  const evidence = new EvidenceList()
  evidence.first = context.period.start
  evidence.last = context.period.end - 1000
  context.report({
    rule: silence.id,
    key: `type ${type}`,
    severity: count >= 5_000 ? 'medium' : 'low',
    title: `no record of type ${type}`,
    why: `0 records of the type in this period, ${count.toLocaleString('en-US')} in the month before`,
    actors: [],
    objects: [type],
    facts: [type],
    evidence,
  })
}

interface Told {
  name: string
  hours: Uint32Array
  usual: readonly number[]
}

function expectedAt({usual}: Told, time: number): number {
  return usual[hourSlot(time)] ?? 0
}

function wasRead(context: DetectionContext, time: number): boolean {
  return time + hour <= context.period.end && !context.gaps.some(gap => gap.start < time + hour && gap.end > time)
}

interface Silence {
  from: number
  to: number
  expected: number
}

/** The longest silence of a workload that has a profile; its other ones are most often of the same cause. */
function tellSilence(context: DetectionContext, told: Told): void {
  const silences: Silence[] = []
  let from = -1
  let expected = 0
  const close = (to: number) => {
    const length = to - from
    if (from >= 0 && length >= longestQuiet && expected >= promised) silences.push({from, to, expected})
    from = -1
    expected = 0
  }
  told.hours.forEach((count, i) => {
    const time = context.period.start + i * hour
    if (count > 0 || !wasRead(context, time)) {
      close(i)
      return
    }
    if (from < 0) from = i
    expected += expectedAt(told, time)
  })
  close(told.hours.length)
  const [longest] = silences.sort((a, b) => b.to - b.from - (a.to - a.from))
  if (longest && hasProfile(context, told, longest)) report(context, told, longest)
}

/**
 * Whether silence says anything: a workload that sends its records in a few bursts is silent most of the time. Asked of this
 * month's working days outside of the silence; where too few are left, of the baseline's hours.
 */
function hasProfile(context: DetectionContext, told: Told, {from, to}: Silence): boolean {
  let days = 0
  let active = 0
  for (let midnight = 0; midnight + 24 <= told.hours.length; midnight += 24) {
    const time = context.period.start + midnight * hour
    const weekend = new Date(time).getUTCDay() % 6 === 0
    if (weekend || (midnight < to && midnight + 24 > from) || !wasRead(context, time)) continue
    days++
    if (told.hours.subarray(midnight, midnight + 24).some(count => count > 0)) active++
  }
  if (days >= fewestDays) return active >= activeShare * days
  return told.usual.filter(count => count >= 1).length >= fewestHours
}

function report(context: DetectionContext, {name}: Told, quiet: Silence): void {
  const start = context.period.start + quiet.from * hour
  const length = (quiet.to - quiet.from) * hour
  const evidence = new EvidenceList()
  evidence.first = start
  evidence.last = start + length
  context.report({
    rule: silence.id,
    key: name,
    // A holiday empties most of a day; what empties days on end is no holiday.
    severity: length >= 60 * hour || quiet.expected >= 5_000 ? 'medium' : 'low',
    title: `${name}, no record for ${spanText(length)}`,
    why: `0 records from ${new Date(start).toISOString().slice(0, 16)}Z on for ${spanText(length)}, where earlier months had ${Math.round(quiet.expected).toLocaleString('en-US')}; the export read these hours`,
    actors: [],
    objects: [name],
    facts: [name],
    evidence,
  })
}

/** In a first month: the second half of its working days against the first. */
function tellShiftWithin(context: DetectionContext, name: string, hours: Uint32Array): void {
  const days: number[] = []
  for (let from = 0; from + 24 <= hours.length; from += 24) {
    const midnight = context.period.start + from * hour
    const isRead = Array.from({length: 24}, (_, i) => midnight + i * hour).every(time => wasRead(context, time))
    if (isRead && new Date(midnight).getUTCDay() % 6 !== 0)
      days.push(hours.subarray(from, from + 24).reduce((sum, count) => sum + count, 0))
  }
  const half = Math.floor(days.length / 2)
  if (half < fewestDays) return
  const sumOf = (part: number[]) => part.reduce((sum, count) => sum + count, 0)
  const [before, after] = [sumOf(days.slice(0, half)), sumOf(days.slice(-half))]
  const ratio = (after + 100) / (before + 100)
  // A workload that begins or ends within the month had no profile.
  const active = days.filter(count => count > 0).length
  if (active < activeShare * days.length || Math.max(before, after) < 1_000 || (ratio < 3 && ratio > 1 / 3)) return
  const evidence = new EvidenceList()
  evidence.first = context.period.start
  evidence.last = context.period.end - 1000
  context.report({
    rule: shift.id,
    key: name,
    title: `${name}, ${after.toLocaleString('en-US')} records in the second half of the month, ${before.toLocaleString('en-US')} in the first`,
    why: `${ratio.toFixed(1)} times the first half, over ${countOf(half, 'working day')} each`,
    actors: [],
    objects: [name],
    facts: [name],
    evidence,
  })
}

function tellShift(context: DetectionContext, told: Told): void {
  let expected = 0
  let seen = 0
  told.hours.forEach((count, i) => {
    const time = context.period.start + i * hour
    if (!wasRead(context, time)) return
    expected += expectedAt(told, time)
    seen += count
  })
  const ratio = (seen + 100) / (expected + 100)
  if (Math.max(seen, expected) < 1_000 || (ratio < 3 && ratio > 1 / 3)) return
  const evidence = new EvidenceList()
  evidence.first = context.period.start
  evidence.last = context.period.end - 1000
  context.report({
    rule: shift.id,
    key: told.name,
    title: `${told.name}, ${seen.toLocaleString('en-US')} records where ${Math.round(expected).toLocaleString('en-US')} were expected`,
    why: `${ratio.toFixed(1)} times the expectation of earlier months`,
    actors: [],
    objects: [told.name],
    facts: [told.name],
    evidence,
  })
}

export const missingWorkloads: Rule[] = [{metas: [silence, shift], wants: {}, start}]
