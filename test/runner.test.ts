import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp, keyValues, type RunnerOptions, runAction, startAction, temporaryFolder} from './runner.ts'

afterAll(cleanUp)

function script(body: string): string {
  const path = join(temporaryFolder(), 'script.mjs')
  writeFileSync(path, body)
  return path
}

const run = (body: string, options?: RunnerOptions) => runAction(script(body), options)

describe('the runner for tests', () => {
  test('passes inputs as a runner does, with defaults from action.yml', async () => {
    const result = await run(
      `for (const name of ['INPUT_TENANT-ID', 'INPUT_PERIOD', 'INPUT_MODE', 'INPUT_GITHUB-TOKEN', 'INPUT_MY_INPUT'])
         console.log(name, JSON.stringify(process.env[name]))`,
      {
        action: new URL('../action.yml', import.meta.url),
        inputs: {'tenant-id': 'contoso.onmicrosoft.com', mode: 'verify', 'my input': 'x'},
      },
    )
    expect(result.log.split('\n').filter(Boolean)).toEqual([
      'INPUT_TENANT-ID "contoso.onmicrosoft.com"',
      'INPUT_PERIOD "auto"',
      'INPUT_MODE "verify"',
      'INPUT_GITHUB-TOKEN ""',
      'INPUT_MY_INPUT "x"',
    ])
  })

  test('starts in a workspace of its own, with empty command files and nothing of this process’s environment', async () => {
    const result = await run(`
      import {readFileSync} from 'node:fs'
      console.log(process.cwd() === process.env.GITHUB_WORKSPACE, readFileSync(process.env.GITHUB_OUTPUT, 'utf8') === '')
      console.log(Object.keys(process.env).filter(name => /^(VITEST|npm_|INPUT_)/i.test(name)).length)`)
    expect(result).toMatchObject({code: 0, signal: null, outputs: {}, summary: '', annotations: []})
    expect(result.log).toBe('true true\n0')
  })

  test('reads outputs, state, variables, path and summary from the command files', async () => {
    const result = await run(`
      import {appendFileSync} from 'node:fs'
      const append = (name, text) => appendFileSync(process.env['GITHUB_' + name], text)
      append('OUTPUT', 'one=1\\nmany<<EOF\\na\\nb=c\\nEOF\\n')
      append('OUTPUT', 'url=https://x.test/?a=b<<c\\n')
      append('STATE', 'kept=yes\\n')
      append('ENV', 'NAME=value\\n')
      append('PATH', '/opt/tool\\n')
      append('STEP_SUMMARY', '# Done\\n')`)
    expect(result).toMatchObject({
      outputs: {one: '1', many: 'a\nb=c', url: 'https://x.test/?a=b<<c'},
      state: {kept: 'yes'},
      environment: {NAME: 'value'},
      path: ['/opt/tool'],
      summary: '# Done\n',
    })
  })

  test('obeys commands from both streams and hides masks from then on', async () => {
    const result = await run(`
      import {writeSync} from 'node:fs'
      const say = (text, stream = 1) => writeSync(stream, text + '\\n')
      say('before: hunter2')
      say('::add-mask::hunter2')
      say('::add-mask::line one%0Aline two')
      say('after: hunter2, line two')
      say('::group::First part')
      say('  ::warning file=a.txt,line=3::disk 90%25 full%0Asecond line with hunter2')
      say('::endgroup::')
      say('text ##[error]old form')
      say('::unknown::stays')`)
    const errors = await run(`console.error('::error title=a%2Cb::on stderr')`)
    expect(result.annotations).toEqual([
      {level: 'warning', message: 'disk 90% full\nsecond line with ***', properties: {file: 'a.txt', line: '3'}},
      {level: 'error', message: 'old form', properties: {}},
    ])
    expect(errors.annotations).toEqual([{level: 'error', message: 'on stderr', properties: {title: 'a,b'}}])
    expect(result.masks).toContain('line two')
    expect(result.groups).toEqual(['First part'])
    expect(result.log).toContain('before: hunter2')
    expect(result.log).toContain('after: ***, ***')
    expect(result.log).toContain('::unknown::stays')
    expect(result.raw).toContain('::add-mask::hunter2')
  })

  test('obeys nothing between stop-commands and its token', async () => {
    const result = await run(`console.log('::stop-commands::Token1\\n::error::ignored\\n::Token1::\\n::error::heard')`)
    expect(result.annotations.map(annotation => annotation.message)).toEqual(['heard'])
  })

  test('passes arguments and tells the exit code', async () => {
    const result = await run(`console.log(process.argv.slice(2).join()); process.exitCode = 3`, {
      args: ['verify', '--x=1'],
    })
    expect(result).toMatchObject({code: 3, log: 'verify,--x=1'})
  })

  test('lets a test interrupt the process', async () => {
    const {child, finished} = startAction(script(`console.log('up'); setInterval(() => {}, 1000)`))
    child.stdout?.once('data', () => child.kill('SIGKILL'))
    expect(await finished).toMatchObject({code: null, signal: 'SIGKILL', log: 'up'})
  })

  test('refuses a command file that a runner would refuse', () => {
    expect(() => keyValues('name<<EOF\nvalue\n')).toThrow('Matching delimiter not found')
    expect(() => keyValues('nothing')).toThrow('Invalid format')
  })
})
