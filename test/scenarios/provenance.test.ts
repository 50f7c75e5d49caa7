/**
 * What earlier runs left is taken from trusted runs alone: forged artifacts and prepared folders change nothing of what
 * is exported, and are named in the log; the same from a trusted run is taken, which shows that the attack would work.
 */
import {createHash} from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {afterAll, describe, expect, test} from 'vitest'
import type {WorkflowRunRecord} from '../../src/simulator/workflow-runs.ts'
import {Failure} from '../../src/wire/failure.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {zipOf} from '../zip.ts'
import {hour, period, records, searching} from './interrupted.ts'
import {exportMonth, longAfter, type MonthOptions, type MonthResult, openTenant} from './month.ts'

afterAll(cleanUp)

const facts = {
  repository: 'fabrikam/audit-archive',
  runId: '19283746',
  apiUrl: 'http://127.0.0.1/github',
  workflowRef: 'fabrikam/audit-archive/.github/workflows/audit.yml@refs/heads/main',
}
const inputs = {period, 'github-token': 'ghs_simulated'}
const sealing = {'state-key': 'a key of the tests, and of nothing else'}

/** Of some thirty searches. */
const midway = 24

/** Stops at the search with this number, so that the export is incomplete, and others may go on from it. */
async function read(options: MonthOptions = {}, stopAt = Number.POSITIVE_INFINITY): Promise<MonthResult> {
  const controller = new AbortController()
  const {tenant = await openTenant({simulator: {records}, ...options}), ...rest} = options
  return await exportMonth({
    ...rest,
    tenant,
    inputs: {...inputs, ...options.inputs},
    cancelled: controller.signal,
    intercept: searching(search => {
      if (search !== stopAt) return
      controller.abort(new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'}))
    }),
  })
}

/** An incomplete export in which every fifth record is missing: who goes on from it loses them. */
const lacking = records.filter((_text, index) => index % 5 !== 0)
const forged = async (more: Record<string, string> = {}) =>
  (await read({simulator: {records: lacking}, now: longAfter, inputs: more}, midway)).directory
const plainForgery = forged()
const sealedForgery = forged(sealing)
const clean = read()

function zipFolder(folder: string): Buffer {
  const names = readdirSync(folder, {withFileTypes: true}).filter(
    entry => entry.isFile() && !entry.name.startsWith('.'),
  )
  return zipOf(names.map(({name}) => ({name, content: readFileSync(join(folder, name))})))
}

const artifactFor = (tenantId: string) => `m365-audit-${tenantId}-20261006T000000Z-20261009T000000Z`

interface Attack {
  run?: Partial<WorkflowRunRecord>
  digest?: string
  folder?: Promise<string>
  /** Of a copy of the folder. */
  change?: (folder: string) => void
  inputs?: Record<string, string>
  name?: (tenantId: string) => string
}

async function exportBeside({run, digest, folder = plainForgery, change, inputs: more, name = artifactFor}: Attack) {
  const tenant = await openTenant({simulator: {records}, now: longAfter + hour})
  const copy = temporaryFolder()
  cpSync(await folder, copy, {recursive: true})
  change?.(copy)
  const zip = zipFolder(copy)
  const {simulator} = tenant
  const kept = simulator.keepArtifact({name: name(simulator.tenantId), zip, ...(digest ? {digest} : {})}, run)
  return {kept, result: await read({tenant, facts, ...(more ? {inputs: more} : {})})}
}

/** The bytes of the export that no artifact and no folder stood beside. */
async function expectUnharmed({folder, outputs, log}: MonthResult, said: RegExp): Promise<void> {
  expect(folder?.data).toEqual((await clean).folder?.data)
  expect(outputs.status).toBe('complete')
  expect(folder?.manifest.resumed).toBeUndefined()
  expect(folder?.manifest.earlier).toBeUndefined()
  expect(log.join('\n')).toMatch(said)
  expect(folder?.manifest.notes.join('\n')).toMatch(said)
}

const edit = (folder: string, name: string, change: (text: string) => string) => {
  const path = join(folder, name)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

/** As somebody does it who knows how the folder is made, and has no key. */
function rehash(folder: string): void {
  const names = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').match(/[^ \n]+$/gm) ?? []
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex')
  const sums = names.map(name => `${hash(name)}  ${name}\n`)
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''))
}

describe('an artifact of this export', {timeout: 60_000}, () => {
  test('is taken from a trusted run, so that what follows can fail', async () => {
    const {result} = await exportBeside({})
    expect(result.folder?.manifest.resumed?.windows).toBeGreaterThan(0)
    expect(result.folder?.manifest.records).toBeLessThan((await clean).folder?.manifest.records ?? 0)
    // And even then, what is read again by sample shows it.
    expect(result.outputs.status).toBe('incomplete')
    expect(new Set(result.folder?.gaps.map(({code}) => code))).toEqual(new Set(['TAKEN_OVER_DIFFERS']))
  })

  test('is taken from another workflow that the inputs trust', async () => {
    const run = {path: '.github/workflows/weekly.yml'}
    const {result} = await exportBeside({run, inputs: {'trusted-workflows': 'weekly.yml'}})
    expect(result.folder?.manifest.resumed?.windows).toBeGreaterThan(0)
  })

  test.each<[string, Attack, RegExp]>([
    ['of a pull request from a fork', {run: {event: 'pull_request', headRepository: 'mallory/audit-archive'}}, /fork/],
    ['of a pull request in this repository', {run: {event: 'pull_request'}}, /event pull_request/],
    ['of a pull request’s target', {run: {event: 'pull_request_target'}}, /event pull_request_target/],
    ['of a fork’s run on a branch called main', {run: {headRepository: 'mallory/audit-archive'}}, /fork/],
    ['of another workflow', {run: {path: '.github/workflows/ci.yml'}}, /workflow \.github\/workflows\/ci\.yml/],
    ['of another branch', {run: {headBranch: 'feature/x'}}, /branch feature\/x/],
    [
      'whose bytes are not those that GitHub lists',
      {digest: `sha256:${'0'.repeat(64)}`},
      /not the one that GitHub lists/,
    ],
    ['of which GitHub lists no digest', {digest: 'none'}, /no digest/],
    ['of another tenant', {change: folder => otherTenant(folder)}, /no proven export/],
    ['whose list of files leads elsewhere', {change: folder => writeFileSync(join(folder, 'a b'), '')}, /not expected/],
  ])('is refused %s', async (_name, attack, said) => {
    const {kept, result} = await exportBeside(attack)
    await expectUnharmed(result, new RegExp(`Refused: artifact ${kept.id} .*${said.source}`))
  })

  test('is refused of another period, under this one’s name', async () => {
    const other = read({now: longAfter, inputs: {period: '2026-10-05/2026-10-08'}}, midway).then(
      ({directory}) => directory,
    )
    const {kept, result} = await exportBeside({folder: other})
    await expectUnharmed(result, new RegExp(`Refused: artifact ${kept.id} .*no proven export`))
  })

  test('is found behind forged ones, however many there are', async () => {
    const tenant = await openTenant({simulator: {records}, now: longAfter + hour})
    const {simulator} = tenant
    const name = artifactFor(simulator.tenantId)
    const zip = zipFolder(await plainForgery)
    const trusted = simulator.keepArtifact({name, zip})
    for (let forgery = 0; forgery < 130; forgery++) {
      tenant.clock.now += 1000
      simulator.keepArtifact({name, zip: Buffer.from('forged')}, {headRepository: 'mallory/audit-archive'})
    }
    const result = await read({tenant, facts})
    expect(result.folder?.manifest.resumed?.windows).toBeGreaterThan(0)
    expect(result.log.join('\n')).toContain(`artifact ${trusted.id} of run`)
    expect(result.log.filter(line => line.startsWith('Refused: artifact'))).toHaveLength(5)
    expect(result.log.join('\n')).toContain(`Refused: 125 more artifacts named ${name}.`)
  })

  test('is refused when GitHub does not tell of its run', async () => {
    for (const answer of [
      () => new Response(null, {status: 403}),
      () => new Response(null, {status: 503}),
      () => new Response('<html>'),
      () => Response.json({id: 1}),
    ]) {
      const tenant = await openTenant({simulator: {records}, now: longAfter + hour})
      const name = artifactFor(tenant.simulator.tenantId)
      const {id} = tenant.simulator.keepArtifact({name, zip: zipFolder(await plainForgery)})
      const search = searching(() => {})
      const result = await exportMonth({
        ...{tenant, facts, inputs},
        intercept: (request, clock, ask) =>
          request.url.includes('/actions/runs/') ? answer() : search(request, clock, ask),
      })
      await expectUnharmed(result, new RegExp(`Refused: artifact ${id} .*its run is unknown`))
    }
  })
})

/** The manifest of a tenant that is not ours, with hashes that fit. */
function otherTenant(folder: string): void {
  edit(folder, 'manifest.json', text =>
    text.replace(/"tenant": "[^"]+"/, '"tenant": "11111111-2222-3333-4444-555555555555"'),
  )
  rehash(folder)
}

describe('with a state-key, an artifact of a trusted run', {timeout: 60_000}, () => {
  test('is taken under its MAC, so that what follows can fail', async () => {
    const {result} = await exportBeside({folder: sealedForgery, inputs: sealing})
    expect(result.folder?.manifest.resumed?.windows).toBeGreaterThan(0)
  })

  test.each<[string, Attack, RegExp]>([
    ['that carries none', {folder: plainForgery}, /no MAC/],
    ['whose MAC was taken off', {change: folder => rmSync(join(folder, 'SHA256SUMS.mac'))}, /no MAC/],
    [
      'whose bytes were changed, with hashes that fit',
      {
        change: folder => {
          edit(folder, 'manifest.json', text => text.replace('"notes": [', '"notes": ["changed", '))
          rehash(folder)
        },
      },
      /not one of this state-key/,
    ],
    [
      'whose bytes were changed, and not its hashes',
      {change: folder => edit(folder, 'manifest.json', text => `${text}\n`)},
      /not those under its MAC/,
    ],
    ['under another key', {inputs: {'state-key': 'another key of the tests, 0123456789'}}, /not one of this state-key/],
  ])('is refused %s, with one warning', async (_name, attack, said) => {
    const {kept, result} = await exportBeside({folder: sealedForgery, inputs: sealing, ...attack})
    await expectUnharmed(result, new RegExp(`Refused: artifact ${kept.id} .*${said.source}`))
    const warnings = result.annotations.filter(({message}) => message.includes('STATE_UNSEALED'))
    expect(warnings).toHaveLength(1)
  })

  test('is taken under the former key, while that is given', async () => {
    const rotated = {'state-key': 'another key of the tests, 0123456789', 'previous-state-key': sealing['state-key']}
    const {result} = await exportBeside({folder: sealedForgery, inputs: rotated})
    expect(result.folder?.manifest.resumed?.windows).toBeGreaterThan(0)
  })
})

describe.skipIf(process.getuid === undefined)('a folder that was prepared in the workspace', {timeout: 60_000}, () => {
  const modes = (folder: string, file: number, directory: number) => {
    for (const entry of readdirSync(folder, {withFileTypes: true})) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) modes(path, file, directory)
      else chmodSync(path, file)
    }
    chmodSync(folder, directory)
  }
  async function exportOver(folder: string, prepare: (path: string) => void, more: Record<string, string> = {}) {
    const workspace = temporaryFolder()
    const path = join(workspace, 'm365-audit')
    cpSync(folder, path, {recursive: true})
    prepare(path)
    return await read({workspace, now: longAfter + hour, inputs: more})
  }
  /** As a run that was killed leaves it: a journal, and nothing else. */
  async function killed(more: Record<string, string> = {}): Promise<string> {
    const workspace = temporaryFolder()
    const left = temporaryFolder()
    await exportMonth({
      ...{workspace, simulator: {records: lacking}, now: longAfter, inputs: {...inputs, ...more}},
      intercept: searching(search => {
        if (search === midway) cpSync(join(workspace, 'm365-audit'), left, {recursive: true})
      }),
    })
    return left
  }

  test('is taken where this account made it, so that what follows can fail', async () => {
    for (const folder of [await plainForgery, await killed()]) {
      const result = await exportOver(folder, () => {})
      expect(result.folder?.manifest.resumed?.windows).toBeGreaterThan(0)
    }
  })

  test.each<[string, (path: string) => void, RegExp]>([
    ['by a checkout, as an export', path => modes(path, 0o644, 0o755), /mode 644/],
    ['and can be written by others', path => chmodSync(path, 0o777), /written by others/],
  ])('is refused when it was made %s', async (_name, prepare, said) => {
    await expectUnharmed(await exportOver(await plainForgery, prepare), said)
  })

  test('is refused when it was made by a checkout, as what a killed run left', async () => {
    const result = await exportOver(await killed(), path => modes(path, 0o644, 0o755))
    await expectUnharmed(result, /Refused: what an interrupted run seems to have left in .*mode 644/)
    expect(readdirSync(result.directory).filter(name => name.startsWith('.'))).toEqual([])
  })

  test.skipIf(process.getuid?.() !== 0)('is refused when another account owns it', async () => {
    const give = (folder: string) => {
      for (const entry of readdirSync(folder, {withFileTypes: true, recursive: true}))
        chownSync(join(entry.parentPath, entry.name), 4711, 4711)
    }
    await expectUnharmed(await exportOver(await plainForgery, give), /another account/)
    await expectUnharmed(await exportOver(await killed(), give), /another account/)
  })

  test('is refused with a state-key when it carries no MAC and no seal, whoever owns it', async () => {
    await expectUnharmed(await exportOver(await plainForgery, () => {}, sealing), /no MAC/)
    await expectUnharmed(await exportOver(await killed(), () => {}, sealing), /not sealed with a state-key/)
  })

  test('is taken with a state-key by its MAC or seal, whatever its modes', async () => {
    for (const folder of [await sealedForgery, await killed(sealing)]) {
      const result = await exportOver(folder, path => modes(path, 0o644, 0o755), sealing)
      expect(result.folder?.manifest.resumed?.windows).toBeGreaterThan(0)
    }
  })

  test('is private once an export has written it: files 600, folders 700', async () => {
    const {directory} = await clean
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600)
  })
})

describe('the baseline of the last month', {timeout: 60_000}, () => {
  const september = '2026-09'
  const earlier = exportMonth({simulator: {records: [], recordsPerMonth: 0}, inputs: {period: september}})
  const learned = async (attack: Attack) => {
    const tenant = await openTenant({simulator: {records: []}})
    const {simulator} = tenant
    const copy = temporaryFolder()
    for (const name of ['manifest.json', 'baseline.json.gz']) {
      mkdirSync(copy, {recursive: true})
      cpSync(join((await earlier).directory, name), join(copy, name))
    }
    attack.change?.(copy)
    const name = `m365-audit-${simulator.tenantId}-${september}-baseline`
    const kept = simulator.keepArtifact({name, zip: zipFolder(copy)}, attack.run)
    const result = await exportMonth({tenant, facts, inputs: {...inputs, period: '2026-10', ...attack.inputs}})
    return {kept, result, notes: result.folder?.manifest.notes.join('\n') ?? ''}
  }
  const missing = 'No earlier month’s baseline was found'.replace('’', "'")

  test('is taken from a trusted run', async () => {
    expect((await learned({})).notes).not.toContain(missing)
  })

  test.each<[string, Attack, RegExp]>([
    ['of a pull request', {run: {event: 'pull_request'}}, /event pull_request/],
    [
      'of another tenant',
      {change: folder => edit(folder, 'manifest.json', text => text.replace(/"tenant": "3f/, '"tenant": "4f'))},
      /of tenant 4f/,
    ],
    [
      'of another month',
      {
        change: folder =>
          edit(folder, 'manifest.json', text => text.replace('"label": "2026-09"', '"label": "2026-08"')),
      },
      /of 2026-08, not of 2026-09/,
    ],
    [
      'that its manifest does not list',
      {
        change: folder => {
          const path = join(folder, 'baseline.json.gz')
          const text = gunzipSync(readFileSync(path)).toString()
          writeFileSync(path, gzipSync(text.replace('"users":0', '"users":9')))
        },
      },
      /not the one that its manifest lists/,
    ],
    [
      'beside a history that its manifest does not list',
      {change: folder => writeFileSync(join(folder, 'history.json'), '{}')},
      /its history is not the one that its manifest lists/,
    ],
    ['that carries no MAC, with a state-key', {inputs: sealing}, /no MAC/],
  ])('is refused %s', async (_name, attack, said) => {
    const {kept, notes} = await learned(attack)
    expect(notes).toMatch(new RegExp(`Refused: artifact ${kept.id} .*${said.source}`))
    expect(notes).toContain(missing)
  })
})
