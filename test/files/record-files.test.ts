import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import fc from 'fast-check'
import papaparse from 'papaparse'
import {describe, expect, test} from 'vitest'
import {type AuditRecord, columns} from '../../src/audit/record.ts'
import {type DataFileSpec, RecordFiles, type WrittenFile} from '../../src/files/record-files.ts'
import type {SpooledRow} from '../../src/files/spooled-row.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {csvRow, putCsvRow} from '../../src/report/csv.ts'
import {aFolder, aRecord, aRow, failureOf, spooled} from '../builders.ts'
import {daysOfOctober, sha256} from '../evidence.ts'

async function archived(
  folder: string,
  batches: readonly (readonly SpooledRow[])[],
  formats: readonly DataFileSpec[] = ['csv', 'jsonl'],
): Promise<WrittenFile[]> {
  const archive = new RecordFiles({disk: machineDisk, folder}, {label: '2026-10', days: daysOfOctober}, formats)
  await archive.open()
  for (const rows of batches) await archive.write(rows)
  return await archive.close()
}

const csv = async (folder: string) => await readFile(join(folder, 'audit-2026-10.csv'))
const jsonl = async (folder: string) => await readFile(join(folder, 'audit-2026-10.jsonl.gz'))

/** Read by another's reader. */
function parsedCsv(text: string): AuditRecord[] {
  const {data, errors} = papaparse.parse<string[]>(text, {newline: '\r\n', delimiter: ','})
  expect(errors).toEqual([])
  const [header, ...rows] = data
  expect(header).toEqual([...columns])
  expect(rows.pop()).toEqual([''])
  return rows.map(cells => Object.fromEntries(columns.map((name, at) => [name, cells[at]])) as unknown as AuditRecord)
}

const withText = (record: AuditRecord) => spooled({...aRow(), record})

const odd = fc.constantFrom('\r', '\n', '\r\n', '\0', '"', '""', ',', ' ', '\t', '\ufeff', '\u2028', '=1+1', '')
const cell = fc.oneof(
  fc.string({unit: 'grapheme', maxLength: 8}),
  fc.array(odd, {maxLength: 4}).map(parts => parts.join('')),
)
const anyRecord = fc.record({
  RecordType: cell,
  CreationDate: cell,
  UserIds: cell,
  Operations: cell,
  AuditData: fc.oneof(
    cell,
    cell.map(text => `{"a":${JSON.stringify(text)}}`),
  ),
  Identity: cell,
})

describe('the CSV', () => {
  test('is RFC 4180, with the cmdlet’s columns and CRLF', async () => {
    const folder = await aFolder()
    await archived(folder, [[withText(aRecord({Operation: 'Say "hi", now'}))], []])
    expect((await csv(folder)).toString()).toBe(
      'RecordType,CreationDate,UserIds,Operations,AuditData,Identity\r\n' +
        'SharePointFileOperation,2026-10-05T12:00:00Z,ann@contoso.com,"Say ""hi"", now",' +
        `"${aRecord({Operation: 'Say "hi", now'}).AuditData.replaceAll('"', '""')}",00000000-0000-4000-8000-000000000001\r\n`,
    )
  })

  test('of nothing is its header', async () => {
    const folder = await aFolder()
    await archived(folder, [])
    expect((await csv(folder)).toString()).toBe(`${columns.join(',')}\r\n`)
  })

  test('gives back every content', async () => {
    const folder = await aFolder()
    let number = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, {maxLength: 6}), async records => {
        const archive = new RecordFiles({disk: machineDisk, folder}, {label: `${number++}`, days: []}, ['csv'])
        await archive.open()
        await archive.write(records.map(withText))
        const [file] = await archive.close()
        expect(parsedCsv(await readFile(join(folder, file?.name ?? ''), 'utf8'))).toEqual(records)
      }),
      {numRuns: 60},
    )
  })

  test('has the bytes that csv-stringify makes of each row', () => {
    const target = Buffer.alloc(4096)
    fc.assert(
      fc.property(anyRecord, record => {
        const end = putCsvRow(withText(record), target, 7)
        expect(target.toString('utf8', 7, end)).toBe(csvRow(record))
      }),
      {numRuns: 500},
    )
  })
})

test('a record longer than a block is written whole, between others', async () => {
  const records = ['a', 'b', 'c'].map(name => aRecord({name, pad: '"'.repeat(name === 'b' ? 400_000 : 1)}))
  const folder = await aFolder()
  await archived(folder, [records.map(withText)])
  expect(parsedCsv((await csv(folder)).toString())).toEqual(records)
  const lines = gunzipSync(await jsonl(folder)).toString()
  expect(lines).toBe(records.map(({AuditData}) => `${AuditData}\n`).join(''))
})

describe('the JSONL', () => {
  test('gives back every AuditData, a line each, in its own words', async () => {
    const texts = [
      '{"a":"\u2028\u2029\u0085"}',
      '{"b":12345678901234567890,"b":1.0}',
      '{ "c" :\t"\\u0000" }',
      '{"d":"😀 \\ud83d"}',
    ]
    const folder = await aFolder()
    await archived(folder, [texts.map(AuditData => withText(aRecord({}, {AuditData})))])
    expect(gunzipSync(await jsonl(folder)).toString()).toBe(texts.map(text => `${text}\n`).join(''))
  })

  test('puts a pretty-printed record on one line, equal as JSON', async () => {
    const AuditData = '{\r\n  "a": "x y",\r  "b": [\n1]\n}'
    const folder = await aFolder()
    await archived(folder, [[withText(aRecord({}, {AuditData}))]])
    const lines = gunzipSync(await jsonl(folder))
      .toString()
      .split('\n')
    expect(lines).toHaveLength(2)
    expect(JSON.parse(lines[0] ?? '')).toEqual(JSON.parse(AuditData))
  })

  test('has a gzip header that tells nothing of machine or time', async () => {
    for (const count of [0, 1, 3000]) {
      const folder = await aFolder()
      const rows = Array.from({length: count}, (_, index) => withText(aRecord({Id: sha256(`${index}`)})))
      await archived(folder, [rows])
      expect([...(await jsonl(folder)).subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
    }
  })
})

test('the same records give the same bytes, however they are handed over', async () => {
  const rows = Array.from({length: 2000}, (_, index) => withText(aRecord({Id: sha256(`${index}`)})))
  const [one, two] = [await aFolder(), await aFolder()]
  const files = await archived(one, [rows])
  const again = await archived(two, [rows.slice(0, 3), [], rows.slice(3, 1500), rows.slice(1500)])
  expect(again[0]).toEqual(files[0])
  expect(gunzipSync(await jsonl(two))).toEqual(gunzipSync(await jsonl(one)))
  expect(again[1]).toEqual(files[1])
})

test('a file knows its size, hash and records', async () => {
  const folder = await aFolder()
  const files = await archived(folder, [[withText(aRecord())], [withText(aRecord({Id: 'b'}))]])
  for (const [index, bytes] of [await csv(folder), await jsonl(folder)].entries())
    expect(files[index]).toMatchObject({bytes: bytes.length, sha256: sha256(bytes), records: 2})
})

test.each<DataFileSpec>(['csv', 'jsonl'])('a file in the way is an error, and stays as it is (%s)', async format => {
  const folder = await aFolder()
  const name = `audit-2026-10.${format === 'csv' ? 'csv' : 'jsonl.gz'}`
  await writeFile(join(folder, name), 'mine')
  const failure = await failureOf(archived(folder, [[withText(aRecord())]], [format]))
  expect(failure.code).toBe('FOLDER_IO')
  expect(await readFile(join(folder, name), 'utf8')).toBe('mine')
})

test('a folder that is gone is an error, even some time later', async () => {
  const archive = new RecordFiles(
    {disk: machineDisk, folder: join(await aFolder(), 'none')},
    {label: '2026-10', days: []},
    ['csv'],
  )
  await archive.open()
  for (let turn = 0; turn < 50; turn++) await new Promise(resolve => setImmediate(resolve))
  await failureOf(archive.close())
})
