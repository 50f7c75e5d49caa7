/** The scripts of docs/recipes, each run as a process against a stub of its service that checks and counts. */
import {spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {gzipSync} from 'node:zlib'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {compareText} from '../../src/audit/compare-text.ts'
import {putJsonlLine} from '../../src/report/jsonl.ts'
import {aFolder} from '../builders.ts'
import {hostileMonth, hostileText, rowsOf} from '../files/hostile-records.ts'
import {elastic, type Stub, sentinel, splunk, timesketch} from '../recipes/stubs.ts'

const recipe = (name: string) => fileURLToPath(new URL(`../../docs/recipes/${name}.mjs`, import.meta.url))
const page = readFileSync(new URL('../../docs/siem.md', import.meta.url), 'utf8')
const columns: {name: string; type: string}[] = JSON.parse(
  /```json\n(\s+\{\s+"Custom-M365Audit"[\s\S]*?)```/.exec(page)?.[1] ?? '',
)['Custom-M365Audit'].columns

const destinations = {elastic, sentinel: () => sentinel(columns), splunk, timesketch} as const
type Destination = keyof typeof destinations
const names = Object.keys(destinations) as Destination[]

/** As the export writes it. */
function linesOf(texts: readonly string[]): string[] {
  return rowsOf(texts).map(row => {
    const target = Buffer.alloc(6 * row.text.length + 4096)
    return target.toString('utf8', 0, putJsonlLine(row, target, 0))
  })
}

async function fileOf(lines: readonly string[]): Promise<string> {
  const file = join(await aFolder(), 'audit-2026-10.jsonl.gz')
  writeFileSync(file, gzipSync(lines.join('')))
  return file
}

interface Ran {
  code: number | null
  output: string
}

async function send(name: Destination, stub: Stub, file: string, env: Record<string, string> = {}): Promise<Ran> {
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
function keyOf(line: string): string {
  const text = line.slice(0, -1)
  const {Id} = JSON.parse(text)
  const digest = createHash('sha256').update(text).digest('hex')
  return typeof Id === 'string' && /^[\w-]{1,200}$/.test(Id) ? `${Id}.${digest.slice(0, 16)}` : digest
}

const sorted = (keys: readonly string[]) => [...keys].sort(compareText)
const month = linesOf(hostileMonth)
const busy = (status: number, headers: Record<string, string> = {'retry-after': '0'}) => ({
  status,
  body: {text: 'Server is busy', code: 9},
  headers,
})
const noSecret = /secret|c2VjcmV0/

describe.for(names)('%s', name => {
  test('gets every record of the hostile month once, though it is busy between, and nothing again', async () => {
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
  })

  test('that goes down is left, and the next run goes on where it stopped', async () => {
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
  })

  test('that refuses one record gets the others, and the record is named', async () => {
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
  })

  test('is not asked again with a secret that it refused, and the secret is not shown', async () => {
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
  })

  test('is named in the page with the variables that its script asks for, for bash and PowerShell', () => {
    const script = readFileSync(recipe(name), 'utf8')
    const asked = [...script.matchAll(/(?:variable|addressIn)\('([A-Z_]+)'|process\.env\.([A-Z_]+)/g)].map(
      ([, must, may]) => must ?? may,
    )
    expect(asked.length).toBeGreaterThan(2)
    for (const variable of asked) expect(page).toContain(variable)
    const blocks = [...page.matchAll(/```(bash|powershell)\n([\s\S]*?)```/g)].filter(([, , text]) =>
      text?.includes(`${name}.mjs`),
    )
    expect(blocks.map(([, language]) => language)).toEqual(['bash', 'powershell'])
  })
})

test('a batch that was sent and not written down, because the process was killed, is sent again under the same keys', async () => {
  const lines = linesOf([hostileText(1, {}), hostileText(2, {})])
  const stub = await splunk({acknowledges: false})
  const file = await fileOf(lines)
  // A key that was half written is none.
  appendFileSync(`${file}.sent`, `${keyOf(lines[0] ?? '')}\n${keyOf(lines[1] ?? '').slice(0, 20)}`)
  expect(await send('splunk', stub, file)).toMatchObject({
    code: 0,
    output: expect.stringContaining('1 records sent, 1 were there'),
  })
  expect(stub.kept).toEqual([keyOf(lines[1] ?? '')])
})

test('an Id that came with two contents is two records', async () => {
  const lines = linesOf([hostileText(1, {}), hostileText(1, {ObjectId: 'other'}), hostileText(1, {})])
  const stub = await elastic()
  expect(await send('elastic', stub, await fileOf(lines))).toMatchObject({
    output: expect.stringContaining('2 records sent, 1 were there'),
  })
})

test('records too long for a field of Azure Monitor are counted and marked', async () => {
  const stub = await sentinel(columns)
  const ran = await send(
    'sentinel',
    stub,
    await fileOf(linesOf([hostileText(1, {Text: 'é'.repeat(40_000)}), hostileText(2, {})])),
  )
  expect(ran.output).toContain('1 were too long for a field and are marked as cut.')
  expect(stub.violations).toEqual([])
})

test.for([
  ['http://siem.example', /has to be an https address/],
  ['https://user:secret@siem.example', /must not hold a user/],
  ['siem', /has to be an https address/],
] as const)('no secret is sent to %s', async ([url, says]) => {
  const stub = await elastic()
  const ran = await send('elastic', stub, await fileOf(month.slice(0, 1)), {ELASTIC_URL: url})
  expect(ran).toMatchObject({code: 2, output: expect.stringMatching(says)})
  expect(ran.output).not.toMatch(noSecret)
})

test('a damaged file stops the script without a word of a record', async () => {
  const stub = await elastic()
  const cut = join(await aFolder(), 'audit-2026-10.jsonl.gz')
  writeFileSync(cut, gzipSync(month.join('')).subarray(0, 900))
  expect(await send('elastic', stub, cut)).toMatchObject({code: 2, output: expect.stringContaining('damaged')})
  const broken = await send('elastic', stub, await fileOf(['{"Id":"1","Text":"poison\n']))
  expect(broken).toMatchObject({code: 2, output: expect.stringContaining('no JSON')})
  expect(broken.output).not.toContain('poison')
})

describe('of what they share', async () => {
  const {recordOf, retryDelay, wellFormed} = await import(
    new URL('../../docs/recipes/send-records.mjs', import.meta.url).href
  )

  test('the delay is what the service asks for, a minute at most, else doubled', () => {
    expect([0, 1, 2, 9].map(attempt => retryDelay(attempt, null))).toEqual([250, 500, 1000, 60_000])
    expect(retryDelay(0, '7')).toBe(7000)
    expect(retryDelay(0, '7200')).toBe(60_000)
    expect(retryDelay(3, 'Sun, 29 Nov 2026 12:00:10 GMT', Date.parse('2026-11-29T12:00:00Z'))).toBe(10_000)
    expect(retryDelay(3, 'Sun, 29 Nov 2026 12:00:10 GMT', Date.parse('2026-11-29T13:00:00Z'))).toBe(0)
  })

  test('a JSON text made well-formed is the same value with � for each half of an emoji', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({stringUnit: 'binary'}),
        fc.string({unit: fc.constantFrom('\ud83d', '\ude00', '\\', 'u', 'd83d', '"')}),
        (value, text) => {
          const json = JSON.stringify([value, text])
          const whole = (one: unknown): unknown =>
            typeof one === 'string' ? one.replace(/\p{Surrogate}/gu, '\ufffd') : one
          const expected = JSON.parse(json, (_, one: unknown) => whole(one))
          expect(JSON.parse(wellFormed(json))).toEqual(expected)
          expect(/\p{Surrogate}/u.test(JSON.parse(wellFormed(json))[1])).toBe(false)
          if (JSON.stringify(expected) === json) expect(wellFormed(json)).toBe(json)
        },
      ),
      {numRuns: 300},
    )
  })

  test('a key is the same for the same text alone, and fits an _id', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary', maxLength: 600}), fc.string(), fc.string(), (Id, a, b) => {
        const key = (Text: string): string => recordOf(JSON.stringify({Id, Text})).key
        expect(key(a) === key(b)).toBe(a === b)
        expect(Buffer.byteLength(key(a))).toBeLessThan(512)
      }),
      {numRuns: 50},
    )
  })
})
