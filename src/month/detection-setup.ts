/** The watch over a month: what it is compared with, what the team has accepted, and the key of its digests. */
import {createHash, createHmac, createSecretKey} from 'node:crypto'
import {join, resolve} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {type Document, isMap, isNode, isSeq, LineCounter, parseDocument} from 'yaml'
import {ZodError} from 'zod'
import type {Period} from '../audit/period.ts'
import {parseAccepted} from '../detect/accepted.ts'
import {Baseline} from '../detect/baseline.ts'
import {type Detection, type DetectionSettings, startDetection} from '../detect/detection.ts'
import type {AcceptedEntry} from '../detect/findings.ts'
import {parseWatched, type WatchedEntry} from '../detect/watched-addresses.ts'
import type {Host} from '../host/host.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import type {Manifest} from '../report/manifest.ts'
import {recordedDetection} from '../verify/recorded-detection.ts'
import {causes, Failure} from '../wire/failure.ts'
import type {World} from '../wire/world.ts'
import type {PeriodContext} from './context.ts'
import {lastMonthArtifact} from './previous-artifacts.ts'
import type {RecordNames} from './unmatched-filters.ts'

/** @throws Failure for files that were named and can't be used, before anything is read from the tenant. */
export async function setUpDetection(
  settings: Pick<
    MonthSettings,
    'accepted' | 'minimumSeverity' | 'stateKey' | 'baseline' | 'githubToken' | 'artifactName'
  >,
  context: PeriodContext,
  month: {period: Period; tenantId: string},
): Promise<DetectionSetup> {
  const lists = await teamLists(settings, context)
  const baseline = await baselineOf(settings, context, month)
  const {minimumSeverity, stateKey} = settings
  const given = {...lists, minimumSeverity, ...detectionKey(stateKey), ...(baseline ? {baseline} : {})}
  const detection = startDetection({period: month.period, ...given})
  return {detection, detected: recordedDetection(given), namesBefore: baseline ? namesOf(baseline) : {}}
}

export interface DetectionSetup {
  detection: Detection
  /** What it was given, as the manifest records it. */
  detected: NonNullable<Manifest['detection']>
  /** Names that records of the last month had; its operations as they are folded. */
  namesBefore: Partial<RecordNames>
}

function namesOf({terms, recordTypes, workloads}: Baseline): RecordNames {
  const operations = Object.values(terms.operation ?? {}).flatMap(owned => Object.keys(owned))
  return {operations, recordTypes: Object.keys(recordTypes), workloads: Object.keys(workloads)}
}

/** What keys the digests of people, by the input state-key. */
export function detectionKey(stateKey: string | undefined): Pick<DetectionSettings, 'hash' | 'keyed'> {
  return {hash: digestWith(stateKey), keyed: stateKey !== undefined}
}

/** The baseline as it is written: the same bytes for the same month, on every machine. */
export function baselineBytes(baseline: Baseline): Uint8Array {
  const bytes = gzipSync(JSON.stringify(baseline), {level: 9})
  // The operating system's number in a gzip header (RFC 1952); 255 is “unknown”.
  bytes[9] = 255
  return bytes
}

function digestWith(key: string | undefined): (kind: string, text: string) => string {
  if (key === undefined) return (kind, text) => createHash('sha256').update(`${kind}\n${text}`).digest('hex')
  const secret = createSecretKey(Buffer.from(key))
  return (kind, text) => createHmac('sha256', secret).update(`${kind}\n${text}`).digest('hex')
}

/** Where files are that inputs name. */
interface DiskContext {
  host: Pick<Host, 'facts'>
  world: Pick<World, 'disk'>
}

/** What the team has written down: findings that it accepts, addresses that it wants to hear of. */
export interface TeamLists {
  accepted: AcceptedEntry[]
  watched: WatchedEntry[]
  /** SHA-256 of the file, bare hex. */
  sha256: string
}

/** Undefined where there is no file, and none was named. @throws Failure for one that can't be used. */
export async function teamLists(
  {accepted}: Pick<MonthSettings, 'accepted'>,
  {host, world}: DiskContext,
): Promise<TeamLists | undefined> {
  let text: string
  try {
    text = String(await world.disk.readFile(resolve(host.facts.workspace, accepted.path)))
  } catch (error) {
    if (!accepted.named) return undefined
    throw unusable('ACCEPTED_UNREADABLE', accepted.path, causes(error), error)
  }
  const lines = new LineCounter()
  const document = parseDocument(text, {lineCounter: lines})
  const [error] = document.errors
  if (error) throw unusable('ACCEPTED_MALFORMED', accepted.path, error.message.split(':\n', 1)[0] ?? '', error)
  const data: unknown = document.toJS()
  const findings = parseAccepted(data, index => `entry ${index + 1}${at(document, lines, index)}`)
  const addresses = parseWatched(data)
  const mistakes = [...findings.mistakes, ...addresses.mistakes]
  if (mistakes.length > 0) throw unusable('ACCEPTED_MALFORMED', accepted.path, mistakes.join('; '))
  const sha256 = createHash('sha256').update(text).digest('hex')
  return {accepted: findings.entries, watched: addresses.entries, sha256}
}

/** Where an entry begins, as ` (line 7)`; '' where that is not to be found. */
function at({contents}: Document.Parsed, lines: LineCounter, index: number): string {
  const list = isMap(contents) ? contents.get('accepted') : contents
  const item = isSeq(list) ? list.items[index] : undefined
  const start = isNode(item) ? item.range?.[0] : undefined
  return start === undefined ? '' : ` (line ${lines.linePos(start).line})`
}

async function baselineOf(
  settings: Pick<MonthSettings, 'baseline' | 'githubToken' | 'artifactName'>,
  context: PeriodContext,
  month: {period: Period; tenantId: string},
): Promise<Baseline | undefined> {
  const {baseline} = settings
  if (baseline.from === 'none') return undefined
  if (baseline.from === 'auto') return await lastBaseline(settings, context, month)
  return await namedBaseline(baseline.path, context)
}

/** @throws Failure for a file that can't be used. */
export async function namedBaseline(path: string, {host, world}: DiskContext): Promise<Baseline> {
  try {
    return readBaseline(await world.disk.readFile(resolve(host.facts.workspace, path)))
  } catch (error) {
    throw unusable('BASELINE_UNREADABLE', path, whatIsWrong(error), error)
  }
}

/** Of all that does not fit, the first: the file is one line, and its place there is a path of names. */
function whatIsWrong(error: unknown): string {
  if (!(error instanceof ZodError)) return causes(error)
  const [issue] = error.issues
  return `it is no baseline: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`
}

/** The baseline that an earlier month's export left as an artifact. None is no mistake: the watch says that it learns. */
async function lastBaseline(
  settings: Pick<MonthSettings, 'githubToken' | 'artifactName'>,
  context: PeriodContext,
  month: {period: Period; tenantId: string},
): Promise<Baseline | undefined> {
  const {download, facts} = context.host
  if (download === undefined || facts.repository === undefined || settings.githubToken === undefined) return undefined
  const {value, because} = await lastMonthArtifact(settings, context, month, async folder =>
    readBaseline(await context.world.disk.readFile(join(folder, 'baseline.json.gz'))),
  )
  if (value) return value
  context.log.note(`No earlier month's baseline was found (${because}).`)
  return undefined
}

function readBaseline(bytes: Buffer): Baseline {
  return Baseline.parse(JSON.parse(gunzipSync(bytes, {maxOutputLength: 256 << 20}).toString('utf8')))
}

function unusable(code: string, path: string, why: string, cause?: unknown): Failure {
  return new Failure({
    code,
    message: `The file ${path} can't be used: ${why}.`,
    remedy: 'Nothing was read from the tenant. Mend the file, or leave the input out.',
    ...(cause === undefined ? {} : {cause}),
  })
}
