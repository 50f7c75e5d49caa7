/** What the platform itself has found, handed on (ALT-01). */

import {foldUser, isGuid} from '../../audit/identity.ts'
import {isObject} from '../../audit/json.ts'
import type {Severity} from '../../audit/severity.ts'
import type {AuditEvent} from '../event.ts'
import {nested, own, textOf} from '../field-values.ts'
import {quoted} from '../novelty.ts'
import {matching, type Rule, type RuleMatch, type RuleMeta} from '../rule.ts'

const alert: RuleMeta = {
  id: 'ALT-01',
  title: 'Microsoft alert',
  severity: 'info',
  confidence: 'medium',
  techniques: [],
  question: 'What did Microsoft 365 itself report?',
  benign: 'A drill; an alert that was handled when it was raised.',
  next: [
    'Open the alert and check whether it was closed, and by whom.',
    'Check what the account did in the hours around it.',
    'Tune the alert policy if it is noise.',
  ],
  source: 'https://learn.microsoft.com/defender-xdr/alert-policies',
  needs: {operations: ['alerttriggered', 'alertentitygenerated', 'timaildata'], recordTypes: ['MCASAlerts']},
}

const bySeverity: Record<string, Severity> = {high: 'medium', medium: 'low', low: 'info', informational: 'info'}

function detailsOf(event: AuditEvent): unknown {
  const data = event.raw('Data')
  return typeof data === 'string' ? nested(data) : data
}

/** People among what an alert names. */
function peopleIn(texts: readonly string[]): string[] {
  const people = texts.flatMap(text => text.split(/[;,\s]+/)).map(foldUser)
  return [...new Set(people.filter(one => /^[^@]{1,100}@[^@]{1,200}$/.test(one)))].slice(0, 20)
}

function alertOf(event: AuditEvent): RuleMatch | undefined {
  const data = detailsOf(event)
  const field = (name: string) => textOf(own(data, name))
  const name = event.text('Name') || field('an') || event.operationName
  const said = (event.text('Severity') || field('sev')).toLowerCase()
  const severity = bySeverity[said] ?? 'info'
  const people = peopleIn([field('f3u'), field('suid'), field('eid'), event.text('AlertEntityId')])
  const id = event.text('AlertId')
  // Delayed mail is no attack.
  const idle = /mailflow/i.test(event.text('Category')) && severity === 'info'
  return {
    // Each alert for itself where it matters; else one for its name.
    key: severity === 'info' || id === '' ? name : id,
    severity: idle ? 'hint' : severity,
    title: `Microsoft alert: ${name}`,
    why: `Severity ${said || 'not given'}, category ${quoted(event.text('Category') || 'not given')}`,
    actors: event.isService ? people.slice(0, 1) : [event.user],
    users: people,
    objects: [name],
  }
}

function cloudAlertOf(event: AuditEvent): RuleMatch {
  const data = detailsOf(event)
  const name = event.text('Name') || event.text('Title') || textOf(own(data, 'title')) || event.operationName
  const said = (event.text('Severity') || textOf(own(data, 'severity'))).toLowerCase()
  const severity = bySeverity[said] ?? (said === '2' ? 'medium' : said === '1' ? 'low' : 'info')
  const people = peopleIn([event.text('AlertEntityId'), textOf(own(data, 'user')), event.isService ? '' : event.user])
  return {
    key: severity === 'info' ? name : event.text('AlertId') || name,
    severity,
    title: `Microsoft alert: ${name}`,
    why: `Defender for Cloud Apps, severity ${said || 'not given'}`,
    actors: people.slice(0, 1),
    users: people,
    objects: [name],
  }
}

/** Older records name only what the policy did; '' where the record says nothing. */
function deliveryOf(event: AuditEvent): string {
  const said = event.text('DeliveryAction')
  const policy = event.text('PolicyAction')
  if (said !== '' || policy === '') return said
  if (/quarantine|delete|block|reject/i.test(policy)) return 'Blocked'
  return /jmf|junk/i.test(policy) ? 'DeliveredAsJunk' : 'Delivered'
}

/** Harmful mail that reached a mailbox. */
function mailOf(event: AuditEvent): RuleMatch | undefined {
  const delivered = deliveryOf(event)
  if (delivered === '' || /outbound|intra/i.test(event.text('Directionality'))) return undefined
  const verdict = event.text('Verdict')
  if (!/phish|malware/i.test(verdict)) return undefined
  // One line for all that did not arrive: there may be thousands.
  if (/^(blocked|replaced)$/i.test(delivered))
    return {
      key: 'blocked mail',
      severity: 'info',
      title: 'phishing or malware mail was blocked',
      why: `DeliveryAction is ${quoted(delivered)}`,
      actors: [],
    }
  const junk = /junk/i.test(delivered)
  const sender = event.text('P2Sender') || event.text('P1Sender') || 'an unknown sender'
  const people = peopleIn(event.list('Recipients').map(textOf))
  return {
    key: `mail of ${sender.toLowerCase()}`,
    severity: junk ? 'hint' : 'info',
    title: `${verdict} from ${sender} was delivered`,
    why: `DeliveryAction is ${quoted(delivered)}; subject ${quoted(event.text('Subject'))}`,
    actors: [],
    users: people,
    objects: [event.text('Subject')].filter(Boolean),
  }
}

/** A user followed a link that is known to be malicious. */
function clickOf(event: AuditEvent): RuleMatch | undefined {
  const action = event.text('UrlClickAction') || event.text('ActionType')
  const through = /^(allowed|2|4|5|blockpageoverride|pendingdetonationpageoverride|clickallowed)$/i.test(action)
  const url = event.text('Url').slice(0, 500)
  const user = foldUser(event.text('UserId'))
  return {
    key: `click ${user}`,
    severity: through ? 'low' : 'info',
    title: `${user} clicked a malicious link`,
    why: `${quoted(url)}${through ? '; the click was allowed' : '; the click was blocked'}`,
    actors: isGuid(user) ? [] : [user],
    objects: [url].filter(Boolean),
  }
}

function match(event: AuditEvent): RuleMatch | undefined | false {
  switch (event.recordType) {
    case 'SecurityComplianceAlerts':
      return alertOf(event)
    case 'MCASAlerts':
      return cloudAlertOf(event)
    case 'ThreatIntelligence':
      return mailOf(event)
    case 'ThreatIntelligenceUrl':
      return clickOf(event)
    case 'ThreatIntelligenceAtpContent':
      return fileOf(event)
    case 'AirInvestigation':
      return {
        key: event.text('InvestigationType') || 'investigation',
        severity: 'hint',
        title: `automated investigation: ${event.text('InvestigationName')}`,
        why: `Status ${quoted(event.text('Status'))}`,
        actors: [],
        users: peopleOfInvestigation(event),
      }
    default:
      return {
        key: event.user,
        severity: 'hint',
        title: `${event.user} reported a message`,
        why: event.operationName,
        actors: [event.user],
      }
  }
}

/** A file that Safe Attachments found harmful; the record's user is the service. */
function fileOf(event: AuditEvent): RuleMatch {
  const name = event.in('FileData', 'FileName') || event.object
  const family = event.in('FileData', 'MalwareFamily')
  const [owner] = peopleIn([event.text('LastModifiedBy'), event.isService ? '' : event.user])
  return {
    key: owner ?? name,
    severity: 'low',
    title: `Microsoft alert: malicious file ${quoted(name)}${owner ? ` of ${owner}` : ''}`,
    why: [event.text('DetectionMethod') || event.operationName, family && `family ${quoted(family)}`]
      .filter(Boolean)
      .join(', '),
    actors: owner ? [owner] : [],
    objects: [event.object || name].filter(Boolean),
  }
}

function peopleOfInvestigation(event: AuditEvent): string[] {
  const entities = event
    .list('Actions')
    .slice(0, 20)
    .flatMap(action => {
      const list = own(action, 'Entities')
      return Array.isArray(list) ? list.slice(0, 20) : []
    })
  return peopleIn(entities.filter(isObject).map(entity => textOf(own(entity, 'Recipient'))))
}

const recordTypes = [
  ...['SecurityComplianceAlerts', 'MCASAlerts', 'ThreatIntelligence', 'ThreatIntelligenceUrl'],
  ...['ThreatIntelligenceAtpContent', 'AirInvestigation', 'MailSubmission'],
]

export const alerts: Rule[] = [matching(alert, {recordTypes, services: true}, match)]
