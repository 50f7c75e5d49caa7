/** Whether the data files hold the records that the windows claim, in order, each once, and all the same ones. */

import {createHash, type Hash} from 'node:crypto'
import {type Json, parsedJson} from '../audit/json.ts'
import {pluralise} from '../audit/numbers.ts'
import {type AuditRecord, compareRecords, instant, isDisplaced, millisecondsOf} from '../audit/record.ts'
import {recordLine} from '../files/window-checksums.ts'
import {jsonlLine} from '../report/jsonl.ts'
import type {Manifest} from '../report/manifest.ts'
import {asFailure} from '../wire/failure.ts'
import type {Faults} from './faults.ts'
import type {RecordLine} from './record-lines.ts'

export interface RowsFound {
  records: number
  /** No file holds `AuditData`. */
  withoutText?: boolean
  /** Every file could be read to its end. */
  whole: boolean
}

/** Reads the data files side by side. @param seen is handed each record, as all the files have it. */
export async function checkRows(
  files: readonly AsyncIterator<RecordLine>[],
  manifest: Manifest,
  faults: Faults,
  seen: (number: number, lines: readonly RecordLine[]) => void,
): Promise<RowsFound> {
  const [main, ...others] = files
  if (!main) {
    faults.add('The folder holds no file of records.')
    return {records: 0, whole: false}
  }
  try {
    const checks = new RecordChecks(manifest, faults)
    let whole = true
    for (;;) {
      const next = await main.next()
      const nexts = await Promise.all(others.map(other => other.next()))
      if (nexts.some(other => other.done !== next.done)) {
        faults.add('The data files do not hold the same number of records.')
        whole = false
        break
      }
      if (next.done) break
      checks.see(next.value)
      if (checks.records > manifest.records) {
        faults.add(
          `The data files hold more than ${pluralise(manifest.records, 'record')}, the number in the manifest.`,
        )
        whole = false
        break
      }
      const lines = [next.value]
      for (const other of nexts) {
        if (other.done) continue
        checks.compare(next.value, other.value)
        lines.push(other.value)
      }
      seen(checks.records, lines)
    }
    checks.end()
    return {records: checks.records, whole, ...(checks.withoutText ? {withoutText: true} : {})}
  } catch (error) {
    faults.add(`The data files can't be read: ${asFailure(error).message}`)
    return {records: 0, whole: false}
  } finally {
    for (const file of files) await file.return?.()
  }
}

class RecordChecks {
  records = 0
  withoutText = false
  /** Records whose `AuditData` can't be read, and the numbers of those that stand at another time than theirs names. */
  private unreadable = 0
  private readonly displaced: number[] = []
  private readonly manifest: Manifest
  private readonly faults: Faults
  private readonly windows: {start: number; end: number; records: number; hash: Hash}[]
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

  see(line: RecordLine): void {
    this.records++
    const {record: own, auditData = ''} = line
    const data = parseObject(auditData)
    const {CreationDate, Identity} = own ?? placeOf(line.key, data)
    if (line.auditData === undefined) this.withoutText = true
    if (own && data) this.compareWithin(own, data)
    else if (own) this.unreadable++
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
    this.place({CreationDate, Identity, AuditData: auditData}, own && digest)
  }

  /** The same record in another file. */
  compare(line: RecordLine, other: RecordLine): void {
    const {auditData, record, key} = line
    const texts = auditData !== undefined && other.auditData !== undefined
    const differ = texts && jsonlLine(auditData) !== jsonlLine(other.auditData ?? '')
    const named = record ?? key
    if (differ || (named && other.key && !samePlace(named, other.key)))
      this.faults.add(`Record ${this.records}: the data files differ.`)
  }

  end(): void {
    const claimed = [...this.manifest.windows].sort((a, b) => millisecondsOf(a.start) - millisecondsOf(b.start))
    for (const [index, window] of this.unplaced > 0 ? [] : this.windows.entries()) {
      const claim = claimed[index]
      if (!claim) continue
      const where = `Window ${claim.start} to ${claim.end}`
      if (claim.records !== window.records)
        this.faults.add(`${where} should hold ${pluralise(claim.records, 'record')} and holds ${window.records}.`)
      else if (!this.withoutText && claim.sha256 !== window.hash.digest('hex'))
        this.faults.add(`${where} holds other records than when it was written.`)
    }
    const {malformed = 0} = this.manifest
    for (const number of malformed < this.unreadable + this.displaced.length ? this.displaced : [])
      this.faults.add(`Record ${number}: CreationDate is not the CreationTime of its AuditData.`)
    if (this.records !== this.manifest.records) {
      this.faults.add(
        `The manifest says ${pluralise(this.manifest.records, 'record')}, the data files hold ${this.records}.`,
      )
    }
  }

  private compareWithin(own: AuditRecord, data: Record<string, unknown>): void {
    if (typeof data.Id === 'string' && data.Id !== '' && data.Id !== own.Identity)
      this.faults.add(`Record ${this.records}: Identity is not the Id of its AuditData.`)
    if (isDisplaced(own, data)) this.displaced.push(this.records)
  }

  private place(record: {CreationDate: string; Identity: string; AuditData: string}, digest?: string): void {
    const time = millisecondsOf(record.CreationDate)
    while (this.window < this.windows.length - 1 && time >= (this.windows[this.window]?.end ?? 0)) this.window++
    const window = this.windows[this.window]
    if (!window || !(time >= window.start && time < window.end)) {
      this.faults.add(`Record ${this.records} lies outside the period or out of order.`)
      return
    }
    window.records++
    window.hash.update(recordLine(record, digest))
  }
}

/** What the file says besides the text, and what only the text says: all digits of the time. */
function placeOf(key: RecordLine['key'], data: Record<string, unknown> | undefined): NonNullable<RecordLine['key']> {
  const own = {CreationDate: instant(String(data?.CreationTime ?? '')) ?? '', Identity: String(data?.Id ?? '')}
  if (key === undefined) return own
  return samePlace({...own, Identity: key.Identity}, key) ? {...key, CreationDate: own.CreationDate} : key
}

/** Parquet keeps a time to the microsecond. */
function samePlace(a: NonNullable<RecordLine['key']>, b: NonNullable<RecordLine['key']>): boolean {
  return a.Identity === b.Identity && millisecondsOf(a.CreationDate) === millisecondsOf(b.CreationDate)
}

function parseObject(text: string): Json | undefined {
  const value = parsedJson(text)
  return typeof value === 'object' && value !== null ? {...value} : undefined
}
