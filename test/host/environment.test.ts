/** The variables that are read, as people write them; what means nothing is refused by name. */
import {describe, expect, test} from 'vitest'
import {readEnvironment} from '../../src/host/environment.ts'
import {explain} from '../../src/wire/failure.ts'

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
    ['GH_TOKEN', 'S3cret with blanks', 'ENVIRONMENT_MALFORMED'],
    ['M365_ADMIN_GRAPH_TOKEN', 'S3cret…', 'ENVIRONMENT_MALFORMED'],
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

test('an export does not read the administrator’s tokens', () => {
  expect(readEnvironment({GH_TOKEN: 'two words'}, 'run').faults).toEqual([])
})
