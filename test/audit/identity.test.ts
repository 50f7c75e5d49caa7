import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {
  accountKindOf,
  accountOf,
  domainOf,
  foldUser,
  recordAccount,
  shownUser,
  userTypeNumber,
} from '../../src/audit/identity.ts'
import {textField} from '../../src/audit/json.ts'

const kindOf = (user: string, type: number) => accountKindOf(accountOf(user), type)

describe('an account', () => {
  test.each([
    ['Ada@Contoso.Example', 'ada@contoso.example', 'Ada@Contoso.Example'],
    ['i:0h.f|membership|Ada@contoso.example', 'ada@contoso.example', 'Ada@contoso.example'],
    [' i:0#.f|membership|1003@live.com', '1003@live.com', '1003@live.com'],
    ['i:0#.w|CONTOSO\\Ada', 'contoso\\ada', 'CONTOSO\\Ada'],
    ['NT AUTHORITY\\SYSTEM (x)', 'nt authority\\system (x)', 'NT AUTHORITY\\SYSTEM (x)'],
  ])('%s has one spelling', (text, folded, shown) => {
    expect(foldUser(text)).toBe(folded)
    expect(shownUser(text)).toBe(shown)
  })

  test.each([
    ['ada@contoso.example', 0, 'person'],
    ['ada@contoso.example', 2, 'person'],
    ['ada@contoso.example', -1, 'person'],
    ['ada@contoso.example', 4, 'service'],
    ['ada@contoso.example', 5, 'application'],
    ['ada@partner.example', 10, 'guest'],
    [`${'a'.repeat(5_000)}@contoso.example`, 0, 'person'],
    ['a'.repeat(5_000), 0, 'service'],
    ['CONTOSO\\ada', 0, 'person'],
    ['CONTOSO\\ada', 4, 'service'],
    ['i:0#.w|CONTOSO\\ada', 0, 'person'],
    ['S-1-5-21-1004336348-1177238915-682003330-512', 0, 'person'],
    ['S-1-12-1-1004336348-1177238915-682003330-512', 0, 'person'],
    ['EURPR05A001.prod.outlook.com/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com/Ada', 2, 'person'],
    ['bob_gmail.com#EXT#@contoso.onmicrosoft.com', 0, 'guest'],
    ['urn:spo:guest#bob@gmail.com', 0, 'guest'],
    ['urn:spo:anon#0b7b2d', 0, 'guest'],
    ['Sync_DC01_0a1b2c3d4e5f@contoso.onmicrosoft.com', 0, 'application'],
    ['Sync_DC01_0a1b2c3d4e5f@contoso.partner.onmschina.cn', 0, 'application'],
    ['ADToAADSyncServiceAccount@contoso.onmicrosoft.com', 0, 'application'],
    ['CONTOSO\\MSOL_0a1b2c3d4e5f', 0, 'application'],
    ['CONTOSO\\DC01$', 0, 'application'],
    // A name like that of a sync account, in a domain of the tenant's own: a person may have it.
    ['sync_dc01_0a1b2c3d4e5f@contoso.example', 0, 'person'],
    ['NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)', 3, 'service'],
    ['NT AUTHORITY\\SYSTEM (w3wp)', 0, 'service'],
    ['SHAREPOINT\\system', 0, 'service'],
    ['Microsoft\\ServiceOperator', 0, 'service'],
    ['Certificate', 0, 'service'],
    ['app@sharepoint', 0, 'service'],
    ['fim_password_service@support.onmicrosoft.com', 0, 'service'],
    ['SpoolsProvisioning-ApplicationAccount@eurprd04.prod.outlook.com', 3, 'service'],
    ['S-1-5-18', 0, 'service'],
    ['AirInvestigation', 0, 'service'],
    ['FfoServicePartnerUser', 2, 'service'],
    ['Not Available', 0, 'service'],
    ['ServicePrincipal_6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d', 4, 'application'],
    ['6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d', 0, 'application'],
    ['', 0, 'none'],
  ])('%s of user type %i is of the kind %s', (user, type, kind) => {
    expect(kindOf(user, type)).toBe(kind)
  })

  test.each([
    ['ada@contoso.example', 'contoso.example'],
    ['bob_gmail.com#ext#@contoso.onmicrosoft.com', 'gmail.com'],
    ['smtp:bob@fabrikam.example', 'fabrikam.example'],
    ['ada', ''],
  ])('%s has the domain “%s”', (user, domain) => {
    expect(domainOf(user)).toBe(domain)
  })

  test.each([
    ['4', 4],
    ['System', 4],
    ['regular', 0],
    ['Guest', 10],
    ['', -1],
    ['many', -1],
    ['4.5', -1],
  ])('has the user type “%s” as %i', (text, number) => {
    expect(userTypeNumber(text)).toBe(number)
  })
})

describe('the account of a record', () => {
  const record = (user: string, AuditData: string) => ({
    ...{RecordType: '15', CreationDate: '2026-10-01T08:00:00Z', UserIds: user, Operations: 'UserLoggedIn'},
    ...{AuditData, Identity: ''},
  })

  test('is the one that parsed AuditData gives, wherever and however the type stands', () => {
    const type = fc.oneof(
      fc.integer({min: 0, max: 12}),
      fc.constantFrom('4', '0', 'System', 'Regular', 'Guest', '', null),
    )
    const inner = fc.oneof(fc.constant({}), fc.record({UserType: type}), fc.record({text: fc.constant('"UserType":4')}))
    const name = fc.constantFrom(
      'Ada@contoso.example',
      'CONTOSO\\ada',
      'app@sharepoint',
      'bob_x.example#EXT#@contoso.example',
    )
    fc.assert(
      fc.property(
        name,
        type,
        inner,
        inner,
        fc.constantFrom('UserType', 'usertype'),
        fc.boolean(),
        (user, of, a, b, key, spaces) => {
          const data = JSON.stringify({Before: a, [key]: of, After: [b]}, null, spaces ? 2 : 0)
          const expected = accountKindOf(accountOf(user), userTypeNumber(textField(JSON.parse(data), 'UserType')))
          expect(recordAccount(record(user, data))).toEqual({user: foldUser(user), kind: expected})
        },
      ),
    )
  })

  test('is in AuditData where the column is empty', () => {
    expect(recordAccount(record('', '{"UserId":"Ada@contoso.example"}'))).toEqual({
      user: 'ada@contoso.example',
      kind: 'person',
    })
    expect(recordAccount(record('', 'broken'))).toEqual({user: '', kind: 'none'})
  })
})
