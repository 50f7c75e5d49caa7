/** Whether a review bundle belongs to an evidence folder, and says what follows from the commands in it. */

import {join} from 'node:path'
import {ArchiveFile} from '../archive/archive-file.ts'
import {parsedJson} from '../audit/json.ts'
import {checkHandedOn} from '../evidence/handed-on-mac.ts'
import type {Manifest} from '../report/manifest.ts'
import {ReviewFile} from '../review/review-file.ts'
import {reviewState} from '../review/review-state.ts'
import type {Disk} from '../wire/disk.ts'
import {causes} from '../wire/failure.ts'
import {sha256Of} from '../wire/sha256.ts'
import type {Faults} from './faults.ts'

export interface ReviewProof {
  checked: string[]
  unchecked: string[]
}

/** Bytes. */
const longestFile = 64 << 20

/** @param keys of which one made the MAC, where any are given. */
export async function checkReview(
  disk: Disk,
  {
    folder,
    manifest,
    manifestText,
    keys,
  }: {folder: string; manifest: Manifest; manifestText: Buffer; keys: readonly string[]},
  faults: Faults,
): Promise<ReviewProof> {
  const names = (await disk.list(folder).catch(() => [])).map(({name}) => name)
  const isArchived = names.includes('archive.json')
  const place = isArchived ? await checkArchive(disk, {folder, manifest, manifestText}, faults) : undefined
  const archived = place === undefined ? [] : [`archive.json, which cites this export (${place})`]
  // A bundle of the archive alone holds no review.
  if (isArchived && !names.includes('review.json')) {
    const proof = {checked: archived, unchecked: ['The bundle holds no review.']}
    return await withMac(disk, {folder, names, keys}, proof, faults)
  }
  const review = await readReview(disk, folder, faults)
  if (review === undefined) return {checked: [], unchecked: []}
  const sha256 = sha256Of(manifestText)
  const {file} = reviewState({manifest, sha256, ranBy: review.ranBy}, review, review.said)
  if (
    review.content !== file.content ||
    review.tenant !== manifest.tenant ||
    review.period.label !== manifest.period.label
  ) {
    faults.add(
      `The review is not of this export: it is of tenant ${review.tenant}, ${review.period.label}, with the content digest ${review.content}, and this export has ${file.content}.`,
    )
    return {checked: [], unchecked: []}
  }
  const same = (one: ReviewFile) => JSON.stringify([one.status, one.incidents, one.reviewedBy, one.said])
  if (same(review) !== same(file)) faults.add('review.json says otherwise than what follows from the commands in it.')
  const people = review.reviewedBy.map(({login, at}) => `${login} on ${at.slice(0, 10)}`).join(', ')
  const checked = [
    ...archived,
    review.status === 'reviewed'
      ? `the review, which cites this export (reviewed by ${people})`
      : 'the review, which is not finished',
  ]
  const unchecked =
    review.manifest === sha256
      ? []
      : [
          'The review cites an earlier manifest.json of the same content: a later run read the same, and kept the sign-off.',
        ]
  return await withMac(disk, {folder, names, keys}, {checked, unchecked}, faults)
}

async function withMac(
  disk: Disk,
  {folder, names, keys}: {folder: string; names: readonly string[]; keys: readonly string[]},
  {checked, unchecked}: ReviewProof,
  faults: Faults,
): Promise<ReviewProof> {
  if (keys.length === 0) {
    const words =
      'Who wrote the review bundle is not proven: give the state-key (--state-key-file), or check its attestation.'
    return {checked, unchecked: [...unchecked, words]}
  }
  const found = await checkHandedOn(disk, {folder, names, kind: 'review'}, keys)
  if (!('because' in found)) return {checked: [...checked, 'the MAC of the review bundle'], unchecked}
  faults.add(`The review bundle can’t be relied on: ${found.because}.`)
  return {checked, unchecked}
}

/** @returns the place of this very folder; a fault where archive.json names none, or other files. */
async function checkArchive(
  disk: Disk,
  {folder, manifest, manifestText}: {folder: string; manifest: Manifest; manifestText: Buffer},
  faults: Faults,
): Promise<string | undefined> {
  const path = join(folder, 'archive.json')
  const isShort = (await disk.size(path)) <= longestFile
  const text = isShort ? String(await disk.readFile(path)) : ''
  const parsed = ArchiveFile.safeParse(parsedJson(text))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    faults.add(`archive.json: ${issue?.path.join('.') || 'whole'}: ${issue?.message}.`)
    return undefined
  }
  const {tenant, period, places} = parsed.data
  const sha256 = sha256Of(manifestText)
  const place = places.findLast(one => one.manifest === sha256)
  if (tenant !== manifest.tenant || period.label !== manifest.period.label || place === undefined) {
    faults.add(
      `archive.json names no place of this export: it is of tenant ${tenant}, ${period.label}, and none of its places has the manifest ${sha256}.`,
    )
    return undefined
  }
  const archived = new Map(place.files.map(({name, sha256: hash}) => [name, hash]))
  for (const {name, sha256: hash} of manifest.files) {
    if (archived.get(name) !== hash) faults.add(`archive.json says otherwise of ${name} than the manifest.`)
  }
  return place.url
}

async function readReview(disk: Disk, folder: string, faults: Faults): Promise<ReviewFile | undefined> {
  const path = join(folder, 'review.json')
  try {
    if ((await disk.size(path)) > longestFile) throw new RangeError(`it has more than ${longestFile} bytes`)
    const parsed = ReviewFile.safeParse(parsedJson(String(await disk.readFile(path))))
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    faults.add(`review.json: ${issue?.path.join('.') || 'whole'}: ${issue?.message}.`)
  } catch (error) {
    faults.add(`There is no readable review.json in ${folder}: ${causes(error)}.`)
  }
  return undefined
}
