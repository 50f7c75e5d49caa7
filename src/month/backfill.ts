/**
 * Earlier months, weeks or days without a complete export, backfilled by the same run, the oldest first. The run's own
 * period comes before them: if time runs out, it is one of long ago that waits for the next run.
 */
import {resolve} from 'node:path'
import {choosePeriod, monthBefore, type Period, type PeriodRequest, periodsBefore} from '../audit/period.ts'
import type {PlaceholderValues} from '../audit/placeholders.ts'
import {expiredOf, retention} from '../audit/retention.ts'
import type {EarlierMonth} from '../publish/report-run.ts'
import {exportedStatus} from '../restore/complete-export.ts'
import {asFailure, explain} from '../wire/failure.ts'
import {serviceTime} from '../wire/skew.ts'
import type {MonthRun, RunContext} from './context.ts'
import {evidenceDirectory} from './evidence-directory.ts'
import {exportPeriod, folderOwnerOf, type RunBasics} from './export.ts'
import {RunLog} from './run-log.ts'

/** Less is not worth beginning a month with. Milliseconds. */
const worthBeginning = 60_000

/**
 * Months that are complete already are left out without a word; those whose records may have expired with one.
 * Never rejects.
 * @param until when the run's deadline is, in milliseconds.
 */
export async function backfill(
  settings: MonthRun,
  context: RunContext,
  {run, main, until}: {run: RunBasics; main: Period; until: number},
): Promise<EarlierMonth[]> {
  const {host, world, cancelled} = context
  const {
    session: {tenantId},
    protection,
  } = run
  const months: EarlierMonth[] = []
  for (const period of periodsToFill(settings, main)) {
    const own = settingsFor(settings, {tenant: tenantId, period: period.label})
    const month = {period, directory: own.directory}
    const expired = expiredOf(period, world.now())
    if (period.end <= world.now() - retention) {
      months.push({...month, leftOut: `not exported: ${expired}`})
      continue
    }
    const log = new RunLog(host)
    const path = resolve(host.facts.workspace, own.directory)
    const owner = folderOwnerOf(own, {tenantId, protection, period})
    const status = await exportedStatus(own, run.earlierRuns, {path, owner}, log)
    if (status === 'complete') {
      host.info(`${period.text} has a complete export.`)
      continue
    }
    // Late records are still expected: the run that comes when they are there reads it again.
    if (run.isShorter && status === 'provisional' && period.end + settings.settle > serviceTime(world)) {
      host.info(`${period.text} has an export, and is read again when its late records have come.`)
      continue
    }
    const deadline = until - world.now()
    if (cancelled.aborted || deadline < worthBeginning) {
      months.push({...month, leftOut: 'not begun: the run’s time was over; the next run exports it'})
      continue
    }
    host.info(`\nBackfilling ${period.text}, which has no complete export.`)
    // The rest of it expires day by day.
    if (expired !== undefined) log.warning(`Of ${period.text}, ${expired}.`)
    try {
      months.push({
        ...month,
        outcome: await exportPeriod({...own, deadline}, {...context, log}, {run, period}),
      })
    } catch (error) {
      months.push({...month, failed: explain(asFailure(error))})
    }
  }
  return months
}

/** Days before a day and before the last 24 hours, weeks before a week, months before anything else; the oldest first. */
function periodsToFill({period, backfill: count}: Pick<MonthRun, 'period' | 'backfill'>, main: Period): Period[] {
  const unit = unitsBefore[period.kind]
  return unit === 'month' ? monthsBefore(main, count) : periodsBefore(main, unit, count).reverse()
}

const unitsBefore: Readonly<Record<PeriodRequest['kind'], 'day' | 'week' | 'month'>> = {
  ...{'previous-day': 'day', day: 'day', 'last-24h': 'day', 'previous-week': 'week', week: 'week'},
  ...{auto: 'month', 'current-month': 'month', 'previous-month': 'month', month: 'month', range: 'month'},
}

function monthsBefore(main: Period, count: number): Period[] {
  const periods: Period[] = []
  let month = monthBefore(main)
  for (let back = 0; back < count; back++, month = monthBefore(month)) {
    const chosen = choosePeriod({kind: 'month', month: month.label}, month.timezone, 0)
    if ('ok' in chosen) periods.unshift(chosen.ok)
  }
  return periods
}

/** Each month has a folder and an artifact of its own. */
function settingsFor<S extends Pick<MonthRun, 'directory' | 'artifactName'>>(settings: S, month: PlaceholderValues): S {
  const {artifactName} = settings
  return {
    ...settings,
    directory: evidenceDirectory(settings, month),
    artifactName: artifactName.includes('<period>') ? artifactName : `${artifactName}-<period>`,
  }
}
