/** Transport rules (MBX-09), and connectors, remote domains and outbound policies (MBX-10). */

import type {Severity} from '../../audit/severity.ts'
import type {AuditEvent} from '../event.ts'
import {externalRecipients, ownDomainsOf} from '../external-recipients.ts'
import {quoted} from '../novelty.ts'
import {
  type DetectionContext,
  listed,
  matching,
  type Rule,
  type RuleMatch,
  type RuleMeta,
  type Signal,
} from '../rule.ts'
import {addressesIn} from './inbox-rule.ts'

const transport: RuleMeta = {
  id: 'MBX-09',
  title: 'Mail flow rule copies, redirects or drops mail',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1114.003', 'T1564.008'],
  question: 'Is mail of the whole organisation redirected?',
  benign: 'A journal or archive; a rule of the mail team with a change record.',
  next: [
    'Ask the administrator for the change record.',
    'Read the rule: whom it concerns, where it sends.',
    'Disable the rule if it has no owner.',
  ],
  source: 'https://attack.mitre.org/techniques/T1114/003/',
  needs: {operations: ['new-transportrule', 'set-transportrule', 'remove-transportrule', 'disable-transportrule']},
}

const flow: RuleMeta = {
  id: 'MBX-10',
  title: 'Mail connector or policy opened',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1114.003', 'T1562'],
  question: 'Was a path opened for mail to leave, or to come in unchecked?',
  benign: 'A migration; a device or service that sends through the tenant.',
  next: [
    'Ask the administrator for the change record.',
    'Check hosts, certificates and addresses that it names.',
    'Take the permission back when the work is done.',
  ],
  source: 'https://attack.mitre.org/techniques/T1114/003/',
  needs: {operations: ['new-inboundconnector', 'set-inboundconnector', 'new-outboundconnector', 'set-remotedomain']},
}

const copying = ['BlindCopyTo', 'CopyTo', 'RedirectMessageTo', 'AddToRecipients']

const transportRules = matching(
  transport,
  {operations: [/^(new|set|remove|disable)-transportrule$/]},
  (event, context) => {
    const {parameters, user} = event
    const name = quoted(parameters.get('Name') || parameters.get('Identity') || event.object || 'without a name')
    const base = {key: `${user} ${name}`, objects: [name]}
    if (/^(remove|disable)/.test(event.act))
      return {
        ...base,
        severity: 'low',
        title: `${user}, ${event.operationName} ${name}`,
        why: 'A mail flow rule no longer works',
      }
    const copied = copying.filter(one => parameters.get(one) !== '')
    if (copied.length > 0) {
      const targets = addressesIn(copied.map(one => parameters.get(one)).join(';'))
      return {
        ...base,
        title: `rule ${name} of ${user} sends mail to ${listed(targets) || 'an unnamed recipient'}`,
        why: `${copied.join(', ')} is set`,
        settle: settled(context, {targets, near: ownDomainsOf(event), copied}),
      }
    }
    return droppingOf(event, base, name)
  },
)

interface Copied {
  targets: string[]
  near: string[]
  copied: string[]
}

function settled(context: DetectionContext, {targets, near, copied}: Copied): () => Partial<Signal> {
  return () => {
    const outside = externalRecipients(context, targets, near)
    if (outside.length === 0) return {severity: 'low'}
    return {severity: 'medium', why: `${copied.join(', ')} names ${listed(outside)}, external`}
  }
}

function droppingOf(event: AuditEvent, base: {key: string}, name: string): RuleMatch | undefined {
  const {parameters, user} = event
  const title = (what: string) => `rule ${name} of ${user} ${what}`
  if (parameters.isTrue('DeleteMessage'))
    return {...base, severity: 'medium', title: title('deletes mail'), why: 'DeleteMessage is True'}
  if (parameters.get('SetSCL').trim() === '-1')
    return {...base, severity: 'low', title: title('lets mail bypass the spam filter'), why: 'SetSCL is -1'}
  if (/^donotaudit$/i.test(parameters.get('SetAuditSeverity')))
    return {
      ...base,
      severity: 'low',
      title: title('is excluded from audit severity'),
      why: 'SetAuditSeverity is DoNotAudit',
    }
  if (parameters.get('SetHeaderName') !== '')
    return {...base, severity: 'hint', title: title('sets a header'), why: quoted(parameters.get('SetHeaderName'))}
  return undefined
}

const mailFlowChanges = matching(
  flow,
  {
    operations: [
      ...['new-inboundconnector', 'set-inboundconnector', 'new-outboundconnector', 'set-outboundconnector'],
      ...['set-remotedomain', 'new-remotedomain', 'set-hostedoutboundspamfilterpolicy'],
      ...['new-hostedoutboundspamfilterpolicy', 'set-hostedconnectionfilterpolicy', 'set-hostedcontentfilterpolicy'],
    ],
  },
  event => {
    const found = openingOf(event)
    if (!found) return undefined
    const name = quoted(event.parameters.get('Name') || event.parameters.get('Identity') || event.object)
    return {
      key: `${event.user} ${event.act}`,
      severity: found.severity,
      title: `${event.user}, ${event.operationName} ${name}`,
      why: found.why,
      objects: [name],
    }
  },
)

function openingOf({act, parameters}: AuditEvent): {severity: Severity | 'hint'; why: string} | undefined {
  const named = (name: string) => `${name} is ${quoted(parameters.get(name))}`
  if (act.endsWith('connector')) {
    const hosts = ['SmartHosts', 'SenderIPAddresses', 'SenderDomains', 'RecipientDomains'].filter(
      name => parameters.get(name) !== '',
    )
    if (act.startsWith('set-') && hosts.length === 0) return undefined
    return {severity: 'low', why: hosts.map(named).join(', ') || 'A new connector'}
  }
  if (act.endsWith('remotedomain') && parameters.isTrue('AutoForwardEnabled')) {
    const everywhere = /^(default|\*)$/i.test(parameters.get('Identity') || parameters.get('DomainName'))
    return {severity: everywhere ? 'medium' : 'low', why: 'Automatic forwarding is allowed (AutoForwardEnabled True)'}
  }
  if (/^on$/i.test(parameters.get('AutoForwardingMode')))
    return {severity: 'medium', why: 'Automatic forwarding is allowed (AutoForwardingMode On)'}
  const listed = ['IPAllowList', 'AllowedSenders', 'AllowedSenderDomains'].find(name => parameters.get(name) !== '')
  return listed ? {severity: 'low', why: named(listed)} : undefined
}

export const mailFlow: Rule[] = [transportRules, mailFlowChanges]
