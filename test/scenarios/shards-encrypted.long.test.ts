/** What the gate leaves out of encrypted parts: filters, pseudonyms, changed keys, kills, and parts forged by someone who has every key. */
import {cpSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {Encrypter} from 'age-encryption'
import {afterAll, describe, expect, test} from 'vitest'
import {partIdentities} from '../../src/evidence/part-identity.ts'
import {recipientOf} from '../../src/files/age.ts'
import {partitionPieces} from '../../src/month/merge-shards.ts'
import type {Manifest} from '../../src/report/manifest.ts'
import {partitionLength} from '../../src/spool/partition.ts'
import {sha256} from '../evidence.ts'
import {cleanUp} from '../runner.ts'
import type {MonthOptions} from './month.ts'
import {open} from './open.ts'
import {runSharded} from './sharded-workflow.ts'
import {
  csvOf,
  decrypted,
  downloaded,
  encryptTo,
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
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const first = madePart('1/2')
const second = madePart('2/2')
const whole = read()

const manifestOf = (part: string) => JSON.parse(readFileSync(join(part, 'manifest.json'), 'utf8')) as Manifest
async function ownRecipient(part: string): Promise<string> {
  const {tenant, shard} = manifestOf(part)
  if (!shard) throw new TypeError('no part')
  return await recipientOf((await partIdentities(stateKey, {tenant, period: shard.period}))(shard))
}
async function encrypted(content: Uint8Array | string, recipients: readonly string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return await encrypter.encrypt(content)
}

describe('encrypted parts', {timeout: 120_000}, () => {
  test('give all the files that one job gives', async () => {
    const inputs = {formats: 'csv,jsonl,parquet', columns: 'both'}
    const result = await merged(downloaded({one: await first, two: await second}), {inputs})
    await expectSameInside(result, await read({inputs}))
    expect(result.folder?.names.filter(name => name.startsWith('audit-'))).toHaveLength(4)
  })

  test('with a half hour that is merged in pieces give the same bytes', {timeout: 900_000}, async () => {
    const crowd = {at: Date.UTC(2026, 9, 1, 14), records: 50_000}
    const busy = smallTenant({from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 9, 2), records: 160, crowd})
    const [simulator, inputs] = [{records: busy}, {formats: 'csv,jsonl,parquet'}]
    const [one, two] = [await madePart('1/2', {simulator}), await madePart('2/2', {simulator})]
    const windows = [one, two].flatMap(part => manifestOf(part).windows)
    const half = {start: crowd.at, end: crowd.at + partitionLength}
    const filled = windows.map(({start, end, records}) => ({start: Date.parse(start), end: Date.parse(end), records}))
    expect(partitionPieces(half, filled, 20_000).length).toBeGreaterThan(1)
    const workspace = downloaded({one, two})
    // Its disk is not looked at with every call: that is for the small ones.
    const joined = await read({workspace, simulator: {records: []}, inputs: {...inputs, mode: 'merge', period: 'auto'}})
    await expectSameInside(joined, await read({simulator, inputs}))
  })

  test.each(['3', '7'])('may be %s', async of => {
    const parts = await Promise.all(
      Array.from({length: Number(of)}, async (_none, at) => [`p${at}`, await madePart(`${at + 1}/${of}`)] as const),
    )
    await expectSameInside(await merged(downloaded(Object.fromEntries(parts))), await whole)
  })

  test('whose filters name people are joined, and the filters stay hidden', async () => {
    const inputs = {users: 'anna@fabrikam.com', 'free-text': 'docx'}
    const [one, two] = [await madePart('1/2', {inputs}), await madePart('2/2', {inputs})]
    const result = await merged(downloaded({one, two}))
    const oneJob = await read({inputs})
    await expectSameInside(result, oneJob)
    const {filters} = result.folder?.manifest ?? {}
    expect(filters).toMatchObject({users: [], withheld: {terms: 2}})
    const full = async (folder: string) => String(await decrypted(join(folder, 'filters.json.age')))
    expect(await full(result.directory)).toBe(await full(oneJob.directory))
    const said = JSON.stringify([result.log, result.summary, result.folder?.manifest])
    expect(said).not.toMatch(/anna@|docx/)
    const other = await madePart('2/2', {inputs: {...inputs, users: 'Bo@fabrikam.com'}})
    const mixed = await merged(downloaded({one, two, other}))
    expect(mixed.outputs.status).toBe('incomplete')
    const reasons = mixed.folder?.manifest.reasons.join() ?? ''
    expect(reasons).toMatch(/other was left out.*its filters is .* with 2 not shown/)
    expect(JSON.stringify([mixed.log, mixed.summary, mixed.folder?.manifest])).not.toMatch(/anna@|Bo@|docx/)
  })

  test('may be under pseudonyms as well', async () => {
    const inputs = {'pseudonym-key': 'a key of thirty-two characters at least', users: 'anna@fabrikam.com'}
    const [one, two] = [await madePart('1/2', {inputs}), await madePart('2/2', {inputs})]
    const result = await merged(downloaded({one, two}))
    const oneJob = await read({inputs})
    await expectSameInside(result, oneJob)
    expect(result.folder?.manifest.pseudonyms).toEqual(oneJob.folder?.manifest.pseudonyms)
    expect(result.folder?.manifest.filters).toEqual(oneJob.folder?.manifest.filters)
  })

  test('go through a change of the state-key', async () => {
    const inputs = {'state-key': otherKey, 'previous-state-key': stateKey}
    const two = await madePart('2/2', {inputs: {'state-key': otherKey}})
    await expectSameInside(await merged(downloaded({one: await first, two}), {inputs}), await read({inputs}))
  })

  test.each([3, 5, 7])('go on after a kill at search %i, in the same folder copied elsewhere', async stopAt => {
    const {left} = await stoppedPart('2/2', stopAt)
    const two = await resumedPart('2/2', {workspace: left})
    await expectSameInside(await merged(downloaded({one: await first, two})), await whole)
  })
})

describe('a part that a holder of every key forged is left out', {timeout: 120_000}, () => {
  type Change = (folder: string, one: string) => void | Promise<void>
  const altered: [string, Change, RegExp, ((manifest: Manifest) => void)?][] = [
    ['whose end was cut', folder => edit(csvOf(folder), bytes => bytes.subarray(0, bytes.length - 40)), /can't be dec/],
    ['of which a chunk’s byte was changed', folder => edit(csvOf(folder), flipped(-60)), /can't be decrypted/],
    ['of whose header a byte was changed', folder => edit(csvOf(folder), flipped(40)), /can't be decrypted|not encryp/],
    ['that has no bytes', folder => writeFileSync(csvOf(folder), ''), /not encrypted|can't be decrypted/],
    [
      'with other records, encrypted to the same keys',
      async folder => {
        const text = String(gunzipSync(await decrypted(csvOf(folder))))
        const recipients = [encryptTo, await ownRecipient(folder)]
        const other = gzipSync(text.replace('UserLoggedIn', 'UserLoggedXn'))
        writeFileSync(csvOf(folder), await encrypted(other, recipients))
      },
      /holds something else/,
    ],
    [
      'encrypted to the recipients alone',
      async folder => writeFileSync(csvOf(folder), await encrypted(await decrypted(csvOf(folder)), [encryptTo])),
      /can't be decrypted/,
    ],
    ['laid open', async folder => writeFileSync(csvOf(folder), await decrypted(csvOf(folder))), /is not encrypted/],
    ['of another tenant', () => {}, /can't be decrypted/, manifest => (manifest.tenant = otherTenant)],
    [
      'of another period',
      () => {},
      /can't be decrypted/,
      manifest => Object.assign(manifest.shard?.period ?? {}, {end: '2026-10-03T00:00:00Z'}),
    ],
    ['by another number', () => {}, /can't be decrypted/, manifest => Object.assign(manifest.shard ?? {}, {part: 1})],
    [
      'that says it has no key of its own',
      () => {},
      /not encrypted to a key made of state-key/,
      manifest => delete manifest.encryption?.stateKey,
    ],
    ['that is another part whole', (folder, one) => cpSync(one, folder, {recursive: true}), /.*/],
  ]

  test.each(altered)('%s', async (name, change, said, manifest) => {
    const one = await first
    const two = await forgedPart(await second, folder => change(folder, one), manifest)
    const laidOpen = name === 'laid open'
    expect(open(two).length > 0).toBe(laidOpen)
    const result = await merged(downloaded({one, two}), {inputs: {'tenant-id': '', 'client-id': '', certificate: ''}})
    if (name !== 'that is another part whole') return expectLeftOut(result, said)
    // The first part twice, and a gap in place of the second.
    expect(result.outputs.status).toBe('incomplete')
    expect(result.folder?.gaps.map(({code}) => code)).toEqual(['PART_MISSING'])
  })

  test('whose filters are others than its manifest’s hash', async () => {
    const inputs = {users: 'anna@fabrikam.com'}
    const one = await madePart('1/2', {inputs})
    const filters = `${JSON.stringify({...manifestOf(one).filters, withheld: undefined, users: ['Bo@fabrikam.com']})}\n`
    const two = await forgedPart(
      await madePart('2/2', {inputs}),
      async folder => {
        const recipients = [encryptTo, await ownRecipient(folder)]
        writeFileSync(join(folder, 'filters.json.age'), await encrypted(filters, recipients))
      },
      manifest => {
        const file = manifest.files.find(({name}) => name === 'filters.json.age')
        Object.assign(file ?? {}, {plain: {bytes: filters.length, sha256: sha256(filters)}})
      },
    )
    expectLeftOut(await merged(downloaded({one, two})), /its filters are not those of its manifest/)
  })

  test('that an unsharded run encrypted', async () => {
    const {directory} = await whole
    const result = await merged(downloaded({one: await first, two: directory}))
    expect(result.outputs.status).toBe('incomplete')
    expect(result.folder?.manifest.reasons.join()).toMatch(/two was left out.*not a part/)
  })
})

test('a merge with another key joins nothing, and says which', {timeout: 60_000}, async () => {
  const options: MonthOptions = {inputs: {'state-key': otherKey}}
  const result = await merged(downloaded({one: await first, two: await second}), options)
  expect(result.folder).toBeUndefined()
  expect(result.annotations.map(({message}) => message).join()).toMatch(/not one of this state-key.*MERGE_NO_PARTS/s)
})

test('the example workflow gives what one job gives, each job a process of its own', {timeout: 180_000}, async () => {
  const from = Date.UTC(2026, 9, 1)
  const crowd = {at: Date.UTC(2026, 9, 2, 9), records: 6000}
  const crowded = smallTenant({from, to: Date.UTC(2026, 9, 4), records: 1500, crowd})
  const values = {'vars.AGE_RECIPIENTS': encryptTo, 'secrets.M365_STATE_KEY': stateKey}
  const ended = await runSharded('sharded-encrypted.yml', {records: crowded, period: '2026-10-01/2026-10-04', values})
  const contents = (folder: string) =>
    manifestOf(folder)
      .files.filter(({name}) => /^audit-|^findings|^baseline|^history/.test(name))
      .map(({name, plain, sha256}) => [name, plain?.sha256 ?? sha256])
  expect(contents(ended.merged)).toEqual(contents(ended.whole))
  expect(contents(ended.merged)).toHaveLength(5)
  expect([...open(ended.merged), ...open(join(ended.merged, '..', '..', 'm365-audit-parts'))]).toEqual([])
})

const otherTenant = '4f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634'

function edit(path: string, change: (bytes: Buffer) => Uint8Array): void {
  writeFileSync(path, change(readFileSync(path)))
}

function flipped(at: number): (bytes: Buffer) => Buffer {
  return bytes => {
    const place = at < 0 ? bytes.length + at : at
    bytes.writeUInt8((bytes[place] ?? 0) ^ 1, place)
    return bytes
  }
}
