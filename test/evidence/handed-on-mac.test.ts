/** A folder under a MAC is believed as it was, and in no other way. */
import {createHash} from 'node:crypto'
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {checksums} from '../../src/evidence/evidence-folder.ts'
import {checkHandedOn, checksumFile, type HandedOnKind, handedOnMac, macFile} from '../../src/evidence/handed-on-mac.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {aFolder} from '../builders.ts'

const key = 'a key of the tests, and of nothing else'
const other = 'another key of the tests, 0123456789'
const files = {'audit.csv': 'a,b\r\n', 'manifest.json': '{}\n', 'baseline.json.gz': 'zz'}

async function sealed(kind: HandedOnKind = 'export'): Promise<string> {
  const folder = await aFolder()
  mkdirSync(folder, {recursive: true})
  const listed = Object.entries(files).map(([name, content]) => {
    writeFileSync(join(folder, name), content)
    return {name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex')}
  })
  const sums = checksums(listed)
  writeFileSync(join(folder, checksumFile), sums)
  writeFileSync(join(folder, macFile), handedOnMac(key, kind, sums))
  return folder
}

const all = [...Object.keys(files), checksumFile, macFile]
const check = (folder: string, {names = all, keys = [key], kind = 'export' as HandedOnKind} = {}) =>
  checkHandedOn(machineDisk, {folder, names, kind}, keys)

describe('a folder under a MAC', () => {
  test('is believed with its key, in whichever place that stands', async () => {
    const folder = await sealed()
    expect(await check(folder)).toEqual({key: 0})
    expect(await check(folder, {keys: [other, key]})).toEqual({key: 1})
  })

  test('of which a part was taken along is believed too, as a baseline is', async () => {
    const folder = await sealed()
    rmSync(join(folder, 'audit.csv'))
    expect(await check(folder, {names: all.filter(name => name !== 'audit.csv')})).toEqual({key: 0})
  })

  test('is refused when any byte of any file was changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), fc.nat(), fc.integer({min: 1, max: 255}), async (name, at, flip) => {
        const folder = await sealed()
        const bytes = readFileSync(join(folder, name))
        const place = at % bytes.length
        bytes.writeUInt8((bytes[place] ?? 0) ^ flip, place)
        writeFileSync(join(folder, name), bytes)
        expect(await check(folder)).toHaveProperty('because')
      }),
      {numRuns: 60},
    )
  })

  test.each<[string, (folder: string) => void, Parameters<typeof check>[1], RegExp]>([
    ['without the MAC', folder => rmSync(join(folder, macFile)), {}, /no MAC/],
    ['without the list', folder => rmSync(join(folder, checksumFile)), {}, /no MAC/],
    ['with another key', () => {}, {keys: [other]}, /not one of this state-key/],
    ['as another kind', () => {}, {kind: 'state' as const}, /not one of this state-key/],
    [
      'with a file that the list lacks',
      folder => writeFileSync(join(folder, 'extra.csv'), 'x'),
      {names: [...all, 'extra.csv']},
      /does not cover extra\.csv/,
    ],
  ])('is refused %s', async (_name, change, options, words) => {
    const folder = await sealed()
    change(folder)
    expect(await check(folder, options)).toMatchObject({because: expect.stringMatching(words)})
  })
})
