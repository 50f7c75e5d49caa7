/** Every request in turn. */
import {afterAll} from 'vitest'
import {cleanUp} from '../runner.ts'
import {sweepWire} from './sweep-wire.ts'

afterAll(cleanUp)

sweepWire(1)
