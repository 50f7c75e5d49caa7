/** The second source of an export through both: opened, resumed and journaled like the first one. */
import type {Density} from '../audit/density.ts'
import type {CollectSettings} from '../collect/collect.ts'
import type {CollectBothSettings, CollectedFromBoth} from '../collect/collect-both.ts'
import {otherSource, sourceTitles} from '../collect/union.ts'
import type {Manifest} from '../report/manifest.ts'
import type {Source} from '../sources/source.ts'
import {type JournalKeeper, type JournalShare, journalShare} from '../spool/journal.ts'
import {Spool} from '../spool/spool.ts'
import type {MonthRun, PeriodContext, RunContext} from './context.ts'
import {densityOf} from './density-of.ts'
import {journaled, pseudonymousJournal} from './journaled-spool.ts'
import {openSource} from './open-source.ts'
import type {PeriodJob} from './period-job.ts'
import {pseudonymous} from './protection.ts'
import {type Resumed, resume} from './resume.ts'
import type {Session} from './session.ts'

/** Both keep one journal, which is taken over, sealed and handed on as one. */
export const journalShares: Readonly<Record<Source['name'], JournalShare>> = {
  exchange: {index: 0, of: 2},
  graph: {index: 1, of: 2},
}

export interface Witness {
  source: Source
  density: Density | undefined
  /** Of its own rows. */
  spool: Spool
}

export function openWitness(
  settings: Pick<MonthRun, 'filters' | 'concurrency' | 'confirm'>,
  context: RunContext,
  {session, job, lastMonth}: {session: Session; job: PeriodJob; lastMonth: Manifest | undefined},
): Witness {
  const {period, folder, protection} = job
  const asWitness = {records: lastMonth?.records}
  const source = openSource(settings, context, {session: {...session, ...session.witness}, period, asWitness})
  const spool = new Spool(context.world.disk, `${folder.spool}-graph`, protection.seal)
  return {source, density: lastMonth && densityOf(lastMonth), spool}
}

type ResumeSettings = Parameters<typeof resume>[0]

/** What an interrupted run had of the second source; that a journal can't be opened was told with the first one. */
export async function resumeWitness(
  settings: ResumeSettings,
  {witness, ...before}: Omit<Parameters<typeof resume>[1], 'spool' | 'share' | 'log'> & {witness: Witness},
): Promise<Resumed | undefined> {
  const log = {warning: () => {}}
  return await resume(settings, {...before, log, spool: witness.spool, share: journalShares.graph})
}

interface BothParts {
  witness: Witness
  journal: JournalKeeper | undefined
  resumed: Resumed | undefined
  recheck: CollectBothSettings['recheck']
}

/** Each source has a spool of its own, and a third one holds what both gave. */
export function bothSettings(
  exchange: CollectSettings,
  {folder, protection}: PeriodJob,
  {witness: {source, density, spool}, journal, resumed, recheck}: BothParts,
): CollectBothSettings {
  const union = new Spool(exchange.world.disk, `${folder.spool}-both`, protection.seal)
  const own = journal && journalShare(journal, journalShares.graph)
  const {period, signal, onProgress: _told, density: _ofExchange, journal: _its, carried: _taken, ...common} = exchange
  const graph: CollectSettings = {
    ...common,
    ...{source, period, signal},
    spool: pseudonymous(journaled(spool, own), protection),
    // The other source is the second reading.
    confirm: 'none',
    ...(density ? {density} : {}),
    ...(own ? {journal: pseudonymousJournal(own, protection)} : {}),
    ...(resumed ? {carried: resumed.carried} : {}),
  }
  return {exchange, graph, spool: union, incoming: pseudonymous(union, protection), period, recheck, signal}
}

/** What was taken over for all sources together. */
export function toldOf(resumed: readonly (Resumed | undefined)[]): Resumed['told'] | undefined {
  const told = resumed.flatMap(one => one?.told ?? [])
  const [first] = told
  if (first === undefined) return undefined
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
  return {
    ...first,
    windows: sum(told.map(({windows}) => windows)),
    interrupted: sum(told.map(({interrupted}) => interrupted)),
  }
}

export function journalsOf(resumed: readonly (Resumed | undefined)[]): string[] {
  return [...new Set(resumed.flatMap(one => one?.journals ?? []))]
}

export function bothSources(
  exchange: Source,
  {source: graph}: Witness,
): Pick<Source, 'endpoint' | 'requests'> & {name: Manifest['source']} {
  const {endpoint} = graph
  return {name: 'both', requests: {...exchange.requests, ...graph.requests}, ...(endpoint ? {endpoint} : {})}
}

export function tellBoth({both}: CollectedFromBoth, {log}: Pick<PeriodContext, 'log'>): void {
  if (both === undefined) return
  for (const name of ['exchange', 'graph'] as const) {
    const unread = both.unread[name]
    if (unread === undefined) continue
    const [failed, other] = [sourceTitles[name], sourceTitles[otherSource(name)]]
    const share = unread.share === 1 ? 'all' : `${(100 * unread.share).toFixed(1)} %`
    log.warning(
      `source: both has ${other} alone for ${share} of the period, which ${failed} could not read: ${unread.message}`,
    )
  }
  if (!both.exchangeOnlyTexts) return
  log.note(
    'Exchange and Graph word the contents of most records differently, so that only the texts of Exchange are kept.',
  )
}
