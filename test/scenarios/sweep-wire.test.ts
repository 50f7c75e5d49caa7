/** A request that goes wrong, at some places; at every one in `sweep-wire.long.test.ts`. */
import {afterAll} from 'vitest'
import {cleanUp} from '../runner.ts'
import {sweepWire} from './sweep-wire.ts'

afterAll(cleanUp)

sweepWire(14)
