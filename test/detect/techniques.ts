/**
 * One technique at a time in a small office's month: what must be reported, and at which severity at least, in the first
 * week of the first month, later in it, and with a baseline; and the ordinary acts of the same kind that must not be.
 */
import {expect, test} from 'vitest'
import type {AuditRecord} from '../../src/audit/record.ts'
import {
  aChange,
  aCmdlet,
  aRecord,
  aSignIn,
  at,
  type DetectionOptions,
  detectionOf,
  type Fields,
  minute,
  period,
} from './build.ts'
import {office} from './office.ts'

const victim = 'person3@contoso.example'
const admin = 'adm.root@contoso.example'
const outside = '203.0.113.66'
const home = '89.160.3.20'
const linux = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const app = '6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d'
const second = 1000
const day = 24 * 60 * minute

type Technique = (start: number) => AuditRecord[]
type Severity = 'info' | 'low' | 'medium' | 'high'

const someone = (i: number) => `person${i}@contoso.example`

/** Rounds of wrong passwords, as a tool tries them: every account within a second, then a pause. */
function spray(start: number, {accounts = 4, rounds = 3, more = {} as Fields, spell = (user: string) => user} = {}) {
  return Array.from({length: accounts * rounds}, (_, i) =>
    aSignIn({
      user: spell(someone(i % accounts)),
      ip: outside,
      agent: linux,
      error: '50126',
      time: start + Math.floor(i / accounts) * 5 * minute + (i % accounts) * 300,
      more,
    }),
  )
}

const signIns = (start: number, count: number, more: Parameters<typeof aSignIn>[0] = {}) =>
  Array.from({length: count}, (_, i) =>
    aSignIn({user: victim, ip: outside, agent: linux, time: start + i * 20 * second, ...more}),
  )

const change = (Operation: string, start: number, fields: Parameters<typeof aChange>[0] = {}) => [
  aChange({Operation, UserId: admin, ObjectId: victim, time: start, ...fields}),
]

const principal = (user: string) =>
  `EURPR04A009.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.example/${user}`

const sharing = (Operation: string, start: number, count: number, fields: Fields = {}) =>
  Array.from({length: count}, (_, i) =>
    aRecord({
      Operation,
      RecordType: 14,
      Workload: 'OneDrive',
      UserId: victim,
      ClientIP: home,
      ObjectId: `https://contoso.sharepoint.example/Documents/plan ${i}.docx`,
      SourceFileName: `plan ${i}.docx`,
      EventData: '<Type>Edit</Type>',
      time: start + i * minute,
      ...fields,
    }),
  )

const files = (Operation: string, start: number, count: number, fields: Fields = {}) =>
  Array.from({length: count}, (_, i) =>
    aRecord({
      Operation,
      Workload: 'SharePoint',
      UserId: victim,
      ClientIP: home,
      UserAgent: linux,
      ObjectId: `https://contoso.sharepoint.example/Documents/file ${i}.docx`,
      SourceFileName: `file ${i}.docx`,
      time: start + i * second,
      ...fields,
    }),
  )

/** What is bad by its content: the first week of the first month is no excuse. */
const byContent: Record<string, [least: Severity, technique: Technique]> = {
  'password spray on four accounts of a dozen': ['medium', start => spray(start)],
  'password spray named by LogonError alone': [
    'medium',
    start => spray(start, {more: {ErrorNumber: undefined, LogonError: 'InvalidUserNameOrPassword'}}),
  ],
  'password spray from an address with ports, names in several spellings': [
    'medium',
    start =>
      spray(start, {
        rounds: 1,
        accounts: 5,
        more: {ClientIP: `${outside}:51234`, ActorIpAddress: `[${outside}]`},
        spell: user => user.replace('person', 'PERSON'),
      }),
  ],
  'password spray from the network of the office': [
    'medium',
    start => spray(start, {accounts: 6, more: {ClientIP: home, ActorIpAddress: home}}),
  ],
  'password spray that finds a password': [
    'high',
    start => [...spray(start), aSignIn({user: someone(2), ip: outside, agent: linux, time: start + 11 * minute})],
  ],
  'password spray that finds a password behind MFA': [
    'medium',
    start => [
      ...spray(start),
      aSignIn({user: someone(2), ip: outside, agent: linux, error: '50072', time: start + 11 * minute}),
    ],
  ],
  'brute force against one account': ['low', start => signIns(start, 15, {error: '50126'})],
  'MFA fatigue': ['medium', start => signIns(start, 12, {error: '500121'})],
  'sign-ins to disabled accounts': [
    'low',
    start => [0, 1, 2].flatMap(i => signIns(start + i * minute, 2, {user: someone(i), error: '50057'})),
  ],
  'role to oneself': [
    'high',
    start =>
      change('Add member to role.', start, {
        ObjectId: admin,
        changes: {
          'Role.DisplayName': ['', '"Global Administrator"'],
          'Role.TemplateId': ['', '"62e90394-69f5-4237-9190-012177145e10"'],
        },
      }),
  ],
  'MFA method removed': [
    'low',
    start => change('Update user.', start, {changes: {StrongAuthenticationMethod: [[{MethodType: 6}], []]}}),
  ],
  'MFA requirement on and at once off again': [
    'low',
    start => [
      ...change('Enable Strong Authentication.', start, {
        changes: {StrongAuthenticationRequirement: [[], [{RelyingParty: '*', State: 1}]]},
      }),
      ...change('Update user.', start + 9 * second, {
        changes: {
          StrongAuthenticationRequirement: [[{RelyingParty: '*', State: 1}], [{RelyingParty: '*', State: 0}]],
        },
      }),
    ],
  ],
  'temporary access pass': [
    'low',
    start =>
      change('Admin registered security info', start, {
        ResultDescription: 'Admin registered temporary access pass method for user',
      }),
  ],
  'five passwords reset within minutes': [
    'low',
    start => [0, 1, 2, 3, 4].flatMap(i => change('Reset user password.', start + i * minute, {ObjectId: someone(i)})),
  ],
  'trusted location': [
    'low',
    start =>
      change('Add named location.', start, {
        ObjectId: 'Anywhere',
        changes: {
          NamedLocation: ['', JSON.stringify({displayName: 'Anywhere', isTrusted: true, ipRanges: ['203.0.113.0/24']})],
        },
      }),
  ],
  'refused consent to a risky app': [
    'low',
    start =>
      change('Consent to application.', start, {
        UserId: victim,
        ResultStatus: 'Failure',
        ObjectId: app,
        changes: {
          'ConsentContext.IsAdminConsent': ['', 'False'],
          'ConsentAction.Permissions': ['', '[] => [[Id: x, ConsentType: Principal, Scope: Mail.Read]]'],
          'ConsentAction.Reason': ['', 'Risky application detected'],
          'TargetId.ServicePrincipalNames': ['', app],
        },
      }),
  ],
  'consent of one person to mail scopes': [
    'medium',
    start =>
      change('Consent to application.', start, {
        UserId: victim,
        ObjectId: app,
        changes: {
          'ConsentContext.IsAdminConsent': ['', 'False'],
          'ConsentAction.Permissions': ['', '[] => [[Id: x, ConsentType: Principal, Scope: Mail.ReadWrite Mail.Send]]'],
          'TargetId.ServicePrincipalNames': ['', app],
        },
      }),
  ],
  'application permission that no list names': [
    'medium',
    start =>
      change('Add app role assignment to service principal.', start, {
        changes: {
          'AppRole.Id': ['', 'b22327be-77ba-408b-97b1-ff78dc5e3333'],
          'AppRole.Value': ['', 'Credentials.ReadWrite.All'],
          'ServicePrincipal.DisplayName': ['', 'Email Security'],
          'ServicePrincipal.AppId': ['', app],
        },
      }),
  ],
  'an owner added to an application of others': [
    'low',
    start =>
      change('Add owner to application.', start, {
        Target: [
          {ID: `User_${app}`, Type: 2},
          {ID: 'User', Type: 2},
          {ID: victim, Type: 5},
        ],
        changes: {'Application.DisplayName': ['', 'HR interface'], 'Application.AppId': ['', app]},
      }),
  ],
  'a redirect URI outside added to an application': [
    'low',
    start =>
      change('Update application.', start, {
        ObjectId: `Application_${app}`,
        Target: [{ID: 'HR interface', Type: 1}],
        changes: {
          AppAddress: [
            [{AddressType: 0, Address: 'https://hr.contoso.example/in'}],
            [
              {AddressType: 0, Address: 'https://hr.contoso.example/in'},
              {AddressType: 0, Address: 'https://collect.evil.example/in'},
            ],
          ],
        },
      }),
  ],
  'full access to three mailboxes for one account, as paths': [
    'medium',
    start =>
      [1, 2, 4].map((i, n) =>
        aCmdlet({
          Operation: 'Add-MailboxPermission',
          UserId: admin,
          ObjectId: `Person${i}`,
          parameters: {Identity: principal(`Person${i}`), User: principal('svc'), AccessRights: 'FullAccess'},
          time: start + n * minute,
        }),
      ),
  ],
  'full access to another mailbox for oneself, as a path': [
    'medium',
    start => [
      aCmdlet({
        Operation: 'Add-MailboxPermission',
        UserId: 'Adm.Root@contoso.example',
        ObjectId: 'Person1',
        parameters: {Identity: principal('Person1'), User: principal('adm.root'), AccessRights: 'FullAccess'},
        time: start,
      }),
    ],
  ],
  'a rule that deletes all mail to its owner': [
    'low',
    start => [
      aCmdlet({
        Operation: 'New-InboxRule',
        UserId: victim,
        ObjectId: `${principal('person3')}\\Meetings`,
        parameters: {
          Name: 'Meetings',
          MyNameInToBox: 'True',
          DeleteMessage: 'True',
          CopyToFolder: 'Junk',
          StopProcessingRules: 'True',
        },
        time: start,
      }),
    ],
  ],
  'sent mail deleted for good': [
    'low',
    start => [
      aRecord({
        Operation: 'Send',
        RecordType: 2,
        Workload: 'Exchange',
        UserId: victim,
        MailboxOwnerUPN: victim,
        Item: {InternetMessageId: '<1@contoso.example>', Subject: 'Invoice'},
        time: start,
      }),
      aRecord({
        Operation: 'HardDelete',
        RecordType: 3,
        Workload: 'Exchange',
        UserId: victim,
        MailboxOwnerUPN: victim,
        AffectedItems: [{InternetMessageId: '<1@contoso.example>', Subject: 'Invoice'}],
        time: start + 5 * minute,
      }),
    ],
  ],
  'a warning deleted': [
    'low',
    start => [
      aRecord({
        Operation: 'HardDelete',
        RecordType: 3,
        Workload: 'Exchange',
        UserId: victim,
        MailboxOwnerUPN: victim,
        AffectedItems: [{InternetMessageId: '<2@x>', Subject: 'Unusual sign-in activity on your account'}],
        time: start,
      }),
    ],
  ],
  'a message released from quarantine': [
    'low',
    start => [
      aRecord({
        Operation: 'QuarantineReleaseMessage',
        RecordType: 65,
        Workload: 'Quarantine',
        UserId: victim,
        NetworkMessageId: 'a1',
        ReleaseTo: victim,
        time: start,
      }),
    ],
  ],
  'malware in a file': [
    'medium',
    start => files('FileMalwareDetected', start, 1, {VirusInfo: 'Trojan', UserId: victim}),
  ],
  'two hundred files downloaded in minutes': ['low', start => files('FileDownloaded', start, 200)],
  'five links for anyone within minutes': ['low', start => sharing('AnonymousLinkCreated', start, 5)],
  'an alert of the platform': [
    'medium',
    start => [
      aRecord({
        Operation: 'AlertTriggered',
        RecordType: 40,
        Workload: 'SecurityComplianceCenter',
        UserId: 'SecurityComplianceAlerts',
        AlertId: 'a1',
        Name: 'User restricted from sending email',
        Severity: 'High',
        Category: 'ThreatManagement',
        Data: JSON.stringify({f3u: victim, an: 'User restricted from sending email', sev: 'High'}),
        time: start,
      }),
    ],
  ],
  'device code sign-in to Graph': [
    'low',
    start => [
      aSignIn({
        user: victim,
        ip: outside,
        agent: linux,
        application: '29d9ed98-a469-4536-ade2-f981bc1d605e',
        requestType: 'Cmsi:Cmsi',
        device: {IsCompliant: 'False', OS: 'Linux'},
        time: start,
      }),
    ],
  ],
  'legacy authentication': [
    'low',
    start => [aSignIn({user: victim, ip: outside, agent: 'BAV2ROPC', requestType: 'OAuth2:Token', time: start})],
  ],
  'sign-in by a script': [
    'low',
    start => [aSignIn({user: victim, ip: outside, agent: 'python-requests/2.31', time: start})],
  ],
}

/** What rests on “first seen”: from the eighth day on without a baseline, and always with one. */
const byNovelty: Record<string, [least: Severity, technique: Technique]> = {
  'sign-in from an unfamiliar network with an unfamiliar client': ['low', start => signIns(start, 2)],
  'two accounts from one new address within the hour': [
    'low',
    start => [
      aSignIn({user: someone(1), ip: outside, agent: linux, time: start}),
      aSignIn({user: someone(2), ip: outside, agent: linux, time: start + 20 * minute}),
    ],
  ],
  'first administration': [
    'low',
    start => [
      aCmdlet({
        Operation: 'New-TransportRule',
        UserId: victim,
        parameters: {Name: 'Disclaimer', ApplyHtmlDisclaimerText: 'x'},
        time: start,
      }),
    ],
  ],
  'an unfamiliar agent at the usual network': [
    'info',
    start => signIns(start, 2, {ip: home, agent: 'curl-like thing/1'}),
  ],
  'one link for anyone from an unfamiliar network': [
    'low',
    start => sharing('AnonymousLinkCreated', start, 1, {ClientIP: outside, UserAgent: linux}),
  ],
}

/** Ordinary acts of the same kinds. */
const ordinary: Record<string, Technique> = {
  'typing errors of four people in an hour, who then sign in': start =>
    [0, 1, 2, 3].flatMap(i => [
      aSignIn({user: someone(i), ip: home, error: '50126', time: start + i * 7 * minute}),
      aSignIn({user: someone(i), ip: home, time: start + i * 7 * minute + 30 * second}),
    ]),
  'interrupts of an enrolment of MFA': start =>
    [0, 1, 2, 3, 4].flatMap(i => signIns(start + i * 9 * minute, 3, {user: someone(i), ip: home, error: '50072'})),
  'service provisioning': start =>
    Array.from({length: 40}, (_, i) =>
      aCmdlet({
        Operation: ['Set-Mailbox', 'Add-MailboxPermission', 'Set-AdminAuditLogConfig', 'New-Mailbox'][i % 4] as string,
        UserType: 3,
        UserId: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)',
        ClientIP: '',
        parameters: {
          Identity: principal('DiscoverySearchMailbox'),
          User: principal('Discovery Management'),
          AccessRights: 'FullAccess',
        },
        time: start + i * second,
      }),
    ),
  'one password reset for another': start => change('Reset user password.', start),
  'a filing rule': start => [
    aCmdlet({
      Operation: 'New-InboxRule',
      UserId: victim,
      ObjectId: `${principal('person3')}\\Newsletter`,
      parameters: {Name: 'Newsletter', From: 'news@vendor.example', MoveToFolder: 'Newsletter'},
      time: start,
    }),
  ],
  'a few files downloaded': start => files('FileDownloaded', start, 12),
  'one file shared by a link to read from the office': start =>
    sharing('AnonymousLinkCreated', start, 1, {EventData: '<Type>View</Type>'}),
}

const lastMonth = {start: Date.parse('2026-09-01T00:00:00Z'), end: period.start}
/** A dozen people, and an administrator who makes an account each week. */
const monthOf = (seed: number, {start, end}: typeof period) => [
  ...office(seed, 12, {start, end}),
  ...[1, 8, 15, 22].map(date =>
    aChange({Operation: 'Add user.', UserId: admin, ObjectId: `new${date}@contoso.example`, time: start + date * day}),
  ),
]
const background = monthOf(5, period)
const common: DetectionOptions = {tenantSizeHint: 0, keyed: true, minimumSeverity: 'info'}
const baseline = detectionOf(monthOf(6, lastMonth), {...common, period: lastMonth}).baseline
const ranks: Severity[] = ['info', 'low', 'medium', 'high']

/** The gravest finding with one of the records in its evidence; '' for none. */
function gravest(records: AuditRecord[], options: DetectionOptions): Severity | '' {
  const ids = new Set(records.map(record => record.Identity))
  const {findings} = detectionOf([...background, ...records], {...common, ...options})
  const about = findings.filter(({evidence}) => evidence.some(({id}) => ids.has(id)))
  return ranks.findLast(severity => about.some(finding => finding.severity === severity)) ?? ''
}

const rank = (severity: Severity | '') => ranks.indexOf(severity as Severity)

const settings: Record<string, [start: number, options: DetectionOptions]> = {
  'in the first week': [at(2, '10:20'), {}],
  'later in the first month': [at(14, '10:20'), {}],
  'with a baseline': [at(2, '10:20'), {baseline}],
}

interface Case {
  title: string
  severity(): number
  /** The rank at least; undefined where it must not be listed. */
  least: number | undefined
}

/** By technique: where it has to be seen; by ordinary act: where it must not be listed, which is everywhere. */
const cases: readonly (readonly Case[])[] = [
  ...Object.entries({...byContent, ...byNovelty}).map(([name, [least, technique]]) =>
    Object.entries(settings)
      .filter(([setting]) => setting !== 'in the first week' || name in byContent)
      .map(([setting, [start, options]]) => ({
        title: `reported ${setting}: ${name}`,
        severity: () => rank(gravest(technique(start), options)),
        least: rank(least),
      })),
  ),
  ...Object.entries(ordinary).map(([name, technique]) =>
    Object.entries({...settings, 'later, with a baseline': [at(14, '10:20'), {baseline}] as const}).map(
      ([setting, [start, options]]) => ({
        title: `not listed ${setting}: ${name}`,
        severity: () => rank(gravest(technique(start), options)),
        least: undefined,
      }),
    ),
  ),
]

/** @param settingsOf a technique: all of them, or one, another for each technique. */
export function techniquesIn(settingsOf: 'all' | 'one'): void {
  const tried = cases.flatMap((some, number) =>
    some.filter((_, at) => settingsOf === 'all' || at === number % some.length),
  )
  test.each(tried)('$title', ({severity, least}) => {
    if (least === undefined) expect(severity()).toBeLessThan(rank('low'))
    else expect(severity()).toBeGreaterThanOrEqual(least)
  })
}

export function monthAloneTested(): void {
  test('not listed: the month alone', () => {
    const {counts} = detectionOf(background, {...common, baseline})
    expect([counts.high, counts.medium]).toEqual([0, 0])
    expect(counts.low).toBeLessThanOrEqual(2)
  })
}
