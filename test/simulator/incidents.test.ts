import {describe, expect, test} from 'vitest'
import {readiness} from '../../src/simulator/habits.ts'
import {INCIDENTS, parseIncidents} from '../../src/simulator/incidents/index.ts'
import {createSimulator, SimulatorMistakes} from '../../src/simulator/simulator.ts'
import {createDirectory} from '../../src/simulator/tenant-directory.ts'

const start = Date.UTC(2026, 9)
const end = Date.UTC(2026, 10)
const options = {seed: 4, recordsPerMonth: 6_000, now: () => Date.UTC(2027, 0)}

type Data = Record<string, unknown>

function monthOf(simulator: Awaited<ReturnType<typeof createSimulator>>): Map<string, string> {
  return new Map([...simulator.truth(start, end)].map(({id, auditData}) => [id, auditData]))
}

describe('planted incidents', async () => {
  const plain = monthOf(await createSimulator(options))
  const simulator = await createSimulator({...options, incidents: 'all'})
  const month = monthOf(simulator)
  const planted = simulator.planted(start, end)

  test('stand on top of the month’s records, which stay the same to the byte', () => {
    expect(plain.size).toBe(6_000)
    expect(planted.map(({name}) => name)).toEqual(Object.keys(INCIDENTS))
    const ids = planted.flatMap(one => one.ids)
    expect(new Set(ids).size).toBe(ids.length)
    expect(month.size).toBe(6_000 + ids.length)
    for (const id of ids) month.delete(id)
    expect([...month]).toEqual([...plain])
  })

  test.each(Object.keys(INCIDENTS))('%s has whole records with the common fields, at its own time', async name => {
    const alone = await createSimulator({...options, incidents: name})
    const [incident, ...others] = alone.planted(start, end)
    expect(others).toEqual([])
    expect(incident?.ids.length).toBeGreaterThan(3)
    const truth = monthOf(alone)
    for (const id of incident?.ids ?? []) {
      const record = JSON.parse(truth.get(id) ?? '{}') as Data
      expect(record).toMatchObject({Id: id, OrganizationId: alone.tenantId})
      expect(typeof record.UserId).toBe('string')
      expect(Date.parse(`${record.CreationTime}Z`)).toBeGreaterThan(start + 7 * 86_400_000)
    }
  })

  test('come again in every month, each time to others', async () => {
    const both = simulator.planted(Date.UTC(2026, 8, 15), end)
    expect(both).toHaveLength(2 * planted.length)
    expect(new Set(both.flatMap(({ids}) => ids)).size).toBe(both.flatMap(({ids}) => ids).length)
  })
})

test('names stand for themselves, demo for three, all for all; others are mistakes', async () => {
  expect(parseIncidents('demo').names).toEqual(['spray', 'bec', 'illicit-consent'])
  expect(parseIncidents(['insider', ' bec ', 'insider']).names).toEqual(['insider', 'bec'])
  expect(parseIncidents('all').names).toHaveLength(10)
  expect(parseIncidents(undefined)).toEqual({names: [], mistakes: []})
  expect(parseIncidents('burglary').mistakes[0]).toContain('There is no incident "burglary". Known are: spray, bec,')
  await expect(createSimulator({incidents: 'burglary'})).rejects.toThrow(SimulatorMistakes)
  const given = ['{"CreationTime":"2026-10-05T08:03:11","Operation":"Send","RecordType":2}']
  await expect(createSimulator({records: given, incidents: 'spray'})).rejects.toThrow('into generated records only')
})

describe('people', async () => {
  const company = createDirectory({
    seed: 3,
    people: 1_000,
    organization: 'x',
    initialDomain: 'fabrikam.onmicrosoft.com',
  })
  const simulator = await createSimulator({...options, recordsPerMonth: 60_000})
  const records = [...simulator.truth(start, end)].map(({auditData}) => JSON.parse(auditData) as Data)
  const of = (operation: string) => records.filter(record => record.Operation === operation)

  test('all have names of their own, and jobs', () => {
    expect(new Set(company.people.map(({userId}) => userId.toLowerCase())).size).toBe(1_000)
    expect([...new Set(company.people.map(({job}) => job))].sort()).toEqual(
      ['admin', 'finance', 'guest', 'helpdesk', 'office', 'sales'].sort(),
    )
  })

  test('are not there before they start, after they leave, and hardly on holiday', () => {
    const day = Math.floor(start / 86_400_000)
    const ready = readiness(company, day)
    company.people.forEach((person, index) => {
      if (person.from > day * 24 + 24 || person.until < day * 24) expect(ready[index]).toBe(0)
    })
    const share = (least: number, most: number) =>
      ready.filter(value => value >= least && value <= most).length / ready.length
    expect(share(0, 0)).toBeLessThan(0.3)
    expect(share(1, 1)).toBeGreaterThan(0.03)
    expect(share(1, 1)).toBeLessThan(0.2)
  })

  test('have mail of their own only, and guests none', () => {
    const own = of('MailItemsAccessed').filter(({UserId, UserType}) => /@/.test(String(UserId)) && UserType !== 4)
    expect(own.length).toBeGreaterThan(100)
    expect(own.filter(({UserId}) => String(UserId).includes('#EXT#'))).toEqual([])
  })

  test('sit in offices, at home and in carriers’ nets, never in a stranger’s', () => {
    const addresses = of('UserLoggedIn').map(({ClientIP}) => String(ClientIP))
    const share = (pattern: RegExp) => addresses.filter(address => pattern.test(address)).length / addresses.length
    expect(share(/^(203\.0\.113|198\.51\.100|2001:db8:40:|198\.19\.22\d)/)).toBeGreaterThan(0.25)
    expect(share(/^198\.18\./)).toBeGreaterThan(0.05)
    expect(share(/^198\.19\.([0-9]|[1-3][0-9]|4[0-7])\./)).toBeGreaterThan(0.03)
    expect(share(/^198\.19\.2[45]\d\./)).toBe(0)
  })

  test('live through what looks like trouble and is none', () => {
    for (const operation of [
      'Reset user password.',
      'New-InboxRule',
      'Consent to application.',
      'User registered security info.',
    ])
      expect(of(operation).length, operation).toBeGreaterThan(0)
  })
})
