/** Queries that an earlier run left under way: the one that asks exactly the same is read, and nothing else is believed. */
import {describe, expect, test} from 'vitest'
import type {Filters} from '../../src/audit/filters.ts'
import {Failure} from '../../src/wire/failure.ts'
import {guid, tenantId} from '../builders.ts'
import {aGraph, day, keyOf, queries, readDay, type Script} from './graph-stub.ts'

const filters: Partial<Filters> = {
  recordTypes: ['SharePointFileOperation', 'ExchangeAdmin'],
  operations: ['FileAccessed', 'Send'],
  users: ['ann@contoso.com'],
}

/** As the service shows it. */
const stored = {
  id: guid(500),
  displayName: `m365-audit/${tenantId}/2026-10/2026-10-05T00:00:00Z/2026-10-06T00:00:00Z/${guid(501)}`,
  status: 'succeeded',
  filterStartDateTime: '2026-10-04T23:59:59.0000000Z',
  filterEndDateTime: '2026-10-06T00:00:00Z',
  recordTypeFilters: ['ExchangeAdmin', 'SharePointFileOperation'],
  operationFilters: ['Send', 'FileAccessed'],
  userPrincipalNameFilters: ['ann@contoso.com'],
  ipAddressFilters: [],
  objectIdFilters: null,
  administrativeUnitIdFilters: [],
  keywordFilter: '',
  serviceFilter: null,
}

function left(id: string, now: number) {
  return {id, ...day, began: now - 600_000}
}

/** The service has the query of the earlier run under the version. */
const having =
  (query: Record<string, unknown>, version = 'beta'): Script =>
  ({method, url}) =>
    url === `${queries(version)}/${stored.id}` && method === 'GET' ? Response.json(query) : undefined

const gone: Script = ({method, url}) =>
  /\/[0-9a-f-]+5\d\d$/.test(url) && method === 'GET'
    ? Response.json({error: {code: 'NotFound', message: ''}}, {status: 404})
    : undefined

async function readWith(script: Script, ids = [stored.id]) {
  const stub = aGraph((seen, number) => script(seen, number) ?? gone(seen, number), filters)
  const told: string[] = []
  const {reading, rows} = await readDay(stub, {
    left: ids.map(id => left(id, stub.world.now())),
    onQuery: async id => void told.push(id),
  })
  const sent = (key: string) => stub.seen.filter(seen => keyOf(seen) === key).map(({url}) => url)
  return {stub, told, reading, rows, made: sent('POST query').length, removed: sent('DELETE query'), sent}
}

const removed = `${queries()}/${stored.id}`

test.each(['v1.0', 'beta'])('one that asks exactly the same is read, under %s', async version => {
  const {stub, told, reading, rows, made, removed} = await readWith(having(stored, version))
  expect([reading.outcome, rows.length, made]).toEqual(['proven', 3, 0])
  expect([told, reading.evidence.requestIds]).toEqual([[stored.id], [stored.id]])
  expect(stub.source.endpoint).toBe(version)
  expect(removed).toEqual([`${queries(version)}/${stored.id}`])
})

test('one that is still under way is waited for, as long as its whole life may be', async () => {
  const states = ['running', 'running', 'succeeded']
  const script: Script = (seen, number) =>
    keyOf(seen) === 'GET query' && seen.url.includes('beta')
      ? Response.json({...stored, status: states[number - 2] ?? 'succeeded'})
      : gone(seen, number)
  const {stub, made} = await readWith(script)
  expect([made, stub.world.slept]).toEqual([0, [0, 30_000]])
})

describe('another takes the place of one that', () => {
  test.each<[string, Record<string, unknown>]>([
    ['begins later', {filterStartDateTime: '2026-10-05T00:00:00Z'}],
    ['ends sooner', {filterEndDateTime: '2026-10-05T23:59:59Z'}],
    ['does not say when it begins', {filterStartDateTime: undefined}],
    ['looks for one record type fewer', {recordTypeFilters: ['ExchangeAdmin']}],
    ['looks for all record types', {recordTypeFilters: []}],
    ['looks for another operation', {operationFilters: ['Send', 'FileModified']}],
    ['does not say which users', {userPrincipalNameFilters: undefined}],
    ['looks for a word', {keywordFilter: 'salary'}],
    ['looks in one service', {serviceFilter: 'Exchange'}],
    ['looks in a unit', {administrativeUnitIdFilters: [guid(7)]}],
    ['has a filter that nobody knows', {somethingNewFilters: ['x']}],
    ['failed', {status: 'failed'}],
    ['was cancelled', {status: 'cancelled'}],
  ])('%s, which is removed', async (_name, more) => {
    const result = await readWith(having({...stored, ...more}))
    expect([result.reading.outcome, result.made]).toEqual(['proven', 1])
    expect(result.removed).toEqual([removed, `${queries()}/${guid(1)}`])
    expect(result.told).toEqual([guid(1)])
  })

  test.each<[string, Script]>([
    ['is gone', gone],
    ['can’t be looked at', ({method, url}) => (method === 'GET' && url.includes(stored.id) ? html() : undefined)],
    ['is somebody else’s', having({...stored, displayName: 'Search of an administrator'})],
    ['is of another period', having({...stored, displayName: stored.displayName.replace('2026-10/', '2026-11/')})],
  ])('%s, which is left alone', async (_name, script) => {
    const result = await readWith(script)
    expect([result.reading.outcome, result.made]).toEqual(['proven', 1])
    expect(result.removed.filter(url => url.includes(stored.id))).toEqual([])
  })

  test('vanishes while it is waited for', async () => {
    const script: Script = (seen, number) => (number === 2 ? having(stored)(seen, number) : gone(seen, number))
    const {reading, made} = await readWith(script)
    expect([reading.outcome, made, reading.evidence.requestIds]).toEqual(['proven', 1, [stored.id, guid(1)]])
  })
})

const html = () => new Response('<html>Front Door</html>', {status: 502})

test('of several for one window the first is read, and the others are removed', async () => {
  const script: Script = ({method, url}) =>
    method === 'GET' && /(500|502)$/.test(url) && url.includes('beta') ? Response.json(stored) : undefined
  const {made, removed, told} = await readWith(script, [guid(503), stored.id, guid(502)])
  expect([made, told]).toEqual([0, [stored.id]])
  expect(removed).toEqual([`${queries()}/${guid(502)}`, `${queries()}/${stored.id}`])
})

test('what is of no use is removed, unless it is somebody else’s', async () => {
  const stub = aGraph(({method, url}) => {
    if (method !== 'GET') return undefined
    if (!url.includes('beta')) return Response.json({}, {status: 404})
    return Response.json({...stored, ...(url.endsWith(guid(600)) ? {displayName: 'Search of an administrator'} : {})})
  })
  const now = stub.world.now()
  await stub.source.discard?.([left(guid(600), now), left(stored.id, now)], new AbortController().signal)
  expect(stub.seen.filter(({method}) => method === 'DELETE').map(({url}) => url)).toEqual([removed])
})

describe('what is under way when the run ends', () => {
  const late = new Failure({code: 'DEADLINE', message: 'It is late.', remedy: 'Run it again.'})
  test.each([
    ['is left to the next one where that will take it over', late, true, 0],
    ['is removed where nobody will', late, false, 1],
    ['is removed where the run failed', undefined, true, 1],
  ])('%s', async (_name, reason, listens, expected) => {
    const stop = new AbortController()
    const stub = aGraph(seen => {
      if (keyOf(seen) !== 'GET query') return undefined
      stop.abort(reason)
      return Response.json({status: 'running'})
    })
    const onQuery = async () => {}
    const request = {window: day, depth: 'search', ...(listens ? {onQuery} : {})} as const
    await expect(stub.source.read(request, async () => {}, stop.signal)).rejects.toThrow()
    expect(stub.seen.filter(seen => keyOf(seen) === 'DELETE query')).toHaveLength(expected)
  })
})
