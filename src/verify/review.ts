/** Whether a review bundle belongs to an evidence folder, and says what follows from the commands in it. */
import {createHash} from 'node:crypto'
import {join} from 'node:path'
import {parsedJson} from '../audit/json.ts'
import {checkHandedOn} from '../evidence/handed-on-mac.ts'
import type {Manifest} from '../report/manifest.ts'
import {ReviewFile} from '../review/review-file.ts'
import {reviewState} from '../review/review-state.ts'
import type {Disk} from '../wire/disk.ts'
import {causes} from '../wire/failure.ts'
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
  const review = await readReview(disk, folder, faults)
  if (review === undefined) return {checked: [], unchecked: []}
  const sha256 = createHash('sha256').update(manifestText).digest('hex')
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
  if (keys.length === 0) {
    unchecked.push(
      'Who wrote review.json is not proven: give the state-key (--state-key-file), or check its attestation.',
    )
    return {checked, unchecked}
  }
  const names = (await disk.list(folder)).map(({name}) => name)
  const found = await checkHandedOn(disk, {folder, names, kind: 'review'}, keys)
  if ('because' in found) faults.add(`The review bundle can’t be relied on: ${found.because}.`)
  else checked.push('the MAC of the review bundle')
  return {checked, unchecked}
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
