/** Every pair of good shapes that can hold at once. */
import {afterAll, describe, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {allPairs, checkPair} from './shapes-pairs.ts'

afterAll(cleanUp)

describe('good shapes in pairs are complete, with every record, at ordinary cost:', () => {
  for (const pair of allPairs) test(pair.join(' and '), () => checkPair(pair))
})
