/** Fields, values, modifiers and keywords on single records. */

import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../../src/audit/record.ts'
import {allRules} from '../../../src/detect/rules/index.ts'
import {someRecord} from '../any-record.ts'
import {aChange, aCmdlet, aRecord, aSignIn, detectionOf, findingsOf} from '../build.ts'
import {aRule, compiled, foundBy, selecting} from './rules-of.ts'

const forwarding = aCmdlet({
  Operation: 'New-InboxRule',
  parameters: {Name: '..', ForwardTo: 'eve@evil.example', DeleteMessage: 'True', MoveToFolder: 'RSS Feeds'},
})
const signIn = aSignIn({ip: '203.0.113.7', agent: 'azurehound/2.1', requestType: 'Cmsi:Cmsi'})
const failed = aSignIn({error: '50126', ip: '203.0.113.7'})
const consent = aChange({
  Operation: 'Add member to role.',
  changes: {'Role.DisplayName': ['', 'Global Administrator'], 'Role.TemplateId': ['', '62e90394']},
  Target: [{ID: 'eve@contoso.example', Type: 5}],
})
const file = aRecord({
  Operation: 'FileDownloaded',
  Workload: 'OneDrive',
  ClientIP: '[2001:db8::1]:443',
  SourceFileName: 'C:\\temp\\a*b.docx',
  Sizes: [10, 200],
  Nothing: null,
  Empty: '',
  Owner: 'ada@contoso.example',
  CopilotEventData: {
    AppHost: 'Word',
    Contexts: [
      {Id: 'a', Type: 'docx'},
      {Id: 'b', Type: 'pptx'},
    ],
  },
  'Odd.Name': {Deep: 'x'},
  Nested: '{"Inner":{"Deep":"yes"}}',
})
const alert = aRecord({
  Operation: 'AlertTriggered',
  RecordType: 40,
  Workload: 'SecurityComplianceCenter',
  Name: 'Impossible travel activity',
})

const fits = (rule: string, record: AuditRecord) => foundBy(rule, [record]).length > 0

describe('a record fits', () => {
  test.each<[string, AuditRecord]>([
    ['Operation: New-InboxRule', forwarding],
    ['operation: new-inboxrule', forwarding],
    ['Operation: [Set-InboxRule, New-InboxRule]', forwarding],
    ['Operation|contains: Inbox\nParameters|contains: ForwardTo', forwarding],
    ['Parameters|contains|all: [DeleteMessage, "True"]', forwarding],
    ['Parameters.ForwardTo|endswith: "@evil.example"', forwarding],
    ['ForwardTo: "*@evil.example"', forwarding],
    ['ParameterForwardTo|startswith: eve@', forwarding],
    ['ParameterDeleteMessage: true', forwarding],
    ['DeleteMessage: true', forwarding],
    ['ClientIP: 192.0.2.10', forwarding],
    ['ClientIP: 192.0.2.10:51234', forwarding],
    ['ClientIP|cidr: 192.0.2.0/24', forwarding],
    ['status: success\neventSource: Exchange\neventName: New-InboxRule', forwarding],
    ['RequestType: "Cmsi:Cmsi"\nResultStatus: Success', signIn],
    ['ExtendedProperties.UserAgent|contains: AzureHound', signIn],
    ['o365.audit.UserAgent|startswith: azurehound', signIn],
    ['AuditData.ExtendedProperties{}.UserAgent|contains: azurehound', signIn],
    ['DeviceProperties.OS: Windows10', signIn],
    ['user.email: "*@contoso.example"', signIn],
    ['UserId|re: ^[a-z]+@contoso\\.example$', signIn],
    ['UserId|re|i: ^ADA@', signIn],
    ['UserId|cased: ada@contoso.example', signIn],
    ['ErrorNumber: 50126', failed],
    ['ErrorNumber|gte: 50126\nErrorNumber|lt: 50127', failed],
    ['Operation: Add member to role', consent],
    ['Operation: Add member to role.', consent],
    ['Operation|endswith: role.', consent],
    ['ModifiedProperties.Role.DisplayName.NewValue|contains: Global Admin', consent],
    ['ModifiedProperties.Role.DisplayName|contains: Global Admin', consent],
    ['ModifiedProperties.NewValue|contains: Global Admin', consent],
    ['ModifiedProperties{}.Name: Role.DisplayName', consent],
    ['Target.ID: eve@contoso.example', consent],
    ['SourceFileName: C:\\temp\\a\\*b.docx', file],
    ['SourceFileName: C:\\\\temp\\\\*.docx', file],
    ['SourceFileName: C:\\temp?a?b.docx', file],
    ['Sizes: 200', file],
    ['Sizes|gt: 100', file],
    ['Nothing: null', file],
    ['Missing: null', file],
    ['Empty: ""', file],
    ['Missing: [null, ""]', file],
    ['Missing|exists: false\nEmpty|exists: true', file],
    ['UserId|fieldref: Owner', file],
    ['UserId|neq: eve@contoso.example', file],
    ['CopilotEventData.Contexts.Type: pptx', file],
    ['copiloteventdata.apphost: word', file],
    ['Nested.Inner.Deep: "yes"', file],
    ['ClientIP|cidr: 2001:db8::/32', file],
    ['odd.name.deep: x', file],
    ['eventSource: SecurityComplianceCenter\neventName: Impossible travel activity\nstatus: success', alert],
    ['- UserId: nobody@contoso.example\n- Operation: FileDownloaded', file],
    ['- Global Administrator', consent],
    ['"|all": [Global, role]', consent],
    ['"|re": Glob.l\\sAdmin', consent],
  ])('%s', (selection, record) => {
    expect(fits(selecting(selection), record)).toBe(true)
  })
})

describe('a record does not fit', () => {
  test.each<[string, AuditRecord]>([
    ['Operation: InboxRule', forwarding],
    ['Operation: New-InboxRule\nClientIP|cidr: 198.51.100.0/24', forwarding],
    ['Parameters|contains|all: [DeleteMessage, MarkAsRead]', forwarding],
    ['status: failure', forwarding],
    ['UserId|cased: Ada@contoso.example', signIn],
    ['UserId|re: ^ADA@', signIn],
    ['ErrorNumber|gt: 50126', failed],
    ['Sizes|lt: 10', file],
    ['Missing|gt: 0', file],
    ['Missing: ""', file],
    ['Empty: null', file],
    ['Empty|exists: false', file],
    ['UserId|fieldref: Workload', file],
    ['UserId|neq: ada@contoso.example', file],
    ['SourceFileName: C:\\temp\\aXb.docx', file],
    ['SourceFileName: C:\\temp\\a\\?b.docx', file],
    ['ClientIP|cidr: 0.0.0.0/0', file],
    ['constructor: "*"', file],
    ['__proto__.x|exists: true', file],
    ['- exchange server', forwarding],
    ['ModifiedProperties.Role.DisplayName.OldValue|contains: Global', consent],
  ])('%s', (selection, record) => {
    expect(fits(selecting(selection), record)).toBe(false)
  })
})

test('a condition joins selections; a filter takes away', () => {
  const rule = aRule(`
selection_operation:
  Operation: [New-InboxRule, Set-InboxRule]
selection_action:
  Parameters|contains: [ForwardTo, RedirectTo]
filter_ours:
  Parameters.ForwardTo|endswith: '@contoso.example'
condition: all of selection_* and not 1 of filter_*`)
  const inside = aCmdlet({Operation: 'Set-InboxRule', parameters: {ForwardTo: 'bob@contoso.example'}})
  expect(fits(rule, forwarding)).toBe(true)
  expect(fits(rule, inside)).toBe(false)
})

test('several conditions are alternatives', () => {
  const rule = aRule('a: {Operation: FileDownloaded}\nb: {Operation: New-InboxRule}\ncondition: [a, b]')
  expect(foundBy(rule, [file, forwarding, signIn])).toHaveLength(1)
  expect(foundBy(rule, [file, forwarding, signIn])[0]).toMatchObject({count: 2})
})

describe('Entra’s own logs', () => {
  const entra = (service: string, selection: string) =>
    `title: A rule\nlogsource: {product: azure, service: ${service}}\ndetection: {selection: {${selection}}, condition: selection}\n`

  test('are the records that the unified log has of them', () => {
    expect(fits(entra('auditlogs', 'properties.message: Add member to role'), consent)).toBe(true)
    expect(fits(entra('signinlogs', 'ResultType: 50126, UserPrincipalName|startswith: ada'), failed)).toBe(true)
    expect(fits(entra('signinlogs', 'ResultType: 0'), signIn)).toBe(true)
    expect(fits(entra('signinlogs', 'UserAgent|contains: azurehound'), signIn)).toBe(true)
    expect(fits(entra('m365', 'Operation: New-InboxRule'), forwarding)).toBe(true)
    expect(fits(entra('signinlogs', 'UserPrincipalName|startswith: ada'), file)).toBe(false)
  })

  test('have fields that the unified log lacks, and logs that it lacks', () => {
    const says = (text: string) => compiled(text).problems.map(problem => `${problem.kind}: ${problem.says}`)
    expect(says(entra('signinlogs', 'AuthenticationRequirement: x'))).toEqual([
      'unsupported: field AuthenticationRequirement: the unified audit log does not have it',
    ])
    expect(says(entra('riskdetection', 'riskEventType: x'))).toEqual([
      'unsupported: logsource product azure, service riskdetection: not the unified audit log',
    ])
  })
})

test('a finding says what the file says', () => {
  const rule = `title: Forwarding to elsewhere
id: 0f4e7a52-1111-4222-8333-444455556666
status: stable
description: Mail leaves the company.
author: The team
references: ['https://intranet.example/forwarding']
tags: [attack.collection, attack.t1114.003]
logsource: {product: m365, service: exchange}
detection: {selection: {Operation: New-InboxRule}, condition: selection}
falsepositives: [Maternity leave, Unknown]
level: critical
`
  expect(foundBy(rule, [forwarding])).toEqual([
    expect.objectContaining({
      rule: 'SIG-0f4e7a52-1111-4222-8333-444455556666',
      title: 'Forwarding to elsewhere',
      severity: 'high',
      confidence: 'high',
      techniques: ['T1114.003'],
      actors: ['ada@contoso.example'],
      addresses: ['192.0.2.10'],
      benign: 'Maternity leave',
      why: 'Matches the Sigma rule rule-1.yml by The team: Mail leaves the company.',
      count: 1,
    }),
  ])
})

test.each([
  ['critical', 'high'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['low', 'low'],
  ['informational', 'info'],
])('level %s is %s', (level, severity) => {
  const rule = aRule('selection: {Operation: New-InboxRule}\ncondition: selection', `level: ${level}`)
  expect(foundBy(rule, [forwarding])).toMatchObject([{severity, rule: 'SIG-rule-1'}])
})

describe('what is wrong is told with its place', () => {
  test.each<[string, string, string]>([
    ['not a rule', '- a', 'mistake at : it is no Sigma rule: a map with title, logsource and detection'],
    [
      'an unknown modifier',
      selecting('Operation|contain: x'),
      'mistake at detection.selection.Operation|contain: contain is no modifier of Sigma',
    ],
    [
      'two kinds',
      selecting('Operation|re|contains: x'),
      'mistake at detection.selection.Operation|re|contains: contains and re are no modifiers of one value',
    ],
    [
      'a network',
      selecting('ClientIP|cidr: 300.1.2.3/8'),
      'mistake at detection.selection.ClientIP|cidr: 300.1.2.3/8 is no network',
    ],
    [
      'an expression',
      selecting('UserId|re: "(a"'),
      'mistake at detection.selection.UserId|re: the regular expression is not understood: a ( has no )',
    ],
    ['a number', selecting('Sizes|gt: many'), 'mistake at detection.selection.Sizes|gt: many is no number'],
    [
      'base64',
      selecting('UserId|base64offset|contains: x'),
      'unsupported at detection.selection.UserId|base64offset|contains: modifier base64offset',
    ],
    [
      'expand',
      selecting('UserId|expand: "%x%"'),
      'unsupported at detection.selection.UserId|expand: modifier expand; there are no values for placeholders',
    ],
    [
      'lookahead',
      selecting('UserId|re: a(?!b)'),
      'unsupported at detection.selection.UserId|re: regular expressions with lookahead',
    ],
    [
      'an empty selection',
      aRule('selection: {}\ncondition: selection'),
      'mistake at detection.selection: selection selection: it is empty',
    ],
    ['no condition', aRule('selection: {a: b}'), 'mistake at detection.condition: condition is missing'],
    [
      'a level',
      aRule('s: {a: b}\ncondition: s', 'level: grave'),
      'mistake at level: level grave is none of critical, high, medium, low, informational',
    ],
    [
      'a status',
      aRule('s: {a: b}\ncondition: s', 'status: deprecated'),
      'unsupported at status: rules of status deprecated',
    ],
    [
      'Windows',
      'title: W\nlogsource: {product: windows, category: process_creation}\ndetection: {s: {a: b}, condition: s}',
      'unsupported at logsource: logsource product windows, category process_creation: not the unified audit log',
    ],
    [
      'a filter',
      'title: F\nlogsource: {product: m365}\nfilter: {rules: [a], selection: {b: c}, condition: selection}',
      'unsupported at filter: filters',
    ],
    [
      'a timeframe',
      aRule('s: {a: b}\ntimeframe: soon\ncondition: s | count() > 3'),
      'mistake at detection.timeframe: soon is no span of time such as 10m, 1h or 2d',
    ],
  ])('%s', (_, text, says) => {
    const {rules, problems} = compiled(text)
    expect(problems.map(problem => `${problem.kind} at ${problem.place.join('.')}: ${problem.says}`)).toEqual([says])
    expect(rules).toEqual([])
  })

  test('and everything wrong in a file at once', () => {
    const {problems} = compiled('detection: {s: {"a|nope": b, "c|cidr": d}, condition: s and t}\nlevel: x')
    expect(problems).toHaveLength(6)
  })

  test('an id that is given twice', () => {
    const rule = aRule('s: {a: b}\ncondition: s', 'id: one')
    expect(compiled(rule, rule).problems).toMatchObject([{kind: 'mistake', says: 'its id is that of rule-1.yml'}])
  })
})

test('records of operations that a rule can’t fit do not reach it', () => {
  const {rules} = compiled(
    selecting('Operation: [A-b., "c"]'),
    selecting('Operation|startswith: New-'),
    selecting('UserId: a'),
  )
  expect(rules.map(({wants}) => wants.operations)).toEqual([['a-b', 'c'], [/new-/], [/.*/s]])
})

test('a field that no record has is named, unless the rule has found something', () => {
  const missing = (selection: string) => {
    const {rules} = compiled(selecting(selection))
    return detectionOf([forwarding, signIn], {rules}).unseen.map(one => one.missing)
  }
  expect(missing('Operation: New-InboxRule\nParameters.Forward: x')).toEqual([
    'none of the records looked at has Parameters.Forward, which rule-1.yml asks for',
  ])
  expect(missing('Operation: New-InboxRule\nParameters.ForwardTo: x')).toEqual([])
  expect(missing('Operation: New-InboxRule\nParameters.Forward: null')).toEqual([])
  expect(missing('Operation: Set-InboxRule\nParameters.Forward: x')).toEqual([
    'no record of the operation Set-InboxRule',
  ])
})

test('a finding stands for itself, also where built-in rules speak of the same records', () => {
  const {rules} = compiled(aRule('selection: {Operation: New-InboxRule}\ncondition: selection', 'level: high'))
  const alone = findingsOf([forwarding])
  const both = findingsOf([forwarding], {rules: [...allRules, ...rules]})
  expect(alone).not.toEqual([])
  expect(both.filter(({rule}) => rule !== 'SIG-rule-1').map(({rule, title}) => ({rule, title}))).toEqual(
    alone.map(({rule, title}) => ({rule, title})),
  )
  expect(both.filter(({rule}) => rule === 'SIG-rule-1')).toMatchObject([{title: 'A rule', severity: 'high'}])
})

test('nothing that a record holds makes a rule fail', () => {
  const rule = aRule(`
selection:
  Parameters.a.b|contains: x
  ClientIP|cidr: 192.0.2.0/24
words: ['*a*?b', c]
pattern: {UserId|re: '(a|b)*c', Sizes|gt: 3}
condition: 1 of them | count(UserId) by ClientIP > 1`)
  fc.assert(
    fc.property(fc.array(someRecord, {maxLength: 10}), records => {
      expect(detectionOf(records, {rules: compiled(rule).rules}).unanalysed).toBeUndefined()
    }),
    {numRuns: 100},
  )
})
