/** An export that is limited holds exactly what the limits leave, and months in any zone share no record. */
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectMonth} from './expect-month.ts'
import {dayScene} from './expectations.ts'
import {exportMonth, longAfter} from './month.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

interface Inside {
  RecordType: number
  Operation: string
  UserId: string
  Workload: string
}

const cases: {name: string; inputs: Record<string, string>; wanted: (record: Inside) => boolean}[] = [
  {
    name: 'one record type by its name',
    inputs: {'record-types': 'SharePointFileOperation'},
    wanted: ({RecordType}) => RecordType === 6,
  },
  {
    name: 'several record types, by name and by number',
    inputs: {'record-types': 'ExchangeItem, 15\n9999'},
    wanted: ({RecordType}) => [2, 15, 9999].includes(RecordType),
  },
  {
    name: 'a record type in another letter case',
    inputs: {'record-types': 'microsoftteams'},
    wanted: ({RecordType}) => RecordType === 25,
  },
  {
    name: 'all but some record types',
    inputs: {'exclude-record-types': 'SharePointFileOperation,9999'},
    wanted: ({RecordType}) => RecordType !== 6 && RecordType !== 9999,
  },
  {
    name: 'a workload, in any letter case',
    inputs: {workloads: 'sharepoint'},
    wanted: ({Workload}) => Workload === 'SharePoint',
  },
  {
    name: 'several workloads, and not all of their types',
    inputs: {workloads: 'SharePoint, AzureActiveDirectory', 'exclude-record-types': '6'},
    wanted: ({Workload, RecordType}) => ['SharePoint', 'AzureActiveDirectory'].includes(Workload) && RecordType !== 6,
  },
  {
    name: 'operations',
    inputs: {operations: 'Send, fileaccessed'},
    wanted: ({Operation}) => ['Send', 'FileAccessed'].includes(Operation),
  },
  {
    name: 'users, in any letter case',
    inputs: {users: 'bo@fabrikam.com\nSØREN@fabrikam.com'},
    wanted: ({UserId}) => ['Bo@fabrikam.com', 'søren@fabrikam.com'].includes(UserId),
  },
  {
    name: 'a type, an operation and a user at once',
    inputs: {'record-types': '6', operations: 'FileAccessed', users: 'anna@fabrikam.com'},
    wanted: ({RecordType, Operation, UserId}) =>
      RecordType === 6 && Operation === 'FileAccessed' && UserId === 'anna@fabrikam.com',
  },
]

describe('an export limited to', () => {
  test.each(cases)('$name', async ({inputs, wanted}) => {
    const {records, period} = dayScene()
    const result = await exportMonth({simulator: {records}, inputs: {period, ...inputs}})
    const {folder} = await expectMonth(result, {
      status: 'complete',
      wanted: text => wanted(JSON.parse(text) as Inside),
    })
    expect(folder.rows.length).toBeGreaterThan(5)
    expect(folder.rows.length).toBeLessThan(600)
  })
})

describe('through Graph, an export limited to', () => {
  const names = ['one record type by its name', 'a workload, in any letter case', 'operations']
  const limited = [
    ...cases.filter(({name}) => names.includes(name)),
    {
      name: 'a record type by a number that has a name',
      inputs: {'record-types': '6'},
      wanted: ({RecordType}: Inside) => RecordType === 6,
    },
    {
      name: 'two workloads',
      inputs: {workloads: 'Exchange,SharePoint'},
      wanted: ({Workload}: Inside) => ['Exchange', 'SharePoint'].includes(Workload),
    },
  ]
  test.each(limited)('$name', async ({inputs, wanted}) => {
    const {records, period} = dayScene()
    const asked: Record<string, unknown>[] = []
    const result = await exportMonth({
      simulator: {records},
      inputs: {period, source: 'graph', ...inputs},
      intercept: async request => {
        if (request.method === 'POST' && request.url.endsWith('/queries'))
          asked.push((await request.json()) as Record<string, unknown>)
        return undefined
      },
    })
    await expectMonth(result, {status: 'complete', wanted: text => wanted(JSON.parse(text) as Inside)})
    // What the service can filter, it is asked for; its names of services need not be those of workloads.
    const filters = asked.flatMap(body => Object.keys(body).filter(key => /Filters?$/.test(key)))
    expect(filters.length > 0).toBe(!('workloads' in inputs))
  })
})

describe('filters that match nothing', () => {
  const {records, period} = dayScene()
  // So soon after the period that the last week has records.
  const now = Date.UTC(2026, 9, 11)

  test('end with a warning, in the log and in the summary, and fail the step where fail-on says empty', async () => {
    const inputs = {period, operations: 'FileDownloded', 'fail-on': 'empty'}
    const result = await exportMonth({simulator: {records}, inputs, now})
    await expectMonth(result, {status: 'complete', wanted: () => false})
    const said = result.annotations.filter(({level}) => level === 'warning').map(({message}) => message)
    expect(said.slice(-2)).toEqual([
      expect.stringContaining('The filters matched no record.'),
      'No record has the operation FileDownloded that operations names. Is FileDownloaded meant?',
    ])
    expect(result.summary).toContain('The filters matched no record.')
    expect(result.annotations.at(-1)).toEqual({
      level: 'fail',
      message: expect.stringMatching(/^The export holds no record\./),
    })
  })

  test('are no silence of the service, where it answered with records that were picked out after reading', async () => {
    const result = await exportMonth({simulator: {records}, inputs: {period, workloads: 'Yammer'}})
    await expectMonth(result, {status: 'complete', wanted: () => false})
    expect(result.summary).toContain('No record has the workload Yammer that workloads names.')
  })

  test('do not fail a step whose fail-on does not say so, nor one that has records', async () => {
    const none = await exportMonth({simulator: {records}, inputs: {period, users: 'nobody@fabrikam.com'}, now})
    const some = await exportMonth({simulator: {records}, inputs: {period, 'fail-on': 'empty'}})
    expect([none, some].flatMap(({annotations}) => annotations.filter(({level}) => level === 'fail'))).toEqual([])
    expect(some.log.join('\n')).not.toContain('The filters matched no record')
  })
})

describe('months that meet in', () => {
  test.each([
    ['UTC', '2026-11-01T00:00:00Z'],
    ['Asia/Kolkata', '2026-10-31T18:30:00Z'],
    ['America/St_Johns', '2026-11-01T02:30:00Z'],
    ['Pacific/Kiritimati', '2026-10-31T10:00:00Z'],
  ])('%s share no record and lose none', async (timezone, edge) => {
    const at = Date.parse(edge)
    const records = smallTenant({from: at - 5000, to: at + 5000, records: 80})
    const month = (name: string) =>
      exportMonth({simulator: {records}, inputs: {period: name, timezone, confirm: 'none'}})
    const october = await month('2026-10')
    const november = await month('2026-11')
    const rows = (result: typeof october) => result.folder?.rows.map(row => row.AuditData) ?? []
    expect(new Set([...rows(october), ...rows(november)])).toEqual(new Set(records))
    expect(rows(october).length + rows(november).length).toBe(records.length)
    expect(october.folder?.rows.at(-1)?.CreationDate.slice(0, 19)).toBe(new Date(at - 1000).toISOString().slice(0, 19))
    expect(november.folder?.rows[0]?.CreationDate).toBe(edge)
    expect(october.outputs).toMatchObject({status: 'complete', period: '2026-10', end: edge})
    expect(november.outputs).toMatchObject({status: 'complete', period: '2026-11', start: edge})
  })

  test('a month that has hardly ended is provisional, and a later run adds what came late', async () => {
    const start = Date.UTC(2026, 9, 31, 9)
    const records = smallTenant({from: start, to: start + 3 * 3_600_000, records: 300})
    const options = {simulator: {records, faults: 'late-clock'}, inputs: {period: '2026-10-31/2026-11-01'}}
    const early = await exportMonth({...options, now: Date.UTC(2026, 10, 1, 0, 5)})
    const late = await exportMonth({...options, now: longAfter, workspace: early.workspace})
    expect([early.outputs.status, late.outputs.status]).toEqual(['provisional', 'complete'])
    expect(early.folder?.rows.length).toBeLessThan(300)
    await expectMonth(late, {status: 'complete'})
  })
})
