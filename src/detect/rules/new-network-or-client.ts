/** STA-04, STA-05, STA-06: a network or client app that is new to a user, and an application that is new to the tenant. */
import {BoundedMap} from '../bounded.ts'
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
  title: 'A program this person did not use before',
  severity: 'info',
  confidence: 'low',
  techniques: ['T1078.004'],
  question: 'Does the account speak through a new program?',
  benign: 'A new device or browser.',
  next: ['Ask the person whether they have a new device or program.', 'Compare the place with their usual ones.'],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: places,
}

const newNetwork: RuleMeta = {
  ...newAgent,
  id: 'STA-05',
  title: 'A network this person was not met on before',
  question: 'Was the account used at a new place?',
  benign: 'Travel, a mobile carrier, a new line at home.',
  next: ['Ask the person where they were.', 'Look at what the account did from there.'],
}

const newApplication: RuleMeta = {
  id: 'STA-06',
  title: 'An application new to the tenant',
  severity: 'info',
  confidence: 'low',
  techniques: ['T1528'],
  question: 'Which application was used here for the first time?',
  benign: 'A roll-out, or a client of Microsoft’s that is new.',
  next: [
    'Look the id up under Enterprise applications.',
    'Check who consented to what.',
    'Disable it if nobody knows it.',
  ],
  source: 'https://attack.mitre.org/techniques/T1528/',
  needs: places,
}

function firstTimes(context: DetectionContext): RuleRun {
  const told = new BoundedMap<string, true>('first times', 50_000, context.evictions)
  const once = (key: string) => {
    const known = told.get(key)
    if (!known) told.at(key, () => true)
    return !known
  }
  return {
    see(event) {
      if (!event.news || (event.kind !== 'person' && event.kind !== 'guest')) return
      const {user, time, address, agentFamily, application} = event
      if (application && context.terms.age('application', '', application, time) === 0 && once(`a ${application}`))
        context.report(
          signalOf(event, {
            rule: newApplication.id,
            key: user,
            title: `Application ${application} met for the first time`,
            why: `Not met in ${comparedMonths(context)}; first used by ${user}`,
            objects: [application],
          }),
        )
      if (!isEstablished(context, user, time)) return
      const strangeNetwork =
        address !== undefined && context.terms.age('user-network', user, address.network, time) === 0
      const strangeAgent = agentFamily !== '' && context.terms.age('user-agent', user, agentFamily, time) === 0
      const both = strangeNetwork && strangeAgent
      // On one's own phone in the train everybody is new somewhere: a network that others know tells nothing.
      const unknown = strangeNetwork && context.terms.age('network', '', address.network, time) === 0
      if ((both || unknown) && once(`n ${user} ${address?.network}`))
        context.report(
          signalOf(event, {
            rule: newNetwork.id,
            key: `${user} ${address?.network}`,
            severity: 'hint',
            rareSeverity: 'info',
            confidence: both ? 'medium' : 'low',
            title: `${user} for the first time on ${address?.network}`,
            why: `Not met there in ${comparedMonths(context)}${both ? `, and with a program not met before (${agentFamily})` : ''}`,
          }),
        )
      if (strangeAgent && once(`p ${user} ${agentFamily}`))
        context.report(
          signalOf(event, {
            rule: newAgent.id,
            key: `${user} ${agentFamily}`,
            severity: 'hint',
            rareSeverity: 'info',
            title: `${user} for the first time with ${agentFamily.slice(0, 80)}`,
            why: `Not met in ${comparedMonths(context)}`,
          }),
        )
    },
  }
}

export const newNetworkOrClient: Rule[] = [
  {metas: [newAgent, newNetwork, newApplication], wants: places, start: firstTimes},
]
