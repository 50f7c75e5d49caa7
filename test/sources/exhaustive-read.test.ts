/** A second that holds more than one answer, served by a tenant that cuts every search at its cap. */
import {describe, expect, test} from 'vitest'
import {aServiceRow, between, guid} from '../builders.ts'
import {aStub, page, read, type Script} from './stub.ts'

const window = between('2026-10-05T12:00:00', '2026-10-05T12:00:01')
const exhaustive = {window, depth: 'exhaustive' as const}

/** Rows in one answer: few, to be quick. */
const cap = 50

interface Given {
  id: number
  type: number
  operation: string
  user: string
}

/** `count` records over some types, operations and users. */
function records(count: number, more: (index: number) => Partial<Given> = () => ({})): Given[] {
  return Array.from({length: count}, (_, index) => ({
    id: index + 1,
    type: index % 3,
    operation: `op${index % 4}`,
    user: `user${index % 5}`,
    ...more(index),
  }))
}

function serviceRow({id, type, operation, user}: Given): unknown {
  const data = {CreationTime: '2026-10-05T12:00:00', Id: guid(id), RecordType: type, Operation: operation, UserId: user}
  return aServiceRow(data, {RecordType: `Type${type}`})
}

/**
 * Cuts at its cap, with a warning, inside and outside of sessions; a session goes on where it stopped.
 * @param hidden records that a search by record type does not find.
 */
function tenant(all: readonly Given[], hidden: (one: Given) => boolean = () => false): Script {
  const given = new Map<unknown, number>()
  return ({parameters}) => {
    const {RecordType, Operations, UserIds, SessionId} = parameters as Record<string, string[]>
    const found = all.filter(
      one =>
        (RecordType === undefined || (`${RecordType}` === `Type${one.type}` && !hidden(one))) &&
        (Operations === undefined || Operations.includes(one.operation)) &&
        (UserIds === undefined || UserIds.includes(one.user)),
    )
    const from = SessionId === undefined ? 0 : (given.get(SessionId) ?? 0)
    if (SessionId !== undefined) given.set(SessionId, from + cap)
    const more = found.length > from + cap ? {'@adminapi.warnings': ['There are more results available.']} : {}
    return page(found.slice(from, from + cap).map(serviceRow), more)
  }
}

/** The first session leaves a record out. */
function forgetfulOnce(script: Script, id: number): Script {
  let first: unknown
  return async (seen, number) => {
    const {SessionId} = seen.parameters
    first ??= SessionId
    const answer = (await (await script(seen, number)).json()) as {value: {Identity: string}[]}
    const {value, ...more} = answer
    return page(
      value.filter(row => SessionId === undefined || SessionId !== first || row.Identity !== guid(id)),
      more,
    )
  }
}

const ids = (rows: readonly {record: {Identity: string}}[]) => new Set(rows.map(row => row.record.Identity))

describe('a second with more than one answer', () => {
  test('is proven by record types and two sessions that agree', async () => {
    const stub = aStub(tenant(records(84)))
    const {reading, rows} = await read(stub, exhaustive)
    expect(reading).toMatchObject({outcome: 'proven', evidence: {rows: 84}})
    expect(ids(rows).size).toBe(84)
    const sessions = stub.seen.flatMap(({parameters}) => parameters.SessionId ?? [])
    expect(new Set(sessions).size).toBe(2)
  })

  test('is cut by operation, and then by user, where sessions differ and a type is too full', async () => {
    const all = records(120, index => ({type: 1, operation: index < 60 ? 'op0' : 'op1', user: `user${index % 7}`}))
    const stub = aStub(forgetfulOnce(tenant(all), 17))
    const {reading, rows} = await read(stub, exhaustive)
    expect(reading.outcome).toBe('proven')
    expect(ids(rows).size).toBe(120)
    expect(stub.seen.some(({parameters}) => parameters.UserIds !== undefined)).toBe(true)
  })

  test('of one user is proven by two sessions that agree', async () => {
    const all = records(84, () => ({type: 1, operation: 'op', user: 'one'}))
    const stub = aStub(tenant(all))
    const {reading, rows} = await read(stub, exhaustive)
    expect(reading).toMatchObject({outcome: 'proven', evidence: {rows: 84}})
    expect(ids(rows).size).toBe(84)
    expect(stub.seen.length).toBeLessThanOrEqual(8)
  })

  test('is suspect where one user did more than an answer holds and sessions differ, and keeps what came', async () => {
    const all = records(84, () => ({type: 1, operation: 'op', user: 'one'}))
    const {reading, rows} = await read(aStub(forgetfulOnce(tenant(all), 17)), exhaustive)
    expect(reading).toMatchObject({outcome: 'suspect', failure: {code: 'EXCHANGE_SECOND_TOO_FULL'}})
    expect(reading.failure?.message).toContain('one user did more')
    expect(ids(rows).size).toBe(84)
  })

  test('loses nothing where both sessions know a record that can’t be asked for by type', async () => {
    const all = records(84)
    const {reading, rows} = await read(aStub(tenant(all, one => one.id === 43)), exhaustive)
    expect(reading.outcome).toBe('proven')
    expect(ids(rows).size).toBe(84)
  })

  test('is suspect where one session alone knows a record', async () => {
    const all = records(84)
    const {reading, rows} = await read(
      aStub(
        forgetfulOnce(
          tenant(all, one => one.id === 43),
          43,
        ),
      ),
      exhaustive,
    )
    expect(reading.outcome).toBe('suspect')
    expect(reading.failure?.message).toContain('1 record of the sessions is in no slice')
    expect(ids(rows).size).toBe(84)
  })

  test('is suspect where only the slices know a record', async () => {
    const script = tenant(records(84))
    const forgetful: Script = async (seen, number) => {
      const answer = (await (await script(seen, number)).json()) as {value: {Identity: string}[]}
      const inSession = seen.parameters.SessionId !== undefined
      return page(answer.value.filter(row => !inSession || row.Identity !== guid(17)))
    }
    const {reading} = await read(aStub(forgetful), exhaustive)
    expect(reading.outcome).toBe('suspect')
    expect(reading.failure?.message).toContain('1 record of the slices is in no session')
  })

  test('is suspect where a session loops, and comes to an end', async () => {
    const script = tenant(records(84))
    const looping: Script = (seen, number) => {
      const {SessionId, ...parameters} = seen.parameters
      return script({...seen, parameters: SessionId === undefined ? parameters : {...parameters}}, number)
    }
    const stub = aStub(looping)
    const {reading} = await read(stub, exhaustive)
    expect(reading.outcome).toBe('suspect')
    expect(reading.failure?.message).toContain('nothing new')
    expect(stub.seen.length).toBeLessThan(30)
  })

  test('is suspect where a session fails in silence', async () => {
    const script = tenant(records(84))
    const failing: Script = async (seen, number) =>
      seen.parameters.SessionId !== undefined && number < 3
        ? page([], {'@adminapi.warnings': ['A task was canceled.']})
        : await script(seen, number)
    expect((await read(aStub(failing), exhaustive)).reading.outcome).toBe('suspect')
  })

  test('fails when the service does, and can be asked again', async () => {
    const script = tenant(records(84))
    const failing: Script = async (seen, number) =>
      seen.parameters.RecordType === 'Type2' ? new Response('', {status: 503}) : await script(seen, number)
    expect((await read(aStub(failing), exhaustive)).reading).toMatchObject({outcome: 'failed', outage: true})
  })

  test('stays inside the record types that were asked for', async () => {
    const all = records(84)
    const stub = aStub(tenant(all), {recordTypes: ['Type1']})
    const {reading, rows} = await read(stub, exhaustive)
    expect(reading.outcome).toBe('proven')
    expect(ids(rows).size).toBe(28)
    expect(stub.seen.every(({parameters}) => parameters.RecordType === 'Type1')).toBe(true)
  })

  test('is suspect, and not the end of the export, where sessions differ and a type can’t be asked for', async () => {
    const script = forgetfulOnce(tenant(records(84)), 17)
    const strict: Script = async (seen, number) => {
      if (seen.parameters.RecordType !== 'Type2') return await script(seen, number)
      const internalexception = {message: 'Cannot convert', type: 'X.ParameterTransformationException'}
      return Response.json({error: {innererror: {internalexception}}}, {status: 400})
    }
    const {reading, rows} = await read(aStub(strict), exhaustive)
    expect(reading.outcome).toBe('suspect')
    expect(ids(rows).size).toBe(84)
  })

  test.each<[string, number, number]>([
    ['as many rows as a search, ten of them twice', 5000, 10],
    ['fewer rows than one type fills an answer with', 4990, 10],
  ])('is suspect where sessions end after %s', async (_name, sessionRows, twice) => {
    const all = records(9000, () => ({type: 1, operation: 'op', user: 'one'}))
    const rows = all.slice(0, 5000 - twice)
    const answer = [...rows, ...rows.slice(0, twice)].map(serviceRow)
    const sessions = new Set<unknown>()
    const stub = aStub(({parameters: {SessionId}}) => {
      const isOver = SessionId !== undefined && sessions.has(SessionId)
      sessions.add(SessionId)
      return page(isOver ? [] : answer.slice(0, SessionId === undefined ? undefined : sessionRows))
    })
    const {reading} = await read(stub, exhaustive)
    expect(reading).toMatchObject({outcome: 'suspect', failure: {code: 'EXCHANGE_SECOND_TOO_FULL'}})
  })
})
