/**
 * What shows that a folder was handed on by a holder of `state-key`: a MAC over its list of checksums, and so over all
 * its bytes.
 */
import {createHash, createHmac, hkdfSync, timingSafeEqual} from 'node:crypto'
import {join} from 'node:path'
import type {Disk} from '../wire/disk.ts'

export const checksumFile = 'SHA256SUMS'
export const macFile = 'SHA256SUMS.mac'

/** Made after the list as proofs of it: CMS signature and timestamp. Nothing is taken from them, and each proves itself. */
const otherProofs: readonly string[] = ['SHA256SUMS.p7s', 'SHA256SUMS.tsr']

/** What is handed on: a MAC of one kind is none of the other. */
export type HandedOnKind = 'export' | 'state' | 'review' | 'notified'

/** A place that a MAC can bind it to as well: a folder of the state directory. */
type MacPurpose = HandedOnKind | 'place'

/** HMAC-SHA256, as it is written beside the list: `hmac-sha256:…` and a line feed. */
export function handedOnMac(stateKey: string, kind: MacPurpose, checksums: string): string {
  return `hmac-sha256:${macOf(stateKey, kind, checksums).toString('hex')}\n`
}

/** The key is derived for this purpose alone (HKDF, RFC 5869): what else `state-key` protects tells nothing of it. */
function macOf(stateKey: string, kind: MacPurpose, checksums: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', stateKey, '', `m365-audit-export/handed-on/1 ${kind}`, 32))
  return createHmac('sha256', key).update(checksums).digest()
}

const lineOfSums = /^([0-9a-f]{64}) {2}([^\r\n]+)$/

/**
 * Whether a folder carries a MAC of one of the keys over all its files.
 * @param names of its files, relative to it.
 * @returns the key's number; else why it does not.
 */
export async function checkHandedOn(
  disk: Disk,
  {folder, names, kind}: {folder: string; names: readonly string[]; kind: HandedOnKind},
  keys: readonly string[],
): Promise<{key: number} | {because: string}> {
  const text = async (name: string) => await disk.readFile(join(folder, name)).then(String, () => undefined)
  const [sums, given] = [await text(checksumFile), await text(macFile)]
  if (sums === undefined || given === undefined) return {because: 'it carries no MAC of a state-key'}
  const key = macKey(given, {kind, content: sums}, keys)
  if (key < 0) return {because: 'its MAC is not one of this state-key'}
  const listed = new Map(
    sums.split('\n').flatMap(line => {
      const [, sha256 = '', name = ''] = lineOfSums.exec(line) ?? []
      return name === '' ? [] : [[name, sha256] as const]
    }),
  )
  for (const name of names) {
    if (name === checksumFile || name === macFile || otherProofs.includes(name)) continue
    const sha256 = listed.get(name)
    if (sha256 === undefined) return {because: `its MAC does not cover ${name}`}
    if ((await hashOfFile(disk, join(folder, name))) !== sha256)
      return {because: `its bytes are not those under its MAC (${name})`}
  }
  return {key}
}

/** The number of the key that made the MAC; -1 for none of them. */
export function macKey(
  mac: string,
  {kind, content}: {kind: MacPurpose; content: string},
  keys: readonly string[],
): number {
  const [, hex = ''] = /^hmac-sha256:([0-9a-f]{64})\n$/.exec(mac) ?? []
  const theirs = Buffer.from(hex, 'hex')
  return keys.findIndex(one => theirs.length === 32 && timingSafeEqual(theirs, macOf(one, kind, content)))
}

/** Bare hex. */
export async function hashOfFile(disk: Disk, path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of disk.readStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
