/** Each technique in the first week, later in the first month, and with a baseline. */
import {describe} from 'vitest'
import {techniquesIn} from './techniques.ts'

describe('in a small office', () => techniquesIn('all'))
