/** Plays one fault over one scene and holds the folder against what must become of it. */
import {expect} from 'vitest'
import {FAULTS} from '../../src/simulator/faults.ts'
import {expectMonth} from './expect-month.ts'
import {type Expected, elsewhere, expectations, type Scene, sceneFor} from './expectations.ts'
import {exportMonth, type Folder, type MonthResult} from './month.ts'

/** Take minutes: the second tier. A smaller tenant shows the same in crowds.test.ts. */
const large = ['burst', 'burst-one-user', 'burst-60000', 'burst-60000-one-user']

/** Faults that an export signing in by certificate can meet. */
export const faults = Object.entries(FAULTS)
  .filter(([, {where}]) => !elsewhere.includes(where))
  .map(([name]) => name)

const names = faults.filter(name => expectations[name]?.usual.as !== 'bundle')

export const usual = names.filter(name => !large.includes(name))
export const largeUsual = names.filter(name => large.includes(name))

/** Played for ever: the first fault of each outcome. The large ones hold for ever as it is, being the tenant's own. */
export const alwaysOfEachKind = usual.filter(
  (name, at) => !usual.slice(0, at).some(other => outcome(other) === outcome(name)),
)

export const alwaysOthers = usual.filter(name => !alwaysOfEachKind.includes(name))

function outcome(name: string): string {
  const expected = expectations[name]?.always
  if (expected?.as === 'gaps') return `gaps ${expected.codes.source}`
  return expected?.as === 'refused' ? `refused ${expected.code}` : String(expected?.as)
}

const cleanExports = new Map<string, Promise<MonthResult>>()

/** The fault-free export of the same tenant, made once. */
function cleanExport(scene: Scene): Promise<MonthResult> {
  const key = JSON.stringify([scene.period, scene.inputs, scene.records.length])
  const made = cleanExports.get(key) ?? exportScene(scene, [])
  cleanExports.set(key, made)
  return made
}

export function exportScene(scene: Scene, faults: readonly string[], inputs: Record<string, string> = {}) {
  return exportMonth({
    simulator: {records: scene.records, faults: [...(scene.alongside ?? []), ...faults]},
    // One source alone: `auto` would go on through the other where this one refuses.
    inputs: {period: scene.period, source: 'exchange', 'github-token': 'ghs_simulated', ...scene.inputs, ...inputs},
    facts: {repository: 'fabrikam/audit-archive', runId: '19283746', apiUrl: 'http://127.0.0.1/github'},
  })
}

export async function play(name: string, times: 'usual' | 'always', inputs: Record<string, string> = {}) {
  const expected = expectations[name]?.[times]
  if (!expected) throw new TypeError(`There is no expectation of what becomes of a month under ${name}.`)
  const scene = sceneFor(name, times)
  const result = await exportScene(scene, [times === 'usual' ? name : `${name}:always`], inputs)
  await check(result, expected, scene)
  return result
}

async function check(result: MonthResult, expected: Expected, scene: Scene): Promise<void> {
  const said = result.annotations.map(({message}) => message).join('\n')
  if (expected.as === 'refused') {
    expect(result.outputs.status).toBe('failed')
    expect(said).toContain(`[${expected.code}`)
    expect(result.folder).toBeUndefined()
    return
  }

  const wanted = wantedBy(scene)
  if (expected.as === 'gaps')
    await expectMonth(result, {status: 'incomplete', missing: 'in gaps', gaps: expected.codes, wanted})
  else
    await expectMonth(result, {
      status: 'complete',
      wanted,
      ...(expected.as === 'unseen' && {missing: 'anywhere'}),
      ...(expected.as === 'whole' && {data: await cleanFolder(scene)}),
    })
}

async function cleanFolder(scene: Scene): Promise<Folder> {
  const {folder, outputs} = await cleanExport({...scene, alongside: []})
  expect(outputs.status).toBe('complete')
  return folder as Folder
}

function wantedBy({inputs}: Scene): (auditData: string) => boolean {
  if (inputs?.['record-types'] === undefined) return () => true
  return auditData => (JSON.parse(auditData) as {RecordType: number}).RecordType === 6
}
