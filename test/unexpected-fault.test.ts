/** A fault of the program: one line in the log, its stack in debug alone. */
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {reportFailure} from '../src/publish/report-run.ts'
import {asFailure} from '../src/wire/failure.ts'
import {aListener} from './listener.ts'
import {cleanUp, runAction, temporaryFolder} from './runner.ts'
import {program} from './scenarios/program.ts'

afterAll(cleanUp)

test('an error that nobody caught ends the step with one line; the stack is a debug command', async () => {
  const folder = temporaryFolder()
  const broken = join(folder, 'broken.mjs')
  // What the process loads before the program, and what fails once that runs.
  writeFileSync(broken, "setTimeout(() => { throw new TypeError('a canary in a message') }, 0)\n")
  const result = await runAction(program, {env: {NODE_OPTIONS: `--import=${broken}`}})
  expect(result.code).toBe(1)
  const errors = result.annotations.filter(({level}) => level === 'error').map(({message}) => message)
  expect(errors.join()).toContain('Unexpected fault: a canary in a message [UNEXPECTED]')
  expect(result.log).not.toMatch(/^\s+at /m)
  expect(result.raw).toMatch(/^::debug::TypeError: a canary.*%0A\s+at /m)
})

test('a fault inside of a run is told in one line; the stack goes to debug', () => {
  const debugged: string[] = []
  const host = {...aListener(), debug: (line: string) => void debugged.push(line)}
  reportFailure({host, failOn: [], directory: ''}, asFailure(new TypeError('a canary in a message')))
  expect(host.failures.join('\n')).toContain('[UNEXPECTED]')
  expect(host.failures.join('\n')).not.toMatch(/^\s+at /m)
  expect(debugged.join('\n')).toMatch(/^\s+at /m)
})
