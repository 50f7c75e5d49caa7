/** Whether somebody else may sit at an account: both the place and the program are ones that its owner was not met with. */
import type {AuditEvent} from './event.ts'
import type {Context} from './rule.ts'
import {isStrangeApplication, isStrangePlace, isStrangeProgram} from './strange.ts'

/** On the train the network alone is new, with a new telephone the program alone. */
export function isStranger(context: Context, event: AuditEvent): boolean {
  return isStrangePlace(context, event) && (isStrangeProgram(context, event) || isStrangeApplication(context, event))
}
