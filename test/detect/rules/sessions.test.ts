import {sessions} from '../../../src/detect/rules/sessions.ts'
import {aRecord, aSignIn, at, type SignIn} from '../build.ts'
import {home, settled, strange, telling} from './told.ts'

const user = 'ada@contoso.example'
const session = '7d1f0c52-6a3e-4f0e-9d0a-5b1f3f6f2c11'
const proxy = '198.51.100.20'
const phone = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/139.0.0.0 Mobile'

const signIn = (more: SignIn = {}) =>
  aSignIn({user, ip: home, time: at(12, '09:00'), device: {SessionId: session}, ...more})
const file = (ClientIP: string, UserAgent: string, clock = '10:00') =>
  aRecord({UserId: user, ClientIP, UserAgent, time: at(12, clock), AppAccessContext: {AADSessionId: session}})
const windows = 'Mozilla/5.0 (Windows NT 10.0) Chrome/139.0.0.0'
const teams = '1fec8e78-bce4-4aaf-ab1b-5451cc387264'

telling('AUTH-12, one session on two devices', sessions, [
  ['Windows at home, Android elsewhere', [...settled(), signIn(), file(strange, phone)], ['AUTH-12 medium']],
  ['a script elsewhere', [...settled(), signIn(), file(strange, 'python-requests/2.32')], ['AUTH-12 medium']],
  ['the same device on a VPN', [...settled(), signIn(), file(strange, windows)]],
  ['another device on the same network', [...settled(), signIn(), file(home, phone)]],
  ['another session', [...settled(), signIn({device: {SessionId: 'f00d'}}), file(strange, phone)]],
  [
    'a phone at home and on the way, both known',
    [...settled(), file(strange, phone, '00:01'), ...[1, 2].map(() => signIn({time: at(15)}))],
  ],
])

telling('AUTH-11, through a proxy', sessions, [
  [
    'OfficeHome at a strange place, then another system from a third',
    [...settled(), signIn({ip: proxy}), file(strange, phone, '09:20')],
    ['AUTH-11 high'],
  ],
  [
    'through an application that no proxy serves',
    [...settled(), signIn({ip: proxy, application: teams}), file(strange, phone, '09:20')],
    ['AUTH-12 medium'],
  ],
  ['a traveller in two hotels', [...settled(), signIn({ip: proxy}), file(strange, windows, '19:00')]],
  ['a newcomer’s first day', [signIn({ip: proxy}), file(proxy, windows, '09:20')]],
])

telling('AUTH-16, a new place while at the usual one', sessions, [
  [
    'a stranger’s phone five minutes after the owner',
    [...settled(), signIn(), aSignIn({user, ip: strange, agent: phone, time: at(12, '09:05')})],
    ['AUTH-16 low'],
  ],
  [
    'hours later: a journey',
    [...settled(), signIn(), aSignIn({user, ip: strange, agent: phone, time: at(12, '15:00')})],
    ['AUTH-16 low'],
  ],
  ['the usual program on a VPN', [...settled(), signIn(), aSignIn({user, ip: strange, time: at(12, '09:05')})]],
  [
    'a managed device',
    [
      ...settled(),
      signIn(),
      aSignIn({user, ip: strange, agent: phone, device: {IsCompliant: 'True'}, time: at(12, '09:05')}),
    ],
  ],
])
