/** Addresses that somebody has a list of: anonymous exits, hosts of earlier attacks (AUTH-21). Without a list there is no rule. */
import {parseAddress} from '../address.ts'
import {type Context, matching, type Rule, type RuleMeta} from '../rule.ts'

const listedAddress: RuleMeta = {
  id: 'AUTH-21',
  title: 'A sign-in from a listed address',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1078.004', 'T1090.003'],
  question: 'Did somebody use an account from an address that is known to be bad?',
  benign: 'A person’s own VPN; a list that is out of date.',
  next: [
    'Ask the person whether they use such a service.',
    'Compare device and program with the usual ones.',
    'Revoke the sessions if the place is not theirs.',
  ],
  source: 'https://attack.mitre.org/techniques/T1090/003/',
  needs: {operations: ['userloggedin']},
}

/** @param list addresses, or networks as the watch writes them: `192.0.2.0/24`, `2001:db8:1::/48`. */
export function listedAddresses(list: readonly string[]): Rule[] {
  const known = new Set(list.map(entry => (entry.includes('/') ? entry : parseAddress(entry)?.text)).filter(Boolean))
  if (known.size === 0) return []
  const wants = {operations: ['userloggedin']}
  return [
    matching(listedAddress, wants, (event, context: Context) => {
      const {place, user, time} = event
      if (!place || !(known.has(place.text) || known.has(place.network))) return undefined
      // Long at home there: a person's VPN.
      const usual = context.terms.firstMet('user-network', user, place.network) < time - 7 * 86_400_000
      return {
        key: `${user} ${place.network}`,
        severity: usual ? 'hint' : 'medium',
        title: `${user} signed in from the listed address ${place.text}`,
        why: `${place.text} is on the list that was given${usual ? `; ${user} has signed in from there for more than a week` : ''}`,
      }
    }),
  ]
}
