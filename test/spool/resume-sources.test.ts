/** What several earlier runs hand on, joined. */
import {expect, test} from 'vitest'
import {SpooledRow} from '../../src/files/spooled-row.ts'
import {ExportResumeSource, type ResumeSource, ResumeSources} from '../../src/spool/resume-source.ts'
import {anEntry, aRecord, guid, rowAt} from '../builders.ts'

const window = {start: Date.UTC(2026, 9, 1), end: Date.UTC(2026, 9, 2)}

test('a stretch may hold more rows than a call takes arguments', async () => {
  const row = SpooledRow.of(rowAt(window.start, 1), 0)
  const rows = Array<SpooledRow>(300_000).fill(row)
  const carriers = [0, 1].map((): ResumeSource => ({entries: [anEntry(window)], queries: [], rows: async () => rows}))
  const sources = new ResumeSources(carriers, () => true)
  expect(sources.entries).toHaveLength(1)
  expect(await sources.rows(window, sources.entries)).toHaveLength(2 * rows.length)
})

test('an earlier run may hand on more windows than a call takes arguments', () => {
  const entry = anEntry(window)
  const entries = Array.from({length: 300_000}, (_none, at) => ({...entry, start: at, end: at + 1}))
  const carrier: ResumeSource = {entries, queries: [], rows: async () => []}
  expect(new ResumeSources([carrier], () => true).entries).toHaveLength(entries.length)
})

test('a record of an earlier export that names another time than the one it stands at stays where it is, and such a one', async () => {
  const stands = {CreationDate: '2026-10-01T12:00:00Z'}
  async function* records() {
    yield aRecord({CreationTime: '2026-11-20T12:00:00', Id: guid(1)}, {...stands, Identity: guid(1)})
    yield aRecord({CreationTime: '2026-10-01T12:00:00', Id: guid(2)}, {...stands, Identity: guid(2)})
  }
  const earlier = new ExportResumeSource([anEntry(window)], records())
  const rows = await earlier.rows(window, earlier.entries, [])
  expect(rows.map(({Identity, time, malformed}) => [Identity, time, malformed])).toEqual([
    [guid(1), Date.UTC(2026, 9, 1, 12), true],
    [guid(2), Date.UTC(2026, 9, 1, 12), undefined],
  ])
})
