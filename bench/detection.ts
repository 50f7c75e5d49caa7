/** Detection over ten months of a thousand people: recall, false findings, cost. */

import {spawnSync} from 'node:child_process'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {RecordFiles} from '../src/files/record-files.ts'
import {SpooledRow} from '../src/files/spooled-row.ts'
import {machineDisk} from '../src/host/disk.ts'
import {csvRow} from '../src/report/csv.ts'
import {detectMonth, octoberDetection, recallOf, recordsOf, tenantOf} from './detection-month.ts'
import {median} from './median.ts'
import type {Line} from './table.ts'

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

export async function measureDetection(): Promise<Line[]> {
  return [...measureFindings(), ...(await measureCost()), measureHeap()]
}

function measureFindings(): Line[] {
  let high = 0
  let mostGrave = 0
  let mostLow = 0
  let planted = 0
  let findings = 0
  const missed: string[] = []
  const split: string[] = []
  for (const seed of seeds) {
    const month = detectMonth(seed)
    const {counts} = month.benign
    high += counts.high
    mostGrave = Math.max(mostGrave, counts.high + counts.medium)
    mostLow = Math.max(mostLow, counts.low)
    for (const {name, incidents, findings: own} of recallOf(month)) {
      planted++
      findings += own.length
      if (incidents.length === 0) missed.push(`${name} of month ${seed}`)
      if (incidents.length > 1) split.push(`${name} of month ${seed}`)
    }
  }
  const detail = `${seeds.length} months of 1,000 people, 200,000 records each`
  return [
    {
      name: 'detection: incidents missed',
      value: missed.length,
      unit: `of ${planted}`,
      target: 0,
      detail: missed.join(', '),
    },
    {
      name: 'detection: incidents split in several',
      value: split.length,
      unit: `of ${planted}`,
      target: 0,
      detail: split.join(', '),
    },
    {name: 'detection: findings per planted incident', value: findings / planted, unit: 'findings'},
    {name: 'detection: high without an incident', value: high, unit: 'in all', target: 3, detail},
    {
      name: 'detection: medium or more without an incident',
      value: mostGrave,
      unit: 'in the worst month',
      target: 10,
      detail,
    },
    {name: 'detection: low without an incident', value: mostLow, unit: 'in the worst month', target: 40, detail},
  ]
}

/** Processor time of one month's records: parsed alone, written as CSV as an export does it, and passed through detection. */
async function measureCost(): Promise<Line[]> {
  const all = [...recordsOf(tenantOf(11, {recordsPerMonth: 60_000}))]
  const parse = async () => {
    for (const [{AuditData}] of all) JSON.parse(AuditData)
  }
  const detectAll = async () => {
    const detection = octoberDetection()
    for (const [record, time] of all) detection.see(record, time)
    detection.finish({gaps: []})
  }
  const rows = all.map(([record, time]) =>
    SpooledRow.of({record, time, workload: '', recordTypeNumber: '', part: 0}, 0),
  )
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const write = async () => {
    const archive = new RecordFiles(
      {disk: machineDisk, folder: await mkdtemp(join(folder, 'csv-'))},
      {label: 'month', days: []},
      ['csv'],
    )
    await archive.open()
    await archive.write(rows)
    await archive.close()
  }
  const stringify = async () => {
    for (const [record] of all) csvRow(record)
  }
  const [parsed, detected, written] = [await middleOf(parse), await middleOf(detectAll), await middleOf(write)]
  const stringified = await middleOf(stringify)
  await rm(folder, {recursive: true, force: true})
  return [
    {name: 'detection ÷ JSON.parse', value: detected / parsed, unit: '×', target: 2.5, key: 'detection ÷ parse'},
    {
      name: 'detection ÷ writing the CSV',
      value: detected / written,
      unit: '×',
      target: 1,
      detail: `JSON.parse alone is ${(parsed / written).toFixed(2)} ×; of csv-stringify’s time, row by row, detection takes ${(detected / stringified).toFixed(2)} ×`,
    },
    {
      name: 'detection: records a second',
      value: all.length / (detected / 1e6),
      unit: 'records',
      detail: 'of processor time',
    },
  ]
}

/** Microseconds of processor time, of three rounds after one that warms up. */
async function middleOf(work: () => Promise<void>): Promise<number> {
  await work()
  const rounds: number[] = []
  for (let round = 0; round < 3; round++) {
    const before = process.cpuUsage().user
    await work()
    rounds.push(process.cpuUsage().user - before)
  }
  return median(rounds)
}

/** What detection adds to the peak of a process that streams a month. */
function measureHeap(): Line {
  const script = fileURLToPath(new URL('detection-alone.ts', import.meta.url))
  const peak = (...words: string[]) => {
    const {stdout} = spawnSync(process.execPath, [script, ...words], {encoding: 'utf8'})
    return (JSON.parse(stdout) as {megabytes: number}).megabytes
  }
  const value = peak('detection') - peak()
  return {name: 'detection: memory', value, unit: 'MB more at the peak', target: 400, detail: '300,000 records'}
}
