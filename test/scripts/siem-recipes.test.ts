/** The scripts of docs/recipes, each run as a process against a stub of its service that checks and counts. */
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {aFolder} from '../builders.ts'
import {hostileText} from '../files/hostile-records.ts'
import {
  columns,
  fileOf,
  getsEveryRecord,
  goesOnWhereItStopped,
  hidesSecret,
  keyOf,
  linesOf,
  month,
  names,
  namesRefusedRecord,
  noSecret,
  page,
  recipe,
  send,
} from '../recipes/scenarios.ts'
import {elastic, sentinel, splunk} from '../recipes/stubs.ts'

describe.for(names)('%s', name => {
  test('gets every record of the hostile month once, though it is busy between, and nothing again', async () => {
    await getsEveryRecord(name)
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

// The other services are asked the same in siem-recipes.long.test.ts.
test('Splunk that goes down is left, and the next run goes on where it stopped', async () => {
  await goesOnWhereItStopped('splunk')
})

test('Elastic that refuses one record gets the others, and the record is named', async () => {
  await namesRefusedRecord('elastic')
})

test('Azure Monitor is not asked again with a secret that it refused, and the secret is not shown', async () => {
  await hidesSecret('sentinel')
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
  for (const line of ['{"Id":"1","Text":"poison', '"poison"']) {
    const broken = await send('elastic', stub, await fileOf([`${line}\n`]))
    expect(broken).toMatchObject({code: 2, output: expect.stringContaining('no JSON')})
    expect(broken.output).not.toContain('poison')
  }
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
