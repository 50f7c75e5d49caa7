import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../src/audit/record.ts'
import {AuditEvent} from '../../src/detect/event.ts'
import {fields, operations, someRecord} from './any-record.ts'
import {aChange, aCmdlet, aRecord, aSignIn, at, detectionOf, pairs} from './build.ts'

describe('whatever comes', () => {
  test('detection finishes', () => {
    fc.assert(
      fc.property(fc.array(someRecord, {maxLength: 60}), records => {
        const result = detectionOf(records, {keyed: true})
        expect(result.counts.high).toBeGreaterThanOrEqual(0)
      }),
      {numRuns: 100, seed: 7},
    )
  })

  test('records whose every field is hostile', () => {
    const hostile = [null, [], {}, 'x', 5, true, [null], [[[]]], {Name: 1}, '[{"Name":null}]', [{Name: {}, Value: []}]]
    const records = hostile.flatMap((value, i) =>
      operations.map(Operation =>
        aRecord({
          ...Object.fromEntries(fields.map(name => [name, value])),
          Operation,
          RecordType: [1, 8, 15, 50][i % 4] ?? 1,
        }),
      ),
    )
    expect(() => detectionOf(records)).not.toThrow()
  })
})

describe('records of 10 MB', () => {
  const huge = 'a'.repeat(10_000_000)
  const cases: [name: string, record: AuditRecord][] = [
    ['one long text everywhere', aRecord({UserAgent: huge, ClientIP: huge, ObjectId: huge})],
    ['a long user', aRecord({UserId: `${huge}@contoso.example`})],
    ['a long operation', aRecord({Operation: `${huge}.`})],
    ['a deep text of brackets', aSignIn({agent: '['.repeat(10_000_000)})],
    [
      'many parameters',
      aCmdlet({
        Operation: 'New-InboxRule',
        Parameters: Array.from({length: 200_000}, (_, i) => ({Name: `n${i}`, Value: 'v'})),
      }),
    ],
    [
      'a long parameter',
      aCmdlet({Operation: 'Set-Mailbox', Parameters: pairs({ForwardingSmtpAddress: `${'@ '.repeat(5_000_000)}`})}),
    ],
    [
      'long differences',
      aChange({Operation: 'Update user.', changes: {StrongAuthenticationMethod: [huge, `["${huge}"]`]}}),
    ],
    [
      'spaces',
      aRecord({
        Operation: 'FileDownloaded',
        UserAgent: ' '.repeat(10_000_000),
        SourceFileName: `${' '.repeat(9_000_000)}.`,
      }),
    ],
  ]

  test.each(cases)('%s does not slow detection', (_, record) => {
    const began = performance.now()
    detectionOf([record])
    const event = new AuditEvent(record, at(12))
    void [event.agentFamily, event.address, event.target, event.details]
    expect(performance.now() - began).toBeLessThan(3_000)
  })
})
