import {test} from 'vitest'
import {checkSilentCaps} from './silent-loss.ts'

test('a silent limit at any number, in any order, never ends complete with a record missing', () => {
  checkSilentCaps(400)
}, 1_200_000)
