/** Two sources of one journal: each takes over its own readings, and no other. */
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {InterruptedRun, Journal, journalShare} from '../../src/spool/journal.ts'
import {JournalFiles} from '../../src/spool/journal-files.ts'
import {ResumeSources} from '../../src/spool/resume-source.ts'
import {aFolder, anEntry, hour, rowAt} from '../builders.ts'

const owner = {question: 'the same', source: 'both', pseudonyms: ''}
const shares = [
  {index: 0, of: 2},
  {index: 1, of: 2},
]

test('windows, rows and queries of both stay apart, also where they have the same times and numbers', async () => {
  const path = join(await aFolder(), 'journal')
  const files = await JournalFiles.begin(machineDisk, path)
  const journal = new Journal(files, owner, 0)
  const start = Date.UTC(2026, 9, 5)
  const entry = anEntry({start, end: start + hour})
  for (const [at, share] of shares.entries()) {
    const own = journalShare(journal, share)
    await own.see([rowAt(start, at + 1)], 1)
    await own.settled(entry, 1)
    await own.asked({id: `ended ${at}`, start: start + hour, end: start + 2 * hour, began: 1}, 2)
    await own.forget(2)
    await own.asked({id: `open ${at}`, start: start + hour, end: start + 2 * hour, began: 2}, 3)
  }
  await journalShare(journal, {index: 1, of: 2}).retract(1)
  for (const [at, share] of shares.entries()) {
    const rows: unknown[] = []
    const spool = {write: async (some: readonly unknown[]) => void rows.push(...some), accept: () => {}}
    const opened = await JournalFiles.open(machineDisk, path, [])
    const run = await InterruptedRun.open(opened, ({question}) => question === owner.question, {
      spool,
      reading: -1,
      share,
    })
    expect(run?.entries.length).toBe(at === 0 ? 1 : 0)
    expect(run?.queries.map(({id}) => id)).toEqual([`open ${at}`])
    expect(run?.submitted.map(({id}) => id)).toEqual(['ended 0', 'open 0', 'ended 1', 'open 1'])
    await run?.rows({start, end: start + hour}, run.entries)
    expect(rows).toEqual(at === 0 ? [rowAt(start, 1)] : [])
  }
})

test('opened as a whole, it gives the rows of both sources, also where their windows start together', async () => {
  const path = join(await aFolder(), 'journal')
  const journal = new Journal(await JournalFiles.begin(machineDisk, path), owner, 0)
  const start = Date.UTC(2026, 9, 5)
  for (const [at, share] of shares.entries()) {
    const own = journalShare(journal, share)
    await own.see([rowAt(start, at + 1)], 1)
    await own.settled(anEntry({start, end: start + (at + 1) * hour}), 1)
  }
  const rows: unknown[] = []
  const spool = {write: async (some: readonly unknown[]) => void rows.push(...some), accept: () => {}}
  const run = await InterruptedRun.open(await JournalFiles.open(machineDisk, path, []), () => true, {
    spool,
    reading: -1,
  })
  const inside = run?.within({start, end: start + 2 * hour})
  const carried = new ResumeSources(inside ? [inside] : [], () => true)
  expect(carried.entries).toHaveLength(2)
  await carried.rows({start, end: start + hour}, [])
  expect(rows).toEqual([rowAt(start, 1), rowAt(start, 2)])
})
