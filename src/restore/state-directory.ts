/**
 * A folder in place of GitHub's artifacts, for other CI systems: `NAME/TIME-DAYS-RANDOM/` holds one artifact's files. Anyone who can
 * write there can put anything there, so nothing is taken without a MAC of the state key over all its bytes, and it is copied first.
 */
import {randomBytes} from 'node:crypto'
import {basename, dirname, join, relative, resolve, sep} from 'node:path'
import {pipeline} from 'node:stream/promises'
import {compareText} from '../audit/compare-text.ts'
import {pluralise} from '../audit/numbers.ts'
import {checksumFile, type HandedOnKind, handedOnMac, macFile, macKey} from '../evidence/handed-on-mac.ts'
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

/** Sorts by time; then for how many days it is kept. */
const storedName = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3})Z-(\d{1,3})d-[0-9a-f]{12}$/
const writingPrefix = '.writing-'
/** Where `retention-days` is 0: as long as GitHub keeps artifacts at most. */
const usualDays = 400
/** As an artifact is named at GitHub, and no path. */
const artifactFolder = /^(?!\.)[^/\\:"<>|*?\p{Cc}]{1,200}$/u

/** Binds what lies in a folder to that folder: an older artifact, or one of another name, is refused in its place. */
const placeFile = 'PLACE.mac'
/** Artifacts of one name that are kept: as many as are looked at. */
const mostKept: Readonly<Record<HandedOnKind, number>> = {export: 3, state: 3, review: 12, notified: 3}
/** Of one name that are listed; and names, of which each day of each tenant has a few. */
const mostListed = 1_000
const mostNames = 100_000
const deepest = 3
/** Of one artifact: a state has the most. */
const mostFiles = 20_010
/** Bytes: of a MAC, and of a list of checksums. */
const longestMac = 200
const longestList = 8 << 20
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
      const why = await whyNotSealed(this.world, this.directory, {artifact, kind: sealOf(kind)})
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
      const why = await whyNotSealed(this.world, this.directory, {artifact, kind: sealOf(kind)})
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
    const names = (await filesBelow(this.world, from, limits.entries + 1)).filter(name => name !== placeFile)
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
      return await namesIn(world, directory.folder)
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
  const id = `${stamp}-${retentionDays || usualDays}d-${randomBytes(6).toString('hex')}`
  await disk.makeFolder(join(directory.folder, name))
  await removeAbandoned(world, directory)
  const aside = join(directory.folder, `${writingPrefix}${id}`)
  try {
    await disk.makeFolder(aside)
    for (const file of files) {
      const to = join(aside, relative(root, file))
      await disk.makeFolder(dirname(to))
      await pipeline(await disk.readPlainFile(file), disk.writeStream(to))
    }
    const [key = ''] = directory.keys
    const content = await placeContent(world, aside, `${name}/${id}`)
    await disk.writeFile(join(aside, placeFile), handedOnMac(key, 'place', content))
    await disk.rename(aside, join(directory.folder, name, id))
  } catch (error) {
    await disk.remove(aside).catch(() => undefined)
    throw error
  }
  await prune(name, world, directory)
  return {id: `${name}/${id}`, digest: '', url: ''}
}

/** What killed runs were writing. */
async function removeAbandoned({disk, now}: Pick<World, 'disk' | 'now'>, {folder}: StateDirectory): Promise<void> {
  for (const {name} of await disk.list(folder)) {
    const id = name.startsWith(writingPrefix) ? name.slice(writingPrefix.length) : ''
    if (storedName.test(id) && timeOf(id) < now() - day) await disk.remove(join(folder, name))
  }
}

/**
 * Of the name just written the oldest go, and of all names those whose days are over. Only what carries a MAC of the key counts
 * and goes: what someone else lays there pushes nothing out. Failing to is no failure of the run.
 */
async function prune(written: string, world: Pick<World, 'disk' | 'now'>, directory: StateDirectory): Promise<void> {
  try {
    for (const name of await namesIn(world, directory.folder)) {
      const [, kind = 'export'] = (/-(review|state|notified)$/.exec(name) ?? []) as [string?, HandedOnKind?]
      let kept = 0
      for (const artifact of await storedIn(world, directory.folder, name)) {
        const isOver = Date.parse(artifact.expires ?? '') < world.now()
        if (name !== written && !isOver) continue
        if ((await whyNotSealed(world, directory, {artifact, kind})) !== undefined) continue
        if (++kept > mostKept[kind] || isOver) await world.disk.remove(pathOf(directory, artifact))
      }
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
    .slice(0, mostNames)
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
    .filter(entry => entry.isDirectory() && storedName.test(entry.name) && !Number.isNaN(timeOf(entry.name)))
    .map(entry => entry.name)
    .sort((a, b) => (a < b ? 1 : -1))
    .slice(0, mostListed)
    .map(stored => ({
      id: 0,
      name,
      bytes: 0,
      digest: undefined,
      created: new Date(timeOf(stored)).toISOString(),
      expires: new Date(timeOf(stored) + daysOf(stored) * day).toISOString(),
      run: {id: 0},
      place: `${name}/${stored} in state-directory`,
    }))
}

function daysOf(stored: string): number {
  return Number(storedName.exec(stored)?.[7])
}

function timeOf(stored: string): number {
  return Date.parse(stored.replace(storedName, '$1-$2-$3T$4:$5:$6Z'))
}

/** Its name, and its folder's. */
function idOf({place = ''}: FoundArtifact): string {
  return place.replace(/ in state-directory$/, '')
}

function pathOf({folder}: StateDirectory, artifact: FoundArtifact): string {
  return join(folder, ...idOf(artifact).split('/'))
}

/** What is bound: the artifact's place, and the MACs over all its files. */
async function placeContent(world: Pick<World, 'disk'>, folder: string, id: string): Promise<string> {
  const lines: string[] = []
  for (const name of await filesBelow(world, folder, mostFiles)) {
    if (basename(name) !== macFile) continue
    lines.push(`${name} ${(await shortText(world, join(folder, name), longestMac)).trim()}`)
  }
  return [id, ...lines.sort(compareText), ''].join('\n')
}

function sealOf(kind: ArtifactKind): HandedOnKind {
  return kind === 'baseline' ? 'export' : kind
}

/** Whether its lists of checksums are under a MAC of the key; the files are compared with them when it is unpacked. */
async function whyNotSealed(
  world: Pick<World, 'disk'>,
  directory: StateDirectory,
  {artifact, kind}: {artifact: FoundArtifact; kind: HandedOnKind},
): Promise<string | undefined> {
  const folder = pathOf(directory, artifact)
  try {
    const names = await filesBelow(world, folder, mostFiles)
    const sealed = names.filter(name => basename(name) === macFile)
    if (sealed.length === 0) return 'it carries no MAC of a state-key'
    const place = names.includes(placeFile) ? await shortText(world, join(folder, placeFile), longestMac) : ''
    const content = await placeContent(world, folder, idOf(artifact))
    if (macKey(place, {kind: 'place', content}, directory.keys) < 0)
      return 'it is not an artifact that a run with this state-key left in this folder'
    for (const name of sealed) {
      const mac = await shortText(world, join(folder, name), longestMac)
      const content = await shortText(world, join(folder, dirname(name), checksumFile), longestList)
      if (macKey(mac, {kind, content}, directory.keys) < 0) return 'its MAC is not one of this state-key'
    }
    return undefined
  } catch (error) {
    return error instanceof Failure ? error.message : causes(error)
  }
}

/** The text of a plain file. @throws Failure where it has more bytes than that. */
async function shortText({disk}: Pick<World, 'disk'>, path: string, most: number): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of await disk.readPlainFile(path)) {
    bytes += chunk.length
    if (bytes > most) throw unusable(`${basename(path)} in it has more than ${pluralise(most, 'byte')}`)
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString()
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
