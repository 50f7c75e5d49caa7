/** Interruptions, refusals and wrong secrets at every service that docs/recipes sends to. */
import {describe, test} from 'vitest'
import {goesOnWhereItStopped, hidesSecret, names, namesRefusedRecord} from '../recipes/scenarios.ts'

describe.for(names)('%s', name => {
  test('that goes down is left, and the next run goes on where it stopped', async () => {
    await goesOnWhereItStopped(name)
  })

  test('that refuses one record gets the others, and the record is named', async () => {
    await namesRefusedRecord(name)
  })

  test('is not asked again with a secret that it refused, and the secret is not shown', async () => {
    await hidesSecret(name)
  })
})
