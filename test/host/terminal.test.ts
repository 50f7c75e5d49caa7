import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {terminalHost} from '../../src/host/terminal.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'

afterAll(cleanUp)

function aTerminal(argv: string[] = [], env: Record<string, string> = {}) {
  const screen = {text: '', code: 0}
  const host = terminalHost(argv, env, {
    write: text => {
      screen.text += text
    },
    setExitCode: code => {
      screen.code = code
    },
  })
  return {host, screen}
}

describe('the host in a terminal', () => {
  test.for([
    {name: 'a word after the option', argv: ['--period', '2026-10'], expected: {period: '2026-10'}},
    {name: 'an equals sign', argv: ['--free-text=a=b'], expected: {'free-text': 'a=b'}},
    {name: 'a switch at the end', argv: ['--allow-public'], expected: {'allow-public': 'true'}},
    {
      name: 'a switch before another option',
      argv: ['--upload', '--period', 'auto'],
      expected: {upload: 'true', period: 'auto'},
    },
    {name: 'a word that begins with one hyphen', argv: ['--free-text', '-x'], expected: {'free-text': '-x'}},
    {name: 'repetition', argv: ['--users', 'a@x.test', '--users=b@x.test'], expected: {users: 'a@x.test\nb@x.test'}},
    {name: 'nothing after the equals sign', argv: ['--users='], expected: {users: ''}},
  ])('reads an option by $name', ({argv, expected}) => {
    const {host} = aTerminal(argv)
    expect(Object.fromEntries(host.given.map(name => [name, host.input(name)]))).toEqual(expected)
    expect(host.strays).toEqual([])
  })

  test('keeps words that belong to no option apart', () => {
    expect(aTerminal(['folder', '--period', 'auto', '-v']).host.strays).toEqual(['folder', '-v'])
  })

  test('takes what no option names from the environment, in both spellings', () => {
    const env = {INPUT_PERIOD: '2026-09', INPUT_TENANT_ID: 'contoso.com', 'INPUT_CLIENT-ID': 'x', INPUT_USERS: ''}
    const {host} = aTerminal(['--period', '2026-10'], env)
    expect([host.input('period'), host.input('tenant-id'), host.input('client-id')]).toEqual([
      '2026-10',
      'contoso.com',
      'x',
    ])
    expect(host.given).toEqual(['period', 'tenant-id', 'client-id'])
  })

  test('reads a secret from a file, so that no command line holds it', () => {
    const file = join(temporaryFolder(), 'password')
    writeFileSync(file, 'hunter2\n')
    const {host} = aTerminal(['--certificate-password-file', file])
    expect(host.input('certificate-password')).toBe('hunter2')
    expect(host.given).toEqual(['certificate-password'])
  })

  test('says which secret’s file can’t be read', () => {
    expect(() => aTerminal(['--github-token-file', '/nowhere/token'])).toThrow(
      expect.objectContaining({code: 'INPUT_SECRET_FILE', message: expect.stringContaining('/nowhere/token')}),
    )
  })

  test('shows annotations as lines, groups by their title, and the outputs at the end', async () => {
    const {host, screen} = aTerminal()
    host.output('status', 'complete')
    await host.group('Reading', async () => host.info('inside'))
    host.warning('one\n  two')
    host.debug('unseen')
    host.output('records', '12')
    host.end()
    expect(screen).toEqual({text: '\nReading\ninside\nwarning: one two\n\nstatus: complete\nrecords: 12\n', code: 0})
  })

  test('keeps the blanks of a password, of an option and of a variable', () => {
    const {host} = aTerminal(['--certificate-password', ' a '], {'INPUT_KEY-VAULT-TOKEN': ' b\n'})
    expect([host.input('certificate-password'), host.untrimmed?.('certificate-password')]).toEqual(['a', ' a '])
    expect([host.input('key-vault-token'), host.untrimmed?.('key-vault-token')]).toEqual(['b', ' b\n'])
  })

  test('fails with an exit code', () => {
    const {host, screen} = aTerminal()
    host.fail('Two gaps.')
    host.end()
    expect(screen).toEqual({text: 'error: Two gaps.\n', code: 1})
  })

  test('lists no outputs that say nothing, and after a failure without a folder the status alone', () => {
    const outcome = (outputs: Record<string, string>) => {
      const {host, screen} = aTerminal()
      for (const [name, value] of Object.entries(outputs)) host.output(name, value)
      host.end()
      return screen.text
    }
    expect(outcome({status: 'failed', records: '0', directory: ''})).toBe('\nstatus: failed\n')
    expect(outcome({status: 'complete', records: '0', directory: 'out', 'issue-url': ''})).toBe(
      '\nstatus: complete\nrecords: 0\ndirectory: out\n',
    )
    expect(outcome({status: 'failed', records: '7', directory: 'out'})).toContain('records: 7')
  })

  test('hides secrets in everything it shows, the longest first', () => {
    const {host, screen} = aTerminal([], {RUNNER_DEBUG: '1'})
    host.mask('hunter')
    host.mask('hunter2')
    host.mask('line one\nline two')
    host.info('hunter2 hunter')
    host.debug('line two')
    host.output('x', 'hunter2')
    host.end()
    expect(screen.text).toBe('*** ***\ndebug: ***\n\nx: ***\n')
  })

  test('lets no word of a service move the cursor', () => {
    const {host, screen} = aTerminal()
    host.info('a\u001b[2J\rb\tc')
    expect(screen.text).toBe('a[2Jb\tc\n')
  })
})
