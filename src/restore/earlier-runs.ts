/**
 * What earlier runs left, for one run: finds it at GitHub or in the state directory, proves where it comes from, and says what
 * was refused and why. Nothing else asks for artifacts, or believes a folder.
 */

import {dirname, join} from 'node:path'
import {pluralise} from '../audit/numbers.ts'
import {checkHandedOn, type HandedOnKind} from '../evidence/handed-on-mac.ts'
import {remove} from '../files/disk-failure.ts'
import type {FoundArtifact} from '../github.ts'
import type {Host} from '../host/host.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {isSealed} from '../spool/journal-files.ts'
import {asFailure, causes, explain, Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'
import type {ArtifactKind, ArtifactSource} from './artifact-source.ts'
import {GitHubArtifacts, type ManyTenants} from './github-artifacts.ts'
import {whyNotOwn} from './own-folder.ts'
import {FolderArtifacts, stateDirectoryOf} from './state-directory.ts'
import type {ArchiveBounds} from './unzip.ts'

export type EarlierRunsSettings = Pick<
  MonthSettings,
  'githubToken' | 'stateKey' | 'previousStateKey' | 'trustedWorkflows' | 'stateDirectory'
>

/** Says a thing and writes it down for the manifest. */
export interface Notes {
  info(text: string): void
  warning(text: string): void
}

/** A piece of an earlier run, unpacked for as long as it is read. */
export interface Unpacked {
  folder: string
  /** Of the files, relative to the folder. */
  names: readonly string[]
  artifact: FoundArtifact
  /** Whether it was handed on under `previous-state-key`. */
  previousKey: boolean
}

/** Of a part, by its manifest. */
interface MadeBy {
  repository?: string | undefined
  id?: string | undefined
}

/** What was asked for; why a piece is of no use is thrown as a `Failure` by its reader. */
export type Restored<T> =
  | {value: T; because?: undefined; isNone?: undefined}
  | {
      value?: undefined
      because: string
      /** GitHub answered, and there is no artifact of the name. */
      isNone?: boolean
    }

interface ArtifactRequestOfKind<T> {
  name: string
  kind: ArtifactKind
  /** Before it is downloaded: false where it is of no use. */
  wanted?: (artifact: FoundArtifact) => boolean
  /** @throws Failure where it is refused: the next older one is looked at. */
  read: (unpacked: Unpacked) => Promise<T>
  /** Leaves the folder to the reader, who removes the folder that it lies in. */
  keep?: boolean
}

const gigabyte = 2 ** 30

const flatName = /^(?!\.)[\w.+-]{1,120}$/
const bounds: Readonly<Record<ArtifactKind, ArchiveBounds>> = {
  export: {packed: 8 * gigabyte, unpacked: 64 * gigabyte, entries: 50, names: flatName},
  baseline: {packed: gigabyte / 8, unpacked: gigabyte / 2, entries: 10, names: flatName},
  notified: {packed: gigabyte / 1024, unpacked: gigabyte / 256, entries: 5, names: flatName},
  review: {packed: gigabyte / 16, unpacked: gigabyte / 8, entries: 20, names: flatName},
  state: {
    packed: 8 * gigabyte,
    unpacked: 32 * gigabyte,
    entries: 20_000,
    names: /^\.interrupted-\d{1,6}\/journal\/(seal\.json|journal\.jsonl|\d{1,9}\.rows\.gz|SHA256SUMS|SHA256SUMS\.mac)$/,
  },
}

/** Artifacts of one name that are downloaded until one is taken, and runs that are looked up. */
const mostDownloads = 3
/** Of one month's reviews: each holds all that its run knew, so that the last few hold everything. */
const mostReviews = 12
/** Refusals of one question that are told one by one. */
const mostTold = 5

export class EarlierRuns {
  readonly world: World
  private readonly host: Pick<Host, 'facts' | 'debug'>
  private readonly settings: EarlierRunsSettings
  private readonly source: ArtifactSource
  private toldUnsealed = false

  /**
   * @param signal ends the looking when the run's time is over.
   * @param many where it is asked for the artifacts of many tenants.
   */
  constructor(
    settings: EarlierRunsSettings,
    {host, world}: {host: Pick<Host, 'facts' | 'debug'>; world: World},
    signal: AbortSignal,
    many?: ManyTenants,
  ) {
    this.settings = settings
    this.host = host
    this.world = world
    const directory = stateDirectoryOf(settings, host.facts)
    this.source = directory
      ? new FolderArtifacts(world, directory)
      : new GitHubArtifacts(settings, {host, world}, signal, many)
  }

  /** The keys that what is handed on may be sealed with; empty where none is asked for. */
  get keys(): readonly string[] {
    const {stateKey, previousStateKey} = this.settings
    if (stateKey === undefined) return []
    return previousStateKey === undefined ? [stateKey] : [stateKey, previousStateKey]
  }

  /** What `read` makes of the newest trusted artifact of the name; else why there is nothing. Never rejects. */
  async artifact<T>(asked: ArtifactRequestOfKind<T>, notes: Notes): Promise<Restored<T>> {
    try {
      return await this.find(asked, notes)
    } catch (error) {
      const {message, code} = asFailure(error)
      return {because: message, isNone: code === 'EARLIER_RUNS_NONE'}
    }
  }

  private async find<T>(asked: ArtifactRequestOfKind<T>, notes: Notes): Promise<Restored<T>> {
    const refusals = new Refusals(asked.name, notes)
    try {
      let downloads = 0
      for await (const artifact of this.source.believed(asked, refusals.add, notes)) {
        if (asked.wanted?.(artifact) === false || ++downloads > mostDownloads) break
        const read = await this.unpacked(asked, artifact, notes)
        if (!('because' in read)) return read
        refusals.add(artifact, read.because)
      }
    } finally {
      refusals.end()
    }
    return {because: `there is no artifact ${asked.name} that can be used`}
  }

  /**
   * What `read` makes of the trusted review bundles of the name, newest first; else why that is unknown. None at all is no
   * reason. Never rejects.
   */
  async reviews<T>(
    asked: Pick<ArtifactRequestOfKind<T>, 'name' | 'read'>,
    notes: Notes,
  ): Promise<Restored<readonly T[]>> {
    const request = {...asked, kind: 'review' as const}
    const refusals = new Refusals(asked.name, notes)
    const found: T[] = []
    try {
      let downloads = 0
      for await (const artifact of this.source.believed(request, refusals.add, notes)) {
        if (++downloads > mostReviews) break
        const read = await this.unpacked(request, artifact, notes)
        if ('because' in read) refusals.add(artifact, read.because)
        else found.push(read.value)
      }
      return {value: found}
    } catch (error) {
      const failure = asFailure(error)
      return failure.code === 'EARLIER_RUNS_NONE' ? {value: []} : {because: failure.message}
    } finally {
      refusals.end()
    }
  }

  /**
   * What `read` makes of the newest trusted artifact of each name that is wanted, newest first; nothing where GitHub does
   * not answer, which is told. Never rejects.
   * @param since artifacts that were made before, in milliseconds, are of no use. @param mostDownloads of all names.
   */
  async ofEachName<T>(
    {
      since,
      named,
      mostDownloads: most,
      ifMore,
      ...asked
    }: Omit<ArtifactRequestOfKind<T>, 'name'> & {
      since: number
      named: (name: string) => boolean
      mostDownloads: number
      /** What is told where that leaves some out. */
      ifMore?: string
    },
    notes: Notes,
  ): Promise<T[]> {
    const found: T[] = []
    const refusals = new Refusals(undefined, notes)
    try {
      const read = new Set<string>()
      let downloads = 0
      const wanted = (artifact: FoundArtifact) => !read.has(artifact.name) && asked.wanted?.(artifact) !== false
      const list = this.source.believedSince({kind: asked.kind, since, named, wanted}, refusals.add, notes)
      for await (const artifact of list) {
        if (++downloads > most) {
          if (ifMore !== undefined) notes.info(ifMore)
          break
        }
        const {name} = artifact
        const unpacked = await this.unpacked({...asked, name}, artifact, notes)
        if ('because' in unpacked) refusals.add(artifact, unpacked.because)
        else {
          read.add(name)
          found.push(unpacked.value)
        }
      }
    } catch (error) {
      notes.info(`Not all that earlier runs left was found: ${asFailure(error).message}.`)
    } finally {
      refusals.end()
    }
    return found
  }

  /** The newest artifact of the name that a trusted run made. Never rejects. */
  async newest(name: string, notes: Notes): Promise<FoundArtifact | undefined> {
    const refusals = new Refusals(name, notes)
    try {
      for await (const artifact of this.source.believed({name, kind: 'export'}, refusals.add, notes)) return artifact
    } catch {
      // What GitHub does not answer is not there.
    } finally {
      refusals.end()
    }
    return undefined
  }

  private async unpacked<T>(
    {kind, read, keep = false}: ArtifactRequestOfKind<T>,
    artifact: FoundArtifact,
    notes: Notes,
  ): Promise<{value: T} | {because: string}> {
    const {disk} = this.world
    const limits = bounds[kind]
    if (artifact.bytes > limits.packed)
      return {because: `it has ${pluralise(artifact.bytes, 'byte')}, more than ${limits.packed}`}
    let place: string
    try {
      place = await disk.makeTemporaryFolder('restored')
    } catch (error) {
      return {because: `no folder can be made where RUNNER_TEMP points: ${causes(error)}`}
    }
    let isKept = false
    try {
      const {folder, names} = await this.source.unpack(artifact, place, limits)
      const sealed =
        kind === 'state'
          ? await this.sealedJournals(folder, names, notes)
          : await this.sealed({folder, names, kind: kind === 'review' || kind === 'notified' ? kind : 'export'}, notes)
      if ('because' in sealed) return sealed
      const value = await read({folder, names, artifact, previousKey: sealed.key > 0})
      isKept = keep
      return {value}
    } catch (error) {
      return {because: asFailure(error).message.replace(/\.$/, '')}
    } finally {
      if (!isKept) await remove(disk, place).catch(error => notes.warning(explain(asFailure(error))))
    }
  }

  private async sealedJournals(
    folder: string,
    names: readonly string[],
    notes: Notes,
  ): Promise<{key: number} | {because: string}> {
    let last: {key: number} | {because: string} = {because: 'it holds no journal'}
    for (const journal of new Set(names.map(name => name.replace(/\/[^/]*$/, '')))) {
      const inside = names.filter(name => name.startsWith(`${journal}/`)).map(name => name.slice(journal.length + 1))
      last = await this.sealed({folder: join(folder, journal), names: inside, kind: 'state'}, notes)
      if ('because' in last) return last
    }
    return last
  }

  /** With a state-key the MAC is demanded; that something carries none, or another key's, is told once. */
  private async sealed(
    what: {folder: string; names: readonly string[]; kind: HandedOnKind},
    notes: Notes,
  ): Promise<{key: number} | {because: string}> {
    if (this.keys.length === 0) return {key: 0}
    const found = await checkHandedOn(this.world.disk, what, this.keys)
    if ('because' in found) this.tellUnsealed(found.because, notes)
    return found
  }

  /**
   * Whether what lies in a folder of this machine may be believed: by its MAC where there is a state-key, else by owner
   * and modes. Undefined where it may.
   * @param names of its files.
   */
  async whyNotFolder(
    folder: string,
    names: readonly string[],
    notes: Notes,
    kind: HandedOnKind = 'export',
  ): Promise<string | undefined> {
    if (this.keys.length === 0) return await whyNotOwn(this.world.disk, folder, {names})
    const found = await this.sealed({folder, names, kind}, notes)
    return 'because' in found ? found.because : undefined
  }

  /**
   * The same of a part that was downloaded to be merged. Without a state-key it may also be one that this very run made:
   * no one could name the run before it was there.
   */
  async whyNotPart(part: string, names: readonly string[], madeBy: MadeBy, notes: Notes): Promise<string | undefined> {
    const {repository, runId} = this.host.facts
    const isOfThisRun = runId !== undefined && madeBy.id === runId && madeBy.repository === repository
    if (this.keys.length > 0 || !isOfThisRun) return await this.whyNotFolder(part, names, notes)
    return await whyNotOwn(this.world.disk, part, {names, readable: true})
  }

  /** The same of a journal that an interrupted run left: its blocks are sealed one by one, since a kill leaves no MAC. */
  async whyNotJournal(journal: string, notes: Notes): Promise<string | undefined> {
    const {disk} = this.world
    if (this.keys.length === 0) return await whyNotOwn(disk, dirname(journal))
    if (isSealed(disk, journal)) return undefined
    const because = 'it is not sealed with a state-key'
    this.tellUnsealed(because, notes)
    return because
  }

  private tellUnsealed(because: string, notes: Notes): void {
    if (this.toldUnsealed) return
    this.toldUnsealed = true
    notes.warning(explain(unsealed(because)))
  }
}

/** What was refused of one question, told one by one up to a number. */
class Refusals {
  private readonly name: string | undefined
  private readonly notes: Notes
  private count = 0

  /** @param name of the artifacts, where all have the same. */
  constructor(name: string | undefined, notes: Notes) {
    this.name = name
    this.notes = notes
  }

  readonly add = (artifact: FoundArtifact, why: string): void => {
    this.count++
    if (this.count <= mostTold) this.notes.info(`Refused: ${namedPlace(artifact)}: ${why}.`)
  }

  end(): void {
    if (this.count > mostTold)
      this.notes.info(
        `Refused: ${pluralise(this.count - mostTold, 'more artifact')}${this.name === undefined ? '' : ` named ${this.name}`}.`,
      )
  }
}

function namedPlace({id, name, run, place}: FoundArtifact): string {
  return place ?? `artifact ${id} (${name}) of run ${run.id}`
}

function unsealed(because: string): Failure {
  return new Failure({
    code: 'STATE_UNSEALED',
    message: `With state-key, only what carries its MAC is taken from earlier runs, and something was found of which ${because}: it counts as unknown, and is read or learned again.`,
    remedy:
      'Where state-key is new, nothing is to be done. Where it was changed, give the former one as previous-state-key until every month was exported once. Else find out who made the artifact or folder: the notes name it.',
  })
}
