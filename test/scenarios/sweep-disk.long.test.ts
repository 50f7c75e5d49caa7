/** Every write to the disk in turn. */
import {afterAll} from 'vitest'
import {cleanUp} from '../runner.ts'
import {sweepDisk} from './sweep-disk.ts'

afterAll(cleanUp)

sweepDisk(1)
