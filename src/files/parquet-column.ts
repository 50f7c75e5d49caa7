/**
 * One column of a Parquet row group, encoded as its values come: what waits for the end of the group are bytes, compressed as soon as a
 * page is full, and not some million texts. The format: https://parquet.apache.org/docs/file-format/data-pages/encodings/.
 */
import type {ColumnChunk, Encoding, OffsetIndex, ParquetType} from 'hyparquet'
import {ByteWriter} from 'hyparquet-writer'
import {writePageHeader} from 'hyparquet-writer/src/datapage.js'
import {writeRleBitPackedHybrid} from 'hyparquet-writer/src/encoding.js'
import type {FlatColumn, FlatType} from '../report/flat/columns.ts'
import {snappyCompress} from './snappy.ts'

/** What a column holds: microseconds for a time, bytes for what is text already in UTF-8. */
export type ColumnValue = string | number | boolean | bigint | Uint8Array

/** A column's part of the file, with the places of its pages where it has several. */
export interface WrittenChunk {
  chunk: ColumnChunk
  offsetIndex?: OffsetIndex
}

export const physicalTypes: Record<FlatType, ParquetType> = {
  text: 'BYTE_ARRAY',
  integer: 'INT32',
  boolean: 'BOOLEAN',
  time: 'INT64',
}

/** Bytes of a page before it is compressed. */
const fullPage = 1 << 20
/** Values after which a column with hardly any that came again is written as it is, without a dictionary. */
const sample = 1_000

interface Page {
  compressed: Uint8Array
  /** Bytes before that. */
  length: number
  /** The page's rows, from the group's first. */
  start: number
  end: number
  values: number
}

export class ParquetColumn {
  private readonly column: FlatColumn
  /** Whether its bounds let a reader skip groups. */
  private readonly hasBounds: boolean
  /** For each row, whether it has a value. */
  private readonly present: Uint8Array
  private readonly indexes: Int32Array
  private values = 0
  private dictionary: Dictionary | undefined
  /** Values one after the other, where there is no dictionary. */
  private readonly plain = new Bytes()
  private pages: Page[] = []
  private pageStart = 0
  private valuesBefore = 0
  private bounds = new Bounds()

  /** @param mostRows of a group. */
  constructor(column: FlatColumn, {mostRows, isWhole}: {mostRows: number; isWhole: boolean}) {
    this.column = column
    this.hasBounds = !isWhole
    this.present = new Uint8Array(mostRows)
    this.indexes = new Int32Array(isWhole || column.type === 'boolean' ? 0 : mostRows)
    this.begin()
  }

  /** @param row of the group; a row that nothing is put for has no value. */
  put(row: number, value: ColumnValue): void {
    if (this.dictionary && this.values === sample && this.dictionary.size > sample / 2) this.leaveDictionary()
    if (this.dictionary) {
      const index = this.dictionary.indexOf(value)
      if (index === this.dictionary.size - 1 && this.hasBounds) this.bounds.see(value)
      this.indexes[this.values] = index
    } else {
      if (this.plain.length >= fullPage) this.endPage(row)
      if (this.hasBounds) this.bounds.see(value)
      this.plain.put(value, this.column.type)
    }
    this.present[row] = 1
    this.values++
  }

  /** Writes what was put, and is empty again. */
  write(writer: ByteWriter, rows: number): WrittenChunk {
    if (this.dictionary && !this.dictionary.isWorthIt(this.values)) this.leaveDictionary()
    const start = writer.offset
    const {dictionary} = this
    const dictionaryBytes = dictionary ? this.writeDictionary(writer, dictionary) : 0
    const encoding: Encoding = dictionary ? 'RLE_DICTIONARY' : this.column.type === 'boolean' ? 'RLE' : 'PLAIN'
    if (dictionary) this.addPage(this.indexBytes(dictionary), rows)
    else this.endPage(rows)
    const dataStart = writer.offset
    let length = dictionaryBytes
    const places: OffsetIndex['page_locations'] = []
    for (const page of this.pages) {
      const at = writer.offset
      length += this.writePage(writer, page, encoding)
      const size = writer.offset - at
      places.push({offset: BigInt(at), compressed_page_size: size, first_row_index: BigInt(page.start)})
    }
    const chunk: ColumnChunk = {
      file_offset: BigInt(start),
      meta_data: {
        type: physicalTypes[this.column.type],
        encodings: dictionary ? ['PLAIN', encoding] : [encoding],
        path_in_schema: [this.column.name],
        codec: 'SNAPPY',
        num_values: BigInt(rows),
        total_uncompressed_size: BigInt(length),
        total_compressed_size: BigInt(writer.offset - start),
        data_page_offset: BigInt(dataStart),
        ...(dictionary ? {dictionary_page_offset: BigInt(start)} : {}),
        ...(this.hasBounds ? {statistics: this.bounds.statistics(rows - this.values)} : {}),
      },
    }
    const isIndexed = this.pages.length > 1
    this.begin()
    return {chunk, ...(isIndexed ? {offsetIndex: {page_locations: places}} : {})}
  }

  private begin(): void {
    this.dictionary = this.indexes.length > 0 ? new Dictionary(this.column.type) : undefined
    this.bounds = new Bounds()
    this.present.fill(0)
    this.plain.length = 0
    this.pages = []
    this.pageStart = 0
    this.values = 0
    this.valuesBefore = 0
  }

  private leaveDictionary(): void {
    const {dictionary} = this
    this.dictionary = undefined
    if (!dictionary) return
    let row = 0
    for (let value = 0; value < this.values; value++) {
      while (this.present[row] === 0) row++
      if (this.plain.length >= fullPage) this.endPage(row, value)
      this.plain.append(dictionary.bytesOf(this.indexes[value] ?? 0))
      row++
    }
  }

  /** @param end the row after the page's last. @param values put until then. */
  private endPage(end: number, values = this.values): void {
    const bytes = this.column.type === 'boolean' ? booleanBytes(this.plain.bytes()) : this.plain.bytes()
    this.addPage(bytes, end, values)
    this.plain.length = 0
  }

  private addPage(bytes: Uint8Array, end: number, values = this.values): void {
    const compressed = Uint8Array.from(snappyCompress(bytes))
    const own = values - this.valuesBefore
    this.pages.push({compressed, length: bytes.length, start: this.pageStart, end, values: own})
    this.pageStart = end
    this.valuesBefore = values
  }

  private indexBytes(dictionary: Dictionary): Uint8Array {
    const writer = new ByteWriter()
    const width = 32 - Math.clz32(Math.max(0, dictionary.size - 1))
    writer.appendUint8(width)
    writeRleBitPackedHybrid(writer, this.indexes.subarray(0, this.values), width)
    return writer.getBytes()
  }

  /** @returns its bytes before compression, header included. */
  private writeDictionary(writer: ByteWriter, dictionary: Dictionary): number {
    const bytes = dictionary.bytes()
    const compressed = snappyCompress(bytes)
    const start = writer.offset
    writePageHeader(writer, {
      type: 'DICTIONARY_PAGE',
      uncompressed_page_size: bytes.length,
      compressed_page_size: compressed.length,
      dictionary_page_header: {num_values: dictionary.size, encoding: 'PLAIN'},
    })
    const header = writer.offset - start
    writer.appendBytes(compressed)
    return header + bytes.length
  }

  /** @returns the same. */
  private writePage(writer: ByteWriter, {compressed, length, start, end, values}: Page, encoding: Encoding): number {
    const levels = new ByteWriter()
    writeRleBitPackedHybrid(levels, this.present.subarray(start, end), 1)
    const rows = end - start
    const at = writer.offset
    writePageHeader(writer, {
      type: 'DATA_PAGE_V2',
      uncompressed_page_size: levels.offset + length,
      compressed_page_size: levels.offset + compressed.length,
      data_page_header_v2: {
        ...{num_values: rows, num_nulls: rows - values, num_rows: rows, encoding, is_compressed: true},
        ...{definition_levels_byte_length: levels.offset, repetition_levels_byte_length: 0},
      },
    })
    const header = writer.offset - at
    writer.appendBytes(levels.getBytes())
    writer.appendBytes(compressed)
    return header + levels.offset + length
  }
}

/** The different values of a column, in the order they came in. */
class Dictionary {
  private readonly type: FlatType
  private readonly places = new Map<ColumnValue, number>()
  private readonly content = new Bytes()
  private readonly ends: number[] = []
  /** Bytes of all values without a dictionary, each as often as it came. */
  private plainLength = 0

  constructor(type: FlatType) {
    this.type = type
  }

  get size(): number {
    return this.ends.length
  }

  indexOf(value: ColumnValue): number {
    let index = this.places.get(value)
    if (index === undefined) {
      index = this.ends.length
      this.places.set(value, index)
      this.content.put(value, this.type)
      this.ends.push(this.content.length)
    }
    this.plainLength += (this.ends[index] ?? 0) - (this.ends[index - 1] ?? 0)
    return index
  }

  /** As it stands in a page. */
  bytesOf(index: number): Uint8Array {
    return this.content.bytes().subarray(this.ends[index - 1] ?? 0, this.ends[index])
  }

  bytes(): Uint8Array {
    return this.content.bytes()
  }

  /** Whether it and its indexes take no more than half of what the values take. */
  isWorthIt(values: number): boolean {
    const width = 32 - Math.clz32(Math.max(0, this.size - 1))
    return this.size > 0 && 2 * (this.content.length + Math.ceil((values * width) / 8)) <= this.plainLength
  }
}

/** The smallest and the largest value of a group. */
class Bounds {
  private least: ColumnValue | undefined
  private most: ColumnValue | undefined

  see(value: ColumnValue): void {
    if (this.least === undefined || isBefore(value, this.least)) this.least = value
    if (this.most === undefined || isBefore(this.most, value)) this.most = value
  }

  statistics(nulls: number) {
    const {least, most} = this
    return {
      null_count: BigInt(nulls),
      ...(least === undefined || most === undefined ? {} : {min_value: least, max_value: most}),
    }
  }
}

/** Of texts, in the order of their bytes in UTF-8: that of UTF-16 is another one where letters stand beyond the surrogates. */
export function isBefore(a: ColumnValue, b: ColumnValue): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return a < b
  let at = 0
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++
  if (at === a.length || at === b.length) return a.length < b.length
  const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)]
  const [isPair, isOtherPair] = [isSurrogate(one), isSurrogate(other)]
  return isPair === isOtherPair ? one < other : isOtherPair
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

/** Memory that grows, and is used again. */
class Bytes {
  length = 0
  private buffer = Buffer.allocUnsafeSlow(256)

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length)
  }

  append(bytes: Uint8Array): void {
    this.makeRoom(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
  }

  /** As `PLAIN` has it; a boolean as one byte. */
  put(value: ColumnValue, type: FlatType): void {
    if (typeof value === 'string') {
      this.makeRoom(4 + 3 * value.length)
      const written = this.buffer.write(value, this.length + 4)
      this.buffer.writeUInt32LE(written, this.length)
      this.length += 4 + written
    } else if (typeof value === 'object') {
      this.makeRoom(4 + value.length)
      this.buffer.writeUInt32LE(value.length, this.length)
      this.length += 4
      this.append(value)
    } else if (typeof value === 'bigint' || type === 'time') {
      this.makeRoom(8)
      this.length = this.buffer.writeBigInt64LE(BigInt(value), this.length)
    } else if (typeof value === 'boolean') {
      this.makeRoom(1)
      this.length = this.buffer.writeUInt8(Number(value), this.length)
    } else {
      this.makeRoom(4)
      this.length = this.buffer.writeInt32LE(value, this.length)
    }
  }

  private makeRoom(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.buffer.length, this.length + bytes))
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }
}

/** Booleans as runs, with their length before them. */
function booleanBytes(values: Uint8Array): Uint8Array {
  const runs = new ByteWriter()
  writeRleBitPackedHybrid(runs, values, 1)
  const page = new ByteWriter()
  page.appendUint32(runs.offset)
  page.appendBytes(runs.getBytes())
  return page.getBytes()
}
