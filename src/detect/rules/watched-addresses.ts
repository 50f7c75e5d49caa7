/** Whatever comes from an address that the team keeps a list of (AUTH-21). */
import type {AuditEvent} from '../event.ts'
import {typesWithPlaces} from '../first-seen.ts'
import {type DetectionContext, type Rule, type RuleMeta, type RuleRun, signalOf} from '../rule.ts'

const listed: RuleMeta = {
  id: 'AUTH-21',
  title: 'An address of your own list',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1090.003', 'T1078.004'],
  question: 'Did anything come from addresses that are known as bad or anonymous?',
  benign: 'Somebody uses a VPN whose exit stands on the list; the list is old, and the address has another owner.',
  next: [
    'Ask the person whether they use this network.',
    'Read everything else that came from the address this month.',
    'Revoke sessions and change the password if nobody knows it; take the address off the list if it is harmless.',
  ],
  source: 'https://attack.mitre.org/techniques/T1090/003/',
  needs: {recordTypes: typesWithPlaces},
}

function start(context: DetectionContext): RuleRun {
  const {watched} = context
  const see = (event: AuditEvent) => {
    const {address} = event
    const entry = address && watched.of(address)
    if (!entry || event.isService) return
    const refused = event.result === 'failure'
    context.report(
      signalOf(event, {
        rule: listed.id,
        key: address.text,
        severity: refused ? 'low' : 'medium',
        title: `${address.text} is on your list of addresses, and ${refused ? 'was refused' : 'was let in'}`,
        why: `Listed as ${entry.address}: ${entry.reason}`,
      }),
    )
  }
  return watched.size > 0
    ? {see}
    : {see: () => undefined, blind: 'no list of addresses: `watched` in the file of accepted findings'}
}

export const watchedAddresses: Rule[] = [{metas: [listed], wants: {recordTypes: typesWithPlaces}, start}]
