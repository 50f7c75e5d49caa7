/** The parts of a sharded export, found in the sub-folders of one folder: each proven, and told apart from other folders. */
import {join} from 'node:path'
import {parsedJson} from '../audit/json.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import {choosePeriod, type Period, type PeriodRequest, parsePeriod} from '../audit/period.ts'
import {instantOf, millisecondsOf} from '../audit/record.ts'
import {type Shard, shardWindows} from '../audit/shard.ts'
import type {TimeWindow} from '../audit/window.ts'
import {partIdentities, type WholeExport} from '../evidence/part-identity.ts'
import {areFilters, type RecordedFilters} from '../evidence/recorded-filters.ts'
import {ageSuffix, decryptWith, type Transcode} from '../files/age.ts'
import {openRecordFile} from '../files/read-record-file.ts'
import {Manifest} from '../report/manifest.ts'
import {dataFileEnding} from '../verify/record-lines.ts'
import {verifyFolder} from '../verify/verify.ts'
import type {Disk, DiskEntry} from '../wire/disk.ts'
import {Failure} from '../wire/failure.ts'
import {sha256Of} from '../wire/sha256.ts'
import type {EarlierRuns, Notes} from './earlier-runs.ts'
import {filesIn} from './previous-export.ts'

type PartManifest = Manifest & {shard: NonNullable<Manifest['shard']>}

export interface ShardFolder {
  /** The sub-folder's name. */
  folder: string
  path: string
  manifest: PartManifest
  /** SHA-256 of manifest.json, bare hex. */
  sha256: string
  /** The filters in full, also where the manifest does not show them. */
  filters: RecordedFilters
  /** For the files of an encrypted part. */
  decrypt?: Transcode
}

export interface ShardFolders {
  period: Period
  /** For each part of the period, in order: its bounds, and the folders that hold it; none where it is missing. */
  places: readonly {window: TimeWindow; parts: readonly ShardFolder[]}[]
  leftOut: readonly SkippedFolder[]
}

/** A sub-folder that is no part of this export, and why. */
export interface SkippedFolder {
  folder: string
  reason: string
  /** A part of a time that this export does not touch: it says nothing of this one. */
  isOfOtherTime?: true
  /** A part that only an encrypted whole could take in. */
  isEncrypted?: true
}

/** What a merge is asked to join. */
interface ShardQuestion {
  period: PeriodRequest
  timezone: string
  tenant?: string
  /** Recipients of age; with some, parts have to be encrypted, and else must not be. */
  encryptTo: readonly string[]
}

/**
 * Parts that differ in what was asked can't be joined: the question that most of them answer is taken, among those of
 * the period that was asked for by name, or else of the part that was begun last, since a runner that stays keeps older ones.
 * @throws Failure where there is none.
 */
export async function findShardFolders(
  runs: EarlierRuns,
  path: string,
  {period: request, timezone, tenant, encryptTo}: ShardQuestion,
  notes: Notes,
): Promise<ShardFolders> {
  const {disk} = runs.world
  const keys = new PartKeys(runs.keys)
  const found: ShardFolder[] = []
  const leftOut: SkippedFolder[] = []
  for (const {name: folder, isLink} of await subfolders(disk, path)) {
    if (isLink) {
      leftOut.push({folder, reason: 'it is a link, and was not followed'})
      continue
    }
    if (await isState(disk, join(path, folder))) continue
    const one = await partIn(runs, {path, folder, keys, encrypts: encryptTo.length > 0}, notes)
    const foreign = 'reason' in one ? undefined : whyForeign(one, tenant)
    if ('reason' in one) leftOut.push(one)
    else if (foreign) leftOut.push({folder, reason: foreign})
    else found.push(one)
  }
  const wanted = named(request, timezone)
  const candidates = wanted ? found.filter(({manifest}) => isOf(manifest, wanted)) : found
  const latest = lastBegun(candidates)
  const example = mostAlike(candidates.filter(({manifest}) => latest && samePeriod(manifest, latest.manifest)))
  if (example === undefined) throw noParts(path, found, leftOut)
  const {
    shard,
    period: {timezone: zone},
  } = example.manifest
  const period = periodOf(shard, zone)
  const windows = period && shardWindows(period, shard.of)
  if (period === undefined || windows === undefined) throw noParts(path, [], leftOut)

  const places = windows.map(window => ({window, parts: [] as ShardFolder[]}))
  for (const part of found) {
    const place = places[part.manifest.shard.part - 1]
    const reason = differenceFrom(part, example, place?.window)
    if (reason !== undefined || place === undefined)
      leftOut.push({
        folder: part.folder,
        reason: reason ?? '',
        ...(isApart(part.manifest, period) ? {isOfOtherTime: true} : {}),
      })
    else place.parts.push(part)
  }
  for (const {parts} of places) parts.sort(bestFirst)
  return {period, places, leftOut: leftOut.sort((a, b) => (a.folder < b.folder ? -1 : 1))}
}

/** The ledger of an earlier export; each window says when it was read, which for a later one is no longer one moment. */
export function entriesOf({windows, run}: Manifest): LedgerEntry[] {
  return windows.map(({start, end, status, attempts, evidence, compared, reason, ...window}) => {
    const began = window.began ?? (status === 'gap' ? undefined : run.started)
    return {
      start: millisecondsOf(start),
      end: millisecondsOf(end),
      ...{status, attempts, evidence},
      ...(began === undefined ? {} : {began: millisecondsOf(began)}),
      ...(compared ? {compared} : {}),
      ...(reason ? {reason} : {}),
    }
  })
}

async function subfolders(disk: Disk, path: string): Promise<{name: string; isLink: boolean}[]> {
  const entries = await disk.list(path).catch((): DiskEntry[] => [])
  return entries
    .filter(entry => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map(entry => ({name: entry.name, isLink: entry.isSymbolicLink()}))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Whether a part's file is the CSV that holds whole records; of an encrypted part it is in gzip. */
export function isPartCsv({name}: {name: string}): boolean {
  return ['.csv', '.csv.gz'].includes(dataFileEnding(name))
}

/** What the artifact `…-state` of an interrupted part holds: it is for the part's next run, and says nothing of the whole. */
async function isState(disk: Disk, place: string): Promise<boolean> {
  const entries = await disk.list(place).catch((): DiskEntry[] => [])
  return entries.length > 0 && entries.every(entry => entry.isDirectory() && /^\.interrupted-\d+$/.test(entry.name))
}

interface PartPlace {
  /** The folder that holds all parts. */
  path: string
  folder: string
  keys: PartKeys
  /** Whether the whole is encrypted. */
  encrypts: boolean
}

async function partIn(
  runs: EarlierRuns,
  {path, folder, keys, encrypts}: PartPlace,
  notes: Notes,
): Promise<ShardFolder | SkippedFolder> {
  const {disk} = runs.world
  const place = join(path, folder)
  const {faults, manifest} = await verifyFolder(disk, place)
  if (manifest === undefined) return {folder, reason: `it is no export: ${faults[0] ?? ''}`}
  const {shard, encryption} = manifest
  if (shard === undefined) return {folder, reason: `it is an export of ${manifest.period.text}, not a part of one`}
  const skipped = (why: string, more?: Partial<SkippedFolder>) => ({
    ...{folder, reason: `it is part ${shardFolderName(shard)}, and ${why}`},
    ...more,
  })
  if (faults.length > 0) return skipped(`not as it was written: ${faults[0]}`)
  if (!manifest.files.some(isPartCsv))
    return skipped('holds no CSV with the cmdlet’s columns, from which parts are joined')
  const why = await runs.whyNotPart(place, await filesIn(runs, place), manifest.run, notes)
  if (why !== undefined) return skipped(`not proven to be of a trusted run: ${why}`)
  const sha256 = sha256Of(await disk.readFile(join(place, 'manifest.json')))
  const part = {folder, path: place, manifest: {...manifest, shard}, sha256, filters: manifest.filters}
  if (encryption === undefined) return encrypts ? skipped('not encrypted, although encrypt-to is given') : part
  if (!encrypts) return skipped('encrypted, and encrypt-to is not given', {isEncrypted: true})
  if (!encryption.stateKey) return skipped('not encrypted to a key made of state-key')
  const identities = await keys.of({tenant: manifest.tenant, period: shard.period}, shard)
  const inside = await verifyFolder(disk, place, {identities})
  if (inside.faults.length > 0) return skipped(`not as it was written: ${inside.faults[0]}`)
  const decrypt = await decryptWith(identities)
  const filters = await filtersIn(disk, part, decrypt)
  return filters ? {...part, filters, decrypt} : skipped('its filters are not those of its manifest')
}

/** Of an encrypted part, whose manifest does not show the filters that name people; undefined where they are others. */
async function filtersIn(
  disk: Disk,
  {path, manifest}: Pick<ShardFolder, 'path' | 'manifest'>,
  decrypt: Transcode,
): Promise<RecordedFilters | undefined> {
  if (manifest.filters.withheld === undefined) return manifest.filters
  const bytes: Uint8Array[] = []
  for await (const chunk of await openRecordFile(disk, join(path, `filters.json${ageSuffix}`), decrypt))
    bytes.push(chunk)
  const {data} = Manifest.shape.filters.safeParse(parsedJson(String(Buffer.concat(bytes))))
  if (data === undefined) return undefined
  const {workloads = [], freeText, withheld: _none, ...lists} = data
  const isSame = await areFilters(manifest.filters, {
    ...lists,
    workloads,
    ...(freeText === undefined ? {} : {freeText}),
  })
  return isSame ? data : undefined
}

/** The private keys of parts: made slowly for an export, then fast for each part of it. */
class PartKeys {
  private readonly stateKeys: readonly string[]
  private readonly exports = new Map<string, ReturnType<typeof partIdentities>[]>()

  constructor(stateKeys: readonly string[]) {
    this.stateKeys = stateKeys
  }

  /** By each of the state-keys. */
  async of(whole: WholeExport, shard: Shard): Promise<string[]> {
    const {tenant, period} = whole
    const name = JSON.stringify([tenant, period.start, period.end])
    const made = this.exports.get(name) ?? this.stateKeys.map(key => partIdentities(key, whole))
    this.exports.set(name, made)
    return (await Promise.all(made)).map(identityOf => identityOf(shard))
  }
}

/** @param expected the tenant that the inputs name: a domain can't be compared. */
function whyForeign({manifest: {tenant, shard}}: ShardFolder, expected: string | undefined): string | undefined {
  if (expected === undefined || !/^[0-9a-f-]{36}$/i.test(expected) || expected.toLowerCase() === tenant)
    return undefined
  return `it is part ${shardFolderName(shard)} of tenant ${tenant}, not of ${expected}, which tenant-id names`
}

export function shardFolderName({part, of}: Shard): string {
  return `${part}/${of}`
}

function named(request: PeriodRequest, timezone: string): TimeWindow | undefined {
  if (!['month', 'week', 'day', 'range'].includes(request.kind)) return undefined
  const chosen = choosePeriod(request, timezone, 0)
  return 'ok' in chosen ? chosen.ok : undefined
}

function isOf({shard}: PartManifest, {start, end}: TimeWindow): boolean {
  return shard.period.start === instantOf(start) && shard.period.end === instantOf(end)
}

/** What has to be the same in all parts, by the words in which a difference is told. */
function question({
  filters,
  manifest: {shard, ...manifest},
}: Pick<ShardFolder, 'manifest' | 'filters'>): Record<string, string> {
  const {tenant, client, cloud, source, pseudonyms, period} = manifest
  const settle = millisecondsOf(period.settled) - millisecondsOf(period.end)
  return {
    period: `${shard.period.text} in ${period.timezone}`,
    'number of parts': String(shard.of),
    ...{tenant, client, cloud, source},
    filters: JSON.stringify(filters),
    pseudonyms: pseudonyms ? `of the key ${pseudonyms.key}` : 'none',
    settle: `${settle / 3_600_000} h`,
  }
}

/** The same without filters that the manifest does not show. */
function shownQuestion({manifest}: ShardFolder): Record<string, string> {
  const {withheld, ...filters} = manifest.filters
  const shown = question({manifest, filters})
  return withheld ? {...shown, filters: `${shown.filters} with ${withheld.terms} not shown`} : shown
}

function lastBegun(parts: readonly ShardFolder[]): ShardFolder | undefined {
  const [last] = [...parts].sort((a, b) => (a.manifest.run.started < b.manifest.run.started ? 1 : -1))
  return last
}

function samePeriod(one: PartManifest, other: PartManifest): boolean {
  return one.shard.period.text === other.shard.period.text && one.period.timezone === other.period.timezone
}

function isApart({shard}: PartManifest, {start, end}: TimeWindow): boolean {
  return millisecondsOf(shard.period.end) <= start || end <= millisecondsOf(shard.period.start)
}

function mostAlike(parts: readonly ShardFolder[]): ShardFolder | undefined {
  const groups = new Map<string, ShardFolder[]>()
  for (const part of parts) {
    const key = JSON.stringify(question(part))
    groups.set(key, [...(groups.get(key) ?? []), part])
  }
  const newest = (group: readonly ShardFolder[]) =>
    Math.max(...group.map(part => millisecondsOf(part.manifest.run.started)))
  const [first] = [...groups.values()].sort((a, b) => b.length - a.length || newest(b) - newest(a))
  return first?.[0]
}

function differenceFrom(part: ShardFolder, example: ShardFolder, window: TimeWindow | undefined): string | undefined {
  const {manifest} = part
  const [ours, theirs] = [question(example), question(part)]
  const differing = Object.keys(ours).find(name => ours[name] !== theirs[name])
  const name = shardFolderName(manifest.shard)
  if (differing !== undefined) {
    const [shown, others] = [shownQuestion(part), shownQuestion(example)]
    return `it is part ${name} of another export: its ${differing} is ${shown[differing]}, that of the others ${others[differing]}`
  }
  const {start, end} = manifest.period
  if (window && start === instantOf(window.start) && end === instantOf(window.end)) return undefined
  return `it is part ${name}, cut otherwise: ${start} to ${end}`
}

/** Of two with the same part, the one that proves more; then the newer one. */
function bestFirst(a: ShardFolder, b: ShardFolder): number {
  const gaps = ({manifest}: ShardFolder) => manifest.windows.filter(window => window.status === 'gap').length
  return gaps(a) - gaps(b) || (a.manifest.run.started < b.manifest.run.started ? 1 : -1)
}

function periodOf({period}: PartManifest['shard'], timezone: string): Period | undefined {
  const named = parsePeriod(period.label)
  // The label of a range is made for file names, and can’t be asked for.
  const request: PeriodRequest = 'ok' in named ? named.ok : {kind: 'range', from: period.start, to: period.end}
  const chosen = choosePeriod(request, timezone, 0)
  if (!('ok' in chosen)) return undefined
  const {ok} = chosen
  return instantOf(ok.start) === period.start && instantOf(ok.end) === period.end ? ok : undefined
}

function noParts(path: string, found: readonly ShardFolder[], leftOut: readonly SkippedFolder[]): Failure {
  const others = found.map(({folder, manifest}) => ({folder, reason: `it is of ${manifest.shard.period.text}`}))
  const all = [...others, ...leftOut].slice(0, 5).map(({folder, reason}) => `${folder}: ${reason}`)
  if (leftOut.some(one => one.isEncrypted)) {
    return new Failure({
      code: 'MERGE_PARTS_ENCRYPTED',
      message: `The parts in ${path} are encrypted, and encrypt-to is not given: the whole would lie open.`,
      remedy: 'Give the merge the encrypt-to and the state-key that the parts were exported with.',
    })
  }
  return new Failure({
    code: 'MERGE_NO_PARTS',
    message: `There is no part of this export in the sub-folders of ${path}${all.length > 0 ? ` (${all.join('; ')})` : ''}.`,
    remedy:
      'Download the artifacts of the shards, each into a sub-folder of parts-directory: actions/download-artifact with path and a pattern does so.',
  })
}
