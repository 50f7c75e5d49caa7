import {gzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import {bodyJson, bodyText} from '../../src/wire/body.ts'

const json = '{"value":[{"AuditData":"{\\"x\\":\\"Zoë 日本 \u2028\\"}"}]}'
const gzipped = gzipSync(json)

function answer(body: string | Uint8Array, encoding?: string) {
  const headers = new Headers(encoding ? {'content-encoding': encoding} : {})
  return {status: 200, headers, bytes: typeof body === 'string' ? Buffer.from(body) : body}
}

describe('is decoded by what the bytes are', () => {
  test.each([
    ['plain, and called so', answer(json)],
    ['plain, called gzip', answer(json, 'gzip')],
    ['gzip, and called so', answer(gzipped, 'gzip')],
    ['gzip, called nothing', answer(gzipped)],
    ['gzip, called identity', answer(gzipped, 'identity')],
    ['with a byte order mark', answer(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(json)]))],
    ['gzip with a byte order mark inside', answer(gzipSync(`\ufeff${json}`))],
  ])('%s', (_name, given) => {
    expect(bodyText(given, 1000)).toBe(json)
    expect(bodyJson(given, 1000)).toEqual(JSON.parse(json))
  })
})

describe('is nothing', () => {
  test.each([
    ['a gzip stream that was cut', answer(gzipped.subarray(0, gzipped.length - 9), 'gzip')],
    ['a gzip stream with a wrong checksum', answer(flipped(gzipped, gzipped.length - 6), 'gzip')],
    ['only a gzip header', answer(gzipped.subarray(0, 10))],
    ['a run of NUL bytes', answer(new Uint8Array(500))],
    ['one NUL byte', answer(new Uint8Array(1))],
    ['gzip that unfolds beyond the limit', answer(gzipSync('a'.repeat(100_000)))],
  ])('%s', (_name, given) => {
    expect(bodyText(given, 1000)).toBeUndefined()
    expect(bodyJson(given, 1000)).toBeUndefined()
  })
})

describe('is text, but no JSON', () => {
  test.each([
    ['empty', ''],
    ['HTML', '<html><body>503</body></html>'],
    ['a sentence', 'You have reached the maximum number of concurrent requests per tenant.'],
    ['JSON that was cut', json.slice(0, -5)],
    ['two of them', '{}{}'],
  ])('%s', (_name, text) => {
    expect(bodyText(answer(text), 1000)).toBe(text)
    expect(bodyJson(answer(text), 1000)).toBeUndefined()
  })
})

test('a long answer is the same as a short one, and what is wrong in it makes it none', () => {
  const item = {AuditData: '{"x":"Zoë 日本 \u2028"}'}
  const long = JSON.stringify({a: 1, value: Array.from({length: 5000}, () => item), b: 2})
  for (const given of [answer(long), answer(gzipSync(long)), answer(new Uint8Array(Buffer.from(long)))])
    expect(bodyJson(given, 1e6)).toEqual(JSON.parse(long))
  expect(bodyJson(answer(`\ufeff${long}`), 1e6)).toEqual(JSON.parse(long))
  expect(bodyJson(answer(long.replace(',"b"', ',,"b"')), 1e6)).toBeUndefined()
  expect(bodyJson(answer(Buffer.from(long.slice(0, -9))), 1e6)).toBeUndefined()
  expect(bodyJson(answer(flipped(Buffer.from(long), 150_000)), 1e6)).toBeUndefined()
})

function flipped(bytes: Uint8Array, index: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[index] = (copy[index] ?? 0) ^ 0xff
  return copy
}
