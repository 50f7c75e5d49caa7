/** STA-09: an account that was quiet for months is used again. */
import {typesWithPlaces} from '../first-seen.ts'
import {matching, type Rule, type RuleMeta} from '../rule.ts'

const wants = {operations: ['userloggedin'], recordTypes: typesWithPlaces}

const dormant: RuleMeta = {
  id: 'STA-09',
  thresholds: [{what: 'months without activity', least: 2}],
  title: 'Dormant account signed in',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1078.004'],
  question: 'Is an account used again after months without activity?',
  benign: 'The end of a long leave; seasonal work.',
  next: [
    'Ask the user’s manager.',
    'Check network and client app of the sign-in.',
    'Disable accounts that are not needed.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: wants,
}

export const dormantAccounts: Rule[] = [
  matching(dormant, wants, ({user, kind, address, time, act, operationName}, {history, terms}) => {
    const absent = kind === 'person' ? history?.absent(user) : undefined
    if (absent === undefined || absent < 2) return undefined
    const isNewNetwork = address !== undefined && terms.age('user-network', user, address.network, time) === 0
    return {
      once: user,
      key: user,
      severity: isNewNetwork ? 'low' : 'hint',
      rareSeverity: 'info',
      title: `${user} after ${absent} months`,
      why: `Last seen ${absent} months ago; now ${act === 'userloggedin' ? 'signed in' : `used (${operationName})`}${isNewNetwork ? ` from ${address.network}, where it was never seen` : ''}`,
    }
  }),
]
