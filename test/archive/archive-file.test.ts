/** archive.json: its schema, how several are joined, and until when evidence is kept by what they say. */
import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Ajv2020} from 'ajv/dist/2020.js'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {parseArchiveAddress} from '../../src/archive/archive-address.ts'
import {
  ArchiveFile,
  type ArchivePlace,
  archivedUntil,
  archiveJsonSchema,
  archiveText,
  joinPlaces,
  lockOf,
  lockWords,
} from '../../src/archive/archive-file.ts'
import {endOfRetention, isTooLong, parseRetentionPeriod} from '../../src/archive/retention-period.ts'

const hash = fc.constantFrom('a'.repeat(64), 'b'.repeat(64))
const moment = fc
  .integer({min: Date.UTC(2026, 0), max: Date.UTC(2036, 0)})
  .map(time => new Date(Math.floor(time / 1000) * 1000).toISOString())
const anyFile = fc.record(
  {
    name: fc.constantFrom('manifest.json', 'SHA256SUMS', 'audit-2026-10.csv'),
    bytes: fc.nat(),
    sha256: hash,
    legalHold: fc.boolean(),
    versionId: fc.string(),
    policy: fc.record({mode: fc.constantFrom('locked' as const, 'unlocked' as const), until: moment}),
  },
  {requiredKeys: ['name', 'bytes', 'sha256', 'legalHold']},
)
const anyPlace: fc.Arbitrary<ArchivePlace> = fc
  .record({
    url: fc.constantFrom('https://a.blob.core.windows.net/c/1', 'https://a.blob.core.windows.net/c/2'),
    at: moment,
    manifest: hash,
    content: hash,
    container: fc.record({
      immutabilityPolicy: fc.boolean(),
      legalHold: fc.boolean(),
      versionLevelImmutability: fc.boolean(),
    }),
    files: fc.array(anyFile, {minLength: 1, maxLength: 3}),
  })
  .map(place => ({...place, ...lockOf(place.files)}))
const lists = fc.array(fc.array(anyPlace, {maxLength: 3}), {maxLength: 4})
const month = {tenant: 't', period: {label: '2026-10', start: '2026-10-01T00:00:00Z', end: '2026-11-01T00:00:00Z'}}

const published = fileURLToPath(new URL('../../src/archive/archive.schema.json', import.meta.url))

test('its published JSON Schema is that of the program, and takes every file that is written', () => {
  if (process.env.RENEW) writeFileSync(published, archiveJsonSchema())
  const schema: unknown = JSON.parse(readFileSync(published, 'utf8'))
  expect(schema).toEqual(JSON.parse(archiveJsonSchema()))
  const validate = new Ajv2020({strict: true, validateFormats: false}).compile(schema as object)
  fc.assert(
    fc.property(fc.array(anyPlace, {minLength: 1, maxLength: 3}), places => {
      const written: unknown = JSON.parse(archiveText(month, joinPlaces([places])))
      expect(validate(written), JSON.stringify(validate.errors)).toBe(true)
      expect(ArchiveFile.parse(written)).toEqual(written)
    }),
    {numRuns: 50},
  )
})

describe('files of several runs', () => {
  test('are joined alike in whatever order they are found, and nothing is lost or counted twice', () => {
    fc.assert(
      fc.property(lists, fc.nat(), (found, turn) => {
        const joined = joinPlaces(found)
        const at = turn % (found.length + 1)
        expect(joinPlaces([...found.slice(at), ...found.slice(0, at)])).toEqual(joined)
        expect(joinPlaces([...found].reverse())).toEqual(joined)
        expect(joinPlaces([joined, ...found])).toEqual(joined)
        expect(new Set(joined.map(({url}) => url))).toEqual(new Set(found.flat().map(({url}) => url)))
        expect(new Set(joined.map(({url}) => url)).size).toBe(joined.length)
      }),
      {numRuns: 100},
    )
  })

  test('keep the evidence as long as the best of them says, of the same content alone', () => {
    fc.assert(
      fc.property(fc.array(anyPlace, {maxLength: 4}), hash, (places, content) => {
        const until = archivedUntil(places, content)
        const same = places.filter(one => one.content === content)
        if (same.length === 0) expect(until).toBeUndefined()
        else if (same.some(one => one.lockedUntil === undefined)) expect(until).toBe('forever')
        else expect(until).toBe(Math.max(...same.map(one => Date.parse(one.lockedUntil ?? ''))))
      }),
    )
  })
})

test('a folder is locked only as long as each of its files is', () => {
  fc.assert(
    fc.property(anyPlace, place => {
      const {lockedUntil} = place
      const ends = place.files.map(({policy}) => (policy?.mode === 'locked' ? Date.parse(policy.until) : 0))
      expect(lockedUntil === undefined ? 0 : Date.parse(lockedUntil)).toBe(Math.min(...ends))
      // Only a lock of every file is told as one.
      expect(lockWords(place).startsWith('It can’t be changed')).toBe(lockedUntil !== undefined)
    }),
  )
})

describe('archive-retain', () => {
  test.each([
    ['1d', '2026-11-30T12:00:01.000Z'],
    ['7y', '2033-11-29T12:00:01.000Z'],
    ['3650d', '2036-11-26T12:00:01.000Z'],
  ])('%s ends on a day of the calendar', (text, end) => {
    const period = parseRetentionPeriod(text)
    expect(period && new Date(endOfRetention(Date.UTC(2026, 10, 29, 12, 0, 0, 1), period)).toISOString()).toBe(end)
  })

  test.each(['', '7', 'y', '0y', '-1y', '7 y', '1.5y', '7Y', '7yd', '999999d', '٧y'])('refuses “%s”', text => {
    expect(parseRetentionPeriod(text)).toBeUndefined()
  })

  test('is ten years at most, in either unit', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: 99_999}), number => {
        expect(isTooLong({years: number})).toBe(number > 10)
        expect(isTooLong({days: number})).toBe(number > 3_653)
      }),
    )
  })
})

describe('archive-to', () => {
  test('is an account, a container and a prefix, in whichever of the clouds', () => {
    expect(parseArchiveAddress('https://acme1.blob.core.usgovcloudapi.net/audit-logs/m365/x.y/')).toEqual({
      ok: {account: 'acme1', host: 'acme1.blob.core.usgovcloudapi.net', container: 'audit-logs', prefix: 'm365/x.y'},
    })
  })

  test.each([
    'acme.blob.core.windows.net/audit',
    'http://acme.blob.core.windows.net/audit',
    'https://acme.blob.core.windows.net/',
    'https://acme.blob.core.windows.net.example.com/audit',
    'https://blob.core.windows.net/audit',
    'https://a.b.blob.core.windows.net/audit',
    'https://acme.file.core.windows.net/audit',
    'https://acme.blob.core.windows.net:8443/audit',
    'https://user@acme.blob.core.windows.net/audit',
    'https://acme.blob.core.windows.net/$web',
    'https://acme.blob.core.windows.net/AUDIT',
    'https://acme.blob.core.windows.net/a--b',
    'https://acme.blob.core.windows.net/audit//x',
    'https://acme.blob.core.windows.net/audit/%2e%2e/x',
    'https://acme.blob.core.windows.net/audit/a%20b',
    'https://acme.blob.core.windows.net/audit#x',
  ])('refuses %s', text => {
    expect(parseArchiveAddress(text)).toHaveProperty('mistake')
  })

  test('with a signature in it is a secret', () => {
    expect(parseArchiveAddress('https://acme.blob.core.windows.net/audit?sv=2023&sig=abc')).toMatchObject({
      secret: true,
    })
  })
})
