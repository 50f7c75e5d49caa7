/** The state directory: what a run keeps there, what a later one takes, and that nothing is taken that the key does not show. */
import {createHash} from 'node:crypto'
import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {Writable} from 'node:stream'
import fc from 'fast-check'
import {afterAll, beforeEach, describe, expect, test} from 'vitest'
import {checksums} from '../../src/evidence/evidence-folder.ts'
import {type HandedOnKind, handedOnMac} from '../../src/evidence/handed-on-mac.ts'
import type {Host} from '../../src/host/host.ts'
import {planUpload} from '../../src/publish/upload.ts'
import {EarlierRuns, type EarlierRunsSettings} from '../../src/restore/earlier-runs.ts'
import {withStateDirectory} from '../../src/restore/state-directory.ts'
import type {Disk} from '../../src/wire/disk.ts'
import {failureOf} from '../builders.ts'
import {aListener} from '../listener.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {goIn, ownCertificate} from '../scenarios/way-in.ts'
import {aWorld} from '../signin/world.ts'

afterAll(cleanUp)

const key = 'a key of the tests, and of nothing else'
const other = 'another key of the tests, 0123456789'
const name = 'm365-audit-t-2026-10'
const hour = 3_600_000

let workspace = ''
let state = ''
beforeEach(() => {
  workspace = temporaryFolder()
  state = join(workspace, 'state')
})

interface Place {
  keys?: readonly string[]
  now?: number
  disk?: Partial<Disk>
}

function aPlace({keys: [stateKey = '', previousStateKey] = [key], now = Date.now(), disk = {}}: Place = {}) {
  const bare = aWorld(undefined, now)
  const world = {...bare, disk: {...bare.disk, ...disk}}
  const settings: EarlierRunsSettings = {
    stateDirectory: 'state',
    stateKey,
    ...(previousStateKey ? {previousStateKey} : {}),
    trustedWorkflows: [],
  }
  const host = withStateDirectory(settings, aListener({workspace}), world)
  const runs = new EarlierRuns(settings, {host, world}, new AbortController().signal)
  const said: string[] = []
  const notes = {info: (text: string) => void said.push(text), warning: (text: string) => void said.push(text)}
  const take = async (kind: 'export' | 'baseline' | 'review' | 'state' = 'baseline') =>
    await runs.artifact(
      {
        name,
        kind,
        read: async ({folder, names, previousKey}) => ({
          previousKey,
          files: Object.fromEntries(names.map(one => [one, readFileSync(join(folder, one), 'utf8')])),
        }),
      },
      notes,
    )
  return {host, runs, said, take, world}
}

const files = {'manifest.json': '{}\n', 'baseline.json.gz': 'zz'}

/** As an export leaves its folder, under a MAC of the key. */
function sealed(content: Record<string, string> = files, {kind = 'export' as HandedOnKind, by = key} = {}): string {
  const folder = temporaryFolder()
  const listed = Object.entries(content).map(([one, text]) => {
    mkdirSync(dirname(join(folder, one)), {recursive: true})
    writeFileSync(join(folder, one), text)
    return {name: one, bytes: text.length, sha256: createHash('sha256').update(text).digest('hex')}
  })
  const sums = checksums(listed)
  writeFileSync(join(folder, 'SHA256SUMS'), sums)
  writeFileSync(join(folder, 'SHA256SUMS.mac'), handedOnMac(by, kind, sums))
  return folder
}

async function keep(host: Host, root: string, more: {name?: string; retentionDays?: number} = {}) {
  const all = readdirSync(root, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile())
  const paths = all.map(entry => join(entry.parentPath, entry.name))
  return await host.upload?.({name, root, files: paths, retentionDays: 0, ...more})
}

const stored = (of = name) => (existsSync(join(state, of)) ? readdirSync(join(state, of)).sort() : [])
const newest = () => join(state, name, stored().at(-1) ?? '')

describe('what a run keeps', () => {
  test('is taken by a later one, whole, and is the account’s alone', async () => {
    const {host} = aPlace()
    await keep(host, sealed())
    const {value} = await aPlace({now: Date.now() + hour}).take()
    expect(value).toMatchObject({files, previousKey: false})
    if (process.platform === 'win32') return
    expect(statSync(newest()).mode & 0o777).toBe(0o700)
    expect(statSync(state).mode & 0o777).toBe(0o700)
    for (const one of readdirSync(newest())) expect(statSync(join(newest(), one)).mode & 0o777).toBe(0o600)
  })

  test('of several, the newest is taken', async () => {
    const start = Date.now()
    for (const [index, text] of ['one', 'two'].entries())
      await keep(aPlace({now: start + index * hour}).host, sealed({'manifest.json': text}))
    expect((await aPlace().take()).value?.files['manifest.json']).toBe('two')
  })

  test('of many names, as many are taken as may be, and it is told that there are more', async () => {
    const start = Date.now()
    for (const index of [0, 1, 2])
      await keep(aPlace({now: start + index * hour}).host, sealed({'manifest.json': `${index}`}), {
        name: `day-${index}`,
      })
    const {runs, said, world} = aPlace()
    const taken = async (mostDownloads: number) =>
      await runs.ofEachName(
        {
          ...{kind: 'export', since: 0, mostDownloads, ifMore: 'there are more', named: () => true},
          read: async ({folder}) => await world.disk.readFile(join(folder, 'manifest.json')).then(String),
        },
        {info: text => void said.push(text), warning: () => {}},
      )
    expect([await taken(3), said]).toEqual([['2', '1', '0'], []])
    expect([await taken(2), said]).toEqual([['2', '1'], ['there are more']])
  })

  test('is kept there whatever upload is, but off, and never at GitHub', () => {
    const {host} = aPlace()
    expect(planUpload('default', host)).toHaveProperty('upload')
    expect(planUpload('asked', host)).toHaveProperty('upload')
    expect(planUpload('off', host)).toEqual({off: undefined})
  })

  test.each(['export', 'state', 'review', 'notified'] as const)(
    'of the kind %s stays as often as it is looked at, the newest',
    async kind => {
      const of = kind === 'export' ? name : `${name}-${kind}`
      const start = Date.now()
      for (let index = 0; index < 14; index++)
        await keep(aPlace({now: start + index * hour}).host, sealed({}, {kind}), {name: of})
      const kept = stored(of)
      expect(kept).toHaveLength(kind === 'review' ? 12 : 3)
      expect(kept.at(-1)).toContain(new Date(start + 13 * hour).toISOString().slice(11, 16).replace(':', ''))
    },
  )

  test('at the same time as others, is whole each time, and the newest three stay', async () => {
    const {host, take} = aPlace()
    await Promise.all(Array.from({length: 8}, (_, index) => keep(host, sealed({'manifest.json': `${index}`}))))
    expect(stored().length).toBeLessThanOrEqual(3)
    expect(stored().length).toBeGreaterThan(0)
    expect((await take()).value?.files['manifest.json']).toMatch(/^[0-7]$/)
    expect(readdirSync(state)).toEqual([name])
  })

  test('goes when its days are over, and what carries no MAC neither goes nor counts', async () => {
    const now = Date.now()
    await keep(aPlace({now}).host, sealed(), {retentionDays: 30})
    for (const day of [1, 2, 3, 4]) {
      const forged = join(
        state,
        name,
        `${new Date(now + day).toISOString().replace(/[-:]/g, '')}-400d-00000000000${day}`,
      )
      mkdirSync(forged)
      writeFileSync(join(forged, 'manifest.json'), '{}')
    }
    await keep(aPlace({now: now + 5 * 24 * hour}).host, sealed(), {retentionDays: 30})
    expect(stored()).toHaveLength(6)
    await keep(aPlace({now: now + 31 * 24 * hour}).host, sealed(), {retentionDays: 30})
    expect(stored()).toHaveLength(6)
    expect(stored().filter(one => existsSync(join(state, name, one, 'SHA256SUMS.mac')))).toHaveLength(2)
  })

  test('of other names goes when its own days are over, at whichever run', async () => {
    const now = Date.now()
    const days = (from: number, days: number) => aPlace({now: from + days * 24 * hour}).host
    await keep(days(now, 0), sealed(), {name: 'short', retentionDays: 10})
    await keep(days(now, 0), sealed(), {name: 'long'})
    await keep(days(now, 9), sealed(), {retentionDays: 1})
    expect([stored('short').length, stored('long').length]).toEqual([1, 1])
    await keep(days(now, 11), sealed(), {retentionDays: 1})
    expect([stored('short').length, stored('long').length, stored().length]).toEqual([0, 1, 1])
    await keep(days(now, 401), sealed())
    expect(stored('long')).toEqual([])
  })

  test('that could not be written whole is not to be seen, and is told', async () => {
    const failing = {
      writeStream: () =>
        new Writable({
          write: (_chunk, _encoding, done) => done(Object.assign(new Error('ENOSPC: no space left'), {code: 'ENOSPC'})),
        }),
    }
    const failure = await failureOf(keep(aPlace({disk: failing}).host, sealed()))
    expect(failure.code).toBe('STATE_DIRECTORY')
    expect(failure.message).toContain('ENOSPC')
    expect(stored()).toEqual([])
    expect(readdirSync(state)).toEqual([name])
  })

  test('of a killed run is removed after a day', async () => {
    const {host} = aPlace()
    await keep(host, sealed())
    const aside = join(state, `.writing-${new Date().toISOString().replace(/[-:]/g, '')}-400d-0123456789ab`)
    mkdirSync(aside)
    await keep(aPlace({now: Date.now() + 23 * hour}).host, sealed())
    expect(existsSync(aside)).toBe(true)
    await keep(aPlace({now: Date.now() + 25 * hour}).host, sealed())
    expect(existsSync(aside)).toBe(false)
  })

  test.each(['..', '.hidden', 'a/b', 'a\\b', ''])('under the name %j is refused', async odd => {
    expect((await failureOf(keep(aPlace().host, sealed(), {name: odd}))).code).toBe('STATE_DIRECTORY')
    expect(readdirSync(workspace).filter(one => one !== 'state')).toEqual([])
  })

  test('of an interrupted run has its folders, and its journal has a MAC of its own', async () => {
    const journal = '.interrupted-1/journal'
    const inner = sealed({'seal.json': '{}', 'journal.jsonl': ''}, {kind: 'state'})
    const root = temporaryFolder()
    mkdirSync(join(root, dirname(journal)), {recursive: true})
    cpSync(inner, join(root, journal), {recursive: true})
    await keep(aPlace().host, root)
    const {value} = await aPlace().take('state')
    expect(Object.keys(value?.files ?? {})).toContain(`${journal}/seal.json`)
  })
})

describe('nothing is taken', () => {
  test('where there is nothing, which is no fault', async () => {
    const {take, said} = aPlace()
    expect(await take()).toEqual({because: `there is no artifact ${name}`, isNone: true})
    expect(said).toEqual([])
  })

  test('by another key; the former one serves, and is told', async () => {
    await keep(aPlace().host, sealed())
    expect((await aPlace({keys: [other]}).take()).because).toBeDefined()
    expect((await aPlace({keys: [other, key]}).take()).value).toMatchObject({previousKey: true})
  })

  test('of another kind: a review’s MAC does not vouch for an export', async () => {
    await keep(aPlace().host, sealed(files, {kind: 'review'}))
    expect((await aPlace().take('baseline')).value).toBeUndefined()
    expect((await aPlace().take('review')).value).toBeDefined()
  })

  test('when any byte of any file was changed', async () => {
    await keep(aPlace().host, sealed())
    const names = readdirSync(newest())
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), fc.integer({min: 1, max: 255}), async (one, at, flip) => {
        const path = join(newest(), one)
        const before = readFileSync(path)
        const after = Buffer.from(before)
        after.writeUInt8((after[at % after.length] ?? 0) ^ flip, at % after.length)
        writeFileSync(path, after)
        const {value} = await aPlace().take()
        writeFileSync(path, before)
        expect(value).toBeUndefined()
      }),
      {numRuns: 12},
    )
    expect((await aPlace().take()).value).toBeDefined()
  })

  test.each<[string, (artifact: string) => void, RegExp]>([
    ['without its MAC', artifact => rmSync(join(artifact, 'SHA256SUMS.mac')), /no MAC/],
    ['with a file more', artifact => writeFileSync(join(artifact, 'extra.json'), '{}'), /does not cover extra\.json/],
    [
      'with a link in a file’s place',
      artifact => {
        renameSync(join(artifact, 'manifest.json'), join(workspace, 'manifest.json'))
        symlinkSync(join(workspace, 'manifest.json'), join(artifact, 'manifest.json'))
      },
      /is a link/,
    ],
    ['with a folder that leads elsewhere', artifact => symlinkSync(workspace, join(artifact, 'inside')), /is a link/],
    ['with a name that leads elsewhere', artifact => writeFileSync(join(artifact, 'a\\b'), ''), /no export leaves/],
    [
      'with a list of any length',
      artifact => writeFileSync(join(artifact, 'SHA256SUMS'), Buffer.alloc(9 << 20)),
      /more than/,
    ],
    [
      'with a MAC of any length',
      artifact => writeFileSync(join(artifact, 'SHA256SUMS.mac'), 'x'.repeat(201)),
      /more than/,
    ],
    ['with a hidden file', artifact => writeFileSync(join(artifact, '.env'), ''), /no export leaves/],
  ])('%s', async (_, change, why) => {
    await keep(aPlace().host, sealed())
    change(newest())
    const {take, said} = aPlace()
    expect((await take()).value).toBeUndefined()
    expect(said.join('\n')).toMatch(why)
    expect(said.join('\n')).toContain('in state-directory')
  })

  test.each<[string, (artifact: string) => void]>([
    [
      'that was renamed to look newer',
      artifact => renameSync(artifact, join(dirname(artifact), '20991101T000000.000Z-400d-0123456789ab')),
    ],
    [
      'that is a copy of another name’s',
      artifact => {
        mkdirSync(join(state, 'other'))
        cpSync(artifact, join(state, 'other', '20991101T000000.000Z-400d-0123456789ab'), {recursive: true})
        rmSync(dirname(artifact), {recursive: true})
        renameSync(join(state, 'other'), dirname(artifact))
      },
    ],
    ['whose place nothing binds', artifact => rmSync(join(artifact, 'PLACE.mac'))],
  ])('%s', async (_, change) => {
    await keep(aPlace().host, sealed())
    change(newest())
    const {take, said} = aPlace()
    expect((await take()).value).toBeUndefined()
    expect(said.join('\n')).toContain('left in this folder')
  })

  test('that is itself a link, or not named by a run', async () => {
    const elsewhere = sealed()
    mkdirSync(join(state, name), {recursive: true})
    symlinkSync(elsewhere, join(state, name, '20261101T000000.000Z-400d-0123456789ab'))
    cpSync(elsewhere, join(state, name, 'latest'), {recursive: true})
    cpSync(elsewhere, join(state, name, '20269999T000000.000Z-400d-0123456789ab'), {recursive: true})
    expect((await aPlace().take()).isNone).toBe(true)
  })

  test('and an older one serves where the newest is refused', async () => {
    const start = Date.now()
    await keep(aPlace({now: start}).host, sealed({'manifest.json': 'old'}))
    await keep(aPlace({now: start + hour}).host, sealed({'manifest.json': 'new'}))
    writeFileSync(join(newest(), 'manifest.json'), 'forged')
    expect((await aPlace().take()).value?.files['manifest.json']).toBe('old')
  })

  test('larger than an artifact of its kind may be', async () => {
    const root = sealed({'statement.html': 'x'.repeat(1000)}, {kind: 'review'})
    for (let index = 0; index < 25; index++) linkSync(join(root, 'statement.html'), join(root, `${index}.html`))
    await keep(aPlace().host, root)
    const {take, said} = aPlace()
    expect((await take('review')).value).toBeUndefined()
    expect(said.join('\n')).toContain('too many files')
  })
})

describe('an export in another CI system', () => {
  const inputs = (more: Record<string, string> = {}) => ({
    inputs: (simulator: Parameters<typeof ownCertificate>[0]) => ({
      ...ownCertificate(simulator),
      'state-directory': join(workspace, 'volume'),
      'state-key': key,
      ...more,
    }),
  })

  test('keeps its folder there, and the next one compares with it; forged, it is refused and said', async () => {
    const first = await goIn(inputs())
    expect(first.failure).toBe('')
    const [artifact = ''] = readdirSync(join(workspace, 'volume'))
    const folder = join(workspace, 'volume', artifact)
    const second = await goIn(inputs())
    expect(second.failure).toBe('')
    expect(second.manifest?.earlier?.status).toBe(first.manifest?.status)
    for (const each of readdirSync(folder)) writeFileSync(join(folder, each, 'manifest.json'), '{}')
    const third = await goIn(inputs())
    expect(third.failure).toBe('')
    expect(third.manifest?.earlier).toBeUndefined()
    expect(third.everything).toContain('in state-directory: its bytes are not those under its MAC')
    expect(third.everything).not.toContain(key)
  })

  test('without a state-key, or within the export’s folder, does not begin', async () => {
    expect((await goIn(inputs({'state-key': ''}))).failure).toContain('[INPUT_STATE_DIRECTORY')
    expect((await goIn(inputs({'state-directory': 'm365-audit/state'}))).failure).toContain('[INPUT_STATE_DIRECTORY')
  })

  test('whose directory can’t be written has the doctor say so', async () => {
    writeFileSync(join(workspace, 'volume'), 'a file')
    const {diagnosis} = await goIn(inputs({mode: 'doctor'}))
    expect(diagnosis?.checks.find(({code}) => code === 'STATE_DIRECTORY')).toMatchObject({check: 'artifacts'})
    rmSync(join(workspace, 'volume'))
    const well = await goIn(inputs({mode: 'doctor'}))
    expect(well.diagnosis?.checks.find(({check}) => check === 'artifacts')).toMatchObject({verdict: 'OK'})
  })
})
