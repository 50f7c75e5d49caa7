/** Names with placeholders: other periods get other names, and no value leaves the folder that it is named in. */
import {isAbsolute, posix} from 'node:path'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {choosePeriod} from '../../src/audit/period.ts'
import {
  fillPlaceholders,
  literalFolders,
  unknownPlaceholder,
  withoutPlaceholders,
} from '../../src/audit/placeholders.ts'
import {evidenceDirectory} from '../../src/month/evidence-directory.ts'

const tenant = '11111111-2222-4333-8444-555555555555'

const literal = fc.stringMatching(/^[a-z0-9-]{1,6}$/)
const segment = fc
  .array(fc.oneof(literal, fc.constantFrom('<tenant>', '<period>')), {minLength: 1, maxLength: 4})
  .map(parts => parts.join(''))
const pattern = fc.array(segment, {minLength: 1, maxLength: 4}).map(segments => segments.join('/'))

/** Labels as periods have them: of months, and of ranges of hours. */
const month = fc
  .tuple(fc.integer({min: 2015, max: 2035}), fc.integer({min: 1, max: 12}))
  .map(([year, number]) => labelOf({kind: 'month', month: `${year}-${String(number).padStart(2, '0')}`}))
const range = fc
  .tuple(fc.integer({min: 0, max: 90_000}), fc.integer({min: 1, max: 9_000}))
  .map(([from, hours]) => labelOf({kind: 'range', from: hour(from), to: hour(from + hours)}))
const label = fc.oneof(month, range)

function hour(number: number): string {
  return new Date(Date.UTC(2020, 0, 1) + number * 3_600_000).toISOString().replace('.000', '')
}

function labelOf(request: Parameters<typeof choosePeriod>[0]): string {
  const chosen = choosePeriod(request, 'UTC', 0)
  if (!('ok' in chosen)) throw new TypeError(chosen.mistake)
  return chosen.ok.label
}

test('the default is a folder for each period', () => {
  const filled = (period: string) => fillPlaceholders('m365-audit/<period>', {tenant, period})
  expect(filled(labelOf({kind: 'month', month: '2026-10'}))).toBe('m365-audit/2026-10')
  expect(filled(labelOf({kind: 'range', from: '2026-10-01', to: '2026-10-15'}))).toBe(
    'm365-audit/20261001T000000Z-20261015T000000Z',
  )
})

test('two periods share a folder only where the pattern does not name the period, parts and wholes never', () => {
  fc.assert(
    fc.property(pattern, label, label, (directory, one, other) => {
      const [first, second] = [one, other].map(period => evidenceDirectory({directory}, {tenant, period}))
      expect(first === second).toBe(one === other || !directory.includes('<period>'))
      const shard = (part: number) => evidenceDirectory({directory, shard: {part, of: 3}}, {tenant, period: one})
      expect(new Set([first, shard(1), shard(2)]).size).toBe(3)
      expect(shard(1).startsWith(`${first}/`)).toBe(false)
    }),
  )
})

test('a filled path has the folders of its pattern and lies below the workspace, whatever the values say', () => {
  const anything = fc.oneof(
    fc.string(),
    fc.constantFrom('', '.', '..', '../..', '/etc', 'C:\\x', '<period>', 'a/../../b'),
  )
  fc.assert(
    fc.property(pattern, anything, anything, (directory, who, period) => {
      const filled = fillPlaceholders(directory, {tenant: who, period})
      expect(filled.split('/')).toHaveLength(directory.split('/').length)
      expect(posix.normalize(filled)).toBe(filled)
      expect(isAbsolute(filled)).toBe(false)
      expect(filled.split(/[/\\]/)).not.toContain('..')
      expect(unknownPlaceholder(filled)).toBeUndefined()
      expect(withoutPlaceholders(filled)).toBe(filled)
      const common = literalFolders(directory)
      expect(filled === common || common === '' || filled.startsWith(`${common}/`)).toBe(true)
    }),
  )
})

test('what is in brackets and no placeholder is found, wherever it stands', () => {
  fc.assert(
    fc.property(pattern, literal, pattern, (before, word, after) => {
      fc.pre(word !== 'tenant' && word !== 'period')
      expect(unknownPlaceholder(before)).toBeUndefined()
      expect(unknownPlaceholder(`${before}<${word}>${after}`)).toBe(`<${word}>`)
      expect(unknownPlaceholder(`${before}<${after}`)).toBeDefined()
      expect(unknownPlaceholder(`${before}>${after}`)).toBe('>')
    }),
  )
})

test.each([
  ['m365-audit/<period>', 'm365-audit'],
  ['a/b/<tenant>-x/<period>', 'a/b'],
  ['audit-<period>/x', ''],
  ['audit', 'audit'],
])('the folders of %s that have no placeholder are “%s”', (directory, common) => {
  expect(literalFolders(directory)).toBe(common)
})
