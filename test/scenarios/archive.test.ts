/** A month is exported and archived: what lies there, what is on record of it, and what fails without losing the export. */
import {createHash} from 'node:crypto'
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {ArchiveFile} from '../../src/archive/archive-file.ts'
import {machineDisk} from '../../src/host/disk.ts'
import {parseInputs} from '../../src/inputs.ts'
import type {StorageOptions} from '../../src/simulator/storage.ts'
import {verifyFolder} from '../../src/verify/verify.ts'
import {runVerify} from '../../src/verify-folder.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {credentials, Ears, exportMonth, type LastingTenant, type MonthOptions, openTenant} from './month.ts'
import {reviewMonth, watch} from './review.ts'
import {ArtifactStore} from './store.ts'

afterAll(cleanUp)

const archiveTo = 'https://fabrikamaudit.blob.core.windows.net/audit/m365'
const locks: Partial<StorageOptions> = {role: 'owner', versionLevelImmutability: true}

interface Archiving {
  tenant: LastingTenant
  artifacts: ArtifactStore
  again: (more?: MonthOptions) => ReturnType<typeof exportMonth>
}

async function aRepository(
  storage: Partial<StorageOptions> = {},
  inputs: Record<string, string> = {},
): Promise<Archiving> {
  const tenant = await openTenant({
    simulator: {recordsPerMonth: 20, storage, github: {people: {ines: 'write'}}},
    now: Date.UTC(2026, 10, 9),
  })
  const artifacts = new ArtifactStore()
  const again = async (more: MonthOptions = {}) => {
    tenant.clock.now += 3_600_000
    return await exportMonth({
      ...{tenant, artifacts},
      ...more,
      facts: {actor: 'jo', event: 'workflow_dispatch', retentionDays: '90', ...more.facts},
      inputs: {
        period: '2026-10',
        'archive-to': archiveTo,
        'trusted-workflows': 'review.yml',
        ...inputs,
        ...more.inputs,
      },
    })
  }
  return {tenant, artifacts, again}
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const failed = ({annotations}: Awaited<ReturnType<typeof exportMonth>>) =>
  annotations.filter(({level}) => level === 'fail').map(({message}) => message)

/** Of the newest review bundle. */
function archiveIn({artifacts}: Archiving): ArchiveFile {
  const bundle = artifacts.kept.filter(({name}) => name.endsWith('-review')).at(-1)
  return ArchiveFile.parse(JSON.parse(readFileSync(join(bundle?.folder ?? '', 'archive.json'), 'utf8')))
}

test('the folder lies there file by file, and its place is on record in bundle, summary, issue and log', async () => {
  const month = await aRepository(locks, {
    'archive-lock': 'true',
    'archive-retain': '7y',
    issue: 'always',
    'state-key': 'x1y2z3A4B5C6D7E8F9G0h1i2j3k4l5m6',
  })
  const run = await month.again()
  expect(failed(run)).toEqual([])
  const {places, tenant} = archiveIn(month)
  expect([places.length, tenant]).toEqual([1, month.tenant.simulator.tenantId])
  const [place] = places
  const names = readdirSync(run.directory).sort()
  expect(place?.files.map(({name}) => name).sort()).toEqual(names)
  const stored = month.tenant.simulator.storage.content()
  const manifest = sha256(readFileSync(join(run.directory, 'manifest.json')))
  for (const name of names) {
    const bytes = readFileSync(join(run.directory, name))
    expect(stored[`m365/${tenant}/2026-10/${manifest.slice(0, 16)}/${name}`], name).toEqual(bytes)
    expect(place?.files.find(one => one.name === name)?.sha256).toBe(sha256(bytes))
  }
  expect(place?.manifest).toBe(manifest)
  expect(place?.lockedUntil?.slice(0, 10)).toBe('2033-11-09')
  const where = place?.url ?? ''
  for (const text of [run.summary, month.tenant.simulator.issues[0]?.body ?? '', run.log.join('\n')]) {
    expect(text).toContain(where)
    expect(text).toContain('It can’t be changed or deleted before 2033-11-09.')
  }
  // It is plain, and can't be erased.
  expect(run.folder?.manifest.notes.join('\n')).toContain('can’t be deleted before 2033-11-09')
  const bundle = month.artifacts.kept.find(({name}) => name.endsWith('-review'))
  expect(readdirSync(bundle?.folder ?? '').sort()).toEqual(
    ['SHA256SUMS', 'SHA256SUMS.mac', 'archive.json', 'statement.html', 'statement.md'].sort(),
  )
  expect(readFileSync(join(bundle?.folder ?? '', 'statement.md'), 'utf8')).toContain('2033-11-09')
})

test('is checked from there by its address alone, and a changed file is found', async () => {
  const month = await aRepository()
  const run = await month.again()
  const [place] = archiveIn(month).places
  const {simulator, clock} = month.tenant
  const verify = async (inputs: Record<string, string> = {}) => {
    const ears = new Ears()
    const given = {mode: 'verify', directory: place?.url ?? '', ...inputs}
    const host = ears.host(await credentials(simulator), {workspace: temporaryFolder()}, given)
    const parsed = parseInputs(host)
    if ('mistakes' in parsed || parsed.settings.mode !== 'verify') throw new TypeError('these inputs are right')
    const world = {
      fetch: simulator.fetch,
      disk: machineDisk,
      now: () => clock.now,
      sleep: async () => {},
      log() {},
      debug() {},
      mask() {},
    }
    const base = 'http://127.0.0.1'
    const endpoints = JSON.stringify({login: `${base}/login`, blob: `${base}/storage`})
    const remote = async () => ({world, endpoints, cancelled: new AbortController().signal})
    await runVerify(parsed.settings, {host, disk: machineDisk, bundle: undefined, remote})
    return ears
  }
  const thumbprint = run.folder?.manifest.signature?.certificate ?? ''
  const good = await verify({'certificate-thumbprint': thumbprint})
  expect(good.outputs.status).toBe('complete')
  expect(good.log.join('\n')).toContain(`PROVEN: ${place?.url}`)
  const [name = '', versions = []] = [...simulator.storage.blobs].find(([one]) => one.endsWith('.csv')) ?? []
  const [blob] = versions
  if (blob) simulator.storage.blobs.set(name, [{...blob, bytes: Buffer.concat([blob.bytes, Buffer.from('x')])}])
  expect((await verify()).outputs.status).toBe('failed')
  await expect(verify({directory: `${archiveTo}/nothing`})).rejects.toMatchObject({code: 'STORAGE_NO_FOLDER'})
})

test('its record is checked with the folder, and a record of another folder is a fault', async () => {
  const month = await aRepository({}, {'state-key': 'x1y2z3A4B5C6D7E8F9G0h1i2j3k4l5m6'})
  const run = await month.again()
  const bundle = month.artifacts.kept.find(({name}) => name.endsWith('-review'))?.folder ?? ''
  const check = async (keys: string[]) =>
    await verifyFolder(machineDisk, run.directory, {review: {folder: bundle, keys}})
  const proof = await check(['x1y2z3A4B5C6D7E8F9G0h1i2j3k4l5m6'])
  expect(proof.faults).toEqual([])
  expect(proof.checked).toEqual(expect.arrayContaining(['the MAC of the review bundle']))
  expect(proof.checked?.join()).toContain('archive.json, which cites this export (https://')
  const path = join(bundle, 'archive.json')
  const text = readFileSync(path, 'utf8')
  const {manifest = ''} = archiveIn(month).places[0] ?? {}
  const hash = run.folder?.manifest.files[0]?.sha256 ?? ''
  for (const [changed, words] of [
    [text.replaceAll(manifest, 'b'.repeat(64)), 'names no place of this export'],
    [text.replaceAll(hash, 'b'.repeat(64)), 'says otherwise of'],
    ['{}', 'archive.json: schema'],
  ] as const) {
    writeFileSync(path, changed)
    expect((await check([])).faults.join('\n')).toContain(words)
  }
})

test('a month that was read in parts is archived once, by the merge', async () => {
  const month = await aRepository({}, {period: '2026-10-01/2026-10-03', formats: 'csv'})
  const workspace = temporaryFolder()
  for (const shard of ['1/2', '2/2']) {
    const part = await month.again({workspace, inputs: {shard}})
    expect(failed(part)).toEqual([])
  }
  const {storage} = month.tenant.simulator
  expect(storage.content()).toEqual({})
  const merged = await month.again({workspace, inputs: {mode: 'merge'}})
  expect(failed(merged)).toEqual([])
  expect(archiveIn(month).places).toHaveLength(1)
  expect(Object.keys(storage.content()).length).toBe(readdirSync(merged.directory).length)
})

test('a review carries the archive over, and a second export, in a folder of its own, both', async () => {
  const month = await aRepository({}, {issue: 'always', reviewers: '1'})
  await month.again()
  const before = archiveIn(month).places
  const event = month.tenant.simulator.issueTracker.commentEvent(1, {by: 'ines', body: '/reviewed Looked at it.'})
  const reviewed = await reviewMonth({...month, event, inputs: {reviewers: '1'}})
  expect(reviewed.file?.status).toBe('reviewed')
  expect(archiveIn(month).places).toEqual(before)
  await month.again()
  const bundle = month.artifacts.kept.filter(({name}) => name.endsWith('-review')).at(-1)
  const review: unknown = JSON.parse(readFileSync(join(bundle?.folder ?? '', 'review.json'), 'utf8'))
  expect(review).toMatchObject({status: 'reviewed', reviewedBy: [{login: 'ines'}]})
  const {places} = archiveIn(month)
  expect(places).toHaveLength(2)
  expect(places[0]).toEqual(before[0])
  expect(new Set(places.map(({content}) => content)).size).toBe(1)
  expect(new Set(places.map(({url}) => url)).size).toBe(2)
})

describe('an archive that fails', () => {
  test.each<[string, Partial<StorageOptions>, Record<string, string>, string]>([
    ['for want of a role', {role: 'reader'}, {}, 'STORAGE_ROLE'],
  ])('%s fails the step, and loses nothing', async (_, storage, inputs, code) => {
    const month = await aRepository(storage, inputs)
    const run = await month.again()
    expect(failed(run)).toHaveLength(1)
    expect(failed(run)[0]).toMatch(new RegExp(`not archived.*\\[${code}`, 's'))
    expect(run.outputs.status).toBe('complete')
    expect(month.artifacts.kept.map(({name}) => name.replace(/^.*2026-10/, ''))).toEqual(['', '-baseline'])
    expect(month.tenant.simulator.storage.content()).toEqual({})
  })

  test('after the upload of its record says where the evidence lies all the same', async () => {
    const month = await aRepository()
    const upload = month.artifacts.upload.bind(month.artifacts)
    month.artifacts.upload = (request, ...rest) => {
      if (request.name.endsWith('-review')) throw new TypeError('no space')
      return upload(request, ...rest)
    }
    const run = await month.again()
    expect(failed(run)[0]).toMatch(/is archived in https:.*archive.json was not kept/)
  })
})

describe('the run says until when the evidence is kept', () => {
  test('by the artifact alone, where there is no archive', async () => {
    const month = await aRepository({}, {'archive-to': ''})
    const run = await month.again()
    expect(run.summary).toContain('kept until 2027-02-07; after that day the evidence is gone')
    const short = await month.again({inputs: {'retention-days': '10'}})
    expect(short.log.join('\n')).toContain('kept until 2026-11-19')
  })

  test('and says nothing where it is not known', async () => {
    const month = await aRepository({}, {'archive-to': ''})
    const run = await month.again({facts: {retentionDays: ''}})
    expect(run.summary).not.toContain('kept until')
  })
})

test('the watchdog counts evidence in an archive as kept, and misses what is in none', async () => {
  for (const [to, overdue] of [
    [archiveTo, false],
    ['', true],
  ] as const) {
    const month = await aRepository({}, {'archive-to': to})
    await month.again()
    month.tenant.clock.now += 80 * 86_400_000
    const expires = new Date(month.tenant.clock.now + 5 * 86_400_000).toISOString()
    const answer = month.artifacts.answer.bind(month.artifacts)
    const dated = async (request: Request) => {
      const response = answer(request)
      if (response === undefined || !new URL(request.url).pathname.endsWith('/actions/artifacts')) return response
      const list = (await response.json()) as {artifacts: object[]}
      return Response.json({...list, artifacts: list.artifacts.map(one => ({...one, expires_at: expires}))})
    }
    const {outputs} = await watch({
      ...month,
      inputs: {since: '2026-10', 'trusted-workflows': 'audit.yml'},
      intercept: dated,
    })
    expect(outputs.overdue?.split(',').includes('evidence 2026-10'), to).toBe(overdue)
  }
})
