/** Reads the period into the folder: source, collector and archive put together. */
import {randomUUID} from 'node:crypto'
import type {Period} from '../audit/period.ts'
import {Archive, type WrittenFile} from '../collect/archive.ts'
import {type Collected, collect} from '../collect/collect.ts'
import {distrust} from '../collect/distrust.ts'
import type {EvidenceFolder} from '../collect/folder.ts'
import {Spool} from '../collect/spool.ts'
import {Tally} from '../collect/tally.ts'
import type {Watch, WatchResult} from '../detect/watch.ts'
import {Figures} from '../report/figures.ts'
import {exchangeSource} from '../sources/exchange.ts'
import type {Source} from '../sources/source.ts'
import {Failure} from '../wire/failure.ts'
import {Gate} from '../wire/gate.ts'
import type {MonthRun, RunContext} from './context.ts'
import {progressLines} from './progress.ts'
import {type Protection, pseudonymous, pseudonymousEntries} from './protection.ts'
import type {Session} from './session.ts'

/** The patience of one request to Exchange: a slow answer is cut off well before the service's own 15 minutes. */
const exchangePolicy = {
  tries: 6,
  triesWhenBroken: 2,
  base: 2000,
  longest: 120_000,
  timeout: 180_000,
  maximumBytes: 128 << 20,
  jitter: Math.random,
}

export interface PeriodRead extends Collected {
  began: number
  files: WrittenFile[]
  figures: Figures
  tally: Tally
  source: Source
  watched: WatchResult
}

export interface PeriodJob {
  period: Period
  session: Session
  folder: EvidenceFolder
  protection: Protection
  watch: Watch
}

export async function readPeriod(settings: MonthRun, context: RunContext, job: PeriodJob): Promise<PeriodRead> {
  const {host, world} = context
  const {period, session, folder, protection, watch} = job
  const source = exchangeSource({
    world,
    exchange: session.cloud.exchange,
    tenantId: session.tenantId,
    tokens: session.tokens,
    policy: exchangePolicy,
    connectionId: randomUUID(),
    newId: randomUUID,
    filters: settings.filters,
    gate: new Gate(world, settings.concurrency),
  })
  const collected: Collected = {entries: [], duplicates: 0, conflicts: 0}
  const archive = new Archive(folder.work, period.label, settings.formats, protection.encrypt)
  const figures = new Figures(period)
  const tally = new Tally(collected.entries)
  const began = world.now()
  await archive.open()
  const stretches = collect(
    {
      source,
      world,
      spool: pseudonymous(new Spool(folder.spool, protection.seal), protection),
      period,
      filters: settings.filters,
      concurrency: settings.concurrency,
      confirm: settings.confirm,
      signal: untilDeadline(settings.deadline, context),
      onProgress: progressLines(host, world),
    },
    collected,
  )
  for await (const rows of stretches) {
    await archive.write(rows)
    tally.see(rows)
    for (const row of rows) {
      figures.see(row)
      watch.see(row.record, row.time)
    }
  }
  const files = await archive.close()
  const distrusted = await distrust(collected.entries, {
    records: entry => tally.of(entry).records,
    alwaysEmpty: session.cloud.exchangeAlwaysEmpty,
    recording: () => source.recording(context.cancelled),
    now: began,
  })
  const entries = pseudonymousEntries(distrusted, protection)
  const watched = watch.finish({gaps: entries.filter(entry => entry.status === 'gap')})
  return {...collected, entries, began, files, figures, tally, source, watched}
}

/** A timer beyond 2³¹ − 1 milliseconds (24.8 days) would go off at once. */
const longestTimer = 2 ** 31 - 1

function untilDeadline(deadline: number, context: RunContext): AbortSignal {
  const late = new AbortController()
  const reason = new Failure({
    code: 'DEADLINE',
    message: `The run's deadline of ${Math.round(deadline / 60_000)} minutes came before this was read.`,
    remedy: 'Run again with a longer deadline, a higher concurrency, or a shorter period.',
  })
  setTimeout(() => late.abort(reason), Math.min(deadline, longestTimer)).unref()
  return AbortSignal.any([late.signal, context.cancelled])
}
