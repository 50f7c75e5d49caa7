/** A month as it could be: a company's working days, a spray that succeeded, a mailbox that forwards, two gaps. */
import {createHash} from 'node:crypto'
import type {LedgerEntry} from '../../src/audit/ledger.ts'
import {gapsOf} from '../../src/audit/ledger.ts'
import {choosePeriod, type Period} from '../../src/audit/period.ts'
import {instantOf} from '../../src/audit/record.ts'
import {severities} from '../../src/audit/severity.ts'
import type {Finding, Incident} from '../../src/detect/findings.ts'
import {Figures, type SeenRecord} from '../../src/report/figures.ts'
import type {DetectionFacts} from '../../src/report/finding.ts'
import {
  type HistoryMonth,
  type HistoryOf,
  type MonthHistory,
  nextHistory,
  type PatternKey,
} from '../../src/report/history.ts'
import type {MonthFacts} from '../../src/report/month.ts'

export function periodOf(month: string, timezone = 'Europe/Oslo'): Period {
  const chosen = choosePeriod({kind: 'month', month}, timezone, 0)
  if (!('ok' in chosen)) throw new Error(chosen.mistake)
  return chosen.ok
}

/** The same numbers for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const kinds: [weight: number, workload: string, recordType: string, operations: string[]][] = [
  [30, 'Exchange', 'ExchangeItemAggregated', ['MailItemsAccessed']],
  [9, 'Exchange', 'ExchangeAdmin', ['Set-Mailbox', 'Set-MailUser', 'New-InboxRule', 'Add-MailboxPermission']],
  [20, 'SharePoint', 'SharePointFileOperation', ['FileAccessed', 'FileModified', 'FileDownloaded', 'FileUploaded']],
  [12, 'OneDrive', 'SharePointFileOperation', ['FileAccessed', 'FileSyncDownloadedFull', 'FileModified']],
  [14, 'AzureActiveDirectory', 'AzureActiveDirectoryStsLogon', ['UserLoggedIn']],
  [1.6, 'AzureActiveDirectory', 'AzureActiveDirectoryStsLogon', ['UserLoginFailed']],
  [5, 'AzureActiveDirectory', 'AzureActiveDirectory', ['Update user.', 'Update device.', 'Add member to group.']],
  [6, 'MicrosoftTeams', 'MicrosoftTeams', ['MessageSent', 'MessagesListed', 'MeetingParticipantDetail']],
  [1, 'SharePoint', 'SharePointSharingOperation', ['SharingSet', 'AddedToSecureLink', 'SecureLinkCreated']],
  [
    0.25,
    'SharePoint',
    'SharePointSharingOperation',
    ['AnonymousLinkCreated', 'AnonymousLinkUsed', 'CompanyLinkCreated'],
  ],
  [0.9, 'SecurityComplianceCenter', 'LabelContentExplorer', ['LabelContentExplorerAccessedItem']],
  [0.5, 'PowerBI', 'PowerBIAudit', ['ViewReport', 'ViewDashboard']],
  [0.3, 'Endpoint', 'DLPEndpoint', ['FileCreated', 'FileRenamed']],
  [0.3, 'Copilot', 'CopilotInteraction', ['CopilotInteraction']],
  [0.2, 'MicrosoftForms', 'MicrosoftForms', ['ViewForm', 'CreateForm']],
]
function weighted(place: number): (typeof kinds)[number] {
  let left = place
  for (const kind of kinds) {
    left -= kind[0]
    if (left < 0) return kind
  }
  return kinds[0] as (typeof kinds)[number]
}

const errors = ['50126', '50126', '50126', '50074', '50058', '65001', '50053', '700016']
const office = [1, 1, 1, 1, 1, 1, 2, 4, 7, 9, 9, 9, 8, 8, 8, 8, 6, 5, 3, 2, 2, 2, 1, 1]
const names =
  'anna.berg bo.dahl chloe.garnier daniel.holm edith.keller farid.haddad greta.lindqvist hanna.okafor'.split(' ')
const services = [
  'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)',
  'app@sharepoint',
  'ServicePrincipal_8b0d5fcf-0b3d-4f7e-9a63-2fd0c3a1d7b4',
  'S-1-5-18',
]

/** @param records about how many. */
function* sampleRecords(period: Period, records: number, seed = 7): Generator<SeenRecord> {
  const next = random(seed)
  const weights = kinds.reduce((sum, [weight]) => sum + weight, 0)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const hours = (period.end - period.start) / 3_600_000
  for (let hour = 0; hour < hours; hour++) {
    const start = period.start + hour * 3_600_000
    const local = new Date(start + 2 * 3_600_000)
    const weekend = [0, 6].includes(local.getUTCDay())
    const expected = ((office[local.getUTCHours()] ?? 1) / 100) * (weekend ? 0.15 : 1.35) * (records / (hours / 24))
    const count = Math.round(expected * (0.6 + next() * 0.8))
    for (let i = 0; i < count; i++) {
      const [, workload, RecordType, operations] = weighted(next() * weights)
      const person = next() < 0.55 || /Login|Logged/.test(operations[0] ?? '')
      const name = names[Math.floor(next() ** 2.4 * names.length)] ?? ''
      const time = start + Math.floor((i / count) * 3_600_000)
      const target = next() < 0.3 ? 'Guest' : 'Member'
      yield {
        time,
        workload,
        record: {
          RecordType,
          CreationDate: instantOf(time),
          UserIds: person ? `${name}${next() < 0.7 ? '' : Math.floor(next() * 40)}@contoso.com` : pick(services),
          Operations: pick(operations),
          AuditData: JSON.stringify({ErrorNumber: pick(errors), TargetUserOrGroupType: target}),
          Identity: '',
        },
      }
    }
  }
}

export function figuresOf(period: Period, records: Iterable<SeenRecord>): Figures {
  const figures = new Figures(period)
  for (const seen of records) figures.see(seen)
  return figures
}

function windowsOf(period: Period, gaps: readonly {start: number; end: number; why: string}[]): LedgerEntry[] {
  const evidence = {rows: 4200, cap: 50_000, requestIds: [], warnings: []}
  const windows: LedgerEntry[] = []
  const quarterDay = 21_600_000
  let start = period.start
  for (const gap of [...gaps, undefined]) {
    const until = gap?.start ?? period.end
    for (; start < until; start = Math.min(until, start + quarterDay)) {
      const status = (windows.length % 11) % 10 === 4 ? 'confirmed' : 'read'
      windows.push({start, end: Math.min(until, start + quarterDay), status, attempts: 1, evidence})
    }
    if (!gap) break
    const reason = {code: 'EXO_TIMEOUT', message: gap.why}
    windows.push({start: gap.start, end: gap.end, status: 'gap', attempts: 6, evidence, reason})
    start = gap.end
  }
  return windows
}

export function aFinding(given: Partial<Finding> = {}): Finding {
  return {
    id: 'f-4f1c09ab',
    rule: 'mail/inbox-rule-forwards',
    rules: ['mail/inbox-rule-forwards'],
    title: 'Inbox rule forwards mail to an external address: anna.berg@contoso.com',
    severity: 'high',
    confidence: 'high',
    techniques: ['T1114.003'],
    actors: ['anna.berg@contoso.com'],
    objects: ['Inbox rule “.”'],
    users: [],
    addresses: [],
    applications: [],
    facts: [],
    unfamiliar: [],
    first: '2026-10-13T21:44:10Z',
    last: '2026-10-13T21:44:10Z',
    count: 1,
    telling: [],
    evidenceCut: 0,
    question: 'Does an external address get a copy of a mailbox?',
    evidence: [{id: '6f1c2a0e-0001-4000-8000-000000000001', time: '2026-10-13T21:44:10Z', operation: 'New-InboxRule'}],
    why: 'The rule sends every message with “invoice” to billing@contoso-payments.example and deletes it here. No rule of this tenant forwarded outside before.',
    benign: 'The owner set it up for an assistant or a shared mailbox, and says so.',
    next: [
      'Ask the owner by phone, not by mail.',
      'Remove the rule and end the sessions.',
      'Read which messages it matched.',
    ],
    incident: `i-of-${given.id ?? 'f-4f1c09ab'}`,
    accept: `- rule: ${given.rule ?? 'mail/inbox-rule-forwards'}`,
    ...given,
  }
}

/** What detection reports: findings, and an incident for each group that names the same one, without a timeline. */
export function detected(findings: Finding[], more: Partial<DetectionFacts> = {}): DetectionFacts {
  const groups = new Map<string, Finding[]>()
  for (const one of findings) if (!one.accepted) groups.set(one.incident, [...(groups.get(one.incident) ?? []), one])
  const incidents = [...groups].map(([id, own]): Incident => {
    const [lead] = [...own].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)) as [Finding]
    const {title, severity, confidence} = lead
    const all = (pick: (one: Finding) => readonly string[]) => [...new Set(own.flatMap(pick))]
    return {
      ...{id, formerly: [], title, severity, confidence},
      techniques: all(one => one.techniques),
      actors: all(one => one.actors),
      addresses: all(one => one.addresses),
      applications: all(one => one.applications),
      first: own.map(({first}) => first).sort()[0] ?? '',
      last:
        own
          .map(({last}) => last)
          .sort()
          .at(-1) ?? '',
      count: own.reduce((sum, {count}) => sum + count, 0),
      findings: own.map(one => one.id),
      narrative: narratives.get(id) ?? '',
      timeline: timelineOf(own),
      benign: all(one => [one.benign]),
      next: all(one => one.next).slice(0, 5),
      ...{hints: [], accepted: false},
    }
  })
  return {findings, incidents, learning: false, notes: [], unseen: [], ...more}
}

const narratives = new Map([
  [
    'i-1',
    '42 records by anna.berg@contoso.com from 203.0.113.77 between 2026-10-13 21:02 and 21:44 UTC (42 min). It began with a password spray; 42 min later an inbox rule forwarded mail to an external address.',
  ],
])

function timelineOf(findings: readonly Finding[]): Incident['timeline'] {
  return findings
    .flatMap(one => one.evidence.map(record => ({record, user: one.actors[0] ?? ''})))
    .slice(0, 40)
    .map(({record: {id, time, operation}, user}) => ({
      ...{id, time, account: '', address: '203.0.113.77', client: 'Firefox on Linux', act: operation},
      user: user.includes('@') ? user : '',
    }))
}

export function sampleFindings(): Finding[] {
  const failed = (minute: number, operation = 'UserLoginFailed') => ({
    id: `6f1c2a0e-0002-4000-8000-0000000000${String(minute).padStart(2, '0')}`,
    time: `2026-10-13T21:${String(minute).padStart(2, '0')}:03Z`,
    operation,
  })
  return [
    aFinding({
      id: 'f-19d2c7e0',
      rule: 'sign-in/spray-succeeds',
      title: 'Password spray from 203.0.113.77 against 38 accounts; 1 sign-in succeeded (anna.berg@contoso.com)',
      confidence: 'medium',
      techniques: ['T1110.003', 'T1078.004'],
      actors: ['203.0.113.77'],
      objects: ['anna.berg@contoso.com'],
      first: '2026-10-13T21:02:03Z',
      last: '2026-10-13T21:31:03Z',
      count: 41,
      evidence: [failed(2), failed(9), failed(17), failed(24), failed(31, 'UserLoggedIn')],
      why: '38 accounts failed with a wrong password from 203.0.113.77 within 29 minutes; the address was first seen that day. Then one sign-in succeeded.',
      benign: 'A penetration test that was announced.',
      next: ['Reset the password and end the sessions.', 'Ask the owner by phone, not by mail.', 'Block the address.'],
      incident: 'i-1',
    }),
    aFinding({incident: 'i-1'}),
    aFinding({
      id: 'f-77aa0b12',
      rule: 'files/bulk-download',
      title: 'Mass file download or access: bo.dahl@contoso.com downloaded 1,204 files',
      severity: 'medium',
      confidence: 'medium',
      techniques: ['T1530'],
      actors: ['bo.dahl@contoso.com'],
      objects: ['https://contoso.sharepoint.com/sites/Projects'],
      first: '2026-10-22T07:12:00Z',
      last: '2026-10-22T08:01:30Z',
      count: 1204,
      evidence: Array.from({length: 10}, (_none, index) => ({
        id: `6f1c2a0e-0003-4000-8000-0000000000${String(index).padStart(2, '0')}`,
        time: `2026-10-22T07:${String(12 + index * 4)}:00Z`,
        operation: 'FileDownloaded',
      })),
      why: 'The median of this person’s days is 14 downloads; the highest before was 61.',
      benign: 'A first synchronisation of a library, or a move to a new computer.',
      next: ['Look at the folder names.', 'Ask whether a new device was set up.'],
    }),
    aFinding({
      id: 'f-0c11d0f4',
      rule: 'entra/role-added',
      title: 'Privileged role assigned: Exchange Administrator to daniel.holm@contoso.com by chloe.garnier@contoso.com',
      severity: 'low',
      confidence: 'high',
      techniques: ['T1098.003'],
      actors: ['chloe.garnier@contoso.com'],
      objects: ['daniel.holm@contoso.com'],
      first: '2026-10-28T12:30:00Z',
      last: '2026-10-28T12:30:00Z',
      evidence: [
        {id: '6f1c2a0e-0004-4000-8000-000000000001', time: '2026-10-28T12:30:00Z', operation: 'Add member to role.'},
      ],
      why: 'The role was last given out in March.',
      benign: 'A planned change.',
      next: ['Compare with the change calendar.'],
    }),
    aFinding({
      id: 'f-acce97ed',
      title: 'Legacy authentication sign-in: scan@contoso.com',
      severity: 'low',
      first: '2026-10-02T06:00:00Z',
      last: '2026-10-30T06:00:00Z',
      accepted: {reason: 'The scanner in the hall; replaced in spring', until: '2027-03-31'},
    }),
  ]
}

/** Keyed, as far as a test can tell. */
const sampleKey: PatternKey = {
  keyed: true,
  hash: (kind, text) => createHash('sha256').update(`sample ${kind} ${text}`).digest('hex'),
}

/** Eleven months up to October 2026: one of them missed, one incomplete, one not reviewed. */
function sampleHistory(figures: Figures, detection: DetectionFacts): MonthHistory {
  const [spray, , ...others] = detection.findings
  const months = ['01', '02', '03', '04', '06', '07', '08', '09'].map((month, index): HistoryMonth => {
    const found = index % 3 === 0 ? others : index % 2 === 0 && spray ? [spray] : []
    const gone = aFinding({id: 'f-gone', rule: 'entra/guest-invited', severity: 'low', actors: ['guest@fabrikam.com']})
    const made = historyOfMonth(`2026-${month}`, {figures, findings: index === 7 ? [...found, gone] : found})
    return {
      ...made,
      records: Math.round(made.records * (0.5 + ((index * 7) % 11) / 12)),
      failedSignIns: Math.round(made.failedSignIns * (0.3 + ((index * 5) % 8) / 5)),
      externalShares: Math.round(made.externalShares * (0.4 + ((index * 3) % 7) / 6)),
      incidents: {high: index % 4 === 1 ? 1 : 0, medium: index % 3, low: (index * 5) % 4, info: index % 2},
      status: index === 3 ? 'incomplete' : index === 5 ? 'provisional' : 'complete',
      review:
        index === 6
          ? {status: 'open'}
          : index === 1
            ? {status: 'unknown'}
            : {status: 'reviewed', at: `2026-${month}-28T09:00:00Z`},
    }
  })
  return nextHistory(months, historyInput('2026-10', figures, detection), sampleKey)
}

/** Rules are named by whoever wrote them. */
function hostileHistory(figures: Figures, detection: DetectionFacts): MonthHistory {
  const gone = attacks.map((attack, index) => aFinding({id: `gone ${index}`, rule: `${attack} gone`}))
  const before = historyOfMonth('2026-09', {figures, findings: [...detection.findings.slice(0, 4), ...gone]})
  return nextHistory([before], historyInput('2026-10', figures, detection), sampleKey)
}

/** The entry of a month in which these were found. */
export function historyOfMonth(
  label: string,
  {figures, findings, key = sampleKey}: {figures: HistoryOf['figures']; findings: Finding[]; key?: PatternKey},
): HistoryMonth {
  const {months} = nextHistory([], historyInput(label, figures, detected(findings)), key)
  return months[0] as HistoryMonth
}

export function historyInput(
  label: string,
  figures: HistoryOf['figures'] & {records?: number},
  detection: DetectionFacts,
): HistoryOf {
  const period = {label, text: label, timezone: 'UTC', start: `${label}-01T00:00:00Z`, end: '', settled: ''}
  return {
    manifest: {
      tenant: '5d1c7a52-8f0e-4b63-9a77-2c41e0b6d908',
      period,
      status: 'complete',
      records: figures.records ?? 0,
    },
    figures,
    detection: {...detection, failed: []},
    minimumSeverity: 'info',
  }
}

const minute = 60_000

/** October 2026 in Oslo, where the clock goes back on the 25th. */
export function sampleMonth(given: Partial<MonthFacts> & {size?: number} = {}): MonthFacts {
  const {size = 40_000, ...facts} = given
  const period = facts.period ?? periodOf('2026-10')
  const figures = facts.figures ?? figuresOf(period, sampleRecords(period, size))
  const windows = facts.windows ?? windowsOf(period, [])
  const detection = detected(sampleFindings())
  return {
    status: 'complete',
    reasons: [],
    notes: [
      'The certificate runs out in 24 days (2026-11-26T00:00:00Z). Upload its successor to the app registration now.',
    ],
    period,
    tenant: '5d1c7a52-8f0e-4b63-9a77-2c41e0b6d908',
    records: figures.records,
    estimate: {
      windows: 14,
      differed: 1,
      first: 4210,
      second: 4213,
      both: 4210,
      once: 51_200,
      rate: {missed: 3, most: 0.0021},
      missing: {likely: 36, least: 4, most: 138},
    },
    duplicates: 117,
    conflicts: 0,
    malformed: 0,
    foreign: 0,
    unanalysed: 0,
    windows,
    gaps: gapsOf(windows),
    requests: {'Search-UnifiedAuditLog': 412},
    figures,
    history: sampleHistory(figures, detection),
    detection,
    run: {
      url: 'https://github.com/contoso/audit/actions/runs/1',
      finished: Date.parse('2026-11-04T04:12:31Z'),
      tool: 'm365-audit-export 0.1.0',
    },
    ...facts,
  }
}

export function incompleteMonth(given: Partial<MonthFacts> & {size?: number} = {}): MonthFacts {
  const period = periodOf('2026-10')
  const day = (number: number, hour: number) => Date.parse(`2026-10-${number}T00:00:00Z`) + hour * 60 * minute
  const windows = windowsOf(period, [
    {start: day(12, 7), end: day(12, 7) + 20 * minute, why: 'The service gave no answer in 180 s, six times.'},
    {start: day(20, 9), end: day(21, 3), why: 'The service cut its answer at 50,000 rows within one second.'},
  ])
  return sampleMonth({status: 'incomplete', reasons: ['Not proven.'], period, windows, ...given})
}

/** What a record's author may put into every name. */
export const attacks = [
  '<script>window.ran=1</script>',
  '</style><img src=x onerror=window.ran=1>',
  '"><svg onload=window.ran=1>',
  "' onmouseover='window.ran=1",
  '</title></head><base href="https://evil.example/">',
  'javascript:window.ran=1',
  '\u202Egnp.exe\u2066\u200B',
  'a\u0000b\u0007\r\nc',
  '\uD800 lone',
  `Z${'\u0301'.repeat(400)}`,
  'W'.repeat(1_000_000),
  '[x](https://evil.example) @org/team ![](https://evil.example/p.png) | `',
  '=cmd|calc!A0',
  '${7*7} {{7*7}} &lt;b&gt;',
  '__proto__',
  'constructor',
]

/** A month whose every name was chosen by somebody else. */
export function hostileMonth(given: Partial<MonthFacts> = {}): MonthFacts {
  const period = periodOf('2026-10')
  const records = [...sampleRecords(period, 600)].map(({record, ...seen}, index): SeenRecord => {
    const attack = attacks[index % attacks.length] ?? ''
    const other = attacks[(index * 7 + 3) % attacks.length] ?? ''
    const names = {UserIds: index % 3 === 0 ? `${attack.slice(0, 90)}@contoso.com` : attack, RecordType: other}
    const operation = index % 4 === 0 ? other : record.Operations
    return {...seen, workload: attack, record: {...record, ...names, Operations: operation}}
  })
  const findings = attacks.map((attack, index) =>
    aFinding({
      id: attack,
      rule: attack,
      title: attack,
      techniques: [attack],
      actors: [attack],
      objects: attacks,
      evidence: [{id: attack, time: '2026-10-13T21:44:10Z', operation: attack}],
      why: attack,
      benign: attack,
      next: [attack],
      accept: attack,
      ...(index % 5 === 4 ? {accepted: {reason: attack, until: attack}} : {}),
    }),
  )
  const windows = windowsOf(period, [{start: period.start, end: period.start + minute, why: attacks.join(' ')}])
  const figures = figuresOf(period, records)
  const detection = detected(findings, {
    notes: attacks,
    unseen: attacks.map(attack => ({rule: attack, title: attack, missing: attack, reason: 'not-recorded' as const})),
  })
  return sampleMonth({
    size: 100,
    figures,
    period,
    windows,
    status: 'incomplete',
    reasons: attacks,
    notes: attacks,
    tenant: attacks[1] ?? '',
    filters: attacks,
    detection,
    history: hostileHistory(figures, detection),
    run: {url: 'javascript:window.ran=1', finished: 0, tool: attacks[2] ?? ''},
    ...given,
  })
}
