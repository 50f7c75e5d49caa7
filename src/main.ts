#!/usr/bin/env node
/** The entry: a runner starts it without arguments, a person in a terminal with a command. */
import {settleEnvironment} from './host/environment.ts'
import {toolName, version} from './version.ts'
import {explain} from './wire/failure.ts'

const commands = ['demo', 'doctor', 'export', 'plan', 'merge', 'verify'] as const
type Command = (typeof commands)[number]

const usage = `${toolName} ${version}

Usage: node dist/index.js COMMAND [--input VALUE]…

  demo       export a month of the built-in tenant; needs nothing
  export     export a month of your tenant, inputs as in action.yml: --period 2026-10
  doctor     say what an export with these inputs lacks, who can fix it and how; changes nothing
  plan       estimate an export: windows, requests, hours, and in how many parts to read it
  merge      join the parts of a sharded export, from sub-folders of --parts-directory
  verify     check an exported folder: verify m365-audit/2026-10, signed by whom you expect:
             --certificate-thumbprint or --trusted-ca; inside encrypted files: --identity key.txt
  setup      register the application, give it a certificate and its rights; see setup --help
  simulator  serve the built-in tenant on this machine for tests and experiments

Without a command it is a GitHub Action and takes its inputs from the runner.
`

for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, endAtFault)

const [word, ...rest] = process.argv.slice(2)
if (word === undefined) await asAction()
else if (word === 'simulator') await serveSimulator(rest)
else if (word === 'setup') await setUp(rest)
else if (isCommand(word)) await inTerminal(word, rest)
else refuse(word)

function isCommand(text: string): text is Command {
  return (commands as readonly string[]).includes(text)
}

async function asAction(): Promise<void> {
  sayHello()
  const given = settleEnvironment('run')
  const [{runnerHost}, {start}] = await Promise.all([import('./host/runner.ts'), import('./start.ts')])
  await start(await runnerHost(), {given})
}

async function inTerminal(command: Command, words: string[]): Promise<void> {
  sayHello()
  const given = settleEnvironment('run')
  const [{terminalHost}, {start}] = await Promise.all([import('./host/terminal.ts'), import('./start.ts')])
  const host = terminalHost(words, process.env)
  await start(host, {command, given})
  host.end()
}

async function setUp(words: string[]): Promise<void> {
  const [{terminalHost}, {realWorld}, {runSetup}, {setupUsage}] = await Promise.all([
    import('./host/terminal.ts'),
    import('./start.ts'),
    import('./setup.ts'),
    import('./setup/settings.ts'),
  ])
  if (words.some(one => ['--help', '-h'].includes(one))) return void process.stdout.write(setupUsage)
  sayHello()
  const given = settleEnvironment('setup')
  // Inputs of an export, as a runner or a simulator passes them, are no options of a set-up.
  const variables = Object.entries(process.env).filter(([name]) => !name.startsWith('INPUT_'))
  const host = terminalHost(words, Object.fromEntries(variables))
  for (const secret of given.secrets) host.mask(secret)
  for (const note of given.notes) host.warning(note)
  for (const fault of given.faults) host.fail(explain(fault))
  if (given.faults.length === 0) await runSetup({host, world: await realWorld(host), environment: process.env})
  host.end()
}

async function serveSimulator(words: string[]): Promise<void> {
  const {runSimulatorCommand} = await import('./simulator/command.ts')
  process.exitCode = await runSimulatorCommand(words, {stdout: process.stdout, stderr: process.stderr})
}

function refuse(text: string): void {
  const asked = ['help', '--help', '-h'].includes(text)
  ;(asked ? process.stdout : process.stderr).write(asked ? usage : `There is no command “${text}”.\n\n${usage}`)
  process.exitCode = asked ? 0 : 2
}

/** A fault of ours in one line; its stack, whose words may come from a service, goes to debug. */
function endAtFault(fault: unknown): void {
  const {message, stack} = fault instanceof Error ? fault : new TypeError(String(fault))
  const onRunner = word === undefined
  const line = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
  if (onRunner || process.env.RUNNER_DEBUG === '1') process.stdout.write(`::debug::${line(stack ?? '')}\n`)
  const said = `Unexpected fault: ${message.split('\n', 1)[0]} [UNEXPECTED] This is a fault of the program. Please report it with the version and this message.`
  process.stdout.write(onRunner ? `::error::${line(said)}\n` : `error: ${said}\n`)
  process.exit(1)
}

/** Before anything large is loaded, so that a person in a terminal sees that it runs. */
function sayHello(): void {
  process.stdout.write(`${toolName} ${version}\n`)
}
