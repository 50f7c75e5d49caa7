/** What setup meets at its edges: services that learn slowly, no network, a plan without environments, many environments. */
import {execFileSync} from 'node:child_process'
import fc from 'fast-check'
import {afterAll, describe, expect, test} from 'vitest'
import {terminalHost} from '../../src/host/terminal.ts'
import {nextCommands} from '../../src/setup/next-commands.ts'
import {parseSetup} from '../../src/setup/settings.ts'
import {orElse, withJson} from '../../src/setup/shell-forms.ts'
import {ProxyUnreachable} from '../../src/wire/network-failure.ts'
import {cleanUp} from '../runner.ts'
import {aBareTenant, leftBehind, nothing} from './bench.ts'

afterAll(cleanUp)

const bash = (script: string) => execFileSync('bash', ['-s'], {input: script, encoding: 'utf8'})

const repository = '--repository fabrikam/audit-archive'

describe('Exchange that learns slowly of a new object', () => {
  const notFound = {
    error: {
      code: 'x',
      message: "The operation couldn't be performed because object 'x' couldn't be found.",
      details: [],
    },
  }

  test.each([
    [280_000, 0],
    [400_000, 1],
  ])('after %i ms: exit code %i', async (delay, exit) => {
    const {setup, world} = await aBareTenant()
    const {fetch} = world
    let first: number | undefined
    world.fetch = async request => {
      const body = request.method === 'POST' ? await request.clone().text() : ''
      if (!body.includes('"CmdletName":"Add-RoleGroupMember"')) return await fetch(request)
      first ??= world.now()
      return world.now() - first < delay ? Response.json(notFound, {status: 400}) : await fetch(request)
    }
    const {code, text} = await setup()
    expect(code, text).toBe(exit)
    if (exit === 1) expect(text).toContain('[SETUP_EXCHANGE;')
  })
})

test('an administrator’s calls are anchored at their own mailbox', async () => {
  const {setup, world, simulator} = await aBareTenant()
  const {fetch} = world
  const anchors = new Set<string | null>()
  world.fetch = async request => {
    if (request.url.includes('/InvokeCommand')) anchors.add(request.headers.get('x-anchormailbox'))
    return await fetch(request)
  }
  expect((await setup()).code).toBe(0)
  expect([...anchors]).toEqual([`UPN:administrator@${simulator.domain}`])
})

describe('a dry run with a domain', () => {
  const byDomain = ['--dry-run', '--tenant-id', 'fabrikam.onmicrosoft.com', '--repository', 'fabrikam/audit-archive']
  const none = {M365_ADMIN_GRAPH_TOKEN: undefined, M365_ADMIN_EXCHANGE_TOKEN: undefined, GH_TOKEN: undefined}

  const offline = new TypeError('fetch failed', {
    cause: Object.assign(new Error('getaddrinfo ENOTFOUND'), {code: 'ENOTFOUND'}),
  })
  test.each([
    [none, offline],
    [{}, offline],
    [none, new ProxyUnreachable('HTTPS_PROXY', Object.assign(new Error('refused'), {code: 'ECONNREFUSED'}))],
    [none, new Error('Proxy response (407) !== 200 when HTTP Tunneling')],
  ])('works without a network, at once: %#', async (environment, error) => {
    const {setup, world, changes} = await aBareTenant()
    world.fetch = async () => {
      throw error
    }
    const {code, text} = await setup(byDomain, environment)
    expect(code, text).toBe(0)
    expect(changes).toEqual([])
    expect(world.slept).toEqual([])
    expect(text).toContain('<tenant id> stands for the GUID of fabrikam.onmicrosoft.com')
    expect(text).toContain("gh variable set M365_TENANT_ID --body '<tenant id>'")
    expect(text).toContain('Nothing was changed; 9 steps would be.')
    expect(text).toContain('unknown: whether an earlier set-up granted more')
    expect(text).not.toMatch(/already done: |\.\)/)
  })

  test('still says that there is no such tenant', async () => {
    const {setup} = await aBareTenant()
    const {code, text} = await setup(['--dry-run', '--tenant-id', 'kontoso.example'], none)
    expect(code).toBe(1)
    expect(text).toContain('[LOGIN_AADSTS90002')
  })
})

describe('environments', () => {
  test.each([403, 404, 422])('that the plan may not have (%i) are explained, with the way without', async status => {
    const {setup, world} = await aBareTenant()
    const {fetch} = world
    world.fetch = async request =>
      request.method === 'PUT' && request.url.endsWith('/environments/audit')
        ? Response.json({message: 'Refused by the test'}, {status})
        : await fetch(request)
    const {code, text} = await setup(`${repository} --environment audit`)
    expect(code).toBe(1)
    expect(text).toMatch(/\[SETUP_ENVIRONMENT.*GitHub Pro, Team or Enterprise.*leave --environment out.*--branch main/s)
    expect(text).toContain('Refused by the test')
  })

  test('in a public repository need no plan, and nothing of one is said', async () => {
    const {setup} = await aBareTenant({github: {visibility: 'public'}})
    const {code, text} = await setup(`${repository} --environment audit`)
    expect(code).toBe(0)
    expect(text).not.toContain('GitHub Pro')
  })

  test('beyond the first hundred are cleaned too', async () => {
    const {setup, simulator} = await aBareTenant()
    for (let index = 0; index < 250; index++) await simulator.fetch(environmentRequest(`e${index}`))
    expect(simulator.environments.made.size).toBe(250)
    expect((await setup(`${repository} --environment last`)).code).toBe(0)
    expect((await setup(`--remove ${repository}`)).code).toBe(0)
    expect(leftBehind(simulator)).toEqual(nothing)
  })
})

function environmentRequest(name: string): Request {
  const url = `http://127.0.0.1/github/repos/fabrikam/audit-archive/environments/${name}`
  return new Request(url, {method: 'PUT', headers: {authorization: 'Bearer ghs_simulated'}, body: '{}'})
}

describe('what is said', () => {
  test('has a word, not a sign, before each step', async () => {
    const {setup} = await aBareTenant()
    const said = [await setup(`${repository} --dry-run`), await setup(repository), await setup(repository)]
    for (const {text} of said) {
      const steps = text
        .split('\n')
        .filter(line => /^ {2}\S/.test(line) && !/^ {2}(gh|node|bash:|PowerShell:) /.test(line))
      expect(steps.length).toBeGreaterThan(8)
      for (const step of steps) expect(step).toMatch(/^ {2}(already done|now|would do|unknown): /)
      expect(text).not.toMatch(/^\s*[=+?] /m)
    }
  })

  test.each([
    ['', /node dist\/index\.js doctor .*\n {2}node dist\/index\.js export /],
    [
      repository,
      /node dist\/index\.js doctor .*--certificate-file .*audit\.pfx.*\n {2}gh workflow run audit\.yml --repo fabrikam\/audit-archive/,
    ],
    [
      `${repository} --dry-run --mail`,
      /node dist\/index\.js setup .*--mail --repository fabrikam\/audit-archive.*\n {2}node dist\/index\.js doctor /,
    ],
    [
      `${repository} --federated --environment audit`,
      /gh workflow run audit\.yml .*\n {2}gh run list --workflow audit\.yml /,
    ],
    ['--request', /node dist\/index\.js setup .*--answer answer\.p7b.*\n {2}node dist\/index\.js doctor /],
  ])('ends with the next two commands: setup %s', async (words, next) => {
    const {setup} = await aBareTenant()
    const {code, text} = await setup(words)
    expect(code, text).toBe(0)
    const [end = ''] = text
      .split('\n')
      .reduce<string[]>((kept, line) => [/^(Next|Send .*):$/.test(line) ? '' : `${kept[0]}${line}\n`], [''])
    expect(end).toMatch(next)
  })

  test('the command that follows a dry run asks for the same set-up', () => {
    const option = (name: string, values: string[]) =>
      fc.option(
        fc.constantFrom(...values).map(value => `--${name}=${value}`),
        {nil: ''},
      )
    const words = fc.tuple(
      option('cloud', ['gcc']),
      option('name', ['audit it']),
      option('source', ['exchange', 'graph', 'both']),
      option('mail', ['true']),
      option('repository', ['contoso/audit']),
      option('environment', ['two words']),
      option('years', ['2']),
      option('folder', ['C:/keys here']),
    )
    const parse = (argv: string[]) => {
      const parsed = parseSetup(terminalHost(argv, {}))
      if ('mistakes' in parsed) throw new Error(JSON.stringify(parsed.mistakes))
      return parsed.settings
    }
    // Many commands in one shell: to start one takes longer than all that it does.
    const several = fc.array(words, {minLength: 40, maxLength: 40})
    fc.assert(
      fc.property(several, all => {
        const asked = all.map(given => parse(['--tenant-id=contoso.com', '--dry-run', ...given.filter(Boolean)]))
        const commands = asked.map(
          settings => nextCommands({settings, clientId: 'x', folder: settings.folder})[0] ?? '',
        )
        const said = bash(`node() { printf '%s\\n' "\${@:3}"; }\n${commands.join("\nprintf '\\0'\n")}`).split('\0')
        const given = said.map(text => parse(text.trim().split('\n')))
        expect(given).toEqual(asked.map(settings => ({...settings, dryRun: false})))
      }),
      {numRuns: 1},
    )
  })
})

describe('commands in two shells', () => {
  test('the JSON of the bash form arrives as it is', () => {
    const texts = fc.tuple(fc.string(), fc.string({unit: 'binary'}))
    fc.assert(
      fc.property(fc.array(texts, {minLength: 40, maxLength: 40}), all => {
        const given = all.map(([a, b]) => ({a: a.replaceAll('\0', ''), b: b.replace(/\p{Cs}|\0/gu, '')}))
        const commands = given.map(json => withJson("printf '%s'", '', json)[0]?.replace(/^bash: /, '') ?? '')
        expect(
          bash(commands.join("\nprintf '\\0'\n"))
            .split('\0')
            .map(text => JSON.parse(text)),
        ).toEqual(given)
      }),
      {numRuns: 1},
    )
  })

  test('the second command runs only where the first one fails', () => {
    const run = (first: string) => bash(orElse(first, 'echo second')[0]?.slice('bash: '.length) ?? '')
    expect([run('true'), run('false')]).toEqual(['', 'second\n'])
  })
})

test('an archive’s role is the least that does what is asked, and its command is the same in both shells', () => {
  for (const [options, role] of [
    [[], 'Storage Blob Data Contributor'],
    [['--archive-lock'], 'Storage Blob Data Owner'],
  ] as const) {
    const to = 'https://contosoaudit.blob.core.windows.net/audit'
    const parsed = parseSetup(terminalHost(['--tenant-id=contoso.com', `--archive-to=${to}`, ...options], {}))
    if ('mistakes' in parsed) throw new TypeError(parsed.mistakes.map(({message}) => message).join())
    const commands = nextCommands({settings: parsed.settings, clientId: 'client', folder: 'x'})
    expect(commands.at(-1)).toBe(
      `az role assignment create --role "${role}" --assignee client --scope "$(az storage account show --name contosoaudit --query id --output tsv)/blobServices/default/containers/audit"`,
    )
    expect(nextCommands({settings: {...parsed.settings, dryRun: true}, clientId: 'client', folder: 'x'})[0]).toContain(
      `--archive-to '${to}'`.replaceAll("'", ''),
    )
  }
  const alone = parseSetup(terminalHost(['--tenant-id=contoso.com', '--archive-lock'], {}))
  expect('mistakes' in alone && alone.mistakes.map(({message}) => message)).toEqual([
    '--archive-lock is given without --archive-to.',
  ])
})
