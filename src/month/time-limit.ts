/** The run's one deadline. */
import {Failure} from '../wire/failure.ts'
import type {MonthRun, RunContext} from './context.ts'
import {lacksStateKey} from './protection.ts'

/** A timer beyond 2³¹ − 1 milliseconds (24.8 days) would go off at once. */
const longestTimer = 2 ** 31 - 1

/**
 * Aborted when the run's time is over, or it is cancelled: for everything from the first request on but what tells of
 * the run.
 */
export function timeLimitOf(
  settings: Pick<MonthRun, 'deadline' | 'encryptTo' | 'stateKey' | 'resume'>,
  context: Pick<RunContext, 'cancelled'>,
): AbortSignal {
  const {deadline} = settings
  const late = new AbortController()
  const reason = new Failure({
    code: 'DEADLINE',
    message: `The run's deadline (${Math.round(deadline / 60_000)} min) came before this was read.`,
    remedy: `${goesOn(settings)} Or take a longer deadline, or a higher concurrency.`,
  })
  setTimeout(() => late.abort(reason), Math.min(deadline, longestTimer)).unref()
  return AbortSignal.any([late.signal, context.cancelled])
}

function goesOn(settings: Pick<MonthRun, 'encryptTo' | 'stateKey' | 'resume'>): string {
  if (lacksStateKey(settings))
    return 'Give a state-key: without one, an encrypted export can’t go on where this one stopped, and reads everything again.'
  return settings.resume === 'off'
    ? 'Leave out resume, and run it again: it then goes on where this one stopped.'
    : 'Run it again: it goes on where this one stopped.'
}
