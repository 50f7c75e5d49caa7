import {changesAreFound} from './fuzz.ts'

changesAreFound(2000)
