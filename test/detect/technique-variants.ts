/**
 * Kinds of techniques that look weak one at a time, each in several shapes that real logs have: names in other letter cases,
 * JSON inside strings, addresses with ports or none, ids of services as actors. With them, ordinary acts of the same kinds.
 */
import type {AuditRecord} from '../../src/audit/record.ts'
import {type Severity, severities} from '../../src/audit/severity.ts'
import type {Finding} from '../../src/detect/findings.ts'
import {
  aChange,
  aCmdlet,
  aRecord,
  aSignIn,
  at,
  browser,
  type DetectionOptions,
  detectionOf,
  type Fields,
  minute,
  pairs,
  period,
} from './build.ts'

/** Records of one technique from a time on, in a tenant of so many people. */
export type Acts = (start: number, people: number) => AuditRecord[]

export interface Variant {
  /** The least severity of its gravest finding. */
  least: Severity
  /** What must lie before it in the month or the baseline; nothing, where absent. */
  needs?: 'a week' | 'acts of the user'
  /** Not in a tenant of 2,000, which has a higher threshold. */
  smallOnly?: true
  acts: Acts
}

export interface Kind {
  /** With what a finding's title about it begins. */
  title: RegExp
  found: Record<string, Variant>
  /** Not listed at low or above. */
  ordinary: Record<string, Acts>
}

const someone = (i: number) => `person${i}@contoso.example`
const victim = someone(3)
const victimAsWritten = 'Person3@Contoso.example'
const admin = 'adm.root@contoso.example'
const adminAsWritten = 'Adm.Root@contoso.example'
const office = '89.160.3.20'
const outside = '203.0.113.66'
const outsideV6 = '2a0d:5600:24:1::77'
const linux = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const second = 1000
const hour = 60 * minute
const day = 24 * hour
const app = '6e0a1c6f-3f0b-4a86-9c55-b5df3a1b2c3d'
const principalId = 'c1f5a5a1-0d53-4ae0-8d3a-55c6f4f2a901'
const guid = (i: number) => `7d2f3c10-64a2-4d0e-9a51-${String(i).padStart(12, '0')}`

/** A directory's record with all that the service writes beside what was changed. */
function directory(
  Operation: string,
  time: number,
  {
    target = victimAsWritten,
    actor = adminAsWritten,
    kind = 'User',
    ...fields
  }: Parameters<typeof aChange>[0] & {
    target?: string
    actor?: string
    kind?: string
  } = {},
): AuditRecord {
  return aChange({
    Operation,
    time,
    UserId: actor,
    UserKey: '10032001266C162C@contoso.example',
    ObjectId: target,
    ClientIP: '20.190.160.96',
    ActorIpAddress: '20.190.160.96',
    AzureActiveDirectoryEventType: 1,
    ExtendedProperties: pairs({additionalDetails: '{}', extendedAuditEventCategory: kind}),
    Actor: [
      {ID: actor, Type: 5},
      {ID: '10032001266C162C', Type: 3},
      {ID: `User_${guid(1)}`, Type: 2},
      {ID: guid(1), Type: 2},
      {ID: 'User', Type: 2},
    ],
    Target: [
      {ID: `${kind}_${guid(2)}`, Type: 2},
      {ID: guid(2), Type: 2},
      {ID: kind, Type: 2},
      {ID: target, Type: kind === 'User' ? 5 : 1},
    ],
    ...fields,
  })
}

/** A list as the directory writes it: JSON over several lines, in a string. */
const written = (value: unknown) => JSON.stringify(value, null, 2).replaceAll('\n', '\r\n')

const repeat = (count: number, make: (i: number) => AuditRecord | AuditRecord[]) =>
  Array.from({length: count}, (_, i) => make(i)).flat()

function exchange(Operation: string, time: number, fields: Fields = {}): AuditRecord {
  return aRecord({
    Operation,
    RecordType: 3,
    Workload: 'Exchange',
    ResultStatus: 'Succeeded',
    UserId: victimAsWritten,
    MailboxOwnerUPN: victimAsWritten,
    ClientIPAddress: `[${outside}]:40112`,
    ClientIP: `[${outside}]:40112`,
    ClientInfoString: `Client=OWA;${linux};`,
    OrganizationName: 'contoso.example',
    ExternalAccess: false,
    LogonType: 0,
    time,
    ...fields,
  })
}

const mail = (id: string, Subject: string, Path: string) => ({
  Id: `Rg${id}`,
  InternetMessageId: `<${id}@contoso.example>`,
  ParentFolder: {Id: 'Lg', Path},
  Subject,
})

const file = (Operation: string, time: number, i: number, fields: Fields = {}) =>
  aRecord({
    Operation,
    RecordType: 6,
    Workload: 'SharePoint',
    UserId: victimAsWritten,
    ClientIP: office,
    UserAgent: browser,
    ItemType: 'File',
    Site: guid(900 + (i % 2)),
    SiteUrl: `https://contoso.sharepoint.example/sites/s${i % 2}/`,
    ObjectId: `https://contoso.sharepoint.example/sites/s${i % 2}/Shared Documents/file ${i}.docx`,
    SourceFileName: `file ${i}.docx`,
    SourceFileExtension: 'docx',
    time,
    ...fields,
  })

const link = (time: number, i: number, fields: Fields = {}) =>
  aRecord({
    Operation: 'AnonymousLinkCreated',
    RecordType: 14,
    Workload: 'OneDrive',
    UserId: victimAsWritten,
    UserKey: 'i:0h.f|membership|100320012668d61a@live.com',
    ClientIP: office,
    UserAgent: browser,
    EventSource: 'SharePoint',
    ItemType: 'File',
    EventData: '<Type>View</Type><MembersCanShareApplied>False</MembersCanShareApplied>',
    SiteUrl: 'https://contoso-my.sharepoint.example/personal/person3',
    ObjectId: `https://contoso-my.sharepoint.example/personal/person3/Documents/plan ${i}.docx`,
    SourceFileName: `plan ${i}.docx`,
    time,
    ...fields,
  })

const alert = (time: number, fields: Fields) =>
  aRecord({
    Operation: 'AlertTriggered',
    RecordType: 40,
    Workload: 'SecurityComplianceCenter',
    ResultStatus: 'Succeeded',
    UserType: 4,
    UserId: 'SecurityComplianceAlerts',
    UserKey: 'SecurityComplianceAlerts',
    ObjectId: guid(70),
    AlertId: guid(71),
    AlertType: 'System',
    Source: 'Office 365 Security & Compliance',
    Status: 'Active',
    Category: 'ThreatManagement',
    time,
    ...fields,
  })

const requirement = (State: number) => written(State === 0 ? [] : [{RelyingParty: '*', State}])

const location = (fields: object) => written([JSON.stringify({KnownNetworkPolicies: fields})])

/** What each kind is, by the name that the list of weak kinds has for it. */
export const kinds: Record<string, Kind> = {
  'device code': {
    title: /^(Device code|Several|Possible|Sign-in)/,
    found: {
      'broker for Graph, no device': {
        least: 'low',
        acts: start => [
          aSignIn({
            user: victimAsWritten,
            ip: outside,
            agent: linux,
            application: '29d9ed98-a469-4536-ade2-f981bc1d605e',
            requestType: 'Cmsi:Cmsi',
            time: start,
            more: {DeviceProperties: [], ActorIpAddress: `${outside}:50111`},
          }),
        ],
      },
      'Office for Exchange over IPv6, properties in a string': {
        least: 'low',
        acts: start => [
          aSignIn({
            user: victim,
            ip: outsideV6,
            application: 'd3590ed6-52b3-4102-aeff-aad2292ab01c',
            time: start,
            more: {
              ObjectId: '00000002-0000-0ff1-ce00-000000000000',
              ExtendedProperties: JSON.stringify(
                pairs({ResultStatusDetail: 'Success', UserAgent: browser, RequestType: 'Cmsi:Cmsi'}),
              ),
              DeviceProperties: JSON.stringify(pairs({OS: 'Windows 10', BrowserType: 'Chrome'})),
            },
          }),
        ],
      },
      'Azure command line, no user agent': {
        least: 'low',
        needs: 'acts of the user',
        acts: start => [
          aSignIn({
            user: victim,
            ip: outside,
            agent: '',
            application: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
            requestType: 'Cmsi:Cmsi',
            time: start,
          }),
        ],
      },
    },
    ordinary: {
      'a meeting room, every day': start =>
        repeat(6, i =>
          aSignIn({
            user: 'room.oslo@contoso.example',
            ip: office,
            agent: 'Mozilla/5.0 (Linux; Android 12; Logi Rally) Teams/1449',
            application: '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
            requestType: 'Cmsi:Cmsi',
            time: start - 6 * hour + i * day,
          }),
        ),
    },
  },
  'unusual place': {
    title: /./,
    found: {
      'sign-ins with an unfamiliar client': {
        least: 'low',
        needs: 'a week',
        acts: start => repeat(2, i => aSignIn({user: victim, ip: outside, agent: linux, time: start + i * minute})),
      },
      'sign-ins in the first week': {
        least: 'info',
        needs: 'acts of the user',
        acts: start => repeat(2, i => aSignIn({user: victim, ip: outside, agent: linux, time: start + i * minute})),
      },
      'sign-ins without a user agent': {
        least: 'info',
        needs: 'a week',
        acts: start => [aSignIn({user: victimAsWritten, ip: `[${outsideV6}]:443`, agent: '', time: start})],
      },
      'mail read through another client': {
        least: 'info',
        needs: 'a week',
        acts: start => [
          exchange('MailItemsAccessed', start, {
            RecordType: 50,
            OperationCount: 4,
            OperationProperties: pairs({MailAccessType: 'Bind', IsThrottled: 'False'}),
          }),
        ],
      },
    },
    ordinary: {
      'the owner’s telephone on the train': start => [
        aSignIn({
          user: victim,
          ip: '81.3.7.7',
          agent: 'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/138.0.0.0 Mobile Safari/537.36',
          time: start - 2 * day,
        }),
        aSignIn({
          user: victim,
          ip: '77.12.4.9',
          agent: 'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile Safari/537.36',
          time: start,
        }),
      ],
    },
  },
  'blocked accounts': {
    title: /^(Sign-in attempts on disabled|Brute force|Password spray|Account lockouts)/,
    found: {
      'three disabled accounts, by name of the error': {
        least: 'low',
        acts: (start, people) =>
          repeat(people > 500 ? 8 : 3, i =>
            aSignIn({
              user: someone(i),
              ip: outside,
              error: '0',
              agent: linux,
              time: start + i * minute,
              more: {ErrorNumber: undefined, LogonError: 'UserDisabled'},
            }),
          ),
      },
      'one disabled account, again and again from outside': {
        least: 'low',
        acts: start =>
          repeat(20, i =>
            aSignIn({
              user: 'left.long.ago@contoso.example',
              ip: outside,
              agent: linux,
              error: '50057',
              time: start + i * minute,
            }),
          ),
      },
      'right password, blocked by Conditional Access': {
        least: 'low',
        acts: start =>
          repeat(3, i =>
            aSignIn({
              user: victimAsWritten,
              ip: outside,
              agent: linux,
              error: '0',
              time: start + i * minute,
              more: {ErrorNumber: '53003', LogonError: 'BlockedByConditionalAccess', ActorIpAddress: ''},
            }),
          ),
      },
      'lockouts of five accounts': {
        least: 'low',
        acts: (start, people) =>
          repeat(people > 500 ? 12 : 5, i =>
            aSignIn({
              user: someone(i),
              ip: outside,
              error: '50053',
              agent: linux,
              time: start + i * 10 * second,
              more: {LogonError: 'IdsLocked'},
            }),
          ),
      },
    },
    ordinary: {
      'the telephone of one who left, at the office': start =>
        repeat(30, i =>
          aSignIn({user: 'left.lately@contoso.example', ip: office, error: '50057', time: start + i * 2 * hour}),
        ),
    },
  },
  'legacy clients': {
    title: /./,
    found: {
      BAV2ROPC: {
        least: 'low',
        acts: start => [
          aSignIn({user: victim, ip: outside, agent: 'BAV2ROPC', requestType: 'OAuth2:Token', time: start}),
        ],
      },
      'CBAInPROD over IPv6': {
        least: 'low',
        acts: start => [
          aSignIn({
            user: victimAsWritten,
            ip: outsideV6,
            agent: 'CBAInPROD',
            requestType: 'Login:login',
            time: start,
            more: {ExtendedProperties: JSON.stringify(pairs({UserAgent: 'CBAInPROD', RequestType: 'Login:login'}))},
          }),
        ],
      },
      'mail read by IMAP from outside': {
        least: 'low',
        needs: 'a week',
        acts: start =>
          repeat(3, i =>
            exchange('MailItemsAccessed', start + i * minute, {
              RecordType: 50,
              ClientInfoString: 'Client=POP3/IMAP4;Protocol=IMAP4',
              OperationProperties: pairs({MailAccessType: 'Bind', IsThrottled: 'False'}),
            }),
          ),
      },
    },
    ordinary: {
      'a scanner that sends every morning': start =>
        repeat(8, i =>
          aSignIn({
            user: 'scanner@contoso.example',
            ip: office,
            agent: 'BAV2ROPC',
            requestType: 'OAuth2:Token',
            time: start - day + i * day,
          }),
        ),
    },
  },
  'refused consent': {
    title: /^App consent refused/,
    found: {
      'risky, in the directory': {
        least: 'low',
        acts: start => [
          directory('Consent to application.', start, {
            actor: victimAsWritten,
            target: app,
            kind: 'ServicePrincipal',
            ResultStatus: 'Failure',
            changes: {
              'ConsentContext.IsAdminConsent': ['', 'False'],
              'ConsentContext.OnBehalfOfAll': ['', 'False'],
              'ConsentAction.Permissions': ['', '[] => [[Id: x, ConsentType: Principal, Scope: Mail.Read]]; '],
              'ConsentAction.Reason': ['', 'Risky application detected'],
              'TargetId.ServicePrincipalNames': ['', app],
            },
          }),
        ],
      },
      'without a reason': {
        least: 'low',
        acts: start => [
          directory('Consent to application.', start, {
            actor: victim,
            target: app,
            kind: 'ServicePrincipal',
            ResultStatus: 'Failed',
            changes: {'TargetId.ServicePrincipalNames': ['', app]},
          }),
        ],
      },
      'declined on the consent page': {
        least: 'low',
        acts: start => [
          aSignIn({
            user: victim,
            ip: office,
            error: '65004',
            application: app,
            time: start,
            more: {ErrorNumber: '65004', LogonError: 'UserDeclinedConsent'},
          }),
        ],
      },
    },
    ordinary: {
      'an administrator’s approval is asked for': start => [
        aSignIn({user: victim, ip: office, error: '90094', application: app, time: start}),
      ],
    },
  },
  'app owner': {
    title: /^App owner/,
    found: {
      'an administrator makes a user owner': {
        least: 'low',
        acts: start => [
          directory('Add owner to application.', start, {
            changes: {
              'Application.ObjectID': ['', principalId],
              'Application.DisplayName': ['', 'HR interface'],
              'Application.AppId': ['', app],
            },
          }),
        ],
      },
      'oneself, of a service principal': {
        least: 'low',
        acts: start => [
          directory('Add owner to service principal.', start, {
            actor: adminAsWritten,
            target: admin,
            changes: {
              'ServicePrincipal.ObjectID': ['', principalId],
              'ServicePrincipal.DisplayName': ['', 'HR interface'],
              'ServicePrincipal.AppId': ['', app],
            },
          }),
        ],
      },
      'a guest': {
        least: 'low',
        acts: start => [
          directory('Add owner to application.', start, {
            target: 'mallory_evil.example#EXT#@contoso.example',
            changes: {'Application.DisplayName': ['', 'HR interface'], 'Application.AppId': ['', app]},
          }),
        ],
      },
    },
    ordinary: {
      'the owner of an app just registered': start => [
        directory('Add application.', start, {
          target: 'New tool',
          kind: 'Application',
          ObjectId: `Application_${app}`,
          changes: {AppId: ['[]', written([app])]},
        }),
        directory('Add owner to application.', start + second, {
          target: admin,
          changes: {'Application.DisplayName': ['', 'New tool'], 'Application.AppId': ['', app]},
        }),
      ],
    },
  },
  'reply URL': {
    title: /^App redirect URI/,
    found: {
      'another host added, as JSON in a string': {
        least: 'low',
        acts: start => [
          directory('Update application.', start, {
            target: 'HR interface',
            kind: 'Application',
            ObjectId: `Application_${app}`,
            changes: {
              AppAddress: [
                written([{AddressType: 0, Address: 'https://hr.contoso.example/in', ReplyAddressClientType: 1}]),
                written([
                  {AddressType: 0, Address: 'https://hr.contoso.example/in', ReplyAddressClientType: 1},
                  {AddressType: 0, Address: 'https://login.collect.example/in', ReplyAddressClientType: 1},
                ]),
              ],
              'Included Updated Properties': ['', 'AppAddress'],
            },
          }),
        ],
      },
      'the only one replaced, of a service principal': {
        least: 'low',
        acts: start => [
          directory('Update service principal.', start, {
            target: 'HR interface',
            kind: 'ServicePrincipal',
            changes: {
              AppAddress: [
                written([{AddressType: 0, Address: 'https://hr.contoso.example/in'}]),
                written([{AddressType: 0, Address: 'https://collect.example/in'}]),
              ],
              'Included Updated Properties': ['', 'AppAddress'],
              'TargetId.ServicePrincipalNames': ['', app],
            },
          }),
        ],
      },
      'a first one for an app that existed before': {
        least: 'low',
        acts: start => [
          directory('Update application.', start, {
            target: 'HR interface',
            kind: 'Application',
            changes: {
              AppAddress: ['[]', written([{AddressType: 0, Address: 'https://collect.example/in'}])],
              'Included Updated Properties': ['', 'AppAddress'],
            },
          }),
        ],
      },
    },
    ordinary: {
      'a path of the same host': start => [
        directory('Update application.', start, {
          target: 'HR interface',
          kind: 'Application',
          changes: {
            AppAddress: [
              written([{AddressType: 0, Address: 'https://hr.partner.example/in'}]),
              written([{AddressType: 0, Address: 'https://hr.partner.example/v2/in'}]),
            ],
          },
        }),
      ],
      'the first one of an app just registered': start => [
        directory('Add application.', start, {
          target: 'New tool',
          kind: 'Application',
          changes: {AppId: ['[]', written([app])]},
        }),
        directory('Update application.', start + 40 * second, {
          target: 'New tool',
          kind: 'Application',
          changes: {
            AppAddress: ['[]', written([{AddressType: 0, Address: 'https://tool.vendor.example/in'}])],
          },
        }),
      ],
    },
  },
  'mass password resets': {
    title: /^Password reset/,
    found: {
      'five within minutes': {
        least: 'low',
        acts: (start, people) =>
          repeat(people > 500 ? 12 : 5, i => [
            directory('Reset user password.', start + i * 20 * second, {target: `Person${i}@Contoso.example`}),
            directory('Update StsRefreshTokenValidFrom Timestamp.', start + i * 20 * second, {target: someone(i)}),
          ]),
      },
      'nearly everybody of a small tenant, or many of a large one': {
        least: 'medium',
        acts: (start, people) =>
          repeat(people > 500 ? 60 : 9, i =>
            directory('Reset user password.', start + i * 5 * second, {target: someone(i)}),
          ),
      },
      'by an application': {
        least: 'low',
        acts: (start, people) =>
          repeat(people > 500 ? 12 : 6, i =>
            directory('Reset user password.', start + i * second, {
              actor: `ServicePrincipal_${principalId}`,
              target: someone(i),
              UserType: 6,
            }),
          ),
      },
    },
    ordinary: {
      'two by the help desk': start =>
        repeat(2, i => directory('Reset user password.', start + i * 3 * minute, {target: someone(i)})),
      'each their own': start =>
        repeat(6, i =>
          directory('Change user password.', start + i * minute, {
            actor: someone(i),
            target: `Person${i}@contoso.example`,
          }),
        ),
    },
  },
  'MFA switched off': {
    title: /^MFA|^Account takeover/,
    found: {
      'Disable Strong Authentication': {
        least: 'medium',
        acts: start => [directory('Disable Strong Authentication.', start)],
      },
      'requirement enforced before, none now': {
        least: 'medium',
        acts: start => [
          directory('Update user.', start, {
            changes: {
              StrongAuthenticationRequirement: [requirement(2), requirement(0)],
              'Included Updated Properties': ['', 'StrongAuthenticationRequirement'],
            },
          }),
        ],
      },
      'all methods of a user': {
        least: 'low',
        acts: start => [
          directory('Update user.', start, {
            changes: {
              StrongAuthenticationMethod: [
                written([
                  {MethodType: 6, Default: true},
                  {MethodType: 7, Default: false},
                ]),
                written([]),
              ],
              'Included Updated Properties': ['', 'StrongAuthenticationMethod'],
            },
          }),
        ],
      },
      'security info deleted by an administrator': {
        least: 'low',
        acts: start => [directory('Admin deleted security info', start)],
      },
    },
    ordinary: {
      'a new telephone: removed and registered again': start => [
        directory('Update user.', start, {
          changes: {StrongAuthenticationMethod: [written([{MethodType: 6}]), written([])]},
        }),
        directory('Update user.', start + 20 * minute, {
          changes: {StrongAuthenticationMethod: [written([]), written([{MethodType: 6}])]},
        }),
      ],
      'one of two methods, by its owner': start => [
        directory('Update user.', start, {
          actor: victimAsWritten,
          changes: {
            StrongAuthenticationMethod: [written([{MethodType: 6}, {MethodType: 7}]), written([{MethodType: 6}])],
          },
        }),
      ],
    },
  },
  'temporary access pass': {
    title: /^Temporary Access Pass/,
    found: {
      'told by the result': {
        least: 'low',
        acts: start => [
          directory('Admin registered security info', start, {
            ResultDescription: 'Admin registered temporary access pass method for user',
          }),
        ],
      },
      'told in the details': {
        least: 'low',
        acts: start => [
          directory('Admin registered security info', start, {
            ExtendedProperties: pairs({
              additionalDetails: JSON.stringify({AuthenticationMethod: 'Temporary Access Pass'}),
            }),
          }),
        ],
      },
      'told by another name of the act': {
        least: 'low',
        acts: start => [directory('Create Temporary Access Pass method for user.', start)],
      },
      'told by a changed property': {
        least: 'low',
        acts: start => [
          directory('Admin registered security info', start, {
            changes: {AuthenticationMethod: ['', written({type: 'TemporaryAccessPass', lifetimeInMinutes: 60})]},
          }),
        ],
      },
    },
    ordinary: {
      'a method registered by an administrator': start => [
        directory('Admin registered security info', start, {
          ResultDescription: 'Admin registered phone method for user',
        }),
      ],
    },
  },
  'trusted location': {
    title: /^(Conditional Access policy|MFA trusted IPs)/,
    found: {
      'a named location': {
        least: 'low',
        acts: start => [
          directory('Add named location.', start, {
            target: 'Branch',
            kind: 'Policy',
            changes: {
              NamedLocation: [
                '',
                JSON.stringify({displayName: 'Branch', isTrusted: true, ipRanges: [{cidrAddress: '203.0.113.0/24'}]}),
              ],
            },
          }),
        ],
      },
      'as policy details': {
        least: 'low',
        acts: start => [
          directory('Add policy.', start, {
            target: 'Branch',
            kind: 'Policy',
            changes: {
              DisplayName: ['[]', written(['Branch'])],
              PolicyType: ['[]', written([6])],
              PolicyDetail: [
                '[]',
                location({NetworkName: 'Branch', CidrIpRanges: ['203.0.113.0/24'], Categories: ['trusted']}),
              ],
            },
          }),
        ],
      },
      'an old one made trusted, in the new form': {
        least: 'low',
        acts: start => [
          directory('Update policy.', start, {
            target: 'Guest network',
            kind: 'Policy',
            changes: {
              PolicyDetail: [
                written([JSON.stringify({CompressedCidrIpRanges: 'MzIw', Categories: []})]),
                written([JSON.stringify({CompressedCidrIpRanges: 'MzIw', Categories: ['trusted']})]),
              ],
            },
          }),
        ],
      },
      'addresses that skip MFA': {
        least: 'low',
        acts: start => [
          directory('Set Company Information.', start, {
            target: 'Contoso',
            kind: 'Directory',
            changes: {
              StrongAuthenticationPolicy: [
                written([{RelyingParties: [{Enabled: true, RelyingParty: '*', IpAllowlist: []}]}]),
                written([{RelyingParties: [{Enabled: true, RelyingParty: '*', IpAllowlist: ['203.0.113.64/26']}]}]),
              ],
            },
          }),
        ],
      },
    },
    ordinary: {
      'a location of countries': start => [
        directory('Add named location.', start, {
          target: 'Nordics',
          kind: 'Policy',
          changes: {
            NamedLocation: [
              '',
              JSON.stringify({displayName: 'Nordics', isTrusted: false, countriesAndRegions: ['NO', 'SE']}),
            ],
          },
        }),
      ],
      'a policy of another kind': start => [
        directory('Update policy.', start, {
          target: 'Token lifetime',
          kind: 'Policy',
          changes: {PolicyDetail: ['[]', written(['{"TokenLifetimePolicy":{"Version":1}}'])]},
        }),
      ],
    },
  },
  'traces removed': {
    title: /./,
    found: {
      'three sent messages deleted for good': {
        least: 'low',
        acts: start => [
          ...repeat(3, i =>
            exchange('Send', start + i * second, {RecordType: 2, Item: mail(`s${i}`, 'New bank details', '\\Outbox')}),
          ),
          exchange('HardDelete', start + 9 * minute, {
            AffectedItems: listOf(3, i => mail(`s${i}`, 'New bank details', '\\Sent Items')),
            Folder: {Path: '\\Sent Items'},
          }),
        ],
      },
      'a warning, to the recoverable items': {
        least: 'low',
        acts: start => [
          exchange('SoftDelete', start, {
            AffectedItems: [mail('w1', 'Microsoft account unusual sign-in activity', '\\Inbox')],
          }),
        ],
      },
      'sent messages of which only the deletion was logged': {
        least: 'low',
        acts: start =>
          repeat(6, i =>
            exchange('HardDelete', start + i * 5 * second, {
              AffectedItems: [mail(`x${i}`, 'Shared document', '\\Sent Items')],
              Folder: {Path: '\\Sent Items'},
            }),
          ),
      },
    },
    ordinary: {
      newsletters: start =>
        repeat(15, i =>
          exchange('SoftDelete', start + i * minute, {
            ClientIP: office,
            ClientIPAddress: office,
            ClientInfoString: `Client=OWA;${browser};`,
            AffectedItems: [mail(`n${i}`, `Newsletter ${i}`, '\\Deleted Items')],
          }),
        ),
    },
  },
  'quarantine release': {
    title: /^Message released/,
    found: {
      'one message': {
        least: 'low',
        acts: start => [
          aRecord({
            Operation: 'QuarantineReleaseMessage',
            RecordType: 65,
            Workload: 'Quarantine',
            ResultStatus: 'Successful',
            UserId: adminAsWritten,
            UserType: 2,
            NetworkMessageId: guid(5),
            ReleaseTo: victim,
            RequestSource: 0,
            RequestType: 2,
            time: start,
          }),
        ],
      },
      'by cmdlet': {
        least: 'low',
        acts: start => [
          aCmdlet({
            Operation: 'Release-QuarantineMessage',
            UserId: adminAsWritten,
            ObjectId: guid(5),
            parameters: {Identity: `${guid(5)}\\${guid(6)}`, ReleaseToAll: 'True'},
            time: start,
          }),
        ],
      },
      'an export': {
        least: 'low',
        acts: start => [
          aRecord({
            Operation: 'QuarantineExportMessage',
            RecordType: 65,
            Workload: 'Quarantine',
            UserId: admin,
            NetworkMessageId: guid(5),
            time: start,
          }),
        ],
      },
    },
    ordinary: {
      'a preview': start => [
        aRecord({
          Operation: 'QuarantinePreviewMessage',
          RecordType: 65,
          Workload: 'Quarantine',
          UserId: admin,
          NetworkMessageId: guid(5),
          time: start,
        }),
      ],
    },
  },
  'bulk download': {
    title: /^(Mass file download|File)/,
    found: {
      'some hundred in minutes': {
        least: 'low',
        acts: start => repeat(120, i => file('FileDownloaded', start + i * second, i)),
      },
      'many hundreds in minutes': {
        least: 'medium',
        acts: start =>
          repeat(700, i => file('FileDownloaded', start + i * second, i, {ClientIP: `${office}:5${i % 10}1`})),
      },
      'by the holder of a link': {
        least: 'low',
        acts: start =>
          repeat(150, i =>
            file('FileDownloaded', start + i * second, i, {
              UserId: 'anonymous',
              UserKey: 'anonymous',
              ClientIP: outside,
              UserAgent: linux,
            }),
          ),
      },
      'opened across many sites': {
        least: 'low',
        acts: start =>
          repeat(600, i =>
            file('FileAccessed', start + i * second, i, {
              SiteUrl: `https://contoso.sharepoint.example/sites/t${i % 8}/`,
              Site: guid(800 + (i % 8)),
            }),
          ),
      },
    },
    ordinary: {
      'a folder of thirty': start => repeat(30, i => file('FileDownloaded', start + i * 20 * second, i)),
      'a new computer’s first synchronisation': start =>
        repeat(400, i =>
          file('FileSyncDownloadedFull', start + i * second, i, {
            UserAgent: 'Microsoft SkyDriveSync 24.1 ship; Windows NT 10.0',
          }),
        ),
    },
  },
  'links for anyone': {
    title: /^Anonymous sharing link/,
    found: {
      'six within minutes': {
        least: 'low',
        acts: (start, people) => repeat(people > 500 ? 20 : 6, i => link(start + i * 20 * second, i)),
      },
      'one for editing': {
        least: 'low',
        acts: start => [link(start, 1, {EventData: '<Type>Edit</Type>'})],
      },
    },
    ordinary: {
      'one for reading': start => [link(start, 1)],
      'one inside the organisation': start => [link(start, 1, {Operation: 'CompanyLinkCreated'})],
    },
  },
  malware: {
    title: /^(Malware|Microsoft alert)/,
    found: {
      'found in a user’s file': {
        least: 'medium',
        acts: start => [
          file('FileMalwareDetected', start, 1, {VirusInfo: 'Trojan:Win32/Casdet!rfn', VirusVendor: 'Default'}),
        ],
      },
      'found by the service': {
        least: 'medium',
        acts: start => [
          file('FileMalwareDetected', start, 1, {
            UserId: 'app@sharepoint',
            UserType: 4,
            ClientIP: '',
            UserAgent: '',
            VirusInfo: 'Phish:HTML/Gen',
          }),
        ],
      },
      'found by Safe Attachments': {
        least: 'low',
        acts: start => [
          aRecord({
            Operation: 'AtpDetection',
            RecordType: 47,
            Workload: 'ThreatIntelligence',
            UserType: 4,
            UserId: 'ThreatIntel',
            UserKey: 'ThreatIntel',
            DetectionMethod: 'Antimalware protection',
            DetectionDate: new Date(start).toISOString(),
            FileData: {
              DocumentId: guid(3),
              FileName: 'invoice.docm',
              FileVerdict: 1,
              MalwareFamily: 'TrojanDownloader',
              SHA256: 'AB',
            },
            SourceWorkload: 1,
            LastModifiedBy: victim,
            ObjectId: 'https://contoso-my.sharepoint.example/personal/person3/invoice.docm',
            time: start,
          }),
        ],
      },
    },
    ordinary: {},
  },
  'platform alerts': {
    title: /^Microsoft alert/,
    found: {
      'of high severity, details in a string': {
        least: 'medium',
        acts: start => [
          alert(start, {
            Name: 'User restricted from sending email',
            Severity: 'High',
            Data: JSON.stringify({
              f3u: victim,
              an: 'User restricted from sending email',
              sev: 'High',
              ts: new Date(start).toISOString(),
            }),
          }),
        ],
      },
      'its entity alone': {
        least: 'medium',
        acts: start => [
          alert(start, {
            Operation: 'AlertEntityGenerated',
            Name: 'Elevation of Exchange admin privilege',
            Severity: '',
            AlertEntityId: victim,
            EntityType: 'User',
            Data: JSON.stringify({etype: 'User', eid: victim, an: 'Suspicious connector activity', sev: 'High'}),
          }),
        ],
      },
      'of medium severity': {
        least: 'low',
        acts: start => [
          alert(start, {
            Name: 'Suspicious email sending patterns detected',
            Severity: 'Medium',
            Data: JSON.stringify({f3u: victim}),
          }),
        ],
      },
      'of Defender for Cloud Apps': {
        least: 'low',
        acts: start => [
          aRecord({
            Operation: 'MCASAlert',
            RecordType: 98,
            Workload: 'MicrosoftDefenderForCloudApps',
            UserId: 'SecurityComplianceAlerts',
            Name: 'Impossible travel activity',
            Severity: 'Medium',
            AlertId: guid(72),
            AlertEntityId: victim,
            time: start,
          }),
        ],
      },
      'phishing mail that was delivered': {
        least: 'info',
        acts: start => [
          aRecord({
            Operation: 'TIMailData',
            RecordType: 28,
            Workload: 'ThreatIntelligence',
            UserType: 4,
            UserId: 'ThreatIntel',
            DeliveryAction: 'Delivered',
            Directionality: 'Inbound',
            Verdict: 'Phish',
            P1Sender: 'pay@evil.example',
            P2Sender: 'pay@evil.example',
            Recipients: [victim],
            Subject: 'Invoice',
            time: start,
          }),
        ],
      },
    },
    ordinary: {
      'mail that waits': start => [
        alert(start, {Name: 'Messages have been delayed', Severity: 'Low', Category: 'MailFlow', Data: '{}'}),
      ],
    },
  },
  'agent in the first month': {
    title: /^(Sign-in by a script|Client app first|Sign-in)/,
    found: {
      'a script from the office': {
        least: 'low',
        acts: start => [aSignIn({user: victim, ip: office, agent: 'python-requests/2.32.3', time: start})],
      },
      'a web client of scripts, over OfficeHome': {
        least: 'low',
        acts: start =>
          repeat(3, i => aSignIn({user: victimAsWritten, ip: outside, agent: 'axios/1.7.9', time: start + i * second})),
      },
      'a tool by its name': {
        least: 'medium',
        acts: start => [aSignIn({user: victim, ip: outside, agent: 'azurehound/v2.1.9', time: start})],
      },
    },
    ordinary: {},
  },
  'first administration': {
    title: /./,
    found: {
      'a mail-flow rule': {
        least: 'low',
        needs: 'a week',
        acts: start => [
          aCmdlet({
            Operation: 'New-TransportRule',
            UserId: victimAsWritten,
            parameters: {Name: 'Disclaimer', ApplyHtmlDisclaimerText: 'x'},
            time: start,
          }),
        ],
      },
      'an account created': {
        least: 'low',
        needs: 'a week',
        acts: start => [directory('Add user.', start, {actor: victimAsWritten, target: 'backup.svc@contoso.example'})],
      },
    },
    ordinary: {
      'the usual administrator': start => [
        directory('Add user.', start, {
          target: 'new.colleague@contoso.example',
          changes: {UserType: ['[]', written(['Member'])]},
        }),
      ],
    },
  },
  'hours of administration': {
    title: /^Administration outside/,
    found: {
      'at night, by the one who works by day': {
        least: 'low',
        needs: 'a week',
        acts: start => [
          ...repeat(60, i =>
            directory('Update user.', start - 10 * day + (i % 10) * day + Math.floor(i / 10) * 20 * minute, {
              target: someone(i % 12),
            }),
          ),
          ...repeat(6, i => directory('Update user.', start - 7 * hour + i * minute, {target: someone(i)})),
        ],
      },
    },
    ordinary: {
      'an hour longer than usual': start => [
        ...repeat(60, i =>
          directory('Update user.', start - 10 * day + (i % 10) * day + Math.floor(i / 10) * 20 * minute, {
            target: someone(i % 12),
          }),
        ),
        ...repeat(6, i => directory('Update user.', start + 2.5 * hour + i * minute, {target: someone(i)})),
      ],
    },
  },
  'an imitating name': {
    title: /^(Account name imitates|App name imitates)/,
    found: {
      'rn for m, made owner of a group by a service': {
        least: 'low',
        acts: start => [
          directory('Add owner to group.', start, {
            actor: `ServicePrincipal_${principalId}`,
            target: 'ITCornpany@contoso.example',
            UserType: 4,
            changes: {'Group.DisplayName': ['', 'contoso']},
          }),
        ],
      },
      'a figure for a letter, like a colleague': {
        least: 'low',
        acts: start => [directory('Add user.', start, {target: 'adrn.root@contoso.example'})],
      },
      'in the name that is shown': {
        least: 'low',
        acts: start => [
          directory('Add user.', start, {
            target: 'j.doe@contoso.example',
            changes: {DisplayName: ['[]', written(['Micrоsoft Helpdеsk'])]},
          }),
        ],
      },
    },
    ordinary: {
      'names as people have them': start =>
        ['tearne.burns@contoso.example', 'IT.Support@contoso.example', 'cornelia.vvest@contoso.example'].map(
          (target, i) =>
            directory('Add user.', start + i * minute, {
              target,
              changes: {DisplayName: ['[]', written([target.split('@')[0]])]},
            }),
        ),
    },
  },
  'shift of volume': {
    title: /^(Unusual activity volume|Mass|File|Mail)/,
    found: {
      'downloads over a day': {
        least: 'low',
        acts: start => repeat(140, i => file('FileDownloaded', start + i * 3 * minute, i)),
      },
      'fewer downloads over a day, in a small office': {
        least: 'low',
        smallOnly: true,
        acts: start => repeat(75, i => file('FileDownloaded', start + i * 5 * minute, i)),
      },
      'mail sent over a day': {
        least: 'low',
        acts: start =>
          repeat(160, i =>
            exchange('Send', start + i * 2 * minute, {
              RecordType: 2,
              ClientIP: office,
              ClientIPAddress: office,
              ClientInfoString: `Client=OWA;${browser};`,
              Item: mail(`v${i}`, `Offer ${i}`, '\\Outbox'),
            }),
          ),
      },
    },
    ordinary: {
      'a busy day': start => repeat(25, i => file('FileDownloaded', start + i * 10 * minute, i)),
    },
  },
}

function listOf<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({length: count}, (_, i) => make(i))
}

/** Days of a small month’s people and services at work: few records, so that a month is cheap. */
function quietMonth({start, end}: {start: number; end: number}, people = 12): AuditRecord[] {
  const records: AuditRecord[] = []
  for (let midnight = start, n = 0; midnight < end; midnight += day, n++) {
    const weekend = new Date(midnight).getUTCDay() % 6 === 0
    if (!weekend)
      for (let i = 0; i < people; i++) {
        const user = n % 9 === 0 ? `PERSON${i}@Contoso.example` : someone(i)
        const time = midnight + 8 * hour + ((i * 7 + n * 11) % 300) * minute
        const ip = (i + n) % 3 === 0 ? `81.${i}.7.7` : office
        records.push(aSignIn({user, ip: n % 2 === 0 ? ip : `${ip}:5${i}12`, agent: browser, time}))
        records.push(file('FileAccessed', time + 9 * minute, n * 50 + i, {UserId: user, ClientIP: ip}))
        if ((i + n) % 2 === 0)
          records.push(file('FileDownloaded', time + 12 * minute, n * 50 + i, {UserId: user, ClientIP: ip}))
        if ((i + n) % 3 === 0)
          records.push(
            exchange('Send', time + 20 * minute, {
              RecordType: 2,
              UserId: user,
              MailboxOwnerUPN: user,
              ClientIP: ip,
              ClientIPAddress: ip,
              ClientInfoString: `Client=OWA;${browser};`,
              Item: mail(`q${n}-${i}`, 'Minutes', '\\Outbox'),
            }),
          )
        if ((i * 5 + n) % 17 === 0) records.push(aSignIn({user, ip, error: '50126', time: time - minute}))
      }
    if (n % 3 === 0)
      for (let i = 0; i < 15; i++)
        records.push(
          aCmdlet({
            Operation: ['Set-Mailbox', 'Set-MailboxPlan', 'Set-TransportConfig'][i % 3] as string,
            UserType: 3,
            UserId: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)',
            ClientIP: '',
            parameters: {Identity: 'contoso.example\\DiscoverySearchMailbox{D919BA05-46A6-415f-80AD-7E09334BB852}'},
            time: midnight + ((n * 5) % 24) * hour + i * 4 * second,
          }),
        )
    if (n % 7 === 1) {
      records.push(directory('Add user.', midnight + 10 * hour, {target: `new${n}@contoso.example`}))
      records.push(
        aSignIn({
          user: 'room.oslo@contoso.example',
          ip: office,
          agent: 'Mozilla/5.0 (Linux; Android 12; Logi Rally) Teams/1449',
          time: midnight + 6 * hour,
        }),
      )
    }
  }
  return records
}

/** A month of a tenant in which the variants happen. */
export interface Setting {
  name: string
  people: number
  start: number
  background: readonly AuditRecord[]
  options: DetectionOptions
  /** What lies before the start. */
  before: 'nothing' | 'acts of the users' | 'a week'
}

export function settingsOf(): Setting[] {
  const lastMonth = {start: Date.parse('2026-09-01T00:00:00Z'), end: period.start}
  const [firstWeek, later] = [at(5, '10:20'), at(15, '10:20')]
  const background = quietMonth(period)
  const fromHere = background.filter(({CreationDate}) => Date.parse(CreationDate) > firstWeek - 5 * hour)
  return [12, 2_000].flatMap(people => {
    const options: DetectionOptions = {tenantSizeHint: people, keyed: true, minimumSeverity: 'info'}
    const {baseline} = detectionOf(quietMonth(lastMonth), {...options, period: lastMonth})
    const of = (name: string, setting: Omit<Setting, 'name' | 'people'>) => ({
      name: `${people} people, ${name}`,
      people,
      ...setting,
    })
    return [
      of('first week', {start: firstWeek, background, options, before: 'acts of the users'}),
      of('the log begins here', {start: firstWeek, background: fromHere, options, before: 'nothing'}),
      of('later in the first month', {start: later, background, options, before: 'a week'}),
      of('with a baseline', {start: firstWeek, background, options: {...options, baseline}, before: 'a week'}),
    ]
  })
}

/** The settings in which a variant must be found. */
export function settingsFor({needs, smallOnly}: Variant, all: readonly Setting[]): Setting[] {
  return all.filter(({before, people}) => {
    if (smallOnly && people > 500) return false
    return needs === undefined || before === 'a week' || (needs === 'acts of the user' && before !== 'nothing')
  })
}

/** Findings about the acts, gravest first. */
function findingsAbout(acts: Acts, {start, people, background, options}: Setting): Finding[] {
  const records = acts(start, people)
  const ids = new Set(records.map(({Identity}) => Identity))
  const {findings} = detectionOf([...background, ...records], options)
  return findings
    .filter(({evidence}) => evidence.some(({id}) => ids.has(id)))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}

/** What is wrong with how a variant is found in a setting; '' for nothing. */
export function mistakeIn({title}: Kind, {acts, least}: Variant, setting: Setting): string {
  const about = findingsAbout(acts, setting)
  const [first] = about
  const told = about.map(finding => `${finding.severity} ${finding.title}`).join('; ') || 'nothing'
  if (!first || severities.indexOf(first.severity) > severities.indexOf(least)) return `${setting.name}: ${told}`
  const isNamed = about.some(finding => finding.severity === first.severity && title.test(finding.title))
  return isNamed ? '' : `${setting.name}, by another name: ${told}`
}

export function listedIn(acts: Acts, setting: Setting): string[] {
  return findingsAbout(acts, setting)
    .filter(({severity}) => severity !== 'info')
    .map(({severity, title}) => `${setting.name}: ${severity} ${title}`)
}
