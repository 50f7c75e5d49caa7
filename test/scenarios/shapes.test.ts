/** Every shape of the simulated tenant by itself: the verdict, the records, and the number of calls beside the plain shape's. */
import {afterAll, describe, expect, test} from 'vitest'
import {SHAPES, type ShapeName, shapeNames} from '../../src/simulator/shapes.ts'
import {cleanUp} from '../runner.ts'
import {crowdedDay, exportUnder, fourDays, plainRun, type ShapeScene, twoWeeks} from './shapes.ts'
import {notYet} from './shapes-not-yet.ts'

afterAll(cleanUp)

const shapesOf = (service: 'exchange' | 'graph', kind: 'good' | 'refusal' | 'bad') =>
  shapeNames.filter(name => SHAPES[name].service === service && SHAPES[name].kind === kind)

/** A test that has to fail where the client does not do it yet. */
const testOf = (name: string) => (notYet.has(name) ? test.fails : test)

/** Single rows may cost as much as a second reading of all. */
const dearer = new Set<ShapeName>(['audit-data-cut', 'audit-data-empty', 'audit-data-not-json'])

test('the list of what the client does not do yet names shapes', () => {
  expect([...notYet].filter(name => !((name.split(':')[0] as string) in SHAPES))).toEqual([])
})

describe('a good shape is complete, with every record, at ordinary cost:', () => {
  for (const name of shapesOf('exchange', 'good')) {
    testOf(name)(name, async () => {
      const plain = await plainRun(twoWeeks)
      const run = await exportUnder(twoWeeks, [name])
      expect({status: run.status, missing: run.missing, strange: run.strange, faults: run.faults}).toEqual({
        status: 'complete',
        missing: [],
        strange: [],
        faults: [],
      })
      expect(run.calls / plain.calls).toBeLessThanOrEqual(dearer.has(name) ? 2 : 1.5)
    })
  }
})

describe('through Graph, a good shape is complete, with every record, at ordinary cost:', () => {
  for (const name of shapesOf('graph', 'good')) {
    testOf(name)(name, async () => {
      const plain = await plainRun(fourDays)
      const run = await exportUnder(fourDays, [name])
      const {queries} = run.result.simulator.counters
      expect({status: run.status, missing: run.missing}).toEqual({status: 'complete', missing: []})
      expect(queries - plain.result.simulator.counters.queries).toBeLessThanOrEqual(2)
      // Pages may be smaller, or read twice; polls must end.
      expect(run.calls / plain.calls).toBeLessThanOrEqual(2)
    })
  }
})

/** What shows a bad shape best. */
const badScenes: Partial<Record<ShapeName, {shape: string; scene: ShapeScene}>> = {
  'silent-cap': {shape: 'silent-cap:150', scene: crowdedDay(100)},
  'silent-page-cap': {shape: 'silent-page-cap:100', scene: crowdedDay(100)},
}

describe('a bad shape is never complete with a record missing:', () => {
  for (const name of shapesOf('exchange', 'bad')) {
    testOf(name)(name, async () => {
      const {shape, scene} = badScenes[name] ?? {shape: name, scene: twoWeeks}
      const run = await exportUnder(scene, [shape])
      expect(run.status === 'complete' ? run.missing : []).toEqual([])
      expect(run.faults).toEqual([])
    })
  }

  testOf('graph-silent-limit')('graph-silent-limit', async () => {
    const run = await exportUnder(fourDays, ['graph-silent-limit:100'])
    expect(run.status === 'complete' ? run.missing : []).toEqual([])
  })
})
