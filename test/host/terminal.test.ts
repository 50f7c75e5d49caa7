import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {afterAll, describe, expect, test} from 'vitest'
import {terminalHost} from '../../src/host/terminal.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'

afterAll(cleanUp)

function aTerminal(
  argv: string[] = [],
  env: Record<string, string> = {},
  {columns}: {columns?: number | undefined} = {},
) {
  const screen = {text: '', code: 0}
  const host = terminalHost(argv, env, {
    columns,
    write: text => {
      screen.text += text
    },
    setExitCode: code => {
      screen.code = code
    },
  })
  return {host, screen}
}

/** What a terminal shows in the end: a carriage return goes back, and the sequence after it erases the line. */
function rendered(text: string): string[] {
  return text.split('\n').map(line => line.split('\r\u001b[K').at(-1) ?? '')
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

  test('says of every secret’s file that can’t be read which it is', () => {
    const {host} = aTerminal(['--github-token-file', '/nowhere/token', '--identity', '/nowhere/key'])
    expect(host.mistakes).toMatchObject([
      {code: 'INPUT_SECRET_FILE', message: expect.stringContaining('/nowhere/token')},
      {code: 'INPUT_SECRET_FILE', message: expect.stringContaining('/nowhere/key')},
    ])
  })

  test('shows annotations as lines, groups by their title, and the outputs at the end', async () => {
    const {host, screen} = aTerminal()
    host.output('status', 'complete')
    await host.group('Reading', async () => host.info('inside'))
    host.warning('one\n  two')
    host.debug('unseen')
    host.output('client-id', '12')
    host.end()
    expect(screen).toEqual({text: '\nReading\ninside\nwarning: one two\n\nstatus: complete\nclient-id: 12\n', code: 0})
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

  test('lists no outputs that say nothing, and without an export no counts', () => {
    const outcome = (outputs: Record<string, string>) => {
      const {host, screen} = aTerminal()
      for (const [name, value] of Object.entries(outputs)) host.output(name, value)
      host.end()
      return screen.text
    }
    expect(outcome({status: 'failed', records: '0', directory: ''})).toBe('\nstatus: failed\n')
    const manifest = 'out/manifest.json'
    expect(outcome({status: 'complete', records: '0', directory: 'out', 'issue-url': '', manifest})).toBe(
      '\nstatus: complete\nrecords: 0\ndirectory: out\nmanifest: out/manifest.json\n',
    )
    expect(outcome({status: 'failed', records: '7', directory: 'out', manifest})).toContain('records: 7')
  })

  test('lists nothing after a mistake, and ends with another code than after a failure', () => {
    const {host, screen} = aTerminal()
    host.output('status', 'failed')
    host.fail('1 input is wrong.', 'mistake')
    host.end()
    expect(screen).toEqual({text: 'error: 1 input is wrong.\n', code: 2})
  })

  test('keeps progress on one line, below what is said, and leaves its last state', async () => {
    const {host, screen} = aTerminal([], {NO_COLOR: '1'}, {columns: 12})
    await host.group('Read', async () => {
      host.progress?.('10 %')
      host.progress?.('20 % and more than fits')
      host.warning('slow')
      host.progress?.('100 %')
    })
    host.info('done')
    host.end()
    expect(rendered(screen.text)).toEqual(['', 'Read', 'warning: slow', '100 %', 'done', ''])
    expect(screen.text).not.toContain('fits')
    expect(aTerminal().host.progress).toBeUndefined()
  })

  test.for([
    {name: 'a terminal', env: {}, columns: 80, colours: true},
    {name: 'a pipe', env: {}, columns: undefined, colours: false},
    {name: 'NO_COLOR', env: {NO_COLOR: '1', FORCE_COLOR: '1'}, columns: 80, colours: false},
    {name: 'an empty NO_COLOR', env: {NO_COLOR: ''}, columns: 80, colours: true},
    {name: 'FORCE_COLOR in a pipe', env: {FORCE_COLOR: '1'}, columns: undefined, colours: true},
    {name: 'FORCE_COLOR=0', env: {FORCE_COLOR: '0'}, columns: 80, colours: false},
    {name: 'a dumb terminal', env: {TERM: 'dumb'}, columns: 80, colours: false},
  ])('colours labels and verdicts by what $name says', async ({env, columns, colours}) => {
    const {host, screen} = aTerminal([], env as Record<string, string>, {columns})
    host.error('no')
    host.info('COMPLETE: 12 records')
    host.info('COMPLETELY other')
    await host.group('Read', async () => {})
    const plain = 'error: no\nCOMPLETE: 12 records\nCOMPLETELY other\n\nRead\n'
    const inColour =
      '\u001b[31merror:\u001b[39m no\n\u001b[32mCOMPLETE\u001b[39m: 12 records\nCOMPLETELY other\n\n\u001b[1mRead\u001b[22m\n'
    expect(screen.text).toBe(colours ? inColour : plain)
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

  test('hides a secret whole at any length, and of several lines only those that are long enough to be one', () => {
    const line = fc.string({minLength: 1, maxLength: 20, unit: fc.constantFrom('a', 'b', '{', '"', '\\', '#')})
    fc.assert(
      fc.property(fc.array(line, {minLength: 1, maxLength: 4}), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const secret = lines.join(end)
        const shown = (say: (host: ReturnType<typeof terminalHost>) => void) => {
          const {host, screen} = aTerminal()
          host.mask(secret)
          say(host)
          return screen.text
        }
        expect(shown(host => host.info(`<${secret}>`))).toBe('<***>\n')
        expect(shown(host => host.notice(`<${secret}>`))).toBe('notice: <***>\n')
        expect(shown(host => host.info(`<${JSON.stringify(secret)}>`))).not.toContain(JSON.stringify(secret))
        const short = lines.find(one => one.length < 8 && lines.every(other => other === one || !one.includes(other)))
        if (lines.length > 1 && short !== undefined && lines.some(one => one !== short))
          expect(shown(host => host.info(`<${short}>`))).toBe(`<${short}>\n`)
        for (const long of lines.filter(one => one.length >= 8))
          expect(shown(host => host.info(`<${long}>`))).toBe('<***>\n')
      }),
    )
  })

  test('lets no word of a service move the cursor', () => {
    const {host, screen} = aTerminal()
    host.info('a\u001b[2J\rb\tc')
    expect(screen.text).toBe('a[2Jb\tc\n')
  })
})
