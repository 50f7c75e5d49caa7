/** The SQL of docs/queries.md, ready to be run by DuckDB over files of records. */
import {readFileSync} from 'node:fs'
import {DuckDBInstance} from '@duckdb/node-api'
import fc from 'fast-check'
import {expect, onTestFinished} from 'vitest'
import {RecordFiles} from '../../src/files/record-files.ts'
import type {SpooledRow} from '../../src/files/spooled-row.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {flatGuards} from '../../src/report/flat/guard.ts'
import {aFolder} from '../builders.ts'
import {daysOfOctober} from '../evidence.ts'
import {anyAuditData, rowsOf} from './hostile-records.ts'

export const views = ['parquet', 'jsonl', 'csv', 'flat'] as const
export type View = (typeof views)[number]

export const page = readFileSync(new URL('../../docs/queries.md', import.meta.url), 'utf8')
export const blocks = [...page.matchAll(/```sql\n-- (\w+)(?:: (.*))?\n([\s\S]*?)```/g)].map(
  ([, kind = '', of = '', sql = '']) => ({
    kind,
    of: of === 'any' ? [...views] : of.split(', '),
    sql,
  }),
)
const macros = blocks.find(({kind}) => kind === 'macros')?.sql ?? ''
export const queries = blocks.filter(({kind}) => kind === 'query')

/** Asks about one folder of files through one of the views. */
export interface Session {
  ask: (sql: string) => Promise<Record<string, unknown>[]>
  close: () => void
}

export async function open(folder: string, view: View): Promise<Session> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const ask = async (sql: string) => {
    const reader = await connection.runAndReadAll(sql.replaceAll("'audit-", `'${folder}/audit-`))
    return reader.getRowObjectsJson() as Record<string, unknown>[]
  }
  const {sql} = blocks.find(({kind, of}) => kind === 'view' && of[0] === view) ?? {sql: ''}
  for (const statement of `${macros}${sql}`.split(/;\n/).filter(one => one.trim() !== '')) await ask(statement)
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  return {ask, close}
}

export async function write(
  folder: string,
  rows: readonly SpooledRow[],
  flatGuard: (typeof flatGuards)[number] = 'formulas',
): Promise<void> {
  const period = {label: '2026-10', days: daysOfOctober}
  const files = new RecordFiles({disk: machineDisk, folder}, period, ['csv', 'flat', 'jsonl', 'parquet'], {flatGuard})
  await files.open()
  await files.write(rows)
  await files.close()
}

/** Property: every query of every view runs, whatever the records hold, and each view has as many rows as there are records. */
export async function checkAnyRecords(numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(anyAuditData, {maxLength: 60}), fc.constantFrom(...flatGuards), async (texts, guard) => {
      const folder = await aFolder()
      await write(folder, rowsOf(texts), guard)
      for (const view of views) {
        const {ask, close} = await open(folder, view)
        onTestFinished(close)
        for (const {sql} of queries.filter(({of}) => of.includes(view))) await ask(sql)
        const [counted] = await ask('SELECT count(*) AS n FROM audit')
        expect({view, ...counted}).toEqual({view, n: String(texts.length)})
      }
    }),
    {numRuns},
  )
}
