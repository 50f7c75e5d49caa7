/** Runs another program to its end, with a limited environment and nothing on the disk. */
import {spawn} from 'node:child_process'
import {dirname} from 'node:path'

export interface ProgramResult {
  status: number
  stdout: string
  stderr: string
}

/**
 * @param settings.env all that the program sees of an environment.
 * @param settings.timeout milliseconds, after which it is ended.
 * @returns undefined where there is no such program.
 */
export function runProgram(
  program: string,
  words: readonly string[],
  {env, input, timeout}: {env: Record<string, string>; input: string | Uint8Array; timeout: number},
): Promise<ProgramResult | undefined> {
  return new Promise(resolve => {
    const child = spawn(program, words, {
      env,
      // Windows looks for programs in the working directory first, which may hold an untrusted program.
      cwd: dirname(process.execPath),
      timeout,
      windowsHide: true,
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', part => out.push(part))
    child.stderr.on('data', part => err.push(part))
    child.stdin.on('error', () => {})
    child.on('error', () => resolve(undefined))
    child.on('close', status =>
      resolve({status: status ?? 1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString()}),
    )
    child.stdin.end(input)
  })
}
