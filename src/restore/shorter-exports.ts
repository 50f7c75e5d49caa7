/**
 * Exports of days, weeks and ranges that earlier runs left, and that lie in a longer period or overlap with it: each
 * proven, so that the longer one takes their windows over.
 */
import {dirname, join} from 'node:path'
import {choosePeriod, type Period, parsePeriod, periodUnit} from '../audit/period.ts'
import {fillPlaceholders} from '../audit/placeholders.ts'
import type {AuditRecord} from '../audit/record.ts'
import {millisecondsOf} from '../audit/record.ts'
import type {TimeWindow} from '../audit/window.ts'
import {type FolderOwner, isSameExport} from '../evidence/evidence-folder.ts'
import {remove as removeFolder} from '../files/disk-failure.ts'
import {csvRecords, isCmdletCsv, openRecordFile} from '../files/read-record-file.ts'
import {baselineName, stateName} from '../publish/upload.ts'
import type {Manifest} from '../report/manifest.ts'
import {journalIn} from '../spool/journal.ts'
import {verifyFolder} from '../verify/verify.ts'
import {asFailure, explain, Failure} from '../wire/failure.ts'
import {sha256Of} from '../wire/sha256.ts'
import {manifestInPlace} from './complete-export.ts'
import type {EarlierRuns, Notes, Unpacked} from './earlier-runs.ts'
import {manifestOfArtifact} from './last-month.ts'
import {filesIn} from './previous-export.ts'

/** What a shorter export holds: its manifest and records, or the journals of an encrypted one. */
export interface ShorterExport {
  /** The label of its period. */
  label: string
  /** Of its period, in milliseconds since 1970. */
  end: number
  /** Whether this run has just written it. */
  isOwn?: boolean
  export?: {manifest: Manifest; sha256: string; records: () => AsyncIterable<AuditRecord>}
  /** Folders, the newest first. */
  journals: readonly string[]
  /** Removes what was fetched. Never rejects. */
  remove(): Promise<void>
}

/** Where shorter exports lie. */
export interface ShorterPlaces {
  /** With `<tenant>` and `<period>`. */
  artifactName: string
  directory: string
  workspace: string
}

export interface ShorterQuestion extends ShorterPlaces {
  /** What they have to overlap with. */
  window: TimeWindow
  timezone: string
  /** Of the longer export; its period does not matter. */
  owner: FolderOwner
  /** Undefined where any is taken. */
  source: Manifest['source'] | undefined
  /** Of the key of its pseudonyms. */
  pseudonyms: string | undefined
  /** Whether windows come from journals, since records can't be read from files, or not be told apart by source. */
  fromJournals: boolean
  /** The folder that this run has just written, wherever it lies. */
  own?: {label: string; path: string; end: number}
}

/** Five a day. */
const mostDownloads = 160

/** The newest of each period. Never rejects: what is refused is told. */
export async function findShorterExports(
  runs: EarlierRuns,
  question: ShorterQuestion,
  notes: Notes,
): Promise<ShorterExport[]> {
  const inPlace = await foldersInPlace(runs, question, notes)
  const known = new Set(inPlace.map(({label}) => label))
  const {fromJournals, artifactName: template, owner, window} = question
  const label = shorterLabels(template, owner.tenant, fromJournals ? stateName('') : '')
  const fetched = await runs.ofEachName<ShorterExport>(
    {
      kind: fromJournals ? 'state' : 'export',
      since: window.start,
      mostDownloads,
      ifMore: `Earlier runs left more than ${mostDownloads} exports of days, weeks and ranges of this time: the oldest ones count as missing.`,
      keep: true,
      named: name => {
        const found = label(name)
        return found !== undefined && !known.has(found) && isShorter(found, question)
      },
      read: async unpacked => await readShorter(runs, unpacked, label(unpacked.artifact.name) ?? '', question),
    },
    notes,
  )
  return [...inPlace, ...fetched]
}

/** A week of days tells how full each hour of the week is. Milliseconds. */
const densityBack = 8 * 86_400_000
const mostBefore = 8

/** Of the days and weeks right before a period, newest first. Never rejects. */
export async function findManifestsBefore(
  runs: EarlierRuns,
  {period, tenantId, artifactName: template}: {period: Period; tenantId: string; artifactName: string},
  notes: Notes,
): Promise<Manifest[]> {
  const label = shorterLabels(template, tenantId, baselineName(''))
  const window = {start: period.start - densityBack, end: period.start}
  return await runs.ofEachName<Manifest>(
    {
      kind: 'baseline',
      since: window.start,
      mostDownloads: mostBefore,
      named: name => {
        const its = windowOf(label(name) ?? '', period.timezone)
        return its !== undefined && its.start >= window.start && its.end <= window.end
      },
      read: async unpacked => {
        const of = {tenant: tenantId, label: label(unpacked.artifact.name) ?? ''}
        return await manifestOfArtifact(unpacked, runs, of)
      },
    },
    notes,
  )
}

/** Names differ by the period, as those of backfilled months do. */
export function shorterTemplate(template: string): string {
  return template.includes('<period>') ? template : `${template}-<period>`
}

/** What an artifact's name says of a shorter period; undefined for a name of something else. @param ending after the template. */
export function shorterLabels(template: string, tenant: string, ending: string): (name: string) => string | undefined {
  return labelIn(`${shorterTemplate(template)}${ending}`, tenant)
}

function labelIn(template: string, tenant: string): (name: string) => string | undefined {
  const pieces = template.split(/(<tenant>|<period>)/).map(piece => {
    if (piece === '<period>') return '([\\w-]{1,60})'
    return escapeRegExp(fillPlaceholders(piece, {tenant, period: ''}))
  })
  const whole = new RegExp(`^${pieces.join('')}$`)
  return name => {
    const label = whole.exec(name)?.[1]
    if (label === undefined || windowOf(label, 'UTC') === undefined) return undefined
    return fillPlaceholders(template, {tenant, period: label}) === name ? label : undefined
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

/** The time that a label of a day, week or range names; undefined for a month, and for what is no label. */
function windowOf(label: string, timezone: string): TimeWindow | undefined {
  if (periodUnit(label) === 'month') return undefined
  const instant = '(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z'
  const range = new RegExp(`^${instant}-${instant}$`).exec(label)
  const written = (at: number) => {
    const [year, month, date, hour, minute, second] = range?.slice(at, at + 6) ?? []
    return `${year}-${month}-${date}T${hour}:${minute}:${second}Z`
  }
  const parsed = parsePeriod(range ? `${written(1)}/${written(7)}` : label)
  const chosen = 'ok' in parsed ? choosePeriod(parsed.ok, timezone, 0) : parsed
  return 'ok' in chosen ? {start: chosen.ok.start, end: chosen.ok.end} : undefined
}

/** By its label; an earlier export of the same period is another matter. */
function isShorter(
  label: string,
  {window, timezone, owner}: Pick<ShorterQuestion, 'window' | 'timezone' | 'owner'>,
): boolean {
  const its = windowOf(label, timezone)
  return its !== undefined && label !== owner.period.label && its.start < window.end && window.start < its.end
}

async function readShorter(
  runs: EarlierRuns,
  {folder, names}: Unpacked,
  label: string,
  question: ShorterQuestion,
): Promise<ShorterExport> {
  const {disk} = runs.world
  const remove = async () => await removeFolder(disk, dirname(folder)).catch(() => undefined)
  const end = windowOf(label, question.timezone)?.end ?? question.window.end
  if (question.fromJournals) {
    const folders = [...new Set(names.map(name => name.split('/')[0] ?? ''))].sort()
    const journals = folders.map(name => journalIn(join(folder, name))).reverse()
    return {label, end, journals, remove}
  }
  const its = await provenExport(runs, folder, question)
  // What is not read again only takes room: a month of days lies on the disk at once.
  const csv = its.manifest.files.find(isCmdletCsv)?.name
  for (const name of names) if (name !== csv) await disk.remove(join(folder, name))
  return {label, end, export: its, journals: [], remove}
}

/** @throws Failure where it is of no use. */
async function provenExport(
  {world: {disk}}: EarlierRuns,
  path: string,
  question: ShorterQuestion,
): Promise<NonNullable<ShorterExport['export']>> {
  const {faults, manifest} = await verifyFolder(disk, path, {inUse: true})
  if (manifest === undefined || faults.length > 0) throw unusable(`it is not proven: ${faults[0] ?? 'no manifest'}`)
  const why = await whyNotOfQuestion(manifest, question)
  if (why !== undefined) throw unusable(why)
  const csv = manifest.files.find(isCmdletCsv)
  if (csv === undefined) throw unusable('it holds no CSV with the cmdlet’s columns')
  const sha256 = sha256Of(await disk.readFile(join(path, 'manifest.json')))
  return {manifest, sha256, records: () => csvRecords(() => openRecordFile(disk, join(path, csv.name)))}
}

async function whyNotOfQuestion(
  manifest: Manifest,
  {owner, source, pseudonyms, window}: ShorterQuestion,
): Promise<string | undefined> {
  const {period, encryption, shard} = manifest
  if (!(await isSameExport({...manifest, period: {...period, ...owner.period}}, owner)))
    return 'it is of another tenant, or has other filters'
  if (shard) return 'it is a part of an export'
  if (encryption) return 'it is encrypted, and the private key is not here'
  if (source !== undefined && manifest.source !== source)
    return `it was read through ${manifest.source}, this export through ${source}`
  if (manifest.pseudonyms?.key !== pseudonyms) return 'people have other names in it, by another pseudonym-key or none'
  const overlaps = millisecondsOf(period.start) < window.end && window.start < millisecondsOf(period.end)
  return overlaps ? undefined : 'it is of another time'
}

/** Folders that earlier runs left on this machine, where the input `directory` ends in a name with the period. */
async function folders(
  {world: {disk}}: EarlierRuns,
  question: FolderQuestion,
): Promise<{label: string; path: string; end: number}[]> {
  const {owner, directory, workspace} = question
  const segments = directory.split('/')
  const last = segments.pop() ?? ''
  if (!last.includes('<period>') || segments.some(one => one.includes('<period>'))) return []
  const parent = join(workspace, fillPlaceholders(segments.join('/'), {tenant: owner.tenant, period: ''}))
  const entries = await disk.list(parent).catch(() => [])
  const labelOf = labelIn(last, owner.tenant)
  return entries
    .filter(one => one.isDirectory())
    .flatMap(({name}) => {
      const label = labelOf(name)
      const end = windowOf(label ?? '', question.timezone)?.end
      if (label === undefined || end === undefined || !isShorter(label, question)) return []
      return [{label, end, path: join(parent, name)}]
    })
}

type FolderQuestion = Pick<ShorterQuestion, 'window' | 'timezone' | 'owner' | 'directory' | 'workspace'>

/** Of shorter exports on this machine, as far as they are believed. */
export async function manifestsInPlace(runs: EarlierRuns, question: FolderQuestion, notes: Notes): Promise<Manifest[]> {
  const found: Manifest[] = []
  for (const {path} of await folders(runs, question)) {
    const manifest = await manifestInPlace(runs, path, notes)
    if (manifest) found.push(manifest)
  }
  return found
}

async function foldersInPlace(runs: EarlierRuns, question: ShorterQuestion, notes: Notes): Promise<ShorterExport[]> {
  const {fromJournals, own} = question
  const found: ShorterExport[] = []
  const others = (await folders(runs, question)).filter(({label}) => label !== own?.label)
  for (const {label, path, end} of [...(own ? [own] : []), ...others]) {
    try {
      const journals = fromJournals ? await journalsIn(runs, path, notes) : []
      const isOwn = path === own?.path
      // A run whose source says nothing goes on through the other.
      const asked = isOwn ? {...question, source: undefined} : question
      const exported = fromJournals ? undefined : await inPlace(runs, path, asked, notes)
      if (journals.length > 0 || exported)
        found.push({
          ...{label, end, journals, remove: async () => {}},
          ...(isOwn ? {isOwn} : {}),
          ...(exported ? {export: exported} : {}),
        })
    } catch (error) {
      notes.info(`Refused: the export in ${path}: ${explain(asFailure(error))}`)
    }
  }
  return found
}

async function inPlace(
  runs: EarlierRuns,
  path: string,
  question: ShorterQuestion,
  notes: Notes,
): Promise<ShorterExport['export']> {
  if (!runs.world.disk.exists(join(path, 'manifest.json'))) return undefined
  const why = await runs.whyNotFolder(path, await filesIn(runs, path), notes)
  if (why !== undefined) throw unusable(why)
  return await provenExport(runs, path, question)
}

async function journalsIn(runs: EarlierRuns, path: string, notes: Notes): Promise<string[]> {
  const names = (await runs.world.disk.list(path)).map(({name}) => name)
  const left = names.filter(name => /^\.interrupted-\d+$/.test(name))
  const number = (name: string) => Number(name.split('-')[1])
  const journals: string[] = []
  for (const name of left.sort((a, b) => number(b) - number(a))) {
    const journal = journalIn(join(path, name))
    if ((await runs.whyNotJournal(journal, notes)) === undefined) journals.push(journal)
  }
  return journals
}

function unusable(why: string): Failure {
  return new Failure({
    code: 'ARTIFACT_OTHER_EXPORT',
    message: why,
    remedy: 'Nothing is to be done: its time is read from the tenant.',
  })
}
