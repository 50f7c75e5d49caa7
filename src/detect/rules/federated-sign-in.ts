/** Sign-ins that the identity provider's answer, or the seamless one of the own network, did not carry (AUTH-19). */
import {BoundedMap, Distinct} from '../bounded.ts'
import {EvidenceList} from '../evidence-list.ts'
import {
  countOf,
  type DetectionContext,
  day,
  leastOf,
  listed,
  type Rule,
  type RuleMeta,
  type RuleRun,
  spanText,
} from '../rule.ts'

const errors: RuleMeta = {
  id: 'AUTH-19',
  thresholds: [{what: 'accounts from one network, for severity medium', least: 4, factor: 1.4}],
  title: 'Federation or seamless sign-on errors from one unfamiliar network',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1110.003', 'T1606.002'],
  question: 'Are passwords, or forged tokens, tried through federation or seamless sign-on?',
  benign: 'A change of the identity provider, an expired certificate, a new network of the organisation.',
  next: [
    'Check whether a tried account signed in from there or elsewhere.',
    'Check the federation’s certificates and the last change of its settings.',
    'Switch seamless sign-on off if it is not needed.',
  ],
  source: 'https://attack.mitre.org/techniques/T1606/002/',
  needs: {operations: ['userloginfailed']},
}

interface Tries {
  users: Distinct
  codes: Distinct
  evidence: EvidenceList
  last: number
}

function start(context: DetectionContext): RuleRun {
  const networks = new BoundedMap<string, Tries>('networks with federation errors', 5_000, context.evictions, {
    until: ({last}) => last + day,
    weight: ({users, evidence}) => users.size + evidence.count,
    dropped: (network, tries) => tell(network, tries),
  })
  const tell = (network: string, {users, codes, evidence}: Tries) => {
    if (evidence.count < 5) return
    // On a network that accounts of the tenant use, an error is an error.
    if (context.terms.ownersOf('user-network', network) > 0) return
    const many = users.size >= leastOf(errors, context.tenant.users)
    context.report({
      rule: errors.id,
      key: network,
      severity: many ? 'medium' : users.size >= 2 ? 'low' : 'hint',
      title: `${countOf(String(users), 'account')} at ${network}`,
      why: `${countOf(evidence.count, 'attempt')} on ${countOf(String(users), 'account')} in ${spanText(evidence.last - evidence.first)} (${listed(codes.list())}), from a network on which none of ${context.tenant.users} users ever signed in`,
      actors: [],
      users: users.list(),
      objects: users.list(),
      addresses: [network],
      evidence,
    })
  }
  return {
    see(event) {
      const {address, user, time} = event
      if (!address || event.failure !== 'federation') return
      const present = networks.get(address.network)
      if (present && time - present.last > day) {
        tell(address.network, present)
        networks.delete(address.network)
      }
      const start = () => ({
        users: new Distinct(500),
        codes: new Distinct(20),
        evidence: new EvidenceList(),
        last: time,
      })
      const tries = networks.at(address.network, start)
      tries.users.add(user)
      tries.codes.add(event.errorCode)
      tries.evidence.add(event)
      tries.last = time
    },
    finish() {
      for (const [network, tries] of networks.entries()) tell(network, tries)
    },
  }
}

export const federatedSignIns: Rule[] = [
  {metas: [errors], wants: {operations: ['userloginfailed']}, actors: 'accounts', start},
]
