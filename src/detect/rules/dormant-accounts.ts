/** STA-09: an account that was quiet for months signs in again. */
import {type DetectionContext, type Rule, type RuleMeta, type RuleRun, signalOf} from '../rule.ts'

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
  needs: {operations: ['userloggedin']},
}

function sleepers(context: DetectionContext): RuleRun {
  const told = new Set<string>()
  return {
    see(event) {
      const {user, address, time} = event
      if (event.kind !== 'person' || told.has(user)) return
      const absent = context.history?.absent(user)
      if (absent === undefined || absent < 2) return
      if (told.size < 50_000) told.add(user)
      const strange = address !== undefined && context.terms.age('user-network', user, address.network, time) === 0
      context.report(
        signalOf(event, {
          rule: dormant.id,
          key: user,
          severity: strange ? 'low' : 'hint',
          title: `${user} after ${absent} months`,
          why: `Last seen ${absent} months ago; now signed in${strange ? ` from ${address.network}, where it was never seen` : ''}`,
        }),
      )
    },
  }
}

export const dormantAccounts: Rule[] = [{metas: [dormant], wants: {operations: ['userloggedin']}, start: sleepers}]
