/** The host in a terminal, or in another CI system that starts it like one: options for inputs, lines for annotations, and the outputs listed at the end. */
import {join} from 'node:path'
import {causes, Failure} from '../wire/failure.ts'
import {artifactList, artifactService} from './artifact.ts'
import {ciForm, dotenv, inert} from './ci-form.ts'
import {colourFirstWord, hasColours, styled} from './colours.ts'
import {type OptionKinds, readCommandLine} from './command-line.ts'
import {isOpenFile, machineDisk} from './disk.ts'
import {eventFacts} from './event.ts'
import type {Host} from './host.ts'
import {asStarted, invocation, invocationOf} from './invocation.ts'
import {readSecretFiles} from './secret-files.ts'
import {identityVariables, idTokenRequest, inputVariables, maskable, paragraph, runFacts} from './text.ts'

/** What a terminal host writes to and leaves behind. */
export interface Screen {
  write(text: string): void
  setExitCode(code: number): void
  /** Characters in a line where it is a terminal; undefined for a file or a pipe. */
  readonly columns?: number | undefined
  /** Whether all that is written stays as it is: no secret is then written for a CI system to hide. */
  readonly isFile?: boolean
  /** How the program was started, which stands in the commands that it advises. */
  readonly invocation?: string
  /** For what a CI system takes from a file. */
  writeFile?(path: string, content: string): void
}

export interface TerminalHost extends Host {
  /** Lists the outputs; to be called once, when the run has said everything else. */
  end(): void
}

type Environment = Readonly<Record<string, string | undefined>>

/** What the process ends with; docs/terminal.md says so too. */
export const exitCodes = {success: 0, failure: 1, mistake: 2} as const

/**
 * `argv` is what follows the command: `--period 2026-10`, `--period=2026-10`, `--allow-public`. An input that no option
 * names may come from the environment, as a runner passes it or with underscores: INPUT_CERTIFICATE_PASSWORD.
 */
export function terminalHost(
  argv: readonly string[],
  environment: Environment,
  screen: Screen = standardScreen,
  kinds: OptionKinds = {},
): TerminalHost {
  const {options, strays, withoutValue} = readCommandLine(argv, kinds)
  const {inputs, mistakes} = readSecretFiles(options)
  for (const [name, value] of inputVariables(environment)) {
    const known = name.replaceAll('_', '-')
    if (!inputs.has(known)) inputs.set(known, value)
  }

  const masks = new Set<string>()
  const outputs = new Map<string, string>()
  const inColour = hasColours(environment, screen.columns !== undefined)
  const lines = new LineWriter(screen)
  let isMistaken = false
  const form = ciForm(environment)
  const isObeyed = form !== undefined || environment.GITHUB_ACTIONS === 'true'
  let groups = 0
  let summaries = 0
  let depth = 0
  const shown = (text: string) => {
    const plain = masked(printable(asStarted(text, screen.invocation ?? invocation)), masks)
    return isObeyed ? inert(plain) : plain
  }
  const say = (text: string) => lines.write(inColour ? colourFirstWord(shown(text)) : shown(text))
  const host: TerminalHost = {
    kind: 'terminal',
    input: name => inputs.get(name)?.trim() ?? '',
    untrimmed: name => inputs.get(name) ?? '',
    given: [...inputs.keys()],
    strays,
    mistakes: [...withoutValue.map(noValue), ...mistakes],
    idToken: idTokenRequest(environment),
    identityVariables: identityVariables(environment),
    facts: {...runFacts(environment, process.cwd()), ...eventFacts(environment)},

    info: say,
    ...(screen.columns === undefined ? {} : {progress: (line: string) => lines.progress(shown(line))}),
    debug: line => {
      if (environment.RUNNER_DEBUG !== '1' && !/^true$/i.test(environment.SYSTEM_DEBUG ?? '')) return
      const said = form?.debug(shown(paragraph(line)))
      if (said === undefined) say(`debug: ${line}`)
      else lines.write(said)
    },
    group: async (title, body) => {
      const serial = ++groups
      const isOutermost = depth++ === 0
      const name = shown(paragraph(title))
      if (form === undefined) lines.write(`\n${inColour ? styled('bold', name) : name}`)
      else lines.write(isOutermost ? form.open(name, serial, Date.now()) : name)
      try {
        return await body()
      } finally {
        lines.endProgress()
        depth--
        if (form && isOutermost) lines.write(form.close(serial, Date.now()))
      }
    },
    notice: message => say(`notice: ${paragraph(message)}`),
    warning: message => annotate('warning', message),
    error: message => annotate('error', message),
    mask: secret => {
      for (const piece of [printable(secret).trim(), ...maskable(secret)]) {
        if (piece === '' || masks.has(piece)) continue
        masks.add(piece)
        const hiding = screen.isFile === true || /[\r\n]/.test(piece) ? undefined : form?.secret(piece)
        if (hiding !== undefined) lines.write(hiding)
      }
    },

    output: (name, value) => void outputs.set(name, value),
    // The folder holds the same text as a file, and only Azure Pipelines shows Markdown.
    summary: async markdown => {
      const {AGENT_TEMPDIRECTORY: temporary} = environment
      if (form?.name !== 'azure-pipelines' || !temporary) return
      const path = join(temporary, `m365-audit-summary-${process.pid}-${++summaries}.md`)
      if (leave(path, masked(markdown, masks))) lines.write(`##vso[task.uploadsummary]${path}`)
    },
    fail: (message, reason) => {
      isMistaken ||= reason === 'mistake'
      screen.setExitCode(isMistaken ? exitCodes.mistake : exitCodes.failure)
      host.error(message)
    },
    get artifacts() {
      return artifactList(environment, host)
    },
    get upload() {
      return artifactService(environment, host)
    },
    end: () => {
      lines.endProgress()
      // After a mistake nothing was done, and without an export the counts are zeros that would read like results.
      const hasExport = Boolean(outputs.get('manifest'))
      const counts = ['records', 'findings', 'incidents', 'highest-severity']
      const worthSaying = isMistaken
        ? []
        : [...outputs].filter(([name, value]) => value !== '' && (hasExport || !counts.includes(name)))
      if (worthSaying.length > 0) say('')
      for (const [name, value] of worthSaying) say(`${name}: ${value}`)
      for (const [name, value] of outputs) {
        const setting = form?.output(name, shown(value))
        if (setting !== undefined) lines.write(setting)
      }
      if (form?.name === 'gitlab') leave(join(environment.CI_PROJECT_DIR ?? '', 'm365-audit.env'), dotenv(outputs))
    },
  }
  /** @returns whether it lies there: a file for the CI system that can't be written changes nothing of the export. */
  const leave = (path: string, content: string): boolean => {
    try {
      screen.writeFile?.(path, content)
      return true
    } catch (error) {
      annotate('warning', `${path} can’t be written: ${causes(error)}.`)
      return false
    }
  }
  const annotate = (level: 'warning' | 'error', message: string) => {
    const line = form?.annotation(level, shown(paragraph(message)))
    if (line === undefined) say(`${level}: ${paragraph(message)}`)
    else lines.write(line)
  }
  return host
}

const standardScreen: Screen = {
  get invocation() {
    return invocationOf(process.argv[1], process.cwd())
  },
  write: text => void process.stdout.write(text),
  setExitCode: code => {
    process.exitCode = code
  },
  get columns() {
    return process.stdout.isTTY ? process.stdout.columns || 80 : undefined
  },
  get isFile() {
    return process.stdout.isTTY || isOpenFile(process.stdout.fd)
  },
  writeFile: (path, content) => machineDisk.sync.writeFile(path, content),
}

/** Lines of text, below which the last line of progress stays until it ends. */
class LineWriter {
  private readonly screen: Screen
  private current: string | undefined

  constructor(screen: Screen) {
    this.screen = screen
  }

  write(text: string): void {
    if (this.current === undefined) this.screen.write(`${text}\n`)
    else this.screen.write(`${eraseLine}${text}\n${this.current}`)
  }

  /** Takes the place of the last one. A line that wraps could not be erased. */
  progress(text: string): void {
    this.current = text.replace(/\s+/g, ' ').slice(0, Math.max(1, (this.screen.columns ?? 80) - 1))
    this.screen.write(eraseLine + this.current)
  }

  endProgress(): void {
    if (this.current !== undefined) this.screen.write('\n')
    this.current = undefined
  }
}

/** Back to the line's beginning, and erase to its end (ECMA-48). */
const eraseLine = '\r\u001b[K'

function noValue(option: string): Failure {
  return new Failure({
    code: 'INPUT_NO_VALUE',
    message: `The option --${option} needs a value.`,
    remedy: `Write --${option} VALUE; a value that begins with two hyphens as --${option}=VALUE.`,
  })
}

/** Words of services must not move the cursor or change the terminal's title. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '')
}

function masked(text: string, masks: ReadonlySet<string>): string {
  const longestFirst = [...masks].sort((a, b) => b.length - a.length)
  return longestFirst.reduce((shown, mask) => shown.replaceAll(mask, '***'), text)
}
