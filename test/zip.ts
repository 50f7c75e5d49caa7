/** Writes zips for tests: well-formed ones, and such as no tool would write. */
import {crc32, deflateRawSync} from 'node:zlib'

export interface ZipEntry {
  name: string
  content: Uint8Array
  /** In place of the true one. */
  crc?: number
  unpacked?: number
  method?: number
  flags?: number
  /** The mode of Unix, with the file's kind. */
  mode?: number
  /** Where the list says that it lies. */
  at?: number
}

export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const lines: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const method = entry.method ?? 8
    const packed = method === 8 ? deflateRawSync(entry.content) : Buffer.from(entry.content)
    const crc = entry.crc ?? crc32(entry.content)
    const unpacked = entry.unpacked ?? entry.content.length
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(entry.flags ?? 0, 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc, 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(unpacked, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6)
    rest.writeUInt32LE(entry.at ?? at, 10)
    lines.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, 3]), common, rest, name]))
    parts.push(local)
    at += local.length
  }
  const list = Buffer.concat(lines)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, list, end])
}
