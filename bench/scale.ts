/**
 * How a large month fares in parts: the real collector and gate of each job on one virtual clock, against a tenant that
 * serves all jobs together only so many searches at once; and the space that its files take. `docs/scale.md` shows it.
 */
import {shardsWithin, shardWindows} from '../src/audit/shard.ts'
import type {TimeWindow} from '../src/audit/window.ts'
import {machineDisk} from '../src/host/disk.ts'
import {exchangePolicy} from '../src/month/open-source.ts'
import {exchangePlan} from '../src/sources/exchange.ts'
import {Gate} from '../src/wire/gate.ts'
import {retryDelay} from '../src/wire/retry.ts'
import {VirtualClock} from './clock.ts'
import {sampleMonth} from './months.ts'
import {readMonth} from './read-month.ts'

interface ReadingCase {
  /** Of the month. */
  records: number
  /** Searches that the tenant serves at once, of all jobs together; it refuses others. */
  tenantCalls: number
  /** In place of those that `mode: plan` recommends. */
  parts?: number
  /** `max-parallel` of the matrix; all where it is absent. */
  jobsAtOnce?: number
  /** Of so many parts one is played, against as small a share of the tenant: the parts are alike. */
  oneOf?: number
}

/** The cases of the page, from the quickest on. */
export const readingCases: readonly ReadingCase[] = [
  {records: 1e6, tenantCalls: 10},
  {records: 1e7, tenantCalls: 10},
  {records: 3e7, tenantCalls: 10},
  {records: 3e7, tenantCalls: 10, jobsAtOnce: 5},
  {records: 1e8, tenantCalls: 10, oneOf: 10},
  {records: 1e8, tenantCalls: 10, parts: 64, jobsAtOnce: 5},
  {records: 1e8, tenantCalls: 40, parts: 64, jobsAtOnce: 20},
]

/**
 * Milliseconds that a search takes, and each of its rows. 41 s for 5,000 rows were published for one stream
 * (https://github.com/T0pCyber/hawk/issues/289, 2025); how much of it is the rows' is an estimate.
 */
const perSearch = 4000
const perRow = 7.4
/** `deadline` and `concurrency` of an export, by default. */
const deadline = 330 * 60_000
const concurrency = 2

const hour = 3_600_000
const month = {start: Date.UTC(2026, 9, 1), end: Date.UTC(2026, 10, 1)}

/** A line of the page's table of what reading takes. */
export async function readingLine(given: ReadingCase): Promise<string> {
  const {records, tenantCalls, jobsAtOnce} = given
  const {parts, searches, longest, hours} = await readInParts(given)
  const runs = Math.ceil((longest * hour) / deadline)
  return lineOf([
    count(records),
    count(tenantCalls),
    count(parts),
    jobsAtOnce === undefined ? 'all' : count(jobsAtOnce),
    count(searches, 3),
    `${longest.toFixed(1)} h`,
    `${hours.toFixed(0)} h`,
    runs === 1 ? 'yes' : `no, ${runs} runs`,
  ])
}

interface ReadingResult {
  parts: number
  searches: number
  /** Hours that the longest job takes. */
  longest: number
  /** Hours from the first search to the last answer. */
  hours: number
}

async function readInParts({
  records,
  tenantCalls,
  jobsAtOnce,
  oneOf = 1,
  ...given
}: ReadingCase): Promise<ReadingResult> {
  const parts = given.parts ?? partsOf(month, records)
  const windows = shardWindows(month, parts).filter((_window, index) => index % oneOf === 0)
  const clock = new VirtualClock()
  const tenant = new Tenant(clock, Math.max(1, Math.round((tenantCalls * windows.length) / parts)))
  const waiting = windows.map((window, number) => ({window, number}))
  let [searches, longest] = [0, 0]
  const runner = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const began = clock.time
      const job = new Job(clock, tenant, next.number)
      // Made when the job begins, for those of all parts do not fit into memory.
      const {times} = sampleMonth(records, true, 1, [next.window])
      const {calls} = await readMonth(
        {...next.window, times},
        {
          confirm: 'sample',
          concurrency,
          now: () => clock.time,
          sleep: milliseconds => clock.sleep(milliseconds),
          serve: rows => job.search(rows),
        },
      )
      searches += calls
      longest = Math.max(longest, clock.time - began)
    }
  }
  const runners = Array.from({length: Math.min(jobsAtOnce ?? windows.length, windows.length)}, runner)
  await clock.run(Promise.all(runners))
  const all = Math.round((searches * parts) / windows.length)
  return {parts, searches: all, longest: longest / hour, hours: clock.time / hour}
}

/** As `mode: plan` recommends, by the time that the month's searches take one after the other, filled as they are planned, with a sixth read again. */
function partsOf(period: TimeWindow, records: number): number {
  const searches = (records / exchangePlan.aim) * (1 + 1 / 6)
  const time = searches * (perSearch + perRow * exchangePlan.aim)
  return shardsWithin(period, time / concurrency, deadline)
}

/** Serves so many searches at once, and refuses the others. */
class Tenant {
  private readonly clock: VirtualClock
  private readonly atOnce: number
  private running = 0

  constructor(clock: VirtualClock, atOnce: number) {
    this.clock = clock
    this.atOnce = atOnce
  }

  /** @returns whether it was served. */
  async serve(rows: number): Promise<boolean> {
    if (this.running >= this.atOnce) return false
    this.running++
    await this.clock.sleep(perSearch + perRow * rows)
    this.running--
    return true
  }
}

class Job {
  private readonly clock: VirtualClock
  private readonly tenant: Tenant
  private readonly gate: Gate
  private state: number

  constructor(clock: VirtualClock, tenant: Tenant, number: number) {
    this.clock = clock
    this.tenant = tenant
    this.state = number
    const quiet = () => {}
    const world = {
      fetch: () => Promise.reject(new TypeError('nothing is sent')),
      disk: machineDisk,
      now: () => clock.time,
      sleep: (milliseconds: number) => clock.sleep(milliseconds),
      ...{log: quiet, debug: quiet, mask: quiet},
    }
    this.gate = new Gate(world, concurrency)
  }

  search(rows: number): Promise<void> {
    const policy = {...exchangePolicy, jitter: () => this.random()}
    return this.gate.through(async () => {
      for (let attempt = 1; !(await this.tenant.serve(rows)); attempt++) {
        // A refusal because too many run at once comes without `Retry-After`.
        const delay = retryDelay(policy, attempt, null, 0)
        this.gate.throttled(delay)
        await this.clock.sleep(delay)
      }
    })
  }

  /** Of a linear congruential generator, from the part's number on. */
  private random(): number {
    this.state = (this.state * 69_069 + 12_345) % 2 ** 32
    return this.state / 2 ** 32
  }
}

/**
 * Bytes of a record: 1,650 were measured in the CSV of a tenant's generated month; gzip leaves a seventh of them. An
 * artifact is a ZIP, which shrinks a CSV as gzip does and does not shrink what gzip or age made.
 */
const bytes = {csv: 1650, packed: 240}
/**
 * Microseconds of processor time that a merge takes for a record: two merges of 20,000 and of 100,000 records took 4.1 s and
 * 13.6 s, and 261 MB and 275 MB of memory (November 2026, Node 24, two shared cores).
 */
const perMerged = 120
/** Disk of GitHub's runners in bytes (https://docs.github.com/actions/reference/runners): standard, and larger ones. */
const runners: readonly [name: string, disk: number][] = [
  ['standard, 14 GB', 14e9],
  ['larger, 150 GB', 150e9],
  ['larger, 300 GB', 300e9],
  ['larger, 600 GB', 600e9],
  ['larger, 1,200 GB', 1200e9],
]
/** Of the disk, so much is left to the job by the image and what else lies there. */
const usable = 0.8

/** Lines of the page's table of space. */
export function spaceLines(): string[] {
  return [1e6, 1e7, 3e7, 1e8].map(records => {
    const parts = partsOf(month, records)
    const artifact = (records * bytes.packed) / parts
    const open = records * (bytes.csv + bytes.csv + bytes.packed)
    const openPacked = records * (bytes.csv + bytes.packed)
    const encrypted = records * (bytes.packed + bytes.csv + bytes.packed)
    const encryptedPacked = records * 2 * bytes.packed
    const places = [open, openPacked, encrypted, encryptedPacked].map(
      size => `${gigabytes(size)} GB: ${runnerFor(size)}`,
    )
    const minutes = (records * perMerged) / 60e6
    const merging = minutes < 60 ? `${minutes.toFixed(0)} min` : `${(minutes / 60).toFixed(1)} h`
    return lineOf([count(records), `${count(parts)} × ${gigabytes(artifact)} GB`, ...places, merging])
  })
}

function runnerFor(size: number): string {
  return runners.find(([, disk]) => size <= disk * usable)?.[0] ?? 'your own'
}

function gigabytes(size: number): string {
  return size < 10e9 ? (size / 1e9).toFixed(1) : (size / 1e9).toFixed(0)
}

function count(number: number, digits?: number): string {
  return number.toLocaleString('en', digits === undefined ? {} : {maximumSignificantDigits: digits})
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
