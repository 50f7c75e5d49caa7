import {createHmac} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {Pseudonyms} from '../../src/privacy/pseudonyms.ts'
import {redactPeople} from '../../src/privacy/redaction.ts'
import {aRecord, guid, tenantId} from '../builders.ts'

const withKey = (key: string) => new Pseudonyms(text => createHmac('sha256', key).update(text).digest('hex'))
const people = withKey('one')

/** What becomes of `AuditData` with these fields. */
function shown(data: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(people.record(aRecord(data)).AuditData)
}

/** A field's text after the treatment, beside `UserId` ann@contoso.com. */
const field = (name: string, value: unknown) => shown({[name]: value})[name]

const user = /^u-[0-9a-f]{10}@p-[0-9a-f]{8}\.invalid$/
const address = /^3fff:[0-9a-f]{1,3}:[0-9a-f]{1,4}::[0-9a-f]{1,4}:[0-9a-f]{1,4}$/

describe('the shape stays, so that tools go on working:', () => {
  test.for<[string, string, string, RegExp]>([
    ['an address of mail', 'UserId', 'ann@contoso.com', user],
    [
      'a guest',
      'UserId',
      'bob_else.example#EXT#@contoso.onmicrosoft.com',
      /^u-\w{10}_p-\w{8}\.invalid#EXT#@p-\w{8}\.invalid$/,
    ],
    [
      'a claim',
      'UserKey',
      'i:0h.f|membership|1003200012345678@live.com',
      /^i:0h\.f\|membership\|1003\w{12}@live\.com$/,
    ],
    ['a PUID', 'UserKey', '10032000ABCDEF12', /^1003[0-9A-F]{12}$/],
    [
      'a directory id',
      'Target',
      'User_5f1c9f9e-6a7d-4c1f-8f6e-0c8f2b1f7e11',
      /^User_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-9[0-9a-f]{3}-[0-9a-f]{12}$/,
    ],
    ['a security id', 'LogonUserSid', 'S-1-5-21-1004336348-1177238915-682003330-512', /^S-1-5-21(-\d+){4}$/],
    ['IPv4', 'ClientIP', '203.0.113.7', address],
    ['IPv4 with port', 'ClientIP', '203.0.113.7:51234', /^\[3fff:[0-9a-f:]+\]:51234$/],
    ['IPv6 in brackets', 'ClientIP', '[2001:db8::17]:443', /^\[3fff:[0-9a-f:]+\]:443$/],
    ['a private address', 'ClientIP', '10.1.2.3', /^fd00:/],
    ['a hardware address', 'MacAddress', 'a4:83:e7:12:34:56', /^02(:[0-9a-f]{2}){5}$/],
    ['a file', 'SourceFileName', 'Salaries 2027.XLSX', /^f-[0-9a-f]{10}\.xlsx$/],
    [
      'a site',
      'SiteUrl',
      'https://contoso.sharepoint.com/sites/Board/',
      /^https:\/\/p-\w{8}\.sharepoint\.invalid\/sites\/s-\w{10}\/$/,
    ],
    [
      'a OneDrive',
      'SiteUrl',
      'https://contoso-my.sharepoint.com/personal/ann_contoso_com',
      /^https:\/\/p-\w{8}-my\.sharepoint\.invalid\/personal\/s-\w{10}$/,
    ],
    ['a folder of a mailbox', 'Path', '\\Inbox\\Divorce', /^\\Inbox\\f-\w{10}$/],
    ['an Exchange object', 'ObjectId', 'contoso.onmicrosoft.com/Ann Berg', /^p-\w{8}\.invalid\/f-\w{10}$/],
    ['a name beside its address', 'From', 'Ann Berg <ann@contoso.com>', /^n-\w{10} <u-\w{10}@p-\w{8}\.invalid>$/],
    ['several users', 'Recipients', 'Ann Berg; Bob Carr', /^u-\w{10}; u-\w{10}$/],
    ['a subject', 'Subject', 'Re: the merger', /^t-\w{10}$/],
    ['a device', 'DeviceName', 'ANNS-LAPTOP', /^d-\w{10}$/],
    ['a domain', 'OrganizationName', 'contoso.onmicrosoft.com', /^p-\w{8}\.invalid$/],
  ])('%s', ([, name, value, expected]) => {
    expect(field(name, value)).toMatch(expected)
  })

  test('one domain, network and site for all that belong to it', () => {
    const domain = (text: unknown) => String(text).split('@')[1]
    expect(domain(field('UserId', 'ann@contoso.com'))).toBe(domain(field('UserId', 'bob@Contoso.com')))
    const network = (text: string) => String(field('ClientIP', text)).split('::')[0]
    expect(network('203.0.113.7')).toBe(network('203.0.113.200'))
    expect(network('203.0.113.7')).not.toBe(network('203.0.114.7'))
    expect(network('2001:db8:1:2::3')).toBe(network('2001:0db8:0001:9::4'))
    expect(field('ClientIP', '::ffff:203.0.113.7')).toBe(field('ClientIP', '203.0.113.7'))
    const file = String(field('ObjectId', 'https://contoso.sharepoint.com/sites/Board/Shared%20Documents/Plan.docx'))
    expect(file).toContain(String(field('SiteUrl', 'https://contoso.sharepoint.com/sites/Board')))
    expect(file).toContain(`/Shared%20Documents/${field('SourceFileName', 'plan.docx')}`)
  })
})

describe('kept as they are', () => {
  test.for<[string, unknown]>([
    ['UserId', 'NT AUTHORITY\\SYSTEM (w3wp)'],
    ['UserId', 'ServicePrincipal_8b0d5fcf-0b3d-4f7e-9a63-2fd0c3a1d7b4'],
    ['UserId', 'app@sharepoint'],
    ['UserKey', 'S-1-5-18'],
    ['ResultStatus', 'Succeeded'],
    ['ObjectId', 'Not Available'],
    ['ObjectId', '00000003-0000-0ff1-ce00-000000000000'],
    ['ApplicationId', '9199bf20-a13f-4107-85dc-02114787ef48'],
    ['ClientIP', '127.0.0.1'],
    ['UserAgent', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0.0.0 Safari/537.36'],
    ['BrowserVersion', '141.0.0.0'],
    ['StartTime', '2026-10-05T12:30:45'],
    ['Verdict', 'at 12:30:45 as expected'],
    ['Parameters', [{Name: 'RetainDeletedItemsFor', Value: '14.00:00:00'}]],
    ['EventDeepLink', 'https://security.microsoft.com/threatexplorer'],
    ['ChatThreadId', '19:5add776bc39b76fef28a6985b5e7b98b@thread.v2'],
  ])('%s %j', ([name, value]) => {
    expect(field(name, value)).toEqual(value)
  })

  test('the tenant and the record’s own id, wherever they stand', () => {
    expect(field('Details', [tenantId, guid(1)])).toEqual([tenantId, guid(1)])
  })

  test('a user who is called like a service', () => {
    expect(field('UserId', 'microsoft.fan@contoso.com')).toMatch(user)
    expect(field('UserId', 'Group_sales@contoso.com')).toMatch(user)
    expect(field('LogonUserSid', 'S-1-5-21-1-2-3-4')).not.toBe('S-1-5-21-1-2-3-4')
  })
})

describe('people are found', () => {
  test('in name/value pairs, whatever stands first', () => {
    const pairs = field('Parameters', [
      {Name: 'ForwardTo', Value: 'Bob Carr'},
      {Value: 'Bob Carr', Name: 'Identity'},
    ]) as {Name: string; Value: string}[]
    expect(pairs[0]).toEqual({Name: 'ForwardTo', Value: expect.stringMatching(/^u-\w{10}$/)})
    expect(pairs[1]).toEqual({Name: 'Identity', Value: expect.stringMatching(/^o-\w{10}$/)})
  })

  test('in JSON inside strings, to any sensible depth', () => {
    const inner = JSON.stringify({
      note: 'x',
      upn: 'bob@else.example',
      more: JSON.stringify([{DisplayName: 'Bob Carr'}]),
    })
    const once = JSON.parse(String(field('Data', inner)))
    expect(once.upn).toMatch(user)
    expect(JSON.parse(once.more)[0].DisplayName).toMatch(/^n-\w{10}$/)
    const deep = Array.from({length: 12}).reduce<string>(text => JSON.stringify([text]), 'bob@else.example')
    expect(field('Data', deep)).not.toContain('bob@')
  })

  test('in free text: what looks like one, and every name that the record has in a field', () => {
    const data = {
      Comments: 'ignored',
      Text: 'kept below',
      Members: [{DisplayName: 'Bob Carr', UPN: 'bob.carr@contoso.com'}],
      SourceFileName: 'Plan B.docx',
      Extra: 'BOB CARR (bob.carr, bob_carr_contoso_com) sent "Plan B.docx" from 203.0.113.7 to http://10.1.2.3/x.',
    }
    const {Extra, Members, SourceFileName} = shown(data) as {
      Extra: string
      Members: {DisplayName: string}[]
      SourceFileName: string
    }
    expect(Extra).not.toMatch(/bob|carr|plan b|203\.0|10\.1/i)
    expect(Extra).toContain(SourceFileName)
    expect(Extra).toContain(`${Members[0]?.DisplayName} (u-`)
  })

  test('in labelled words', () => {
    expect(field('Parameters', 'Set-Mailbox -Identity "Ann Berg" -MaxSendSize "35 MB"')).toMatch(
      /^Set-Mailbox -Identity "o-\w{10}" -MaxSendSize "35 MB"$/,
    )
    expect(
      field('EventData', '<Permissions granted>Read</Permissions granted><TargetUser>Ann Berg</TargetUser>'),
    ).toMatch(/^<Permissions granted>Read<\/Permissions granted><TargetUser>u-\w{10}<\/TargetUser>$/)
  })

  test('as names of fields', () => {
    expect(Object.keys(field('Votes', {'bob@else.example': 1}) as object)[0]).toMatch(user)
  })

  test('in the column of users, alone or several', () => {
    const {UserIds} = people.record(aRecord({}, {UserIds: 'ann@contoso.com,Bob Carr'}))
    expect(UserIds).toMatch(/^u-\w{10}@p-\w{8}\.invalid/)
    expect(UserIds).not.toContain('Bob')
  })
})

describe('a pseudonym', () => {
  test('is the same for any letter case, and another for another kind of field and another key', () => {
    expect(field('UserId', 'ANN@contoso.com')).toBe(field('UserId', 'ann@Contoso.com'))
    const digits = (name: string) => String(field(name, 'Ann Berg')).slice(2)
    const kinds = ['UserId', 'DisplayName', 'DeviceName', 'Subject', 'SourceFileName'].map(digits)
    expect(new Set(kinds).size).toBe(5)
    const [one, two] = [people, withKey('two')].map(each => each.record(aRecord()).UserIds)
    expect(one).not.toBe(two)
    expect(withKey('two').fingerprint).not.toBe(people.fingerprint)
  })

  test('follows from the record alone, not from those before it', () => {
    const records = [1, 2, 3].map(number =>
      aRecord({Id: guid(number), DisplayName: `Person ${number}`, Extra: 'Person 1, Person 2 and Person 3'}),
    )
    const forwards = records.map(record => people.record(record))
    const backwards = [...records].reverse().map(record => withKey('one').record(record))
    expect(backwards.reverse()).toEqual(forwards)
  })
})

describe('the text of a record', () => {
  test('keeps everything else to the byte: order, doubled keys, numbers, spaces, escapes', () => {
    const AuditData =
      '{ "2":1,"1":2, "Size":9007199254740993,"e":1e3,"x":"\\u0061\\/","x":"\\u0061\\/","__proto__":{"UserId":"ann@contoso.com"},\t"UserId" : "NOT-FOUND"}'
    const {AuditData: after} = people.record(aRecord({}, {AuditData}))
    const replaced = /u-\w{10}@p-\w{8}\.invalid/.exec(after)?.[0] ?? ''
    expect(after).toBe(AuditData.replace('ann@contoso.com', replaced))
  })

  test('does not let a name rename a field', () => {
    const after = shown({TeamName: 'Operation', Members: [{DisplayName: 'CreationTime'}]})
    expect(after).toMatchObject({Operation: 'FileAccessed', CreationTime: '2026-10-05T12:00:00'})
  })

  test('stays JSON of the same form, whatever it holds', () => {
    const form = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(form)
        : typeof value === 'object' && value !== null
          ? Object.values(value).map(form)
          : typeof value === 'string' || typeof value === 'number'
            ? typeof value
            : value
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), data => {
        const AuditData = JSON.stringify(data)
        const after = people.record(aRecord({}, {AuditData})).AuditData
        expect(form(JSON.parse(after))).toEqual(form(JSON.parse(AuditData)))
      }),
      {numRuns: 300},
    )
  })

  test.for<[string, string]>([
    ['letters', 'a'.repeat(1_000_000)],
    ['addresses', 'a@b.example '.repeat(20_000)],
    ['backslashes', '\\'.repeat(200_000)],
    ['colons', '1:'.repeat(200_000)],
    ['brackets', '['.repeat(100_000)],
    ['digits', '1.2.3.'.repeat(50_000)],
    ['nested lists', `${'['.repeat(5_000)}"bob@else.example"${']'.repeat(5_000)}`],
  ])('of a megabyte of %s takes no eternity', ([, text]) => {
    const began = performance.now()
    for (const name of ['Extra', 'UserId', 'ObjectId', 'Path', 'SiteUrl', 'Parameters']) field(name, text)
    expect(performance.now() - began).toBeLessThan(15_000)
  })
})

test('words of a service lose people and filters, and keep the ids of requests', () => {
  const said = `Couldn't find ann@contoso.com or "Plan B" at 203.0.113.7 (request ${guid(7)}).`
  expect(redactPeople(said, ['Plan B'])).toBe(
    `Couldn't find (withheld) or "(withheld)" at (withheld) (request ${guid(7)}).`,
  )
})
