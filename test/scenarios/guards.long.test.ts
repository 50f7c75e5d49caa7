/** Every guard of the security page's table closes, in whichever way its question goes unanswered. */
import {afterAll, describe, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {guards, silences} from './guards.ts'

afterAll(cleanUp)

describe.each(Object.entries(silences))('the guard closes by %s:', (_name, silence) => {
  test.each(Object.entries(guards))('%s', {timeout: 60_000}, async (_question, guard) => {
    await guard(silence)
  })
})
