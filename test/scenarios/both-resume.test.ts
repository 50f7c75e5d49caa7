/** An export through both sources that ends too soon: the next run takes over what each of the two had read. */
import {cpSync, existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {afterAll, expect, test} from 'vitest'
import {Failure} from '../../src/wire/failure.ts'
import {sha256} from '../evidence.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {expectSound} from './expect-month.ts'
import {exportMonth, type LastingTenant, type MonthOptions, type MonthResult, openTenant} from './month.ts'
import {ArtifactStore} from './store.ts'
import {smallTenant} from './tenant.ts'

afterAll(cleanUp)

const day = 86_400_000
const days = 4
const from = Date.UTC(2026, 9, 5)
const records = smallTenant({from, to: from + days * day, records: 300})
const simulator = {records, graph: {querySeconds: 600}}

function through(options: MonthOptions = {}): Promise<MonthResult> {
  return exportMonth({
    ...options,
    simulator,
    inputs: {source: 'both', period: '2026-10-05/2026-10-09', concurrency: '2', confirm: 'none', ...options.inputs},
  })
}

const isSearch = ({url}: Request) => url.includes('InvokeCommand')
const isPoll = ({method, url}: Request) => method === 'GET' && /\/queries\/[^/]+$/.test(url)
const journalFolder = (workspace: string) => join(workspace, 'm365-audit', '.unfinished', 'journal')

const whole = through()

/** Proven windows in the journal, of Exchange and of Graph, and queries of Graph under way. */
function leftIn(journal: string): {exchange: number; graph: number; asked: number} {
  const lines = readFileSync(join(journal, 'journal.jsonl'), 'utf8')
    .split('\n')
    .filter(line => line.endsWith('}'))
    .map(line => JSON.parse(line) as {file?: string; query?: object})
  const numbers = lines.flatMap(({file}) => (file === undefined ? [] : [Number.parseInt(file, 10)]))
  const graph = numbers.filter(number => number % 2 === 1).length
  return {exchange: numbers.length - graph, graph, asked: lines.filter(({query}) => query !== undefined).length}
}

/** The disk as it is when `dies` is true first. */
async function killed(tenant: LastingTenant, dies: (journal: string) => boolean): Promise<string> {
  const left = temporaryFolder()
  const workspace = temporaryFolder()
  let isDead = false
  return await new Promise(resolve => {
    void through({
      tenant,
      workspace,
      intercept: request => {
        // Nothing that a dead process sends arrives.
        if (isDead) return new Promise(() => {})
        const journal = journalFolder(workspace)
        if (!existsSync(join(journal, 'journal.jsonl')) || !(isPoll(request) || isSearch(request))) return undefined
        // What was asked for and is not written down yet would be left in the tenant, by any source.
        if (!dies(journal) || leftIn(journal).asked < tenant.simulator.counters.queries) return undefined
        isDead = true
        cpSync(workspace, left, {recursive: true})
        resolve(left)
        return new Promise(() => {})
      },
    })
  })
}

/** Searches of Exchange that are answered before a run ends: some windows are read then, and not all. */
const mostSearches = 4

/** Ends in good order when `ends` is true first. */
async function stopped(
  tenant: LastingTenant,
  ends: (journal: string) => boolean,
  options: MonthOptions = {},
): Promise<MonthResult> {
  const stop = new AbortController()
  let searches = 0
  const workspace = options.workspace ?? temporaryFolder()
  return await through({
    ...options,
    tenant,
    workspace,
    cancelled: stop.signal,
    intercept: request => {
      const journal = journalFolder(workspace)
      if (!(isPoll(request) || isSearch(request)) || !existsSync(join(journal, 'journal.jsonl'))) return undefined
      if (ends(journal))
        stop.abort(new Failure({code: 'DEADLINE', message: 'The deadline came.', remedy: 'Run it again.'}))
      // Else Exchange would have ended, whose verdict alone is enough.
      if (!isSearch(request) || ++searches <= mostSearches) return undefined
      return new Promise((_resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(request.signal.reason))
      })
    },
  })
}

async function expectWhole(second: MonthResult): Promise<void> {
  expect(second.outputs.status).toBe('complete')
  const expected = (await whole).folder
  expect(second.folder?.data).toEqual(expected?.data)
  const {onlyExchange, onlyGraph, differing} = second.folder?.manifest ?? {}
  expect([onlyExchange, onlyGraph, differing]).toEqual([0, 0, 0])
  expect(new Set(second.folder?.manifest.windows.map(({status}) => status))).toEqual(new Set(['confirmed']))
  await expectSound(second)
  expect(readdirSync(second.directory).filter(name => name.startsWith('.'))).toEqual([])
}

const queriesOf = ({simulator: {counters}}: LastingTenant) => [counters.queries, counters.queriesKept]
/** Every query of Graph that is made again for a sample of what was taken over comes on top. */
const sampled = (graph: number) => Math.min(3, graph)

test('the journal of both is taken over after a kill, and the queries under way', async () => {
  const tenant = await openTenant({simulator})
  const workspace = await killed(tenant, journal => leftIn(journal).graph === 2)
  const left = leftIn(journalFolder(workspace))
  expect(left.exchange).toBeGreaterThan(0)
  const second = await through({tenant, workspace})
  await expectWhole(second)
  expect(second.folder?.manifest.resumed?.windows).toBe(left.exchange + left.graph)
  expect(queriesOf(tenant)).toEqual([days + sampled(left.graph), 0])
  expect(second.log.join('\n')).toMatch(/Resumed \(Exchange\): .*\n(.*\n)*.*Resumed \(Graph\): 2 windows \(50 %/)
})

test('the queries alone are taken over where Graph had ended none', async () => {
  const tenant = await openTenant({simulator})
  const workspace = await killed(tenant, journal => leftIn(journal).asked === 2)
  const second = await through({tenant, workspace})
  await expectWhole(second)
  expect(queriesOf(tenant)).toEqual([days, 0])
  expect(second.log.join('\n')).toContain('of the run before is taken over')
})

test.each([
  ['on the same machine', false],
  ['on another one, from the artifact', true],
])('the journal is kept after a deadline: %s', async (_name, isElsewhere) => {
  const tenant = await openTenant({simulator})
  const artifacts = new ArtifactStore()
  const first = await stopped(tenant, journal => leftIn(journal).graph === 2, isElsewhere ? {artifacts} : {})
  expect(first.outputs.status).toBe('incomplete')
  const second = await through({tenant, ...(isElsewhere ? {artifacts} : {workspace: first.workspace})})
  await expectWhole(second)
  expect(second.folder?.manifest.resumed?.windows).toBeGreaterThan(2)
  expect(queriesOf(tenant)).toEqual([days + 2, 0])
})

test('an encrypted export goes on from its sealed journal', async () => {
  const tenant = await openTenant({simulator})
  const artifacts = new ArtifactStore()
  const {generateX25519Identity, identityToRecipient} = await import('age-encryption')
  const inputs = {
    'encrypt-to': await identityToRecipient(await generateX25519Identity()),
    'state-key': 'a state-key of more than 32 characters, 0123456789',
  }
  const first = await stopped(tenant, journal => queriesOf(tenant)[0] === 3 && existsSync(journal), {artifacts, inputs})
  expect(first.outputs.status).toBe('incomplete')
  const second = await through({tenant, artifacts, inputs})
  expect(second.outputs.status).toBe('complete')
  expect(second.folder?.manifest).toMatchObject({records: records.length, onlyExchange: 0, onlyGraph: 0})
  expect(second.folder?.manifest.resumed?.windows).toBeGreaterThan(1)
})

test('a record that was put into what Graph left is found, also where Exchange had read the window', async () => {
  const tenant = await openTenant({simulator})
  const workspace = await killed(tenant, journal => leftIn(journal).graph === 2)
  const journal = journalFolder(workspace)
  const lines = readFileSync(join(journal, 'journal.jsonl'), 'utf8').trim().split('\n')
  const at = lines.findIndex(line => /"file":"\d*[13579]\.rows/.test(line))
  const line = JSON.parse(lines[at] ?? '') as {file: string; sha256: string}
  const rows = gunzipSync(readFileSync(join(journal, line.file))).toString()
  const forged = rows.replace(/[^\n]*\n/, row => row + row.replace(/"Identity":"./, '"Identity":"f'))
  const bytes = gzipSync(forged)
  writeFileSync(join(journal, line.file), bytes)
  lines[at] = JSON.stringify({...line, sha256: sha256(bytes)})
  writeFileSync(join(journal, 'journal.jsonl'), `${lines.join('\n')}\n`)
  const second = await through({tenant, workspace})
  expect(second.outputs.status).toBe('incomplete')
  expect(second.folder?.gaps.map(gap => gap.code)).toContain('TAKEN_OVER_DIFFERS')
})
