/**
 * A folder in place of GitHub's artifacts, for other CI systems: `NAME/TIME-RANDOM/` holds one artifact's files. Whoever may write
 * there may lay anything there, so nothing is taken without a MAC of the state key over all its bytes, and it is copied first.
 */
import {randomBytes} from 'node:crypto'
import {dirname, join, relative, resolve, sep} from 'node:path'
import {pipeline} from 'node:stream/promises'
import {pluralise} from '../audit/numbers.ts'
import {checkHandedOn, type HandedOnKind, macFile} from '../evidence/handed-on-mac.ts'
import type {FoundArtifact} from '../github.ts'
import type {ArtifactRequest, Host, UploadedArtifact} from '../host/host.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {causes, Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'
import {type ArtifactKind, type ArtifactSource, type Refuse, unanswered} from './artifact-source.ts'
import type {ArchiveBounds} from './unzip.ts'

interface StateDirectory {
  /** Absolute. */
  folder: string
  /** The state key, and the former one. */
  keys: readonly string[]
}

type StateSettings = Partial<Pick<MonthSettings, 'stateDirectory' | 'stateKey' | 'previousStateKey'>>

/** Sorts by time. */
const storedName = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3})Z-[0-9a-f]{12}$/
const writingName = /^\.writing-(\d{8}T\d{6}\.\d{3}Z)-[0-9a-f]{12}$/
/** As an artifact is named at GitHub, and no path. */
const artifactFolder = /^(?!\.)[^/\\:"<>|*?\p{Cc}]{1,200}$/u

/** Artifacts of one name that are kept: as many as are looked at. */
const mostKept: Readonly<Record<HandedOnKind, number>> = {export: 3, state: 3, review: 12, notified: 3}
/** Of one name that are listed. */
const mostListed = 1_000
const deepest = 3
const day = 86_400_000

export class FolderArtifacts implements ArtifactSource {
  private readonly world: Pick<World, 'disk'>
  private readonly directory: StateDirectory

  constructor(world: Pick<World, 'disk'>, directory: StateDirectory) {
    this.world = world
    this.directory = directory
  }

  async *believed({name, kind}: {name: string; kind: ArtifactKind}, refuse: Refuse): AsyncGenerator<FoundArtifact> {
    const found = await storedIn(this.world, this.directory.folder, name)
    if (found.length === 0) throw unanswered(`there is no artifact ${name}`, 'EARLIER_RUNS_NONE')
    for (const artifact of found) {
      const why = await whyNotSealed(this.world, this.directory, {name, artifact, kind: sealOf(kind)})
      if (why === undefined) yield artifact
      else refuse(artifact, why)
    }
  }

  async *believedSince(
    {kind, since, named, wanted}: Parameters<ArtifactSource['believedSince']>[0],
    refuse: Refuse,
  ): AsyncGenerator<FoundArtifact> {
    const names = (await namesIn(this.world, this.directory.folder)).filter(named)
    const lists = await Promise.all(names.map(name => storedIn(this.world, this.directory.folder, name)))
    const found = lists.flat().filter(({created}) => Date.parse(created) >= since)
    for (const artifact of found.sort((a, b) => (a.created < b.created ? 1 : -1))) {
      if (!wanted(artifact)) continue
      const why = await whyNotSealed(this.world, this.directory, {name: artifact.name, artifact, kind: sealOf(kind)})
      if (why === undefined) yield artifact
      else refuse(artifact, why)
    }
  }

  async unpack(
    artifact: FoundArtifact,
    place: string,
    limits: ArchiveBounds,
  ): Promise<{folder: string; names: string[]}> {
    const {disk} = this.world
    const from = pathOf(this.directory, artifact)
    const folder = join(place, 'files')
    const names = await filesBelow(this.world, from, limits.entries)
    const odd = names.find(name => !limits.names.test(name))
    if (odd !== undefined) throw unusable(`it holds a file that no export leaves (${JSON.stringify(odd)})`)
    await disk.makeFolder(folder)
    let bytes = 0
    for (const name of names) {
      const to = join(folder, ...name.split('/'))
      await disk.makeFolder(dirname(to))
      await pipeline(
        await disk.readPlainFile(join(from, ...name.split('/'))),
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            bytes += chunk.length
            if (bytes > limits.unpacked) throw unusable(`it is larger than ${pluralise(limits.unpacked, 'byte')}`)
            yield chunk
          }
        },
        disk.writeStream(to),
      )
    }
    return {folder, names}
  }
}

/** The directory of the inputs; undefined where they name none. */
export function stateDirectoryOf(
  {stateDirectory, stateKey, previousStateKey}: StateSettings,
  {workspace}: {workspace: string},
): StateDirectory | undefined {
  if (stateDirectory === undefined) return undefined
  const keys = [stateKey, previousStateKey].filter(key => key !== undefined)
  return {folder: resolve(workspace, stateDirectory), keys}
}

/** The same host, which keeps artifacts in the directory and none at GitHub, where the inputs name one. */
export function withStateDirectory(settings: StateSettings, host: Host, world: Pick<World, 'disk' | 'now'>): Host {
  const directory = stateDirectoryOf(settings, host.facts)
  if (directory === undefined) return host
  const upload = async (request: ArtifactRequest): Promise<UploadedArtifact> => {
    try {
      return await store(request, world, directory)
    } catch (error) {
      throw notStored(directory, request.name, error)
    }
  }
  const artifacts = async (): Promise<string[]> => {
    try {
      await world.disk.makeFolder(directory.folder)
      await world.disk.free(directory.folder)
      const entries = await world.disk.list(directory.folder)
      return entries.filter(entry => entry.isDirectory() && artifactFolder.test(entry.name)).map(({name}) => name)
    } catch (error) {
      throw notStored(directory, undefined, error)
    }
  }
  return Object.create(host, {
    upload: {value: upload, enumerable: true},
    artifacts: {value: artifacts, enumerable: true},
    keepsArtifacts: {value: 'in a folder', enumerable: true},
  }) as Host
}

/** Written aside and renamed: what can be seen is whole. Names are unique, so that runs at the same time don't meet. */
async function store(
  {name, root, files, retentionDays}: ArtifactRequest,
  world: Pick<World, 'disk' | 'now'>,
  directory: StateDirectory,
): Promise<UploadedArtifact> {
  const {disk} = world
  if (!artifactFolder.test(name)) throw new TypeError('the artifact’s name is no name of a folder')
  const stamp = new Date(world.now()).toISOString().replace(/[-:]/g, '')
  const id = `${stamp}-${randomBytes(6).toString('hex')}`
  await disk.makeFolder(join(directory.folder, name))
  await removeAbandoned(world, directory)
  const aside = join(directory.folder, `.writing-${id}`)
  try {
    await disk.makeFolder(aside)
    for (const file of files) {
      const to = join(aside, relative(root, file))
      await disk.makeFolder(dirname(to))
      await pipeline(await disk.readPlainFile(file), disk.writeStream(to))
    }
    await disk.rename(aside, join(directory.folder, name, id))
  } catch (error) {
    await disk.remove(aside).catch(() => undefined)
    throw error
  }
  await prune({name, retentionDays}, world, directory)
  return {id: `${name}/${id}`, digest: '', url: ''}
}

/** What killed runs were writing. */
async function removeAbandoned({disk, now}: Pick<World, 'disk' | 'now'>, {folder}: StateDirectory): Promise<void> {
  for (const {name} of await disk.list(folder)) {
    const [, stamp] = writingName.exec(name) ?? []
    if (stamp !== undefined && timeOf(`${stamp}-000000000000`) < now() - day) await disk.remove(join(folder, name))
  }
}

/**
 * The oldest go, and those past their time. Only what carries a MAC of the key counts and goes: what someone else lays there
 * pushes nothing out. Failing to is no failure of the run.
 */
async function prune(
  {name, retentionDays}: Pick<ArtifactRequest, 'name' | 'retentionDays'>,
  world: Pick<World, 'disk' | 'now'>,
  directory: StateDirectory,
): Promise<void> {
  const kind = (['review', 'state', 'notified'] as const).find(one => name.endsWith(`-${one}`)) ?? 'export'
  try {
    let kept = 0
    for (const artifact of await storedIn(world, directory.folder, name)) {
      if ((await whyNotSealed(world, directory, {name, artifact, kind})) !== undefined) continue
      const isOver = retentionDays > 0 && Date.parse(artifact.created) < world.now() - retentionDays * day
      if (++kept > mostKept[kind] || isOver) await world.disk.remove(pathOf(directory, artifact))
    }
  } catch {
    // They stay until the next run.
  }
}

/** Of artifacts. @throws Failure where the folder can't be read. */
async function namesIn({disk}: Pick<World, 'disk'>, folder: string): Promise<string[]> {
  const entries = await disk.list(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw unreadable(error)
  })
  return entries
    .filter(entry => entry.isDirectory() && artifactFolder.test(entry.name))
    .slice(0, mostListed)
    .map(entry => entry.name)
}

function unreadable(error: unknown): Failure {
  return unanswered(`state-directory can’t be read: ${causes(error)}`)
}

/** Newest first; what is not named by a run, and links, are not among them. @throws Failure where the folder can't be read. */
async function storedIn({disk}: Pick<World, 'disk'>, folder: string, name: string): Promise<FoundArtifact[]> {
  if (!artifactFolder.test(name)) return []
  const entries = await disk.list(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw unreadable(error)
  })
  return entries
    .filter(entry => entry.isDirectory() && storedName.test(entry.name))
    .map(entry => entry.name)
    .sort((a, b) => (a < b ? 1 : -1))
    .slice(0, mostListed)
    .map(stored => ({
      id: 0,
      name,
      bytes: 0,
      digest: undefined,
      created: new Date(timeOf(stored)).toISOString(),
      run: {id: 0},
      place: `${name}/${stored} in state-directory`,
    }))
}

function timeOf(stored: string): number {
  return Date.parse(stored.replace(storedName, '$1-$2-$3T$4:$5:$6Z'))
}

function pathOf({folder}: StateDirectory, {place = ''}: FoundArtifact): string {
  return join(folder, ...place.replace(/ in state-directory$/, '').split('/'))
}

function sealOf(kind: ArtifactKind): HandedOnKind {
  return kind === 'baseline' ? 'export' : kind
}

/** Whether its lists of checksums are under a MAC of the key; the files are compared with them when it is unpacked. */
async function whyNotSealed(
  world: Pick<World, 'disk'>,
  directory: StateDirectory,
  {artifact, kind}: {name: string; artifact: FoundArtifact; kind: HandedOnKind},
): Promise<string | undefined> {
  const folder = pathOf(directory, artifact)
  try {
    const names = await filesBelow(world, folder, 20_000)
    const sealed = names.filter(name => name === macFile || name.endsWith(`/${macFile}`))
    if (sealed.length === 0) return 'it carries no MAC of a state-key'
    for (const mac of sealed) {
      const inside = join(folder, dirname(mac))
      const found = await checkHandedOn(world.disk, {folder: inside, names: [], kind}, directory.keys)
      if ('because' in found) return found.because
    }
    return undefined
  } catch (error) {
    return error instanceof Failure ? error.message : causes(error)
  }
}

/** Plain files, with forward slashes. @throws Failure for a link, for anything else, and for more than so many. */
async function filesBelow({disk}: Pick<World, 'disk'>, folder: string, most: number): Promise<string[]> {
  const names: string[] = []
  const look = async (inner: string, depth: number): Promise<void> => {
    for (const entry of await disk.list(join(folder, inner))) {
      const name = inner === '' ? entry.name : `${inner}${sep}${entry.name}`
      if (entry.isDirectory() && depth < deepest) await look(name, depth + 1)
      else if (!entry.isFile()) throw unusable(`${JSON.stringify(name)} in it is a link, or no plain file`)
      else if (names.push(name.split(sep).join('/')) > most) throw unusable('it holds too many files')
    }
  }
  await look('', 0)
  return names
}

function unusable(why: string): Failure {
  return new Failure({code: 'STATE_DIRECTORY_CONTENT', message: why, remedy: 'It is not used. Find out who made it.'})
}

function notStored({folder}: StateDirectory, name: string | undefined, error: unknown): Failure {
  const what = name === undefined ? '' : ` for ${name}`
  return new Failure({
    code: 'STATE_DIRECTORY',
    message: `The state directory ${folder} can’t be used${what}: ${causes(error)}.`,
    remedy:
      'The account that runs this has to be able to make folders there, with room for the export: a volume that stays, not the job’s own folder.',
    cause: error,
  })
}
