import type {DoctorSettings} from '../inputs/settings.ts'
import type {RunContext} from '../month/context.ts'

/** What every look is handed. */
export interface CheckContext {
  settings: DoctorSettings
  context: RunContext
}
