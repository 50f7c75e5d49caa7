/** A month's occasions and incidents, drawn once: which records stand beside the daily murmur. */

import * as daily from './episodes/daily.ts'
import * as projects from './episodes/projects.ts'
import {INCIDENTS, type IncidentName} from './incidents/index.ts'
import {hashText, mix, Random} from './random.ts'
import {HOUR, type Month, Script, type ScriptStep} from './script.ts'
import type {TenantDirectory} from './tenant-directory.ts'

/** In every month. */
const ALWAYS: readonly (readonly [name: string, play: (script: Script) => void])[] = [
  ['coming-and-going', daily.comingAndGoing],
  ['helpdesk-resets', daily.helpdeskResets],
  ['phone-replacements', daily.phoneReplacements],
  ['rotations', daily.rotations],
  ['upkeep', daily.upkeep],
  ['guests', daily.invitedGuests],
  ['small-consents', daily.smallConsents],
  ['activations', daily.activations],
  ['busy-hours', daily.busyHours],
]
/** In three months of five; the move of an office is a habit's (habits.ts). */
const AT_TIMES: readonly (readonly [name: string, play: (script: Script) => void])[] = [
  ['autopilot', projects.autopilot],
  ['enrolment', projects.enrolment],
  ['password-expiry', projects.passwordExpiry],
  ['roll-out', projects.rollOut],
  ['migration', projects.migration],
  ['backup', projects.backup],
]
/** Occasions take at most so much of a month's records; those that would not fit are left out. */
const SHARE = 0.05

export interface PlannedIncident {
  name: IncidentName
  steps: ScriptStep[]
}

export interface MonthPlan {
  /** By hour since 1970. */
  hours: Map<number, {byPlace: ScriptStep[]; byTime: ScriptStep[]}>
  /** Records of occasions: they count among the month's. */
  occasions: number
  incidents: PlannedIncident[]
}

export function planMonth(
  company: TenantDirectory,
  month: Month,
  {seed, records, incidents}: {seed: number; records: number; incidents: readonly IncidentName[]},
): MonthPlan {
  const random = (name: string) => new Random(mix(seed, month.start / HOUR), hashText(name))
  const steps: ScriptStep[] = []
  const most = Math.floor(records * SHARE)
  const play = (name: string, one: (script: Script) => void) => {
    const script = new Script(company, month, random(name))
    one(script)
    if (steps.length + script.steps.length <= most) steps.push(...script.steps)
  }
  for (const [name, one] of ALWAYS) play(name, one)
  for (const [name, one] of AT_TIMES) if (random(`whether ${name}`).chance(0.6)) play(name, one)
  const occasions = steps.length
  const planted = incidents.map((name): PlannedIncident => {
    const script = new Script(company, month, random(`incident ${name}`))
    INCIDENTS[name](script)
    return {name, steps: script.steps}
  })
  return {hours: byHour([...steps, ...planted.flatMap(one => one.steps)]), occasions, incidents: planted}
}

function byHour(steps: readonly ScriptStep[]): MonthPlan['hours'] {
  const hours: MonthPlan['hours'] = new Map()
  for (const step of steps) {
    const hour = Math.floor(step.time / HOUR)
    let planned = hours.get(hour)
    if (planned === undefined) {
      planned = {byPlace: [], byTime: []}
      hours.set(hour, planned)
    }
    step.place = planned.byPlace.length
    planned.byPlace.push(step)
    planned.byTime.push(step)
  }
  for (const {byTime} of hours.values()) byTime.sort((a, b) => a.time - b.time)
  return hours
}
