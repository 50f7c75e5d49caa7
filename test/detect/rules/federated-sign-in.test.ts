import {federatedSignIns} from '../../../src/detect/rules/federated-sign-in.ts'
import {aSignIn, at, minute, people} from '../build.ts'
import {home, settled, strange, telling} from './told.ts'

const errors = (users: string[], ip: string, error: string) =>
  users.map((user, i) => aSignIn({user, ip, error, time: at(12) + i * minute}))
const byName = people(6).map((user, i) =>
  aSignIn({
    user,
    ip: strange,
    time: at(12) + i * minute,
    more: {Operation: 'UserLoginFailed', ErrorNumber: '0', LogonError: 'DesktopSsoNoAuthorizationHeader'},
  }),
)

telling('AUTH-19, errors of federation', federatedSignIns, [
  ['six accounts by seamless sign-on (81004)', errors(people(6), strange, '81004'), ['AUTH-19 medium']],
  ['the error by its name', byName, ['AUTH-19 medium']],
  [
    'two accounts, made-up answers (50008)',
    errors([...people(2), ...people(2), ...people(2)], strange, '50008'),
    ['AUTH-19 low'],
  ],
  ['the office, where others sign in', [...settled('eve@contoso.example'), ...errors(people(6), home, '81004')]],
  ['four errors', errors(people(4), strange, '81004')],
  ['wrong passwords', errors(people(6), strange, '50126')],
])
