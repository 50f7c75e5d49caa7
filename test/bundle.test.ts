/** The bundle: small, and its stack traces say where they come from. */
import {readdirSync, readFileSync, statSync} from 'node:fs'
import {pathToFileURL} from 'node:url'
import {expect, test} from 'vitest'
import {freshBundle} from './fresh-bundle.ts'

const dist = new URL('./', pathToFileURL(await freshBundle()))
const files = readdirSync(dist, {recursive: true, encoding: 'utf8'})
const code = files.filter(file => file.endsWith('.js')).map(file => readFileSync(new URL(file, dist), 'utf8'))

test('has at most 6.25 MB, itemised in .github/decisions/15', () => {
  const bytes = files.reduce((sum, file) => sum + statSync(new URL(file, dist)).size, 0)
  expect(bytes).toBeGreaterThan(1e6)
  expect(bytes).toBeLessThanOrEqual(6.25e6)
})

test('keeps the names of functions and classes', () => {
  for (const name of ['class Failure', 'class ClientAuthError', 'function parseInputs(', 'function uploadEvidence('])
    expect(
      code.some(chunk => chunk.includes(name)),
      name,
    ).toBe(true)
})

test('is ASCII: one character beyond Latin-1 doubles the memory of a chunk', () => {
  const beyond = code.flatMap(chunk => chunk.match(/.{0,40}[^\0-\x7f].{0,40}/) ?? [])
  expect(beyond).toEqual([])
})

test('has lines that a terminal can show: node prints the one that threw', () => {
  const lines = code.flatMap(chunk => chunk.split('\n'))
  // Tables of packages are a single expression.
  expect(lines.filter(line => line.length > 5_000).length).toBeLessThan(20)
})
