/** Whatever comes from an address that the team keeps a list of (AUTH-21). */
import type {AuditEvent} from '../event.ts'
import {typesWithPlaces} from '../first-seen.ts'
import {type DetectionContext, type Rule, type RuleMeta, type RuleRun, signalOf} from '../rule.ts'

const listed: RuleMeta = {
  id: 'AUTH-21',
  title: 'Watchlisted IP address',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1090.003', 'T1078.004'],
  question: 'Did activity come from IP addresses that are known as malicious or anonymous?',
  benign: 'A user with a VPN whose exit is on the list; an outdated list.',
  next: [
    'Ask the user whether they use this network.',
    'Read everything else that came from the address this month.',
    'Revoke sessions and reset the password if it is not known; remove the address from the list if it is benign.',
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
        title: `${address.text} ${refused ? 'was refused' : 'signed in or acted'}`,
        why: `Listed as ${entry.address}: ${entry.reason}`,
      }),
    )
  }
  return watched.size > 0
    ? {see}
    : {see: () => undefined, blind: 'no list of addresses: `watched` in the file of accepted findings'}
}

export const watchedAddresses: Rule[] = [{metas: [listed], wants: {recordTypes: typesWithPlaces}, start}]
