/** The page verify.html as exports carry it: current, small, and closed to everything outside. */
import {createHash} from 'node:crypto'
import {expect, test} from 'vitest'
import {builtVerifyPage} from '../../scripts/verify-page.ts'
import {verifyPage} from '../../src/evidence/instruction-files.ts'

const page = verifyPage()

test('is what its sources make, else: npm run tables', async () => {
  expect(page === (await builtVerifyPage())).toBe(true)
})

test('has less than 60 kB', () => {
  expect(Buffer.byteLength(page)).toBeGreaterThan(20_000)
  expect(Buffer.byteLength(page)).toBeLessThan(60_000)
})

test('runs its own script and no other, loads nothing and sends nothing', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? ''
  const hashOf = (tag: string) => {
    const text = new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? ''
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  }
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `script-src ${hashOf('script')}`,
    `style-src ${hashOf('style')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ])
  expect(page.match(/<script/g)).toHaveLength(1)
  expect(page.match(/\b(src|href|action)=/g)).toBeNull()
  expect(
    page.match(/innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|XMLHttpRequest|\bfetch\(/g),
  ).toBeNull()
})

test('names its only package with its licence', () => {
  expect(page).toMatch(/@noble\/hashes\.\s+The MIT License[\s\S]*Paul Miller/)
})
