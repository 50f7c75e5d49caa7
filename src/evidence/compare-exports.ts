/** Compares an earlier export's records with those of this one: both are in the same order, so that one of each is held. */
import {type AuditingApp, isOwnSearch} from '../audit/own.ts'
import {type AuditRecord, compareRecords, millisecondsOf} from '../audit/record.ts'
import {digestOf, type SpooledRow} from '../files/spooled-row.ts'
import type {Compared, Difference, DifferenceFold} from '../report/difference.ts'

type Keyed = Compared & {CreationDate: string}

export class ExportComparer {
  private readonly earlier: AsyncIterator<AuditRecord>
  private readonly fold: DifferenceFold
  private readonly application: AuditingApp
  private next: Keyed | undefined
  private held = false

  /** @param earlier its records, in the order of the exported files. @param application by which both were exported. */
  constructor(earlier: AsyncIterable<AuditRecord>, fold: DifferenceFold, application: AuditingApp) {
    this.application = application
    this.earlier = earlier[Symbol.asyncIterator]()
    this.fold = fold
  }

  /** @param rows in order, and after those seen before; rows of one time come together. @throws what reading throws. */
  async see(rows: readonly SpooledRow[]): Promise<void> {
    for (let at = 0; at < rows.length; ) {
      const first = rows[at]
      if (first === undefined) return
      const group: Keyed[] = []
      for (let row = rows[at]; row && samePlace(row.record, first.record); row = rows[++at]) group.push(this.keyed(row))
      await this.pass(group)
    }
  }

  async end(): Promise<Difference> {
    for (let group = await this.group(); group.length > 0; group = await this.group()) this.fold.see([], group)
    return this.fold.result()
  }

  private async pass(group: readonly Keyed[]): Promise<void> {
    const [first] = group
    for (;;) {
      const before = await this.peek()
      const order = before && first ? compareRecords({...before, digest: ''}, {...first, digest: ''}) : 1
      if (order > 0) return this.fold.see(group, [])
      const their = await this.group()
      if (order === 0) return this.fold.see(group, their)
      this.fold.see([], their)
    }
  }

  private keyed({record, time, digest}: SpooledRow): Keyed {
    const {RecordType, CreationDate, Identity} = record
    return {RecordType, CreationDate, Identity, time, digest, isOwn: isOwnSearch(record, this.application)}
  }

  /** The next records that stand at one place. */
  private async group(): Promise<Keyed[]> {
    const group: Keyed[] = []
    for (let next = await this.peek(); next && samePlace(next, group[0] ?? next); next = await this.peek()) {
      group.push(next)
      this.held = false
    }
    return group
  }

  private async peek(): Promise<Keyed | undefined> {
    if (this.held) return this.next
    const step = await this.earlier.next()
    this.held = true
    this.next = step.done ? undefined : keyed(step.value)
    return this.next
  }
}

function samePlace(a: {CreationDate: string; Identity: string}, b: {CreationDate: string; Identity: string}): boolean {
  return a.CreationDate === b.CreationDate && a.Identity === b.Identity
}

function keyed({RecordType, CreationDate, Identity, AuditData}: AuditRecord): Keyed {
  return {RecordType, CreationDate, Identity, time: millisecondsOf(CreationDate), digest: digestOf(AuditData)}
}
