/** A few mixtures of faults, the same every time; and what no client can know. */
import {afterAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectMonth} from './expect-month.ts'
import {dayScene} from './expectations.ts'
import {exportScene} from './fault.ts'
import {playMixtures} from './mixtures.ts'

afterAll(cleanUp)

playMixtures(7, 15)

describe('the limit of any client', () => {
  test('a record that no answer shows is missing from a folder that says complete', async () => {
    const result = await exportScene(dayScene(), ['lost-always'], {confirm: 'all'})
    const {missing} = await expectMonth(result, {status: 'complete', missing: 'anywhere'})
    expect(missing.length).toBeGreaterThan(0)
  })
})
