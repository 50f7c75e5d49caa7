/** Records, rows and ledger entries with sensible defaults: a test names only what it is about. */
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'
import type {LedgerEntry} from '../src/audit/ledger.ts'
import {type AuditRecord, instant, instantOf} from '../src/audit/record.ts'
import type {TimeWindow} from '../src/audit/window.ts'
import {SpooledRow} from '../src/files/spooled-row.ts'
import type {Row} from '../src/sources/source.ts'
import type {Spool} from '../src/spool/spool.ts'
import {Failure} from '../src/wire/failure.ts'

export const tenantId = '11111111-2222-3333-4444-555555555555'

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** `at('2026-10-05T12:00:00')`: milliseconds, read as UTC. */
export function at(text: string): number {
  return Date.parse(/Z$|[+-]\d\d:\d\d$/.test(text) ? text : text.includes('T') ? `${text}Z` : `${text}T00:00:00Z`)
}

export function between(start: string, end: string): TimeWindow {
  return {start: at(start), end: at(end)}
}

/** A GUID made of a number. */
export function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

export function anAuditData(more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    CreationTime: '2026-10-05T12:00:00',
    Id: guid(1),
    Operation: 'FileAccessed',
    OrganizationId: tenantId,
    RecordType: 6,
    UserId: 'ann@contoso.com',
    Workload: 'SharePoint',
    ...more,
  })
}

/** The record whose `AuditData` holds `data`; its columns follow from it. */
export function aRecord(data: Record<string, unknown> = {}, more: Partial<AuditRecord> = {}): AuditRecord {
  const AuditData = anAuditData(data)
  const parsed = JSON.parse(AuditData)
  return {
    RecordType: 'SharePointFileOperation',
    CreationDate: instant(String(parsed.CreationTime)) ?? '2026-10-05T12:00:00Z',
    UserIds: String(parsed.UserId),
    Operations: String(parsed.Operation),
    AuditData,
    Identity: String(parsed.Id),
    ...more,
  }
}

export function aRow(data: Record<string, unknown> = {}, more: Partial<AuditRecord> = {}): Row {
  const record = aRecord(data, more)
  return {record, time: Date.parse(record.CreationDate), workload: 'SharePoint', recordTypeNumber: '6', part: 0}
}

/** A row at a moment, with an Id made of `number`. */
export function rowAt(moment: number, number: number, data: Record<string, unknown> = {}): Row {
  return aRow({CreationTime: instantOf(moment).slice(0, -1), Id: guid(number), ...data})
}

export function spooled(row: Row, reading = 1): SpooledRow {
  return SpooledRow.of(row, reading)
}

/** A row as the service sends it, annotations included. */
export function aServiceRow(data: Record<string, unknown> = {}, more: Record<string, unknown> = {}): unknown {
  const record = aRecord(data)
  return {
    ...record,
    'CreationDate@data.type': 'System.DateTime',
    CreationDate: record.CreationDate.replace(/Z$/, '.0000000Z'),
    IsValid: true,
    ObjectState: 'Unchanged',
    ...more,
  }
}

export function anEntry(window: TimeWindow, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    ...window,
    status: 'read',
    attempts: 1,
    evidence: {rows: 1, cap: 5000, requestIds: [], warnings: []},
    ...more,
  }
}

export function aGap(window: TimeWindow, code = 'EXCHANGE_UNAVAILABLE', message = 'Exchange is away.'): LedgerEntry {
  return anEntry(window, {status: 'gap', reason: {code, message}})
}

export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const failure = await promise.catch((error: unknown) => error)
  if (failure instanceof Failure) return failure
  throw new Error(`was expected to fail, and gave ${String(failure)}`)
}

export async function aFolder(place = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(place, 'm365-test-'))
  onTestFinished(async () => await rm(folder, {recursive: true, force: true, maxRetries: 3}))
  return folder
}

/** A small generator of numbers that look random and are the same every time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** All rows of one stretch, whether it is taken in parts or not. */
export async function taken(spool: Pick<Spool, 'take'>, at: number): Promise<SpooledRow[]> {
  const all: SpooledRow[] = []
  for await (const {rows} of spool.take(at)) all.push(...rows)
  return all
}
