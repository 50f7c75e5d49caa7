/**
 * The evidence folder on disk: taken only when it is empty or holds an earlier export of the same question; filled
 * aside and put in place at the end.
 */
import {basename, dirname, join, relative} from 'node:path'
import type {Filters} from '../audit/filters.ts'
import {parsedJson} from '../audit/json.ts'
import {ageSuffix, type Encrypt} from '../files/age.ts'
import {diskFailure, remove} from '../files/disk-failure.ts'
import {newFile} from '../files/file-sink.ts'
import type {WrittenFile} from '../files/record-files.ts'
import {diagnosisFile} from '../report/diagnosis.ts'
import {Manifest} from '../report/manifest.ts'
import {journalIn} from '../spool/journal.ts'
import {isSealed} from '../spool/journal-files.ts'
import type {Disk} from '../wire/disk.ts'
import {Failure} from '../wire/failure.ts'
import {checksumFile, hashOfFile, macFile} from './handed-on-mac.ts'
import {areFilters} from './recorded-filters.ts'
import {type ReplacePaths, replaceFiles, restoreFiles} from './replace-files.ts'

/** Where an unfinished export lies, inside the folder. */
const unfinished = '.unfinished'
/** In there: which process is at work. */
const processFile = 'process'
/** What an interrupted run left, for the next one to take over; numbered in the order of the runs. */
const interrupted = /^\.interrupted-(\d+)$/

/** The files that close an export and prove it. */
export const evidenceFiles = {
  manifest: 'manifest.json',
  checksums: checksumFile,
  /** CMS, over the checksums. */
  signature: 'SHA256SUMS.p7s',
  /** RFC 3161, over the checksums. */
  timestamp: 'SHA256SUMS.tsr',
  /** HMAC with a key of state-key, over the checksums: for later runs. */
  mac: macFile,
} as const

/** Of this month and those before it, in numbers and digests. */
export const historyFile = 'history.json'

/** How to check the folder, for people who have nothing but it: the same in every export of a version. */
export const instructionFiles = {text: 'VERIFY.txt', page: 'verify.html'} as const

/** Never encrypted, since they name no one of the tenant: the folder is proven by them, and the next month compares with baseline and history. */
export const readableFile: readonly string[] = [
  ...Object.values(evidenceFiles),
  ...Object.values(instructionFiles),
  'baseline.json.gz',
  historyFile,
]

/** What makes two exports the same question. */
export interface FolderOwner {
  tenant: string
  period: {label: string; start: string; end: string}
  filters: Filters
}

export class EvidenceFolder {
  readonly path: string
  private readonly disk: Disk
  /** Files are made here. */
  readonly work: string
  /** Rows between reading and writing. */
  readonly spool: string
  /** For every file but those that any reader needs. */
  readonly encrypt: Encrypt | undefined
  readonly journal: string
  private readonly replaced: readonly string[]
  private left: readonly string[]
  /** Whether files of a run that did not end lay there, and were removed. */
  readonly wasUnfinished: boolean
  private published = false
  /** Journals that the next run goes on from. */
  private kept: readonly string[] = []

  private constructor(
    {disk, path}: {disk: Disk; path: string},
    {
      replaced,
      interrupted,
      wasUnfinished,
    }: {replaced: readonly string[]; interrupted: readonly string[]; wasUnfinished: boolean},
    encrypt: Encrypt | undefined,
  ) {
    this.disk = disk
    this.path = path
    this.work = placesIn(path).work
    this.spool = join(path, unfinished, 'spool')
    this.journal = journalIn(join(path, unfinished))
    this.replaced = replaced
    this.left = interrupted
    this.wasUnfinished = wasUnfinished
    this.encrypt = encrypt
  }

  /** Journals of runs that were interrupted, the newest first. */
  get interrupted(): readonly string[] {
    return this.left
  }

  /**
   * @param encrypt for what is written. @param beside names of what may lie there and stays as it is.
   * @throws Failure when the folder belongs to something else, or can't be written.
   */
  static async take(
    disk: Disk,
    path: string,
    owner: FolderOwner,
    {encrypt, beside = []}: {encrypt?: Encrypt | undefined; beside?: readonly string[]} = {},
  ): Promise<EvidenceFolder> {
    try {
      await disk.makeFolder(path)
      await restoreFiles(disk, placesIn(path))
      const names = foreignFiles(await namesIn(disk, path)).filter(name => !beside.includes(name))
      const replaced = await checkFolderOwner(disk, path, names, owner)
      const wasUnfinished = disk.exists(join(path, unfinished))
      const interrupted = await setAside(disk, path, encrypt !== undefined)
      const folder = new EvidenceFolder({disk, path}, {replaced, interrupted, wasUnfinished}, encrypt)
      await disk.makeFolder(folder.work)
      await disk.writeFile(join(path, unfinished, processFile), disk.processMark())
      return folder
    } catch (error) {
      throw notAFolder(error, path) ?? diskFailure(error, path)
    }
  }

  /** Writes a file, encrypted where the export is, unless it is one of those that stay readable. */
  async write(name: string, content: string | Uint8Array): Promise<WrittenFile> {
    const file = newFile(this.disk, join(this.work, name), readableFile.includes(name) ? undefined : this.encrypt)
    await file.write(content)
    return {name: file.name, ...(await file.end())}
  }

  /** Takes in the journals of another folder of this export; for an encrypted one, those that are sealed. */
  async adopt(other: string): Promise<void> {
    const mayStay = (journal: string) => this.encrypt === undefined || isSealed(this.disk, journal)
    for (const journal of (await interruptedIn(this.disk, other)).filter(mayStay)) {
      const from = dirname(journal)
      await this.disk.copy(from, join(this.path, relative(other, from)))
    }
    this.left = await interruptedIn(this.disk, this.path)
  }

  /** Removes a journal that is not believed; what stays is not taken over either. */
  async drop(journal: string): Promise<void> {
    this.left = this.left.filter(one => one !== journal)
    await this.disk.remove(dirname(journal)).catch(() => undefined)
  }

  /**
   * Puts the files in place of an earlier export's. Until the last one is there, `verify` refuses the folder; where one
   * can't be put there, the earlier export is as it was.
   * @param handOn journals of `interrupted` that stay beside this run's, for the next one; undefined where none stays.
   * @param seal makes the MAC over the list of a journal's files, under which it is handed on.
   * @returns the files of these journals, relative to the folder.
   */
  async publish(
    files: readonly string[],
    handOn?: readonly string[],
    seal?: (checksums: string) => string,
  ): Promise<string[]> {
    await replaceFiles(this.disk, placesIn(this.path), this.replaced, files)
    this.published = true
    // Where the disk refuses, the next run reads again.
    const names = handOn ? await this.keepJournals(handOn, seal).catch(() => []) : []
    // What stays is tried again by `clear`.
    await discard(this.disk, this.path, this.kept).catch(() => undefined)
    return names
  }

  private async keepJournals(used: readonly string[], seal?: (checksums: string) => string): Promise<string[]> {
    const journals = await setAside(this.disk, this.path, this.encrypt !== undefined)
    this.kept = journals.filter(journal => used.includes(journal) || !this.left.includes(journal))
    if (seal) for (const journal of this.kept) await this.sealJournal(journal, seal)
    const names = await Promise.all(
      this.kept.map(async journal =>
        (await namesIn(this.disk, journal)).map(name => relative(this.path, join(journal, name))),
      ),
    )
    return names.flat()
  }

  private async sealJournal(journal: string, seal: (checksums: string) => string): Promise<void> {
    const files = []
    for (const name of await namesIn(this.disk, journal)) {
      if (name === checksumFile || name === macFile) continue
      files.push({name, bytes: 0, sha256: await hashOfFile(this.disk, join(journal, name))})
    }
    const text = checksums(files)
    await this.disk.writeFile(join(journal, checksumFile), text)
    await this.disk.writeFile(join(journal, macFile), seal(text))
  }

  /** Removes what is not needed any more. @throws Failure when something stays. */
  async clear(): Promise<void> {
    if (this.published) {
      await discard(this.disk, this.path, this.kept)
      return
    }
    await restoreFiles(this.disk, placesIn(this.path)).catch(cause => {
      throw new Failure({
        code: 'FOLDER_EARLIER_ASIDE',
        message: `The earlier export could not be put back into ${this.path}: its files lie in ${unfinished}/replaced there.`,
        remedy:
          'Leave them there: the next run on this folder puts them back. Or move them by hand, manifest.json last.',
        cause,
      })
    })
    await remove(this.disk, join(this.path, unfinished))
  }
}

/**
 * Removes what killed runs of other exports left unfinished in the folders that lie in the same one, and puts back what
 * they were replacing. What they had proven stays for their next run. @returns the folders' paths.
 */
export async function clearAbandoned(disk: Disk, path: string): Promise<string[]> {
  const [parent, own] = [dirname(path), basename(path)]
  const cleared: string[] = []
  for (const entry of disk.exists(parent) ? await disk.list(parent) : []) {
    const folder = join(parent, entry.name)
    const mark = join(folder, unfinished, processFile)
    if (entry.name === own || !entry.isDirectory() || !disk.exists(mark)) continue
    if (!disk.isAbandoned(String(await disk.readFile(mark)))) continue
    await restoreFiles(disk, placesIn(folder))
    await setAside(disk, folder, false)
    cleared.push(folder)
  }
  return cleared
}

function placesIn(path: string): ReplacePaths {
  return {path, work: join(path, unfinished, 'files'), aside: join(path, unfinished, 'replaced')}
}

/** Of everything in the folder. */
export async function namesIn(disk: Disk, folder: string): Promise<string[]> {
  return (await disk.list(folder)).map(({name}) => name)
}

/** What is neither hidden nor the doctor's. */
export function foreignFiles(names: readonly string[]): string[] {
  return names.filter(name => !name.startsWith('.') && name !== diagnosisFile)
}

export function notAFolder(error: unknown, path: string): Failure | undefined {
  if (!(error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOTDIR')))
    return undefined
  return new Failure({
    code: 'FOLDER_IS_A_FILE',
    message: `${path} is a file, or lies below one.`,
    remedy: 'Choose another folder with the input directory.',
    cause: error,
  })
}

/** Makes room, and keeps what the runs before have proven: beside an encrypted export only what is sealed. */
async function setAside(disk: Disk, path: string, encrypted: boolean): Promise<string[]> {
  const left = join(path, unfinished)
  if (disk.exists(journalIn(left))) {
    const [newest = 0] = await numbersIn(disk, path)
    const target = join(path, `.interrupted-${newest + 1}`)
    await disk.makeFolder(target)
    await disk.rename(journalIn(left), journalIn(target))
  }
  await disk.remove(left)
  const journals = await interruptedIn(disk, path)
  if (!encrypted) return journals
  for (const journal of journals) if (!isSealed(disk, journal)) await disk.remove(dirname(journal))
  return journals.filter(journal => isSealed(disk, journal))
}

/** Journals that were set aside, the newest first. */
async function interruptedIn(disk: Disk, path: string): Promise<string[]> {
  return (await numbersIn(disk, path)).map(number => journalIn(join(path, `.interrupted-${number}`)))
}

async function numbersIn(disk: Disk, path: string): Promise<number[]> {
  const numbers = (await namesIn(disk, path)).flatMap(name => {
    const [, number] = interrupted.exec(name) ?? []
    return number === undefined ? [] : [Number(number)]
  })
  return numbers.sort((a, b) => b - a)
}

/** Removes everything unfinished but the journals that are kept. */
async function discard(disk: Disk, path: string, kept: readonly string[]): Promise<void> {
  const names = (await namesIn(disk, path)).filter(name => name === unfinished || interrupted.test(name))
  const folders = names.map(name => join(path, name)).filter(folder => !kept.includes(journalIn(folder)))
  for (const folder of folders) await remove(disk, folder)
}

/** The files that the export would replace, if the folder is empty or this export's own. */
export async function checkFolderOwner(
  disk: Disk,
  path: string,
  names: readonly string[],
  owner: FolderOwner,
): Promise<string[]> {
  if (names.length === 0) return []
  if (!names.includes('manifest.json')) {
    refuseStrangers(path, names, owner)
    return [...names]
  }
  const earlier = Manifest.safeParse(parsedJson(String(await disk.readFile(join(path, 'manifest.json')))))
  if (earlier.success && (await isSameExport(earlier.data, owner))) {
    refuseStrangers(path, names, owner)
    return earlier.data.files.map(file => file.name).filter(name => isExportName(name, owner.period.label))
  }
  const what = earlier.success
    ? `an export of ${earlier.data.period.label} of tenant ${earlier.data.tenant}`
    : 'a manifest.json that is not this tool’s'
  throw new Failure({
    code: 'FOLDER_OF_ANOTHER_EXPORT',
    message: `The folder ${path} holds ${what}, and this export is of ${owner.period.label} of tenant ${owner.tenant}${
      earlier.success && earlier.data.period.label === owner.period.label ? ', with other filters or edges' : ''
    }.`,
    remedy: 'Nothing was changed. Choose another folder with the input directory, or move the old export away.',
  })
}

/** Whether an export's manifest is of this very question. */
export async function isSameExport({tenant, period, filters}: Manifest, owner: FolderOwner): Promise<boolean> {
  return (
    tenant === owner.tenant &&
    period.label === owner.period.label &&
    period.start === owner.period.start &&
    period.end === owner.period.end &&
    (await areFilters(filters, owner.filters))
  )
}

/** Somebody else's files stay where they are, and a folder that holds some can't be proven. */
function refuseStrangers(path: string, names: readonly string[], owner: FolderOwner): void {
  const strangers = names.filter(name => !isExportName(name, owner.period.label))
  if (strangers.length === 0) return
  throw new Failure({
    code: 'FOLDER_NOT_EMPTY',
    message: `The folder ${path} holds other files: ${strangers.slice(0, 5).join(', ')}.`,
    remedy: 'Nothing was changed. Choose an empty folder with the input directory.',
  })
}

/** Whether an export of the period may have made the file, encrypted or not. */
function isExportName(name: string, label: string): boolean {
  const bare = name.endsWith(ageSuffix) ? name.slice(0, -ageSuffix.length) : name
  return (
    ['summary.md', 'report.html', 'findings.json', 'filters.json', ...readableFile].includes(bare) ||
    name.startsWith(`audit-${label}.`)
  )
}

/** The lines of SHA256SUMS, in the form that `sha256sum --check` reads. */
export function checksums(files: readonly WrittenFile[]): string {
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1))
  return sorted.map(file => `${file.sha256}  ${file.name}\n`).join('')
}
