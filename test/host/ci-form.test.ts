/** Azure Pipelines, GitLab CI and a `run:` step on GitHub: what they are told, and that nothing printed is taken for a command. */
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {dotenv} from '../../src/host/ci-form.ts'
import {terminalHost} from '../../src/host/terminal.ts'

const systems = {
  azure: {TF_BUILD: 'True', AGENT_TEMPDIRECTORY: '/agent/_temp'},
  gitlab: {GITLAB_CI: 'true', CI_PROJECT_DIR: '/builds/audit'},
  github: {GITHUB_ACTIONS: 'true'},
}
type System = keyof typeof systems

function aJob(
  system: System,
  more: {isFile?: boolean; env?: Record<string, string>; writeFile?: (path: string) => void} = {},
) {
  const screen = {text: '', code: 0, files: {} as Record<string, string>}
  const host = terminalHost(
    [],
    {...systems[system], ...more.env},
    {
      columns: undefined,
      isFile: more.isFile ?? false,
      write: text => {
        screen.text += text
      },
      setExitCode: code => {
        screen.code = code
      },
      writeFile: (path, content) => {
        more.writeFile?.(path)
        screen.files[path] = content
      },
    },
  )
  return {host, screen}
}

interface Command {
  name: string
  properties: Record<string, string>
  data: string
}

const decodeAzure = (text: string) =>
  text
    .replaceAll('%3B', ';')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%5D', ']')
    .replaceAll('%AZP25', '%')

/** As the agent looks for them: the first in a line, wherever it stands. */
function azureCommands(text: string): Command[] {
  return text.split(/\r\n|\r|\n/).flatMap(line => {
    const at = line.toLowerCase().indexOf('##vso[')
    const found = at < 0 ? null : /^##vso\[([\w.]+) ?([^\]]*)\](.*)$/i.exec(line.slice(at))
    if (!found) return []
    const [, name = '', properties = '', data = ''] = found
    const pairs = properties.split(';').flatMap(pair => {
      const [key = '', value] = pair.split('=')
      return value === undefined ? [] : [[key, decodeAzure(value)]]
    })
    return [{name, properties: Object.fromEntries(pairs), data: decodeAzure(data)}]
  })
}

const azureFormats = (text: string) => [...text.matchAll(/##\[(\w+)\]/g)].map(([, name = '']) => name)
/** As GitLab does, in its log's ANSI. */
const gitLabSections = (text: string) =>
  [...text.matchAll(/section_(start|end):(\d+):([\w.-]+)(\[[^\]\r\n]*\])?\r/gi)].map(
    ([, kind, , name]) => `${kind} ${name}`,
  )
const gitHubCommands = (text: string) =>
  text.split(/\r\n|\r|\n/).flatMap(line => /^\s*::([a-z-]+)[^:]*::/i.exec(line)?.[1] ?? [])

/** Words as a tenant's users may choose them: file names, user agents, subjects of rules. */
const hostile = fc
  .array(
    fc.constantFrom(
      ...[
        '##vso[',
        '##VSO[',
        '##',
        'vso[',
        '##[',
        '##[error]',
        'task.setvariable variable=PATH;isOutput=true]',
        '/evil',
        ']',
        ';',
      ],
      ...[
        'section_start:',
        'section_end:1:m365_audit_1\r',
        'SECTION_START:1:x\r',
        '1700000000:x[collapsed=true]\r',
        '\u001b[0K',
      ],
      ...[
        '::',
        '::set-output name=x::',
        '::add-mask::',
        '%',
        '%0A',
        '%AZP25',
        '\u0000',
        '\u200b',
        '\r',
        '\n',
        '\r\n',
        '\t',
        ' ',
        'a',
        'é',
      ],
    ),
    {maxLength: 12},
  )
  .map(parts => parts.join(''))

describe('whatever is printed', () => {
  test('is no command, in none of the systems', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, fc.constantFrom<System>('azure', 'gitlab', 'github'), async (text, system) => {
        const env = {SYSTEM_DEBUG: 'true'}
        const {host, screen} = aJob(system, {env})
        host.info(text)
        host.debug(text)
        host.notice(text)
        host.warning(text)
        host.error(text)
        await host.group(text, async () => host.info(text))
        host.output('directory', text)
        ;(host as ReturnType<typeof terminalHost>).end()
        const azure = azureCommands(screen.text).map(({name}) => name)
        const issues = ['task.logissue', 'task.logissue', 'task.setvariable']
        expect(azure).toEqual(system === 'azure' ? issues : [])
        const formats = azureFormats(screen.text)
        expect(formats).toEqual(system === 'azure' ? ['debug', 'group', 'endgroup'] : [])
        expect(gitLabSections(screen.text)).toEqual(
          system === 'gitlab' ? ['start m365_audit_1', 'end m365_audit_1'] : [],
        )
        expect(gitHubCommands(screen.text)).toEqual([])
      }),
      {numRuns: 120},
    )
  })

  test('keeps its words in Azure’s annotations and variables', () => {
    const {host, screen} = aJob('azure')
    host.warning('100 % of 3; see [a]\nand b')
    host.output('issue-url', 'https://x.example/a;b]c%20d')
    host.end()
    expect(azureCommands(screen.text)).toEqual([
      {name: 'task.logissue', properties: {type: 'warning'}, data: '100 % of 3; see [a] and b'},
      {
        name: 'task.setvariable',
        properties: {variable: 'issue_url', isOutput: 'true', isreadonly: 'true'},
        data: 'https://x.example/a;b]c%20d',
      },
    ])
  })
})

describe('a secret', () => {
  const secret = 'Canary-%-secret'

  test.each<System>(['azure', 'gitlab', 'github'])('is hidden in %s', async system => {
    const {host, screen} = aJob(system)
    host.mask(secret)
    host.mask(secret)
    const hiding = screen.text
    host.info(`it is ${secret}`)
    host.warning(secret)
    host.output('directory', secret)
    await host.summary(`# ${secret}`)
    host.end()
    expect(screen.text.slice(hiding.length)).not.toContain('Canary')
    expect(JSON.stringify(screen.files)).not.toContain('Canary')
    if (system === 'azure')
      expect(azureCommands(hiding)).toEqual([{name: 'task.setsecret', properties: {}, data: secret}])
    if (system === 'gitlab') expect(hiding).toBe('')
  })

  test('is not written for a system to hide where the output is a file', () => {
    const {host, screen} = aJob('azure', {isFile: true})
    host.mask(secret)
    expect(screen.text).toBe('')
  })

  test('of several lines is hidden line by line', () => {
    const {host, screen} = aJob('azure')
    host.mask('first line of it\nsecond line of it')
    const hidden = azureCommands(screen.text).map(({data}) => data)
    expect(hidden).toEqual(expect.arrayContaining(['first line of it', 'second line of it']))
    expect(screen.text.split('\n').filter(line => line !== '' && !line.startsWith('##vso[task.setsecret]'))).toEqual([])
  })
})

describe('outputs', () => {
  test('are a dotenv file in GitLab, which no value can add a line to', () => {
    const {host, screen} = aJob('gitlab')
    host.output('status', 'complete')
    host.output('issue-url', 'https://gitlab.com/a/-/issues/1')
    host.output('matrix', '{"shard":["1/2"]}')
    host.output('directory', 'a\nPATH=/evil')
    host.end()
    expect(screen.files[join('/builds/audit', 'm365-audit.env')]).toBe(
      'M365_AUDIT_STATUS=complete\nM365_AUDIT_ISSUE_URL=https://gitlab.com/a/-/issues/1\n',
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('status', 'artifact-id', 'A=b', 'x\ny'), fc.string())), pairs => {
        const text = dotenv(pairs)
        expect(text.length).toBeLessThan(5_000)
        for (const line of text.split('\n').filter(each => each !== '')) {
          const [, name = '', value] = /^M365_AUDIT_([A-Z_]+)=([^$'"`\\]*)$/.exec(line) ?? []
          expect(pairs).toContainEqual([name.toLowerCase().replaceAll('_', '-'), value])
        }
      }),
    )
  })

  test.each<System>(['azure', 'gitlab'])('that can’t be written in %s change no exit code', async system => {
    const writeFile = () => {
      throw Object.assign(new Error('no space left on device'), {code: 'ENOSPC'})
    }
    const {host, screen} = aJob(system, {writeFile})
    host.output('status', 'complete')
    await host.summary('# Verdict')
    host.end()
    expect(screen.code).toBe(0)
    expect(screen.text).toContain('can’t be written: ')
    expect(screen.text).not.toContain('task.uploadsummary')
  })

  test('of Azure’s summary lie in a file of the agent', async () => {
    const {host, screen} = aJob('azure')
    await host.summary('# Verdict')
    const [command] = azureCommands(screen.text)
    expect(command?.name).toBe('task.uploadsummary')
    expect(screen.files[command?.data ?? '']).toBe('# Verdict')
  })
})

describe('the run', () => {
  test.each<[System, Record<string, string>, object]>([
    [
      'azure',
      {
        SYSTEM_COLLECTIONURI: 'https://dev.azure.com/fabrikam/',
        SYSTEM_TEAMPROJECTID: 'a0b1',
        BUILD_BUILDID: '42',
        BUILD_REASON: 'Schedule',
        BUILD_REQUESTEDFOR: 'Ines Jung',
      },
      {runUrl: 'https://dev.azure.com/fabrikam/a0b1/_build/results?buildId=42', event: 'Schedule', actor: 'Ines Jung'},
    ],
    [
      'gitlab',
      {CI_JOB_URL: 'https://gitlab.com/a/b/-/jobs/7', CI_PIPELINE_SOURCE: 'schedule', GITLAB_USER_LOGIN: 'ines'},
      {runUrl: 'https://gitlab.com/a/b/-/jobs/7', event: 'schedule', actor: 'ines'},
    ],
    ['gitlab', {CI_JOB_URL: 'javascript:alert(1)'}, {}],
    ['github', {CI_JOB_URL: 'https://gitlab.com/a/b/-/jobs/7'}, {isGitHubActions: true}],
  ])('is known in %s by %j', (system, env, facts) => {
    const {workspace: _, ...known} = aJob(system, {env}).host.facts
    expect(known).toEqual(facts)
  })

  test('ends with the codes of a terminal', () => {
    const {host, screen} = aJob('azure')
    host.fail('broken')
    expect(screen.code).toBe(1)
    host.fail('a wrong input', 'mistake')
    expect(screen.code).toBe(2)
    expect(azureCommands(screen.text).map(({properties}) => properties.type)).toEqual(['error', 'error'])
  })
})
