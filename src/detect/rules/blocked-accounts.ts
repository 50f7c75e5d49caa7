/** AUTH-20: attempts on disabled accounts, and sign-ins that Conditional Access refused. */
import {BoundedMap, Distinct} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
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
  thresholds: [
    {what: 'disabled accounts tried from one network', least: 3, factor: 0.9},
    {what: 'attempts on one disabled account from a network and with a client that no account uses', least: 10},
  ],
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

const manyAttempts = 10
/** Policies about networks and risk; those about devices refuse the owners of new ones every day. */
const refusals = new Set(['53003', '53004', '530032', '530034', '530035'])

/** Attempts on disabled accounts from one network, until none came for a day. */
interface Attempts {
  disabled: Distinct
  agents: Distinct
  evidence: EvidenceList
  last: number
}

function start(context: DetectionContext): RuleRun {
  const networks = new BoundedMap<string, Attempts>('networks with disabled accounts', 5_000, context.evictions, {
    until: ({last}) => last + day,
    weight: ({disabled, evidence}) => disabled.size + evidence.count,
    dropped: (network, attempts) => tellDisabled(context, network, attempts),
  })
  return {
    see(event) {
      const {address, user, time} = event
      if (!address) return
      if (refusals.has(event.errorCode)) tellRefused(context, event, address)
      if (event.failure !== 'blocked') return
      const known = networks.get(address.network)
      if (known && time - known.last > day) {
        tellDisabled(context, address.network, known)
        networks.delete(address.network)
      }
      const attempts = networks.at(address.network, () => ({
        disabled: new Distinct(200),
        agents: new Distinct(20),
        evidence: new EvidenceList(),
        last: time,
      }))
      attempts.disabled.add(user)
      if (event.agentFamily !== '') attempts.agents.add(event.agentFamily)
      attempts.evidence.add(event)
      attempts.last = time
    },
    finish() {
      for (const [network, attempts] of networks.entries()) tellDisabled(context, network, attempts)
    },
  }
}

function tellDisabled(context: DetectionContext, network: string, {disabled, agents, evidence}: Attempts): void {
  const isMany = disabled.size >= leastOf(shut, context.tenant.users)
  const isUsed = (kind: 'network' | 'agent', term: string) =>
    context.terms.firstSeen(kind, '', term) < Number.POSITIVE_INFINITY
  // A leaver's device keeps trying from home, but colleagues have the same kind of device.
  const isOfNoAccount =
    !isUsed('network', network) && agents.size > 0 && !agents.list().some(agent => isUsed('agent', agent))
  if (!isMany && !(isOfNoAccount && evidence.count >= manyAttempts)) return
  const accounts = countOf(String(disabled), 'disabled account')
  context.report({
    rule: shut.id,
    key: network,
    severity: isMany ? 'low' : 'hint',
    rareSeverity: 'low',
    title: `${accounts} tried from ${network}`,
    why: `${countOf(evidence.count, 'attempt')} on ${accounts} in ${spanText(evidence.last - evidence.first)}${isOfNoAccount ? '; no account uses that network or client app' : ''}`,
    actors: [],
    objects: disabled.list(),
    addresses: [network],
    evidence,
  })
}

function tellRefused(context: DetectionContext, event: AuditEvent, {text, network}: {text: string; network: string}) {
  const {user} = event
  context.report({
    rule: shut.id,
    key: `refused ${user} ${network}`,
    severity: 'hint',
    title: `Conditional Access blocked ${user} at ${network}`,
    why: `The password was right, and Conditional Access blocked the sign-in (${event.errorCode})`,
    actors: [],
    users: [user],
    addresses: [text],
    evidence: EvidenceList.of(event),
    settle: () =>
      context.terms.firstSeen('user-network', user, network) === Number.POSITIVE_INFINITY ? {rareSeverity: 'low'} : {},
  })
}

export const blockedAccounts: Rule[] = [
  {metas: [shut], wants: {operations: ['userloginfailed']}, actors: 'accounts', start},
]
