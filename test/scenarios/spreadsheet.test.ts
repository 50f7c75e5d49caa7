/** A month whose values are too long for a cell of Excel, or look like numbers: what the run says, and that the folder verifies. */
import {cpSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import papaparse from 'papaparse'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {parsedObject} from '../../src/audit/json.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {aFolder} from '../builders.ts'
import {forge} from '../evidence.ts'
import {hostileMonth, hostileText} from '../files/hostile-records.ts'
import {cleanUp} from '../runner.ts'
import {exportMonth, type MonthResult} from './month.ts'

afterAll(cleanUp)

const records = [
  hostileText(1, {ObjectId: 'x'.repeat(90_000), UserAgent: 'y'.repeat(32_768)}),
  hostileText(2, {ObjectId: '0012', UserKey: '10037FFE8D2B1234', SessionId: '1234567890123456'}),
  hostileText(3, {Id: '123456789012345678', ObjectId: '10-5'}, '2026-10-14T13:00:00'),
]
const period = '2026-10-14T00:00:00Z/2026-10-15T00:00:00Z'

let result: MonthResult
beforeAll(async () => {
  result = await exportMonth({
    simulator: {records},
    inputs: {period, formats: 'csv,jsonl,parquet', columns: 'both', 'flat-guard': 'all'},
  })
})

const note = /2 values of the flat CSV were longer than the 32,767 characters of a cell in Excel/

describe('values too long for a cell', () => {
  test('are counted in the manifest, and said in log, summary and report', () => {
    expect(result.folder?.manifest.flat).toEqual({guard: 'all', cut: 2})
    expect(result.folder?.manifest.notes).toContainEqual(expect.stringMatching(note))
    expect(result.log.join('\n')).toMatch(note)
    expect(result.summary).toMatch(note)
    expect(readFileSync(join(result.directory, 'report.html'), 'utf8')).toMatch(note)
  })

  test('make no fault of the folder, and another number of them does', async () => {
    expect((await verifyFolder(machineDisk, result.directory, {})).faults).toEqual([])
    const folder = await aFolder()
    cpSync(result.directory, folder, {recursive: true})
    await forge(folder, manifest => {
      manifest.flat = {guard: 'all', cut: 1}
    })
    expect((await verifyFolder(machineDisk, folder, {})).faults).toContainEqual(
      expect.stringMatching(/1 values of the flat CSV were cut; 2 are too long/),
    )
  })
})

test('texts that Excel would change are guarded, an Id among them, in the flat CSV alone', async () => {
  const [, label = ''] =
    /audit-(.*)\.flat\.csv/.exec(result.folder?.manifest.files.map(({name}) => name).join('\n') ?? '') ?? []
  const read = (ending: string) => readFileSync(join(result.directory, `audit-${label}.${ending}`), 'utf8')
  const {data} = papaparse.parse<Record<string, string>>(read('flat.csv').slice(1), {header: true, newline: '\r\n'})
  const shown = data.slice(1, 3).map(({Id, ObjectId, SessionId}) => ({Id, ObjectId, SessionId}))
  expect(shown[0]).toMatchObject({ObjectId: "'0012", SessionId: "'1234567890123456"})
  expect(shown[1]).toMatchObject({Id: "'123456789012345678", ObjectId: "'10-5"})
  expect(read('csv')).not.toContain("'")
})

test('a month of half emojis, megabytes and odd names is exported and verified as a whole', async () => {
  // One record of 2.5 MB is enough; what is no JSON object is of the tests of malformed rows.
  const month = hostileMonth.filter((text, index) => index !== 3 && parsedObject(text) !== undefined)
  const {directory, folder} = await exportMonth({
    simulator: {records: month},
    inputs: {period: '2026-10-14/2026-10-17', formats: 'csv,jsonl,parquet', columns: 'both'},
  })
  expect(folder?.manifest).toMatchObject({records: month.length, status: 'complete'})
  expect((await verifyFolder(machineDisk, directory, {})).faults).toEqual([])
})
