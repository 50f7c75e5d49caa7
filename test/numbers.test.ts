/** Numbers agree with what they count: every count goes through one helper, and what is rendered with 0, 1 and 2 is right. */
import {globSync, readFileSync} from 'node:fs'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {pluralise} from '../src/audit/numbers.ts'
import {disclosing} from '../src/report/disclose.ts'
import {issueBody} from '../src/report/issue-body.ts'
import {mailText} from '../src/report/mail-body.ts'
import type {MonthFacts} from '../src/report/month.ts'
import {reportPage} from '../src/report/page.ts'
import {planMarkdown} from '../src/report/plan-report.ts'
import {summarySections} from '../src/report/summary.ts'
import {disagreementsIn, hitsIn} from './banned-phrases.ts'
import {aPublication} from './publish/builders.ts'
import {aFinding, detected, incompleteMonth, periodOf, sampleMonth} from './report/sample-month.ts'
import {countsIn} from './user-texts.ts'

const root = new URL('../', import.meta.url)

/** Counts that are two or more, or none at all; each with why. */
const exceptions: readonly [file: string, why: string][] = [
  ['src/detect/rule.ts', 'one is “once”; days are those of a period'],
  ['src/doctor/files.ts', 'a constant'],
  ['src/evidence/evidence-folder.ts', 'a path, which “holds other files”'],
  ['src/merge.ts', 'what is there twice or more'],
  ['src/month/progress.ts', 'a unit: rows/s'],
  ['src/month/reading.ts', 'a limit of the service'],
  ['src/report/flat/csv.ts', 'of a text that is longer than a cell'],
  ['src/report/page/verdict.ts', 'services, of which every tenant has several'],
  ['src/signin/create-certificate.ts', 'two certificates or more'],
  ['src/signin/material.ts', 'two or more, where it is not written out'],
  ['src/verify/rows.ts', 'a window, which “holds other records”'],
  ['src/wire/send.ts', 'for debugging alone, and a constant'],
]

test('a number before a noun in the plural comes from the helper', () => {
  const counts = globSync('src/**/*.ts', {cwd: root})
    .map(path => path.replaceAll('\\', '/'))
    // Rules report from two on; the simulator's texts are other services' words.
    .filter(path => !/^src\/(simulator|detect\/rules)\/|\.d\.ts$/.test(path))
    .flatMap(file => countsIn(readFileSync(new URL(file, root), 'utf8')).map(count => ({file, count})))
  expect(counts.filter(({file}) => !exceptions.some(([name]) => name === file))).toEqual([])
  const found = new Set(counts.map(({file}) => file))
  expect(exceptions.map(([file]) => file).filter(file => !found.has(file))).toEqual([])
})

test('the search for counts finds them, and no constants', () => {
  expect(countsIn('say(`${n} windows were read`)')).toEqual(['n windows'])
  expect(countsIn('say(`The ${rows.length} malformed rows`)')).toEqual(['rows.length malformed rows'])
  expect(countsIn("say(`${pluralise(n, 'window')} and ${mostFiles} files`)")).toEqual([])
  expect(countsIn('say(`${name} is in files`)')).toEqual([])
})

test('the helper writes one in the singular, and everything else in the plural', () => {
  expect([0, 1, 2, 1204].map(n => pluralise(n, 'window was', 'windows were'))).toEqual([
    '0 windows were',
    '1 window was',
    '2 windows were',
    '1,204 windows were',
  ])
  fc.assert(
    fc.property(fc.nat(), n => {
      expect(pluralise(n, 'gap').endsWith('gaps')).toBe(n !== 1)
      expect(Number(pluralise(n, 'gap').replace(/\D/g, ''))).toBe(n)
    }),
  )
})

/** A month in which everything that is counted there is `n`. */
function monthOf(n: number): MonthFacts {
  const month = n === 0 ? sampleMonth({size: 20}) : incompleteMonth({size: 20})
  const changes = {added: n, vanished: n, changed: n}
  const [window] = month.windows
  return {
    ...month,
    records: n,
    windows: month.windows.slice(0, n),
    gaps: n === 0 || window === undefined ? [] : Array.from({length: n}, () => window),
    ...{malformed: n, foreign: n, unanalysed: n, duplicates: n, conflicts: n},
    onesided: {exchange: n, graph: n},
    estimate: {
      windows: n,
      differed: n,
      second: n,
      ...(n === 0 ? {} : {rate: {missed: 0, most: 0.1}, missing: {likely: n, least: n, most: n}}),
    } as MonthFacts['estimate'],
    earlier: {
      ...{manifest: 'a'.repeat(64), status: 'incomplete', finished: month.period.end},
      difference: {...changes, own: n, recovered: n, unread: n, byRecordType: [], lateness: [], vanishedIds: []},
    },
    detection: detected(Array.from({length: n}, (_, at) => aFinding({id: `f-${at}`, count: n}))),
  }
}

test.for([0, 1, 2])('what is rendered of a month with %d of everything agrees, in the words of the trade', n => {
  const month = monthOf(n)
  const publication = aPublication({
    records: n,
    findings: Array.from({length: n}, (_, at) => aFinding({id: `f-${at}`, count: n})),
  })
  const page = reportPage(month, disclosing('full')).replace(/<style>[\s\S]*?<\/style>/, '')
  const {period} = {period: periodOf('2026-10')}
  const texts = {
    page: page.replace(/<[^>]*>/g, ' | ').replace(/\s+/g, ' '),
    summary: summarySections(month, 'full').join('\n'),
    mail: mailText(publication, {attached: [], left: []}),
    issue: issueBody(publication, {
      tenant: 't',
      period: '2026-10',
      status: 'complete',
      incidents: [],
      told: '',
      mailed: '',
    }),
    plan: planMarkdown(
      {from: 'x', days: [], records: n, windows: n, readings: n, cut: n, confirmation: n, time: n * 60_000, parts: n},
      period,
      [],
    ),
  }
  for (const [file, text] of Object.entries(texts)) {
    expect(text.length).toBeGreaterThan(100)
    expect(disagreementsIn(text).map(found => `${file}: ${found}`)).toEqual([])
    expect(hitsIn([{file, text}])).toEqual([])
  }
})

test('the search for disagreements finds them, and spares times and ratios', () => {
  expect(disagreementsIn('1 windows were read')).toHaveLength(1)
  expect(disagreementsIn('1 window were read')).toHaveLength(1)
  expect(disagreementsIn('1,204 record and 0 gap')).toHaveLength(1)
  expect(disagreementsIn('2 more faults is')).toHaveLength(1)
  expect(
    disagreementsIn('1 window was, 2 windows were, 0 gaps, 1 more fault, 0.1 days, 3,001 rows, 12:01 days'),
  ).toEqual([])
})
