/**
 * The published JSON Schema of manifest.json is `src/report/manifest.schema.json`. To renew it after a change of
 * `src/report/manifest.ts`:
 *
 *   RENEW=1 npx vitest run test/report/manifest.test.ts && npx biome format --write src/report/manifest.schema.json
 */
import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, test} from 'vitest'
import {instantOf} from '../../src/audit/record.ts'
import {Manifest, manifestJsonSchema, manifestText} from '../../src/report/manifest.ts'
import {aManifest, entriesOf, october, sha256} from '../evidence.ts'

const published = fileURLToPath(new URL('../../src/report/manifest.schema.json', import.meta.url))
if (process.env.RENEW) writeFileSync(published, manifestJsonSchema())

test('the published schema is the one of the code', () => {
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(manifestJsonSchema()))
})

const validate = new Ajv2020({strict: true, allErrors: true}).compile(JSON.parse(manifestJsonSchema()))

/** A month with windows of every kind, and everything that may be left out. */
function aFullManifest(): Manifest {
  return {
    ...aManifest(),
    status: 'incomplete',
    reasons: ['Not proven.'],
    windows: entriesOf({gap: true}).map(({began = october.end, ...entry}) => ({
      ...entry,
      start: instantOf(entry.start),
      end: instantOf(entry.end),
      records: 0,
      began: instantOf(began),
      compared: {first: 3, second: 2, both: 2},
      sha256: sha256(''),
    })),
    earlier: {
      manifest: sha256('m'),
      status: 'provisional',
      finished: instantOf(october.end),
      added: 1,
      own: 1,
      vanished: 0,
      changed: 2,
    },
    estimate: {
      windows: 1,
      differed: 0,
      first: 900,
      second: 900,
      both: 900,
      once: 9000,
      missing: {likely: 0, least: 0, most: 31},
    },
    resumed: {manifest: sha256('m'), windows: 3, interrupted: 1},
    files: [{name: 'audit-2026-10.csv', bytes: 10, sha256: sha256('x'), records: 0}],
    run: {...aManifest().run, repository: 'o/r', id: '1', attempt: '1', url: 'https://github.com/o/r/actions/runs/1'},
    principal: sha256('principal').slice(0, 16),
    own: 1,
    certificate: {thumbprint: sha256('certificate'), notAfter: instantOf(october.end)},
    filters: {...aManifest().filters, freeText: 'x'},
  }
}

describe('a manifest', () => {
  test.each([
    ['of an empty month', aManifest()],
    ['with everything in it', aFullManifest()],
  ])('%s is accepted by the schema, and by the code', (_name, manifest) => {
    const read: unknown = JSON.parse(manifestText(manifest))
    expect(validate(read) || validate.errors).toBe(true)
    expect(Manifest.parse(read)).toEqual(manifest)
  })

  test.each<[string, (manifest: Record<string, unknown> & Manifest) => void]>([
    ['another schema', manifest => Object.assign(manifest, {schema: 'm365-audit-export/manifest/2'})],
    ['no schema', manifest => Reflect.deleteProperty(manifest, 'schema')],
    ['an unknown status', manifest => Object.assign(manifest, {status: 'fine'})],
    ['a word nobody knows', manifest => Object.assign(manifest, {approved: true})],
    ['a word nobody knows inside', ({windows}) => Object.assign(windows[0] ?? {}, {approved: true})],
    ['a time with an offset', ({period}) => Object.assign(period, {start: '2026-10-01T00:00:00+02:00'})],
    ['a date', ({period}) => Object.assign(period, {start: '2026-10-01'})],
    ['a negative count', manifest => Object.assign(manifest, {records: -1})],
    ['half a record', manifest => Object.assign(manifest, {records: 0.5})],
    ['a count as text', manifest => Object.assign(manifest, {records: '1'})],
    ['a hash in capitals', ({files}) => Object.assign(files[0] ?? {}, {sha256: sha256('x').toUpperCase()})],
    ['a hash that is short', ({windows}) => Object.assign(windows[0] ?? {}, {sha256: 'ab'})],
    ['no windows', manifest => Reflect.deleteProperty(manifest, 'windows')],
    ['a window of an unknown status', ({windows}) => Object.assign(windows[0] ?? {}, {status: 'skipped'})],
    ['a reason without a code', ({windows}) => Object.assign(windows[2] ?? {}, {reason: {message: 'x'}})],
  ])('with %s is refused by the schema, and by the code', (_name, change) => {
    const manifest = structuredClone(aFullManifest()) as Record<string, unknown> & Manifest
    change(manifest)
    expect(validate(manifest)).toBe(false)
    expect(Manifest.safeParse(manifest).success).toBe(false)
  })
})
