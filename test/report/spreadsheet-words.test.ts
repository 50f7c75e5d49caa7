/** Where people find the CSV, one sentence says which file is for Excel: in the summary, on the page and in the mail alike. */
import {expect, test} from 'vitest'
import {disclosing} from '../../src/report/disclose.ts'
import {mailHtml, mailText} from '../../src/report/mail-body.ts'
import {reportPage} from '../../src/report/page.ts'
import {spreadsheetWords} from '../../src/report/sentences.ts'
import {summarySections} from '../../src/report/summary.ts'
import {clean} from '../publish/builders.ts'
import {sampleMonth} from './sample-month.ts'

const others = ['manifest.json', 'report.html', 'SHA256SUMS']

test.each<[names: string[], words: string]>([
  [['audit-2026-10.csv', 'audit-2026-10.flat.csv'], 'For Excel: audit-2026-10.flat.csv.'],
  [['audit-2026-10.flat.csv'], 'For Excel: audit-2026-10.flat.csv.'],
  [
    ['audit-2026-10.csv.age', 'audit-2026-10.flat.csv.age'],
    'For Excel: audit-2026-10.flat.csv.age, once it is decrypted.',
  ],
  [
    ['audit-2026-10.csv', 'audit-2026-10.jsonl.gz'],
    'For Excel: not audit-2026-10.csv, whose column AuditData holds JSON; an export with columns: both also has audit-2026-10.flat.csv.',
  ],
  [
    ['audit-2026-10.csv.age'],
    'For Excel: not audit-2026-10.csv.age, whose column AuditData holds JSON; an export with columns: both also has audit-2026-10.flat.csv.age.',
  ],
  [['audit-2026-10.parquet'], 'For Excel: none of these files; an export with formats: csv and columns: flat has one.'],
])('of %j', (names, words) => {
  expect(spreadsheetWords(names)).toBe(words)
  expect(spreadsheetWords([...others, ...names, ...others])).toBe(words)
})

test('summary, page and mail say it, and nothing of files where there are none', () => {
  const recordFiles = ['audit-2026-10.csv', 'audit-2026-10.flat.csv']
  const files = recordFiles.map(name => ({name, path: name, bytes: 1, sha256: 'a'.repeat(64)}))
  const said = (given: boolean) => {
    const facts = {...sampleMonth({size: 200}), ...(given ? {recordFiles} : {})}
    const publication = clean(given ? {files} : {})
    const notes = {attached: [], left: []}
    return [
      summarySections(facts, 'masked')[0] ?? '',
      reportPage(facts, disclosing('full')),
      mailText(publication, notes),
      mailHtml(publication, notes),
    ]
  }
  for (const text of said(true)) expect(text.split('For Excel: ')).toHaveLength(2)
  for (const text of said(false)) expect(text).not.toContain('For Excel')
})
