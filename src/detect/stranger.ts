/** Whether somebody else may sit at an account: both the place and the program are ones that its owner was not met with. */
import type {AuditEvent} from './event.ts'
import {isUnfamiliarAddress, isUnfamiliarApplication, isUnfamiliarClient} from './novelty.ts'
import type {DetectionContext} from './rule.ts'

/** On the train the network alone is new, with a new telephone the program alone. */
export function isUnknownUser(context: DetectionContext, event: AuditEvent): boolean {
  return (
    isUnfamiliarAddress(context, event) &&
    (isUnfamiliarClient(context, event) || isUnfamiliarApplication(context, event))
  )
}
