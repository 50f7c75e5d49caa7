/** The program as its users run it – the bundle, in a process, with settings – against a tenant that listens on loopback. */
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdir} from 'node:fs/promises'
import {createInterface} from 'node:readline'
import {fileURLToPath} from 'node:url'
import {type Ended, runMeasured} from './child.ts'

export interface Tenant {
  /** What a run needs to find it, and to sign in. */
  environment: Record<string, string>
  close(): void
}

export const monthOfBench = {text: '2026-10', first: '2026-10-01'}

export async function openTenant(records: number): Promise<Tenant> {
  const script = fileURLToPath(new URL('large-tenant.ts', import.meta.url))
  const child = spawn(process.execPath, [script, String(records), monthOfBench.first], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {PATH: process.env.PATH},
  })
  const [line] = await Promise.race([
    once(createInterface({input: child.stdout}), 'line') as Promise<[string]>,
    once(child, 'exit').then((): [string] => ['']),
  ])
  if (line === '') throw new Error('the tenant did not start')
  const {environment} = JSON.parse(line) as Tenant
  return {environment, close: () => void child.kill()}
}

export interface Ran extends Ended {
  /** What the run set, by name. */
  outputs: Record<string, string>
}

/**
 * One run in a folder of its own, as in a terminal.
 * @param words after the program's name: the command and its options.
 * @param inputs by the names of their variables, without INPUT_.
 * @throws where it does not end well.
 */
export async function runProgram(
  program: string,
  words: readonly string[],
  {tenant, workspace, inputs = {}}: {tenant: Tenant; workspace: string; inputs?: Record<string, string>},
): Promise<Ran> {
  await mkdir(workspace, {recursive: true})
  const kept = Object.entries(tenant.environment).filter(([name]) => /^(INPUT_|M365_AUDIT_)/.test(name))
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name}`, value] as const)
  const env = {PATH: process.env.PATH, ...Object.fromEntries([...kept, ...given])}
  const ran = await runMeasured([program, ...words], {cwd: workspace, env})
  if (ran.code !== 0) throw new Error(`${words.join(' ')} ended with ${ran.code}:\n${ran.said.slice(-4000)}`)
  return {...ran, outputs: outputsIn(ran.said)}
}

/** The list of outputs with which a run in a terminal ends: `name: value`. */
export function outputsIn(said: string): Record<string, string> {
  return Object.fromEntries([...said.matchAll(/^([a-z-]+): (.*)$/gm)].map(([, name = '', value = '']) => [name, value]))
}
