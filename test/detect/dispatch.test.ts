/** A rule is sent every record that its declaration asks for, and no other. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {Dispatch} from '../../src/detect/dispatch.ts'
import {AuditEvent} from '../../src/detect/event.ts'
import type {Rule} from '../../src/detect/rule.ts'
import {allRules} from '../../src/detect/rules/index.ts'
import {someRecord} from './any-record.ts'
import {compiled, selecting} from './sigma/rules-of.ts'

const sigma = compiled(
  selecting('Operation: [New-InboxRule, FileAccessed]'),
  selecting('Operation|startswith: Add'),
  selecting('UserId: Certificate'),
)
const rules = [...allRules, ...sigma.rules]

/** What the declaration says, asked for each record anew. */
function isAskedFor({wants, actors}: Rule, event: AuditEvent): boolean {
  const {operations = [], recordTypes = []} = wants
  const isOfKind =
    recordTypes.includes(event.recordType) ||
    operations.some(one => (one instanceof RegExp ? one.test(event.act) : one === event.act))
  if (!isOfKind) return false
  if (actors === 'members') return event.kind === 'person'
  if (actors === 'people') return event.kind === 'person' || event.kind === 'guest'
  return actors !== 'accounts' || !event.isService
}

test('each rule is sent what it asks for', () => {
  const sent = new Map<number, AuditEvent[]>()
  const dispatch = new Dispatch(
    rules.map((rule, index) => ({...rule, run: {see: event => sent.get(index)?.push(event)}})),
    () => expect.unreachable(),
  )
  fc.assert(
    fc.property(fc.array(someRecord, {maxLength: 20}), records => {
      const events = records.map(record => new AuditEvent(record, Date.parse(record.CreationDate)))
      rules.forEach((_rule, index) => {
        sent.set(index, [])
      })
      for (const event of events) dispatch.send(event)
      rules.forEach((rule, index) => {
        const got = sent.get(index)?.map(event => events.indexOf(event))
        expect(got, rule.metas[0]?.id).toEqual(events.flatMap((event, at) => (isAskedFor(rule, event) ? [at] : [])))
      })
    }),
    {numRuns: 30},
  )
})
