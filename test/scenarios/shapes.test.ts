/**
 * Shapes of the simulated tenant: the verdict, the records, and the number of calls beside the plain shape's. Good shapes of
 * Exchange are in shapes-pairs.test.ts, each by itself in shapes.long.test.ts.
 */
import {afterAll, describe, expect, test} from 'vitest'
import {SHAPES, type ShapeName, shapeNames} from '../../src/simulator/shapes.ts'
import {cleanUp} from '../runner.ts'
import {
  crowdedDay,
  day,
  exportUnder,
  fourDays,
  outcome,
  plainRun,
  type ShapeRun,
  type ShapeScene,
  start,
  twoWeeks,
  wholeAndComplete,
} from './shapes.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const shapesOf = (service: 'exchange' | 'graph', kind: 'good' | 'refusal' | 'bad') =>
  shapeNames.filter(name => SHAPES[name].service === service && SHAPES[name].kind === kind)

describe('through Graph, a good shape is complete, with every record, at ordinary cost:', () => {
  for (const name of shapesOf('graph', 'good')) {
    test(name, async () => {
      const plain = await plainRun(fourDays)
      const run = await exportUnder(fourDays, [name])
      const {queries} = run.result.simulator.counters
      expect({status: run.status, missing: run.missing}).toEqual({status: 'complete', missing: []})
      expect(queries - plain.result.simulator.counters.queries).toBeLessThanOrEqual(
        2 * (SHAPES[name].number?.usual ?? 1),
      )
      // Pages may be smaller, or read twice; polls must end.
      expect(run.calls / plain.calls).toBeLessThanOrEqual(2)
    })
  }
})

describe('through Graph, one defective record costs at most two more queries:', () => {
  for (const name of ['graph-audit-data-null', 'graph-audit-data-bare', 'graph-id-differs'] as const) {
    test(name, async () => {
      const plain = await plainRun(fourDays)
      const run = await exportUnder(fourDays, [`${name}:1`])
      expect([run.status, run.missing]).toEqual(['complete', []])
      const [before, after] = [plain, run].map(({result}) => result.simulator.counters.queries)
      expect((after ?? 0) - (before ?? 0)).toBeLessThanOrEqual(2)
      expect(malformedOf(run)).toBe(name === 'graph-id-differs' ? 0 : 1)
    })
  }
})

/** Rows that were kept as they came, though nothing can read them. */
const malformedOf = ({folder}: ShapeRun) => (folder.manifest as {malformed?: number}).malformed

/** What shows a bad shape best. */
const badScenes: Partial<Record<ShapeName, {shape: string; scene: ShapeScene}>> = {
  'silent-cap': {shape: 'silent-cap:150', scene: crowdedDay(100)},
  'silent-page-cap': {shape: 'silent-page-cap:100', scene: crowdedDay(100)},
}

describe('a bad shape is never complete with a record missing:', () => {
  for (const name of shapesOf('exchange', 'bad')) {
    test(name, async () => {
      const {shape, scene} = badScenes[name] ?? {shape: name, scene: twoWeeks}
      expectNothingHidden(await exportUnder(scene, [shape]))
    })
  }

  test('graph-silent-limit', async () => {
    expectNothingHidden(await exportUnder(fourDays, ['graph-silent-limit:100']))
  })
})

function expectNothingHidden(run: ShapeRun): void {
  expect(run.status === 'complete' ? run.missing.slice(0, 3) : []).toEqual([])
  expect(run.faults).toEqual([])
}

test('a search that is empty at its first asking is found by asking the same again', async () => {
  expect(outcome(await exportUnder(twoWeeks, ['first-asking-empty']))).toEqual(wholeAndComplete)
})

test('two contents of a record are both kept and counted', async () => {
  const run = await exportUnder({...twoWeeks, inputs: {confirm: 'all'}}, ['content-differs:10'])
  const {rows, manifest} = run.folder
  const texts = new Set(rows.map(row => row.AuditData))
  expect([...run.result.shown].filter(([text, {asked}]) => asked && !texts.has(text)).length).toBe(0)
  const doubled = rows.length - new Set(rows.map(row => row.Identity)).size
  expect(doubled).toBeGreaterThan(10)
  expect([manifest.conflicts, run.missing, run.faults]).toEqual([doubled, [], []])
})

describe('a refusal is a gap of the part that is refused:', () => {
  test('what has expired, up to the instant that the service names', async () => {
    // The service keeps what is younger than the noon of the fifth day, and less with every second.
    const now = start + 74.5 * day
    const run = await exportUnder({...twoWeeks, now}, ['expired-start:70'])
    const plain = await plainRun(twoWeeks)
    expect([run.status, run.unexplained, run.strange, run.faults]).toEqual(['incomplete', [], [], []])
    expect(run.missing.length).toBeGreaterThan(20)
    const horizon = run.result.clock.now - 70 * day
    expect(Math.max(...run.folder.gaps.map(gap => gap.end)) - horizon).toBeLessThan(3_600_000)
    expect(run.folder.gaps.map(gap => gap.code).join()).not.toMatch(/SERVICE_BROKEN/)
    expect(run.calls / plain.calls).toBeLessThanOrEqual(1.5)
  })

  test('a window whose argument is refused, and no other', async () => {
    const run = await exportUnder(twoWeeks, ['argument-refused:6'])
    const plain = await plainRun(twoWeeks)
    const instant = Date.UTC(2026, 9, 6, 10, 17, 31)
    expect([run.status, run.unexplained, run.strange, run.faults]).toEqual(['incomplete', [], [], []])
    const [first, last] = [run.folder.gaps[0], run.folder.gaps.at(-1)]
    expect([first && first.start <= instant, last && last.end > instant]).toEqual([true, true])
    expect(run.folder.gaps.map(gap => gap.code).join()).not.toMatch(/SERVICE_BROKEN/)
    expect(run.calls / plain.calls).toBeLessThanOrEqual(1.5)
  })

  test('a day with more records than pages can be read of is cut finer', async () => {
    const run = await exportUnder(fourDays, ['graph-500-after:150'])
    expect([run.status, run.missing]).toEqual(['complete', []])
  })

  test('queries beyond a day’s number wait, or are gaps', async () => {
    const run = await exportUnder(fourDays, ['graph-submissions:3'])
    expect(run.status === 'complete' ? run.missing : run.unexplained).toEqual([])
    expect(run.faults).toEqual([])
  })
})

describe('malformed rows cost no other record, and at most twice the calls:', () => {
  const scene: ShapeScene = {...twoWeeks, records: smallTenant({from: start, to: start + 14 * day, records: 600})}
  for (const shape of ['audit-data-cut:20', 'audit-data-empty:1', 'audit-data-not-json:100']) {
    test(`${shape} of 600`, async () => {
      const run = await exportUnder(scene, [shape])
      expect(outcome(run)).toEqual(wholeAndComplete)
      expect(run.calls / (await plainRun(scene)).calls).toBeLessThanOrEqual(2)
      expect(malformedOf(run)).toBe(Number(shape.split(':')[1]))
    })
  }
})

describe('a filter means the same under', () => {
  const odd = 'Update application – Certificates and secrets management '
  const name = (text: string) => (JSON.parse(text) as {ObjectId?: string}).ObjectId ?? ''
  const cases: [
    shapes: string[],
    inputs: Record<string, string>,
    wanted: (record: Record<string, unknown>) => boolean,
  ][] = [
    [['record-type-number'], {'record-types': 'SharePointFileOperation'}, record => record.RecordType === 6],
    [['record-type-number'], {'exclude-record-types': 'SharePointFileOperation'}, record => record.RecordType !== 6],
    [['user-ids-list'], {users: 'anna@fabrikam.com'}, record => record.UserId === 'anna@fabrikam.com'],
    [['user-ids-list'], {operations: 'Send'}, record => record.Operation === 'Send'],
    [['audit-data-object'], {operations: 'Send'}, record => record.Operation === 'Send'],
    [['operation-names:9'], {operations: odd.trim()}, record => record.Operation === odd],
    [['operation-names:9'], {operations: odd.replace('–', '-').trim()}, record => record.Operation === odd],
    [
      ['operation-names:9', 'operations-trimmed'],
      {operations: odd.replace('–', '-').trim()},
      record => record.Operation === odd,
    ],
    [
      ['operation-names:9'],
      {operations: `"${odd.replace('–', '—').replaceAll(' ', '\u00a0')}"`},
      record => record.Operation === odd,
    ],
    [['object-ids-commas:9'], {'object-ids': 'FIRST'}, record => String(record.ObjectId).startsWith('Budget,')],
  ]
  for (const [shapes, inputs, wanted] of cases) {
    test(`${shapes.join(' and ')}: ${Object.entries(inputs).flat().join(' ')}`, async () => {
      // Of the names with commas, the first one there is, quoted as in CSV.
      const hasNames = Object.values(inputs).includes('FIRST')
      const rows = hasNames ? (await exportUnder(twoWeeks, shapes)).folder.rows : []
      const first = rows.map(row => name(row.AuditData)).find(each => each.startsWith('Budget,')) ?? ''
      const given = Object.entries(inputs).map(([input, value]) => [
        input,
        value === 'FIRST' ? `"${first.replaceAll('"', '""')}"` : value,
      ])
      const scene = {...twoWeeks, inputs: Object.fromEntries(given) as Record<string, string>}
      const {folder, status, result} = await exportUnder(scene, shapes)
      const truth = [...result.simulator.truth(start, start + 14 * day)]
        .map(({id, auditData}) => ({id, record: JSON.parse(auditData) as Record<string, unknown>}))
        .filter(({record}) => wanted(record) && (inputs['object-ids'] === undefined || record.ObjectId === first))
      expect(truth.length).toBeGreaterThan(0)
      const ids = new Set(truth.map(({id}) => id))
      const strange = folder.rows.filter(row => !ids.delete(row.Identity)).length
      expect({status, missing: ids.size, strange}).toEqual({status: 'complete', missing: 0, strange: 0})
    })
  }
})

describe('a fault under a shape that hides it:', () => {
  test('a cancelled search says so in a header', async () => {
    const some = await exportUnder({...twoWeeks, faults: ['cancelled:3']}, ['warnings-in-header'])
    expect(outcome(some)).toEqual(wholeAndComplete)
    expectNothingHidden(await exportUnder({...twoWeeks, faults: ['cancelled-partial:always']}, ['warnings-in-header']))
  })

  for (const shape of ['empty-null', 'empty-absent', 'empty-204']) {
    test(`nothing at first, as ${shape}`, async () => {
      expect(outcome(await exportUnder({...twoWeeks, faults: ['zero-then-data:2']}, [shape]))).toEqual(wholeAndComplete)
    })
  }
})

describe('5,300 records in one second cost at most twelve searches, however sessions are sorted', () => {
  const at = start + 5 * day
  const scene: ShapeScene = {
    records: smallTenant({from: at, to: at + 1000, records: 5_300}),
    period: '2026-10-06T00:00:00Z/2026-10-06T00:00:01Z',
  }
  for (const shapes of [[], ['newest-first'], ['oldest-first']] as const) {
    test(shapes[0] ?? 'in no order', async () => {
      const run = await exportUnder(scene, shapes)
      expect(outcome(run)).toEqual(wholeAndComplete)
      expect(run.result.simulator.counters.searches).toBeLessThanOrEqual(12)
    })
  }
})
