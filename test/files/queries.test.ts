/** Every SQL block of docs/queries.md is run by DuckDB, over every view that it names, on records made to break it. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {guid} from '../builders.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {hostileMonth, rowsOf} from './hostile-records.ts'
import {blocks, checkAnyRecords, open, page, queries, type Session, type View, views, write} from './query-page.ts'

test('the page has macros, four views, and queries for each of them', () => {
  expect(blocks).toHaveLength([...page.matchAll(/```sql/g)].length)
  expect(blocks.filter(({kind}) => kind === 'view').map(({of}) => of[0])).toEqual([...views])
  for (const view of views) expect(queries.filter(({of}) => of.includes(view)).length).toBeGreaterThanOrEqual(5)
})

// Many more records are asked in queries.long.test.ts.
test('every query runs, whatever the records hold, and no record is lost', async () => {
  await checkAnyRecords(2)
})

describe('of the hostile month', () => {
  const sessions = new Map<View, Session>()
  beforeAll(async () => {
    const folder = temporaryFolder()
    await write(folder, rowsOf(hostileMonth))
    for (const view of views) sessions.set(view, await open(folder, view))
  })
  afterAll(async () => {
    for (const {close} of sessions.values()) close()
    await cleanUp()
  })
  const ask = async (view: View, sql: string) => (await sessions.get(view)?.ask(sql)) ?? []

  /** The answer of the query that holds the words, over each view that it is for. */
  async function answers(words: string): Promise<{view: View; found: Record<string, unknown>[]}[]> {
    const matching = queries.filter(({sql}) => sql.includes(words))
    expect(matching).toHaveLength(1)
    const {of, sql} = matching[0] ?? {of: [...views], sql: ''}
    const all = []
    for (const view of views.filter(one => of.includes(one))) all.push({view, found: await ask(view, sql)})
    expect(all.length).toBeGreaterThan(1)
    return all
  }

  test('all records are counted, with their times', async () => {
    const facts = 'count(*) AS n, count(CreationTime) AS dated, count(DISTINCT Id) AS ids'
    const n = String(hostileMonth.length)
    for (const view of views) expect(await ask(view, `SELECT ${facts} FROM audit`)).toEqual([{n, dated: n, ids: n}])
  })

  test('operations are the same in every view that reads them from AuditData', async () => {
    const all = await answers('GROUP BY Workload, Operation')
    const counts = (found: Record<string, unknown>[]) => found.reduce((sum, {records}) => sum + Number(records), 0)
    for (const {found} of all) {
      expect(counts(found)).toBe(hostileMonth.length)
      expect(found).toContainEqual(expect.objectContaining({Operation: `O'Brien; DROP TABLE audit; --`, records: '1'}))
    }
  })

  test('a person’s day has both spellings of the name, and ends at midnight', async () => {
    for (const {view, found} of await answers('ann@contoso.com')) {
      const operations = found.map(({Operation}) => Operation)
      expect({view, records: found.length}).toEqual({view, records: 21})
      expect(operations).toContain(`O'Brien; DROP TABLE audit; --`)
      expect(found.map(({ObjectId}) => ObjectId)).toContainEqual(expect.stringMatching(/^cut \ufffd$/))
    }
  })

  test('addresses that failed as more than one person', async () => {
    for (const {found} of await answers('people > 1'))
      expect(found).toMatchObject([{ActorIpAddress: '203.0.113.7', failures: '2', people: '2'}])
  })

  test('forwarding: by cmdlet, in Outlook and by mailbox, with names of half an emoji', async () => {
    for (const {found} of await answers('RuleRecipients'))
      expect(found.map(({Operation, rule, recipients}) => ({Operation, rule, recipients}))).toEqual([
        {Operation: 'New-InboxRule', rule: '.', recipients: 'eve@example.net'},
        {Operation: 'New-InboxRule', rule: null, recipients: 'x\ufffd@example.net'},
        {Operation: 'Set-Mailbox', rule: null, recipients: 'smtp:bob@example.org'},
        {Operation: 'UpdateInboxRules', rule: 'invoices \ufffd', recipients: 'eve@example.net'},
      ])
  })

  test('subscriptions to Teams messages', async () => {
    for (const {found} of await answers('SubscriptionId IS NOT NULL'))
      expect(found).toMatchObject([{SubscriptionId: 'sub-1', notifications: '2', messages: '2'}])
  })

  test('properties of changes, in a list and in JSON in a string', async () => {
    for (const {found} of await answers('ModifiedProperties'))
      expect(found.map(({property, after}) => ({property, after}))).toEqual([
        {property: 'Role.DisplayName', after: '"Global \ufffd"'},
        {property: 'Nested', after: '["x"]'},
      ])
  })

  test('a field without a column', async () => {
    for (const {found} of await answers('OriginatingServer')) expect(found).toMatchObject([{server: 'DB9PR01'}])
  })

  test('the actions of rules made in Outlook', async () => {
    for (const {found} of await answers('action_type'))
      expect(found.map(({action_type: type}) => type)).toEqual(['Forward', 'Delete', 'Move'])
  })

  test('the largest records, whole', async () => {
    for (const {view, found} of await answers('strlen')) {
      expect(found.slice(0, 2).map(({Id}) => Id)).toEqual([guid(3), guid(4)])
      for (const {bytes} of found.slice(0, 2))
        expect({view, large: Number(bytes) > 2_500_000}).toEqual({view, large: true})
    }
  })

  test('long values are whole in Parquet, and cut in the flat CSV', async () => {
    const lengths = `SELECT length(ObjectId) AS object, length(UserAgent) AS agent FROM audit WHERE Id = '${guid(5)}'`
    expect(await ask('parquet', lengths)).toEqual([{object: '90000', agent: '32768'}])
    expect(await ask('flat', lengths)).toEqual([{object: '32767', agent: '32767'}])
  })
})
