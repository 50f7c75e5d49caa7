/** Pairs of good shapes, each shape in one of them at least; all pairs: shapes-pairs.long.test.ts. */
import {afterAll, describe, expect, test} from 'vitest'
import {SHAPES} from '../../src/simulator/shapes.ts'
import {cleanUp} from '../runner.ts'
import {allPairs, checkPair, somePairs} from './shapes-pairs.ts'

afterAll(cleanUp)

describe('good shapes in pairs are complete, with every record, at ordinary cost:', () => {
  for (const pair of somePairs) test(pair.join(' and '), () => checkPair(pair))
})

test('the selection has each shape of the whole table, and each of its pairs is one of that table', () => {
  const often = new Map<string, number>()
  for (const name of somePairs.flat()) often.set(name, (often.get(name) ?? 0) + 1)
  expect([...new Set(allPairs.flat())].filter(name => !often.has(name))).toEqual([])
  const known = new Set(allPairs.map(pair => [...pair].sort().join()))
  expect(somePairs.filter(pair => !known.has([...pair].sort().join()))).toEqual([])
  expect(allPairs.flat().filter(name => SHAPES[name].kind !== 'good')).toEqual([])
})
