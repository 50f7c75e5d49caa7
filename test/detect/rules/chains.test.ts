import {describe, expect, test} from 'vitest'
import type {AuditRecord} from '../../../src/audit/record.ts'
import {applicationChains} from '../../../src/detect/rules/application-chain.ts'
import {sharedAddresses} from '../../../src/detect/rules/shared-address.ts'
import {shortLivedAccounts} from '../../../src/detect/rules/short-lived-accounts.ts'
import {disclosing} from '../../../src/report/disclose.ts'
import {scrubber} from '../../../src/report/redaction.ts'
import {aChange, aRecord, aSignIn, at, comparingRules, findingsOf, minute, people} from '../build.ts'

const found = (records: AuditRecord[], rules: Parameters<typeof findingsOf>[1]) =>
  findingsOf(records, {minimumSeverity: 'low', ...rules}).map(({rule, severity}) => `${rule} ${severity}`)

describe('AUTH-22, one new address for several accounts', () => {
  const rules = {rules: sharedAddresses}
  const stranger = '203.0.113.66'
  const settled = people(6).flatMap(user => [2, 5, 9].map(day => aSignIn({user, time: at(day)})))
  const phone = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/139.0.0.0 Mobile'

  test.each([
    [
      'two accounts with one program that neither used before',
      people(2).map((user, i) => aSignIn({user, ip: stranger, agent: 'axios/1.7', time: at(20) + i * minute})),
    ],
    [
      'addresses of one network',
      people(3).map((user, i) => aSignIn({user, ip: `203.0.113.${i + 1}`, agent: phone, time: at(20) + i * minute})),
    ],
  ])('fires on %s', (_, records) => {
    expect(found([...settled, ...records], rules)).toEqual(['AUTH-22 medium'])
  })

  test.each([
    [
      'colleagues in a hotel with their own laptops',
      people(5).map((user, i) => aSignIn({user, ip: stranger, time: at(20) + i * minute})),
    ],
    ['one account', [aSignIn({user: 'user1@contoso.example', ip: stranger, agent: 'axios/1.7', time: at(20)})]],
    ['a new phone each, at the office', people(3).map(user => aSignIn({user, agent: phone, time: at(20)}))],
    [
      'new people in a new office',
      people(4, 20).map((user, i) => aSignIn({user, ip: stranger, time: at(20) + i * minute})),
    ],
    [
      'failures',
      people(3).map(user => aSignIn({user, ip: stranger, agent: 'axios/1.7', error: '50126', time: at(20)})),
    ],
  ])('stays silent on %s', (_, records) => {
    expect(found([...settled, ...records], rules)).toEqual([])
  })
})

describe('ACC-01, short-lived accounts', () => {
  const rules = {rules: shortLivedAccounts}
  const account = 'svc-sync@contoso.example'
  const add = (time: number, more = {}) => aChange({Operation: 'Add user.', ObjectId: account, time, ...more})
  const role = (time: number) =>
    aChange({
      Operation: 'Add member to role.',
      ObjectId: account,
      time,
      changes: {'Role.DisplayName': ['', '"Global Administrator"']},
    })
  const remove = (time: number) => aChange({Operation: 'Delete user.', ObjectId: account, time})

  test('fires on one made, privileged and deleted', () => {
    const [finding] = findingsOf([add(at(9)), role(at(9, '10:05')), remove(at(9, '12:00'))], rules)
    expect(finding).toMatchObject({
      severity: 'high',
      title: `Account created, then privileged or deleted: ${account}, created by adm.root@contoso.example, was given Global Administrator and was deleted`,
      users: [account],
      count: 3,
    })
  })

  test.each([
    ['made and privileged', [add(at(9)), role(at(9, '10:05'))], ['ACC-01 medium']],
    ['made and deleted', [add(at(9)), remove(at(9, '10:05'))], ['ACC-01 low']],
  ])('fires on one %s', (_, records, expected) => {
    expect(found(records, rules)).toEqual(expected)
  })

  test.each([
    ['a role three days later', [add(at(9)), role(at(12))]],
    ['a role for an old account', [role(at(9))]],
    ['a guest', [add(at(9), {changes: {UserType: ['', '["Guest"]']}}), remove(at(9, '11:00'))]],
    [
      'what provisioning makes and unmakes',
      [add(at(9), {UserId: 'Sync_DC01_0a1b2c3d4e5f@contoso.onmicrosoft.com'}), remove(at(9, '11:00'))],
    ],
  ])('stays silent on %s', (_, records) => {
    expect(found(records, rules)).toEqual([])
  })
})

describe('APP-14, from consent to reading', () => {
  const rules = {rules: applicationChains}
  const app = '6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d'
  const consent = (time: number, more = {}) =>
    aChange({
      Operation: 'Consent to application.',
      UserId: 'ada@contoso.example',
      ObjectId: 'b1b2b3b4-0000-4000-8000-000000000001',
      Target: [{ID: 'Mail Helper', Type: 1}],
      changes: {'TargetId.ServicePrincipalNames': ['', app]},
      time,
      ...more,
    })
  const readFields = {Operation: 'MailItemsAccessed', RecordType: 50, ClientAppId: app}
  const read = (time: number, ClientAppId = app) =>
    aRecord({...readFields, ClientAppId, MailboxOwnerUPN: 'ada@contoso.example', time})

  test('fires on reading after a consent', () => {
    const [finding] = findingsOf([consent(at(12)), read(at(12, '10:09')), read(at(13))], rules)
    expect(finding).toMatchObject({
      rule: 'APP-14',
      severity: 'high',
      title: 'Illicit consent: app Mail Helper, granted access by ada@contoso.example, read data of 1 account',
      count: 3,
    })
    expect(finding?.why).toBe('2 records of mail or files, the first 9 min after “Consent to application”')
    expect(finding?.applications).toContain(app)
    // An operation names no person: what leaves masked keeps it.
    expect(finding && scrubber([finding], disclosing('masked'))(finding.why)).toBe(finding?.why)
  })

  test.each([
    [
      'a credential of a known application',
      [
        aChange({Operation: 'Update application – Certificates and secrets management ', ObjectId: app, time: at(12)}),
        read(at(13)),
      ],
      ['APP-14 high'],
    ],
  ])('fires on %s', (_, records, expected) => {
    expect(found(records, rules)).toEqual(expected)
  })

  test('is medium where an administrator of old opened it', () => {
    const role = aChange({Operation: 'Add member to role.', UserId: 'ada@contoso.example', time: at(9)})
    const records = [role, consent(at(12)), read(at(12, '10:09'))]
    expect(found(records, {rules: [...applicationChains, ...comparingRules]})).toContain('APP-14 medium')
  })

  test.each<[what: string, days: number[], expected: string]>([
    ['administers on other days too', [2, 12, 15, 20], 'APP-14 medium'],
    ['administers on that day alone', [2, 3], 'APP-14 high'],
  ])('in a first month, opened by one who %s', (_, days, expected) => {
    const acts = days.map(day => aChange({Operation: 'Update group.', UserId: 'ada@contoso.example', time: at(day)}))
    const reads = people(3).map(MailboxOwnerUPN =>
      aRecord({Operation: 'MailItemsAccessed', RecordType: 50, ClientAppId: app, MailboxOwnerUPN, time: at(4)}),
    )
    const records = [...acts, consent(at(3)), ...reads]
    expect(found(records, {rules: [...applicationChains, ...comparingRules]})).toContain(expected)
  })

  test('finds a consent behind that of others, long before it or by an administrator of old', () => {
    const role = aChange({Operation: 'Add member to role.', UserId: 'adm.root@contoso.example', time: at(2)})
    const [early, planned] = [
      consent(at(3), {UserId: 'eve@contoso.example'}),
      consent(at(11), {UserId: 'adm.root@contoso.example'}),
    ]
    const [finding] = findingsOf([role, early, planned, consent(at(20)), read(at(21))], {
      rules: [...applicationChains, ...comparingRules],
      minimumSeverity: 'medium',
    })
    expect(finding).toMatchObject({severity: 'high', actors: expect.arrayContaining(['ada@contoso.example'])})
  })

  test('names each of many accounts with its own records', () => {
    const users = people(70)
    const records = users.flatMap((UserId, i) => [
      consent(at(12) + i * minute, {UserId}),
      aRecord({...readFields, MailboxOwnerUPN: UserId, time: at(13) + i * minute}),
    ])
    const [finding] = findingsOf(records, rules)
    expect(finding?.title).toContain('and 69 other accounts, read data of 70 accounts')
    expect(finding?.accounts?.map(({actor, records: own}) => [actor, own.length])).toEqual(
      [...users].sort((a, b) => (a < b ? -1 : 1)).map(user => [user, 2]),
    )
  })

  test('tells applications apart that were granted permissions in one resource', () => {
    const grant = (id: string, time: number) =>
      aChange({
        Operation: 'Add delegated permission grant.',
        UserId: 'ada@contoso.example',
        Target: [{ID: 'ServicePrincipal_b1b2b3b4-0000-4000-8000-00000000000f', Type: 2}],
        changes: {
          'ServicePrincipal.AppId': ['', id],
          'TargetId.ServicePrincipalNames': ['', '00000003-0000-0000-c000-000000000000'],
        },
        time,
      })
    const early = grant('77777777-1111-4000-8000-000000000000', at(2))
    expect(found([early, grant(app, at(20)), read(at(21))], rules)).toEqual(['APP-14 high'])
  })

  test.each([
    ['a consent that nothing follows', [consent(at(12))]],
    ['another application’s reading', [consent(at(12)), read(at(13), '00000000-1111-4000-8000-000000000000')]],
    ['a refused consent', [consent(at(12), {ResultStatus: 'Failure'}), read(at(13))]],
    ['reading before the consent', [read(at(11)), consent(at(12))]],
    ['reading two weeks later', [consent(at(3)), read(at(20))]],
  ])('stays silent on %s', (_, records) => {
    expect(found(records, rules)).toEqual([])
  })
})
