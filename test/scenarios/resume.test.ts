/** A month that stops and goes on: on another machine, from the artifact that the interrupted run kept. */
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {compare} from './compare.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'
import {end, hour} from './interrupted.ts'
import {longAfter} from './month.ts'
import {part, read, resumeAfterStops, whole} from './resume-stopped.ts'
import {ArtifactStore} from './store.ts'

afterAll(cleanUp)

describe('an interrupted month, resumed on another machine', () => {
  resumeAfterStops(3)

  test('and interrupted again, and again', async () => {
    const artifacts = new ArtifactStore()
    let last = await read({artifacts}, await part(0.2))
    for (let run = 1; last.outputs.status === 'incomplete' && run < 20; run++) {
      last = await read({artifacts, now: longAfter + run * hour}, await part(0.35))
      await expectSound(last)
    }
    expect(last.outputs.status).toBe('complete')
    expectSameMonth(last, await whole)
    const began = new Set(last.folder?.manifest.windows.map(window => window.began))
    expect(began.size).toBeGreaterThan(2)
  })
})

describe('what is taken over', () => {
  test('is told, with the hash of the manifest it came from', async () => {
    const first = await read({}, await part(0.6))
    const second = await read({workspace: first.workspace, now: longAfter + hour})
    const {resumed, earlier, notes} = second.folder?.manifest ?? {}
    expect(resumed?.manifest).toBe(earlier?.manifest)
    expect(notes?.join()).toMatch(/^Resumed: \d+ windows \(\d+ % of the period\) were/)
    expect(second.summary).toContain('taken over from an incomplete export')
  })

  test('is nothing with resume: off', async () => {
    const first = await read({}, await part(0.6))
    const second = await read({workspace: first.workspace, inputs: {resume: 'off'}})
    expect(second.folder?.manifest.resumed).toBeUndefined()
    expectSameMonth(second, await whole)
  })

  test('is nothing with other filters', async () => {
    const artifacts = new ArtifactStore()
    await read({artifacts}, await part(0.6))
    const second = await read({artifacts, inputs: {'record-types': 'AzureActiveDirectoryStsLogon'}})
    expect(second.outputs.status).toBe('complete')
    expect(second.folder?.manifest.resumed).toBeUndefined()
    expect(second.folder?.manifest.earlier).toBeUndefined()
  })

  test('is nothing from a folder that was altered', async () => {
    const first = await read({}, await part(0.6))
    const csv = join(first.directory, Object.keys(first.folder?.data ?? {})[0] ?? '')
    writeFileSync(csv, readFileSync(csv, 'utf8').replace('FileAccessed', 'FileDeleted'))
    const second = await read({workspace: first.workspace})
    expect(second.folder?.manifest.resumed).toBeUndefined()
    expectSameMonth(second, await whole)
  })

  test('is no window that was read before its late records had come', async () => {
    const soon = end + hour
    const first = await read({now: soon, simulator: {arrival: true}, inputs: {settle: '48h'}}, await part(0.9))
    expect(first.outputs.status).toBe('incomplete')
    const second = await read({
      now: end + 9 * 24 * hour,
      workspace: first.workspace,
      simulator: {arrival: true},
      inputs: {settle: '48h'},
    })
    const taken = second.folder?.manifest.windows.filter(window => window.began !== undefined) ?? []
    expect(taken.length).toBeGreaterThan(0)
    expect(taken.every(window => Date.parse(window.end) + 48 * hour <= soon)).toBe(true)
    await expectSound(second)
    const {missing} = compare(second)
    expect(missing.filter(({time}) => time >= end - 47 * hour)).toEqual([])
  })
})

test('what a gap held is kept when it stays a gap', async () => {
  const first = await read({}, await part(0.6))
  const again = await read({workspace: first.workspace, now: longAfter + hour}, 1)
  expect(again.outputs.status).toBe('incomplete')
  const kept = new Set(again.folder?.rows.map(row => row.AuditData))
  expect(first.folder?.rows.filter(row => !kept.has(row.AuditData))).toEqual([])
  await expectSound(again)
})
