/** Looks for records that lie open on disk. */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {constants, gunzipSync} from 'node:zlib'
import {verifyPage} from '../../src/evidence/instruction-files.ts'

/** Words that records have, and nothing else in the folder; also where their JSON stands in JSON. */
const canaries = ['OrganizationId', 'CreationTime', '@fabrikam.example', 'sharepoint.com/sites'].map(word =>
  Buffer.from(word),
)

/** Files below a folder that hold a canary, open or behind gzip. Files come and go while it looks. */
export function open(folder: string): string[] {
  const found: string[] = []
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    let bytes: Buffer
    try {
      bytes = readFileSync(path)
    } catch {
      continue
    }
    // The page names a record's fields in its code, and is the same in every folder.
    if (entry.name === 'verify.html' && bytes.equals(Buffer.from(verifyPage()).subarray(0, bytes.length))) continue
    // As far as it is written: a file may be looked at midway.
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) bytes = gunzipSync(bytes, {finishFlush: constants.Z_SYNC_FLUSH})
    if (canaries.some(canary => bytes.includes(canary))) found.push(path)
  }
  return found
}
