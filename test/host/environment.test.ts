/** The variables that are read, as people write them; what means nothing is refused by name. */
import {describe, expect, test} from 'vitest'
import {readEnvironment} from '../../src/host/environment.ts'
import {explain} from '../../src/wire/failure.ts'
import {proxiesOf} from '../../src/wire/proxy.ts'

describe('is understood, and written back for libraries', () => {
  test.each([
    ['HTTPS_PROXY', 'proxy:8080', 'http://proxy:8080'],
    ['http_proxy', '"ann:a/b@proxy"', 'http://ann:a%2Fb@proxy'],
    ['HTTPS_PROXY', 'none', undefined],
    ['GITHUB_API_URL', '"https://git.contoso.test/api/v3/"', 'https://git.contoso.test/api/v3'],
    ['GITHUB_SERVER_URL', 'git.contoso.test', 'https://git.contoso.test'],
    ['GITHUB_REPOSITORY', 'https://github.com/contoso/audit.git', 'contoso/audit'],
    ['GITHUB_REPOSITORY', 'git@github.com:contoso/audit.git', 'contoso/audit'],
    ['GITHUB_REPOSITORY', " 'contoso/audit' ", 'contoso/audit'],
    ['GITHUB_RETENTION_DAYS', ' 90\n', '90'],
    ['ACTIONS_RUNTIME_TOKEN', 'Bearer abc', 'abc'],
    ['M365_AUDIT_ENDPOINTS', '\'{"login":"http://127.0.0.1:1"}\'', '{"login":"http://127.0.0.1:1"}'],
    ['RUNNER_TEMP', '"/tmp/x"', '/tmp/x'],
    ['GH_TOKEN', 'ghp_abc', 'ghp_abc'],
    ['GITHUB_API_URL', '  ', undefined],
  ])('%s=%o', (name, text, value) => {
    const variables = {[name]: text, PATH: ' "as it is" '}
    expect(readEnvironment(variables, 'setup').faults).toEqual([])
    expect(variables[name]).toBe(value)
    expect(variables.PATH).toBe(' "as it is" ')
  })
})

describe('is refused without its value, and unset', () => {
  test.each([
    ['HTTPS_PROXY', 'socks5://S3cret:1080', 'PROXY_UNSUPPORTED'],
    ['GITHUB_API_URL', 'ftp://S3cret', 'ENVIRONMENT_MALFORMED'],
    ['GITHUB_API_URL', 'https://ann:S3cret@host', 'ENVIRONMENT_MALFORMED'],
    ['GITHUB_SERVER_URL', 'not S3cret', 'ENVIRONMENT_MALFORMED'],
    ['GITHUB_REPOSITORY', 'S3cret', 'ENVIRONMENT_MALFORMED'],
    ['GITHUB_REPOSITORY', 'a/b/S3cret', 'ENVIRONMENT_MALFORMED'],
    ['GITHUB_RUN_ID', 'S3cret', 'ENVIRONMENT_MALFORMED'],
    ['GITHUB_RETENTION_DAYS', '-1 S3cret', 'ENVIRONMENT_MALFORMED'],
    ['ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY', '0', 'ENVIRONMENT_MALFORMED'],
    ['ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'S3cret of\ntwo lines', 'ENVIRONMENT_MALFORMED'],
    ['GITHUB_API_URL', 'ht!tpS3cret', 'ENVIRONMENT_MALFORMED'],
    ['GITHUB_SERVER_URL', 'https://S3cret{}.test', 'ENVIRONMENT_MALFORMED'],
    ['GH_TOKEN', 'S3cret with blanks', 'ENVIRONMENT_MALFORMED'],
    ['M365_ADMIN_GRAPH_TOKEN', 'S3cret…', 'ENVIRONMENT_MALFORMED'],
    ['M365_ADMIN_EXCHANGE_TOKEN_FABRIKAM', 'S3cret with blanks', 'ENVIRONMENT_MALFORMED'],
  ])('%s=%o', (name, text, code) => {
    const variables = {[name]: text}
    const {faults} = readEnvironment(variables, 'setup')
    expect(faults.map(fault => fault.code)).toEqual([code])
    expect(faults.map(explain).join()).toContain(name)
    expect(faults.map(explain).join()).not.toContain('S3cret')
    expect(variables).toEqual({})
  })
})

test('all mistakes are told at once, and secrets of what is understood are to be masked', () => {
  const {faults, secrets} = readEnvironment(
    {HTTPS_PROXY: 'ann:p@ss@proxy', HTTP_PROXY: 'socks4://x', GITHUB_REPOSITORY: 'x', ACTIONS_RUNTIME_TOKEN: 'token-1'},
    'run',
  )
  expect(faults).toHaveLength(2)
  expect(secrets).toEqual(
    expect.arrayContaining(['p@ss', 'p%40ss', Buffer.from('ann:p@ss').toString('base64'), 'token-1']),
  )
})

describe('what has no effect is noted without its value, and the run goes on:', () => {
  const missing = () => {
    throw Object.assign(new Error('no such file'), {code: 'ENOENT'})
  }
  const files: Record<string, string> = {
    'S3cret.pem': '-----BEGIN CERTIFICATE-----',
    'S3cret.cer': '0\u0082',
    'S3cret.txt': 'x',
  }
  test.each([
    [{NO_PROXY: 'a.test,[S3cret['}, /NO_PROXY entry 2 /],
    [{no_proxy: '[S3cret[ ]]'}, /no_proxy entries 1, 2 /],
    [{ALL_PROXY: 'socks5://ann:S3cret@proxy:1'}, /ALL_PROXY names a SOCKS proxy.*go out directly/],
    [{all_proxy: 'http://ann:S3cret@'}, /all_proxy does not name a proxy/],
    [{NODE_EXTRA_CA_CERTS: 'S3cret'}, /can’t be read \(ENOENT\)/],
    [{NODE_EXTRA_CA_CERTS: 'S3cret.cer'}, /binary \(DER\).*openssl x509 -inform der/],
    [{NODE_EXTRA_CA_CERTS: 'S3cret.txt'}, /not PEM/],
  ])('%j', (variables, says) => {
    const read = (path: string) => Buffer.from(files[path] ?? missing(), 'latin1')
    const {faults, notes} = readEnvironment({...variables}, 'run', read)
    expect(faults).toEqual([])
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(says)
    expect(notes[0]).not.toContain('S3cret')
  })

  test('nothing is noted of what has an effect', () => {
    const variables = {NO_PROXY: 'a.test,10.0.0.0/8,<local>', NODE_EXTRA_CA_CERTS: 'S3cret.pem', ALL_PROXY: ''}
    expect(readEnvironment(variables, 'run', path => Buffer.from(files[path] ?? '')).notes).toEqual([])
  })
})

test('ALL_PROXY counts where no variable is more precise, and is masked', () => {
  const alone: Record<string, string> = {all_proxy: 'ann:p@ss@proxy:1'}
  expect(readEnvironment(alone, 'run').secrets).toContain('p@ss')
  expect([alone.HTTP_PROXY, alone.HTTPS_PROXY]).toEqual(['http://ann:p%40ss@proxy:1', 'http://ann:p%40ss@proxy:1'])
  expect(proxiesOf(alone).https?.variable).toBe('all_proxy')
  const precise: Record<string, string> = {ALL_PROXY: 'socks5://x', http_proxy: 'b:1'}
  expect(readEnvironment(precise, 'run').notes).toEqual([])
  expect(precise.HTTPS_PROXY).toBeUndefined()
})

test('an export does not read the administrator’s tokens', () => {
  expect(readEnvironment({GH_TOKEN: 'two words'}, 'run').faults).toEqual([])
})
