/** Published test events: what their authors expect of a rule holds here too. See test/fixtures/panther/NOTICE.txt. */
import {readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {forwardingRules} from '../../../src/detect/rules/forwarding.ts'
import {inboxRules} from '../../../src/detect/rules/inbox-rules.ts'
import {sharing} from '../../../src/detect/rules/sharing.ts'
import {at} from '../build.ts'
import {signalsOf} from './signals.ts'

const folder = new URL('../../fixtures/panther/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const expectations: Record<string, {test: string; expected: boolean}> = JSON.parse(read('expectations.json'))
/** These are silenced by lists of the authors' configuration; here `accepted` findings are their equal. */
const configured = /Allowed (Folder|User|Domain)/

const cases = read('tests.jsonl')
  .trim()
  .split('\n')
  .map(line => {
    const data = JSON.parse(line)
    return {data, name: `${data.Id} ${expectations[data.Id]?.test}`, expected: expectations[data.Id]?.expected}
  })
  .filter(({name}) => !configured.test(name))

test.each(cases)('$name: $expected', ({data, expected}) => {
  const record = {
    RecordType: String(data.RecordType ?? data.recordtype),
    CreationDate: new Date(at(12)).toISOString(),
    UserIds: String(data.UserId ?? data.userid),
    Operations: String(data.Operation ?? data.operation),
    AuditData: JSON.stringify(data),
    Identity: data.Id,
  }
  const rules = [...forwardingRules, ...inboxRules, ...sharing]
  const told = signalsOf(rules, [record]).filter(line => !/^MBX-02 hint|^MBX-0[345]/.test(line))
  expect(told.length > 0).toBe(expected)
})
