import {changesAreFound} from './fuzz.ts'

changesAreFound(1000)
