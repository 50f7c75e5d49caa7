/** Flat CSV and Parquet, read by programs that share nothing with what wrote them. */
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {DuckDBInstance} from '@duckdb/node-api'
import fc from 'fast-check'
import {asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects} from 'hyparquet'
import papaparse from 'papaparse'
import {beforeAll, describe, expect, test} from 'vitest'
import {parsedJson} from '../../src/audit/json.ts'
import {parquetRecords} from '../../src/files/parquet-read.ts'
import {csvRecords, flatRows, openRecordFile} from '../../src/files/read-record-file.ts'
import {type DataFileSpec, RecordFiles, type WrittenFile} from '../../src/files/record-files.ts'
import type {SpooledRow} from '../../src/files/spooled-row.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {flatColumns} from '../../src/report/flat/columns.ts'
import {flatCells} from '../../src/report/flat/csv.ts'
import {type FlatGuard, flatGuards} from '../../src/report/flat/guard.ts'
import {flatRow} from '../../src/report/flat/row.ts'
import {createSimulator} from '../../src/simulator/simulator.ts'
import {parseRow} from '../../src/sources/exchange-rows.ts'
import {aFolder, aRow, at, day, guid, hour, rowAt, spooled} from '../builders.ts'
import {daysOfOctober, october, sha256} from '../evidence.ts'
import {anyAuditData, rowsOf} from './hostile-records.ts'

const all: DataFileSpec[] = ['csv', 'flat', 'jsonl', 'parquet']

async function archived(
  rows: readonly SpooledRow[],
  {files = all, days = daysOfOctober, step = 1000, flatGuard = 'formulas' as FlatGuard} = {},
) {
  const folder = await aFolder()
  const archive = new RecordFiles({disk: machineDisk, folder}, {label: '2026-10', days}, files, {flatGuard})
  await archive.open()
  for (let from = 0; from < rows.length; from += step) await archive.write(rows.slice(from, from + step))
  return {folder, files: await archive.close(), path: (file: string) => join(folder, `audit-2026-10.${file}`)}
}

/** A tenant's fortnight, in order. */
async function aFortnight(): Promise<SpooledRow[]> {
  const simulator = await createSimulator({seed: 2, recordsPerMonth: 12_000, now: () => october.end})
  const records = [...simulator.truth(at('2026-10-05'), at('2026-10-19'))]
  const rows = records.flatMap(({auditData, id, time}) => {
    const {Operation: Operations, UserId: UserIds} = JSON.parse(auditData)
    const raw = {AuditData: auditData, Identity: id, CreationDate: time, Operations, UserIds, RecordType: ''}
    return parseRow(raw, {tenantId: simulator.tenantId, window: october}).row ?? []
  })
  return rows.map(row => spooled(row)).sort((a, b) => a.time - b.time)
}

let month: SpooledRow[]
beforeAll(async () => {
  month = await aFortnight()
})

async function query(sql: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson()
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

async function flatObjects(path: string): Promise<Record<string, string>[]> {
  const {data, errors} = papaparse.parse<Record<string, string>>(await readFile(path, 'utf8'), {
    header: true,
    newline: '\r\n',
    delimiter: ',',
    skipEmptyLines: true,
  })
  expect(errors).toEqual([])
  return data
}

describe('all files of a month', () => {
  test('hold the same records for DuckDB, and give the same answers', async () => {
    const {path} = await archived(month)
    const tables = [
      `(SELECT Operations AS Operation, CreationDate::TIMESTAMPTZ AS CreationTime, AuditData->>'$.UserId' AS UserId, (AuditData->>'$.RecordType')::INT AS RecordType FROM read_csv('${path('csv')}', all_varchar = true))`,
      `(SELECT Operation, CreationTime::TIMESTAMPTZ AS CreationTime, UserId, RecordType::INT AS RecordType FROM read_csv('${path('flat.csv')}', all_varchar = true))`,
      `(SELECT json->>'$.Operation' AS Operation, (json->>'$.CreationTime' || 'Z')::TIMESTAMPTZ AS CreationTime, json->>'$.UserId' AS UserId, (json->>'$.RecordType')::INT AS RecordType FROM read_ndjson_objects('${path('jsonl.gz')}'))`,
      `'${path('parquet')}'`,
    ]
    const answers = []
    for (const table of tables) {
      const [counts] = await query(
        `SELECT count(*) AS n, count(DISTINCT Operation) AS operations, count(DISTINCT UserId) AS users, sum(RecordType) AS types, epoch_us(min(CreationTime)) AS first, epoch_us(max(CreationTime)) AS last FROM ${table}`,
      )
      const busiest = await query(`SELECT Operation, count(*) AS n FROM ${table} GROUP BY ALL ORDER BY ALL`)
      answers.push({counts, busiest})
    }
    expect(answers[0]?.counts).toMatchObject({n: String(month.length)})
    expect(month.length).toBeGreaterThan(3000)
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  test('have the same flat values, and types that need no guessing', async () => {
    const {path} = await archived(month.slice(0, 1500))
    const parquet = await parquetReadObjects({file: await asyncBufferFromFile(path('parquet'))})
    const flat = await flatObjects(path('flat.csv'))
    expect(parquet).toHaveLength(1500)
    for (const [index, row] of parquet.entries()) {
      const {AuditData, CreationTime, ...values} = row
      expect(AuditData).toBe(month[index]?.record.AuditData)
      expect(CreationTime.getTime()).toBe(month[index]?.time)
      const texts = Object.entries(values).map(([name, value]) => [name, value === null ? '' : String(value)])
      expect(Object.fromEntries(texts)).toEqual(unguarded({...flat[index], CreationTime: undefined}))
    }
    const types = await query(`SELECT column_name, column_type FROM (DESCRIBE '${path('parquet')}')`)
    const expected = {text: 'VARCHAR', integer: 'INTEGER', boolean: 'BOOLEAN', time: 'TIMESTAMP WITH TIME ZONE'}
    expect(types).toEqual([
      ...flatColumns.map(({name, type}) => ({column_name: name, column_type: expected[type]})),
      {column_name: 'AuditData', column_type: 'VARCHAR'},
    ])
  })

  test('are the same to the byte, however the records are handed over', async () => {
    const hashes = async (files: readonly WrittenFile[]) => files.map(({sha256: hash, records}) => ({hash, records}))
    const one = await archived(month)
    const other = await archived(month, {step: 77})
    expect(await hashes(other.files)).toEqual(await hashes(one.files))
    for (const file of one.files) expect(file.sha256).toBe(sha256(await readFile(join(one.folder, file.name))))
  })
})

test('the flat CSV tells Excel that it is UTF-8, the cmdlet’s columns stay bare, and readers do not mind', async () => {
  const row = spooled(aRow({ObjectId: 'Prüfung – 審計.docx'}))
  const {path} = await archived([row])
  const beginning = async (file: string) => (await readFile(path(file))).subarray(0, 3).toString('hex')
  expect(await beginning('flat.csv')).toBe('efbbbf')
  expect(await beginning('csv')).toBe(Buffer.from('Rec').toString('hex'))
  const answer = await query(`SELECT CreationTime IS NOT NULL AS known, ObjectId FROM '${path('flat.csv')}'`)
  expect(answer).toEqual([{known: true, ObjectId: 'Prüfung – 審計.docx'}])
  const keys = []
  for await (const {key} of flatRows(() => openRecordFile(machineDisk, path('flat.csv')))) keys.push(key)
  expect(keys).toEqual([{CreationDate: row.record.CreationDate, Identity: row.record.Identity}])
})

const unguarded = (row: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, /^'[=+\-@\t\r＝＋－＠]/.test(value ?? '') ? value?.slice(1) : value]),
  )

describe('row groups', () => {
  const groupsOf = async (path: string) => {
    const {row_groups: groups, num_rows} = await parquetMetadataAsync(await asyncBufferFromFile(path))
    return {
      rows: Number(num_rows),
      groups: groups.map(group => Number(group.num_rows)),
      chunks: groups.map(group => group.columns),
    }
  }

  test('end with the day of the period’s zone, and say what times they hold', async () => {
    // In Berlin, summer time: the day begins two hours before UTC's.
    const days = [-2, 22, 46].map(hours => ({start: october.start + hours * hour}))
    const hours = [-1.5, -1, 21.9, 22, 23, 45, 46, 60]
    const rows = hours.map((hours, index) => spooled(rowAt(october.start + hours * hour, index)))
    const {path} = await archived(rows, {files: ['parquet'], days})
    const {groups, chunks} = await groupsOf(path('parquet'))
    expect(groups).toEqual([3, 3, 2])
    const bounds = chunks.map(([time]) => [
      time?.meta_data?.statistics?.min_value,
      time?.meta_data?.statistics?.max_value,
    ])
    const moment = (hours: number) => new Date(october.start + hours * hour)
    expect(bounds).toEqual([
      [moment(-1.5), moment(21.9)],
      [moment(22), moment(45)],
      [moment(46), moment(60)],
    ])
  })

  test('of a busy day, or of long records, are cut', async () => {
    const many = Array.from({length: 45_000}, (_, index) => spooled(rowAt(october.start + day + index, index)))
    expect((await groupsOf((await archived(many, {files: ['parquet']})).path('parquet'))).groups).toEqual([
      20_000, 20_000, 5000,
    ])
    const long = Array.from({length: 9}, (_, index) =>
      spooled(rowAt(october.start + index, index, {Text: 'x'.repeat(9 << 20)})),
    )
    expect((await groupsOf((await archived(long, {files: ['parquet'], step: 1})).path('parquet'))).groups).toEqual([
      3, 3, 3,
    ])
  })

  test('of nothing are none, and the file is whole', async () => {
    const {path} = await archived([])
    expect(await groupsOf(path('parquet'))).toMatchObject({rows: 0, groups: []})
    expect(await query(`SELECT count(*) AS n FROM '${path('parquet')}'`)).toEqual([{n: '0'}])
    expect(await readFile(path('flat.csv'), 'utf8')).toBe(`\ufeff${flatColumns.map(({name}) => name).join(',')}\r\n`)
  })

  test('are skipped by an engine that asks for one day', async () => {
    const {path} = await archived(month, {files: ['parquet']})
    const file = await asyncBufferFromFile(path('parquet'))
    let asked = 0
    const counting = {
      byteLength: file.byteLength,
      slice: (start: number, end?: number) => {
        asked += (end ?? file.byteLength) - start
        return file.slice(start, end)
      },
    }
    const metadata = await parquetMetadataAsync(file)
    const filter = {CreationTime: {$gte: new Date(at('2026-10-07')), $lt: new Date(at('2026-10-08'))}}
    const rows = await parquetReadObjects({file: counting, metadata, columns: ['Id', 'CreationTime'], filter})
    expect(rows).toHaveLength(month.filter(({time}) => time >= at('2026-10-07') && time < at('2026-10-08')).length)
    const chunks = metadata.row_groups.flatMap(group => group.columns.slice(0, 2))
    const whole = chunks.reduce((sum, chunk) => sum + Number(chunk.meta_data?.total_compressed_size), 0)
    expect(asked).toBeLessThan(0.25 * whole)
  })
})

test('the reader of verify gives back every record, with fractions to the microsecond', async () => {
  const rows = [
    aRow({CreationTime: '2026-10-05T12:00:00.1234567', Id: guid(1)}),
    aRow({CreationTime: '2026-10-05T12:00:01', Id: guid(2), Text: '\u2028 😀 \u0000'}),
    aRow({CreationTime: '2026-10-06T12:00:01.5', Id: undefined}, {Identity: ''}),
  ].map(row => spooled(row))
  const {path} = await archived(rows)
  const found = []
  for await (const {key, AuditData} of parquetRecords(() => openRecordFile(machineDisk, path('parquet'))))
    found.push({key, AuditData})
  expect(found).toEqual(
    rows.map(({record}) => ({
      key: {CreationDate: record.CreationDate.replace('1234567', '123456'), Identity: record.Identity},
      AuditData: record.AuditData,
    })),
  )
})

test('what verify makes of the records of the files is what the flat files hold, whatever the records hold', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyAuditData, {maxLength: 50}),
      fc.constantFrom(...flatGuards),
      async (texts, flatGuard) => {
        const {path} = await archived(rowsOf(texts), {flatGuard})
        const opened = (file: string) => () => openRecordFile(machineDisk, path(file))
        const rows = []
        for await (const record of csvRecords(opened('csv'))) rows.push(flatRow(record, parsedJson(record.AuditData)))
        const cells = []
        for await (const row of flatRows(opened('flat.csv'), flatGuard)) cells.push(row.cells)
        const values = []
        for await (const row of parquetRecords(opened('parquet')))
          values.push(flatColumns.slice(1).map(({name}) => row.values[name] ?? null))
        expect(rows).toHaveLength(texts.length)
        expect(cells).toEqual(rows.map(row => flatCells(row, flatGuard).cells))
        expect(values).toEqual(rows.map(row => row.slice(1)))
      },
    ),
    {numRuns: 4, examples: [[['{"Operation":"\ufeff"}'], 'formulas']]},
  )
})
