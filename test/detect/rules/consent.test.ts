import {consents} from '../../../src/detect/rules/consent.ts'
import {aChange, aSignIn, at, type Fields, minute, people} from '../build.ts'
import {telling} from './told.ts'

const user = 'ada@contoso.example'
const application = '5b2f8e1c-0d7a-4c39-9e64-aa10c7d2b355'

const permissions = (scope: string, type = 'Principal') =>
  `[] => [[Id: x1, ClientId: ${application}, PrincipalId: p, ResourceId: r, ConsentType: ${type}, Scope: ${scope}, CreatedDateTime: , LastModifiedDateTime ]];`

function consent(scope: string, more: Fields & {type?: string; admin?: string; reason?: string} = {}) {
  const {type, admin = 'False', reason, ...rest} = more
  return aChange({
    Operation: 'Consent to application.',
    UserId: user,
    ObjectId: application,
    Target: [
      {ID: `ServicePrincipal_${application}`, Type: 2},
      {ID: 'Mail Planner', Type: 1},
    ],
    ...rest,
    changes: {
      'ConsentContext.IsAdminConsent': ['', admin],
      'ConsentAction.Permissions': ['', `"${permissions(scope, type)}"`],
      ...(reason ? {'ConsentAction.Reason': ['', reason]} : {}),
    },
  })
}

function grant(scope: string, type: string, old = '', more: Fields = {}) {
  return aChange({
    Operation: 'Add delegated permission grant.',
    ...more,
    changes: {
      'DelegatedPermissionGrant.Scope': [old, scope],
      'DelegatedPermissionGrant.ConsentType': ['', type],
      'ServicePrincipal.ObjectID': ['', application],
    },
  })
}

telling('APP-01, a person’s consent', consents, [
  ['Mail.ReadWrite and offline_access', [consent('Mail.ReadWrite offline_access')], ['APP-01 medium']],
  ['Files.Read.All', [consent('User.Read Files.Read.All')], ['APP-01 low']],
  [
    'to an app that others consented to days before',
    [1, 4, 8].map(day => consent('Mail.ReadWrite', {UserId: `user${day}@contoso.example`, time: at(11 + day)})),
    ['APP-01 medium', 'APP-01 medium', 'APP-01 medium'],
  ],
  ['User.Read alone', [consent('User.Read openid profile offline_access')]],
  [
    'what had been there before',
    [
      aChange({
        Operation: 'Consent to application.',
        UserId: user,
        changes: {
          'ConsentAction.Permissions': [
            '',
            '[[Id: 1, ConsentType: Principal, Scope: Mail.Read]] => [[Id: 1, ConsentType: Principal, Scope: Mail.Read User.Read]]',
          ],
        },
      }),
    ],
  ],
  [
    'an application that others have used for days',
    [aSignIn({application, user: 'eve@contoso.example', time: at(3)}), consent('Mail.ReadWrite')],
  ],
])

telling('APP-02, for everybody', consents, [
  ['AllPrincipals and Mail.Send', [consent('Mail.Send', {type: 'AllPrincipals', admin: 'True'})], ['APP-02 medium']],
  ['Mail.Read for everybody', [consent('Mail.Read', {type: 'AllPrincipals', admin: 'True'})], ['APP-02 low']],
  ['User.Read for everybody', [consent('User.Read', {type: 'AllPrincipals', admin: 'True'})]],
  ['by a service', [consent('Mail.Send', {type: 'AllPrincipals', UserId: 'Certificate'})]],
])

telling('APP-03, refused', consents, [
  [
    'four people turn one application down (65004)',
    people(4).map((one, i) => aSignIn({user: one, application, error: '65004', time: at(12) + i * minute})),
    ['APP-03 low'],
  ],
  [
    'four consents refused as risky',
    people(4).map((UserId, i) =>
      consent('Mail.Read', {UserId, ResultStatus: 'Failure', reason: 'Risky application detected', time: at(12) + i}),
    ),
    ['APP-03 low'],
  ],
  ['one person, an app that no account uses', [aSignIn({application, error: '65004'})], ['APP-03 low']],
  [
    'one person, an app that others use',
    [aSignIn({application, error: '65004'}), aSignIn({user: 'ben@contoso.example', application})],
  ],
  ['the usual prompt (65001) for many', people(12).map(one => aSignIn({user: one, application, error: '65001'}))],
])

telling('APP-06, a grant without a consent', consents, [
  ['Mail.ReadWrite for everybody', [grant('Mail.ReadWrite', 'AllPrincipals')], ['APP-06 medium']],
  ['Files.ReadWrite.All for one', [grant('Files.ReadWrite.All', 'Principal')], ['APP-06 low']],
  [
    'the grant beside a consent',
    [
      grant('Mail.ReadWrite', 'AllPrincipals', '', {UserId: user, time: at(12, '09:59')}),
      consent('User.Read', {time: at(12, '10:00')}),
    ],
  ],
  ['nothing new in the scope', [grant('User.Read Mail.ReadWrite', 'AllPrincipals', 'Mail.ReadWrite')]],
  ['User.Read', [grant(' User.Read openid', 'AllPrincipals')]],
])
