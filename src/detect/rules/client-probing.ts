/** AUTH-17, AUTH-18: one account tried with many clients in minutes, or used from many operating systems within an hour. */
import {BoundedMap, SlidingWindow} from '../bounded.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {remembered} from '../remembered.ts'
import {type DetectionContext, hour, minute, type Rule, type RuleMeta, type RuleRun, type Wants} from '../rule.ts'

const signIns: Wants = {operations: ['userloggedin', 'userloginfailed']}

const probing: RuleMeta = {
  id: 'AUTH-17',
  thresholds: [
    {what: 'user agents from one IP address', least: 6, within: 5 * minute},
    {what: 'apps from one IP address', least: 3, within: 5 * minute},
  ],
  title: 'MFA gap probing with many client apps',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1110', 'T1078.004'],
  question: 'Was one account tried with many user agents to find a sign-in without MFA?',
  benign: 'A kiosk, or a test team at work.',
  next: [
    'Check whether an attempt succeeded, and into which app.',
    'Close the gap in the Conditional Access policies that it used.',
    'Reset the password: such tools start with a known one.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: signIns,
}

const systems: RuleMeta = {
  id: 'AUTH-18',
  thresholds: [{what: 'operating systems of one account', least: 4, within: hour}],
  title: 'One user on many operating systems within an hour',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1078.004'],
  question: 'Do several parties, or a tool with changing user agents, use one account?',
  benign: 'A user with phone, tablet, laptop and a virtual desktop; a tester.',
  next: [
    'Ask the owner which of the systems are theirs.',
    'Compare the networks of the sign-ins.',
    'Revoke the sessions that are not known.',
  ],
  source: 'https://attack.mitre.org/techniques/T1078/004/',
  needs: {operations: ['userloggedin']},
}

const mostUsers = 20_000

function startProbes(context: DetectionContext): RuleRun {
  interface Try {
    mark: EvidenceRecord
    place: string
    agent: string
    application: string
    system: string
  }
  const keeping = {until: (window: SlidingWindow<Try>) => window.until, weight: ({size}: SlidingWindow<Try>) => size}
  const probes = new BoundedMap<string, SlidingWindow<Try>>(
    'accounts by client app',
    mostUsers,
    context.evictions,
    keeping,
  )
  const hours = new BoundedMap<string, SlidingWindow<Try>>('accounts by system', mostUsers, context.evictions, keeping)
  return {
    see(event) {
      const {user, time, application} = event
      const one = {
        mark: event.mark,
        place: event.address?.text ?? '',
        agent: event.agent.slice(0, 300),
        application,
        system: systemOf(event.device.get('OS')),
      }
      const source = `${user} ${event.rawAddress?.text ?? ''}`
      const probe = probes.at(source, () => new SlidingWindow(5 * minute, 60))
      if (
        probe.add(time, one) >= 6 &&
        probe.distinct(({agent}) => agent) > 5 &&
        probe.distinct(t => t.application) > 2
      ) {
        const seen = probe.within(time)
        context.report({
          rule: probing.id,
          key: user,
          title: `${user} tried with ${probe.distinct(({agent}) => agent)} client apps in 5 min`,
          why: `${probe.distinct(({agent}) => agent)} user agents and ${probe.distinct(t => t.application)} apps in 5 min from one IP address`,
          actors: [],
          users: [user],
          addresses: event.address ? [event.address.text] : [],
          evidence: EvidenceList.of(...seen.map(({value}) => value.mark)),
        })
        probes.delete(source)
      }
      if (event.act !== 'userloggedin' || one.system === '') return
      const past = hours.at(user, () => new SlidingWindow(hour, 60))
      past.add(time, one)
      const different = past.distinct(({system}) => system)
      if (different < 4) return
      const seen = past.within(time)
      context.report({
        rule: systems.id,
        key: user,
        title: `${user} signed in from ${different} operating systems within an hour`,
        why: `${[...new Set(seen.map(({value}) => value.system))].sort((a, b) => (a < b ? -1 : 1)).join(', ')} within an hour`,
        actors: [user],
        addresses: [...new Set(seen.map(({value}) => value.place).filter(Boolean))],
        evidence: EvidenceList.of(...seen.map(({value}) => value.mark)),
      })
      hours.delete(user)
    },
  }
}

const systemOf = remembered(text => {
  const word = text.slice(0, 100).toLowerCase()
  return ['windows', 'ios', 'android', 'mac', 'linux', 'chrome'].find(system => word.includes(system)) ?? ''
})

export const clientProbing: Rule[] = [
  {metas: [probing, systems], wants: signIns, actors: 'accounts', start: startProbes},
]
