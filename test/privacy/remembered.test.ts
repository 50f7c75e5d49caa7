import {createHmac} from 'node:crypto'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {Pseudonyms} from '../../src/privacy/pseudonyms.ts'
import {Remembered} from '../../src/privacy/remembered.ts'
import {aRecord, guid, tenantId} from '../builders.ts'

const mac = (text: string) => createHmac('sha256', 'one').update(text).digest('hex')

/** Few values, so that they come again: in other fields, as another record's own ids, inside each other, and in free text. */
const names = [
  'ann@contoso.com',
  'Ann Berg',
  guid(1),
  guid(2),
  'bob_else.example#EXT#@contoso.onmicrosoft.com',
  tenantId,
]
const value = fc.oneof(
  fc.constantFrom(
    ...names,
    '203.0.113.7',
    'C:\\Users\\ann\\Offer 7.docx',
    'https://contoso.sharepoint.com/sites/Board',
    '2026-10-05T00:03:26',
    'DB9PR93MB7844 (15.20.9139.021)\r\n',
    'sent by Ann Berg, and ann too',
  ),
  fc
    .tuple(fc.constantFrom('ServicePrincipal_', 'mail for ', 'smtp:', ''), fc.constantFrom(...names))
    .map(parts => parts.join('')),
  fc.constantFrom(...names).map(name => JSON.stringify([{Name: 'UserId', Value: name}])),
)
const fields = [
  'UserId',
  'AppId',
  'ObjectId',
  'SourceFileName',
  'SiteUrl',
  'Comment',
  'Target',
  'ClientIP',
  'SessionId',
  'OriginatingServer',
  'CreationTime',
  'Parameters',
]
const data = fc.dictionary(fc.constantFrom(...fields), value, {maxKeys: 6})
const record = fc
  .tuple(data, fc.integer({min: 1, max: 3}))
  .map(([one, id]) => aRecord({...one, Id: guid(id), OrganizationId: tenantId}))

test('a record’s pseudonyms are the same whatever was seen before it, and however often', () => {
  fc.assert(
    fc.property(fc.array(record, {minLength: 2, maxLength: 12}), records => {
      const experienced = new Pseudonyms(mac)
      for (const one of [...records, ...records]) {
        const alone = new Pseudonyms(mac).record(one)
        expect(experienced.record(one)).toEqual(alone)
        expect(experienced.record(one, {isParsed: true})).toEqual(alone)
      }
    }),
    {numRuns: 60},
  )
})

test('what is remembered is bounded, is what was set last, and stays while it is asked for', () => {
  const step = fc.tuple(fc.boolean(), fc.nat(30).map(String), fc.nat(5))
  fc.assert(
    fc.property(fc.array(step, {maxLength: 300}), steps => {
      const remembered = new Remembered<number>(10)
      const latest = new Map<string, number>()
      remembered.set('kept', -1)
      for (const [isSet, text, number] of steps) {
        expect(remembered.get('kept')).toBe(-1)
        if (isSet) {
          remembered.set(text, number)
          latest.set(text, number)
        } else expect([undefined, latest.get(text)]).toContain(remembered.get(text))
      }
      const known = Array.from({length: 31}, (_, text) => remembered.get(String(text))).filter(one => one !== undefined)
      expect(known.length).toBeLessThanOrEqual(10)
    }),
  )
})
