/** Mail protection weakened (AUD-05), alerts switched off (AUD-06), quarantine opened (AUD-09). */
import type {AuditEvent} from '../event.ts'
import {quoted} from '../novelty.ts'
import {countOf, day, matching, type Rule, type RuleMeta} from '../rule.ts'
import {type CountingRuleMeta, volumeRule} from '../volume-rule.ts'
import {complianceText} from './auditing.ts'

const protection: RuleMeta = {
  id: 'AUD-05',
  title: 'Mail or data protection weakened',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1562.001'],
  question: 'Was a protection removed before mail came in, or data went out?',
  benign: 'Tuning after false alarms; a move to another product.',
  next: [
    'Ask the administrator for the change record.',
    'Compare the policy with its former state.',
    'Look for mail that came through since then.',
  ],
  source: 'https://attack.mitre.org/techniques/T1562/001/',
  needs: {operations: [/^(set|remove|disable)-/]},
}

const alerts: RuleMeta = {
  ...protection,
  id: 'AUD-06',
  thresholds: [],
  title: 'Alert switched off',
  question: 'Is a warning no longer sent?',
  benign: 'An alert that was noise, and was replaced.',
  next: [
    'Ask the administrator for the reason.',
    'Switch the alert on again, or document why not.',
    'Look for what it would have warned of.',
  ],
}

/** By the portal, or by a cmdlet. */
const releasing = ['quarantinereleasemessage', 'quarantinerelease', 'release-quarantinemessage']
const exporting = ['quarantineexport', 'quarantineexportmessage', 'export-quarantinemessage']

const quarantine: CountingRuleMeta = {
  ...protection,
  id: 'AUD-09',
  thresholds: [{what: 'messages released by one account', least: 10, factor: 3, within: day}],
  title: 'Message released from quarantine',
  severity: 'low',
  confidence: 'low',
  techniques: ['T1562.001', 'T1566'],
  question: 'Was a malicious message released or exported?',
  benign: 'The help desk’s daily work.',
  next: [
    'Check which messages they were, and why they were held.',
    'Ask the recipients what they clicked.',
    'Remove the messages from the mailboxes if they are malicious.',
  ],
  source: 'https://learn.microsoft.com/defender-office-365/quarantine-admin-manage-messages-files',
  needs: {operations: [...releasing, ...exporting], recordTypes: ['Quarantine']},
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
  const base = {key: `${user} ${act}`, objects: [name], title: `${user}, ${event.operationName} ${name}`}
  if (!act.startsWith('set-')) return {...base, severity: 'medium', why: 'The policy no longer protects'}
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
    title: `${user}, ${event.operationName} ${name}`,
    why: act.startsWith('remove') ? 'The alert was removed' : 'The alert was switched off',
    objects: [name],
  }
})

const releases = volumeRule({
  meta: quarantine,
  wants: {operations: [...releasing, ...exporting]},
  actors: 'accounts',
  name: 'accounts that release from quarantine',
  by: 'count',
  habitDays: Number.POSITIVE_INFINITY,
  counted: event => (event.result !== 'failure' && releasing.includes(event.act) ? {owner: event.user} : undefined),
  single: event => {
    if (event.result === 'failure') return undefined
    const exported = exporting.includes(event.act)
    return {
      key: event.user,
      severity: exported ? 'low' : 'hint',
      rareSeverity: 'low',
      title: `${event.user} ${exported ? 'exported' : 'released'} a message`,
      why: event.operationName,
    }
  },
  told: ({owner, count}, {least}) => ({
    key: `${owner} many`,
    title: `${owner} released ${countOf(count, 'message')} in a day`,
    why: `${countOf(count, 'message')}; the threshold here is ${least}`,
  }),
})

export const securityControls: Rule[] = [weakened, silenced, releases]
