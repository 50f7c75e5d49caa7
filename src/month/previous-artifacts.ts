/** What earlier runs kept as artifacts, read without leaving anything behind. */
import {join} from 'node:path'
import {Density} from '../audit/density.ts'
import {limits} from '../audit/filters.ts'
import {monthBefore, type Period} from '../audit/period.ts'
import {millisecondsOf} from '../audit/record.ts'
import {remove} from '../files/disk-failure.ts'
import {type FoundArtifact, newestArtifact} from '../github.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {artifactName, baselineName} from '../publish/upload.ts'
import {Manifest} from '../report/manifest.ts'
import type {Disk} from '../wire/disk.ts'
import {asFailure, explain} from '../wire/failure.ts'
import type {RunContext} from './context.ts'

/**
 * What `read` makes of the newest artifact of the name, if it is wanted, unpacked for as long as that takes; else why
 * there is nothing. Never rejects.
 */
export async function fromPreviousArtifact<T>(
  {githubToken: token}: Pick<MonthSettings, 'githubToken'>,
  {host, world}: Pick<RunContext, 'host' | 'world'>,
  name: string,
  read: (folder: string) => Promise<T>,
  wanted: (found: FoundArtifact) => Promise<boolean> = async () => true,
): Promise<{value: T; because?: undefined} | {value?: undefined; because: string}> {
  const {download, facts} = host
  const {repository} = facts
  if (download === undefined || repository === undefined || token === undefined) return {because: 'there is no GitHub'}
  const found = await newestArtifact(world, facts, token, name)
  if (found.value === undefined) return {because: found.because ?? ''}
  if (!(await wanted(found.value))) return {because: `artifact ${found.value.id} is of no use`}
  const artifact = {...found.value, repository, token}
  try {
    const folder = await world.disk.makeTemporaryFolder('m365-audit-kept-')
    try {
      await download({...artifact, folder})
      return {value: await read(folder)}
    } finally {
      await remove(world.disk, folder).catch(error => host.error(explain(asFailure(error))))
    }
  } catch (error) {
    return {because: asFailure(error).message}
  }
}

/** Undefined where there is none that this version reads. */
export async function manifestIn(disk: Disk, folder: string): Promise<Manifest | undefined> {
  try {
    return Manifest.safeParse(JSON.parse(String(await disk.readFile(join(folder, 'manifest.json'))))).data
  } catch {
    return undefined
  }
}

/** Months back in which the last export is looked for. */
const farthestBack = 3

/**
 * What `read` makes of the small artifact of the last month before the period that has one; else why the
 * month before has none. `read` says undefined of what it can't use.
 */
export async function lastMonthArtifact<T>(
  settings: Pick<MonthSettings, 'githubToken' | 'artifactName'>,
  context: Pick<RunContext, 'host' | 'world'>,
  {period, tenantId}: {period: Period; tenantId: string},
  read: (folder: string) => Promise<T | undefined>,
): Promise<{value: T; because?: undefined} | {value?: undefined; because: string}> {
  let because = ''
  for (let month = monthBefore(period), back = 0; back < farthestBack; month = monthBefore(month), back++) {
    const name = baselineName(artifactName(settings.artifactName, tenantId, month.label))
    const found = await fromPreviousArtifact(settings, context, name, read)
    if (found.value !== undefined) return {value: found.value}
    because ||= found.because ?? ''
  }
  return {because}
}

/** The manifest of the last month before the period that was exported whole. */
export async function lastManifest(
  settings: Pick<MonthSettings, 'githubToken' | 'artifactName' | 'filters'>,
  context: Pick<RunContext, 'host' | 'world'>,
  month: {period: Period; tenantId: string},
): Promise<Manifest | undefined> {
  if (limits(settings.filters)) return undefined
  const ofTenant = async (folder: string) => {
    const manifest = await manifestIn(context.world.disk, folder)
    return manifest?.tenant === month.tenantId ? manifest : undefined
  }
  return (await lastMonthArtifact(settings, context, month, ofTenant)).value
}

/** How many records its hours of the week held, as far as they were proven. */
export function densityOf({windows}: Pick<Manifest, 'windows'>): Density {
  const density = new Density()
  for (const {start, end, status, records} of windows) {
    if (status !== 'gap') density.suppose({start: millisecondsOf(start), end: millisecondsOf(end)}, records)
  }
  return density
}
