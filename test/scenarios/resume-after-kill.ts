/** A run that is killed at random moments, and the next one on the same folder. */
import {cpSync, existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {seeded} from '../builders.ts'
import {temporaryFolder} from '../runner.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'
import {hour, period, records, searching} from './interrupted.ts'
import {exportMonth, longAfter, type MonthOptions, type MonthResult} from './month.ts'

interface Killed extends MonthResult {
  searches: number
  /** A workspace as it lay on the disk when the run was killed. */
  left: string
}

/** The disk as it is when the n-th search is sent: what a process that dies at that moment leaves behind. */
export async function read(options: MonthOptions = {}, killAt = 0): Promise<Killed> {
  const left = temporaryFolder()
  const workspace = options.workspace ?? temporaryFolder()
  let searches = 0
  const result = await exportMonth({
    ...options,
    workspace,
    simulator: {records, ...options.simulator},
    inputs: {period, ...options.inputs},
    intercept: searching(search => {
      searches = search
      if (search === killAt) cpSync(workspace, left, {recursive: true})
    }),
  })
  return {...result, searches, left}
}

export const whole = read()
export const part = async (share: number) => 1 + Math.floor(share * (await whole).searches)

/** Proven windows that the killed run's journal names. */
export function journaled(workspace: string): number {
  const path = join(workspace, 'm365-audit', '.unfinished', 'journal', 'journal.jsonl')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length - 1 : 0
}

/** So many kills, at random moments. */
export function resumeAfterKills(count: number): void {
  const random = seeded(11)
  test.each(Array.from({length: count}, (_, run) => [run, 0.05 + 0.94 * random()]))(
    'is gone on with, to the same bytes: run %i, after %f of it',
    async (run, share) => {
      const inputs = {concurrency: String(1 + (run % 3))}
      const {left} = await read({inputs}, await part(share))
      const known = journaled(left)
      const second = await read({inputs, workspace: left, now: longAfter + hour})
      expect(second.outputs.status).toBe('complete')
      expectSameMonth(second, await whole)
      await expectSound(second)
      if (known > 0) expect(second.folder?.manifest.resumed).toEqual({windows: known, interrupted: known})
      expect(readdirSync(second.directory).filter(name => name.startsWith('.'))).toEqual([])
    },
  )
}
