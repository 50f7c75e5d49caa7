/** The host in a terminal: options for inputs, lines for annotations, and the outputs listed at the end. */
import {causes, Failure} from '../wire/failure.ts'
import {artifactList, artifactService} from './artifact.ts'
import {machineDisk} from './disk.ts'
import {eventFacts} from './event.ts'
import type {Host} from './host.ts'
import {idTokenRequest, inputVariables, maskable, paragraph, runFacts} from './text.ts'

/** What a terminal host writes to and leaves behind. */
export interface Screen {
  write(text: string): void
  setExitCode(code: number): void
}

export interface TerminalHost extends Host {
  /** Lists the outputs; to be called once, when the run has said everything else. */
  end(): void
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * `argv` is what follows the command: `--period 2026-10`, `--period=2026-10`, `--allow-public`. An input that no option
 * names may come from the environment, as a runner passes it or with underscores: INPUT_CERTIFICATE_PASSWORD.
 */
export function terminalHost(
  argv: readonly string[],
  environment: Environment,
  screen: Screen = standardScreen,
): TerminalHost {
  const {options, strays} = readOptions(argv)
  const variables = inputVariables(environment)
  const inputs = secretsFromFiles(options)
  for (const [name, value] of variables) {
    const known = name.replaceAll('_', '-')
    if (!inputs.has(known)) inputs.set(known, value)
  }

  const masks = new Set<string>()
  const outputs = new Map<string, string>()
  const say = (text: string) => screen.write(`${masked(printable(text), masks)}\n`)
  const host: TerminalHost = {
    kind: 'terminal',
    input: name => inputs.get(name)?.trim() ?? '',
    untrimmed: name => inputs.get(name) ?? '',
    given: [...inputs.keys()],
    strays,
    idToken: idTokenRequest(environment),
    facts: {...runFacts(environment, process.cwd()), ...eventFacts(environment)},

    info: say,
    debug: line => {
      if (environment.RUNNER_DEBUG === '1') say(`debug: ${line}`)
    },
    group: async (title, body) => {
      say(`\n${title}`)
      return await body()
    },
    notice: message => say(`notice: ${paragraph(message)}`),
    warning: message => say(`warning: ${paragraph(message)}`),
    error: message => say(`error: ${paragraph(message)}`),
    mask: secret => {
      for (const piece of maskable(secret)) masks.add(piece)
    },

    output: (name, value) => void outputs.set(name, value),
    // The folder holds the same text as a file, and a terminal does not show Markdown.
    summary: async () => {},
    fail: message => {
      screen.setExitCode(1)
      host.error(message)
    },
    get artifacts() {
      return artifactList(environment, host)
    },
    get upload() {
      return artifactService(environment, host)
    },
    end: () => {
      // After a failure that left nothing, the rest would be zeros that read like results.
      const failed = outputs.get('status') === 'failed' && !outputs.get('directory')
      const worthSaying = [...outputs].filter(([name, value]) => value !== '' && !(failed && name !== 'status'))
      if (worthSaying.length > 0) say('')
      for (const [name, value] of worthSaying) say(`${name}: ${value}`)
    },
  }
  return host
}

const standardScreen: Screen = {
  write: text => void process.stdout.write(text),
  setExitCode: code => {
    process.exitCode = code
  },
}

/** An option before another one, or at the end, is a switch and means true; given twice, its values make a list. */
function readOptions(argv: readonly string[]): {options: Map<string, string>; strays: string[]} {
  const options = new Map<string, string>()
  const strays: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    const option = /^--([^=\s]+)(?:=([\s\S]*))?$/.exec(word)
    const name = option?.[1]
    if (name === undefined) {
      strays.push(word)
      continue
    }
    const next = argv[at + 1]
    const value = option?.[2] ?? (next === undefined || next.startsWith('--') ? 'true' : next)
    if (option?.[2] === undefined && value === next) at++
    const earlier = options.get(name)
    options.set(name, earlier === undefined ? value : `${earlier}\n${value}`)
  }
  return {options, strays}
}

/** Options that name a file to read a secret from: words of a command line are visible to every process. */
const secretFiles = {
  'certificate-password-file': 'certificate-password',
  'key-vault-token-file': 'key-vault-token',
  'github-token-file': 'github-token',
  'pseudonym-key-file': 'pseudonym-key',
  'state-key-file': 'state-key',
  'previous-state-key-file': 'previous-state-key',
  identity: 'age-identity',
}

function secretsFromFiles(options: ReadonlyMap<string, string>): Map<string, string> {
  const inputs = new Map(options)
  for (const [option, secret] of Object.entries(secretFiles)) {
    const path = options.get(option)
    if (path === undefined) continue
    inputs.delete(option)
    inputs.set(secret, read(option, path))
  }
  return inputs
}

function read(option: string, path: string): string {
  try {
    return String(machineDisk.sync.readFile(path))
  } catch (error) {
    throw new Failure({
      code: 'INPUT_SECRET_FILE',
      message: `The file “${path}” of --${option} can’t be read: ${causes(error)}.`,
      remedy: 'Check the path, and that this user may read the file.',
      cause: error,
    })
  }
}

/** Words of services must not move the cursor or change the terminal's title. */
function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '')
}

function masked(text: string, masks: ReadonlySet<string>): string {
  const longestFirst = [...masks].sort((a, b) => b.length - a.length)
  return longestFirst.reduce((shown, mask) => shown.replaceAll(mask, '***'), text)
}
