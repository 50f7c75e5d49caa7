/** Whatever comes from an address that the team keeps a list of (AUTH-21). */
import {typesWithPlaces} from '../first-seen.ts'
import {matching, type Rule, type RuleMeta} from '../rule.ts'

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

export const watchedAddresses: Rule[] = [
  matching(
    listed,
    {
      recordTypes: typesWithPlaces,
      failures: true,
      blind: ({watched}) =>
        watched.size > 0 ? undefined : 'no list of addresses is given (watched, in the file of accepted findings)',
    },
    ({address, result}, {watched}) => {
      const entry = address && watched.of(address)
      const refused = result === 'failure'
      return (
        entry && {
          key: address.text,
          severity: refused ? 'low' : 'medium',
          title: `${address.text} ${refused ? 'was refused' : 'signed in or acted'}`,
          why: `Listed as ${entry.address}: ${entry.reason}`,
        }
      )
    },
  ),
]
