/** What a month's folder holds, against what the tenant truly has; and what holds for every folder. */
import {machineDisk} from '../../src/host/disk.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import type {Folder, FolderRow, MonthResult} from './month.ts'

export interface Difference {
  /** Of the tenant's records, those that are not in the folder. */
  missing: {auditData: string; time: number}[]
  /** Missing, and outside every gap. */
  outsideGaps: {auditData: string; time: number}[]
  /** In the folder, or more often there, and not the tenant's. */
  unexpected: FolderRow[]
  /** Shown by some answer, the tenant's and of the period, and yet not in the folder. */
  ignored: {auditData: string; time: number}[]
  /** The same, without those that a question showed only at its edges, where they belong to its neighbour. */
  dropped: {auditData: string; time: number}[]
}

/** `wanted` leaves out what the filters exclude. */
export function compare(
  result: Pick<MonthResult, 'folder' | 'simulator' | 'shown' | 'log'>,
  wanted: (auditData: string) => boolean = () => true,
): Difference & {folder: Folder} {
  const {folder, simulator, shown} = result
  if (!folder) throw new TypeError(`no folder was written: ${result.log.join('\n')}`)
  const {start, end} = folder.manifest.period
  const truth = [...simulator.truth(Date.parse(start), Date.parse(end))]
    .filter(record => wanted(record.auditData))
    .map(({auditData, time}) => ({auditData, time: Date.parse(time)}))

  const left = new Map<string, FolderRow[]>()
  for (const row of folder.rows) left.set(row.AuditData, [...(left.get(row.AuditData) ?? []), row])
  const missing = truth.filter(({auditData}) => {
    const rows = left.get(auditData)
    return rows?.pop() === undefined
  })
  const inGap = (time: number) => folder.gaps.some(gap => gap.start <= time && time < gap.end)
  return {
    folder,
    missing,
    outsideGaps: missing.filter(({time}) => !inGap(time)),
    unexpected: [...left.values()].flat(),
    ignored: missing.filter(({auditData}) => shown.has(auditData)),
    dropped: missing.filter(({auditData}) => shown.get(auditData)?.asked),
  }
}

/** What holds for every folder, whatever the tenant did. In words; empty when all is well. */
export async function faultsOf(result: MonthResult): Promise<string[]> {
  const {folder, outputs, directory} = result
  if (!folder) return []
  const {manifest, rows, lines} = folder
  const faults = [...(await verifyFolder(machineDisk, directory)).faults]
  const expect = (holds: boolean, words: string) => {
    if (!holds) faults.push(words)
  }
  expect(manifest.records === rows.length, `the manifest says ${manifest.records} records, the CSV has ${rows.length}`)
  expect(lines.length === rows.length, `the CSV has ${rows.length} rows, the JSONL ${lines.length} lines`)
  expect(
    rows.every((row, at) => isSameRecord(row.AuditData, lines[at] ?? '')),
    'CSV and JSONL differ',
  )
  const keys = rows.map(row => `${row.CreationDate.slice(0, -1)}\n${row.Identity}`)
  expect(
    keys.every((key, at) => at === 0 || (keys[at - 1] ?? '') <= key),
    'the rows are out of order',
  )
  expect(
    rows.every(
      row => (recordOf(row.AuditData)?.CreationTime ?? row.CreationDate.slice(0, 19)) === row.CreationDate.slice(0, 19),
    ),
    'a CreationDate is not its CreationTime',
  )
  const status = folder.gaps.length > 0 ? 'incomplete' : manifest.status
  expect(manifest.status === status, `there are gaps, and the status is ${manifest.status}`)
  expect(outputs.status === manifest.status, `the output says ${outputs.status}, the manifest ${manifest.status}`)
  expect(outputs.records === String(rows.length), `the output says ${outputs.records} records`)
  expect(
    folder.gaps.every(gap => /^[A-Z][A-Z0-9_]+$/.test(gap.code) && gap.message !== ''),
    'a gap has no reason with a code',
  )
  return faults
}

/** The record in a text; undefined where the service handed out one that can't be read. */
export function recordOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** A line is the record itself, or an object that holds the text that is none. */
function isSameRecord(auditData: string, line: string): boolean {
  if (recordOf(auditData) !== undefined) return line === auditData
  return Object.values(recordOf(line) ?? {}).includes(auditData)
}
