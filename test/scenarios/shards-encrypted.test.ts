/** An encrypted month read in parts is the encrypted month that one job reads, and no plain copy lies on any disk. More in the long tier. */
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {partIdentities} from '../../src/evidence/part-identity.ts'
import {cleanUp} from '../runner.ts'
import {
  csvOf,
  decrypted,
  downloaded,
  expectLeftOut,
  expectSameInside,
  forgedPart,
  madePart,
  merged,
  otherKey,
  read,
  resumedPart,
  stateKey,
  stoppedPart,
} from './shards-encrypted.ts'

afterAll(cleanUp)

const first = madePart('1/2')
const second = madePart('2/2')
const whole = read()

describe('an encrypted month in parts', {timeout: 60_000}, () => {
  test('is the one that one job writes, for the recipients alone', async () => {
    const [one, two] = [await first, await second]
    const result = await merged(downloaded({one, two}))
    await expectSameInside(result, await whole)
    const {tenant, shard, encryption} = JSON.parse(readFileSync(join(one, 'manifest.json'), 'utf8'))
    expect(encryption).toEqual({format: 'age-encryption.org/v1', recipients: 1, stateKey: true})
    const own = (await partIdentities(stateKey, {tenant, period: shard.period}))({part: 1, of: 2})
    expect(await decrypted(csvOf(one), own)).toEqual(await decrypted(csvOf(one)))
    await expect(decrypted(csvOf(two), own)).rejects.toThrow('no identity matched')
    await expect(decrypted(csvOf(result.directory), own)).rejects.toThrow('no identity matched')
  })

  test('goes on on another machine, and what the stopped part left there says nothing of the whole', async () => {
    const {artifacts} = await stoppedPart('2/2', 3)
    const state = artifacts.kept.find(({name}) => name.endsWith('-state'))?.folder ?? ''
    const two = await resumedPart('2/2', {artifacts})
    await expectSameInside(await merged(downloaded({one: await first, two, state})), await whole)
  })

  test('is not merged into an open one', async () => {
    const result = await merged(downloaded({one: await first, two: await second}), {inputs: {'encrypt-to': ''}})
    expect(result.annotations.map(({message}) => message).join()).toContain('MERGE_PARTS_ENCRYPTED')
    expect(result.folder).toBeUndefined()
  })
})

describe('a part is left out', {timeout: 60_000}, () => {
  const swapped = async () => {
    const bytes = readFileSync(csvOf(await first))
    return await forgedPart(await second, folder => writeFileSync(csvOf(folder), bytes))
  }
  test.each<[string, () => Promise<string>, RegExp]>([
    ['that is not encrypted', () => madePart('2/2', {inputs: {'encrypt-to': ''}}), /not encrypted, although/],
    ['under another state-key', () => madePart('2/2', {inputs: {'state-key': otherKey}}), /not one of this state-key/],
    ['that holds another part’s records', swapped, /can't be decrypted/],
  ])('%s', async (_name, two, said) => {
    expectLeftOut(await merged(downloaded({one: await first, two: await two()})), said)
  })
})
