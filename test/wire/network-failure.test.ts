/** What a request that brought no answer is taken for. */
import {describe, expect, test} from 'vitest'
import {cloudNamed, cloudNames} from '../../src/signin/cloud.ts'
import {Failure} from '../../src/wire/failure.ts'
import {hostsToAllow, networkFailure, ProxyUnreachable} from '../../src/wire/network-failure.ts'

const where = {host: 'graph.microsoft.com', text: 'GET graph.microsoft.com/v1.0'}
const coded = (code: string, message = 'words') => Object.assign(new Error(message), {code})

describe('another try can’t help after', () => {
  test.each([
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'WIRE_TLS_UNTRUSTED',
      /NODE_EXTRA_CA_CERTS.*in the job|in the job.*NODE_EXTRA_CA_CERTS/,
    ],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'WIRE_TLS_UNTRUSTED', /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'WIRE_TLS_UNTRUSTED', /NODE_EXTRA_CA_CERTS/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'WIRE_TLS_UNTRUSTED', /NODE_EXTRA_CA_CERTS/],
    ['CERT_HAS_EXPIRED', 'WIRE_TLS_DATE', /date and time/],
    ['CERT_NOT_YET_VALID', 'WIRE_TLS_DATE', /date and time/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'WIRE_TLS_NAME', /captive portal/],
    ['UND_ERR_PRX_TLS', 'WIRE_TLS_NAME', /captive portal/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'WIRE_TLS_PROTOCOL', /HTTPS_PROXY=http:/],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'WIRE_TLS_PROTOCOL', /inspection/],
  ])('%s', (code, expected, remedy) => {
    for (const error of [
      coded(code),
      new TypeError('fetch failed', {cause: coded(code)}),
      new AggregateError([coded(code)]),
    ]) {
      const {failure, again} = networkFailure(error, where, false)
      expect([failure.code, again]).toEqual([expected, 'never'])
      expect(failure.remedy).toMatch(remedy)
      expect(failure.message).toContain(where.host)
    }
  })

  test.each([
    [407, 'PROXY_LOGIN'],
    [403, 'PROXY_REFUSED'],
    [401, 'PROXY_REFUSED'],
    [404, 'PROXY_REFUSED'],
    [405, 'PROXY_REFUSED'],
  ])('a proxy’s %i', (status, expected) => {
    const error = coded('UND_ERR_ABORTED', `Proxy response (${status}) !== 200 when HTTP Tunneling`)
    const {failure, again} = networkFailure(error, where, false)
    expect([failure.code, again]).toEqual([expected, 'never'])
  })
})

describe('another try may help after', () => {
  test.each([
    ['a proxy’s 502', coded('UND_ERR_ABORTED', 'Proxy response (502) !== 200 when HTTP Tunneling'), 'WIRE_UNREACHABLE'],
    ['a proxy’s 429', coded('UND_ERR_ABORTED', 'Proxy response (429) !== 200 when HTTP Tunneling'), 'WIRE_UNREACHABLE'],
    ['a refused connection', coded('ECONNREFUSED'), 'WIRE_UNREACHABLE'],
    ['an unknown name', coded('ENOTFOUND'), 'WIRE_NAME_UNKNOWN'],
    ['a name without an address', new TypeError('fetch failed', {cause: coded('ENODATA')}), 'WIRE_NAME_UNKNOWN'],
    ['a name server that is busy', coded('EAI_AGAIN'), 'WIRE_NAME_UNANSWERED'],
    ['a proxy that is down', new ProxyUnreachable('HTTPS_PROXY', coded('ECONNREFUSED')), 'PROXY_UNREACHABLE'],
    ['a proxy’s name unknown', new ProxyUnreachable('https_proxy', coded('ENOTFOUND')), 'PROXY_UNREACHABLE'],
    ['a reset', coded('ECONNRESET'), 'WIRE_RESET'],
    ['a record that was damaged on the way', coded('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'), 'WIRE_UNREACHABLE'],
  ])('%s', (_, error, expected) => {
    const {failure, again} = networkFailure(error, where, false)
    expect(failure.code).toBe(expected)
    expect(again).not.toBe('never')
  })
})

test('an error that is its own cause ends', () => {
  const error = coded('X')
  error.cause = error
  expect(networkFailure(error, where, false).failure).toBeInstanceOf(Failure)
})

describe('the hosts to allow', () => {
  test.each(cloudNames)('are all that an export of %s talks to, whichever was refused', name => {
    const {login, exchange, graph, vaultSuffix} = cloudNamed(name)
    const hosts = [login, exchange, graph].map(url => new URL(url).host)
    for (const refused of hosts)
      expect(hostsToAllow(refused)).toEqual(expect.arrayContaining([...hosts, `*${vaultSuffix}`]))
    expect(hostsToAllow(`x${vaultSuffix}`)).toEqual(expect.arrayContaining(hosts))
    expect(hostsToAllow('api.github.com')).toContain('*.actions.githubusercontent.com')
  })
})
