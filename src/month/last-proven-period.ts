/** What `last-24h` reads: from where the last proven window ended, so that a run that never came leaves no hole. */
import {limits} from '../audit/filters.ts'
import {rangeText} from '../audit/ledger.ts'
import {type Period, sinceLastProven} from '../audit/period.ts'
import {provenBefore} from '../restore/proven-before.ts'
import type {MonthRun, PeriodContext} from './context.ts'
import {folderOwnerOf, type RunBasics} from './export.ts'

/** @param asked the last 24 hours. Never rejects: where nothing is known of earlier runs, they are read. */
export async function lastProvenPeriod(
  settings: Pick<MonthRun, 'artifactName' | 'filters'>,
  {host, log}: PeriodContext,
  {run: {session, protection, earlierRuns, directory}, asked}: {run: RunBasics; asked: Period},
): Promise<Period> {
  const {end, timezone} = asked
  const owner = folderOwnerOf(settings, {tenantId: session.tenantId, protection, period: asked})
  const {workspace, runId} = host.facts
  const {proven, asked: from} = await provenBefore(
    earlierRuns,
    {
      ...{owner, end, timezone, runId, directory, workspace},
      artifactName: settings.artifactName,
      isFiltered: limits(settings.filters),
    },
    log,
  )
  const {period, unread} = sinceLastProven(proven, end, timezone, from)
  if (proven.length === 0 && from === Number.POSITIVE_INFINITY)
    log.info('No earlier run’s proven windows were found: the last 24 hours are read, and nothing before them.')
  else host.info(`Period ${period.text}: from the first moment that no earlier run has proven.`)
  if (unread)
    log.warning(
      `No run has proven ${rangeText(unread)}: last-24h goes seven days back at most. The month’s own export reads it, or a run with period: ${rangeText(unread).replace(' to ', '/')}.`,
    )
  return period
}
