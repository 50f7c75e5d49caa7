import {changesAreFound} from './fuzz.ts'

changesAreFound(12)
