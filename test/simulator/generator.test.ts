import {createHash} from 'node:crypto'
import {describe, expect, test} from 'vitest'
import {Generator, KINDS} from '../../src/simulator/generator.ts'
import type {Position} from '../../src/simulator/record-source.ts'
import {createDirectory, headcount} from '../../src/simulator/tenant-directory.ts'

const organization = '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634'

function tenant(recordsPerMonth: number, seed = 1): Generator {
  const company = createDirectory({
    seed,
    people: headcount(recordsPerMonth),
    organization,
    initialDomain: 'fabrikam.onmicrosoft.com',
  })
  return new Generator(seed, company, recordsPerMonth)
}

function positions(generator: Generator, from: number, to: number): Position[] {
  const found: Position[] = []
  generator.scan(from, to, position => found.push(position))
  return found
}

const month = (year: number, index: number): [number, number] => [Date.UTC(year, index), Date.UTC(year, index + 1) - 1]

test.each([
  ['October 2026', 2026, 9],
  ['a February', 2027, 1],
  ['a December', 2025, 11],
])('%s holds exactly the records asked for', (_, year, index) => {
  expect(positions(tenant(40_000), ...month(year, index))).toHaveLength(40_000)
})

test('is the same to the byte for a seed, whatever was asked before, and another for another seed', () => {
  const digest = (generator: Generator, order: 1 | -1) => {
    const found = positions(generator, Date.UTC(2026, 9, 5, 6), Date.UTC(2026, 9, 5, 12))
    const texts = (order === 1 ? found : [...found].reverse()).map(position => generator.row(position).auditData)
    return createHash('sha256')
      .update((order === 1 ? texts : texts.reverse()).join('\n'))
      .digest('hex')
  }
  const busy = tenant(40_000)
  positions(busy, ...month(2026, 9))
  expect(digest(busy, -1)).toBe(digest(tenant(40_000), 1))
  expect(digest(tenant(40_000, 2), 1)).not.toBe(digest(tenant(40_000), 1))
})

test('a window cut in two holds what the whole holds', () => {
  const generator = tenant(40_000)
  const [from, middle, to] = [
    Date.UTC(2026, 9, 5, 7, 59, 30),
    Date.UTC(2026, 9, 5, 8, 13, 7),
    Date.UTC(2026, 9, 5, 9, 1),
  ]
  const halves = [...positions(generator, from, middle - 1), ...positions(generator, middle, to)]
  expect(halves).toEqual(positions(generator, from, to))
  expect(halves.length).toBeGreaterThan(20)
})

describe('a month of records', () => {
  const generator = tenant(20_000)
  const rows = positions(generator, ...month(2026, 9)).map(position => generator.row(position))
  const records = rows.map(row => JSON.parse(row.auditData) as Record<string, unknown>)

  test('says the same inside and outside of AuditData', () => {
    const outside = rows.map(row => [
      row.id,
      row.operation,
      row.userId,
      row.recordType,
      new Date(row.time).toISOString().slice(0, 19),
    ])
    const inside = records.map(record => [
      record.Id,
      record.Operation,
      record.UserId,
      record.RecordType,
      record.CreationTime,
    ])
    expect(inside).toEqual(outside)
  })

  test('has the required fields of the common schema, and Ids that are GUIDs and differ', () => {
    const types = (record: Record<string, unknown>) =>
      ['UserKey', 'UserType', 'Workload'].map(name => typeof record[name]).join()
    expect(new Set(records.map(types))).toEqual(new Set(['string,number,string']))
    expect(new Set(records.map(record => record.OrganizationId))).toEqual(new Set([organization]))
    const ids = new Set(rows.map(row => row.id))
    expect(ids.size).toBe(rows.length)
    expect(
      [...ids].filter(id => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toEqual([])
  })

  test('has the size and the shares of real tenants', () => {
    const bytes = rows.reduce((sum, row) => sum + Buffer.byteLength(row.auditData), 0) / rows.length
    expect(bytes).toBeGreaterThan(1_400)
    expect(bytes).toBeLessThan(1_800)
    const share = (type: number) => rows.filter(row => row.recordType === type).length / rows.length
    expect(share(1)).toBeGreaterThan(0.5)
    expect(share(15)).toBeGreaterThan(0.05)
    expect(share(50)).toBeGreaterThan(0.05)
    expect(share(6)).toBeGreaterThan(0.04)
    expect(new Set(rows.map(row => row.operation)).size).toBeGreaterThan(60)
  })

  test('has people at work in office hours, hardly on Sundays, and the service at any hour', () => {
    const people = rows.filter(row => row.userId.includes('@') && !row.userId.includes('support.onmicrosoft'))
    const at = (hour: number, weekend: boolean) =>
      people.filter(
        ({time}) => new Date(time).getUTCHours() === hour && [0, 6].includes(new Date(time).getUTCDay()) === weekend,
      ).length
    expect(at(10, false)).toBeGreaterThan(5 * at(2, false))
    expect(at(10, false)).toBeGreaterThan(20 * at(10, true))
    const service = rows.filter(row => row.userId.startsWith('NT AUTHORITY'))
    const atNight = service.filter(({time}) => new Date(time).getUTCHours() < 6).length
    expect(atNight / service.length).toBeGreaterThan(0.15)
  })

  test('has bursts of provisioning within two minutes', () => {
    const service = rows.filter(row => row.userId.startsWith('NT AUTHORITY')).map(row => row.time)
    const dense = service.filter((time, place) => (service[place + 40] ?? Number.POSITIVE_INFINITY) - time <= 120_000)
    expect(dense.length / service.length).toBeGreaterThan(0.3)
  })

  test('skews activity over people, who keep a few addresses and one or two devices', () => {
    const byUser = new Map<string, Record<string, unknown>[]>()
    for (const record of records.filter(each => each.RecordType === 15)) {
      const user = record.UserId as string
      byUser.set(user, [...(byUser.get(user) ?? []), record])
    }
    const counts = [...byUser.values()].map(list => list.length).sort((a, b) => b - a)
    const total = counts.reduce((sum, count) => sum + count, 0)
    expect(counts.slice(0, 3).reduce((sum, count) => sum + count, 0) / total).toBeGreaterThan(0.12)
    const [busiest] = [...byUser.values()].sort((a, b) => b.length - a.length) as [Record<string, unknown>[]]
    const agents = new Set(busiest.map(record => JSON.stringify((record.ExtendedProperties as unknown[])[1])))
    expect(agents.size).toBeLessThanOrEqual(2)
    expect(new Set(busiest.map(record => record.ClientIP)).size).toBeLessThan(busiest.length / 2)
  })

  test('holds what careless programs stumble over', () => {
    const all = rows.map(row => row.auditData).join('\n')
    expect(all).toMatch(/"ContentHash64":\d{16}/)
    expect(all).toContain('"Subject":"=SUM(A1:A9)"')
    expect(all).toContain('\\"final\\" figures, please')
    expect(all).toContain('🚂')
    expect(all).toContain('\\u0026')
    expect(all).toContain('#EXT#')
    expect(rows.some(row => row.auditData.startsWith('{"AppAccessContext"'))).toBe(true)
    expect(rows.some(row => typeof row.recordType === 'number' && row.recordType > 400)).toBe(true)
  })
})

test('writes every kind as JSON that parses', () => {
  const generator = tenant(400_000)
  const missing = new Set(KINDS.filter(kind => kind.weight > 0.02).map(kind => `${kind.recordType} ${kind.operation}`))
  const found: Position[] = []
  generator.scan(Date.UTC(2026, 9, 5, 8), Date.UTC(2026, 9, 7, 18), (position, {recordType, operation}) => {
    if (missing.delete(`${recordType} ${operation}`)) found.push(position)
  })
  expect([...missing]).toEqual([])
  for (const position of found) expect(() => JSON.parse(generator.row(position).auditData)).not.toThrow()
})

test('has more people in a busier tenant', () => {
  expect([40_000, 400_000, 4_000_000].map(headcount)).toEqual([60, 158, 400])
})
