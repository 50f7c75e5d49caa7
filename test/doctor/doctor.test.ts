import {expect, test} from 'vitest'
import {doctor} from '../../src/doctor.ts'
import {machineDisk} from '../../src/host/disk.ts'
import type {Host} from '../../src/host/host.ts'
import {parseInputs} from '../../src/inputs.ts'
import {createSimulator} from '../../src/simulator/simulator.ts'
import {temporaryFolder} from '../runner.ts'

test('ends with the reason of its cancellation, and does not take it for something missing', async () => {
  const simulator = await createSimulator({recordsPerMonth: 100})
  const given: Record<string, string> = {
    ...{mode: 'doctor', 'tenant-id': simulator.tenantId, 'client-id': simulator.clientId, upload: 'false'},
    ...{certificate: simulator.pfx.toString('base64'), 'certificate-password': simulator.pfxPassword},
  }
  const host: Host = {
    kind: 'runner',
    input: name => given[name] ?? '',
    given: Object.keys(given),
    facts: {workspace: temporaryFolder()},
    ...{info() {}, debug() {}, notice() {}, warning() {}, error() {}, fail() {}, mask() {}, output() {}},
    group: (_title, body) => body(),
    summary: async () => {},
  }
  const parsed = parseInputs(host)
  if (!('settings' in parsed) || parsed.settings.mode !== 'doctor') throw new Error('These inputs are right.')
  const controller = new AbortController()
  const fetch = async (request: Request) => {
    if (request.url.includes('/exchange/')) controller.abort(new Error('Enough.'))
    request.signal.throwIfAborted()
    return await simulator.fetch(request)
  }
  const world = {fetch, disk: machineDisk, now: Date.now, sleep: async () => {}, log() {}, debug() {}, mask() {}}
  const base = 'http://127.0.0.1'
  const endpoints = JSON.stringify({login: `${base}/login`, exchange: `${base}/exchange`, graph: `${base}/graph`})
  const context = {host, world, endpoints, cancelled: controller.signal, synthetic: true}
  await expect(doctor(parsed.settings, context)).rejects.toThrow('Enough.')
})
