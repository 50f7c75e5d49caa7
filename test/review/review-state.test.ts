/** When a month is reviewed, and what undoes that. */

import {readFileSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {Ajv2020} from 'ajv/dist/2020.js'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {instantOf} from '../../src/audit/record.ts'
import type {Manifest} from '../../src/report/manifest.ts'
import {contentDigest} from '../../src/review/content-digest.ts'
import {joinSaid, ReviewFile, reviewJsonSchema, reviewText, type Said} from '../../src/review/review-file.ts'
import {type ReviewPolicy, type ReviewSubject, reviewState} from '../../src/review/review-state.ts'
import {aManifest, entriesOf, sha256} from '../evidence.ts'

const month = (more: Partial<Manifest> = {}): Manifest => ({
  ...aManifest(),
  files: [{name: 'audit-2026-10.csv', bytes: 9, sha256: 'f'.repeat(64), records: 0}],
  windows: entriesOf().map(({began: _, ...entry}) => ({
    ...entry,
    start: instantOf(entry.start),
    end: instantOf(entry.end),
    records: 0,
    sha256: sha256(''),
  })),
  incidents: [
    {id: 'A', severity: 'high'},
    {id: 'B', severity: 'low'},
  ],
  ...more,
})
const subject = (manifest = month(), ranBy?: string): ReviewSubject => ({manifest, sha256: 'a'.repeat(64), ranBy})
const policy: ReviewPolicy = {reviewers: 1, independent: false}

let count = 0
function said(command: Said['command'], more: Partial<Said> = {}): Said {
  count++
  return {
    id: `comment:${count}/1`,
    at: new Date(Date.UTC(2026, 10, 1) + count * 1000).toISOString(),
    by: 'ines',
    permission: 'write',
    command,
    text: 'x',
    manifest: 'a'.repeat(64),
    content: contentDigest(month()),
    ...more,
  }
}
const dealtWith = () => said('incident', {incident: 'A', disposition: 'accepted'})
const statusOf = (list: readonly Said[], of = subject(), asked = policy) => reviewState(of, asked, list).file.status

describe('a month is reviewed', () => {
  test('when each incident of medium or more has its disposition and one person signed it off', () => {
    expect(statusOf([dealtWith(), said('reviewed')])).toBe('reviewed')
  })

  test('when it has none and one person signed it off', () => {
    const clean = month({incidents: []})
    expect(statusOf([said('reviewed', {content: contentDigest(clean)})], subject(clean))).toBe('reviewed')
  })

  test('still, when a rerun found the same content', () => {
    const rerun = month({run: {...month().run, id: '2', finished: '2026-11-09T00:00:00Z'}, requests: {search: 9}})
    expect(contentDigest(rerun)).toBe(contentDigest(month()))
    expect(statusOf([dealtWith(), said('reviewed')], subject(rerun))).toBe('reviewed')
  })
})

describe('a month is not reviewed', () => {
  test.each<[string, () => Said[]]>([
    ['when nobody said so', () => [dealtWith()]],
    ['when an incident has no disposition', () => [said('reviewed')]],
    ['when the disposition came after the sign-off', () => [said('reviewed'), dealtWith()]],
    ['when it was opened again', () => [dealtWith(), said('reviewed'), said('reopen')]],
    ['when the sign-off was for other content', () => [dealtWith(), said('reviewed', {content: 'b'.repeat(64)})]],
  ])('%s', (_name, list) => expect(statusOf(list())).toBe('open'))

  test('when late records changed its content', () => {
    const late = month({files: month().files.map(file => ({...file, sha256: 'c'.repeat(64)}))})
    const {file, lack} = reviewState(subject(late), policy, [dealtWith(), said('reviewed')])
    expect([file.status, lack]).toEqual(['open', {incidents: [], people: 1, another: false}])
  })

  test('when an incident has become graver since its disposition', () => {
    const list = [said('incident', {incident: 'B', disposition: 'accepted', severity: 'low'})]
    const graver = month({incidents: [{id: 'B', severity: 'high'}]})
    expect(reviewState(subject(graver), policy, list).lack.incidents).toEqual(['B'])
  })
})

describe('two people', () => {
  const two = {...policy, reviewers: 2}
  test('are two accounts, in whatever letters', () => {
    expect(statusOf([dealtWith(), said('reviewed'), said('reviewed', {by: 'INES'})], subject(), two)).toBe('open')
    expect(statusOf([dealtWith(), said('reviewed'), said('reviewed', {by: 'jo'})], subject(), two)).toBe('reviewed')
  })
})

describe('who ran the export', () => {
  const independent = {...policy, independent: true}
  const list = () => [dealtWith(), said('reviewed')]
  test('can’t be the only reviewer', () => {
    expect(statusOf(list(), subject(month(), 'Ines'), independent)).toBe('open')
    expect(statusOf(list(), subject(month(), 'jo'), independent)).toBe('reviewed')
    expect(statusOf([...list(), said('reviewed', {by: 'jo'})], subject(month(), 'ines'), independent)).toBe('reviewed')
  })

  test('is unknown, and then one person is not known to be another', () => {
    expect(statusOf(list(), subject(), independent)).toBe('open')
    expect(statusOf([...list(), said('reviewed', {by: 'jo'})], subject(), independent)).toBe('reviewed')
  })
})

const anySaid = fc
  .array(
    fc.record({
      by: fc.constantFrom('ines', 'jo', 'sam'),
      command: fc.constantFrom<Said['command']>('reviewed', 'incident', 'reopen'),
      incident: fc.constantFrom('A', 'B', 'C'),
      disposition: fc.constantFrom<NonNullable<Said['disposition']>>('accepted', 'followed-up', 'false-alarm'),
      same: fc.boolean(),
    }),
    {maxLength: 12},
  )
  .map(list =>
    list.map(({same, command, incident, disposition, by}) =>
      said(command, {
        by,
        ...(command === 'incident' ? {incident, disposition} : {}),
        ...(same ? {} : {content: 'd'.repeat(64)}),
      }),
    ),
  )

describe('always', () => {
  test('it does not matter in which order, how often, or through how many bundles commands arrive', () => {
    fc.assert(
      fc.property(anySaid, fc.nat(12), (list, cut) => {
        const whole = reviewState(subject(), policy, list)
        expect(reviewState(subject(), policy, joinSaid([list.slice(0, cut), list.slice(cut), list].reverse()))).toEqual(
          whole,
        )
      }),
    )
  })

  test('reviewed means: signed off by enough people for this content, every grave incident dealt with, nothing lacking', () => {
    fc.assert(
      fc.property(anySaid, fc.integer({min: 1, max: 3}), fc.boolean(), (list, reviewers, independent) => {
        const {file, lack} = reviewState(subject(month(), 'ines'), {reviewers, independent}, list)
        const lacksNothing = lack.people === 0 && lack.incidents.length === 0 && !lack.another
        expect(file.status === 'reviewed').toBe(lacksNothing)
        if (file.status !== 'reviewed') return
        expect(new Set(file.reviewedBy.map(({login}) => login)).size).toBeGreaterThanOrEqual(reviewers)
        expect(list.some(one => one.command === 'reviewed' && one.content === file.content)).toBe(true)
        expect(file.incidents.find(({id}) => id === 'A')?.disposition).toBeDefined()
        if (independent) expect(file.reviewedBy.some(({login}) => login !== 'ines')).toBe(true)
      }),
    )
  })
})

describe('the content digest', () => {
  const others: [string, Partial<Manifest>][] = [
    ['the tenant', {tenant: '99999999-2222-3333-4444-555555555555'}],
    ['an incident’s severity', {incidents: [{id: 'A', severity: 'medium'}]}],
    ['an incident', {incidents: []}],
    ['a filter', {filters: {...month().filters, users: ['ines@contoso.example']}}],
    ['the bytes of a record file', {files: month().files.map(file => ({...file, sha256: 'e'.repeat(64)}))}],
    [
      'a gap',
      {windows: month().windows.map(one => ({...one, status: 'gap' as const, reason: {code: 'X', message: 'x'}}))},
    ],
  ]
  test.each(others)('is another when %s is', (_name, more) => {
    expect(contentDigest(month(more))).not.toBe(contentDigest(month()))
  })

  test('is the same for an encrypted export with new keys, and for filters that are salted anew', () => {
    const sealed = (sha256: string, salt: string) =>
      month({
        filters: {...month().filters, withheld: {terms: 1, salt, scrypt: salt}},
        files: month().files.map(({name, bytes, sha256: plain}) => ({
          ...{name: `${name}.age`, bytes: bytes + 200, sha256},
          plain: {bytes, sha256: plain},
        })),
      })
    expect(contentDigest(sealed('1'.repeat(64), 'aa'))).toBe(contentDigest(sealed('2'.repeat(64), 'bb')))
  })
})

const published = fileURLToPath(new URL('../../src/review/review.schema.json', import.meta.url))

/** To renew it: RENEW=1 npx vitest run test/review/review-state.test.ts && npx biome format --write src/review/review.schema.json */
test('the published schema is the one of the code, and takes what is written', () => {
  if (process.env.RENEW) writeFileSync(published, reviewJsonSchema())
  const schema = JSON.parse(readFileSync(published, 'utf8')) as object
  expect(schema).toEqual(JSON.parse(reviewJsonSchema()))
  const file = JSON.parse(
    reviewText(reviewState(subject(), policy, [dealtWith(), said('reviewed')]).file),
  ) as ReviewFile
  const validate = new Ajv2020().compile(schema)
  expect(validate(file), JSON.stringify(validate.errors)).toBe(true)
  expect(ReviewFile.parse(file)).toEqual(file)
})
