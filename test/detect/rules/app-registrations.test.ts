import {applications} from '../../../src/detect/rules/app-registrations.ts'
import {applicationKeys} from '../../../src/detect/rules/application-keys.ts'
import {aChange, at, type Fields, minute, people} from '../build.ts'
import {telling} from './told.ts'

const id = (i: number) => `5b2f8e1c-0d7a-4c39-9e64-aa10c7d2b35${i}`
const robot = '9c01f4aa-3d52-4d0e-8b6f-70e1b2c3d4e5'

const act = (Operation: string, time: number, more: Parameters<typeof aChange>[0] = {}) =>
  aChange({Operation, ObjectId: id(1), time, ...more})
const make = (i: number, time: number, more: Fields = {}) =>
  act('Add application.', time, {
    ObjectId: id(i),
    Target: [
      {ID: `Application_${id(i)}`, Type: 2},
      {ID: `App ${i}`, Type: 1},
    ],
    ...more,
  })

telling('APP-07, applications made', applications, [
  ['four in four minutes', [1, 2, 3, 4].map(i => make(i, at(12) + i * minute)), ['APP-07 low']],
  ['four in a day', [1, 2, 3, 4].map(i => make(i, at(12, `1${i}:00`)))],
  ['Microsoft’s own', [1, 2, 3, 4, 5].map(i => make(i, at(12) + i, {UserId: 'Certificate'}))],
  [
    'two, each with its principal',
    [1, 2].flatMap(i => [make(i, at(12)), act('Add service principal.', at(12) + minute, {ObjectId: id(i)})]),
  ],
])

telling('APP-15, made, opened and deleted', applications, [
  [
    'with a credential between',
    [make(1, at(12)), act('Add service principal credentials.', at(13)), act('Delete application.', at(14))],
    ['APP-15 medium'],
  ],
  ['a lab’s clean-up', [make(1, at(12)), act('Delete application.', at(13))]],
  [
    'after three weeks',
    [make(1, at(2)), act('Add service principal credentials.', at(3)), act('Delete application.', at(24))],
  ],
  ['of an older one', [act('Add service principal credentials.', at(3)), act('Delete application.', at(4))]],
])

const update = (changes: Record<string, [unknown, unknown]>) => act('Update application.', at(12), {changes})
const addresses = (...all: string[]) => JSON.stringify(all.map(Address => ({Address})))

telling('APP-10, opened to other tenants', applications, [
  ['False to True', [update({AvailableToOtherTenants: ['[false]', '[true]']})], ['APP-10 low']],
  ['True to False', [update({AvailableToOtherTenants: ['[true]', '[false]']})]],
  ['another property', [update({DisplayName: ['a', 'b']})]],
])

telling('APP-13, answers go elsewhere', applications, [
  [
    'a new domain beside the old',
    [
      update({
        AppAddress: [
          addresses('https://app.contoso.example/cb'),
          addresses('https://app.contoso.example/cb', 'https://collect.test/cb'),
        ],
      }),
    ],
    ['APP-13 low'],
  ],
  [
    'http beside https, outside',
    [update({AppAddress: [addresses('https://a.test/cb'), addresses('https://a.test/cb', 'http://a.test/cb')]})],
    ['APP-13 low'],
  ],
  [
    'a developer’s own machine',
    [update({AppAddress: [addresses('https://a.test/cb'), addresses('https://a.test/cb', 'http://localhost:3000')]})],
  ],
  [
    'a second page of the same host',
    [update({AppAddress: [addresses('https://a.test/1'), addresses('https://a.test/2')]})],
  ],
  [
    'the tenant’s own domain',
    [update({AppAddress: [addresses('https://a.test/1'), addresses('https://new.contoso.example/')]})],
  ],
])

const key = (name: string) => `[KeyIdentifier=${name},KeyType=Password,KeyUsage=Verify,DisplayName=${name}]`
const secrets = 'Update application – Certificates and secrets management '
const keys = (old: string[], now: string[], more: Fields = {}) =>
  act(secrets, at(12), {...more, changes: {KeyDescription: [old, now]}})

telling('APP-08, credentials', applicationKeys, [
  ['one more than before', [keys([key('one')], [key('one'), key('two')])], ['APP-08 low']],
  ['the first of an old application', [keys([], [key('one')])], ['APP-08 low']],
  [
    'for a principal of Microsoft’s',
    [
      act('Add service principal credentials.', at(12), {
        ObjectId: '00000003-0000-0ff1-ce00-000000000000',
        changes: {KeyDescription: [[], [key('x')]]},
      }),
    ],
    ['APP-08 medium'],
  ],
  [
    'by another application',
    [keys([], [key('x')], {UserId: `ServicePrincipal_${robot}`, Actor: [{ID: `ServicePrincipal_${robot}`, Type: 2}]})],
    ['APP-08 medium'],
  ],
  ['one removed', [keys([key('one'), key('two')], [key('one')])]],
  [
    'and the new one removed again',
    [keys([key('one')], [key('one'), key('two')]), keys([key('one'), key('two')], [key('one')], {time: at(13)})],
    ['APP-08 low'],
  ],
  [
    'and the old one removed by another account',
    [
      keys([key('one')], [key('one'), key('two')]),
      keys([key('one'), key('two')], [key('two')], {time: at(13), UserId: 'eve@contoso.example'}),
    ],
    ['APP-08 low'],
  ],
  [
    'in place of the old one, removed the next day',
    [keys([key('one')], [key('one'), key('two')]), keys([key('one'), key('two')], [key('two')], {time: at(13)})],
  ],
  ['in place of the old one, in one step', [keys([key('one')], [key('two')])]],
  ['for an application just made', [make(1, at(12) - minute), keys([], [key('one')])]],
  ['by a service', [keys([], [key('one')], {UserId: 'Certificate'})]],
])

const own = (UserId: string, owner: string, more: Fields = {}) =>
  act('Add owner to application.', at(12), {
    UserId,
    ...more,
    Target: [
      {ID: 'User_3c9e1a7f-5b2d-4e86-a0c4-7f1d3b9e5a62', Type: 2},
      {ID: owner, Type: 5},
    ],
  })

telling('APP-09, owners', applicationKeys, [
  ['by their own hand', [own('ada@contoso.example', 'Ada@contoso.example')], ['APP-09 low']],
  ['a guest', [own('ada@contoso.example', 'eve_gmail.com#EXT#@contoso.example')], ['APP-09 low']],
  ['a colleague', [own('ada@contoso.example', 'eve@contoso.example')], ['APP-09 low']],
  ['colleagues, as every week, in one finding', people(3).map(one => own('ada@contoso.example', one)), ['APP-09 low']],
  [
    'the maker of a new one',
    [make(1, at(12) - minute, {UserId: 'ada@contoso.example'}), own('ada@contoso.example', 'ada@contoso.example')],
  ],
])
