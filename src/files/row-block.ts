/** Rows on their way to another thread: their texts in one piece of memory, which is handed over and not copied. */
import type {RecordBytes} from '../audit/record.ts'
import {SpooledRow} from './spooled-row.ts'

export interface RowBlock {
  columns: RecordBytes['columns'][]
  times: number[]
  /** Where each text ends in `texts`. */
  ends: number[]
  /** Of the rows that are malformed, their places. */
  malformed: number[]
  texts: Uint8Array<ArrayBuffer>
}

/** Gathers rows into blocks. */
export class RowBlocks {
  private readonly bytes: number
  private block: RowBlock

  /** @param bytes of the texts of a block; one that is longer is a block of its own. */
  constructor(bytes: number) {
    this.bytes = bytes
    this.block = newBlock(bytes)
  }

  /** @returns the blocks that are full. */
  *put(rows: readonly SpooledRow[]): Generator<RowBlock> {
    for (const row of rows) {
      const {length} = row.text
      const start = this.block.ends.at(-1) ?? 0
      if (start + length > this.block.texts.length) {
        if (start > 0 || this.block.ends.length > 0) yield this.block
        this.block = newBlock(Math.max(this.bytes, length))
      }
      this.append(row)
    }
  }

  /** The rows that are in no full block. */
  rest(): RowBlock {
    const {block} = this
    this.block = newBlock(0)
    return block
  }

  private append({columns, text, time, malformed}: SpooledRow): void {
    const {block} = this
    const start = block.ends.at(-1) ?? 0
    block.texts.set(text, start)
    if (malformed) block.malformed.push(block.ends.length)
    block.ends.push(start + text.length)
    block.columns.push(columns)
    block.times.push(time)
  }
}

/** The rows again. */
export function rowsOfBlock({columns, times, ends, malformed, texts}: RowBlock): SpooledRow[] {
  const bytes = Buffer.from(texts.buffer, texts.byteOffset, texts.byteLength)
  const isMalformed = new Set(malformed)
  return columns.map((own, index) => {
    const text = bytes.subarray(ends[index - 1] ?? 0, ends[index])
    const row = {columns: own, text, time: times[index] ?? Number.NaN, workload: '', recordTypeNumber: ''}
    return new SpooledRow({...row, part: 0, reading: 0, ...(isMalformed.has(index) ? {malformed: true as const} : {})})
  })
}

function newBlock(bytes: number): RowBlock {
  return {columns: [], times: [], ends: [], malformed: [], texts: new Uint8Array(bytes)}
}
