/** STA-04, STA-05, STA-06: a network or client app that is new to a user, and an application that is new to the tenant. */

import {clientName} from '../acts.ts'
import {BoundedMap} from '../bounded.ts'
import {firstSeenRule} from '../first-seen-rule.ts'
import {isSubstrate} from '../mail-clients.ts'
import {comparedMonths, isEstablished} from '../novelty.ts'
import {type DetectionContext, type Rule, type RuleMeta, type RuleRun, signalOf} from '../rule.ts'

const places = {
  recordTypes: [
    ...['AzureActiveDirectoryStsLogon', 'SharePointFileOperation', 'SharePoint', 'SharePointSharingOperation'],
    ...['ExchangeItem', 'ExchangeItemGroup', 'ExchangeItemAggregated'],
  ],
}

const newAgent: RuleMeta = {
  id: 'STA-04',
  title: 'Client app first seen for a user',
  severity: 'info',
  confidence: 'low',
  techniques: ['T1078.004'],
  question: 'Does the account use a new client app?',
  benign: 'A new device or browser.',
  next: ['Ask the user whether they have a new device or client app.', 'Compare the network with the usual ones.'],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: places,
}

const newNetwork: RuleMeta = {
  ...newAgent,
  id: 'STA-05',
  thresholds: [],
  title: 'Network first seen for a user',
  question: 'Was the account used from an unfamiliar network?',
  benign: 'Travel, a mobile carrier, a new internet connection at home.',
  next: ['Ask the user where they were.', 'Check what the account did from there.'],
}

const newApplication: RuleMeta = {
  id: 'STA-06',
  title: 'App first seen in the tenant',
  severity: 'info',
  confidence: 'low',
  techniques: ['T1528'],
  question: 'Which app was used here for the first time?',
  benign: 'A roll-out, or a new client of Microsoft’s.',
  next: [
    'Look the id up under Enterprise applications.',
    'Check who consented to what.',
    'Disable the app if it is not known.',
  ],
  source: 'https://attack.mitre.org/techniques/T1528/',
  needs: places,
}

const newApplications = firstSeenRule({
  meta: newApplication,
  wants: places,
  actors: 'people',
  kind: 'application',
  seen: event => (event.news && !isSubstrate(event) ? {owner: '', term: event.application} : undefined),
  told: (event, context) => ({
    key: event.user,
    title: `app ${event.application}`,
    why: `Not seen ${comparedMonths(context)}; first used by ${event.user}`,
    objects: [event.application],
  }),
})

function firstTimes(context: DetectionContext): RuleRun {
  const told = new BoundedMap<string, true>('first times', 50_000, context.evictions, {harmless: () => true})
  const once = (key: string) => {
    const known = told.get(key)
    if (!known) told.at(key, () => true)
    return !known
  }
  return {
    see(event) {
      if (!event.news) return
      const {user, time, address} = event
      const agentFamily = isSubstrate(event) ? '' : event.agentFamily
      if (!isEstablished(context, user, time)) return
      const isNewNetwork = address !== undefined && context.terms.age('user-network', user, address.network, time) === 0
      const isNewAgent = agentFamily !== '' && context.terms.age('user-agent', user, agentFamily, time) === 0
      const both = isNewNetwork && isNewAgent
      // On one's own phone in the train everybody is new somewhere: a network that others know tells nothing.
      const unknown = isNewNetwork && context.terms.age('network', '', address.network, time) === 0
      if ((both || unknown) && once(`n ${user} ${address?.network}`))
        context.report(
          signalOf(event, {
            rule: newNetwork.id,
            key: `${user} ${address?.network}`,
            severity: 'hint',
            rareSeverity: 'info',
            confidence: both ? 'medium' : 'low',
            title: `${user} on ${address?.network}`,
            why: `Not seen there ${comparedMonths(context)}${both ? `, and with a new client app (${clientName(event.agent)})` : ''}`,
          }),
        )
      if (isNewAgent && once(`p ${user} ${agentFamily}`))
        context.report(
          signalOf(event, {
            rule: newAgent.id,
            key: `${user} ${agentFamily}`,
            severity: 'hint',
            rareSeverity: 'info',
            title: `${user} with ${clientName(event.agent)}`,
            why: `Not seen ${comparedMonths(context)}`,
          }),
        )
    },
  }
}

export const newNetworkOrClient: Rule[] = [
  {metas: [newAgent, newNetwork], wants: places, actors: 'people', start: firstTimes},
  newApplications,
]
