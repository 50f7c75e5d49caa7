import {expect, test} from 'vitest'
import {QuerySubmissions} from '../../src/sources/query-submissions.ts'
import {hour} from '../builders.ts'

test('submissions near the number of a day are told, once; those of more than a day ago no longer count', () => {
  const said: string[] = []
  let now = 0
  const submissions = new QuerySubmissions(
    () => now,
    words => said.push(words),
  )
  for (let count = 0; count < 159; count++) submissions.note()
  now = 25 * hour
  for (let count = 0; count < 159; count++) submissions.note()
  expect(said).toEqual([])
  submissions.note()
  submissions.note()
  expect(said).toEqual([expect.stringMatching(/^160 queries were submitted to Graph within 24 hours; a tenant/)])
})

test('those of earlier runs count with them, for a day', () => {
  const said: string[] = []
  const submissions = new QuerySubmissions(
    () => 30 * hour,
    words => said.push(words),
  )
  submissions.noteEarlier([...Array<number>(100).fill(5 * hour), ...Array<number>(150).fill(20 * hour)])
  for (let count = 0; count < 9; count++) submissions.note()
  expect(said).toEqual([])
  submissions.note()
  expect(said).toEqual([expect.stringMatching(/^160 queries .* hours, 150 of them by earlier runs of this export; a/)])
})
