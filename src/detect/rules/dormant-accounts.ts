/** STA-09: an account that was quiet for months is used again. */
import {typesWithPlaces} from '../first-seen.ts'
import {type DetectionContext, type Rule, type RuleMeta, type RuleRun, signalOf} from '../rule.ts'

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

function start(context: DetectionContext): RuleRun {
  const told = new Set<string>()
  return {
    see(event) {
      const {user, address, time} = event
      if (event.kind !== 'person' || event.result === 'failure' || told.has(user)) return
      const absent = context.history?.absent(user)
      if (absent === undefined || absent < 2) return
      if (told.size < 50_000) told.add(user)
      const isNewNetwork = address !== undefined && context.terms.age('user-network', user, address.network, time) === 0
      const act = event.act === 'userloggedin' ? 'signed in' : `used (${event.operationName})`
      context.report(
        signalOf(event, {
          rule: dormant.id,
          key: user,
          severity: isNewNetwork ? 'low' : 'hint',
          rareSeverity: 'info',
          title: `${user} after ${absent} months`,
          why: `Last seen ${absent} months ago; now ${act}${isNewNetwork ? ` from ${address.network}, where it was never seen` : ''}`,
        }),
      )
    },
  }
}

export const dormantAccounts: Rule[] = [{metas: [dormant], wants, start}]
