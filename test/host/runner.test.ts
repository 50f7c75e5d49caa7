import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp, type RunnerOptions, runAction, temporaryFolder} from '../runner.ts'

afterAll(cleanUp)

/** Runs `body`, in which `host` is a runner's, as a step of a job. */
function step(body: string, options: RunnerOptions = {}) {
  const script = join(temporaryFolder(), 'step.ts')
  const source = new URL('../../src/host/runner.ts', import.meta.url)
  writeFileSync(script, `import {runnerHost} from '${source}'\nconst host = await runnerHost()\n${body}`)
  return runAction(script, options)
}

describe('the host on a runner', () => {
  test('gives inputs trimmed, names those that were given, and the facts of the run', async () => {
    const {log} = await step(
      `console.log(JSON.stringify([host.kind, host.input('tenant-id'), host.input('users'), host.given, host.facts]))`,
      {inputs: {'tenant-id': ' contoso.com\n', users: '', odd: '1'}, env: {GITHUB_API_URL: 'http://127.0.0.1:1'}},
    )
    const [kind, tenant, users, given, facts] = JSON.parse(log)
    expect({kind, tenant, users, given}).toEqual({
      kind: 'runner',
      tenant: 'contoso.com',
      users: '',
      given: expect.arrayContaining(['tenant-id', 'odd']),
    })
    expect(given).not.toContain('users')
    expect(facts).toMatchObject({repository: 'contoso/audit', runId: '4711', apiUrl: 'http://127.0.0.1:1'})
    expect(facts.workspace).toMatch(/workspace$/)
  })

  test('knows where the job asks for its OIDC token, where it may', async () => {
    const url = 'https://token.example/idtoken?api-version=2.0'
    const say = 'console.log(JSON.stringify(host.idToken ?? null))'
    const env = {ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'bearer'}
    expect(JSON.parse((await step(say, {env})).log)).toEqual({url, bearer: 'bearer'})
    expect(JSON.parse((await step(say)).log)).toBeNull()
  })

  test('speaks: log, groups, annotations of one paragraph, outputs, summary', async () => {
    const result = await step(`
      host.info('plain')
      await host.group('Reading', async () => host.info('inside'))
      host.notice('one\\n  two')
      host.warning('50% full, key: value')
      host.output('records', '12')
      host.output('many', 'a\\nb')
      await host.summary('# Verdict')
      await host.summary('more')`)
    expect(result).toMatchObject({
      code: 0,
      groups: ['Reading'],
      outputs: {records: '12', many: 'a\nb'},
      annotations: [
        {level: 'notice', message: 'one two'},
        {level: 'warning', message: '50% full, key: value'},
      ],
    })
    expect(result.log).toContain('plain\n▸ Reading\ninside')
    expect(result.summary).toMatch(/# Verdict\r?\nmore\r?\n/)
  })

  test('fails the step, with everything after it still said', async () => {
    const result = await step(`host.fail('The month is incomplete:\\n2 gaps.'); host.output('status', 'incomplete')`)
    expect(result).toMatchObject({
      code: 1,
      outputs: {status: 'incomplete'},
      annotations: [{level: 'error', message: 'The month is incomplete: 2 gaps.'}],
    })
  })

  test('hides a secret of many lines whole and by each long one, but no lone brace', async () => {
    const result = await step(`
      host.mask('{\\n"key": "s3cret-value"\\n}')
      host.mask('p')
      host.info('{')
      host.info('"key": "s3cret-value",')
      host.notice('{\\n"key": "s3cret-value"\\n}')`)
    expect(new Set(result.masks)).toEqual(
      new Set(['{ "key": "s3cret-value" }', String.raw`{\n\"key\": \"s3cret-value\"\n}`, '"key": "s3cret-value"', 'p']),
    )
    expect(result.log).toBe('{\n***,\nnotice: ***')
  })

  test('obeys no command that a service smuggles into a line', async () => {
    const result = await step(`
      host.info('::error::forged')
      host.info('two lines\\n  ::add-mask::a\\r::set-output name=status::complete')
      host.info('old ##[error]forged')
      host.warning('x\\n::error::forged')`)
    expect(result.annotations).toEqual([{level: 'warning', message: 'x ::error::forged', properties: {}}])
    expect(result).toMatchObject({masks: [], outputs: {}})
  })

  test('says so where summary or outputs can’t be written, and goes on', async () => {
    const nowhere = join(temporaryFolder(), 'gone', 'file')
    const {log, annotations, code} = await step(
      `await host.summary('# Verdict'); host.output('status', 'complete'); host.output('records', '1'); host.info('on')`,
      {env: {GITHUB_STEP_SUMMARY: nowhere, GITHUB_OUTPUT: nowhere}},
    )
    expect(log).toMatch(/^on$/m)
    expect(annotations).toMatchObject([
      {level: 'warning', message: expect.stringMatching(/^The job summary can't be written: /)},
      {level: 'error', message: expect.stringMatching(/^The output status can't be set/)},
    ])
    expect(code).toBe(1)
  })

  test('goes on where the runner shows no summary', async () => {
    const result = await step(`await host.summary('# Verdict'); host.info('on')`, {
      env: {GITHUB_STEP_SUMMARY: undefined},
    })
    expect(result).toMatchObject({code: 0, log: 'on'})
  })
})
