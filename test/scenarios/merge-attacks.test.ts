/** Parts that were forged, changed or come from elsewhere are not joined: the month lacks them, and says why. */
import {createHash} from 'node:crypto'
import {
  chmodSync,
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {exportMonth, type MonthOptions, type MonthResult} from './month.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const period = '2026-10-01/2026-10-02'
const [from, to] = [Date.UTC(2026, 9, 1), Date.UTC(2026, 9, 2)]
const records = smallTenant({from, to, records: 120})
const lacking = records.filter((_text, index) => index % 5 !== 0)
const facts = {
  repository: 'fabrikam/audit-archive',
  runId: '19283746',
  apiUrl: 'http://127.0.0.1/github',
  workflowRef: 'fabrikam/audit-archive/.github/workflows/audit.yml@refs/heads/main',
}
const sealing = {'state-key': 'a key of the tests, and of nothing else'}
const parts = (workspace: string) => join(workspace, 'm365-audit-parts')

interface Made extends Pick<MonthOptions, 'simulator' | 'facts' | 'inputs'> {
  shard?: '1/2' | '2/2'
}

async function madePart({shard = '2/2', inputs, ...options}: Made = {}): Promise<string> {
  const {workspace} = await exportMonth({
    facts,
    simulator: {records},
    ...options,
    inputs: {period, shard, formats: 'csv', ...inputs},
  })
  return join(parts(workspace), shard.replace('/', 'of'))
}

const genuine = {plain: bothParts({}), sealed: bothParts(sealing)}
async function bothParts(inputs: Record<string, string>): Promise<[first: string, second: string]> {
  return [await madePart({shard: '1/2', inputs}), await madePart({inputs})]
}

/** As `actions/download-artifact` leaves files: readable by others. */
function readableByOthers(folder: string): void {
  for (const entry of readdirSync(folder, {withFileTypes: true}))
    if (entry.isFile()) chmodSync(join(folder, entry.name), 0o644)
  chmodSync(folder, 0o755)
}

interface Attack {
  /** In place of the second part. */
  second?: Promise<string>
  /** Of the copy of the second part, or of the folder that holds all. */
  change?: (part: string, all: string) => void
  inputs?: Record<string, string>
}

async function merged({second, change, inputs = {}}: Attack): Promise<MonthResult> {
  const workspace = temporaryFolder()
  const all = parts(workspace)
  mkdirSync(all)
  const [one, two] = await (inputs['state-key'] === undefined ? genuine.plain : genuine.sealed)
  cpSync(one, join(all, 'one'), {recursive: true})
  cpSync((await second) ?? two, join(all, 'two'), {recursive: true})
  for (const name of ['one', 'two']) readableByOthers(join(all, name))
  change?.(join(all, 'two'), all)
  return await exportMonth({workspace, facts, simulator: {records: []}, inputs: {mode: 'merge', ...inputs}})
}

/** The second half is a gap, and what was not joined is named with the reason. */
function expectLeftOut({outputs, folder}: MonthResult, said: RegExp): void {
  expect(outputs.status).toBe('incomplete')
  expect(folder?.gaps.map(({code}) => code)).toEqual(['PART_MISSING'])
  expect(folder?.manifest.merged?.parts.map(({folder: name}) => name)).toEqual(['one'])
  expect(folder?.manifest.reasons.join('\n')).toMatch(said)
}

const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(path, change(readFileSync(path, 'utf8')), {mode: 0o644})

/** As it is done by someone who knows how a folder is made, and has no key. */
function rehash(folder: string): void {
  const names = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').match(/[^ \n]+$/gm) ?? []
  const line = (name: string) =>
    `${createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex')}  ${name}\n`
  edit(join(folder, 'SHA256SUMS'), () => names.map(line).join(''))
}

describe('a part is joined', {timeout: 60_000}, () => {
  test('that this very run made, so that what follows can fail', async () => {
    const {outputs, folder} = await merged({})
    expect(outputs).toMatchObject({status: 'complete', records: String(records.length)})
    expect(folder?.manifest.merged?.parts).toHaveLength(2)
  })

  test('that lacks records, where it would be believed: the attack works', async () => {
    const {outputs} = await merged({second: madePart({simulator: {records: lacking}})})
    expect(outputs.status).toBe('complete')
    expect(Number(outputs.records)).toBeLessThan(records.length)
  })

  test('with a state-key, by its MAC', async () => {
    const {outputs} = await merged({inputs: sealing})
    expect(outputs).toMatchObject({status: 'complete', records: String(records.length)})
  })
})

describe('a part is left out', {timeout: 60_000}, () => {
  const other = (more: Made) => madePart({simulator: {records: lacking}, ...more})

  test.each<[string, Attack, RegExp]>([
    [
      'that another run made',
      {second: other({facts: {...facts, runId: '1'}})},
      /not proven to be of a trusted run.*mode 644/,
    ],
    [
      'that a run of a foreign repository made, under this run’s number',
      {second: other({facts: {...facts, repository: 'mallory/audit-archive'}})},
      /not proven to be of a trusted run/,
    ],
    ['that no run made', {second: other({facts: {}})}, /not proven to be of a trusted run/],
    [
      'whose bytes were changed, and not its hashes',
      {change: part => edit(join(part, 'manifest.json'), text => `${text}\n`)},
      /not as it was written.*manifest\.json was changed/,
    ],
    [
      'whose records were cut off, with hashes that fit',
      {
        change: part => {
          const csv = readdirSync(part).find(name => name.endsWith('.csv')) ?? ''
          edit(join(part, csv), text => text.split('\r\n').slice(0, -3).join('\r\n').concat('\r\n'))
          rehash(part)
        },
      },
      /not as it was written/,
    ],
    [
      'whose signature is of other bytes, with hashes that fit',
      {
        change: part => {
          edit(join(part, 'manifest.json'), text => text.replace('"notes": [', '"notes": ["changed", '))
          rehash(part)
        },
      },
      /SHA256SUMS\.p7s does not hold/,
    ],
    [
      'of another tenant, with hashes that fit',
      {
        second: madePart({inputs: {sign: 'off'}}),
        change: part => {
          edit(join(part, 'manifest.json'), text =>
            text.replace(/"tenant": "[^"]+"/, '"tenant": "4f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634"'),
          )
          rehash(part)
        },
      },
      /of tenant 4f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634, not of/,
    ],
    [
      'of another tenant, with hashes that fit, where tenant-id is not given',
      {
        inputs: {'tenant-id': '', 'client-id': '', certificate: ''},
        second: madePart({inputs: {sign: 'off'}}),
        change: part => {
          edit(join(part, 'manifest.json'), text =>
            text.replace(/"tenant": "[^"]+"/, '"tenant": "4f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634"'),
          )
          rehash(part)
        },
      },
      /another export: its tenant is/,
    ],
    [
      'that others can write to',
      {change: part => chmodSync(join(part, 'manifest.json'), 0o666)},
      /can be written by others/,
    ],
    ['whose folder others can write to', {change: part => chmodSync(part, 0o777)}, /can be written by others/],
    [
      'one of whose files is a link',
      {
        change: (part, all) => {
          renameSync(join(part, 'manifest.json'), join(all, 'manifest.json'))
          symlinkSync(join(all, 'manifest.json'), join(part, 'manifest.json'))
        },
      },
      /no export/,
    ],
    [
      'one of whose files has a second name elsewhere',
      {change: (part, all) => linkSync(join(part, 'summary.md'), join(all, 'summary.md'))},
      /second name/,
    ],
    ['that is a link to a folder', {change: (part, all) => asLink(part, join(all, '..', 'elsewhere'))}, /link/],
    [
      'with a file that is no part of it',
      {change: part => writeFileSync(join(part, 'extra.csv'), 'x', {mode: 0o644})},
      /not as it was written.*extra\.csv/,
    ],
    [
      'with a hidden file',
      {change: part => writeFileSync(join(part, '.x'), 'x', {mode: 0o644})},
      /not as it was written.*hidden/,
    ],
    [
      'with what a killed run would have left',
      {change: part => mkdirSync(join(part, '.interrupted-0', 'journal'), {recursive: true})},
      /not as it was written.*hidden/,
    ],
    ['whose manifest is a folder', {change: part => asFolder(join(part, 'manifest.json'))}, /no export/],
    [
      'whose manifest is endless',
      {change: part => writeFileSync(join(part, 'manifest.json'), ' '.repeat(80 << 20), {mode: 0o644})},
      /no export/,
    ],
  ])('%s', async (_name, attack, said) => {
    expectLeftOut(await merged(attack), said)
  })

  test.each<[string, Attack, RegExp]>([
    ['that carries no MAC', {second: madePart()}, /no MAC/],
    ['whose MAC was taken off', {change: part => rmSync(join(part, 'SHA256SUMS.mac'))}, /no MAC/],
    [
      'under another key',
      {second: other({inputs: {'state-key': 'another key of the tests, 0123456789'}})},
      /not one of this state-key/,
    ],
    [
      'whose bytes were changed, with hashes that fit',
      {
        second: madePart({inputs: {...sealing, sign: 'off'}}),
        change: part => {
          edit(join(part, 'manifest.json'), text => text.replace('"notes": [', '"notes": ["changed", '))
          rehash(part)
        },
      },
      /not one of this state-key/,
    ],
    [
      'whose MAC is another part’s',
      {change: (part, all) => cpSync(join(all, 'one', 'SHA256SUMS.mac'), join(part, 'SHA256SUMS.mac'))},
      /not one of this state-key/,
    ],
    [
      'whose MAC is one of zeros',
      {change: part => edit(join(part, 'SHA256SUMS.mac'), () => `hmac-sha256:${'0'.repeat(64)}\n`)},
      /not one of this state-key/,
    ],
  ])('with a state-key, %s', async (_name, attack, said) => {
    expectLeftOut(await merged({inputs: sealing, ...attack}), said)
  })
})

function asLink(folder: string, elsewhere: string): void {
  renameSync(folder, elsewhere)
  symlinkSync(elsewhere, folder)
}

function asFolder(file: string): void {
  rmSync(file)
  mkdirSync(file)
}

describe('where all parts are another tenant’s', {timeout: 60_000}, () => {
  const failures = ({annotations}: MonthResult) =>
    annotations.filter(({level}) => level === 'fail').map(({message}) => message)

  test('nothing is joined once tenant-id names ours', async () => {
    const result = await merged({inputs: {'tenant-id': '11111111-2222-3333-4444-555555555555'}})
    expect(result.folder).toBeUndefined()
    expect(failures(result).join()).toMatch(/no part of this export.*not of 11111111-2222-3333-4444-555555555555/)
  })
})
