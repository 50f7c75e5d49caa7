/** Copilot misled or misused (AI-01). */
import {isObject} from '../../audit/json.ts'
import {Bursts, daysOf} from '../bursts.ts'
import type {AuditEvent} from '../event.ts'
import {isTrue, listValue, nested, own, textOf} from '../field-values.ts'
import {quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  leastOf,
  type Rule,
  type RuleMeta,
  type RuleRun,
  signalOf,
  times,
} from '../rule.ts'

const misuse: RuleMeta = {
  id: 'AI-01',
  thresholds: [
    {what: 'questions of one account', least: 200, factor: 60, within: day},
    {what: 'jailbreak attempts, for severity medium', least: 5, within: day},
  ],
  title: 'Copilot prompt injection, jailbreak or mass use',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1213', 'T1566'],
  question: 'Did a document give Copilot instructions, or a user try to bypass its rules?',
  benign: 'Curiosity; a test; a text about attacks.',
  next: ['Read the prompt and the documents it used.', 'Check who put the document there.', 'Ask the user.'],
  source: 'https://learn.microsoft.com/purview/audit-copilot',
  needs: {operations: ['copilotinteraction', 'aiinteractioncreatednotification'], recordTypes: ['CopilotInteraction']},
}

function copilotData(event: AuditEvent): unknown {
  const data = event.raw('CopilotEventData')
  return typeof data === 'string' ? nested(data) : data
}

function start(context: DetectionContext): RuleRun {
  const volume = new Bursts({name: 'Copilot users', span: day, least: 200}, context.evictions)
  const jailbreaks = new Bursts({name: 'accounts that attack Copilot', span: day, least: 1}, context.evictions)
  return {
    see(event) {
      if (event.kind !== 'person' && event.kind !== 'guest') return
      const {user} = event
      volume.add(event, {owner: user, place: event.address?.text})
      const data = copilotData(event)
      if (!isObject(data)) return
      const resources = listValue(own(data, 'AccessedResources'))
      const poisoned = resources.find(one => isTrue(textOf(own(one, 'XPIADetected'))))
      if (poisoned !== undefined) {
        const name = textOf(own(poisoned, 'Name')) || textOf(own(poisoned, 'Id')) || 'a document'
        context.report(
          signalOf(event, {
            rule: misuse.id,
            key: `document ${name.slice(0, 300)}`,
            severity: 'medium',
            confidence: 'medium',
            title: `${quoted(name)} holds instructions for Copilot`,
            why: `Copilot found a planted instruction in it when ${user} asked (XPIADetected)`,
            objects: [textOf(own(poisoned, 'SiteUrl')) || name],
          }),
        )
      }
      if (!listValue(own(data, 'Messages')).some(one => isTrue(textOf(own(one, 'JailbreakDetected'))))) return
      jailbreaks.add(event, {owner: user, place: event.address?.text})
    },
    finish() {
      for (const [user, all] of jailbreaks.finish())
        for (const burst of all)
          context.report({
            rule: misuse.id,
            key: user,
            severity: burst.count >= 5 ? 'medium' : 'low',
            title: `${user} tried to bypass Copilot’s rules ${times(burst.count)}`,
            why: `JailbreakDetected is True ${times(burst.count)} within a day`,
            actors: [user],
            addresses: burst.places.list(),
            evidence: burst.evidence,
          })
      const least = leastOf(misuse, context.tenant.users)
      for (const [user, all] of volume.finish()) {
        const worth = all.filter(burst => burst.count >= least)
        const [most] = [...worth].sort((a, b) => b.count - a.count)
        if (!most) continue
        context.report({
          rule: misuse.id,
          key: `${user} much`,
          severity: daysOf(all) >= 3 ? 'hint' : 'low',
          title: `${user} asked Copilot ${countOf(most.count, 'time')} in a day`,
          why: `${countOf(most.count, 'question')}; the threshold here is ${least}`,
          actors: [user],
          addresses: most.places.list(),
          evidence: most.evidence,
        })
      }
    },
  }
}

export const copilot: Rule[] = [
  {metas: [misuse], wants: {operations: ['copilotinteraction', 'aiinteractioncreatednotification']}, start},
]
