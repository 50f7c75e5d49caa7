/**
 * Forged pieces of earlier runs: each field of each file that a run takes over, changed, removed or of another kind, with
 * hashes that fit. Under a state-key a run with one of them is the run without it.
 */
import {createHash} from 'node:crypto'
import {readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {expect} from 'vitest'
import {Failure} from '../../src/wire/failure.ts'
import {hour, searching} from './interrupted.ts'
import {exportMonth, type LastingTenant, type MonthResult, openTenant} from './month.ts'
import {reviewMonth} from './review.ts'
import {ArtifactStore} from './store.ts'
import {smallTenant} from './tenant.ts'

const month = (number: number) => Date.UTC(2026, number - 1)
const records = [
  ...smallTenant({from: month(9), to: month(10), records: 20, seed: 2}),
  ...smallTenant({from: month(10), to: month(11), records: 60}),
]
const inputs = {
  ...{formats: 'csv', settle: '0'},
  ...{issue: 'always', reviewers: '1', 'trusted-workflows': 'review.yml'},
}
const now = month(11) + 9 * 24 * hour

export interface Pieces {
  tenant: LastingTenant
  artifacts: ArtifactStore
  stateKey: {'state-key'?: string}
}

const sealing = {'state-key': 'a key of the tests, and of nothing else'}

/** September whole and reviewed, October stopped midway: an artifact of each kind. */
export async function pieces({sealed}: {sealed: boolean}): Promise<Pieces> {
  const stateKey = sealed ? sealing : {}
  const artifacts = new ArtifactStore()
  const before = await openTenant({simulator: {records}, now})
  await exportMonth({tenant: before, artifacts, inputs: {...inputs, ...stateKey, period: '2026-09'}})
  const event = before.simulator.issueTracker.commentEvent(1, {by: 'ines', body: '/reviewed Read it.'})
  await reviewMonth({tenant: before, artifacts, event, inputs: stateKey})
  const controller = new AbortController()
  await exportMonth({
    ...{tenant: before, artifacts, inputs: {...inputs, ...stateKey, period: '2026-10'}, cancelled: controller.signal},
    intercept: searching(search => {
      if (search === 60)
        controller.abort(new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'}))
    }),
  })
  const tenant = await openTenant({simulator: {records}, now: now + 48 * hour})
  return {tenant, artifacts, stateKey}
}

export interface Forgery {
  /** Of the artifact, and the file in it. */
  artifact: string
  file: string
  /** Of the field, with `*` for the place in a list; and what was done to it. */
  path: string
  how: string
  text: string
}

/** One of each kind for each field of each kind of file. */
export function forgeries({artifacts}: Pieces): Forgery[] {
  return artifacts.kept.flatMap(({name, folder}) =>
    readdirSync(folder).flatMap(file => {
      const isJson = /\.json(\.gz)?$/.test(file)
      const text = textOf(join(folder, file))
      if (!isJson)
        return file.endsWith('.mac') ? [] : [{artifact: name, file, path: '', how: 'longer', text: `${text}\n`}]
      const value: unknown = JSON.parse(text)
      return changesOf(value).map(({apply, ...change}) => {
        const copy: unknown = structuredClone(value)
        apply(copy)
        return {artifact: name, file, ...change, text: JSON.stringify(copy)}
      })
    }),
  )
}

interface Change {
  path: string
  how: string
  apply(copy: unknown): void
}

type Container = Record<string, unknown>

/** Of the first field with each path. */
function changesOf(root: unknown): Change[] {
  const seen = new Set<string>()
  const changes: Change[] = []
  const visit = (value: unknown, keys: readonly string[], path: string) => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      const name = Array.isArray(value) ? '*' : /^[0-9a-f]{16,}$/.test(key) ? '#' : key
      const below = `${path}/${name}`
      const at = [...keys, key]
      if (!seen.has(below)) {
        seen.add(below)
        for (const [how, other] of otherValues(inner))
          changes.push({path: below, how, apply: copy => setAt(copy, at, other)})
        changes.push({path: below, how: 'removed', apply: copy => removeAt(copy, at)})
      }
      visit(inner, at, below)
    }
  }
  visit(root, [], '')
  return changes
}

function otherValues(value: unknown): [how: string, other: unknown][] {
  if (typeof value === 'number')
    return [
      ['larger', value + 1],
      ['a text', String(value)],
    ]
  if (typeof value === 'boolean') return [['turned', !value]]
  if (value === 'incomplete' || value === 'gap') return [['proven', 'complete']]
  if (typeof value === 'string')
    return [
      ['another', `${value}0`],
      ['a number', 7],
    ]
  return [['nothing', null]]
}

function holderOf(copy: unknown, keys: readonly string[]): Container {
  return keys.slice(0, -1).reduce((at, key) => (at as Container)[key], copy) as Container
}
function setAt(copy: unknown, keys: readonly string[], value: unknown): void {
  holderOf(copy, keys)[keys.at(-1) ?? ''] = value
}
function removeAt(copy: unknown, keys: readonly string[]): void {
  const holder: unknown = holderOf(copy, keys)
  if (Array.isArray(holder)) holder.splice(Number(keys.at(-1)), 1)
  else delete (holder as Container)[keys.at(-1) ?? '']
}

function textOf(path: string): string {
  const bytes = readFileSync(path)
  return String(path.endsWith('.gz') ? gunzipSync(bytes) : bytes)
}

/** October’s export beside the artifacts: without those that are asked for, or with forged ones. */
async function october({tenant, artifacts, stateKey}: Pieces, forged?: readonly Forgery[]): Promise<MonthResult> {
  const copy = artifacts.copy()
  if (!forged) copy.kept.splice(0, copy.kept.length, ...copy.kept.filter(({name}) => !isAskedFor.test(name)))
  for (const one of forged ?? []) for (const {name, folder} of copy.kept) if (name === one.artifact) forge(folder, one)
  return await exportMonth({
    tenant: {...tenant, clock: {now: tenant.clock.now}},
    artifacts: copy,
    inputs: {...inputs, ...stateKey, period: '2026-10', upload: 'false'},
    intercept: () => undefined,
  })
}

/** As someone does it who knows how the folder is made, and has no key. */
function forge(folder: string, {file, text}: Forgery): void {
  writeFileSync(join(folder, file), file.endsWith('.gz') ? gzipSync(text) : text)
  const sums = join(folder, 'SHA256SUMS')
  const names = readdirSync(folder)
  if (!names.includes('SHA256SUMS') || file === 'SHA256SUMS') return
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex')
  const listed = readFileSync(sums, 'utf8').match(/[^ \n]+$/gm) ?? []
  writeFileSync(sums, listed.map(name => `${names.includes(name) ? hash(name) : '0'.repeat(64)}  ${name}\n`).join(''))
}

/** What a run says of the month: its records, what it found, and its verdict. */
function said(result: MonthResult) {
  const file = (name: string) => {
    try {
      return readFileSync(join(result.directory, name), 'utf8')
    } catch {
      return undefined
    }
  }
  const {status, records: number} = result.outputs
  return {
    ...{status, number, data: result.folder?.data, findings: file('findings.json')},
    resumed: result.folder?.manifest.resumed,
    reviews: result.folder?.manifest.reviews,
  }
}

/** Of the month before the small artifacts are enough; this month’s own are for the next one. */
const isAskedFor = /-(2026-09-(baseline|review)|2026-10)$/
let reference: Promise<ReturnType<typeof said>> | undefined

/** @param forged one of each artifact that is asked for. */
export async function expectRefused(all: Pieces, forged: readonly Forgery[]): Promise<void> {
  reference ??= october(all).then(said)
  const what = forged.map(({artifact, file, path, how}) => `${artifact} ${file} ${path} ${how}`).join(', ')
  const result = await october(all, forged)
  expect({what, ...said(result)}).toEqual({what, ...(await reference)})
  for (const {artifact} of forged)
    expect(result.log.join('\n')).toMatch(new RegExp(`Refused: artifact \\d+ \\(${artifact}\\)`))
}

/** So that what is refused can be seen: the same pieces, not forged. */
export async function expectTaken(all: Pieces): Promise<void> {
  const {resumed, reviews} = said(await october(all, []))
  expect(resumed?.windows).toBeGreaterThan(0)
  expect(reviews).toMatchObject([{period: '2026-09', status: 'reviewed'}])
}

/** Where hashes alone protect, a forged piece may count as a trusted run’s, but ends no export. */
export async function expectNoFault(all: Pieces, forged: readonly Forgery[]): Promise<void> {
  const {outputs, log, annotations} = await october(all, forged)
  const what = forged.map(({artifact, file, path, how}) => `${artifact} ${file} ${path} ${how}`).join(', ')
  expect(outputs.status, what).toMatch(/^(in)?complete$/)
  expect([...log, ...annotations.map(({message}) => message)].join('\n'), what).not.toContain('[UNEXPECTED]')
}

/** In turns, one of each artifact at once, until each field of each file was forged once. */
export function rounds(all: readonly Forgery[]): Forgery[][] {
  const byArtifact = new Map<string, Forgery[]>()
  let turn = 0
  const byField = new Map<string, Forgery[]>()
  for (const one of all) {
    if (!isAskedFor.test(one.artifact)) continue
    const field = `${one.artifact} ${one.file} ${one.path}`
    byField.set(field, [...(byField.get(field) ?? []), one])
  }
  for (const alike of byField.values()) {
    const one = alike[turn++ % alike.length] as Forgery
    byArtifact.set(one.artifact, [...(byArtifact.get(one.artifact) ?? []), one])
  }
  const lists = [...byArtifact.values()]
  const most = Math.max(...lists.map(({length}) => length))
  return Array.from({length: most}, (_, at) => lists.map(list => list[at % list.length] as Forgery))
}
