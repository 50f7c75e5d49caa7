/** The simulator's README, followed with a shell and curl: its own commands, in its own order. */
import {spawn} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {program} from '../scenarios/program.ts'

afterAll(cleanUp)

const readme = readFileSync(new URL('../../src/simulator/README.md', import.meta.url), 'utf8')
const section = readme.slice(readme.indexOf('## By hand'), readme.indexOf('## Faults'))
const [start = '', token = '', search = ''] = [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block)

/** Runs the words in one shell, with the bundle of the present sources, and ends the tenant that they leave running. */
function shell(...blocks: string[]): Promise<{output: string; errors: string; code: number | null}> {
  const folder = temporaryFolder()
  const script = join(folder, 'by-hand.sh')
  const ready = 'until [ -s simulator.json ]; do sleep 0.1; done'
  const [first = '', ...rest] = blocks
    .join('\n')
    .replaceAll('dist/index.js', `"${program}"`)
    .split(/(?<= &)\n/)
  writeFileSync(script, ['set -e', 'trap "kill %1" EXIT', first, ready, ...rest].join('\n'))
  const child = spawn('bash', [script], {
    cwd: folder,
    env: {PATH: `${dirname(process.execPath)}:${process.env.PATH}`},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [output, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  return new Promise(resolve => child.on('close', code => resolve({output, errors, code})))
}

describe.skipIf(process.platform === 'win32')('by hand', () => {
  test('the login and the repository answer curl', async () => {
    const {output, errors, code} = await shell(start)
    expect(code, errors).toBe(0)
    expect(output).toContain('"token_endpoint"')
    expect(output).toContain('"full_name":"fabrikam/audit-archive"')
  })

  test('a search gives records to whoever signs in with the certificate', async () => {
    const {output, errors, code} = await shell(start, token, 'echo', search)
    expect(code, errors).toBe(0)
    const answer = JSON.parse(output.split('\n').at(-1) ?? '') as {value: {AuditData: string}[]}
    expect(answer.value.length).toBeGreaterThan(0)
    for (const {AuditData} of answer.value) expect(JSON.parse(AuditData)).toHaveProperty('CreationTime')
  })
})
