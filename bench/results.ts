/** The last results, on a page: what is kept of a run, and what has become worse since. Pure. */
import {median} from './median.ts'
import {isMissed, type Line} from './table.ts'

/** A run on the page: its cells by column. */
export type Row = Readonly<Record<string, string>>

export interface RunFacts {
  /** ISO date. */
  date: string
  commit: string
  machine: string
  /** Load at the start, and whether that was idle. */
  load: string
  /** Records of the local job. */
  records: number
}

/** Runs that are kept. */
const mostRuns = 10
/** Worse than the median of the last ones by more than this is a regression. */
const mostWorse = 1.2
const factColumns = ['date', 'commit', 'machine', 'load', 'records'] as const
const marks = {begin: '<!-- runs -->', end: '<!-- /runs -->'}

export function rowOf(facts: RunFacts, lines: readonly Line[]): Row {
  const values = lines.flatMap(({key, value}) => (key === undefined ? [] : [[key, rounded(value)] as const]))
  return {...facts, records: String(facts.records), ...Object.fromEntries(values)}
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)))
}

/** @throws where the page has no table. */
export function rowsIn(page: string): Row[] {
  const [header, , ...rows] = tableIn(page)
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    )
  return rows.map(cells => {
    const filled = (header ?? []).map((name, at) => [name, cells[at] ?? ''] as const).filter(([, cell]) => cell !== '')
    return Object.fromEntries(filled)
  })
}

/** The page with this run as the last one, and no more than ten in all. @throws where it has no table. */
export function pageWith(page: string, row: Row): string {
  const rows = [...rowsIn(page), row].slice(-mostRuns)
  const isFact = (name: string) => factColumns.some(fact => fact === name)
  const keys = new Set(rows.flatMap(one => Object.keys(one)).filter(name => !isFact(name)))
  const columns = [...factColumns, ...[...keys].sort((a, b) => (a < b ? -1 : 1))]
  const lineOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const table = [
    lineOf(columns),
    lineOf(columns.map(() => '---')),
    ...rows.map(one => lineOf(columns.map(name => one[name] ?? ''))),
  ]
  return page.replace(tableIn(page), () => `\n\n${table.join('\n')}\n\n`)
}

function tableIn(page: string): string {
  const [before, table, ...others] = page.split(new RegExp(`${marks.begin}|${marks.end}`))
  if (before === undefined || table === undefined || others.length !== 1)
    throw new TypeError(`the page has not one table between ${marks.begin} and ${marks.end}`)
  return table
}

export interface Regression {
  key: string
  value: number
  /** The median of what it is compared with, and how many runs that are. */
  usual: number
  runs: number
}

/** What is worse by more than a fifth than the median of the runs on the same machine with as many records. */
export function regressionsOf(row: Row, earlier: readonly Row[]): Regression[] {
  const comparable = earlier.filter(one => one.machine === row.machine && one.records === row.records)
  return Object.keys(row).flatMap(key => {
    if (factColumns.some(fact => fact === key)) return []
    const known = comparable.flatMap(one => (one[key] === undefined ? [] : [Number(one[key])]))
    if (known.length === 0) return []
    const [value, usual] = [Number(row[key]), median(known)]
    return value > mostWorse * usual ? [{key, value, usual, runs: known.length}] : []
  })
}

/** Why a run that was to be checked fails, one line each; none where it does not. */
export function faultsOf(lines: readonly Line[], row: Row, earlier: readonly Row[]): string[] {
  return [
    ...lines
      .filter(isMissed)
      .map(({name, value, unit, target}) => `${name}: ${rounded(value)} ${unit}, and ${target} is the target.`),
    ...regressionsOf(row, earlier).map(
      ({key, value, usual, runs}) => `${key}: ${value}, and ${usual} is the median of the last ${runs}.`,
    ),
  ]
}
