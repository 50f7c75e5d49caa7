import {expect, test} from 'vitest'
import {cloudNamed} from '../../src/signin/cloud.ts'
import {withEndpoints} from '../../src/signin/endpoints.ts'

const cloud = cloudNamed('dod')

test('replaces the base URLs named and leaves authority, scopes and the rest', () => {
  const changed = withEndpoints(cloud, '{"login": "http://127.0.0.1:8080/login/", "vault": "https://localhost/vault"}')
  expect(changed).toEqual({...cloud, login: 'http://127.0.0.1:8080/login', vault: 'https://localhost/vault'})
})

test.each([undefined, '', ' \n'])('is the cloud itself for %o', json => {
  expect(withEndpoints(cloud, json)).toBe(cloud)
})

test.each([
  'http://127.0.0.1',
  'http://127.1.2.3:1/x',
  'http://[::1]:9',
  'https://LOCALHOST:9',
  'http://2130706433:80',
])('accepts this machine as %s', url => {
  expect(withEndpoints(cloud, JSON.stringify({login: url})).login).toBe(url)
})

test.each([
  'https://login.microsoftonline.com',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'http://127.0.0.1@evil.example',
  'http://evil.example#127.0.0.1',
  'http://0.0.0.0',
  'http://[::]',
  'http://[::ffff:10.0.0.1]',
  'http://10.0.0.1',
  'http://localhost.',
])('refuses %s', url => {
  expect(() => withEndpoints(cloud, JSON.stringify({exchange: url}))).toThrow(
    expect.objectContaining({code: 'ENDPOINTS_NOT_LOOPBACK'}),
  )
})

test.each([
  ['not JSON', '{login'],
  ['a list', '["http://127.0.0.1"]'],
  ['null', 'null'],
  ['a service that is none', '{"logins": "http://127.0.0.1"}'],
  ['a number', '{"login": 8080}'],
  ['a bare host', '{"login": "127.0.0.1"}'],
  ['another scheme', '{"login": "file://localhost/etc"}'],
  ['a password', '{"login": "http://a:b@127.0.0.1"}'],
  ['a query', '{"login": "http://127.0.0.1/?a=b"}'],
])('refuses %s', (_, json) => {
  expect(() => withEndpoints(cloud, json)).toThrow(expect.objectContaining({code: 'ENDPOINTS_MALFORMED'}))
})

test('names all mistakes at once', () => {
  const json = JSON.stringify({login: 'http://evil.example', exchange: 1, other: 'http://127.0.0.1'})
  expect(() => withEndpoints(cloud, json)).toThrow(
    /'login' is on another machine; 'exchange' is not a URL; it names a service that there is not/,
  )
})
