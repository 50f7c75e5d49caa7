#!/usr/bin/env node
/** The entry: a runner starts it without arguments, a person in a terminal with a command. */
import {isMainThread, type MessagePort, parentPort} from 'node:worker_threads'
import {isMode, summaries, usage} from './commands.ts'
import {inert} from './host/ci-form.ts'
import {settleEnvironment} from './host/environment.ts'
import {asStarted, invocation, invocationOf} from './host/invocation.ts'
import {didYouMean} from './inputs/did-you-mean.ts'
import type {Mode} from './inputs/settings.ts'
import {toolName, version} from './version.ts'
import {explain} from './wire/failure.ts'

// A thread ends at its fault, and the main thread says so.
if (isMainThread) {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, endAtFault)
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endUnlessClosed)
}

const [word, ...rest] = process.argv.slice(2)
if (parentPort) await serveThread(parentPort)
else if (word === undefined) await withoutCommand()
else if (['--version', '-V', 'version'].includes(word)) process.stdout.write(`${toolName} ${version}\n`)
else if (isHelp(word) || word === 'help') await showHelp(rest[0])
else if (word === 'simulator') await serveSimulator(rest)
else if (!Object.hasOwn(summaries, word)) refuse(word)
else if (rest.slice(0, endOfOptions(rest)).some(isHelp)) await showHelp(word)
else if (isMode(word)) await inTerminal(word, rest)
else await setUp(rest)

function isHelp(text: string): boolean {
  return text === '--help' || text === '-h'
}

function endOfOptions(words: readonly string[]): number {
  const at = words.indexOf('--')
  return at < 0 ? words.length : at
}

/** The program's own thread, which it starts for the files of columns. */
async function serveThread(port: MessagePort): Promise<void> {
  const {serveColumns} = await import('./files/serve-columns.ts')
  serveColumns(port)
}

/** Outside of a runner no one reads outputs, and no input is given: what the program can do is more use. */
async function withoutCommand(): Promise<void> {
  const {GITHUB_ACTIONS, GITHUB_OUTPUT} = process.env
  if (GITHUB_ACTIONS === 'true' || GITHUB_OUTPUT) return await asAction()
  process.stderr.write(inPlace(usage))
  process.exitCode = 2
}

async function asAction(): Promise<void> {
  sayHello()
  const given = settleEnvironment('run')
  const [{runnerHost}, {start}] = await Promise.all([import('./host/runner.ts'), import('./start.ts')])
  await start(await runnerHost(), {given})
}

async function inTerminal(command: Mode, words: string[]): Promise<void> {
  sayHello()
  const given = settleEnvironment('run')
  const [{terminalHost}, {start}, {optionKinds}] = await Promise.all([
    import('./host/terminal.ts'),
    import('./start.ts'),
    import('./options.ts'),
  ])
  const host = terminalHost(words, process.env, undefined, optionKinds)
  await start(host, {command, given})
  host.end()
}

async function setUp(words: string[]): Promise<void> {
  const [{terminalHost}, {realWorld}, {runSetup}, {setupOptionKinds}] = await Promise.all([
    import('./host/terminal.ts'),
    import('./start.ts'),
    import('./setup.ts'),
    import('./setup/settings.ts'),
  ])
  sayHello()
  const given = settleEnvironment('setup')
  // Inputs of an export, as a runner or a simulator passes them, are no options of a set-up.
  const variables = Object.entries(process.env).filter(([name]) => !name.startsWith('INPUT_'))
  const host = terminalHost(words, Object.fromEntries(variables), undefined, setupOptionKinds)
  for (const secret of given.secrets) host.mask(secret)
  for (const note of given.notes) host.warning(note)
  for (const fault of given.faults) host.fail(explain(fault), 'mistake')
  if (given.faults.length === 0) await runSetup({host, world: await realWorld(host), environment: process.env})
  host.end()
}

async function serveSimulator(words: string[]): Promise<void> {
  const {runSimulatorCommand} = await import('./simulator/command.ts')
  process.exitCode = await runSimulatorCommand(words, {stdout: process.stdout, stderr: process.stderr})
}

async function showHelp(command: string | undefined): Promise<void> {
  if (command === undefined || isHelp(command)) process.stdout.write(inPlace(usage))
  else if (command === 'simulator') await serveSimulator(['--help'])
  else if (command === 'setup') process.stdout.write(inPlace((await import('./setup/settings.ts')).setupUsage))
  else if (isMode(command)) process.stdout.write(inPlace((await import('./help.ts')).commandHelp(command)))
  else refuse(command)
}

/** With commands as this one was started. */
function inPlace(text: string): string {
  return asStarted(text, invocationOf(process.argv[1], process.cwd()))
}

function refuse(text: string): void {
  const meant = didYouMean(text, Object.keys(summaries))
  const instead = meant ? `Did you mean ${meant}?` : `The commands are ${Object.keys(summaries).join(', ')}.`
  const what = text.startsWith('-') ? 'The first word is a command, not an option' : 'There is no such command'
  process.stderr.write(inPlace(`error: ${what}: “${text}”. ${instead} See ${invocation} --help.\n`))
  process.exitCode = 2
}

/** A reader that has read enough, such as `head`, closes the pipe: the work goes on, and its exit code says how it went. */
function endUnlessClosed(fault: Error & {code?: string}): void {
  if (fault.code !== 'EPIPE' && fault.code !== 'ERR_STREAM_DESTROYED') endAtFault(fault)
}

/** A fault of ours in one line; its stack, whose words may come from a service, goes to debug. */
function endAtFault(fault: unknown): void {
  const {message, stack} = fault instanceof Error ? fault : new TypeError(String(fault))
  const onRunner = word === undefined
  const line = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
  if (onRunner || process.env.RUNNER_DEBUG === '1') process.stdout.write(`::debug::${line(inert(stack ?? ''))}\n`)
  const said = `Unexpected fault: ${inert(message.split(/[\r\n]/, 1)[0] ?? '')} [UNEXPECTED] This is a fault of the program. Please report it with the version and this message.`
  process.stdout.write(onRunner ? `::error::${line(said)}\n` : `error: ${said}\n`)
  process.exit(1)
}

/** Before anything large is loaded, so that a person in a terminal sees that it runs. */
function sayHello(): void {
  process.stdout.write(`${toolName} ${version}\n`)
}
