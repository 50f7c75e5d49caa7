/** The figures of a month and detection's view of its records agree: failed sign-ins, people, services, sharing. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {october, recordsOf, tenantOf} from '../../bench/detection-month.ts'
import type {AuditRecord} from '../../src/audit/record.ts'
import {isSharing, sharingKind, sharingKinds} from '../../src/audit/sharing.ts'
import {AuditEvent} from '../../src/detect/event.ts'
import {failureGroups, groupOfFailure} from '../../src/report/figures/sign-in.ts'
import {Figures} from '../../src/report/figures.ts'
import {aRecord, aSignIn, at, type Fields} from '../detect/build.ts'
import {periodOf} from './sample-month.ts'

const period = periodOf('2026-10')

interface Numbers {
  signIns: number
  failures: Record<string, number>
  sharing: Record<string, number>
  people: string[]
  services: string[]
}

function figuresOf(records: readonly AuditRecord[]): Numbers {
  const figures = new Figures(period)
  for (const record of records) figures.see({record, time: Date.parse(record.CreationDate), workload: 'x'})
  const {signIns, failures, sharing, people, services} = figures
  const folded = (busiest: typeof people) => busiest.most(5_000).map(({name}) => name.toLowerCase())
  return {signIns, failures, sharing, people: folded(people).sort(), services: folded(services).sort()}
}

/** What rules would count: by each record's act, failure class, account kind and folded user. */
function detectionsOf(records: readonly AuditRecord[]): Numbers {
  const numbers: Numbers = {
    signIns: 0,
    failures: Object.fromEntries(failureGroups.map(group => [group, 0])),
    sharing: Object.fromEntries(sharingKinds.map(kind => [kind, 0])),
    people: [],
    services: [],
  }
  const people = new Set<string>()
  const services = new Set<string>()
  const add = (counts: Record<string, number>, name: string) => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  for (const record of records) {
    const event = new AuditEvent(record, Date.parse(record.CreationDate))
    if (event.act === 'userloggedin') numbers.signIns++
    if (event.act === 'userloginfailed') add(numbers.failures, groupOfFailure[event.failure])
    if (isSharing(event.act))
      add(
        numbers.sharing,
        sharingKind(event.act, name => event.text(name)),
      )
    const person = event.kind === 'person' || event.kind === 'guest'
    ;(person ? people : services).add(event.user || '(none)')
  }
  return {...numbers, people: [...people].sort(), services: [...services].sort()}
}

describe('figures and detection count the same', () => {
  test('in a generated month with incidents', () => {
    const records: AuditRecord[] = []
    for (const [record, time] of recordsOf(tenantOf(5, {people: 60, recordsPerMonth: 12_000, incidents: 'all'})))
      if (time >= october.start && time < october.end) records.push(record)
    const numbers = figuresOf(records)
    expect(numbers).toEqual(detectionsOf(records))
    expect(numbers.failures.password).toBeGreaterThan(20)
    expect(numbers.people.length).toBeGreaterThan(40)
    expect(Object.values(numbers.sharing).filter(count => count > 0).length).toBeGreaterThanOrEqual(3)
  })

  const failed = (more: Fields, user = 'ada@contoso.example') => aSignIn({user, error: '0', more})
  const shapes: AuditRecord[] = [
    failed({ErrorNumber: '50126', LogonError: 'InvalidUserNameOrPassword'}),
    failed({ErrorNumber: 50_126}, 'Ada@Contoso.Example'),
    failed({ErrorNumber: '0', LogonError: 'InvalidUserNameOrPassword'}, 'bo@contoso.example'),
    failed({ErrorNumber: '', LogonError: 'UserAccountNotFound'}, 'admin@contoso.example'),
    failed({ErrorNumber: undefined, LogonError: 'IdsLocked'}, 'bo@contoso.example'),
    failed({ErrorNumber: '50158', LogonError: 'ExternalSecurityChallenge'}),
    failed({ErrorNumber: '0', LogonError: 'UserStrongAuthClientAuthNRequiredInterrupt'}),
    failed({ErrorNumber: '50173', LogonError: 'FreshTokenNeeded'}),
    failed({ErrorNumber: '16003'}),
    failed({ErrorNumber: '50125'}),
    failed({ErrorNumber: undefined, LogonError: 'SsoArtifactRevoked'}),
    failed({ErrorNumber: '50057', LogonError: 'UserDisabled'}),
    failed({ErrorNumber: '81006', LogonError: 'DesktopSsoNoAuthorizationHeader'}),
    failed({ErrorNumber: '1000000', LogonError: 'UserNotBoundError'}),
    failed({ErrorNumber: undefined}),
    aRecord({UserId: 'i:0#.f|membership|ADA@contoso.example'}),
    aRecord({UserId: 'CONTOSO\\Carl'}),
    aRecord({UserId: 'i:0#.w|contoso\\carl'}),
    aRecord({UserId: 'bob_x.example#EXT#@contoso.onmicrosoft.com'}),
    aRecord({UserId: 'Sync_DC01_0a1b2c3d4e5f@contoso.onmicrosoft.com'}),
    aRecord({UserId: 'SYNC_dc01_0A1B2C3D4E5F@contoso.onmicrosoft.com'}),
    aRecord({UserId: 'substrate@contoso.example', UserType: 4}),
    aRecord({UserId: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)', UserType: 3}),
    aRecord({UserId: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.Servicehost)', UserType: 3}),
    aRecord({UserId: 'AirInvestigation'}),
    aRecord({UserId: 'S-1-5-18', UserType: 2}),
    aRecord({UserId: ''}),
    aRecord({Operation: 'SharingSet', TargetUserOrGroupType: 'guest'}),
    aRecord({Operation: 'SharingSet', TargetUserOrGroupType: 'Member'}),
    aRecord({Operation: 'AnyoneLinkCreated'}),
    aRecord({Operation: 'SharingInvitationUpdated'}),
  ]

  test('in records of every shape, and the numbers are the right ones', () => {
    const numbers = figuresOf(shapes)
    expect(numbers).toEqual(detectionsOf(shapes))
    expect(numbers).toEqual({
      signIns: 0,
      failures: {password: 5, 'right password': 2, prompt: 4, other: 4},
      sharing: {anyone: 1, guest: 2, organisation: 0, people: 1, used: 0},
      people: [
        ...['ada@contoso.example', 'admin@contoso.example', 'bo@contoso.example'],
        ...['bob_x.example#ext#@contoso.onmicrosoft.com', 'contoso\\carl'],
      ],
      services: [
        ...['(none)', 'airinvestigation', 'nt authority\\system (microsoft.exchange.servicehost)', 's-1-5-18'],
        ...['substrate@contoso.example', 'sync_dc01_0a1b2c3d4e5f@contoso.onmicrosoft.com'],
      ],
    })
  })

  test('whatever the spelling, the user type and the error, in any mixture', () => {
    const base = fc.constantFrom(
      'ada@contoso.example',
      'contoso\\carl',
      'bob_x.example#ext#@contoso.example',
      'app@sharepoint',
    )
    const spelt = fc
      .tuple(base, fc.boolean(), fc.constantFrom('', 'i:0#.f|membership|', 'i:0h.f|membership|'))
      .map(([name, upper, claim]) => `${claim}${upper ? name.toUpperCase() : name}`)
    const user = fc.oneof(
      spelt,
      fc.constantFrom('', 'Certificate', 'Sync_A_0123456789ab@contoso.onmicrosoft.com'),
      fc.string(),
    )
    const fields = fc.record(
      {
        UserId: user,
        Operation: fc.constantFrom(
          'UserLoginFailed',
          'UserLoggedIn',
          'SharingSet',
          'AnonymousLinkUsed',
          'userloginfailed ',
        ),
        UserType: fc.oneof(fc.integer({min: -1, max: 12}), fc.constantFrom('4', 'System', 'Guest')),
        ErrorNumber: fc.constantFrom('', '0', '50126', 50_053, '50074', '50158', '99999'),
        LogonError: fc.constantFrom('', 'InvalidUserNameOrPassword', 'KmsiInterrupt', 'AADSTS50034: x', 'Unheard'),
        TargetUserOrGroupType: fc.constantFrom('Guest', 'guest', 'Member', 'SharePointGroup'),
        TargetUserOrGroupName: user,
      },
      {requiredKeys: ['UserId', 'Operation']},
    )
    fc.assert(
      fc.property(fc.array(fields, {maxLength: 30}), all => {
        const records = all.map((one, i) => aRecord({time: at(12) + i, ...one}))
        expect(figuresOf(records)).toEqual(detectionsOf(records))
      }),
    )
  })
})
