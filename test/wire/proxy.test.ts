/** What people write into HTTPS_PROXY and NO_PROXY, and what is made of it. */
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {explain, Failure} from '../../src/wire/failure.ts'
import {ineffectiveExceptions, proxiesOf, readProxy} from '../../src/wire/proxy.ts'

describe('is understood', () => {
  test.each([
    ['host and port', 'proxy:8080', 'http://proxy:8080'],
    ['a host', 'proxy.contoso.test', 'http://proxy.contoso.test'],
    ['an address', '10.0.0.1:3128', 'http://10.0.0.1:3128'],
    ['an IPv6 address', '[fd00::1]:3128', 'http://[fd00::1]:3128'],
    ['a URL', 'http://proxy:8080', 'http://proxy:8080'],
    ['a URL with a slash', 'http://proxy:8080/', 'http://proxy:8080'],
    ['a TLS proxy', 'https://proxy:8443', 'https://proxy:8443'],
    ['capitals', 'HTTP://Proxy:8080', 'http://proxy:8080'],
    ['double quotes', '"http://proxy:8080"', 'http://proxy:8080'],
    ['single quotes and no scheme', "'proxy:8080'", 'http://proxy:8080'],
    ['typographic quotes', '“http://proxy:8080”', 'http://proxy:8080'],
    ['blanks and a line end', ' http://proxy:8080 \r\n', 'http://proxy:8080'],
    ['a mark that nobody sees', '\u200bhttp://proxy:8080\ufeff', 'http://proxy:8080'],
    ['user and password', 'http://ann:secret@proxy:8080', 'http://ann:secret@proxy:8080'],
    ['no scheme and a password', 'ann:secret@proxy:8080', 'http://ann:secret@proxy:8080'],
    ['an @ in the password', 'http://ann:p@ss@proxy:8080', 'http://ann:p%40ss@proxy:8080'],
    ['/, ?, # and : in the password', 'http://ann:a/b?c#d:e@proxy:8080', 'http://ann:a%2Fb%3Fc%23d%3Ae@proxy:8080'],
    ['a % that encodes nothing', 'http://ann:100%@proxy:8080', 'http://ann:100%25@proxy:8080'],
    ['an encoded password', 'http://ann:p%40ss@proxy:8080', 'http://ann:p%40ss@proxy:8080'],
    ['a domain before the user', 'http://CONTOSO\\ann:secret@proxy:8080', 'http://CONTOSO%5Cann:secret@proxy:8080'],
    ['blanks in the password', 'http://ann:a b@proxy:8080', 'http://ann:a%20b@proxy:8080'],
  ])('%s', (_, text, url) => {
    expect(readProxy('HTTPS_PROXY', text)?.url).toBe(url)
  })

  test.each(['', '  ', '""', 'none', 'off', 'DIRECT', 'false', "'no'"])('%o as no proxy', text => {
    expect(readProxy('HTTPS_PROXY', text)).toBeUndefined()
  })
})

test('any user and password arrive as they were, encoded or not, and every form is a secret', () => {
  const character = fc.constantFrom(...'abZ09@:/?#[]\\%+&=,;!$*()~ ä€🔑"\''.split(/(?:)/u))
  const credential = fc
    .array(character, {minLength: 1, maxLength: 12})
    .map(all => `x${all.join('')}y`)
    .filter(text => !/%[0-9a-f]{2}/i.test(text))
  fc.assert(
    fc.property(
      credential.filter(text => !text.includes(':')),
      credential,
      fc.boolean(),
      (user, password, encoded) => {
        const written = encoded ? `${encodeURIComponent(user)}:${encodeURIComponent(password)}` : `${user}:${password}`
        const proxy = readProxy('HTTPS_PROXY', `http://${written}@proxy.test:8080`)
        const pair = Buffer.from(`${user}:${password}`).toString('base64')
        expect(proxy?.authorization).toBe(`Basic ${pair}`)
        expect(proxy?.address).toBe('http://proxy.test:8080')
        expect(proxy?.secrets).toEqual(expect.arrayContaining([pair, password, encodeURIComponent(password)]))
        expect(new URL(proxy?.url ?? '').host).toBe('proxy.test:8080')
      },
    ),
    {seed: 3},
  )
})

describe('is refused, by the variable’s name and never its value', () => {
  test.each([
    ['SOCKS', 'socks5://ann:S3cret@proxy:1080', 'PROXY_UNSUPPORTED', 'SOCKS'],
    ['SOCKS with names resolved there', 'socks5h://proxy:1080', 'PROXY_UNSUPPORTED', 'SOCKS'],
    ['a PAC file', 'http://S3cret.test/proxy.pac', 'PROXY_UNSUPPORTED', 'PAC'],
    ['a WPAD file', 'http://wpad/wpad.dat', 'PROXY_UNSUPPORTED', 'PAC'],
    ['another scheme', 'ftp://ann:S3cret@proxy', 'PROXY_UNSUPPORTED', 'scheme'],
    ['a port that is none', 'http://ann:S3cret@proxy:port', 'ENVIRONMENT_MALFORMED', ''],
    ['a port too high', 'http://ann:S3cret@proxy:70000', 'ENVIRONMENT_MALFORMED', ''],
    ['port 0', 'http://proxy:0', 'ENVIRONMENT_MALFORMED', ''],
    ['several', 'http://a:1,http://b:2', 'ENVIRONMENT_MALFORMED', ''],
    ['Windows’ list', 'http=a:1;https=b:2', 'ENVIRONMENT_MALFORMED', ''],
    ['nothing after the scheme', 'http://', 'ENVIRONMENT_MALFORMED', ''],
    ['a password alone', 'http://ann:S3cret@', 'ENVIRONMENT_MALFORMED', ''],
    ['an expression unresolved', '${{ secrets.S3cret }}', 'ENVIRONMENT_MALFORMED', ''],
    ['a sentence', 'ask S3cret for it', 'ENVIRONMENT_MALFORMED', ''],
  ])('%s', (_, text, code, word) => {
    const failure = failureOf(() => readProxy('https_proxy', text))
    expect(failure.code).toBe(code)
    expect(failure.message).toContain('https_proxy')
    expect(failure.message).toContain(word)
    expect(explain(failure)).not.toMatch(/S3cret|ann:/)
  })

  test('whatever is written, what is said never holds it', () => {
    fc.assert(
      fc.property(fc.string({minLength: 9}), text => {
        try {
          readProxy('HTTPS_PROXY', `http://${text}@:x`)
        } catch (error) {
          expect(explain(error as Failure)).not.toContain(text)
        }
      }),
      {seed: 3},
    )
  })
})

describe('NO_PROXY', () => {
  test.each([
    ['contoso.test', 'https://contoso.test/', true],
    ['contoso.test', 'https://audit.contoso.test/', true],
    ['contoso.test', 'https://notcontoso.test/', false],
    ['.contoso.test', 'https://audit.contoso.test/', true],
    ['*.contoso.test', 'https://audit.contoso.test/', true],
    ['*', 'https://anything.test/', true],
    ['"a.test; b.test"', 'https://b.test/', true],
    ['a.test b.test\nc.test', 'https://c.test/', true],
    ['https://a.test/', 'https://a.test/', true],
    ['A.Test', 'https://a.test/', true],
    ['a.test:443', 'https://a.test/', true],
    ['a.test:8443', 'https://a.test/', false],
    ['[fd00::1]', 'http://[fd00::1]:8080/', true],
    ['fd00::1', 'http://[fd00::1]/', true],
    ['10.0.0.0/8', 'http://10.20.30.40/', true],
    ['10.0.0.0/8', 'http://11.0.0.1/', false],
    ['10.0.0.0/8', 'https://ten.test/', false],
    ['fd00::/8', 'http://[fd12::1]/', true],
    ['10.*', 'http://10.1.2.3/', true],
    ['*contoso.test', 'https://audit.contoso.test/', true],
    ['audit-*.contoso.test', 'https://audit-7.contoso.test/', true],
    ['a.test', 'https://aXtest/', false],
    ['<local>', 'https://intranet/', true],
    ['<local>', 'https://a.test/', false],
    ['<-local>;b.test', 'https://b.test/', true],
    ['', 'https://a.test/', false],
    ['', 'http://localhost:9/', true],
    ['', 'http://127.0.0.9:9/', true],
    ['a.test', 'http://[::1]:9/', true],
  ])('%o and %s', (text, url, direct) => {
    expect(proxiesOf({HTTPS_PROXY: 'proxy:1', NO_PROXY: text}).bypasses(new URL(url))).toBe(direct)
  })
})

test('entries without a meaning are counted out, and have no effect', () => {
  expect(ineffectiveExceptions('a.test, [[[, 10.0.0.0/99 b.test;http://|x')).toEqual([2, 3, 5])
  fc.assert(
    fc.property(fc.string({maxLength: 40}), text => {
      const {bypasses} = proxiesOf({HTTPS_PROXY: 'proxy:1', NO_PROXY: text})
      expect(typeof bypasses(new URL('https://graph.microsoft.com/'))).toBe('boolean')
      expect(ineffectiveExceptions(text).every(position => position >= 1)).toBe(true)
    }),
    {seed: 5},
  )
})

test('the lower-case variable counts where both are set, and HTTP_PROXY serves https where it is alone', () => {
  const of = (environment: Record<string, string>) => {
    const {http, https} = proxiesOf(environment)
    return [http?.url, https?.url]
  }
  expect(of({HTTPS_PROXY: 'socks://a', https_proxy: 'b:1'})).toEqual([undefined, 'http://b:1'])
  expect(of({HTTPS_PROXY: 'a:1', https_proxy: ''})).toEqual([undefined, 'http://a:1'])
  expect(of({http_proxy: 'a:1'})).toEqual(['http://a:1', 'http://a:1'])
  expect(of({})).toEqual([undefined, undefined])
})

function failureOf(body: () => unknown): Failure {
  try {
    body()
  } catch (error) {
    if (error instanceof Failure) return error
  }
  throw new Error('was expected to fail')
}
