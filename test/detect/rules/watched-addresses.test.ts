import {describe, expect, test} from 'vitest'
import {watchedAddresses} from '../../../src/detect/rules/watched-addresses.ts'
import {parseWatched} from '../../../src/detect/watched-addresses.ts'
import {aCmdlet, aRecord, aSignIn, detectionOf} from '../build.ts'

const watched = [
  {address: '198.51.100.0/24', reason: 'exits of a VPN'},
  {address: '198.51.100.77', reason: 'seen in an attack'},
  {address: '203.0.113.9:443', reason: 'a host'},
  {address: '2001:db8:a::/47', reason: 'a provider'},
]

const findingsOf = (record: ReturnType<typeof aRecord>, list = watched) =>
  detectionOf([record], {rules: watchedAddresses, watched: list}).findings

describe('AUTH-21, an address of the team’s list', () => {
  test.each([
    [
      'a sign-in from the network',
      aSignIn({ip: '198.51.100.3'}),
      'medium',
      'Listed as 198.51.100.0/24: exits of a VPN',
    ],
    ['one from the address inside it', aSignIn({ip: '198.51.100.77'}), 'medium', 'seen in an attack'],
    ['a refused one', aSignIn({ip: '203.0.113.9', error: '50126'}), 'low', 'a host'],
    ['a file opened over IPv6', aRecord({ClientIP: '[2001:db8:b:1::5]:5000'}), 'medium', 'a provider'],
    ['a cmdlet', aCmdlet({Operation: 'New-InboxRule', ClientIP: '198.51.100.4:1234'}), 'medium', 'exits of a VPN'],
  ])('%s', (_what, record, severity, why) => {
    const [finding] = findingsOf(record)
    expect(finding).toMatchObject({rule: 'AUTH-21', severity, why: expect.stringContaining(why)})
  })

  test.each([
    ['a neighbour', aSignIn({ip: '198.51.101.3'})],
    ['a neighbour over IPv6', aRecord({ClientIP: '2001:db8:c::5'})],
    ['the service’s own hands', aRecord({ClientIP: '198.51.100.3', UserId: 'app@sharepoint'})],
    ['no address', aRecord()],
  ])('is silent for %s', (_what, record) => {
    expect(findingsOf(record)).toEqual([])
  })

  test('is told to be blind without a list', () => {
    const blind = (list: typeof watched) => detectionOf([aSignIn()], {rules: watchedAddresses, watched: list}).unseen
    expect(blind([])).toMatchObject([{rule: 'AUTH-21', missing: expect.stringContaining('no list of addresses')}])
    expect(blind(watched)).toEqual([])
  })
})

describe('the list', () => {
  test('is read from under `watched`, and need not be there', () => {
    expect(parseWatched({accepted: [], watched})).toEqual({entries: watched, mistakes: []})
    for (const nothing of [null, [], {accepted: []}, {watched: null}])
      expect(parseWatched(nothing)).toEqual({entries: [], mistakes: []})
  })

  test('says what is wrong with each entry', () => {
    const reason = 'why'
    const {entries, mistakes} = parseWatched({
      watched: [
        {address: 'example.org', reason},
        {address: '192.0.2.0/33', reason},
        {address: '192.0.2.1'},
        7,
        watched[0],
      ],
    })
    expect(entries).toEqual([watched[0]])
    expect(mistakes).toEqual([
      'watched 1: example.org is neither an address nor a network',
      'watched 2: 192.0.2.0/33 is neither an address nor a network',
      expect.stringMatching(/^watched 3: reason /),
      expect.stringMatching(/^watched 4: /),
    ])
    expect(parseWatched({watched: 'x'}).mistakes).toEqual(['watched: expected a list of entries'])
  })
})
