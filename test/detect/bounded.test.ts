import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {ActorShares, type Ranked} from '../../src/detect/actor-shares.ts'
import {BoundedMap, Distinct, Evictions, SlidingWindow, TopKeys} from '../../src/detect/bounded.ts'
import {Bursts} from '../../src/detect/bursts.ts'
import {EvidenceList} from '../../src/detect/evidence-list.ts'
import {matching} from '../../src/detect/rule.ts'
import {TermIndex} from '../../src/detect/term-index.ts'
import {thinned} from '../../src/detect/thin-failures.ts'
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
    const map = new BoundedMap<string, number>('things', 1, evictions, {harmless: value => value === 0})
    map.at('a', () => 0)
    map.at('b', () => 1)
    expect(evictions.list()).toEqual([])
    map.at('c', () => 0)
    expect(evictions.list()).toHaveLength(1)
  })

  test('a map drops first, and silently, what matters no longer', () => {
    const evictions = new Evictions()
    const map = new BoundedMap<string, number>('things', 3, evictions, {until: value => value})
    for (const [i, key] of ['a', 'b', 'c'].entries()) map.at(key, () => 10 * i)
    evictions.now = 15
    map.at('d', () => 30)
    expect([...map.entries()].map(([key]) => key)).toEqual(['c', 'd'])
    expect(evictions.list()).toEqual([])
  })

  test('what is dropped is shown once more', () => {
    const seen: string[] = []
    const map = new BoundedMap<string, number>('things', 2, new Evictions(), {dropped: key => seen.push(key)})
    for (const key of ['a', 'b', 'c', 'd']) map.at(key, () => 0)
    expect(seen).toEqual(['a', 'b'])
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

describe('floods of others displace nothing of an actor who has little', () => {
  /** Each by one of few actors who have many, before and after ours. */
  const flood = fc.record({
    others: fc.integer({min: 1, max: 8}),
    number: fc.integer({min: 1, max: 400}),
    weight: fc.integer({min: 0, max: 9}),
    place: fc.double({min: 0, max: 1, noNaN: true}),
  })
  const inOrder = ({number, place}: {number: number; place: number}) =>
    Array.from({length: number + 1}, (_, at) => (at === Math.floor(number * place) ? undefined : at))

  test('in a map', () => {
    fc.assert(
      fc.property(flood, ({others, weight, ...order}) => {
        const map = new BoundedMap<string, number>('things', 40, new Evictions(), {weight: value => value})
        for (const at of inOrder(order))
          if (at === undefined) map.at('ann thing', () => 0)
          else map.at(`other${at % others} ${at}`, () => weight)
        expect(map.get('ann thing')).toBe(0)
        expect(map.size).toBeLessThanOrEqual(40)
      }),
    )
  })

  test('in a map, of many actors with one thing each, where ours is graver', () => {
    fc.assert(
      fc.property(flood, ({weight, ...order}) => {
        const map = new BoundedMap<string, number>('things', 40, new Evictions(), {weight: value => value})
        for (const at of inOrder(order))
          if (at === undefined) map.at('ann thing', () => weight + 1)
          else map.at(`other${at} thing`, () => weight)
        expect(map.get('ann thing')).toBe(weight + 1)
      }),
    )
  })

  test('among a rule’s findings', () => {
    fc.assert(
      fc.property(flood, ({others, weight, ...order}) => {
        const shares = new ActorShares<Ranked>({most: 40, ofActor: 15})
        const ours = {actor: 'ann', rank: 0}
        const displaced = inOrder(order).map(at =>
          shares.add(at === undefined ? ours : {actor: `other${at % others}`, rank: weight}),
        )
        expect(displaced).not.toContain(ours)
      }),
    )
  })

  test('among a rule’s findings, of many actors with one each, where ours is graver', () => {
    fc.assert(
      fc.property(flood, ({weight, ...order}) => {
        const shares = new ActorShares<Ranked>({most: 40, ofActor: 15})
        const ours = {actor: 'ann', rank: weight + 1}
        const displaced = inOrder(order).map(at =>
          shares.add(at === undefined ? ours : {actor: `other${at}`, rank: weight}),
        )
        expect(displaced).not.toContain(ours)
      }),
    )
  })

  test('a rule’s findings stay within their bounds, and none is lost without being returned', () => {
    const thing = fc.record({actor: fc.constantFrom('a', 'b', 'c', 'd'), rank: fc.integer({min: 0, max: 4})})
    fc.assert(
      fc.property(fc.array(thing, {maxLength: 120}), things => {
        const shares = new ActorShares<Ranked>({most: 20, ofActor: 8})
        const kept = new Set<Ranked>()
        for (const one of things) {
          const displaced = shares.add(one)
          if (displaced !== one) kept.add(one)
          if (displaced) kept.delete(displaced)
        }
        expect(kept.size).toBe(Math.min(20, kept.size))
        for (const actor of ['a', 'b', 'c', 'd']) {
          const own = [...kept].filter(one => one.actor === actor)
          expect(own.length).toBeLessThanOrEqual(8)
          const gravest = Math.max(...things.filter(one => one.actor === actor).map(({rank}) => rank))
          if (own.length > 0) expect(Math.max(...own.map(({rank}) => rank))).toBe(gravest)
        }
        expect(new Set([...kept].map(({actor}) => actor)).size).toBe(new Set(things.map(({actor}) => actor)).size)
      }),
    )
  })

  test('among bursts', () => {
    const bursts = new Bursts({name: 'bursts', span: 10, least: 1}, new Evictions())
    const act = (time: number, owner: string, weight: number) =>
      bursts.add({id: `${time} ${owner}`, time, operation: 'x'}, {owner, weight})
    for (let at = 0; at < 11_000; at++) {
      act(at * 20, 'eve', 5)
      act(at * 20, 'mallory', 5)
      if (at === 500) act(at * 20, 'ann', 1)
    }
    const found = bursts.finish()
    expect(found.get('ann')).toHaveLength(1)
    expect([...found.values()].flat().length).toBeLessThanOrEqual(20_000)
  })

  test('among terms: what is new for one stays new, whoever brings new ones by the thousand', () => {
    const late = 20 * 86_400_000
    fc.assert(
      fc.property(fc.integer({min: 1, max: 40}), fc.integer({min: 1, max: 60}), (others, each) => {
        const terms = new TermIndex(0, undefined, new Evictions(), {all: 400, ofActor: 40, ofLateActor: 9})
        for (let at = 0; at < others * each; at++) terms.note('user-agent', `other${at % others}`, `agent ${at}`, late)
        expect(terms.note('user-agent', 'ann', 'curl', late)).toBe(late)
        expect(terms.age('user-agent', 'ann', 'curl', late + 5)).toBe(5)
        expect([...terms.all()].length).toBeLessThanOrEqual(800)
      }),
    )
  })

  test('among failed sign-ins: each network’s accounts come before the second failures of any', () => {
    const failure = (network: string, user: string) => ({network, user})
    const spray = Array.from({length: 12}, (_, at) => failure('ours', `user${at}`))
    const floods = Array.from({length: 5_000}, (_, at) => failure(`other${at % 50}`, `user${at % 400}`))
    for (const all of [
      [...spray, ...floods],
      [...floods, ...spray],
    ]) {
      const kept = thinned(all, 1_000, ({network}) => network)
      expect(kept).toHaveLength(1_000)
      for (const one of spray) expect(kept).toContain(one)
      expect(kept).toEqual(all.filter(one => kept.includes(one)))
    }
  })
})
