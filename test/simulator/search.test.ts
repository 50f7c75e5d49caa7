import {randomUUID} from 'node:crypto'
import {describe, expect, test} from 'vitest'
import {between, type Caller, type Parameters, sorted, start} from './caller.ts'

const [DAY, NEXT] = ['2026-10-06T00:00:00Z', '2026-10-07T00:00:00Z']
const data = (text: string) => JSON.parse(text) as Record<string, unknown>
/** The end of a window is inclusive: the last second before the next one. */
const LAST = '2026-10-06T23:59:59Z'

describe('an uncapped search', () => {
  test('returns everything of the window, each row as the truth has it, in no order', async () => {
    const caller = await start()
    const {rows, warnings} = await caller.search(between(DAY, LAST))
    const truth = [...caller.simulator.truth(Date.parse(DAY), Date.parse(NEXT))]
    expect(rows.length).toBeGreaterThan(100)
    expect(sorted(rows.map(row => row.AuditData))).toEqual(sorted(truth.map(record => record.auditData)))
    expect(rows.map(row => row.Identity)).not.toEqual(truth.map(record => record.id))
    expect(warnings).toEqual([])
  })

  test('numbers its rows from 1 and counts what it returned', async () => {
    const {rows} = await (await start()).search(between(DAY, LAST))
    expect(rows.map(row => row.ResultIndex)).toEqual(rows.map((_, place) => place + 1))
    expect(new Set(rows.map(row => row.ResultCount))).toEqual(new Set([rows.length]))
  })

  test('includes both ends', async () => {
    const caller = await start({
      records: ['00', '01', '02'].map(second => `{"CreationTime":"2026-10-05T08:00:${second}","Id":"${second}"}`),
    })
    const {rows} = await caller.search(between('2026-10-05T08:00:00Z', '2026-10-05T08:00:01Z'))
    expect(sorted(rows.map(row => row.Identity))).toEqual(['00', '01'])
  })

  test('knows nothing of what has not happened yet', async () => {
    const caller = await start({now: () => Date.parse('2026-10-06T12:00:00Z')})
    const {rows} = await caller.search(between(DAY, LAST))
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.filter(row => row.CreationDate > '2026-10-06T12:00:01')).toEqual([])
    expect(caller.truth(DAY, NEXT)).toHaveLength(rows.length)
  })
})

test('a capped search returns as many rows as asked for, spread over the window, and other ones when asked again', async () => {
  const caller = await start({recordsPerMonth: 40_000})
  const window = between('2026-10-05T00:00:00Z', '2026-10-12T00:00:00Z', {ResultSize: 500})
  const first = await caller.search(window)
  const second = await caller.search(window)
  expect(first.rows).toHaveLength(500)
  expect(new Set(first.rows.map(row => row.Identity)).size).toBe(500)
  expect(first.rows.map(row => row.ResultCount)).toEqual(Array(500).fill(500))
  expect(new Set(first.rows.map(row => row.CreationDate.slice(0, 10))).size).toBeGreaterThanOrEqual(7)
  expect(sorted(first.rows.map(row => row.Identity))).not.toEqual(sorted(second.rows.map(row => row.Identity)))
})

describe('filters', () => {
  const cases: {name: string; filter: Parameters; holds(record: Record<string, unknown>): boolean}[] = [
    {
      name: 'RecordType by name',
      filter: {RecordType: 'AzureActiveDirectoryStsLogon'},
      holds: record => record.RecordType === 15,
    },
    {
      name: 'RecordType in any letter case',
      filter: {RecordType: 'azureactivedirectorystslogon'},
      holds: record => record.RecordType === 15,
    },
    {name: 'RecordType by number', filter: {RecordType: 50}, holds: record => record.RecordType === 50},
    {
      name: 'RecordType by a number that has no name',
      filter: {RecordType: '412'},
      holds: record => record.RecordType === 412,
    },
    {
      name: 'Operations',
      filter: {Operations: ['userloggedin', 'Send']},
      holds: record => ['UserLoggedIn', 'Send'].includes(String(record.Operation)),
    },
    {name: 'Operations as one text', filter: {Operations: 'Send'}, holds: record => record.Operation === 'Send'},
    {
      name: 'FreeText',
      filter: {FreeText: 'stock LIST.xlsx'},
      holds: record => JSON.stringify(record).toLowerCase().includes('stock list.xlsx'),
    },
    {
      name: 'ObjectIds with a wildcard',
      filter: {ObjectIds: ['https://fabrikam.sharepoint.com/*']},
      holds: record => /^https:\/\/fabrikam\.sharepoint\.com\//.test(String(record.ObjectId)),
    },
    {
      name: 'IPAddresses, whatever field they stand in',
      filter: {IPAddresses: ['203.0.113.10', '2001:db8:40::17']},
      holds: record =>
        [record.ClientIP, record.ClientIPAddress, record.ActorIpAddress].some(value =>
          /^\[?(203\.0\.113\.10|2001:db8:40::17)(\]|$|:\d+$)/.test(String(value ?? '')),
        ),
    },
    {
      name: 'two filters together',
      filter: {RecordType: 'SharePointFileOperation', Operations: ['FileAccessed']},
      holds: record => record.Operation === 'FileAccessed',
    },
  ]
  test.each(cases)('$name', async ({filter, holds}) => {
    const caller = await start({recordsPerMonth: 8_000})
    const window = ['2026-10-05T00:00:00Z', '2026-10-09T00:00:00Z'] as const
    const expected = [...caller.simulator.truth(Date.parse(window[0]), Date.parse(window[1]) + 1)].filter(record =>
      holds(data(record.auditData)),
    )
    const {rows} = await caller.search(between(...window, filter))
    expect(rows.length).toBeGreaterThan(0)
    expect(sorted(rows.map(row => row.Identity))).toEqual(sorted(expected.map(record => record.id)))
  })

  test('UserIds, in any letter case', async () => {
    const caller = await start()
    const all = await caller.search(between(DAY, LAST))
    const user = all.rows.find(row => row.UserIds.includes('@fabrikam.example'))?.UserIds as string
    const {rows} = await caller.search(between(DAY, LAST, {UserIds: [user.toUpperCase()]}))
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(row => row.UserIds.toLowerCase() === user.toLowerCase())).toBe(true)
  })

  test('a RecordType cut short is accepted and finds nothing', async () => {
    const {status, rows} = await (await start()).search(between(DAY, LAST, {RecordType: 'AzureActiveDirectoryStsLog'}))
    expect({status, rows}).toEqual({status: 200, rows: []})
  })
})

describe('refused parameters', () => {
  const cases: [name: string, parameters: Parameters, type: string, says: RegExp][] = [
    [
      'an unknown one',
      between(DAY, LAST, {Sorted: true}),
      'AmbiguousParameterSetException',
      /^Invalid cmdlet parameters specified\. Sorted$/,
    ],
    [
      'a RecordType that is none, with the names that are',
      between(DAY, LAST, {RecordType: 'Nonsense'}),
      'ParameterTransformationException',
      /ExchangeAdmin, ExchangeItem, .*CopilotInteraction/,
    ],
    [
      'a RecordType that begins several names',
      between(DAY, LAST, {RecordType: 'Exchange'}),
      'ParameterTransformationException',
      /enumerator names/,
    ],
    [
      'ResultSize 5001',
      between(DAY, LAST, {ResultSize: 5001}),
      'ParameterBindingValidationException',
      /not in the range 1 to 5000/,
    ],
    ['ResultSize 0', between(DAY, LAST, {ResultSize: 0}), 'ParameterBindingValidationException', /not in the range/],
    [
      'ResultSize as a text',
      between(DAY, LAST, {ResultSize: '5000'}),
      'ParameterBindingValidationException',
      /not in the range/,
    ],
    [
      'a date without a zone',
      between('2026-10-06T00:00:00', LAST),
      'ParameterTransformationException',
      /StartDate.*is not a date with a zone/,
    ],
    ['no EndDate', {StartDate: DAY}, 'ParameterTransformationException', /EndDate.*required/],
    ['an end before the start', between(LAST, DAY), 'ParameterBindingValidationException', /StartDate must be before/],
    ['an empty window', between(DAY, DAY), 'ParameterBindingValidationException', /StartDate must be before/],
    [
      'a SessionCommand without SessionId',
      between(DAY, LAST, {SessionCommand: 'ReturnLargeSet'}),
      'ParameterBindingValidationException',
      /needs a SessionId/,
    ],
    [
      'an unknown SessionCommand',
      between(DAY, LAST, {SessionId: 'a', SessionCommand: 'All'}),
      'ParameterTransformationException',
      /ReturnLargeSet, ReturnNextPreviewPage/,
    ],
    ['users that are no texts', between(DAY, LAST, {UserIds: [7]}), 'ParameterTransformationException', /UserIds/],
    [
      'a parameter twice',
      {...between(DAY, LAST), startdate: DAY},
      'AmbiguousParameterSetException',
      /StartDate is given twice/,
    ],
  ]
  test.each(cases)('%s', async (_, parameters, type, says) => {
    const caller = await start()
    const response = await caller.post(caller.body(parameters), await caller.headers())
    const {error} = (await response.json()) as {
      error: {
        message: string
        details: {message: string}[]
        innererror: {internalexception: {message: string; type: string}}
      }
    }
    expect(response.status).toBe(400)
    expect(error.message).toBe('Invalid Operation')
    expect(error.innererror.internalexception.type).toMatch(new RegExp(`\\.${type}$`))
    expect(error.innererror.internalexception.message).toMatch(says)
    expect(error.details[0]?.message).toBe(
      `|${error.innererror.internalexception.type}|${error.innererror.internalexception.message}`,
    )
  })

  test('names of parameters may come in any letter case', async () => {
    const {rows} = await (await start()).search({startdate: DAY, ENDDATE: LAST, resultSize: 5000})
    expect(rows.length).toBeGreaterThan(100)
  })
})

test('the default is 100 rows', async () => {
  expect((await (await start()).search({StartDate: DAY, EndDate: LAST})).rows).toHaveLength(100)
})

test('Formatted rewrites the text', async () => {
  const {rows} = await (await start()).search(between(DAY, '2026-10-06T09:00:00Z', {Formatted: true}))
  expect(rows[0]?.AuditData).toMatch(/^\{\n {2}"/)
})

describe('sessions', () => {
  const month = between('2026-10-01T00:00:00Z', '2026-10-31T23:59:59Z')

  test('ReturnLargeSet hands out everything, a call at a time, then nothing', async () => {
    const caller = await start({recordsPerMonth: 1_200})
    const session = {...month, ResultSize: 500, SessionId: randomUUID(), SessionCommand: 'ReturnLargeSet'}
    const counts: number[] = []
    const ids = new Set<string>()
    for (let call = 0; call < 4; call++) {
      const {rows} = await caller.search(session)
      counts.push(rows.length)
      for (const row of rows) ids.add(row.Identity)
      if (call === 1)
        expect([rows[0]?.ResultIndex, rows.at(-1)?.ResultIndex, rows[0]?.ResultCount]).toEqual([501, 1000, 500])
    }
    expect(counts).toEqual([500, 500, 200, 0])
    expect(ids.size).toBe(1_200)
  })

  /** Rows of one call, by their own count: nobody reads them all. */
  const countRows = async (caller: Caller, session: Parameters): Promise<number> => {
    const page = await caller.page(session, await caller.headers({prefer: 'odata.maxpagesize=1'}))
    return page.rows[0]?.ResultCount ?? 0
  }

  test('ReturnLargeSet ends at 50,000', async () => {
    const caller = await start({recordsPerMonth: 60_000})
    const session = {...month, SessionId: randomUUID(), SessionCommand: 'ReturnLargeSet'}
    const counts: number[] = []
    while (counts.at(-1) !== 0) counts.push(await countRows(caller, session))
    expect(counts).toEqual([...Array(10).fill(5_000), 0])
  })

  test('ReturnNextPreviewPage is sorted by date and ends at 5,000', async () => {
    const caller = await start({recordsPerMonth: 12_000})
    const session = {...month, SessionId: randomUUID(), SessionCommand: 'ReturnNextPreviewPage'}
    const {rows} = await caller.search(session)
    expect(rows).toHaveLength(5000)
    expect(rows.map(row => row.CreationDate)).toEqual(
      [...rows.map(row => row.CreationDate)].sort((a, b) => (a < b ? 1 : -1)),
    )
    expect((await caller.search(session)).rows).toEqual([])
  })

  test('both commands in one session end at 10,000', async () => {
    const caller = await start({recordsPerMonth: 16_000})
    const SessionId = randomUUID()
    const counts: number[] = []
    for (const SessionCommand of ['ReturnLargeSet', 'ReturnNextPreviewPage', 'ReturnNextPreviewPage']) {
      counts.push(await countRows(caller, {...month, SessionId, SessionCommand}))
    }
    expect(counts).toEqual([5000, 5000, 0])
  })

  test('a SessionId belongs to one search', async () => {
    const caller = await start()
    const session = {SessionId: 'same', SessionCommand: 'ReturnLargeSet'}
    await caller.search(between(DAY, LAST, session))
    expect((await caller.search(between(DAY, NEXT, session))).status).toBe(400)
  })

  test('a session is forgotten after half an hour, and begins again', async () => {
    let clock = Date.UTC(2026, 10, 20)
    const caller = await start({now: () => clock})
    const session = between(DAY, LAST, {SessionId: 'slow', SessionCommand: 'ReturnLargeSet'})
    const {rows} = await caller.search(session)
    expect((await caller.search(session)).rows).toEqual([])
    clock += 31 * 60_000
    expect((await caller.search(session)).rows).toHaveLength(rows.length)
  })
})
