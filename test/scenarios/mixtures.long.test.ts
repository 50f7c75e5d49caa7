/** Many mixtures of faults, others every time. SCENARIO_SEED plays those of an earlier run again. */
import {afterAll} from 'vitest'
import {cleanUp} from '../runner.ts'
import {playMixtures} from './mixtures.ts'

afterAll(cleanUp)

playMixtures(Number(process.env.SCENARIO_SEED ?? Date.now() % 2 ** 31), 300)
