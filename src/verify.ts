/**
 * Proves an evidence folder without network or credentials: nothing changed since it was written, and what the
 * manifest claims of the records is what the records say.
 */
import {createHash} from 'node:crypto'
import {join} from 'node:path'
import type {Readable} from 'node:stream'
import {estimateMissing} from './audit/estimate.ts'
import {type Json, parsedJson} from './audit/json.ts'
import {type AuditRecord, compareRecords, instant, instantOf, millisecondsOf} from './audit/record.ts'
import {tilingFaults} from './audit/window.ts'
import {readableFile} from './evidence/evidence-folder.ts'
import {ageFormat, ageSuffix, decryptWith, type Transcode} from './files/age.ts'
import {csvRecords, flatKeys, jsonlLines, openRecordFile} from './files/read-record-file.ts'
import {recordLine} from './files/window-checksums.ts'
import {diagnosisFile} from './report/diagnosis.ts'
import {jsonlLine} from './report/jsonl.ts'
import {rawTextOf} from './report/malformed.ts'
import {Manifest} from './report/manifest.ts'
import type {Proof} from './report/proof.ts'
import type {Disk} from './wire/disk.ts'
import {asFailure, causes} from './wire/failure.ts'

/** Faults of one kind shown in full; the rest is counted. */
const mostFaults = 20

/**
 * Checks everything that can be checked from the folder alone; inside encrypted files only with an identity of age that
 * opens them. Never throws for what is wrong with the folder.
 * @throws Failure when an identity is none.
 */
export async function verifyFolder(disk: Disk, folder: string, identities: readonly string[] = []): Promise<Proof> {
  const decrypt = identities.length > 0 ? await decryptWith(identities) : undefined
  const faults = new Faults()
  const place = {disk, folder}
  const manifest = await readManifest(place, faults)
  if (manifest === undefined) return {faults: faults.list(), records: 0}
  const sums = await checkSums(place, manifest, faults)
  checkFiles(manifest, sums, faults)
  checkClaims(manifest, faults)
  if (!manifest.encryption) {
    const found = await checkRecords(place, manifest, faults)
    return {faults: faults.list(), manifest, ...found}
  }
  await checkEncryption(place, manifest, faults)
  if (!decrypt) return {faults: faults.list(), manifest, records: manifest.records, sealed: true}
  const opened = await checkContents(place, manifest, decrypt, faults)
  const found = opened ? await checkRecords(place, manifest, faults, decrypt) : {records: 0}
  return {faults: faults.list(), manifest, ...found}
}

interface Place {
  disk: Disk
  folder: string
}

class Faults {
  private readonly found: string[] = []
  private count = 0

  add(words: string): void {
    this.count++
    if (this.found.length < mostFaults) this.found.push(words)
  }

  list(): string[] {
    const rest = this.count - this.found.length
    return rest > 0 ? [...this.found, `and ${rest} more faults.`] : this.found
  }
}

async function readManifest({disk, folder}: Place, faults: Faults): Promise<Manifest | undefined> {
  let text: string
  try {
    text = String(await disk.readFile(join(folder, 'manifest.json')))
  } catch (error) {
    faults.add(`There is no readable manifest.json: ${causes(error)}. An unfinished export has none.`)
    return undefined
  }
  try {
    const parsed = Manifest.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues)
      faults.add(`manifest.json: ${issue.path.join('.') || 'whole'}: ${issue.message}.`)
  } catch {
    faults.add('manifest.json is not JSON.')
  }
  return undefined
}

/** Every file of the folder, with the hash that its bytes have now; differences from SHA256SUMS are faults. */
async function checkSums(
  {disk, folder}: Place,
  {merged}: Manifest,
  faults: Faults,
): Promise<Map<string, {sha256: string; bytes: number}>> {
  const joined = new Set([...(merged?.parts ?? []), ...(merged?.leftOut ?? [])].map(part => part.folder))
  const actual = new Map<string, {sha256: string; bytes: number}>()
  for (const entry of await disk.list(folder)) {
    // The doctor may have been there; what it found is no part of the export.
    if (entry.name.startsWith('.') || ['SHA256SUMS', diagnosisFile].includes(entry.name)) continue
    if (entry.isDirectory() && joined.has(entry.name)) continue
    if (entry.isFile()) actual.set(entry.name, await hashStream(disk.readStream(join(folder, entry.name))))
    else faults.add(`${entry.name} is not a file of the export.`)
  }
  const listed = new Map<string, string>()
  const text = await disk.readFile(join(folder, 'SHA256SUMS')).then(String, () => undefined)
  if (text === undefined) faults.add('There is no SHA256SUMS.')
  for (const line of text?.split('\n') ?? []) {
    const [, sha256, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? []
    if (sha256 !== undefined && name !== undefined) listed.set(name, sha256)
    else if (line !== '') faults.add('SHA256SUMS has a line that is not a checksum.')
  }
  for (const [name, sha256] of listed) {
    const file = actual.get(name)
    if (!file) faults.add(`${name} is missing.`)
    else if (file.sha256 !== sha256) faults.add(`${name} was changed: its SHA-256 is not the one in SHA256SUMS.`)
  }
  for (const name of actual.keys())
    if (text !== undefined && !listed.has(name)) faults.add(`${name} is not listed in SHA256SUMS.`)
  return actual
}

async function hashStream(stream: AsyncIterable<Uint8Array>): Promise<{sha256: string; bytes: number}> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of stream) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return {sha256: hash.digest('hex'), bytes}
}

function checkFiles(
  manifest: Manifest,
  actual: ReadonlyMap<string, {sha256: string; bytes: number}>,
  faults: Faults,
): void {
  for (const file of manifest.files) {
    const found = actual.get(file.name)
    if (!found) faults.add(`${file.name} is in the manifest and not in the folder.`)
    else if (found.sha256 !== file.sha256) faults.add(`${file.name}: its SHA-256 is not the one in the manifest.`)
    else if (found.bytes !== file.bytes)
      faults.add(`${file.name}: the manifest says ${file.bytes} bytes, it has ${found.bytes}.`)
    if (file.records !== undefined && file.records !== manifest.records) {
      faults.add(`${file.name}: the manifest says ${file.records} records here and ${manifest.records} in all.`)
    }
  }
  const known = new Set([...manifest.files.map(file => file.name), 'manifest.json'])
  for (const name of actual.keys()) if (!known.has(name)) faults.add(`${name} is not in the manifest.`)
}

/** What the manifest claims must follow from its own windows. */
function checkClaims(manifest: Manifest, faults: Faults): void {
  const period = {start: millisecondsOf(manifest.period.start), end: millisecondsOf(manifest.period.end)}
  const windows = manifest.windows.map(window => ({
    start: millisecondsOf(window.start),
    end: millisecondsOf(window.end),
  }))
  const {missing, double} = tilingFaults(period, windows)
  for (const gap of missing) faults.add(`No window covers ${instantOf(gap.start)} to ${instantOf(gap.end)}.`)
  for (const overlap of double)
    faults.add(`Windows cover ${instantOf(overlap.start)} to ${instantOf(overlap.end)} twice or outside the period.`)

  const gaps = manifest.windows.filter(window => window.status === 'gap')
  if (gaps.length > 0 && manifest.status !== 'incomplete')
    faults.add(`The status is ${manifest.status} although ${gaps.length} windows are gaps.`)
  if (gaps.some(gap => gap.reason === undefined)) faults.add('A gap has no reason.')
  if (manifest.windows.some(window => window.status !== 'gap' && window.reason !== undefined))
    faults.add('A window that is said to be proven has a reason why it is not.')
  if (
    manifest.status === 'complete' &&
    millisecondsOf(manifest.run.started) < millisecondsOf(manifest.period.settled)
  ) {
    faults.add('The status is complete although the period had not settled when reading began.')
  }
  const settle = millisecondsOf(manifest.period.settled) - period.end
  const early = manifest.windows.filter(
    ({began, end}) => began !== undefined && millisecondsOf(began) < millisecondsOf(end) + settle,
  )
  if (manifest.status === 'complete' && early.length > 0)
    faults.add(`The status is complete although ${early.length} windows had not settled when they were read.`)
  if (manifest.status !== 'complete' && manifest.reasons.length === 0)
    faults.add(`The status is ${manifest.status} without a reason.`)
  const {estimate} = manifest
  if (estimate && JSON.stringify(estimate) !== JSON.stringify(estimateMissing(manifest.windows)))
    faults.add('The estimate of what may be missing does not follow from the windows.')
  const sum = manifest.windows.reduce((total, window) => total + window.records, 0)
  if (sum !== manifest.records) faults.add(`The windows hold ${sum} records, the manifest says ${manifest.records}.`)
}

/** Nothing of an encrypted export lies open, whatever its name says. */
async function checkEncryption({disk, folder}: Place, manifest: Manifest, faults: Faults): Promise<void> {
  for (const {name, plain} of manifest.files.filter(file => !readableFile.includes(file.name))) {
    const beginning = await firstBytes(disk, join(folder, name), ageFormat.length)
    if (!name.endsWith(ageSuffix) || (beginning !== undefined && beginning !== ageFormat))
      faults.add(`${name} is not encrypted, although the export is.`)
    if (!plain) faults.add(`${name}: the manifest does not say what it holds.`)
  }
}

/** Undefined where the file can't be read, which is a fault of its own. */
async function firstBytes(disk: Disk, path: string, count: number): Promise<string | undefined> {
  try {
    for await (const chunk of disk.readStream(path, count)) return String(chunk)
    return ''
  } catch {
    return undefined
  }
}

/** Decrypts every file: it must hold what the manifest says. @returns whether all could be opened. */
async function checkContents(
  {disk, folder}: Place,
  manifest: Manifest,
  decrypt: Transcode,
  faults: Faults,
): Promise<boolean> {
  let opened = true
  for (const {name, plain} of manifest.files.filter(file => !readableFile.includes(file.name))) {
    try {
      const found = await hashStream(await openRecordFile(disk, join(folder, name), decrypt))
      if (plain && found.sha256 !== plain.sha256) faults.add(`${name} holds something else than the manifest says.`)
    } catch (error) {
      opened = false
      faults.add(`${name} can't be decrypted: ${causes(error)}.`)
    }
  }
  return opened
}

/** One record, as far as its file tells it. */
interface Line {
  record?: AuditRecord
  auditData?: string
  /** Beside or in place of `AuditData`. */
  key?: {CreationDate: string; Identity: string}
}

type Lines = (file: () => Promise<Readable>) => AsyncIterable<Line>

/** Files of records by the ending of their names, those first that say most. */
const readers: [ending: string, lines: Lines][] = [
  ['.csv', rowsOf],
  ['.jsonl.gz', linesOf],
  ['.parquet', parquetRows],
  ['.flat.csv', flatRows],
]

/** Reads the data files side by side, checking order, period, windows, and that they hold the same records. */
async function checkRecords(
  {disk, folder}: Place,
  manifest: Manifest,
  faults: Faults,
  decrypt?: Transcode,
): Promise<{records: number; withoutText?: boolean}> {
  const files = readers.flatMap(([ending, lines]) => {
    const file = manifest.files.find(({name}) => endingOf(name) === ending)
    return file ? [lines(() => openRecordFile(disk, join(folder, file.name), decrypt))] : []
  })
  const [main, ...others] = files.map(file => file[Symbol.asyncIterator]())
  if (!main) {
    faults.add('The folder holds no file of records.')
    return {records: 0}
  }
  try {
    const checks = new RecordChecks(manifest, faults)
    for (;;) {
      const next = await main.next()
      const twins = await Promise.all(others.map(other => other.next()))
      if (twins.some(twin => twin.done !== next.done)) {
        faults.add('The data files do not hold the same number of records.')
        break
      }
      if (next.done) break
      checks.see(next.value)
      for (const twin of twins) if (!twin.done) checks.compare(next.value, twin.value)
    }
    checks.end()
    return {records: checks.records, ...(checks.withoutText ? {withoutText: true} : {})}
  } catch (error) {
    faults.add(`The data files can't be read: ${asFailure(error).message}`)
    return {records: 0}
  }
}

/** Of a data file's name, encrypted or not; '' for other files. */
function endingOf(name: string): string {
  return /^audit-.*?(\.(?:flat\.csv|csv|jsonl\.gz|parquet))(?:\.age)?$/.exec(name)?.[1] ?? ''
}

class RecordChecks {
  records = 0
  withoutText = false
  private readonly manifest: Manifest
  private readonly faults: Faults
  private readonly windows: {start: number; end: number; records: number; hash: ReturnType<typeof createHash>}[]
  private window = 0
  /** Lines of JSON that name no time or Id of their own, and so no window: their row of the CSV would. */
  private unplaced = 0
  private last: {CreationDate: string; Identity: string; digest: string} | undefined

  constructor(manifest: Manifest, faults: Faults) {
    this.manifest = manifest
    this.faults = faults
    this.windows = manifest.windows
      .map(window => ({
        start: millisecondsOf(window.start),
        end: millisecondsOf(window.end),
        records: 0,
        hash: createHash('sha256'),
      }))
      .sort((a, b) => a.start - b.start)
  }

  see(line: Line): void {
    this.records++
    const {record: own, auditData = ''} = line
    const data = parseObject(auditData)
    const {CreationDate, Identity} = own ?? placeOf(line.key, data)
    if (line.auditData === undefined) this.withoutText = true
    if (own && data) this.compareWithin(own, data)
    if (!own && !line.key && (CreationDate === '' || Identity === '')) {
      this.unplaced++
      return
    }
    // What a line of JSON was before it was one line is not known: there, the hash decides no order.
    const digest = own ? createHash('sha256').update(auditData).digest('hex') : ''
    const key = {CreationDate, Identity, digest}
    const order = this.last ? compareRecords(this.last, key) : -1
    if (order > 0) this.faults.add(`Record ${this.records} is out of order.`)
    if (order === 0 && Identity !== '' && own) this.faults.add(`Record ${this.records} is there twice.`)
    this.last = key
    this.place({CreationDate, Identity, AuditData: auditData})
  }

  /** The same record in another file. */
  compare(line: Line, twin: Line): void {
    const {auditData, record, key} = line
    const texts = auditData !== undefined && twin.auditData !== undefined
    const differ = texts && jsonlLine(auditData) !== jsonlLine(twin.auditData ?? '')
    const named = record ?? key
    if (differ || (named && twin.key && !samePlace(named, twin.key)))
      this.faults.add(`Record ${this.records}: the data files differ.`)
  }

  end(): void {
    const claimed = [...this.manifest.windows].sort((a, b) => millisecondsOf(a.start) - millisecondsOf(b.start))
    for (const [index, window] of this.unplaced > 0 ? [] : this.windows.entries()) {
      const claim = claimed[index]
      if (!claim) continue
      const where = `Window ${claim.start} to ${claim.end}`
      if (claim.records !== window.records)
        this.faults.add(`${where} should hold ${claim.records} records and holds ${window.records}.`)
      else if (!this.withoutText && claim.sha256 !== window.hash.digest('hex'))
        this.faults.add(`${where} holds other records than when it was written.`)
    }
    if (this.records !== this.manifest.records) {
      this.faults.add(`The manifest says ${this.manifest.records} records, the data files hold ${this.records}.`)
    }
  }

  private compareWithin(own: AuditRecord, data: Record<string, unknown>): void {
    if (typeof data.Id === 'string' && data.Id !== '' && data.Id !== own.Identity)
      this.faults.add(`Record ${this.records}: Identity is not the Id of its AuditData.`)
    const inner = typeof data.CreationTime === 'string' ? instant(data.CreationTime) : undefined
    if (inner !== undefined && inner !== own.CreationDate)
      this.faults.add(`Record ${this.records}: CreationDate is not the CreationTime of its AuditData.`)
  }

  private place(record: {CreationDate: string; Identity: string; AuditData: string}): void {
    const time = millisecondsOf(record.CreationDate)
    while (this.window < this.windows.length - 1 && time >= (this.windows[this.window]?.end ?? 0)) this.window++
    const window = this.windows[this.window]
    if (!window || !(time >= window.start && time < window.end)) {
      this.faults.add(`Record ${this.records} lies outside the period or out of order.`)
      return
    }
    window.records++
    window.hash.update(recordLine(record))
  }
}

/** What the file says beside the text, and what only the text says: all digits of the time. */
function placeOf(key: Line['key'], data: Record<string, unknown> | undefined): NonNullable<Line['key']> {
  const own = {CreationDate: instant(String(data?.CreationTime ?? '')) ?? '', Identity: String(data?.Id ?? '')}
  if (key === undefined) return own
  return samePlace({...own, Identity: key.Identity}, key) ? {...key, CreationDate: own.CreationDate} : key
}

/** Parquet keeps a time to the microsecond. */
function samePlace(a: NonNullable<Line['key']>, b: NonNullable<Line['key']>): boolean {
  return a.Identity === b.Identity && millisecondsOf(a.CreationDate) === millisecondsOf(b.CreationDate)
}

async function* rowsOf(file: () => Promise<Readable>): AsyncGenerator<Line> {
  for await (const record of csvRecords(file)) yield {record, auditData: record.AuditData}
}

async function* linesOf(file: () => Promise<Readable>): AsyncGenerator<Line> {
  for await (const line of jsonlLines(file)) yield lineOf(line)
}

/** A line that stands for a malformed text says when and what it is of. */
function lineOf(line: string): Line {
  const auditData = rawTextOf(line)
  return auditData === line ? {auditData} : {auditData, key: placeOf(undefined, parseObject(line))}
}

async function* parquetRows(file: () => Promise<Readable>): AsyncGenerator<Line> {
  const {parquetRecords} = await import('./files/parquet-read.ts')
  for await (const {key, AuditData: text} of parquetRecords(file)) yield {key, auditData: rawTextOf(text)}
}

async function* flatRows(file: () => Promise<Readable>): AsyncGenerator<Line> {
  for await (const key of flatKeys(file)) yield {key}
}

function parseObject(text: string): Json | undefined {
  const value = parsedJson(text)
  return typeof value === 'object' && value !== null ? {...value} : undefined
}
