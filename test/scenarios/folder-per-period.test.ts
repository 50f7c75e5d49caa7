/** A runner that stays, which keeps what earlier runs wrote: each period has its folder, and none is written over. */
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {expectSound} from './expect-month.ts'
import {exportMonth, type MonthOptions, type MonthResult} from './month.ts'
import {differences} from './same-data.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const records = smallTenant({from: Date.UTC(2026, 8, 1), to: Date.UTC(2026, 11, 1), records: 300})

/** With the default of `directory`, unless `inputs` name another. */
const read = (options: MonthOptions) =>
  exportMonth({...options, simulator: {records}, inputs: {directory: '', ...options.inputs}})

const bytesIn = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'latin1')]))
const failures = ({annotations}: MonthResult) => annotations.filter(({level}) => level === 'fail')

test('month after month goes into a folder of its own, which the outputs name', async () => {
  const workspace = temporaryFolder()
  const first = await read({workspace, inputs: {period: '2026-09'}})
  const before = bytesIn(first.directory)
  const second = await read({workspace, inputs: {period: '2026-10'}})
  const range = await read({workspace, inputs: {period: '2026-10-01/2026-10-03'}})
  for (const [result, label] of [
    [first, '2026-09'],
    [second, '2026-10'],
    [range, '20261001T000000Z-20261003T000000Z'],
  ] as const) {
    const directory = `m365-audit/${label}`
    expect(failures(result)).toEqual([])
    expect(result.outputs).toMatchObject({status: 'complete', directory, manifest: `${directory}/manifest.json`})
    expect(readFileSync(join(workspace, result.outputs.manifest ?? ''), 'utf8')).toContain(`"label": "${label}"`)
    await expectSound(result)
  }
  expect(bytesIn(first.directory)).toEqual(before)
  expect(readdirSync(join(workspace, 'm365-audit')).sort()).toEqual(
    ['2026-09', '2026-10', '20261001T000000Z-20261003T000000Z'].sort(),
  )
})

test('the tenant’s id stands for <tenant>, also where its domain was given', async () => {
  const result = await read({inputs: {period: '2026-10-01/2026-10-02', directory: 'audit/<tenant>/of-<period>'}})
  const {tenantId} = result.simulator
  expect(result.outputs.directory).toBe(`audit/${tenantId}/of-20261001T000000Z-20261002T000000Z`)
  await expectSound(result)
})

test('a folder of the period that holds something else stays as it is', async () => {
  const workspace = temporaryFolder()
  const filtered = await read({workspace, inputs: {period: '2026-10-01/2026-10-02', operations: 'FileAccessed'}})
  const before = bytesIn(filtered.directory)
  const result = await read({workspace, inputs: {period: '2026-10-01/2026-10-02'}})
  expect(failures(result).map(({message}) => message)).toEqual([expect.stringContaining('FOLDER_OF_ANOTHER_EXPORT')])
  expect(result.outputs).toMatchObject({status: 'failed', directory: '', manifest: ''})
  expect(bytesIn(filtered.directory)).toEqual(before)

  mkdirSync(join(workspace, 'm365-audit', '20261002T000000Z-20261003T000000Z'))
  writeFileSync(join(workspace, 'm365-audit', '20261002T000000Z-20261003T000000Z', 'notes.txt'), 'mine')
  const refused = await read({workspace, inputs: {period: '2026-10-02/2026-10-03'}})
  expect(failures(refused).map(({message}) => message)).toEqual([expect.stringContaining('FOLDER_NOT_EMPTY')])
})

test('parts lie together beside the month’s folder, and a merge takes period and tenant from them', async () => {
  const workspace = temporaryFolder()
  const period = '2026-10-05/2026-10-07'
  const label = '20261005T000000Z-20261007T000000Z'
  for (const shard of ['1/2', '2/2']) {
    const part = await read({workspace, inputs: {period, shard}})
    expect(part.outputs.directory).toBe(`m365-audit/${label}-parts/${shard.replace('/', 'of')}`)
    expect((await verifyFolder(machineDisk, part.directory)).faults).toEqual([])
  }
  const inputs = {mode: 'merge', 'parts-directory': `m365-audit/${label}-parts`}
  const merged = await read({workspace, inputs: {...inputs, directory: 'of/<tenant>/<period>'}})
  expect(merged.outputs).toMatchObject({
    status: 'complete',
    directory: `of/${merged.simulator.tenantId}/${label}`,
    manifest: `of/${merged.simulator.tenantId}/${label}/manifest.json`,
    start: '2026-10-05T00:00:00Z',
  })
  await expectSound(merged)
  const whole = await read({workspace, inputs: {period}})
  expect(whole.outputs.directory).toBe(`m365-audit/${label}`)
  expect(differences(merged.folder, whole.folder)).toEqual([])
  const again = await read({workspace, inputs})
  expect(again.outputs).toMatchObject({status: 'complete', directory: `m365-audit/${label}`})
})

test('a plan is estimated from the export in the period’s own folder', async () => {
  const workspace = temporaryFolder()
  const inputs = {period: '2026-10-05/2026-10-07'}
  await read({workspace, inputs})
  const planned = await read({workspace, inputs: {...inputs, mode: 'plan'}})
  expect(planned.log.join('\n')).toContain('Estimated from the export of 2026-10-05')
  const elsewhere = await read({workspace, inputs: {...inputs, mode: 'plan', directory: 'audit/<period>'}})
  expect(elsewhere.log.join('\n')).toMatch(/Estimated from \d+ searches/)
})
