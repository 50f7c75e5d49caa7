import {expect, test} from 'vitest'
import {skeleton} from '../../../src/detect/imitation.ts'
import {knownClients} from '../../../src/detect/rules/known-clients.ts'
import {aChange, aRecord, aSignIn, people} from '../build.ts'
import {settled, strange, telling} from './told.ts'

const perfectData = 'ff8d92dc-3d82-41d6-bcbd-b9174d163620'
const emClient = 'e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd'

telling('APP-11, clients that attackers like', knownClients, [
  ['eM Client signs in', [aSignIn({application: emClient})], ['APP-11 low']],
  ['at a strange place', [...settled(), aSignIn({application: emClient, ip: strange})], ['APP-11 medium']],
  [
    'PerfectData reads mail',
    [aRecord({Operation: 'MailItemsAccessed', RecordType: 50, ClientAppId: perfectData})],
    ['APP-11 medium'],
  ],
  ['a consent to it', [aChange({Operation: 'Consent to application.', ObjectId: perfectData})], ['APP-11 medium']],
  ['what many use, in one finding', people(5).map(user => aSignIn({user, application: emClient})), ['APP-11 low']],
  ['another client', [aSignIn({application: '27922004-5251-4030-b22d-91ecd9a37ea4'})]],
  ['a failure', [aSignIn({application: emClient, error: '50126'})]],
])

const named = (name: string, UserId = 'ada@contoso.example') =>
  aChange({Operation: 'Add application.', UserId, ObjectId: name, Target: [{ID: name, Type: 1}]})

telling('APP-12, names that imitate', knownClients, [
  ['Micr0soft', [named('Micr0soft Mail')], ['APP-12 medium']],
  ['rnicrosoft', [named('rnicrosoft account')], ['APP-12 medium']],
  ['Cyrillic letters', [named('Оutlооk sync')], ['APP-12 medium']],
  ['the tenant’s own name', [named('C0ntoso portal')], ['APP-12 low']],
  ['Microsoft spelt so', [named('Microsoft Graph Explorer')]],
  ['the tenant’s own, spelt so', [named('Contoso portal')]],
  ['modern internal tools', [named('Modern Intern Tools 10')]],
  ['a service’s', [named('Micr0soft', 'Certificate')]],
])

test('reads as a hurried eye does', () => {
  expect(skeleton('Micrоsоft')).toBe(skeleton('microsoft'))
  expect(skeleton('SharePoint')).not.toBe(skeleton('SherePoint'))
})
