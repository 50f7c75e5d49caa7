import {methods} from '../../../src/detect/rules/mfa-methods.ts'
import {aChange, aSignIn, at, type Fields, people} from '../build.ts'
import {settled, strange, telling} from './told.ts'

const user = 'ada@contoso.example'
const service = 'ServicePrincipal_9c01f4aa-3d52-4d0e-8b6f-70e1b2c3d4e5'
const one = [{MethodType: 6, Default: true}]
const two = [...one, {MethodType: 7, Default: false}]

const set = (old: unknown, now: unknown, more: Fields = {}) =>
  aChange({
    Operation: 'Update user.',
    ObjectId: user,
    UserId: service,
    ...more,
    changes: {StrongAuthenticationMethod: [old, now]},
  })
const require = (old: unknown, now: unknown) =>
  aChange({Operation: 'Update user.', ObjectId: user, changes: {StrongAuthenticationRequirement: [old, now]}})

telling('ACC-05, MFA removed', methods, [
  ['all methods removed', [set(two, [])], ['ACC-05 low']],
  ['not required any more (State 0)', [require([{State: 1}], [{State: 0}])], ['ACC-05 medium']],
  [
    'Disable Strong Authentication',
    [aChange({Operation: 'Disable Strong Authentication.', ObjectId: user})],
    ['ACC-05 medium'],
  ],
  [
    'three people in a day by one hand',
    people(3).map(ObjectId => set(two, [], {ObjectId, UserId: 'adm.root@contoso.example'})),
    ['ACC-05 medium'],
  ],
  ['a new phone within the hour', [set(two, [], {time: at(12, '10:00')}), set([], one, {time: at(12, '10:20')})]],
  ['one method less', [set(two, one)]],
  ['a licence', [aChange({Operation: 'Update user.', ObjectId: user, changes: {AssignedLicense: ['[]', '[x]']}})]],
])

const phone = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/139.0.0.0 Mobile'
const doubt = aSignIn({user, ip: strange, agent: phone, time: at(12, '09:30')})
const registered = (time: number) =>
  aChange({Operation: 'User registered security info.', UserId: user, ObjectId: user, time})
const details = (PhoneNumber: string) => [{PhoneNumber, Email: null}]

telling('ACC-06, a method added', methods, [
  ['soon after a strange sign-in', [...settled(), doubt, set(one, two, {time: at(12, '10:00')})], ['ACC-06 low']],
  ['registered by oneself', [...settled(), doubt, registered(at(12, '10:00'))], ['ACC-06 low']],
  [
    'another telephone number',
    [
      ...settled(),
      doubt,
      aChange({
        Operation: 'Update user.',
        ObjectId: user,
        UserId: service,
        changes: {StrongAuthenticationUserDetails: [details('+1 5550100'), details('+1 5550199')]},
        time: at(12, '10:00'),
      }),
    ],
    ['ACC-06 low'],
  ],
  ['at home', [...settled(), set(one, two)]],
  ['hours later', [...settled(), doubt, set(one, two, {time: at(12, '12:00')})]],
  ['days on which many enrol', people(30).map(ObjectId => set([], one, {ObjectId}))],
  [
    'the same number',
    [
      ...settled(),
      doubt,
      aChange({
        Operation: 'Update user.',
        ObjectId: user,
        changes: {StrongAuthenticationUserDetails: [details('+1'), details('+1')]},
        time: at(12, '10:00'),
      }),
    ],
  ],
])

const pass = (ObjectId: string, time = at(12)) =>
  aChange({
    Operation: 'Admin registered security info.',
    ObjectId,
    time,
    ExtendedProperties: [{Name: 'ResultReason', Value: 'Admin registered temporary access pass method for user'}],
  })

telling('ACC-07, Temporary Access Passes', methods, [
  ['one', [pass(user)], ['ACC-07 low']],
  ['two', people(2).map(one => pass(one)), ['ACC-07 low']],
  ['the helpdesk, day by day', people(6).map((one, i) => pass(one, at(3 + i)))],
  ['another method', [aChange({Operation: 'Admin registered security info.', ObjectId: user})]],
])
