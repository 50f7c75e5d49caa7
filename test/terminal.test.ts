/** The program in a terminal, as real processes: help, mistakes, exit codes, closed pipes, colours. */
import {spawn, spawnSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {afterAll, describe, expect, test} from 'vitest'
import {commands, summaries} from '../src/commands.ts'
import {commandHelp, listedOptions} from '../src/help.ts'
import {exitCodes} from '../src/host/terminal.ts'
import {failOns, modes} from '../src/inputs/settings.ts'
import {optionNames} from '../src/options.ts'
import {version} from '../src/version.ts'
import {cleanUp, temporaryFolder} from './runner.ts'
import {program} from './scenarios/program.ts'

afterAll(cleanUp)

/** Outside of a runner, wherever these tests run. */
const environment = {PATH: process.env.PATH, HOME: temporaryFolder()}

function run(...argv: string[]) {
  const {status, stdout, stderr} = spawnSync(process.execPath, [program, ...argv], {
    cwd: temporaryFolder(),
    env: environment,
    encoding: 'utf8',
  })
  return {code: status, stdout, stderr}
}

describe('help', () => {
  test('lists every option under some command, and none that does not exist', () => {
    const listed = new Set(modes.flatMap(listedOptions))
    expect([...listed].sort()).toEqual([...optionNames].sort())
  })

  test.for([...modes])('of %s fits a terminal, and shows examples of that command where there are any', mode => {
    const text = commandHelp(mode)
    expect(text.split('\n').filter(line => line.length > 120)).toEqual([])
    for (const name of listedOptions(mode)) expect(text).toMatch(new RegExp(`^  --${name}( |$)`, 'm'))
    // What a comment or a form starts has none.
    expect(commands[mode].examples.length > 0).toBe(mode !== 'review')
    for (const example of commands[mode].examples) {
      const used = [...example.matchAll(/--([\w-]+)/g)].map(([, name = '']) => name)
      expect(used.filter(name => !listedOptions(mode).includes(name))).toEqual([])
    }
  })

  test('names every value of fail-on', () => {
    const [line = ''] = /^ {2}--fail-on .*$/m.exec(commandHelp('export')) ?? []
    for (const word of failOns) expect(line).toContain(word)
  })

  test('shows defaults where there are any', () => {
    expect(commandHelp('export')).toMatch(/^ {2}--period PERIOD .*\(auto\)$/m)
    expect(commandHelp('export')).toMatch(/^ {2}--deadline TIME .*\(330m\)$/m)
  })

  test('comes from a process, for the program and a command, by each way of asking', () => {
    const general = run('--help')
    expect(general).toMatchObject({code: 0, stderr: ''})
    for (const name of Object.keys(summaries)) expect(general.stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    const stdout = commandHelp('verify').replaceAll('node dist/index.js', `node ${program}`)
    expect(run('help', 'verify')).toEqual({code: 0, stderr: '', stdout})
    expect([general.stdout, run('setup', '--help').stdout].join()).not.toContain('node dist/index.js')
    expect(run('verify', 'folder', '--period', '-h')).toEqual(run('verify', '--help'))
    expect(run('setup', '--help').stdout).toContain('--directory-role NAME')
    expect(run('--version')).toEqual({code: 0, stderr: '', stdout: `m365-audit-export ${version}\n`})
  })
})

describe('mistakes', () => {
  test('without a command the usage goes to standard error, and no command for a runner is printed', () => {
    const {code, stdout, stderr} = run()
    expect([code, stdout]).toEqual([exitCodes.mistake, ''])
    expect(stderr).toContain('Usage: ')
  })

  test.for([
    {argv: ['exprot'], says: /“exprot”\. Did you mean export\?/},
    {argv: ['--period', '2026-10'], says: /“--period”/},
    {argv: ['verify'], says: /--directory is missing.*verify FOLDER/},
    {argv: ['verify', 'a', '--identiy', 'b'], says: /no option --identiy\. .*Did you mean --identity\?/},
    {argv: ['demo', '--period', '--upload'], says: /--period needs a value/},
    {argv: ['demo', '--github-token-file', '/nowhere/token'], says: /“\/nowhere\/token” of --github-token-file/},
    {argv: ['setup', '--dryrun', '--tenant-id', 'contoso.com'], says: /Did you mean --dry-run\?/},
  ])('$argv ends with 2, and lists no outputs', ({argv, says}) => {
    const {code, stdout, stderr} = run(...argv)
    expect(code).toBe(exitCodes.mistake)
    expect(stdout + stderr).toMatch(says)
    expect(stdout + stderr).not.toMatch(/^status:|::|^\s+at |UNEXPECTED/m)
  })

  test('a folder that is missing is no folder with faults', () => {
    const {code, stdout} = run('verify', 'nowhere')
    expect(code).toBe(exitCodes.failure)
    expect(stdout).toContain('error: There is no folder nowhere. [VERIFY_NO_FOLDER]')
    expect(stdout).not.toMatch(/proven|records:/)
  })
})

describe('a pipe that is closed early', () => {
  test.for([['verify', 'nowhere'], ['export'], ['--help'], ['doctor', '--help'], ['setup', '--help'], ['nothing'], []])(
    'ends %j without a stack trace, and with its own exit code',
    async argv => {
      const expected = run(...argv).code
      const child = spawn(process.execPath, [program, ...argv], {cwd: temporaryFolder(), env: environment})
      child.stdout.destroy()
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
      const code = await new Promise(resolve => child.on('close', resolve))
      expect(code).toBe(expected)
      expect(said).not.toMatch(/EPIPE|^\s+at |UNEXPECTED/m)
    },
  )
})

test.runIf(process.platform === 'linux' && spawnSync('script', ['--version']).status === 0)(
  'a pseudo terminal gets colours, unless NO_COLOR says no',
  () => {
    const command = `"${process.execPath}" "${program}" verify nowhere`
    const inTerminal = (variables: Record<string, string>) =>
      spawnSync('script', ['-qec', command, '/dev/null'], {
        cwd: temporaryFolder(),
        env: {...environment, TERM: 'xterm', ...variables},
        encoding: 'utf8',
      }).stdout
    expect(inTerminal({})).toContain('\u001b[31merror:\u001b[39m There is no folder')
    expect(inTerminal({NO_COLOR: '1'})).not.toContain('\u001b')
  },
)

test('docs/terminal.md has every command, every option of a secret’s file, and the exit codes', () => {
  const page = readFileSync(new URL('../docs/terminal.md', import.meta.url), 'utf8')
  for (const name of Object.keys(summaries)) expect(page).toContain(`| \`${name}\` |`)
  for (const name of optionNames.filter(each => each.endsWith('-file') && each !== 'certificate-file'))
    expect(page).toContain(`\`--${name}\``)
  const codes = [...page.matchAll(/^\| `(\d+)` \|/gm)].map(([, code]) => Number(code))
  expect(codes).toEqual(Object.values(exitCodes))
})
