import type {DoctorSettings} from '../inputs.ts'
import type {RunContext} from '../month/context.ts'

/** What every look is handed. */
export interface Visit {
  settings: DoctorSettings
  context: RunContext
}
