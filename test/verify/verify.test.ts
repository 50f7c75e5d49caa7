import {copyFile, mkdir, readFile, rm, unlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import type {DataFileSpec} from '../../src/files/record-files.ts'
import {machineDisk} from '../../src/host/disk.ts'
import type {Row} from '../../src/sources/source.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {aFolder, aRow, at, day, guid, hour, rowAt} from '../builders.ts'
import {type Evidence, entriesOf, forge, october, reseal, someRows, writeEvidence} from '../evidence.ts'

const csv = 'audit-2026-10.csv'
const jsonl = 'audit-2026-10.jsonl.gz'

async function anExport(evidence?: Evidence): Promise<string> {
  const folder = await aFolder()
  await writeEvidence(folder, evidence)
  return folder
}

async function faultsOf(folder: string): Promise<string> {
  return (await verifyFolder(machineDisk, folder)).faults.join('\n')
}

async function edit(path: string, change: (text: string) => string): Promise<void> {
  const bytes = await readFile(path)
  const zipped = path.endsWith('.gz')
  const text = change((zipped ? gunzipSync(bytes) : bytes).toString('utf8'))
  await writeFile(path, zipped ? gzipSync(text) : text)
}

const lines = (text: string, end: string) => text.split(end).slice(0, -1)
const joined = (all: readonly string[], end: string) => all.map(line => line + end).join('')

describe('a folder is proven', () => {
  test.each<[string, readonly DataFileSpec[]]>([
    ['with CSV and JSONL', ['csv', 'jsonl']],
    ['with CSV alone', ['csv']],
    ['with JSONL alone', ['jsonl']],
  ])('%s', async (_name, formats) => {
    const folder = await anExport({formats})
    expect(await verifyFolder(machineDisk, folder)).toMatchObject({
      faults: [],
      records: 12,
      manifest: {status: 'complete'},
    })
  })

  test('without records', async () => {
    expect(await verifyFolder(machineDisk, await anExport({rows: []}))).toMatchObject({faults: [], records: 0})
  })

  test('with a gap that it admits', async () => {
    const proof = await verifyFolder(machineDisk, await anExport({entries: entriesOf({gap: true})}))
    expect(proof).toMatchObject({faults: [], manifest: {status: 'incomplete'}})
  })

  test('that was written twice into the same place', async () => {
    const folder = await anExport()
    await writeEvidence(folder, {rows: someRows(5)})
    expect(await verifyFolder(machineDisk, folder)).toMatchObject({faults: [], records: 5})
  })

  /** Rows that stand where their envelopes said, hours and weeks away from what `AuditData` names. */
  const displacedRows = (): Row[] => [
    ...someRows(),
    ...[2 * hour, -8 * hour, 20 * day, 400 * day].map((shift, index): Row => {
      const {record, ...row} = rowAt(october.start + (3 * index + 2) * day, 100 + index)
      const CreationTime = new Date(row.time + shift).toISOString().slice(0, 19)
      const AuditData = JSON.stringify({...(JSON.parse(record.AuditData) as object), CreationTime})
      return {...row, record: {...record, AuditData}, displaced: true, malformed: true}
    }),
  ]

  test.each<[string, readonly DataFileSpec[]]>([
    ['CSV', ['csv']],
    ['JSONL', ['jsonl']],
    ['Parquet', ['parquet']],
    ['all formats', ['csv', 'jsonl', 'parquet', 'flat']],
    ['JSONL and the flat CSV', ['jsonl', 'flat']],
  ])('with records that name another time than the one they stand at, as %s', async (_name, formats) => {
    const folder = await anExport({
      rows: displacedRows(),
      formats,
      more: {malformed: 4, flat: {guard: 'formulas', cut: 0}},
    })
    expect(await verifyFolder(machineDisk, folder)).toMatchObject({faults: [], records: 16})
  })

  test('with no more of them than it admits', async () => {
    const folder = await anExport({rows: displacedRows(), more: {malformed: 3}})
    expect(await faultsOf(folder)).toMatch(/Record \d+: CreationDate is not the CreationTime of its AuditData/)
  })

  test.each<[string, readonly DataFileSpec[]]>([
    ['CSV and JSONL', ['csv', 'jsonl']],
    ['CSV', ['csv']],
    ['JSONL', ['jsonl']],
  ])('with hostile content, as %s', async (_name, formats) => {
    const texts = ['\u2028', '\u2029', '\0', '\r', '\r\n', '"', '""', ',', '\ufeff', '😀', '=HYPERLINK("x")', ' ']
    const rows = texts.map((text, index) => {
      const row = rowAt(october.start + hour, index + 1, {text})
      return {...row, record: {...row.record, UserIds: text, Operations: `${text}\n${text}`, RecordType: text}}
    })
    const spaced = rowAt(october.start + hour, 99)
    spaced.record.AuditData = spaced.record.AuditData.replace('{', '{\r\n\t"a": 1,\n\r').replace('}', '\r}')
    const proof = await verifyFolder(machineDisk, await anExport({rows: [...rows, spaced], formats}))
    expect(proof).toMatchObject({faults: [], records: texts.length + 1})
  })

  test('with conflicts, fractions of seconds and records without an Id', async () => {
    const time = '2026-10-02T12:00:00'
    const rows = [
      aRow({Id: guid(1), CreationTime: time, x: 1}),
      aRow({Id: guid(1), CreationTime: time, x: 2}),
      aRow({Id: guid(2), CreationTime: `${time}.5`}),
      aRow({Id: guid(3), CreationTime: `${time}.1234567`}),
      aRow({Id: undefined, CreationTime: time}, {Identity: ''}),
      aRow({Id: undefined, CreationTime: time}, {Identity: ''}),
      aRow({Id: '', CreationTime: time}, {Identity: guid(4)}),
    ]
    const proof = await verifyFolder(machineDisk, await anExport({rows, formats: ['csv']}))
    expect(proof.faults).toEqual([])
    expect(proof.manifest).toMatchObject({records: 7, conflicts: 1})
  })

  test('when reading began in the very second in which the period had settled', async () => {
    const folder = await anExport()
    await forge(folder, manifest => {
      manifest.run.started = '2026-11-04T00:00:00.500Z'
    })
    expect(await faultsOf(folder)).toBe('')
  })

  test('with a record whose AuditData has no time or Id of its own, as JSONL alone', async () => {
    const row = aRow({Id: undefined, CreationTime: undefined}, {Identity: guid(5)})
    const proof = await verifyFolder(machineDisk, await anExport({rows: [row], formats: ['jsonl']}))
    expect(proof.faults).toEqual([])
  })
})

describe('what was changed since is found', () => {
  test.each([csv, jsonl, 'summary.md', 'manifest.json'])('one flipped bit of %s', async name => {
    const folder = await anExport()
    const bytes = await readFile(join(folder, name))
    const middle = bytes.length >> 1
    bytes[middle] = (bytes[middle] ?? 0) ^ 1
    await writeFile(join(folder, name), bytes)
    expect(await faultsOf(folder)).toMatch(/was changed|manifest\.json/)
  })

  test.each([csv, jsonl, 'summary.md'])('a missing %s', async name => {
    const folder = await anExport()
    await unlink(join(folder, name))
    expect(await faultsOf(folder)).toContain(`${name} is missing.`)
  })

  test.each(['manifest.json', 'SHA256SUMS'])('a missing %s', async name => {
    const folder = await anExport()
    await unlink(join(folder, name))
    expect(await faultsOf(folder)).toContain(`There is no `)
  })

  test('a file more', async () => {
    const folder = await anExport()
    await writeFile(join(folder, 'notes.txt'), 'mine')
    expect(await faultsOf(folder)).toContain('notes.txt is not listed in SHA256SUMS.')
    await reseal(folder)
    expect(await faultsOf(folder)).toBe('notes.txt is not in the manifest.')
  })

  test('a folder inside', async () => {
    const folder = await anExport()
    await mkdir(join(folder, 'more'))
    expect(await faultsOf(folder)).toBe('more is not a file of the export.')
  })

  test('a line that is no checksum', async () => {
    const folder = await anExport()
    await edit(join(folder, 'SHA256SUMS'), text => `${text}hello\n`)
    expect(await faultsOf(folder)).toContain('a line that is not a checksum')
  })
})

describe('what does not fit together is found, though all hashes were made anew', () => {
  test.each<[string, (all: string[]) => string[], RegExp]>([
    ['a missing row', all => all.filter((_line, index) => index !== 5), /should hold \d records and holds \d/],
    ['a row more', all => [...all, all.at(-1) ?? ''], /there twice|should hold/],
    ['two rows swapped', all => swapped(all, 3, 9), /out of order/],
    [
      'a changed row',
      all => all.map((line, at) => (at === 5 ? line.replaceAll('ann@', 'bob@') : line)),
      /other records/,
    ],
    ['no rows', all => all.slice(0, 1), /should hold/],
  ])('%s', async (_name, change, words) => {
    for (const formats of [['csv'], ['jsonl'], ['csv', 'jsonl']] as const) {
      const folder = await anExport({formats})
      if (formats[0] === 'csv') {
        await edit(join(folder, csv), text => joined(change(lines(text, '\r\n')), '\r\n'))
      }
      if (formats.at(-1) === 'jsonl') {
        // The CSV's first line is its header.
        await edit(join(folder, jsonl), text => joined(change(['', ...lines(text, '\n')]).slice(1), '\n'))
      }
      await reseal(folder)
      expect(await faultsOf(folder)).toMatch(words)
    }
  })

  function swapped(all: readonly string[], one: number, other: number): string[] {
    const copy = [...all]
    copy[one] = all[other] ?? ''
    copy[other] = all[one] ?? ''
    return copy
  }

  test('a row in one file only', async () => {
    const folder = await anExport()
    await edit(join(folder, jsonl), text => joined(lines(text, '\n').slice(0, -1), '\n'))
    await reseal(folder)
    expect(await faultsOf(folder)).toContain('do not hold the same number of records')
  })

  test('rows that differ between the files', async () => {
    const folder = await anExport()
    await edit(join(folder, jsonl), text => text.replace('ann@', 'bob@'))
    await reseal(folder)
    expect(await faultsOf(folder)).toContain('Record 1: the data files differ.')
  })

  test.each<[string, string, string, RegExp]>([
    ['another Identity', guid(1), guid(77), /Identity is not the Id/],
    ['another time', ',2026-10-01T03:00:00Z', ',2026-10-01T03:00:01Z', /CreationDate is not the CreationTime/],
    ['another header', 'RecordType,CreationDate', 'RecordType,Creation', /header is not/],
  ])('%s in the CSV', async (_name, from, to, words) => {
    const folder = await anExport({formats: ['csv']})
    await edit(join(folder, csv), text => {
      const last = text.lastIndexOf(from)
      return from.startsWith('0') ? text.slice(0, last) + to + text.slice(last + from.length) : text.replace(from, to)
    })
    await reseal(folder)
    expect(await faultsOf(folder)).toMatch(words)
  })

  test.each<[string, Parameters<typeof forge>[1], RegExp]>([
    ['a gap in the windows', manifest => manifest.windows.splice(4, 1), /No window covers 2026-10-13/],
    ['an overlap', ({windows}) => Object.assign(windows[3] ?? {}, {start: '2026-10-09T00:00:00Z'}), /twice/],
    ['no windows', manifest => Object.assign(manifest, {windows: []}), /No window covers 2026-10-01/],
    [
      'a longer period',
      ({period}) => Object.assign(period, {end: '2026-12-01T00:00:00Z'}),
      /No window covers 2026-11-01/,
    ],
    ['a shorter period', ({period}) => Object.assign(period, {end: '2026-10-30T00:00:00Z'}), /outside the period/],
    ['a forged count', manifest => Object.assign(manifest, {records: 13}), /13 records/],
    ['a forged count of a window', ({windows}) => Object.assign(windows[0] ?? {}, {records: 9}), /should hold 9/],
    ['a forged count of a file', ({files}) => Object.assign(files[0] ?? {}, {records: 9}), /9 records here and 12/],
    [
      'a forged hash of a window',
      ({windows}) => Object.assign(windows[0] ?? {}, {sha256: '0'.repeat(64)}),
      /other records/,
    ],
    ['no data files', manifest => manifest.files.splice(0, 2), /not in the manifest/],
    ['a verdict before its time', ({run}) => Object.assign(run, {started: '2026-11-03T23:59:59Z'}), /had not settled/],
    [
      'an incomplete month without a reason',
      manifest => Object.assign(manifest, {status: 'incomplete'}),
      /without a reason/,
    ],
    ['a forged estimate', ({estimate}) => Object.assign(estimate ?? {}, {differed: 1}), /estimate .* does not follow/],
    ['another schema', manifest => Object.assign(manifest, {schema: 'x/9'}), /manifest\.json: schema/],
    ['a word nobody knows', manifest => Object.assign(manifest, {approved: true}), /manifest\.json: whole/],
  ])('%s', async (_name, change, words) => {
    const folder = await anExport()
    await forge(folder, change)
    expect(await faultsOf(folder)).toMatch(words)
  })

  test.each(['complete', 'provisional'] as const)('a gap called %s', async status => {
    const folder = await anExport({entries: entriesOf({gap: true})})
    await forge(folder, manifest => {
      manifest.status = status
    })
    expect(await faultsOf(folder)).toContain(`The status is ${status} although 1 window is a gap.`)
  })

  test('a gap that lost its reason', async () => {
    const folder = await anExport({entries: entriesOf({gap: true})})
    await forge(folder, ({windows}) => {
      for (const window of windows) delete window.reason
    })
    expect(await faultsOf(folder)).toContain('A gap has no reason.')
  })

  test('a gap that was renamed', async () => {
    const folder = await anExport({entries: entriesOf({gap: true})})
    await forge(folder, manifest => {
      manifest.status = 'complete'
      manifest.reasons = []
      for (const window of manifest.windows) window.status = 'read'
    })
    expect(await faultsOf(folder)).toContain('a reason why it is not')
  })

  test('a folder without any records file', async () => {
    const folder = await anExport()
    await Promise.all([csv, jsonl].map(async name => await unlink(join(folder, name))))
    await forge(folder, manifest => manifest.files.splice(0, 2))
    expect(await verifyFolder(machineDisk, folder)).toMatchObject({
      faults: ['The folder holds no file of records.'],
      records: 0,
    })
  })
})

describe('Parquet and flat CSV', () => {
  const parquet = 'audit-2026-10.parquet'
  const flat = 'audit-2026-10.flat.csv'
  /** The same month's Parquet file with other records, put in place of its own. */
  async function replaced(folder: string, rows: readonly Row[]): Promise<void> {
    const other = await anExport({formats: ['parquet'], rows})
    await copyFile(join(other, parquet), join(folder, parquet))
    await reseal(folder)
  }
  const changed = (index: number, more: Record<string, unknown>) =>
    someRows().map((row, at) => (at === index ? aRow({...JSON.parse(row.record.AuditData), ...more}) : row))

  test.each<[string, readonly DataFileSpec[]]>([
    ['Parquet alone', ['parquet']],
    ['all four', ['csv', 'flat', 'jsonl', 'parquet']],
  ])('are proven as %s', async (_name, formats) => {
    const proof = await verifyFolder(machineDisk, await anExport({formats}))
    expect(proof).toMatchObject({faults: [], records: 12, manifest: {status: 'complete'}})
    expect(proof.withoutText).toBeUndefined()
  })

  test('of which the flat CSV is alone prove order, windows and counts, and say that no text was compared', async () => {
    expect(await verifyFolder(machineDisk, await anExport({formats: ['flat']}))).toMatchObject({
      faults: [],
      records: 12,
      withoutText: true,
    })
  })

  test.each<[string, () => readonly Row[], RegExp, RegExp]>([
    ['a changed value', () => changed(5, {UserId: 'eve@contoso.com'}), /other records/, /data files differ/],
    ['another id', () => changed(5, {Id: guid(77)}), /other records/, /data files differ/],
    ['a missing record', () => someRows(11), /should hold/, /same number of records/],
  ])('are found with %s in the Parquet file', async (_name, rows, alone, beside) => {
    for (const [formats, words] of [
      [['parquet'], alone],
      [['csv', 'parquet'], beside],
      [['jsonl', 'parquet'], beside],
    ] as const) {
      const folder = await anExport({formats})
      await replaced(folder, rows())
      expect(await faultsOf(folder)).toMatch(words)
    }
  })

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['a cut footer', bytes => bytes.subarray(0, -20)],
    ['no footer', bytes => bytes.subarray(0, bytes.length >> 1)],
    [
      'a footer’s length beyond its file',
      bytes => Buffer.concat([bytes.subarray(0, -8), Buffer.from('ffffff7f50415231', 'hex')]),
    ],
    ['a footer alone', bytes => bytes.subarray(-8 - bytes.readUInt32LE(bytes.length - 8))],
    ['nothing', () => Buffer.alloc(0)],
  ])('are found with %s', async (_name, cut) => {
    for (const formats of [['parquet'], ['csv', 'parquet']] as const) {
      const folder = await anExport({formats})
      await writeFile(join(folder, parquet), cut(await readFile(join(folder, parquet))))
      await reseal(folder)
      expect(await faultsOf(folder)).toContain("can't be read")
    }
  })

  test.each<[string, (all: string[]) => string[], RegExp, RegExp]>([
    ['a missing row', all => all.filter((_line, index) => index !== 5), /should hold/, /same number of records/],
    [
      'two rows swapped',
      all => [...all.slice(0, 3), all[4] ?? '', all[3] ?? '', ...all.slice(5)],
      /out of order/,
      /differ/,
    ],
    ['another id', all => all.map(line => line.replace(guid(1), guid(77))), /^$/, /differ/],
    [
      'another column',
      all => all.map((line, index) => (index === 0 ? line.replace('UserKey', 'Key') : line)),
      /read/,
      /read/,
    ],
    ['an open quote', all => [...all, '"'], /can't be read/, /can't be read/],
  ])('are found with %s in the flat CSV', async (_name, change, alone, beside) => {
    for (const [formats, words] of [
      [['flat'], alone],
      [['csv', 'flat'], beside],
    ] as const) {
      const folder = await anExport({formats})
      await edit(join(folder, flat), text => joined(change(lines(text, '\r\n')), '\r\n'))
      await reseal(folder)
      expect(await faultsOf(folder)).toMatch(words)
    }
  })
})

describe('what can’t be read is a fault, not a crash', () => {
  test('an empty folder, and none', async () => {
    const folder = await aFolder()
    expect(await faultsOf(folder)).toContain('An unfinished export has none.')
    await rm(folder, {recursive: true})
    expect(await faultsOf(folder)).toContain('does not exist')
  })

  test.each(['', '[', '{}', 'null', '[]', '"x"'])('a manifest that is %j', async text => {
    const folder = await anExport()
    await writeFile(join(folder, 'manifest.json'), text)
    expect(await faultsOf(folder)).toContain('manifest.json')
  })

  test.each([
    ['no gzip', Buffer.from('hello')],
    ['cut', gzipSync('x'.repeat(5000)).subarray(0, 20)],
    ['an open line', gzipSync('{}')],
  ])('a JSONL file that is %s', async (_name, bytes) => {
    const folder = await anExport({formats: ['jsonl']})
    await writeFile(join(folder, jsonl), bytes)
    await reseal(folder)
    expect(await faultsOf(folder)).toContain("can't be read")
  })

  test('a CSV with an open quote', async () => {
    const folder = await anExport({formats: ['csv']})
    await edit(join(folder, csv), text => `${text}"`)
    await reseal(folder)
    expect(await faultsOf(folder)).toContain("can't be read")
  })

  test('more faults than anybody reads', async () => {
    const rows = Array.from({length: 100}, (_, index) => rowAt(at('2026-10-02') + index * day * 0.1, index + 1))
    const folder = await anExport({rows, formats: ['jsonl']})
    await edit(join(folder, jsonl), text => joined(lines(text, '\n').reverse(), '\n'))
    await reseal(folder)
    const {faults} = await verifyFolder(machineDisk, folder)
    expect(faults).toHaveLength(21)
    expect(faults.at(-1)).toMatch(/^and \d+ more faults\.$/)
  })
})

test('an unfinished export is not proven', async () => {
  const folder = await anExport()
  await mkdir(join(folder, '.unfinished', 'files'), {recursive: true})
  for (const name of ['manifest.json', 'SHA256SUMS', csv]) await rm(join(folder, name))
  expect((await verifyFolder(machineDisk, folder)).faults).toHaveLength(1)
})
