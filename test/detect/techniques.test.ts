/** Each technique in one setting, another for each; in all of them in techniques.long.test.ts. */
import {describe} from 'vitest'
import {monthAloneTested, techniquesIn} from './techniques.ts'

describe('in a small office', () => {
  techniquesIn('one')
  monthAloneTested()
})
