import {deviceCodes} from '../../../src/detect/rules/device-code.ts'
import {aSignIn, at, type SignIn} from '../build.ts'
import {settled, strange, telling} from './told.ts'

const user = 'ada@contoso.example'
const broker = '29d9ed98-a469-4536-ade2-f981bc1d605e'
const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
const portal = '9ba1a5c7-f17a-4de9-a1f1-6178c8d51223'
const intune = '0000000a-0000-0000-c000-000000000000'

const code = (signIn: SignIn = {}) => aSignIn({user, requestType: 'Cmsi:Cmsi', application: broker, ...signIn})

telling('AUTH-10, device codes', deviceCodes, [
  ['a code typed for a stranger', [...settled(), code({ip: strange})], ['AUTH-10 medium']],
  ['the broker for Graph, at home, on no managed device', [...settled(), code()], ['AUTH-10 low']],
  ['the same on a managed device', [...settled(), code({device: {IsCompliant: 'True'}})]],
  ['a command line at home', [...settled(), code({application: azureCli})]],
  ['a meeting room’s first day', [code({user: 'room1@contoso.example', application: azureCli, ip: strange})]],
  ['an ordinary sign-in elsewhere', [...settled(), aSignIn({user, ip: strange, application: broker})]],
])

telling('AUTH-15, Company Portal', deviceCodes, [
  [
    'another resource, from a strange place',
    [...settled(), code({application: portal, ip: strange})],
    ['AUTH-15 medium'],
  ],
  ['Intune: an enrolment', [...settled(), code({application: portal, ip: strange, more: {ObjectId: intune}})]],
  ['another resource, at home', [...settled(), code({application: portal, time: at(14)})]],
  ['without Cmsi:Cmsi', [...settled(), aSignIn({user, application: portal, ip: strange})]],
])
