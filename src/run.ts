/** One run: sign in, export the month, backfill earlier ones, and report. */
import {rangeText} from './audit/ledger.ts'
import {isShorterThanMonth, type Period} from './audit/period.ts'
import {type Shard, shardName, shardsAtMost} from './audit/shard.ts'
import {pointingToDoctor} from './checks/check-of-code.ts'
import {lockNote} from './month/archive-month.ts'
import {backfill} from './month/backfill.ts'
import type {MonthRun, RunContext} from './month/context.ts'
import {evidenceDirectory} from './month/evidence-directory.ts'
import {exportPeriod, type RunBasics} from './month/export.ts'
import {lastProvenPeriod} from './month/last-proven-period.ts'
import {reportMonthsSoFar} from './month/month-so-far.ts'
import {notifyOfFailure} from './month/notify-failure.ts'
import {lookAt} from './month/prerequisites.ts'
import {mayBePublic} from './month/protection.ts'
import {checkVisibility} from './month/repository-visibility.ts'
import {RunLog} from './month/run-log.ts'
import {signIn} from './month/session.ts'
import {timeLimitOf} from './month/time-limit.ts'
import {type RunReportSettings, reportFailure, reportOutcome, reportSkipped} from './publish/report-run.ts'
import {checkUpload} from './publish/upload.ts'
import {EarlierRuns} from './restore/earlier-runs.ts'
import {shorterTemplate} from './restore/shorter-exports.ts'
import {QuerySubmissions} from './sources/query-submissions.ts'
import {whenToRun} from './when-to-run.ts'
import {asFailure, Failure} from './wire/failure.ts'
import {serviceTime, withSkew} from './wire/skew.ts'

/** Runs the export and reports it. Never throws: a failure is reported, and fails the step. */
export async function runMonth(asked: MonthRun, given: RunContext): Promise<void> {
  const settings = namedApart(asked)
  const {host} = given
  const world = withSkew(given.world)
  const submissions = new QuerySubmissions(
    () => world.now(),
    words => host.warning(words),
  )
  const context = {...given, world, submissions}
  const reporting: RunReportSettings = {host, failOn: settings.failOn, directory: ''}
  const endsBy = world.now() + settings.deadline
  try {
    const timeLimit = timeLimitOf(settings, context)
    const when = await whenToRun(settings, host, world, timeLimit)
    if ('skip' in when) return reportSkipped(reporting, when.skip)
    let period = when.run
    if (settings.shard) refuseTooMany(period, settings.shard)
    reporting.period = period
    const month = {...context, log: new RunLog(host, when.notes)}
    const inTime = {...month, cancelled: timeLimit}
    host.info(`Period ${period.text} in ${period.timezone}: ${rangeText(period)}.`)
    const {protection} = await lookAt(['protection'], settings, context)
    checkUpload(settings.upload, host)
    const lock = settings.shard ? undefined : lockNote(settings, serviceTime(world))
    if (lock !== undefined) month.log.warning(lock)
    const exposure = await checkVisibility(settings, inTime, {isProtected: mayBePublic(protection)})

    const session = await host.group('Sign in', () => signIn(settings, inTime))
    const earlierRuns = new EarlierRuns(settings, context, timeLimit)
    const isShorter = isShorterThanMonth(settings.period) && settings.shard === undefined
    const run: RunBasics = {
      ...{session, protection, exposure, earlierRuns, timeLimit, endsBy, isShorter},
      directory: settings.directory,
    }
    if (settings.period.kind === 'last-24h') {
      period = await lastProvenPeriod(settings, month, {run, asked: period})
      reporting.period = period
    }
    const directory = evidenceDirectory(settings, {tenant: session.tenantId, period: period.label})
    reporting.directory = directory
    const exported = await exportPeriod({...settings, directory}, month, {run, period})
    const earlierMonths = await backfill(settings, context, {run, main: period, until: endsBy})
    const outcome = isShorter
      ? await reportMonthsSoFar(settings, month, {run, main: period, outcome: exported})
      : exported
    await reportOutcome(reporting, outcome, earlierMonths)
  } catch (error) {
    const failure = asFailure(error)
    reportFailure(reporting, pointingToDoctor(failure, host))
    await notifyOfFailure(settings, context, {failure, period: reporting.period})
  }
}

/** Days and parts have artifacts of their own, where the month’s run or the merge finds them. */
function namedApart<S extends Pick<MonthRun, 'artifactName' | 'period' | 'shard'>>(settings: S): S {
  if (settings.shard) return shardSettings(settings, settings.shard)
  if (!isShorterThanMonth(settings.period)) return settings
  return {...settings, artifactName: shorterTemplate(settings.artifactName)}
}

/** A part has an artifact of its own, where the merge finds it. */
function shardSettings<S extends Pick<MonthRun, 'artifactName'>>(settings: S, shard: Shard): S {
  const {artifactName} = settings
  const name = shardName(shard)
  return {
    ...settings,
    artifactName: artifactName.includes('<period>') ? artifactName : `${artifactName}-${name}`,
  }
}

/** Before anything is read: too many parts of a short period would be empty. */
function refuseTooMany(period: Period, {part, of}: Shard): void {
  const most = shardsAtMost(period)
  if (of <= most) return
  throw new Failure({
    code: 'SHARD_TOO_MANY',
    message: `The part ${part}/${of} can't be cut: ${period.text} has ${most} parts at most, of an hour each.`,
    remedy: `Ask for fewer parts in the input shard, for instance 1/${most}; mode: plan recommends how many.`,
  })
}
