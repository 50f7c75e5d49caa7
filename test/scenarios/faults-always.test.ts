/** Every fault of the simulated tenant, played for as long as the export asks. */
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectations} from './expectations.ts'
import {isLarge, names, play} from './fault.ts'

afterAll(cleanUp)

/** Faults of the tenant itself hold for ever as it is. */
const twice = new Set(['burst', 'burst-one-user', 'burst-60000', 'burst-60000-one-user'])

describe('a minute under', () => {
  for (const name of names.filter(name => !twice.has(name)))
    test.skipIf(isLarge(name))(`${name}, for ever`, () => play(name, 'always'))
})

describe('with everything read twice, cut differently', () => {
  const seen = ['lost-once', 'lost-by-cut', 'late']
  test.each(seen)('%s is noticed, and nothing is missing', async name => {
    const {folder, outputs} = await play(name, 'usual', {confirm: 'all'})
    expect(outputs.status).toBe('complete')
    expect(folder?.rows.length).toBe((await play('slow', 'usual')).folder?.rows.length)
    expect(expectations[name]?.usual.as).toBe('unseen')
  })
})
