/** What is asked of every script of docs/recipes, run as a process against the stub of its service. */
import {spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {gzipSync} from 'node:zlib'
import {expect} from 'vitest'
import {compareText} from '../../src/audit/compare-text.ts'
import {putJsonlLine} from '../../src/report/jsonl.ts'
import {aFolder} from '../builders.ts'
import {hostileMonth, hostileText, rowsOf} from '../files/hostile-records.ts'
import {elastic, type Stub, sentinel, splunk, timesketch} from './stubs.ts'

export const recipe = (name: string) => fileURLToPath(new URL(`../../docs/recipes/${name}.mjs`, import.meta.url))
export const page = readFileSync(new URL('../../docs/siem.md', import.meta.url), 'utf8')
export const columns: {name: string; type: string}[] = JSON.parse(
  /```json\n(\s+\{\s+"Custom-M365Audit"[\s\S]*?)```/.exec(page)?.[1] ?? '',
)['Custom-M365Audit'].columns

const destinations = {elastic, sentinel: () => sentinel(columns), splunk, timesketch} as const
export type Destination = keyof typeof destinations
export const names = Object.keys(destinations) as Destination[]

/** As the export writes it. */
export function linesOf(texts: readonly string[]): string[] {
  return rowsOf(texts).map(row => {
    const target = Buffer.alloc(6 * row.text.length + 4096)
    return target.toString('utf8', 0, putJsonlLine(row, target, 0))
  })
}

export async function fileOf(lines: readonly string[]): Promise<string> {
  const file = join(await aFolder(), 'audit-2026-10.jsonl.gz')
  writeFileSync(file, gzipSync(lines.join('')))
  return file
}

interface Ran {
  code: number | null
  output: string
}

export async function send(
  name: Destination,
  stub: Stub,
  file: string,
  env: Record<string, string> = {},
): Promise<Ran> {
  const {PATH = ''} = process.env
  const child = spawn(process.execPath, [recipe(name), file, '--sent', `${file}.sent`], {
    env: {PATH, ...stub.env, ...env},
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => {
      output += String(data)
    })
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  return {code, output}
}

/** By the page: the Id and the beginning of the SHA-256 of the text. */
export function keyOf(line: string): string {
  const text = line.slice(0, -1)
  const {Id} = JSON.parse(text)
  const digest = createHash('sha256').update(text).digest('hex')
  return typeof Id === 'string' && /^[\w-]{1,200}$/.test(Id) ? `${Id}.${digest.slice(0, 16)}` : digest
}

const sorted = (keys: readonly string[]) => [...keys].sort(compareText)
// One record of 2.5 MB is enough here.
export const month = linesOf(hostileMonth.filter((_, index) => index !== 3))
const busy = (status: number, headers: Record<string, string> = {'retry-after': '0'}) => ({
  status,
  body: {text: 'Server is busy', code: 9},
  headers,
})
export const noSecret = /secret|c2VjcmV0/

/** Every record of the hostile month once, though the service is busy between; and nothing again. */
export async function getsEveryRecord(name: Destination): Promise<void> {
  const stub = await destinations[name]()
  stub.faults.push(busy(429), busy(503), busy(502))
  const file = await fileOf(month)
  const first = await send(name, stub, file)
  expect(stub.violations).toEqual([])
  expect(first.output).toContain(`${month.length} records sent, 0 were there already, 0 refused.`)
  expect(first.code).toBe(0)
  expect(sorted(stub.kept)).toEqual(sorted(month.map(keyOf)))
  const {deliveries} = stub
  const second = await send(name, stub, file)
  expect(second).toMatchObject({
    code: 0,
    output: expect.stringContaining(`0 records sent, ${month.length} were there already`),
  })
  expect(stub.kept).toHaveLength(month.length)
  if (name !== 'elastic') expect(stub.deliveries).toBe(deliveries)
  expect(first.output + second.output).not.toMatch(noSecret)
  expect(first.output).not.toMatch(/eve@example|invoices/)
}

/** A service that goes down is left, and the next run goes on where it stopped. */
export async function goesOnWhereItStopped(name: Destination): Promise<void> {
  const many = linesOf(Array.from({length: 30}, (_, index) => hostileText(index + 1, {Text: 'x'.repeat(60_000)})))
  const stub = await destinations[name]()
  const down = Array.from({length: 8}, () => busy(503))
  const file = await fileOf(many.slice(0, 3))
  await send(name, stub, file)
  writeFileSync(file, gzipSync(many.join('')))
  stub.faults.push(...down)
  const stopped = await send(name, stub, file)
  expect(stopped).toMatchObject({
    code: 2,
    output: expect.stringMatching(/in 8 attempts \(status 503\).*goes on where it stopped/),
  })
  expect(stub.faults).toEqual([])
  expect(await send(name, stub, file)).toMatchObject({
    code: 0,
    output: expect.stringContaining('27 records sent, 3 were there already'),
  })
  expect(sorted(stub.kept)).toEqual(sorted(many.map(keyOf)))
  expect(stub.violations).toEqual([])
}

/** The others arrive, and the record is named. */
export async function namesRefusedRecord(name: Destination): Promise<void> {
  const lines = linesOf([1, 2, 3, 4, 5].map(number => hostileText(number, number === 3 ? {Text: 'poison'} : {})))
  const stub = await destinations[name]()
  stub.refuses = 'poison'
  const ran = await send(name, stub, await fileOf(lines))
  expect(ran).toMatchObject({
    code: 1,
    output: expect.stringContaining('4 records sent, 0 were there already, 1 refused'),
  })
  expect(ran.output).toContain(`Refused: ${keyOf(lines[2] ?? '')} (`)
  expect(sorted(stub.kept)).toEqual(sorted(lines.filter((_, index) => index !== 2).map(keyOf)))
}

/** A secret that was refused is not tried again, and is not shown. */
export async function hidesSecret(name: Destination): Promise<void> {
  const stub = await destinations[name]()
  const [secret = ''] = Object.keys(stub.env).filter(variable => /TOKEN|KEY|PASSWORD/.test(variable))
  const ran = await send(name, stub, await fileOf(month.slice(0, 2)), {[secret]: 'wrong-one'})
  expect(ran).toMatchObject({code: 2, output: expect.stringMatching(/refused the sign-in/)})
  expect(ran.output).not.toContain('wrong-one')
  expect(stub.deliveries).toBe(name === 'timesketch' ? 0 : 1)
  expect(await send(name, stub, await fileOf([]), {[secret]: ' '})).toMatchObject({
    code: 2,
    output: expect.stringContaining(secret),
  })
}
