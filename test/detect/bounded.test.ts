import {describe, expect, test} from 'vitest'
import {BoundedMap, Distinct, Evictions, SlidingWindow, TopKeys} from '../../src/detect/bounded.ts'
import {EvidenceList} from '../../src/detect/evidence-list.ts'
import {matching} from '../../src/detect/rule.ts'
import {aRecord, at, detectionOf} from './build.ts'

describe('bounded state', () => {
  test('a map forgets what was visited longest ago, and tells', () => {
    const evictions = new Evictions()
    const map = new BoundedMap<string, number>('things', 3, evictions)
    for (const [i, key] of ['a', 'b', 'c'].entries()) map.at(key, () => i)
    map.at('a', () => 9)
    map.at('d', () => 3)
    expect([...map.entries()].map(([key]) => key)).toEqual(['c', 'a', 'd'])
    expect(evictions.list()).toEqual([{name: 'things', dropped: 1}])
  })

  test('a map keeps quiet about what nobody misses', () => {
    const evictions = new Evictions()
    const map = new BoundedMap<string, number>('things', 1, evictions, value => value === 0)
    map.at('a', () => 0)
    map.at('b', () => 1)
    expect(evictions.list()).toEqual([])
    map.at('c', () => 0)
    expect(evictions.list()).toHaveLength(1)
  })

  test('a window counts what lies within it', () => {
    const window = new SlidingWindow<string>(10, 100)
    expect([1, 5, 11, 12, 30].map(time => window.add(time, 'x'))).toEqual([1, 2, 3, 3, 1])
  })

  test('a window holds no more than it may', () => {
    const window = new SlidingWindow<number>(1_000, 5)
    for (let i = 0; i < 50; i++) window.add(i, i)
    expect(window.within(50).map(({value}) => value)).toEqual([45, 46, 47, 48, 49])
  })

  test('a distinct count says when it is a lower bound', () => {
    const distinct = new Distinct(2)
    expect(['a', 'a', 'b'].map(text => distinct.add(text))).toEqual([true, false, true])
    expect(String(distinct)).toBe('2')
    distinct.add('c')
    expect(String(distinct)).toBe('2 or more')
  })

  test('heavy keys outlive a flood of light ones', () => {
    const top = new TopKeys<string>('keys', 100, new Evictions())
    for (let i = 0; i < 10_000; i++) {
      top.at(`light ${i}`, () => 'light')
      if (i % 10 === 0) top.at('heavy', () => 'heavy')
    }
    expect(top.size).toBeLessThanOrEqual(100)
    expect(top.entries().map(([key]) => key)).toContain('heavy')
  })

  test('evidence keeps the count, the ends and the heaviest', () => {
    const evidence = new EvidenceList()
    for (let i = 0; i < 1_000; i++) evidence.add({id: `r${i}`, time: i, operation: 'x'}, i === 900 ? 5 : 1)
    expect(evidence).toMatchObject({count: 1_000, first: 0, last: 999, cut: 800})
    expect(evidence.telling().map(({id}) => id)).toContain('r900')
    expect(evidence.records()).toHaveLength(200)
  })

  test('detection reports what its rules dropped', () => {
    const needs = {operations: ['fileaccessed']}
    const text = {title: 'x', question: 'x?', benign: 'x', next: ['x'], source: 'https://example.org/', techniques: []}
    const rule = matching({id: 'FIL-01', severity: 'low', confidence: 'low', needs, ...text}, needs, (_, context) => {
      context.evictions.add('things', 1234)
      return undefined
    })
    const {notes} = detectionOf([aRecord({time: at(1)})], {rules: [rule]})
    expect(notes.join()).toMatch(/Too much for the memory of detection.*: things \(1,234\)/)
  })
})
