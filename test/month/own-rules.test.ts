/** The folder of own rules: from the input to the finding, and what stops a run before it begins. */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import type {FindingsFile} from '../../src/detect/findings.ts'
import {aCmdlet, aRecord, aSignIn, at, minute} from '../detect/build.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {exportMonth, type MonthResult} from '../scenarios/month.ts'

afterAll(cleanUp)

const page = readFileSync(new URL('../../docs/own-rules.md', import.meta.url), 'utf8')
const blocks = (kind: string) =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, is, text = '']) => (is === kind ? [text] : []))
const example = blocks('yaml').find(text => text.includes('logsource:')) ?? ''

const records = [
  aRecord({Operation: 'FileDownloaded', SourceFileName: 'prices-2026.xlsx', time: at(5)}),
  aRecord({Operation: 'FileDownloaded', SourceFileName: 'prices-2026.xlsx', UserId: 'bo@contoso.example', time: at(5)}),
  aRecord({Operation: 'FileDownloaded', SourceFileName: 'lunch.xlsx', UserId: 'eva@contoso.example', time: at(5)}),
  aSignIn({user: 'max@contoso.example', error: '50126', time: at(5)}),
  aCmdlet({
    Operation: 'New-InboxRule',
    UserId: 'max@contoso.example',
    time: at(5) + 20 * minute,
    parameters: {Name: 'x'},
  }),
]

async function exportWith(files: Record<string, string>, inputs: Record<string, string> = {}): Promise<MonthResult> {
  const workspace = temporaryFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, name)), {recursive: true})
    writeFileSync(join(workspace, name), text)
  }
  return await exportMonth({
    workspace,
    simulator: {records: records.map(record => record.AuditData)},
    inputs: {period: '2026-10-05/2026-10-06', rules: '.github/rules', ...inputs},
  })
}

function findingsIn({directory}: MonthResult): FindingsFile {
  return JSON.parse(readFileSync(join(directory, 'findings.json'), 'utf8')) as FindingsFile
}

test('the example of the page finds what the page says, in findings.json and in the report', async () => {
  const result = await exportWith({'.github/rules/teams/leavers.yml': example})
  const {findings, notes} = findingsIn(result)
  const own = findings.filter(({rule}) => rule.startsWith('SIG-'))
  expect(own).toHaveLength(2)
  expect(own[0]).toMatchObject(JSON.parse(blocks('json')[0] ?? ''))
  expect(own[0]?.why).toBe(
    'Matches the Sigma rule teams/leavers.yml by Sales security: Price lists are read in the browser; a copy on a device is unusual.',
  )
  expect(own[1]).toMatchObject({
    title: 'Inbox rule after a failed sign-in',
    severity: 'medium',
    actors: ['max@contoso.example'],
    count: 2,
  })
  expect(notes.join()).not.toContain('own rules')
  expect(readFileSync(join(result.directory, 'report.html'), 'utf8')).toContain('Price list downloaded')
})

test('what a rule uses and the program lacks is named with file and line, and the others run', async () => {
  const lacking = `title: Encoded\nlogsource: {product: m365}\ndetection:\n  selection:\n    Operation: x\n    ObjectId|base64: y\n  condition: selection\n`
  const result = await exportWith({
    '.github/rules/a.yml': example,
    '.github/rules/b.yaml': lacking,
    '.github/rules/README.md': '# Ours',
  })
  const {findings, notes} = findingsIn(result)
  expect(findings.filter(({rule}) => rule.startsWith('SIG-'))).toHaveLength(2)
  expect(notes).toContain(
    "1 of the 5 own rules can't run, since they use what this version lacks: b.yaml:6: modifier base64.",
  )
  expect(readFileSync(join(result.directory, 'report.html'), 'utf8')).toContain('b.yaml:6: modifier base64')
})

test('a rule that can hardly be meant so runs, and the note says why', async () => {
  const doubtful = example.replace('and not filter_owner', 'and not 1 of filters_*')
  const {findings, notes} = findingsIn(await exportWith({'.github/rules/a.yml': doubtful}))
  expect(findings.filter(({rule}) => rule.startsWith('SIG-7b0d2c44')).flatMap(({actors}) => actors)).toHaveLength(2)
  expect(notes).toContain(
    'Own rules that run, but probably not as intended: a.yml:17: the condition names filters_*, and no selection of the rule is called so.',
  )
})

describe('a run does not begin', () => {
  test('with mistakes, all of which are told', async () => {
    const result = await exportWith({
      '.github/rules/a.yml': 'title: "open\n',
      '.github/rules/b.yml':
        'title: B\nlogsource: {product: m365}\ndetection:\n  s:\n    Operation|contain: x\n  condition: s and t\n',
      '.github/rules/c.yml': `${example}\n---\n- no rule\n`,
    })
    const said = result.annotations.map(({message}) => message).join('\n')
    expect(said).toContain('RULES_MALFORMED')
    for (const line of [
      'a.yml:',
      'b.yml:5: contain is no modifier',
      'b.yml:6: the condition is not understood: it names t',
      `c.yml:${example.split('\n').length + 2}: it is no Sigma rule`,
    ])
      expect(said).toContain(line)
    expect(result.folder).toBeUndefined()
    expect(result.shown.size).toBe(0)
  })

  test.each<[string, Record<string, string>, RegExp]>([
    ['without the folder', {}, /RULES_UNREADABLE.*/s],
    ['without a rule in it', {'.github/rules/README.md': '#'}, /holds no file that ends in \.yml/],
  ])('%s', async (_, files, says) => {
    const result = await exportWith(files)
    expect(result.annotations.map(({message}) => message).join('\n')).toMatch(says)
    expect(result.folder).toBeUndefined()
  })
})
