/** Exports through both sources that end too soon, and the next run on what they left. */
import {cpSync, existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect} from 'vitest'
import {Failure} from '../../src/wire/failure.ts'
import {temporaryFolder} from '../runner.ts'
import {expectSound} from './expect-month.ts'
import {exportMonth, type LastingTenant, type MonthOptions, type MonthResult} from './month.ts'
import {smallTenant} from './tenant.ts'

const day = 86_400_000
export const days = 4
const from = Date.UTC(2026, 9, 5)
export const records = smallTenant({from, to: from + days * day, records: 300})
export const simulator = {records, graph: {querySeconds: 600}}

export function through(options: MonthOptions = {}): Promise<MonthResult> {
  return exportMonth({
    ...options,
    simulator,
    inputs: {source: 'both', period: '2026-10-05/2026-10-09', concurrency: '2', confirm: 'none', ...options.inputs},
  })
}

const isSearch = ({url}: Request) => url.includes('InvokeCommand')
const isPoll = ({method, url}: Request) => method === 'GET' && /\/queries\/[^/]+$/.test(url)
export const journalFolder = (workspace: string) => join(workspace, 'm365-audit', '.unfinished', 'journal')

const whole = through()

/** Proven windows in the journal, of Exchange and of Graph, and queries of Graph under way. */
export function leftIn(journal: string): {exchange: number; graph: number; asked: number} {
  const lines = readFileSync(join(journal, 'journal.jsonl'), 'utf8')
    .split('\n')
    .filter(line => line.endsWith('}'))
    .map(line => JSON.parse(line) as {file?: string; query?: object})
  const numbers = lines.flatMap(({file}) => (file === undefined ? [] : [Number.parseInt(file, 10)]))
  const graph = numbers.filter(number => number % 2 === 1).length
  return {exchange: numbers.length - graph, graph, asked: lines.filter(({query}) => query !== undefined).length}
}

/** The disk as it is when `dies` is true first. */
export async function killed(tenant: LastingTenant, dies: (journal: string) => boolean): Promise<string> {
  const left = temporaryFolder()
  const workspace = temporaryFolder()
  let isDead = false
  return await new Promise(resolve => {
    void through({
      tenant,
      workspace,
      intercept: request => {
        // Nothing that a dead process sends arrives.
        if (isDead) return new Promise(() => {})
        const journal = journalFolder(workspace)
        if (!existsSync(join(journal, 'journal.jsonl')) || !(isPoll(request) || isSearch(request))) return undefined
        // What was asked for and is not written down yet would be left in the tenant, by any source.
        if (!dies(journal) || leftIn(journal).asked < tenant.simulator.counters.queries) return undefined
        isDead = true
        cpSync(workspace, left, {recursive: true})
        resolve(left)
        return new Promise(() => {})
      },
    })
  })
}

/** Whether Exchange answers no more: else it would come to its end, and its verdict alone is enough. */
const someAreRead = (journal: string) => leftIn(journal).exchange > 0

/** Ends in good order when `ends` is true first. */
export async function stopped(
  tenant: LastingTenant,
  ends: (journal: string) => boolean,
  {isHeld = someAreRead, ...options}: MonthOptions & {isHeld?: (journal: string) => boolean} = {},
): Promise<MonthResult> {
  const stop = new AbortController()
  const workspace = options.workspace ?? temporaryFolder()
  return await through({
    ...options,
    tenant,
    workspace,
    cancelled: stop.signal,
    intercept: request => {
      const journal = journalFolder(workspace)
      if (!(isPoll(request) || isSearch(request)) || !existsSync(join(journal, 'journal.jsonl'))) return undefined
      if (ends(journal))
        stop.abort(new Failure({code: 'DEADLINE', message: 'The deadline came.', remedy: 'Run it again.'}))
      if (!isSearch(request) || !isHeld(journal)) return undefined
      return new Promise((_resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason))
      })
    },
  })
}

export async function expectWhole(second: MonthResult): Promise<void> {
  expect(second.outputs.status).toBe('complete')
  const expected = (await whole).folder
  expect(second.folder?.data).toEqual(expected?.data)
  const {onlyExchange, onlyGraph, differing} = second.folder?.manifest ?? {}
  expect([onlyExchange, onlyGraph, differing]).toEqual([0, 0, 0])
  expect(new Set(second.folder?.manifest.windows.map(({status}) => status))).toEqual(new Set(['confirmed']))
  await expectSound(second)
  expect(readdirSync(second.directory).filter(name => name.startsWith('.'))).toEqual([])
}

export const queriesOf = ({simulator: {counters}}: LastingTenant) => [counters.queries, counters.queriesKept]
/** Every query of Graph that is made again for a sample of what was taken over comes on top. */
export const sampled = (graph: number) => Math.min(3, graph)
