import {expect, test} from 'vitest'
import {earlierSubmissions} from '../../src/month/earlier-submissions.ts'

const query = (id: string, began: number) => ({id, began, start: 0, end: 1})
const run = {started: '1970-01-01T01:00:00Z', finished: '1970-01-01T02:00:00Z'}
const hour = 3_600_000

test('a query that two journals name counts once, and what a manifest counts beyond the journals is added', () => {
  const journaled = [query('a', 0), query('b', hour + 1), query('b', hour + 1)]
  expect(earlierSubmissions(journaled, undefined)).toEqual([0, hour + 1])
  const manifest = {requests: {'POST query': 3, 'GET query': 9}, run} as unknown as Parameters<
    typeof earlierSubmissions
  >[1]
  expect(earlierSubmissions(journaled, manifest)).toEqual([0, hour + 1, 2 * hour, 2 * hour])
  expect(earlierSubmissions([], manifest)).toHaveLength(3)
})

test('an export through Exchange submitted none', () => {
  const manifest = {requests: {'Search-UnifiedAuditLog': 40}, run} as unknown as Parameters<
    typeof earlierSubmissions
  >[1]
  expect(earlierSubmissions([], manifest)).toEqual([])
})
