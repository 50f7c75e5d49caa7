import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../src/audit/record.ts'
import {aChange, aRecord, aSignIn, at, detectionOf, minute, people, period} from './build.ts'
import {office} from './office.ts'

const stranger = '203.0.113.66'
const app = '6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d'
const victim = 'person7@contoso.example'
const linux = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'

function sprayed(time: number): AuditRecord[] {
  const users = [...people(8), victim]
  const tries = users.map((user, i) =>
    aSignIn({user, ip: stranger, agent: linux, error: '50126', time: time + i * minute}),
  )
  return [...tries, aSignIn({user: victim, ip: stranger, agent: linux, time: time + 20 * minute})]
}

const method = (time: number, UserId = victim) =>
  aChange({
    Operation: 'Update user.',
    UserId,
    ObjectId: UserId,
    changes: {StrongAuthenticationMethod: [[{MethodType: 6}], [{MethodType: 6}, {MethodType: 7}]]},
    time,
  })

const consent = (time: number, UserId: string) =>
  aChange({
    Operation: 'Consent to application.',
    UserId,
    ObjectId: 'b1b2b3b4-0000-4000-8000-000000000001',
    Target: [{ID: 'Mail Helper', Type: 1}],
    changes: {
      'ConsentContext.IsAdminConsent': ['', 'False'],
      'ConsentAction.Permissions': ['', '[] => [[Id: x, ConsentType: Principal, Scope: Mail.Read offline_access]]'],
      'TargetId.ServicePrincipalNames': ['', app],
    },
    time,
  })

const reading = (time: number, count: number, user: string) =>
  Array.from({length: count}, (_, i) =>
    aRecord({
      Operation: 'MailItemsAccessed',
      RecordType: 50,
      Workload: 'Exchange',
      UserId: user,
      MailboxOwnerUPN: user,
      ClientAppId: app,
      ClientIPAddress: '198.51.100.9',
      time: time + i * minute,
    }),
  )

const account = 'svc-backup@contoso.example'
const admin = 'person3@contoso.example'
const takeover = (time: number): AuditRecord[] => [
  ...Array.from({length: 25}, (_, i) =>
    aSignIn({user: admin, ip: stranger, agent: linux, error: '50126', time: time + i * minute}),
  ),
  aSignIn({user: admin, ip: stranger, agent: linux, time: time + 30 * minute}),
  aChange({Operation: 'Add user.', UserId: admin, ObjectId: account, time: time + 40 * minute}),
  aChange({
    Operation: 'Add member to role.',
    UserId: admin,
    ObjectId: account,
    changes: {
      'Role.DisplayName': ['', '"Global Administrator"'],
      'Role.TemplateId': ['', '"62e90394-69f5-4237-9190-012177145e10"'],
    },
    time: time + 42 * minute,
  }),
]

const stories: [name: string, records: AuditRecord[], severity: string, rules: string[]][] = [
  [
    'a spray that gets in and adds a method',
    [...sprayed(at(14, '02:00')), method(at(14, '02:31'))],
    'high',
    ['AUTH-01', 'AUTH-05', 'ACC-06'],
  ],
  [
    'a consent and what the application reads',
    [consent(at(14, '09:00'), victim), ...reading(at(14, '09:10'), 30, victim)],
    'high',
    ['APP-01', 'APP-14'],
  ],
  [
    'an administrator guessed, and an account made to stay',
    takeover(at(14, '03:00')),
    'high',
    ['AUTH-05', 'ACC-01', 'ROLE-01'],
  ],
]

describe('an incident is one', () => {
  const month = office(2, 40, period)

  test.each(stories)('%s', (_, records, severity, rules) => {
    const {incidents, findings} = detectionOf([...month, ...records], {minimumSeverity: 'low', tenantSizeHint: 0})
    const grave = incidents.filter(incident => incident.severity !== 'low')
    expect(grave.map(incident => incident.severity)).toEqual([severity])
    const told = findings.filter(({incident}) => incident === grave[0]?.id).flatMap(finding => finding.rules)
    expect(told).toEqual(expect.arrayContaining(rules))
  })

  test('several at once stay apart', () => {
    const records = [
      ...month,
      ...takeover(at(9, '03:00')),
      consent(at(22), 'person20@contoso.example'),
      ...reading(at(22, '11:00'), 9, 'person20@contoso.example'),
    ]
    const {incidents} = detectionOf(records, {minimumSeverity: 'medium', tenantSizeHint: 0})
    expect(incidents).toHaveLength(2)
  })
})
