/** A job of several tenants: shares of the time, cancellation, the dead-man's switch, and mistakes before anything is begun. */
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {afterAll, expect, test} from 'vitest'
import {machineDisk} from '../../src/host/disk.ts'
import type {Host} from '../../src/host/host.ts'
import {durationReader} from '../../src/inputs/readers.ts'
import {runTenants} from '../../src/run-tenants.ts'
import {Failure} from '../../src/wire/failure.ts'
import {cleanUp, temporaryFolder} from '../runner.ts'
import {Ears} from '../scenarios/month.ts'

afterAll(cleanUp)

const names = ['a', 'b', 'c']
const file = `tenants:\n${names.map(name => `  - name: ${name}\n    tenant-id: ${name}.com\n    client-id: 33333333-aaaa-4bbb-8ccc-444444444444\n`).join('')}`

interface Begun {
  name: string
  deadline: string
  ping: string
}

async function run(
  inputs: Record<string, string>,
  {
    act = async () => {},
    cancelled = () => undefined,
  }: {
    act?: (host: Host, name: string, clock: {now: number}) => Promise<void>
    cancelled?: (begun: number) => Failure | undefined
  } = {},
) {
  const workspace = temporaryFolder()
  writeFileSync(join(workspace, 'tenants.yml'), file)
  const ears = new Ears()
  const clock = {now: 0}
  const begun: Begun[] = []
  const given = {
    tenants: 'tenants.yml',
    tenant: 'a,b,c',
    'ping-url': 'https://ping.example/x',
    deadline: '60m',
    ...inputs,
  }
  const world = {disk: machineDisk, now: () => clock.now, cancelled: () => cancelled(begun.length)}
  await runTenants(ears.host({}, {workspace}, given), world, async (host, name) => {
    begun.push({name, deadline: host.input('deadline'), ping: host.input('ping-url')})
    host.output('status', 'complete')
    await act(host, name, clock)
  })
  const failures = ears.annotations.filter(({level}) => level === 'fail').map(({message}) => message)
  return {begun, failures, outputs: ears.outputs, annotations: ears.annotations}
}

test('each tenant gets an equal share of what is left; the last one asks the switch, where none failed', async () => {
  const {begun, failures, outputs} = await run(
    {},
    {
      act: async (_host, name, clock) => {
        clock.now += name === 'a' ? 10 * 60_000 : 0
      },
    },
  )
  expect(begun).toEqual([
    {name: 'a', deadline: '20m', ping: ''},
    {name: 'b', deadline: '25m', ping: ''},
    {name: 'c', deadline: '50m', ping: 'https://ping.example/x'},
  ])
  expect(failures).toEqual([])
  expect(outputs.status).toBe('complete')
})

test('a tenant that fails, or throws, stops no other, and the switch is not asked', async () => {
  const {begun, failures, annotations} = await run(
    {},
    {
      act: async (host, name) => {
        if (name === 'a') host.fail('no rights')
        if (name === 'b') throw new TypeError('a fault of ours')
      },
    },
  )
  expect(begun.map(({name, ping}) => [name, ping])).toEqual(names.map(name => [name, '']))
  expect(failures).toEqual([expect.stringContaining('2 of 3 tenants failed: a, b.')])
  expect(annotations.map(({message}) => message).join('\n')).toMatch(/a: no rights[\s\S]*b: .*UNEXPECTED/)
})

test('what the deadline leaves no time for is said, tenant by tenant', async () => {
  const {begun, failures, annotations} = await run(
    {},
    {
      act: async (_host, _name, clock) => {
        clock.now += 60 * 60_000
      },
    },
  )
  expect(begun.map(({name}) => name)).toEqual(['a'])
  expect(failures.join()).toContain('b, c')
  expect(annotations.filter(({message}) => message.includes('TENANTS_NO_TIME'))).toHaveLength(2)
})

test('after a cancellation no other tenant is begun', async () => {
  const stop = new Failure({code: 'CANCELLED', message: 'The run was cancelled.', remedy: 'Run it again.'})
  const {begun, failures} = await run({}, {cancelled: count => (count > 0 ? stop : undefined)})
  expect(begun.map(({name}) => name)).toEqual(['a'])
  expect(failures.join()).toContain('b, c')
})

test.each([
  ['a folder for all', {directory: 'x'}, 'INPUT_DIRECTORY'],
  ['a file that is not there', {tenants: 'none.yml'}, 'TENANTS_UNREADABLE'],
  ['a tenant that the file has not', {tenant: 'a, z'}, 'INPUT_TENANT'],
  ['one artifact for all', {'artifact-name': 'x'}, 'INPUT_ARTIFACT_NAME'],
  ['a deadline without a unit', {deadline: '330'}, 'INPUT_DEADLINE'],
  ['a deadline in words', {deadline: '5 hours'}, 'INPUT_DEADLINE'],
  ['a deadline that is too long', {deadline: '36d'}, 'INPUT_DEADLINE'],
])('%s is a mistake, once, and nothing is begun', async (_what, inputs, code) => {
  const {begun, annotations} = await run(inputs)
  expect(begun).toEqual([])
  expect(annotations.filter(({message}) => message.includes(code))).toHaveLength(1)
})

test('the share of every deadline that is allowed is one that a tenant’s inputs can read', async () => {
  const deadlines = fc.oneof(
    ...[['s', 180, 999_999] as const, ['m', 3, 50_400] as const, ['h', 1, 840] as const, ['d', 1, 35] as const].map(
      ([unit, min, max]) => fc.integer({min, max}).map(count => `${count}${unit}`),
    ),
  )
  const read = durationReader('1m', '35d')
  await fc.assert(
    fc.asyncProperty(deadlines, async deadline => {
      const whole = read(deadline)
      const {begun, failures} = await run({deadline})
      expect(failures).toEqual([])
      const shares = begun.map(one => read(one.deadline))
      expect(shares).toEqual(names.map(() => ({ok: expect.any(Number)})))
      const first = shares[0] && 'ok' in shares[0] ? shares[0].ok : 0
      const third = 'ok' in whole ? whole.ok / 3 : 0
      expect(first).toBeLessThanOrEqual(third)
      expect(first).toBeGreaterThan(third - 60_000)
    }),
    {numRuns: 40, examples: [['14d'], ['35d']]},
  )
})
