/** Whether an act may be another person's than the account's owner: both network and client are unfamiliar. */
import type {AuditEvent} from './event.ts'
import {isUnfamiliarAddress, isUnfamiliarApplication, isUnfamiliarClient} from './novelty.ts'
import type {DetectionContext} from './rule.ts'

/** While travelling only the network is new, with a new phone only the client. */
export function isUnknownUser(context: DetectionContext, event: AuditEvent): boolean {
  return (
    isUnfamiliarAddress(context, event) &&
    (isUnfamiliarClient(context, event) || isUnfamiliarApplication(context, event))
  )
}
