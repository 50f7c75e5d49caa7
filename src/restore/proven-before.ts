/** Which time earlier runs of the same question have proven, by what they left: where `last-24h` goes on. */
import {monthAt} from '../audit/period.ts'
import {millisecondsOf} from '../audit/record.ts'
import {mergedWindows, type TimeWindow} from '../audit/window.ts'
import {type FolderOwner, isSameExport} from '../evidence/evidence-folder.ts'
import {artifactName, baselineName} from '../publish/upload.ts'
import type {Manifest} from '../report/manifest.ts'
import type {EarlierRuns, Notes} from './earlier-runs.ts'
import {manifestOfArtifact} from './last-month.ts'
import {manifestsInPlace, type ShorterPlaces, shorterLabels} from './shorter-exports.ts'

/** A hole that began before is not told of. Milliseconds. */
const lookedBack = 40 * 86_400_000
/** Manifests alone are small. */
const mostManifests = 120

export interface ProvenQuestion extends ShorterPlaces {
  owner: FolderOwner
  /** Whether filters limit what is asked: such exports have no small artifact. */
  isFiltered: boolean
  /** Up to here, in milliseconds. */
  end: number
  timezone: string
  /** Of this run, whose earlier attempt is made again. */
  runId: string | undefined
}

/** Windows in order, touching ones as one, and the earliest moment that was to be read, infinite where none was. Never rejects. */
export async function provenBefore(
  runs: EarlierRuns,
  question: ProvenQuestion,
  notes: Notes,
): Promise<{proven: TimeWindow[]; asked: number}> {
  const {artifactName: template, owner, isFiltered, end, timezone, runId} = question
  const window = {start: end - lookedBack, end}
  const labelOf = shorterLabels(template, owner.tenant, isFiltered ? '' : '-baseline')
  const months = [monthAt(end, timezone), monthAt(window.start, timezone)].map(({label}) => label)
  const ofMonths = new Map(
    months.map(label => {
      const full = artifactName(template, owner.tenant, label)
      return [isFiltered ? full : baselineName(full), label] as const
    }),
  )
  const label = (name: string) => labelOf(name) ?? ofMonths.get(name)
  const fetched = await runs.ofEachName<Manifest>(
    {
      kind: isFiltered ? 'export' : 'baseline',
      since: window.start,
      mostDownloads: isFiltered ? mostExports : mostManifests,
      named: name => label(name) !== undefined,
      wanted: artifact => String(artifact.run.id) !== runId,
      read: async unpacked => {
        const of = {tenant: owner.tenant, label: label(unpacked.artifact.name) ?? ''}
        return await manifestOfArtifact(unpacked, runs, of)
      },
    },
    notes,
  )
  const inPlace = await manifestsInPlace(runs, {...question, window}, notes)
  const windows: TimeWindow[] = []
  let from = Number.POSITIVE_INFINITY
  for (const manifest of [...fetched, ...inPlace]) {
    const isOwn = runId !== undefined && manifest.run.id === runId
    const isSame = await isSameExport({...manifest, period: {...manifest.period, ...owner.period}}, owner)
    if (isOwn || !isSame || manifest.shard) continue
    from = Math.min(from, millisecondsOf(manifest.period.start))
    const began = millisecondsOf(manifest.run.started)
    // Of a month that is not over, windows lie ahead that proved nothing yet.
    for (const {start, end: until, status} of manifest.windows)
      if (status !== 'gap') windows.push({start: millisecondsOf(start), end: Math.min(began, millisecondsOf(until))})
  }
  const proven = mergedWindows(
    windows.filter(one => one.start < one.end).sort((a, b) => a.start - b.start),
    () => true,
  )
  return {proven, asked: from}
}

/** Whole exports are large. */
const mostExports = 10
