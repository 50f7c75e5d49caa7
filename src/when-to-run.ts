/** Which period a run is for, and whether it is to run at all today. */
import {choosePeriod, lastDay, type Period} from './audit/period.ts'
import {runCreated} from './github.ts'
import type {Host} from './host/host.ts'
import type {MonthSettings} from './inputs.ts'
import {Failure} from './wire/failure.ts'
import {serviceTime} from './wire/skew.ts'
import type {World} from './wire/world.ts'

type WhenSettings = Pick<MonthSettings, 'period' | 'timezone' | 'runOn' | 'githubToken'>

export type When = {run: Period; anchor: number; notes: string[]} | {skip: string}

/**
 * Anchored on when the run was created, so that a rerun means the same month. Without that, now is taken, and said.
 * @throws Failure for a period that is empty or has not begun.
 */
export async function whenToRun(settings: WhenSettings, host: Host, world: World, signal?: AbortSignal): Promise<When> {
  const {anchor, notes} = await anchorOf(settings, host, world, signal)
  let moment = anchor
  if (settings.runOn === 'last-day') {
    const day = lastDay(settings.timezone, anchor)
    if (!day.due) {
      return {
        skip: `Nothing was done: run-on is last-day, and this run, created on ${day.today}, is not for a month's last day in ${settings.timezone}. The next such day is ${day.next}.`,
      }
    }
    moment = day.moment
  }
  const chosen = choosePeriod(settings.period, settings.timezone, moment)
  if ('mistake' in chosen) throw wrongPeriod(chosen.mistake)
  const period = chosen.ok
  if (period.start >= serviceTime(world)) throw wrongPeriod(`${period.text} has not begun yet`)
  return {run: period, anchor, notes}
}

async function anchorOf(
  settings: WhenSettings,
  host: Host,
  world: World,
  signal?: AbortSignal,
): Promise<{anchor: number; notes: string[]}> {
  const fixed = settings.runOn === 'any-day' && ['month', 'week', 'day', 'range'].includes(settings.period.kind)
  const now = Math.floor(serviceTime(world) / 1000) * 1000
  if (fixed || host.facts.runId === undefined) return {anchor: now, notes: []}
  const created = await runCreated(world, host.facts, settings.githubToken, signal)
  if (created.value !== undefined) return {anchor: created.value, notes: []}
  const note = `When this run was created could not be learned (${created.because}); the period was chosen by the present time.`
  return {anchor: now, notes: [note]}
}

function wrongPeriod(mistake: string): Failure {
  return new Failure({
    code: 'INPUT_PERIOD',
    message: `The period can't be exported: ${mistake}.`,
    remedy: 'Correct the input period (or timezone).',
  })
}
