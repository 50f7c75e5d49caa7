/** Rows come back from a journal as they went into it, however large they are and whichever readings they belong to. */
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import type {Row} from '../../src/sources/source.ts'
import {InterruptedRun, Journal} from '../../src/spool/journal.ts'
import {JournalFiles} from '../../src/spool/journal-files.ts'
import {aFolder, anEntry, hour, rowAt} from '../builders.ts'

const owner = {question: 'the same', source: 'exchange', pseudonyms: ''}
const start = Date.UTC(2026, 9, 5)

/** One with so many characters, of which each takes three bytes. */
function largeRow(index: number, characters: number): Row {
  const row = rowAt(start, index)
  return {...row, record: {...row.record, AuditData: `{"x":"${'日'.repeat(characters)}"}`}}
}

async function readBack(path: string): Promise<Row[]> {
  const rows: Row[] = []
  const spool = {write: async (some: readonly Row[]) => void rows.push(...some), accept: () => {}}
  const files = await JournalFiles.open(machineDisk, path, [])
  const run = await InterruptedRun.open(files, () => true, {spool, reading: -1})
  for (const entry of run?.entries ?? []) await run?.rows(entry, run.entries)
  return rows
}

test('in blocks that are used again by other readings', async () => {
  const path = join(await aFolder(), 'journal')
  const journal = new Journal(await JournalFiles.begin(machineDisk, path), owner, 0)
  const rowsOf = (reading: number) => {
    const sizes = [0, 100_000, 250_000, 7, 600_000, 90_000]
    return sizes.map((size, index) => ({...largeRow(10 * reading + index, size), time: start + reading * hour}))
  }
  // Several are under way at once, and some prove nothing.
  await Promise.all(
    [0, 1, 2, 3, 4, 5].map(async reading => {
      for (const row of rowsOf(reading)) await journal.see([row, row], reading)
      if (reading % 3 === 2) return await journal.forget(reading)
      const from = start + reading * hour
      await journal.settled(anEntry({start: from, end: from + hour}), reading)
    }),
  )
  const back = (await readBack(path)).toSorted((a, b) => a.time - b.time)
  expect(back).toEqual([0, 1, 3, 4].flatMap(reading => rowsOf(reading).flatMap(row => [row, row])))
})

test('a disk that refuses ends the journal, and no row is looked at again', async () => {
  const path = join(await aFolder(), 'journal')
  const full = {
    ...machineDisk,
    appendFile: async () => {
      throw new Error('ENOSPC')
    },
  }
  const journal = new Journal(await JournalFiles.begin(full, path), owner, 0)
  const rows = Array.from({length: 8}, (_, index) => largeRow(index, 200_000))
  await journal.see(rows, 1)
  await journal.settled(anEntry({start, end: start + hour}), 1)
  expect(await readBack(path)).toEqual([])
})
