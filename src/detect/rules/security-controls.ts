/** Mail protection weakened (AUD-05), alerts switched off (AUD-06), quarantine opened (AUD-09). */
import {Bursts} from '../bursts.ts'
import type {AuditEvent} from '../event.ts'
import {quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  day,
  matching,
  type Rule,
  type RuleMeta,
  type RuleRun,
  scaled,
  signalOf,
} from '../rule.ts'
import {complianceText} from './auditing.ts'

const protection: RuleMeta = {
  id: 'AUD-05',
  title: 'Protection of mail or data weakened',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1562.001'],
  question: 'Did somebody open the gates before mail came in, or data went out?',
  benign: 'Tuning after false alarms; a move to another product.',
  next: [
    'Ask the administrator for the change record.',
    'Compare the policy with what it was.',
    'Look for mail that came through since then.',
  ],
  source: 'https://attack.mitre.org/techniques/T1562/001/',
  needs: {operations: [/^(set|remove|disable)-/]},
}

const alerts: RuleMeta = {
  ...protection,
  id: 'AUD-06',
  title: 'Alerts switched off',
  question: 'Will a warning not come any more?',
  benign: 'An alert that told nothing, and was replaced.',
  next: [
    'Ask the administrator for the reason.',
    'Switch the alert on again, or write down why not.',
    'Look for what it would have warned of.',
  ],
}

const quarantine: RuleMeta = {
  ...protection,
  id: 'AUD-09',
  title: 'Messages taken out of quarantine',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1562.001', 'T1566'],
  question: 'Was a harmful message let through, or carried away?',
  benign: 'The helpdesk’s daily work.',
  next: [
    'See which messages they were, and why they were held.',
    'Ask those who got them what they clicked.',
    'Take them back if they are harmful.',
  ],
  source: 'https://learn.microsoft.com/defender-office-365/quarantine-admin-manage-messages-files',
  needs: {operations: ['quarantinereleasemessage', 'quarantineexport'], recordTypes: ['Quarantine']},
}

const guards =
  /^(set|remove|disable)-(antiphish(policy|rule)|safelinks(policy|rule)|safeattachment(policy|rule)|atppolicyforo365|malwarefilter(policy|rule)|hostedcontentfilter(policy|rule)|dkimsigningconfig|dlppolicy|dlpcompliance(policy|rule)|eopprotectionpolicyrule|atpprotectionpolicyrule)$/

/** Settings that, so set, switch something off. */
const falseIsOff = [
  ...['Enabled', 'EnableMailboxIntelligence', 'EnableSpoofIntelligence', 'EnableTargetedUserProtection', 'ScanUrls'],
  ...['EnableSafeLinksForEmail', 'EnableSafeLinksForTeams', 'EnableSafeLinksForOffice', 'EnableFileFilter', 'Enable'],
  ...['ZapEnabled', 'PhishZapEnabled', 'SpamZapEnabled', 'EnableATPForSPOTeamsODB', 'DeliverMessageAfterScan'],
]
const letThrough = ['SpamAction', 'PhishSpamAction', 'HighConfidencePhishAction', 'HighConfidenceSpamAction', 'Action']

const weakened = matching(protection, {operations: [guards]}, event => {
  const {act, parameters, user} = event
  const name = quoted(parameters.get('Identity') || event.object)
  const base = {key: `${user} ${act}`, objects: [name], title: `${user}: ${event.operation.trim()} ${name}`}
  if (!act.startsWith('set-')) return {...base, severity: 'medium', why: 'It protects nobody any more'}
  const why = loosened(event)
  return why === undefined ? undefined : {...base, severity: 'medium', why}
})

function loosened(event: AuditEvent): string | undefined {
  const {parameters} = event
  const off = falseIsOff.find(name => parameters.isFalse(name))
  if (off) return `${off} is False`
  const open = letThrough.find(name => /^(allow|noaction|addxheader|donothing)$/i.test(parameters.get(name)))
  if (open) return `${open} is ${parameters.get(open)}`
  const mode = parameters.get('Mode')
  if (/^(disable|test)/i.test(mode)) return `Mode is ${mode}`
  const text =
    parameters.names().length === 0 ? /-(Enabled|Mode):?\s+"?\$?(False|Disable)/i.exec(complianceText(event)) : null
  return text ? `${text[1]} is ${text[2]}` : undefined
}

const silenced = matching(alerts, {operations: [/^(disable|remove|set)-(protectionalert|activityalert)$/]}, event => {
  const {act, parameters, user} = event
  if (
    act.startsWith('set-') &&
    !parameters.isTrue('Disabled') &&
    !/-Disabled:?\s+"?\$?True/i.test(complianceText(event))
  )
    return undefined
  const name = quoted(parameters.get('Identity') || event.object)
  return {
    key: user,
    title: `${user}: ${event.operation.trim()} ${name}`,
    why: act.startsWith('remove') ? 'The alert is gone' : 'The alert is off',
    objects: [name],
  }
})

function startQuarantine(context: DetectionContext): RuleRun {
  const bursts = new Bursts({name: 'who releases from quarantine', span: day, least: 10}, context.evictions)
  return {
    see(event) {
      if (event.isService || event.result === 'failure') return
      const exported = event.act === 'quarantineexport'
      if (!exported) bursts.add(event, {owner: event.user})
      context.report(
        signalOf(event, {
          rule: quarantine.id,
          key: event.user,
          severity: exported ? 'low' : 'hint',
          rareSeverity: 'low',
          title: `${event.user} ${exported ? 'exported' : 'released'} a message from quarantine`,
          why: event.operation.trim(),
        }),
      )
    },
    finish() {
      const least = scaled(10, 3, context.tenant.users)
      for (const [user, all] of bursts.finish()) {
        const [most] = [...all].sort((a, b) => b.count - a.count)
        if (!most || most.count < least) continue
        context.report({
          rule: quarantine.id,
          key: `${user} many`,
          severity: 'low',
          title: `${user} released ${countOf(most.count, 'message')} from quarantine in a day`,
          why: `${countOf(most.count, 'message')}, where ${least} are many`,
          actors: [user],
          evidence: most.evidence,
        })
      }
    },
  }
}

export const securityControls: Rule[] = [
  weakened,
  silenced,
  {
    metas: [quarantine],
    wants: {operations: ['quarantinereleasemessage', 'quarantineexport']},
    start: startQuarantine,
  },
]
