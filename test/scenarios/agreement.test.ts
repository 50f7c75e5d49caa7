/** The doctor and the export tell the same code, cause and remedy of each refusal. */
import {afterAll, describe, expect, test} from 'vitest'
import type {Simulator} from '../../src/simulator/simulator.ts'
import {cleanUp} from '../runner.ts'
import {barred, refusedLater} from './barred.ts'
import {goIn, ownCertificate, type WayIn} from './way-in.ts'

afterAll(cleanUp)

async function both(way: WayIn) {
  const {inputs = () => ({})} = way
  const doctor = await goIn({...way, inputs: async simulator => ({...(await inputs(simulator)), mode: 'doctor'})})
  return {checks: doctor.diagnosis?.checks ?? [], exported: await goIn(way)}
}

/** Without what differs from run to run: instants, ids of requests, assertions and certificates that were made for the test. */
function comparable(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/g, '<instant>')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '<guid>')
    .replace(/\b\d+ s (ahead|behind)/g, '<seconds> $1')
    .replace(/\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g, '<date>')
    .replace(/\b[0-9A-F]{40,64}\b/g, '<thumbprint>')
    .replace(/\s+/g, ' ')
}

/** An export calls the cmdlet in place of listing what it may call: it sees the refusal, and gives the same remedy. */
const consequences: Record<string, string> = {EXCHANGE_CMDLET_MISSING: 'EXCHANGE_403'}

/** An export goes on without it, and logs what it could not learn at each place. */
const onlyInTheDoctor = ['RUNS_PERMISSION']

async function compare(way: WayIn, code: string) {
  const {checks, exported} = await both(way)
  const found = checks.find(each => each.code === code)
  const told = comparable([exported.failure, ...exported.notes].join('\n'))
  const shown = consequences[code] ?? code
  expect({told: told.includes(`[${shown}`), found: found?.code}, told).toEqual({told: true, found: code})
  if (shown === code) expect(told).toContain(comparable(found?.says ?? '(nothing)').replace(/\.$/, ''))
  expect(told).toContain(comparable(found?.remedy ?? '(nothing)'))
}

describe('doctor and export agree on', () => {
  test.each(barred.map(({name, way, code}) => ({name, way, code})))('$name', async ({way, code}) => {
    await compare(way, code)
  })

  test.each(refusedLater.filter(([, , {code}]) => !onlyInTheDoctor.includes(code)))('%s', async (_, way, {code}) => {
    const {inputs = () => ({})} = way
    const given = {
      ...way,
      onGitHub: true,
      delivers: true,
      inputs: async (simulator: Simulator) => ({
        ...ownCertificate(simulator),
        'mail-when': 'always',
        ...(await inputs(simulator)),
      }),
    }
    await compare(given, code)
  })
})
