/** AUTH-20: attempts on disabled accounts, and sign-ins that Conditional Access refused. */
import {BoundedMap, Distinct} from '../bounded.ts'
import {EvidenceList} from '../evidence-list.ts'
import {
  countOf,
  type DetectionContext,
  day,
  leastOf,
  type Rule,
  type RuleMeta,
  type RuleRun,
  spanText,
} from '../rule.ts'

const shut: RuleMeta = {
  id: 'AUTH-20',
  thresholds: [{what: 'disabled accounts tried from one network', least: 3, factor: 0.9}],
  title: 'Sign-in attempts on disabled or blocked accounts',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1078.004', 'T1110'],
  question: 'Are accounts tried that are disabled or blocked by a policy?',
  benign: 'Devices of leavers; travellers whom a policy blocks.',
  next: [
    'Find out whose devices the attempts came from.',
    'Check what else came from the same network.',
    'Where a policy blocked, the password was right: reset it unless the owner confirms the attempt.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: {operations: ['userloginfailed']},
}

function startShut(context: DetectionContext): RuleRun {
  interface Door {
    disabled: Distinct
    evidence: EvidenceList
    last: number
  }
  const doors = new BoundedMap<string, Door>('networks with disabled accounts', 5_000, context.evictions, {
    until: ({last}) => last + day,
    weight: ({disabled}) => disabled.size,
    dropped: (network, door) => tell(network, door),
  })
  const tell = (network: string, door: Door) => {
    if (door.disabled.size < leastOf(shut, context.tenant.users)) return
    context.report({
      rule: shut.id,
      key: network,
      title: `${countOf(String(door.disabled), 'disabled account')} tried from ${network}`,
      why: `${countOf(door.evidence.count, 'attempt')} on ${countOf(String(door.disabled), 'disabled account')} in ${spanText(door.evidence.last - door.evidence.first)}`,
      actors: [],
      objects: door.disabled.list(),
      addresses: [network],
      evidence: door.evidence,
    })
  }
  return {
    see(event) {
      const {address, user, time} = event
      if (!address || event.isService) return
      if (event.errorCode === '53003')
        context.report({
          rule: shut.id,
          key: `refused ${user} ${address.network}`,
          severity: 'hint',
          title: `Conditional Access blocked ${user} at ${address.network}`,
          why: 'The password was right, and Conditional Access blocked the sign-in',
          actors: [],
          users: [user],
          addresses: [address.text],
          evidence: EvidenceList.of(event),
        })
      if (event.failure !== 'blocked') return
      const known = doors.get(address.network)
      if (known && time - known.last > day) {
        tell(address.network, known)
        doors.delete(address.network)
      }
      const door = doors.at(address.network, () => ({
        disabled: new Distinct(200),
        evidence: new EvidenceList(),
        last: time,
      }))
      door.disabled.add(user)
      door.evidence.add(event)
      door.last = time
    },
    finish() {
      for (const [network, door] of doors.entries()) tell(network, door)
    },
  }
}

export const blockedAccounts: Rule[] = [{metas: [shut], wants: {operations: ['userloginfailed']}, start: startShut}]
