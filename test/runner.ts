/**
 * Starts a JavaScript file as a GitHub runner starts an action's `main`, and hands back everything a runner would have
 * seen. After the runner's own source (actions/runner, src/Runner.Worker): ActionCommandManager, FileCommandManager.
 */
import {type ChildProcess, spawn} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {parse} from 'yaml'

export interface RunnerOptions {
  /** What stands under `with:`. */
  inputs?: Record<string, string>
  /** Defaults are taken from this action.yml, as the runner does; without it nothing is filled in. */
  action?: string | URL
  /** More variables; undefined removes one. */
  env?: Record<string, string | undefined>
  /** Words after the file: none on a runner, a command and options in a terminal. */
  args?: string[]
  /** Working directory and GITHUB_WORKSPACE; a fresh folder by default, removed by `cleanUp`. */
  workspace?: string
}

export interface Annotation {
  level: 'notice' | 'warning' | 'error'
  message: string
  properties: Record<string, string>
}

export interface RunnerResult {
  /** The exit code; null when a signal ended the process. */
  code: number | null
  signal: NodeJS.Signals | null
  outputs: Record<string, string>
  state: Record<string, string>
  environment: Record<string, string>
  path: string[]
  summary: string
  /** What a reader of the log sees: commands carried out, masks applied. */
  log: string
  /** Both streams as they came. */
  raw: string
  annotations: Annotation[]
  /** Titles of the log's groups, in order. */
  groups: string[]
  masks: string[]
  workspace: string
}

export interface StartedRun {
  child: ChildProcess
  workspace: string
  finished: Promise<RunnerResult>
}

export function runAction(file: string, options: RunnerOptions = {}): Promise<RunnerResult> {
  return startAction(file, options).finished
}

/** Like `runAction`, for tests that interrupt the process. */
export function startAction(file: string, options: RunnerOptions = {}): StartedRun {
  const temporary = temporaryFolder()
  const workspace = options.workspace ?? join(temporary, 'workspace')
  mkdirSync(workspace, {recursive: true})
  const files = commandFiles(temporary)
  const env = {...baseEnvironment(temporary, workspace), ...files, ...inputVariables(options), ...options.env}
  const child = spawn(process.execPath, [file, ...(options.args ?? [])], {cwd: workspace, env: defined(env)})

  const interpreter = new Interpreter()
  const raw: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream.setEncoding('utf8').on('data', (text: string) => {
      raw.push(text)
      const lines = (rest + text).split(/\r\n|\r|\n/)
      rest = lines.pop() ?? ''
      for (const line of lines) interpreter.read(line)
    })
    stream.on('end', () => rest && interpreter.read(rest))
  }
  const finished = new Promise<RunnerResult>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      try {
        resolve({
          code,
          signal,
          outputs: {...interpreter.outputs, ...keyValues(readFileSync(files.GITHUB_OUTPUT, 'utf8'))},
          state: keyValues(readFileSync(files.GITHUB_STATE, 'utf8')),
          environment: keyValues(readFileSync(files.GITHUB_ENV, 'utf8')),
          path: readFileSync(files.GITHUB_PATH, 'utf8').split(/\r?\n/).filter(Boolean),
          summary: interpreter.hide(readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')),
          log: interpreter.log.join('\n'),
          raw: raw.join(''),
          annotations: interpreter.annotations,
          groups: interpreter.groups,
          masks: interpreter.masks,
          workspace,
        })
      } catch (error) {
        reject(error)
      }
    })
  })
  return {child, workspace, finished}
}

const folders: string[] = []

/** A folder of the test's own, gone after `cleanUp`. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'm365-audit-test-'))
  folders.push(folder)
  return folder
}

/** Removes all that runs left behind; for `afterAll`. */
export function cleanUp(): void {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true, force: true, maxRetries: 3})
}

/** Both forms a file command takes: `name=value`, and `name<<DELIMITER` to a line that is the delimiter. */
export function keyValues(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  const lines = text.split(/\r\n|\r|\n/)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line === '') continue
    const equals = line.indexOf('=')
    const heredoc = line.indexOf('<<')
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      values[line.slice(0, equals)] = line.slice(equals + 1)
    } else if (heredoc >= 0) {
      const end = lines.indexOf(line.slice(heredoc + 2), at + 1)
      if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${line.slice(heredoc + 2)}'`)
      values[line.slice(0, heredoc)] = lines.slice(at + 1, end).join('\n')
      at = end
    } else {
      throw new Error(`Invalid format '${line}'`)
    }
  }
  return values
}

function commandFiles(temporary: string) {
  const folder = join(temporary, '_runner_file_commands')
  mkdirSync(folder, {recursive: true})
  const file = (name: string) => {
    const path = join(folder, `${name}_${Math.random().toString(36).slice(2)}`)
    writeFileSync(path, '')
    return path
  }
  return {
    GITHUB_OUTPUT: file('set_output'),
    GITHUB_STATE: file('save_state'),
    GITHUB_ENV: file('set_env'),
    GITHUB_PATH: file('add_path'),
    GITHUB_STEP_SUMMARY: file('step_summary'),
  }
}

/** Nothing of the caller's environment but what a process needs to start: a test must not see whose machine it is on. */
function baseEnvironment(temporary: string, workspace: string): Record<string, string | undefined> {
  const {PATH, SystemRoot, HOME, TEMP, TMP} = process.env
  return {
    ...{PATH, SystemRoot, HOME, TEMP, TMP},
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: 'contoso/audit',
    GITHUB_RUN_ID: '4711',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKFLOW: 'audit',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_ACTOR: 'octocat',
    // Anything but github.com counts as an Enterprise Server for @actions/artifact.
    GITHUB_SERVER_URL: 'https://github.com',
    RUNNER_TEMP: temporary,
  }
}

function inputVariables(options: RunnerOptions): Record<string, string> {
  const defaults = options.action === undefined ? {} : defaultsOf(options.action)
  const entries = Object.entries({...defaults, ...options.inputs})
  return Object.fromEntries(entries.map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]))
}

/** Expressions resolve to nothing here: there is no job whose token they could name. */
function defaultsOf(action: string | URL): Record<string, string> {
  const {inputs} = parse(readFileSync(action, 'utf8')) as {inputs: Record<string, {default?: string}>}
  const text = (value = '') => (value.startsWith('${{') ? '' : String(value))
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, text(input.default)]))
}

function defined(env: Record<string, string | undefined>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
}

/** Carries out the commands in a step's output and keeps the rest as its log. */
class Interpreter {
  readonly log: string[] = []
  readonly annotations: Annotation[] = []
  readonly groups: string[] = []
  readonly masks: string[] = []
  readonly outputs: Record<string, string> = {}
  #stopped: string | undefined

  read(line: string): void {
    const command = commandIn(line, this.#stopped)
    if (this.#stopped !== undefined) {
      if (command?.name === this.#stopped) this.#stopped = undefined
      else this.log.push(this.hide(line))
      return
    }
    if (command) this.#obey(command)
    else this.log.push(this.hide(line))
  }

  hide(text: string): string {
    const longestFirst = [...new Set(this.masks)].sort((a, b) => b.length - a.length)
    return longestFirst.reduce((shown, mask) => shown.replaceAll(mask, '***'), text)
  }

  #obey({name, properties, message}: Command): void {
    switch (name) {
      case 'add-mask':
        // The whole value and each of its lines: AddMaskCommandExtension.
        this.masks.push(...[message, ...message.split(/[\r\n]+/)].filter(mask => mask !== ''))
        break
      case 'notice':
      case 'warning':
      case 'error':
        this.annotations.push({level: name, message: this.hide(message), properties})
        this.log.push(this.hide(`${name}: ${message}`))
        break
      case 'group':
        this.groups.push(this.hide(message))
        this.log.push(this.hide(`▸ ${message}`))
        break
      case 'set-output':
        this.outputs[properties.name ?? ''] = message
        break
      case 'stop-commands':
        this.#stopped = message
        break
      case 'debug':
      case 'endgroup':
      case 'save-state':
      case 'add-matcher':
      case 'remove-matcher':
      case 'echo':
        break
      default:
        this.log.push(this.hide(`Error: the command ${name} is switched off on runners`))
    }
  }
}

interface Command {
  name: string
  properties: Record<string, string>
  message: string
}

const registered = new Set([
  ...['add-mask', 'add-matcher', 'add-path', 'debug', 'echo', 'endgroup', 'error', 'group', 'notice', 'remove-matcher'],
  ...['save-state', 'set-env', 'set-output', 'stop-commands', 'warning'],
])

/** `::name key=value,key=value::message` at a line's beginning, or the older `##[name key=value;]message` anywhere. */
function commandIn(line: string, alsoKnown: string | undefined): Command | undefined {
  const current = /^\s*::([^\s:]+)(?:\s+([^:]*))?::(.*)$/s.exec(line)
  const parts = current ?? /##\[([a-z-]+)(?:\s+([^\]]*))?\](.*)$/s.exec(line)
  const name = parts?.[1]?.toLowerCase()
  if (!parts || name === undefined || !(registered.has(name) || parts[1] === alsoKnown)) return undefined
  const properties: Record<string, string> = {}
  for (const property of (parts[2] ?? '').split(/[,;]/)) {
    const equals = property.indexOf('=')
    if (equals > 0) properties[property.slice(0, equals).trim()] = decoded(property.slice(equals + 1))
  }
  return {name: parts[1] === alsoKnown ? (alsoKnown ?? name) : name, properties, message: decoded(parts[3] ?? '')}
}

function decoded(text: string): string {
  const characters: Record<string, string> = {'%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%'}
  return text.replace(/%0D|%0A|%3A|%2C|%25/g, code => characters[code] ?? code)
}
