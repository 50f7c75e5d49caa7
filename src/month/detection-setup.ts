/** Detection over a month: what it is compared with, what the team has accepted, and the key of its digests. */

import {createHmac, createSecretKey} from 'node:crypto'
import {dirname, join, resolve} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {type Document, isMap, isNode, isSeq, LineCounter, parseDocument} from 'yaml'
import {ZodError} from 'zod'
import {parsedJson} from '../audit/json.ts'
import type {Period} from '../audit/period.ts'
import {parseAccepted} from '../detect/accepted.ts'
import {Baseline} from '../detect/baseline.ts'
import {type Detection, type DetectionSettings, type OwnRules, startDetection} from '../detect/detection.ts'
import type {AcceptedEntry} from '../detect/findings.ts'
import {parseWatched, type WatchedEntry} from '../detect/watched-addresses.ts'
import {historyFile} from '../evidence/evidence-folder.ts'
import type {MonthSettings} from '../inputs/settings.ts'
import {MonthHistory, type PatternKey} from '../report/history.ts'
import type {Manifest} from '../report/manifest.ts'
import type {RestoredBaseline} from '../restore/restore.ts'
import {recordedDetection} from '../verify/recorded-detection.ts'
import {causes, Failure} from '../wire/failure.ts'
import {sha256Of} from '../wire/sha256.ts'
import type {DiskContext} from './context.ts'
import type {RecordNames} from './unmatched-filters.ts'

/** What the inputs name for detection. */
export interface NamedFiles {
  lists: TeamLists | undefined
  ownRules: OwnRules | undefined
  baseline: NamedMonth | undefined
}

/** The last month, from a folder that an input names. */
export interface NamedMonth {
  baseline: Baseline
  /** Absent in the folder of an older version. */
  history: MonthHistory | undefined
}

/** @param restored the last month's baseline, where the inputs name none. */
export function setUpDetection(
  settings: Pick<MonthSettings, 'minimumSeverity' | 'stateKey' | 'previousStateKey'>,
  period: Period,
  named: NamedFiles,
  restored: RestoredBaseline | undefined,
  clock?: () => number,
): DetectionSetup {
  const {minimumSeverity, stateKey, previousStateKey} = settings
  const baseline = named.baseline?.baseline ?? restored?.baseline
  const isOfPreviousKey = named.baseline === undefined && restored?.previousKey === true
  const given = {
    ...named.lists,
    ownRules: named.ownRules,
    minimumSeverity,
    ...detectionKey(stateKey),
    ...(baseline ? {baseline} : {}),
    ...(isOfPreviousKey ? {baselineHash: digestWith(previousStateKey)} : {}),
  }
  const detection = startDetection({period, ...given, ...(clock ? {clock} : {})})
  const patternKey = {
    ...{hash: given.hash, keyed: stateKey !== undefined},
    ...(previousStateKey === undefined ? {} : {former: digestWith(previousStateKey)}),
  }
  const namesBefore = baseline ? namesOf(baseline) : {}
  return {detection, detected: recordedDetection(given), namesBefore, patternKey, namedHistory: named.baseline?.history}
}

export interface DetectionSetup {
  detection: Detection
  /** What it was given, as the manifest records it. */
  detected: NonNullable<Manifest['detection']>
  /** By what findings of other months are known again. */
  patternKey: PatternKey
  /** In place of what earlier runs left. */
  namedHistory: MonthHistory | undefined
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
  if (key === undefined) return (kind, text) => sha256Of(`${kind}\n${text}`)
  const secret = createSecretKey(Buffer.from(key))
  return (kind, text) => createHmac('sha256', secret).update(`${kind}\n${text}`).digest('hex')
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
  const sha256 = sha256Of(text)
  return {accepted: findings.entries, watched: addresses.entries, sha256}
}

/** Where an entry begins, as ` (line 7)`; '' where that is not to be found. */
function at({contents}: Document.Parsed, lines: LineCounter, index: number): string {
  const list = isMap(contents) ? contents.get('accepted') : contents
  const item = isSeq(list) ? list.items[index] : undefined
  const start = isNode(item) ? item.range?.[0] : undefined
  return start === undefined ? '' : ` (line ${lines.linePos(start).line})`
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

/** With the history in the baseline's folder, if there is one. @throws Failure for files that can't be used. */
export async function namedMonth(path: string, context: DiskContext): Promise<NamedMonth> {
  return {baseline: await namedBaseline(path, context), history: await historyBeside(path, context)}
}

async function historyBeside(path: string, {host, world}: DiskContext): Promise<MonthHistory | undefined> {
  const file = join(dirname(path), historyFile)
  let bytes: Buffer
  try {
    bytes = await world.disk.readFile(resolve(host.facts.workspace, file))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw unusable('BASELINE_UNREADABLE', file, causes(error), error)
  }
  const {data} = MonthHistory.safeParse(parsedJson(String(bytes)))
  if (data === undefined) throw unusable('BASELINE_UNREADABLE', file, 'it is no history of months')
  return data
}

function readBaseline(bytes: Buffer): Baseline {
  return Baseline.parse(JSON.parse(gunzipSync(bytes, {maxOutputLength: 256 << 20}).toString('utf8')))
}

function unusable(code: string, path: string, why: string, cause?: unknown): Failure {
  return new Failure({
    code,
    message: `The file ${path} can't be used: ${why}.`,
    remedy: 'Nothing was read from the tenant. Correct the file, or leave the input out.',
    ...(cause === undefined ? {} : {cause}),
  })
}
