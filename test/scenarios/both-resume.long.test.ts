/** An export through both sources that ends too soon: the next run takes over what each of the two had read. */
import {afterAll, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {days, expectWhole, killed, leftIn, queriesOf, records, simulator, stopped, through} from './both-resume.ts'
import {openTenant} from './month.ts'
import {ArtifactStore} from './store.ts'

afterAll(cleanUp)

test('the journal stays in the folder after a deadline', async () => {
  const tenant = await openTenant({simulator})
  const {outputs, workspace} = await stopped(tenant, journal => leftIn(journal).graph === 2)
  expect(outputs.status).toBe('incomplete')
  const second = await through({tenant, workspace})
  await expectWhole(second)
  expect(second.folder?.manifest.resumed?.windows).toBeGreaterThan(2)
  expect(queriesOf(tenant)).toEqual([days + 2, 0])
})

test('the queries alone are taken over where Graph had ended none', async () => {
  const tenant = await openTenant({simulator})
  const workspace = await killed(tenant, journal => leftIn(journal).asked === 2)
  const second = await through({tenant, workspace})
  await expectWhole(second)
  expect(queriesOf(tenant)).toEqual([days, 0])
  expect(second.log.join('\n')).toContain('of the run before is taken over')
})

test('an encrypted export goes on from its sealed journal', async () => {
  const tenant = await openTenant({simulator})
  const artifacts = new ArtifactStore()
  const {generateX25519Identity, identityToRecipient} = await import('age-encryption')
  const inputs = {
    'encrypt-to': await identityToRecipient(await generateX25519Identity()),
    'state-key': 'a state-key of more than 32 characters, 0123456789',
  }
  // What lies in a sealed journal can't be looked at.
  const first = await stopped(tenant, () => tenant.simulator.counters.queries >= 3, {
    ...{artifacts, inputs},
    isHeld: () => true,
  })
  expect(first.outputs.status).toBe('incomplete')
  const second = await through({tenant, artifacts, inputs})
  expect(second.outputs.status).toBe('complete')
  expect(second.folder?.manifest).toMatchObject({records: records.length, onlyExchange: 0, onlyGraph: 0})
  expect(second.folder?.manifest.resumed?.windows).toBeGreaterThan(0)
})
