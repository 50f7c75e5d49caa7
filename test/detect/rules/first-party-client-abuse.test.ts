import {firstPartyClientAbuse} from '../../../src/detect/rules/first-party-client-abuse.ts'
import {aChange, aSignIn, at, type SignIn} from '../build.ts'
import {home, settled, strange, telling} from './told.ts'

const user = 'ada@contoso.example'
const code = 'aebc6443-996d-45c2-90f0-388ff96faa56'
const graph = '00000003-0000-0000-c000-000000000000'

function opening(detail = 'Redirect', more: SignIn = {}) {
  return aSignIn({
    user,
    ip: home,
    application: code,
    time: at(12, '10:00'),
    more: {
      ObjectId: graph,
      ExtendedProperties: [
        {Name: 'RequestType', Value: 'OAuth2:Authorize'},
        {Name: 'ResultStatusDetail', Value: detail},
      ],
    },
    ...more,
  })
}
const token = (ip: string, clock = '10:06') =>
  aSignIn({user, ip, application: code, requestType: 'OAuth2:Token', time: at(12, clock)})
const device = (clock: string, more = {}) =>
  aChange({
    Operation: 'Add registered users to device.',
    UserId: user,
    ObjectId: 'LAPTOP-7',
    time: at(12, clock),
    ...more,
  })

telling('AUTH-13, a token fetched elsewhere', firstPartyClientAbuse, [
  [
    'Visual Studio Code here, its token at a strange place',
    [...settled(), opening(), token(strange)],
    ['AUTH-13 medium'],
  ],
  ['the token at the same place', [...settled(), opening(), token(home)]],
  ['an hour later', [...settled(), opening(), token(strange, '11:10')]],
  ['a sign-in without redirect', [...settled(), opening('Success'), token(strange)]],
  [
    'an office application',
    [...settled(), opening('Redirect', {application: 'd3590ed6-52b3-4102-aeff-aad2292ab01c'}), token(strange)],
  ],
])

telling('AUTH-14, a device registered with it', firstPartyClientAbuse, [
  [
    'a device after a token fetched elsewhere',
    [...settled(), opening(), token(strange), device('10:11')],
    ['AUTH-13 in AUTH-14', 'AUTH-14 high'],
  ],
  [
    'registered by the service in the owner’s name',
    [...settled(), opening(), token(strange), device('10:11', {UserId: 'Device Registration Service', ObjectId: user})],
    ['AUTH-13 in AUTH-14', 'AUTH-14 high'],
  ],
  ['an Autopilot day', [...settled(), device('10:11')]],
  ['a device after a sign-in at home', [...settled(), opening(), token(home), device('10:11')]],
])
