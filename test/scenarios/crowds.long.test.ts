/** More in one second than the largest answer of the real service holds. */
import {afterAll, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectAll} from './crowds.ts'

afterAll(cleanUp)

test('5,200 records in one second are all there, proven by sessions and by slices', () => expectAll(5200))
