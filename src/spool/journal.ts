/**
 * What a run that is interrupted leaves behind for the next one: a line for every settled window, written once its rows
 * lie beside it, compressed. A line counts only with the hash of its rows, so that at most the windows in flight are
 * lost, and half a write is none. Of those, it names the queries that the service has.
 */
import {createHash, type Hash} from 'node:crypto'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {promisify} from 'node:util'
import {gzip} from 'node:zlib'
import {z} from 'zod'
import {parsedJson} from '../audit/json.ts'
import type {LedgerEntry} from '../audit/ledger.ts'
import type {TimeWindow} from '../audit/window.ts'
import {jsonlLines} from '../files/read-record-file.ts'
import type {SpooledRow} from '../files/spooled-row.ts'
import type {PendingQuery, Row} from '../sources/source.ts'
import type {JournalFiles} from './journal-files.ts'
import type {ResumeSource} from './resume-source.ts'
import type {Spool} from './spool.ts'

const compress = promisify(gzip)
/** Speed counts more than size for what lies there for hours at most. */
const level = 1
/** Bytes of a reading's rows that are held before they are written, and rows that are read back at once. */
const blockBytes = 1 << 20
const batch = 1000

const lines = 'journal.jsonl'

/** Where a folder of an unfinished export has its journal. */
export function journalIn(unfinished: string): string {
  return join(unfinished, 'journal')
}

/** What has to be the same for one run's windows to be another's. */
export interface JournalOwner {
  /** Tenant, period and filters. */
  question: unknown
  source: string
  /** Of the key of its pseudonyms; '' without. */
  pseudonyms: string
}

/** Which readings of a journal are one source's, where several sources share it: every `of`-th number from `index` on. */
export interface JournalShare {
  index: number
  of: number
}

export type JournalKeeper = Pick<Journal, 'see' | 'asked' | 'settled' | 'forget' | 'retract'>

/** The journal as one of several sources keeps it, each of which numbers its own readings. */
export function journalShare(journal: JournalKeeper, {index, of}: JournalShare): JournalKeeper {
  const number = (reading: number) => reading * of + index
  return {
    see: (rows, reading) => journal.see(rows, number(reading)),
    asked: (query, reading) => journal.asked(query, number(reading)),
    settled: (entry, reading) => journal.settled(entry, number(reading)),
    forget: reading => journal.forget(number(reading)),
    retract: reading => journal.retract(number(reading)),
  }
}

/** One reading's rows, of which a part may lie on disk already. */
interface Draft {
  file: string
  hash: Hash
  /** What waits is its beginning; without it, nothing waits. */
  block: Buffer | undefined
  used: number
}

export class Journal {
  private readonly files: JournalFiles
  private readonly drafts = new Map<number, Draft>()
  /** Blocks to be used again. */
  private readonly free: Buffer[] = []
  /** Readings with a query. */
  private readonly asking = new Set<number>()
  /** One write after the other. */
  private writing: Promise<void>
  private failed = false

  /** @param began when the run's reading began, in milliseconds. */
  constructor(files: JournalFiles, asked: JournalOwner, began: number) {
    this.files = files
    this.writing = this.attempt(async () => {
      await files.make()
      await this.append({asked, began})
    })
  }

  /** Rows as the spool gets them. */
  async see(rows: readonly Row[], reading: number): Promise<void> {
    if (this.failed) return
    const draft = this.draft(reading)
    for (const row of rows) {
      const line = `${JSON.stringify(row)}\n`
      // No character takes more than three bytes.
      const most = 3 * line.length
      if (draft.block && draft.used + most > draft.block.length) await this.inTurn(() => this.flush(draft))
      if (this.failed) return
      draft.block ??= this.newBlock(most)
      draft.used += draft.block.write(line, draft.used)
    }
  }

  /** Resolves when the query can be taken over. */
  async asked(query: PendingQuery, reading: number): Promise<void> {
    this.asking.add(reading)
    await this.inTurn(() => this.append({query, reading}))
  }

  /** The reading will not be the one that proves its window. */
  async forget(reading: number): Promise<void> {
    const draft = this.drafts.get(reading)
    this.drafts.delete(reading)
    if (draft) this.release(draft)
    if (this.asking.delete(reading)) await this.inTurn(() => this.append({forgotten: reading}))
    if (draft) await this.inTurn(() => this.files.remove(draft.file))
  }

  /** Resolves when the window can be taken over. A disk that refuses ends the journal, not the export. */
  async settled(entry: LedgerEntry, reading: number): Promise<void> {
    const draft = this.draft(reading)
    this.drafts.delete(reading)
    await this.inTurn(async () => {
      await this.flush(draft)
      await this.append({entry, file: draft.file, sha256: draft.hash.digest('hex')})
    })
  }

  /** A window that was settled is to be read again: it can't be taken over. */
  async retract(reading: number): Promise<void> {
    await this.inTurn(() => this.append({forgotten: reading}))
  }

  private draft(reading: number): Draft {
    const known = this.drafts.get(reading)
    if (known) return known
    const made = {file: `${reading}.rows.gz`, hash: createHash('sha256'), block: undefined, used: 0}
    this.drafts.set(reading, made)
    return made
  }

  /** A gzip member of its own; several in a row are one file. */
  private async flush(draft: Draft): Promise<void> {
    const {block = Buffer.alloc(0), used} = draft
    draft.hash.update(await this.files.append(draft.file, await compress(block.subarray(0, used), {level})))
    this.release(draft)
  }

  private newBlock(most: number): Buffer {
    return (most <= blockBytes ? this.free.pop() : undefined) ?? Buffer.allocUnsafeSlow(Math.max(most, blockBytes))
  }

  private release(draft: Draft): void {
    if (draft.block?.length === blockBytes) this.free.push(draft.block)
    draft.block = undefined
    draft.used = 0
  }

  private async append(line: object): Promise<void> {
    await this.files.append(lines, Buffer.from(`${JSON.stringify(line)}\n`))
  }

  private async inTurn(step: () => Promise<void>): Promise<void> {
    this.writing = this.writing.then(() => this.attempt(step))
    await this.writing
  }

  private async attempt(step: () => Promise<void>): Promise<void> {
    if (this.failed) return
    try {
      await step()
    } catch {
      this.failed = true
      this.drafts.clear()
    }
  }
}

const Header = z.object({
  asked: z.object({question: z.unknown(), source: z.string(), pseudonyms: z.string()}),
  began: z.number(),
})
const Line = z.object({
  entry: z.object({
    start: z.number(),
    end: z.number(),
    status: z.enum(['read', 'confirmed']),
    attempts: z.number(),
    evidence: z.object({
      rows: z.number(),
      cap: z.number(),
      requestIds: z.array(z.string()),
      warnings: z.array(z.string()),
    }),
    began: z.number().exactOptional(),
    compared: z.object({first: z.number(), second: z.number(), both: z.number()}).exactOptional(),
  }),
  file: z.string().regex(/^\d+\.rows\.gz$/),
  sha256: z.string(),
})

const Asking = z.object({
  query: z.object({id: z.string(), start: z.number(), end: z.number(), began: z.number()}),
  reading: z.number(),
})
const Forgotten = z.object({forgotten: z.number()})

/**
 * The windows of an interrupted run, whose rows go into this run's spool when their time has come; and the queries of
 * the windows that it was reading.
 */
export class InterruptedRun implements ResumeSource {
  readonly entries: readonly LedgerEntry[]
  readonly queries: readonly PendingQuery[]
  /** All queries that it names, also those that came to an end. */
  readonly submitted: readonly PendingQuery[]
  private readonly files: JournalFiles
  /** By the window itself: two sources of one journal have windows that start together. */
  private readonly names: ReadonlyMap<LedgerEntry, string>
  private readonly reading: number
  private readonly spool: Pick<Spool, 'write' | 'accept'>

  private constructor(
    files: JournalFiles,
    found: {
      entries: readonly LedgerEntry[]
      queries: PendingQuery[]
      submitted: PendingQuery[]
      names: ReadonlyMap<LedgerEntry, string>
    },
    into: ResumeTarget,
  ) {
    this.files = files
    this.entries = found.entries
    this.queries = found.queries
    this.submitted = found.submitted
    this.names = found.names
    this.reading = into.reading
    this.spool = into.spool
  }

  /**
   * Every window whose rows have the hash that its line says, of a run that was asked the same; undefined where there
   * is no such run.
   * @param isSame whether it was asked the same, by its own words.
   */
  static async open(
    files: JournalFiles,
    isSame: (theirs: JournalOwner) => boolean,
    into: ResumeTarget,
  ): Promise<InterruptedRun | undefined> {
    const {index, of} = into.share ?? wholeJournal
    const isOwn = (number: number) => number % of === index
    const text = await textIn(files)
    const [first = '', ...rest] = text.split('\n')
    const header = Header.safeParse(parsedJson(first))
    if (!header.success || !isSame(header.data.asked)) return undefined
    const entries: LedgerEntry[] = []
    const names = new Map<LedgerEntry, string>()
    const forgotten = new Set(rest.map(line => Forgotten.safeParse(parsedJson(line)).data?.forgotten))
    for (const line of rest) {
      // A run that was killed may have left half a line.
      const read = Line.safeParse(parsedJson(line))
      if (!read.success) continue
      const {entry, file, sha256} = read.data
      const number = Number.parseInt(file, 10)
      if (!isOwn(number) || forgotten.has(number)) continue
      if ((await hashOf(files.stored(file))) !== sha256) continue
      const settled = {...entry, began: entry.began ?? header.data.began}
      entries.push(settled)
      names.set(settled, file)
    }
    const submitted = rest.flatMap(line => Asking.safeParse(parsedJson(line)).data?.query ?? [])
    return new InterruptedRun(files, {entries, queries: openQueries(rest, isOwn), submitted, names}, into)
  }

  /** The same with the windows that lie in a stretch alone. */
  within({start, end}: TimeWindow): InterruptedRun {
    const entries = this.entries.filter(entry => start <= entry.start && entry.end <= end)
    const {files, names, reading, spool} = this
    return new InterruptedRun(files, {entries, queries: [], submitted: [], names}, {reading, spool})
  }

  /** Each window's rows are spooled with the first stretch that it reaches into; they come with the spool's own. */
  async rows(stretch: TimeWindow, taken: readonly LedgerEntry[]): Promise<SpooledRow[]> {
    for (const window of taken) {
      const begins = window.start < stretch.end && window.start >= stretch.start
      const name = begins ? this.names.get(window) : undefined
      if (name !== undefined) await this.spoolRows(window, name)
    }
    return []
  }

  private async spoolRows(window: LedgerEntry, name: string): Promise<void> {
    let rows: Row[] = []
    for await (const line of jsonlLines(async () => Readable.from(this.files.read(name)))) {
      rows.push(JSON.parse(line) as Row)
      if (rows.length < batch) continue
      await this.spool.write(rows, this.reading)
      rows = []
    }
    await this.spool.write(rows, this.reading)
    this.spool.accept(this.reading, window)
  }
}

/** Where an interrupted run's rows go, under a number that no other reading has. */
export interface ResumeTarget {
  spool: Pick<Spool, 'write' | 'accept'>
  reading: number
  /** Of a journal that several sources shared, the readings to take over; without, all. */
  share?: JournalShare
}

const wholeJournal: JournalShare = {index: 0, of: 1}

/** Those whose reading had come to no end. */
function openQueries(texts: readonly string[], isOwn: (reading: number) => boolean): PendingQuery[] {
  const open = new Map<number, PendingQuery[]>()
  for (const text of texts) {
    const line = parsedJson(text)
    const asking = Asking.safeParse(line).data
    if (asking && isOwn(asking.reading)) open.set(asking.reading, [...(open.get(asking.reading) ?? []), asking.query])
    const ended =
      Forgotten.safeParse(line).data?.forgotten ?? Number.parseInt(Line.safeParse(line).data?.file ?? '', 10)
    open.delete(ended)
  }
  return [...open.values()].flat()
}

/** The lines as far as they are as they were written; '' where there are none. */
async function textIn(files: JournalFiles): Promise<string> {
  const parts: Buffer[] = []
  try {
    for await (const part of files.read(lines)) parts.push(part)
  } catch {
    // Windows whose lines are lost are read again.
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Undefined for what can't be read. */
async function hashOf(file: AsyncIterable<Buffer>): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of file) hash.update(chunk)
  } catch {
    return undefined
  }
  return hash.digest('hex')
}
