import fc from 'fast-check'
import {expect, test} from 'vitest'
import {type JsonSchema, schemaFaults} from '../../src/auditor/json-schema.ts'
import schema from '../../src/report/manifest.schema.json' with {type: 'json'}
import {Manifest} from '../../src/report/manifest.ts'
import {aManifest} from '../evidence.ts'

const window = {
  ...{start: '2026-10-01T00:00:00Z', end: '2026-11-01T00:00:00Z', status: 'gap', records: 0, attempts: 1},
  evidence: {rows: 0, cap: 5000, requestIds: [], warnings: []},
  reason: {code: 'X', message: 'x'},
  sha256: 'a'.repeat(64),
}
const whole = {
  ...aManifest(),
  windows: [window],
  files: [{name: 'a.csv', bytes: 1, sha256: 'b'.repeat(64), records: 1}],
  estimate: {windows: 1, differed: 0, first: 1, second: 1, both: 1, once: 0, rate: {missed: 0, most: 0.5}},
}

/** Where values lie in it, to be exchanged. */
function placesIn(value: unknown, place: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [place]
  return [place, ...Object.entries(value).flatMap(([name, one]) => placesIn(one, [...place, name]))]
}

function changed(value: unknown, [name, ...rest]: readonly string[], put: unknown): unknown {
  if (name === undefined) return put
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : {...(value as object)}
  const inner = changed(copy[name], rest, put)
  if (inner === undefined && Array.isArray(copy)) copy.splice(Number(name), 1)
  else if (inner === undefined) delete copy[name]
  else copy[name] = inner
  return copy
}

const anything = fc.oneof(
  fc.constantFrom(undefined, null, true, 0, 1, -1, 0.5, 1e300, '', 'x', 'complete', [], {}, ['x'], {x: 1}),
  fc.constantFrom('2026-02-30T00:00:00Z', '2026-02-28T00:00:00Z', '2026-02-28', 'f'.repeat(64)),
)

test('holds a manifest to its schema as the program does', () => {
  expect(schemaFaults(schema as JsonSchema, whole)).toEqual([])
  fc.assert(
    fc.property(fc.constantFrom(...placesIn(whole)), anything, (place, put) => {
      const value = changed(whole, place, put)
      const isRight = Manifest.safeParse(value).success
      expect(schemaFaults(schema as JsonSchema, value).length === 0, place.join('.')).toBe(isRight)
    }),
    {numRuns: 1000},
  )
})

test('names the place of what is wrong', () => {
  expect(schemaFaults(schema as JsonSchema, {...whole, windows: [{...window, records: -1}], more: 1})).toEqual([
    'windows.0.records: it is out of range',
    'more: it is not known',
  ])
})

test('knows every word of the schema', () => {
  const words = new Set<string>()
  JSON.stringify(schema, (key, value: unknown) => {
    if (!['properties', '', 'enum', 'required'].includes(key) && Number.isNaN(Number(key))) words.add(key)
    return key === 'properties' ? Object.values(value as object) : value
  })
  const known = 'type const enum pattern minimum maximum items required additionalProperties'.split(' ')
  // For people, for other readers, and for names of any form.
  const others = ['$schema', 'description', 'propertyNames', 'format']
  expect([...words].filter(word => ![...known, ...others].includes(word))).toEqual([])
})
