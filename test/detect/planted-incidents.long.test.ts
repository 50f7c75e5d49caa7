/** A hundred planted incidents in tenants of several sizes: each is found as one incident, and their months are quiet without them. */
import {describe, expect, test} from 'vitest'
import {detectMonth, recallOf} from '../../bench/detection-month.ts'

const months = [
  ...[1, 2].map(seed => ({seed, people: 1_000, recordsPerMonth: 60_000})),
  ...[3, 4, 5].map(seed => ({seed, people: 300, recordsPerMonth: 20_000})),
  ...[6, 7, 8].map(seed => ({seed, people: 60, recordsPerMonth: 6_000})),
  ...[9, 10].map(seed => ({seed, people: 12, recordsPerMonth: 1_500})),
].map(size => ({...size, month: detectMonth(size.seed, size)}))

test('a hundred of a hundred are found, each as one incident of medium or more', () => {
  const all = months.flatMap(({seed, people, month}) =>
    recallOf(month).map(({name, incidents, findings}) => ({
      name: `${name} of seed ${seed}, ${people} people`,
      incidents: incidents.length,
      findings: findings.map(({severity, rule}) => `${severity} ${rule}`),
    })),
  )
  expect(all.filter(({incidents}) => incidents !== 1)).toEqual([])
  expect(all).toHaveLength(100)
})

describe('without them', () => {
  /** Per 1,000 people; in a small tenant what happens at all is rare, so a few stand in each month. */
  test.each(months)('a month of $people people is quiet (seed $seed)', ({people, month}) => {
    const {counts, findings} = month.benign
    const told = findings.map(({severity, rule, title}) => `${severity} ${rule}: ${title}`).join('\n')
    expect(counts.high, told).toBeLessThanOrEqual(1)
    expect(counts.high + counts.medium, told).toBeLessThanOrEqual(Math.max(2, people / 100))
    expect(counts.low, told).toBeLessThanOrEqual(Math.max(5, people / 25))
  })
})
