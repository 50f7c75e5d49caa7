/** Devices that people join or register (ACC-08). */
import {BoundedMap} from '../bounded.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {quoted} from '../novelty.ts'
import {countOf, type DetectionContext, day, listed, type Rule, type RuleMeta, type RuleRun} from '../rule.ts'

const devices: RuleMeta = {
  id: 'ACC-08',
  thresholds: [{what: 'devices of one account', least: 3, within: day}],
  title: 'Device registered or joined',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1098.005'],
  question: 'Did an attacker register a device that policies trust?',
  benign: 'A new laptop; days on which many devices are set up.',
  next: [
    'Ask the user which of the devices are theirs.',
    'Check which IP address the sign-in before it came from.',
    'Remove devices that are not known.',
  ],
  source: 'https://attack.mitre.org/techniques/T1098/005/',
  needs: {operations: ['add device', 'register device', 'add registered owner to device']},
}

const acts = ['add device', 'register device', 'add registered owner to device', 'add registered users to device']

interface Day {
  names: Map<string, EvidenceRecord>
}

function start(context: DetectionContext): RuleRun {
  const days = new BoundedMap<string, Day>('days with new devices', 5_000, context.evictions, {
    weight: ({names}) => names.size,
  })
  // Who is forgotten here is told of as before.
  const busy = new BoundedMap<string, number>('accounts that join devices', 5_000, context.evictions, {
    harmless: () => true,
  })
  return {
    see(event) {
      if (event.result === 'failure') return
      const {user, time} = event
      const device = event.change('Device.DisplayName')?.now || event.target.id || event.target.name || event.object
      const today = days.at(`${user} ${Math.floor(time / day)}`, () => ({names: new Map()}))
      if (today.names.has(device) || today.names.size >= 100) return
      today.names.set(device, event.mark)
      const many = today.names.size >= 3
      if (today.names.size === 3) {
        const before = busy.get(user) ?? 0
        busy.delete(user)
        busy.at(user, () => before + 1)
      }
      const names = [...today.names.keys()]
      context.report({
        rule: devices.id,
        key: user,
        severity: many ? 'low' : 'hint',
        title: `${user} registered ${countOf(names.length, 'device')} in a day`,
        why: listed(names.map(quoted), 4),
        actors: [user],
        objects: names.slice(0, 20),
        evidence: many ? EvidenceList.of(...today.names.values()) : EvidenceList.of(event),
        // An account that does so on many days sets devices up for others.
        settle: () => (many && (busy.get(user) ?? 0) >= 3 ? {severity: 'hint'} : {}),
      })
    },
  }
}

export const newDevices: Rule[] = [{metas: [devices], wants: {operations: acts}, actors: 'people', start}]
