/** The spool's files, one a day: few, for making a file costs more than writing to one. Each half hour's bytes come back alone. */
import {join} from 'node:path'
import {groupedBy} from '../audit/grouped-by.ts'
import type {Disk, OpenFile} from '../wire/disk.ts'

/** Bytes of a day's file that are of one half hour. */
interface Extent {
  start: number
  length: number
}

interface Day {
  path: string
  /** Bytes of the file; undefined after a write that failed, which may have left some. */
  length: number | undefined
  /** By half hour, in the order they were written. */
  extents: Map<number, Extent[]>
}

/** A half hour and bytes for it. */
export type HalfHourBytes = readonly [at: number, bytes: readonly Uint8Array[]]

const dayLength = 86_400_000

export class DayFiles {
  private readonly disk: Disk
  private readonly folder: string
  private readonly days = new Map<number, Day>()

  /** @param folder made on first use. */
  constructor(disk: Disk, folder: string) {
    this.disk = disk
    this.folder = folder
  }

  /** Synchronous, so that nothing of another answer comes between. */
  append(pieces: readonly HalfHourBytes[]): void {
    const byDay = groupedBy(pieces, ([at]) => dayOf(at))
    if (this.days.size === 0 && byDay.size > 0) this.disk.sync.makeFolder(this.folder)
    for (const [start, together] of byDay) this.appendTo(this.dayAt(start), together)
  }

  /** Bytes of a half hour. */
  size(at: number): number {
    return this.extentsOf(at).reduce((sum, {length}) => sum + length, 0)
  }

  /** A half hour's bytes from the beginning on; to be closed. */
  open(at: number): HalfHourReader {
    return new HalfHourReader(this.disk.sync.openFile(this.dayAt(dayOf(at)).path), this.extentsOf(at))
  }

  /** Forgets a half hour; with the last one of a day, its file is removed. */
  forget(at: number): void {
    const start = dayOf(at)
    const day = this.days.get(start)
    if (!day?.extents.delete(at) || day.extents.size > 0) return
    this.days.delete(start)
    this.disk.sync.removeFile(day.path)
  }

  private appendTo(day: Day, pieces: readonly HalfHourBytes[]): void {
    let end = day.length ?? (this.disk.exists(day.path) ? this.disk.sync.size(day.path) : 0)
    day.length = undefined
    const all = pieces.flatMap(([, bytes]) => bytes)
    this.disk.sync.appendFile(day.path, all.length === 1 && all[0] ? all[0] : Buffer.concat(all))
    for (const [at, bytes] of pieces) {
      const length = bytes.reduce((sum, one) => sum + one.length, 0)
      const extents = day.extents.get(at)
      const last = extents?.at(-1)
      if (last && last.start + last.length === end) last.length += length
      else if (extents) extents.push({start: end, length})
      else day.extents.set(at, [{start: end, length}])
      end += length
    }
    day.length = end
  }

  private dayAt(start: number): Day {
    const known = this.days.get(start)
    if (known) return known
    const day = {path: join(this.folder, `${start}.rows`), length: undefined, extents: new Map<number, Extent[]>()}
    this.days.set(start, day)
    return day
  }

  private extentsOf(at: number): readonly Extent[] {
    return this.days.get(dayOf(at))?.extents.get(at) ?? []
  }
}

export class HalfHourReader {
  private readonly file: OpenFile
  private readonly extents: readonly Extent[]
  private index = 0
  /** Bytes read of the extent. */
  private used = 0

  constructor(file: OpenFile, extents: readonly Extent[]) {
    this.file = file
    this.extents = extents
  }

  /** Reads on into the buffer from `at` until it is full. @returns how many bytes: fewer at the end. */
  read(buffer: Buffer, at: number): number {
    let to = at
    for (let extent = this.extents[this.index]; extent && to < buffer.length; extent = this.extents[this.index]) {
      const length = Math.min(extent.length - this.used, buffer.length - to)
      const count = this.file.read(buffer, {at: to, length, position: extent.start + this.used})
      if (count === 0) break
      to += count
      this.used += count
      if (this.used < extent.length) continue
      this.index++
      this.used = 0
    }
    return to - at
  }

  close(): void {
    this.file.close()
  }
}

function dayOf(time: number): number {
  return Math.floor(time / dayLength) * dayLength
}
