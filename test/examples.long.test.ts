/** The examples that the gate leaves out. */
import {afterAll} from 'vitest'
import {examplesRun, inGate, uses} from './examples.ts'
import {cleanUp} from './runner.ts'

afterAll(cleanUp)

examplesRun(uses.filter(({title}) => !inGate.test(title)))
