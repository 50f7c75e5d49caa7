/** A fault of each outcome, played for as long as the export asks; the others in `faults.long.test.ts`. */
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectations} from './expectations.ts'
import {alwaysOfEachKind, play} from './fault.ts'

afterAll(cleanUp)

describe('a minute under', () => {
  for (const name of alwaysOfEachKind) test(`${name}, for ever`, () => play(name, 'always'))
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
