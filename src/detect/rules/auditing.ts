/** The audit log itself: switched off, bypassed, kept shorter, its licence taken away (AUD-01 to 04). */

import {foldUser} from '../../audit/identity.ts'
import type {Severity} from '../../audit/severity.ts'
import type {AuditEvent} from '../event.ts'
import {quoted} from '../novelty.ts'
import {matching, type Rule, type RuleMatch, type RuleMeta} from '../rule.ts'

const off: RuleMeta = {
  id: 'AUD-01',
  title: 'Audit log switched off',
  severity: 'high',
  confidence: 'high',
  techniques: ['T1562.008'],
  question: 'Was the unified audit log, the source of this report, switched off?',
  benign: 'Rarely legitimate.',
  next: [
    'Switch the log on again.',
    'Ask the administrator, by phone rather than by mail.',
    'Treat the time since then as unseen.',
  ],
  source: 'https://learn.microsoft.com/purview/audit-log-enable-disable',
  needs: {operations: [/^[a-z]+-[a-z]+$/]},
}

const mailboxes: RuleMeta = {
  ...off,
  id: 'AUD-02',
  thresholds: [],
  title: 'Mailbox auditing bypassed or switched off',
  severity: 'medium',
  question: 'Can an account read mail without leaving a record?',
  benign: 'A backup account that produced too many records.',
  next: [
    'Ask the administrator for the reason.',
    'Set the mailbox’s auditing back; it is on by default.',
    'Look for other acts of that administrator on the same day.',
  ],
  source: 'https://learn.microsoft.com/purview/audit-mailboxes',
}

const retention: RuleMeta = {
  ...mailboxes,
  id: 'AUD-03',
  thresholds: [],
  title: 'Audit log retention changed',
  confidence: 'medium',
  techniques: ['T1562.008', 'T1070'],
  question: 'Will evidence be deleted sooner?',
  benign: 'A change of licences; a new retention policy.',
  source: 'https://learn.microsoft.com/purview/audit-log-retention-policies',
}

const licence: RuleMeta = {
  ...retention,
  id: 'AUD-04',
  thresholds: [],
  title: 'Audit (Premium) licence removed from a user',
  question: 'Is a mailbox audited in less detail than before?',
  benign: 'A move between licences.',
  source: 'https://learn.microsoft.com/purview/audit-solutions-overview',
  needs: {operations: ['change user license']},
}

const switchedOff = matching(off, {operations: ['set-adminauditlogconfig']}, ({parameters, user}) => {
  const name = ['UnifiedAuditLogIngestionEnabled', 'AdminAuditLogEnabled'].find(one => parameters.isFalse(one))
  return (
    name !== undefined && {
      key: user,
      title: `by ${user}`,
      why: `${name} was set to False`,
      objects: ['Audit log'],
      facts: ['Audit log'],
    }
  )
})

const bypass = matching(
  mailboxes,
  {operations: ['set-mailboxauditbypassassociation', 'set-mailbox', 'set-organizationconfig']},
  event => {
    const {act, parameters, user} = event
    const target = foldUser(parameters.get('Identity') || event.object)
    const match = (severity: Severity, why: string, what: string): RuleMatch => ({
      key: `${user} ${act}`,
      severity,
      title: `${user} ${what}`,
      why,
      objects: [target].filter(Boolean),
      users: target.includes('@') && target !== user ? [target] : [],
    })
    if (act === 'set-organizationconfig')
      return (
        parameters.isTrue('AuditDisabled') &&
        match('high', 'AuditDisabled is True', 'switched mailbox auditing off for all users')
      )
    if (act === 'set-mailboxauditbypassassociation')
      return (
        parameters.isTrue('AuditBypassEnabled') &&
        match('medium', 'AuditBypassEnabled is True', `allowed ${target} to act in mailboxes without a record`)
      )
    if (parameters.isFalse('AuditEnabled'))
      return match('medium', 'AuditEnabled is False', `switched auditing of ${target} off`)
    const shrunk = ['AuditOwner', 'AuditDelegate', 'AuditAdmin'].find(
      name => parameters.has(name) && /^(\s*|none|\$null|@\{\s*remove.*)$/i.test(parameters.get(name)),
    )
    return (
      shrunk !== undefined &&
      match('medium', `${shrunk} is ${quoted(parameters.get(shrunk))}`, `reduced what is audited of ${target}`)
    )
  },
)

/** Cmdlets of the compliance centre carry their parameters as text. */
export function complianceText(event: AuditEvent): string {
  const list = event.parameters.allText()
  return `${list} ${event.text('NonPIIParameters')} ${event.text('Parameters')}`.slice(0, 8_000)
}

const keeping = matching(retention, {operations: [/^(new|set|remove)-unifiedauditlogretentionpolicy$/]}, event => {
  const {user, act} = event
  const text = complianceText(event)
  const shorter = /retentionduration\W{1,4}(seven|thirty|three|six)/i.test(text)
  const removed = act.startsWith('remove')
  if (act.startsWith('new') && !shorter) return undefined
  return {
    key: user,
    severity: removed || shorter ? 'medium' : 'low',
    title: `${user}, ${event.operationName}`,
    why: removed
      ? 'A retention policy of the log was removed'
      : shorter
        ? 'Records are now kept for months only'
        : 'The retention was changed',
    objects: [event.object].filter(Boolean),
  }
})

const advanced = /M365_ADVANCED_AUDITING/
const taken = matching(licence, {operations: ['change user license', 'update user']}, event => {
  const change = event.change('AssignedLicense')
  const disabled = (text: string) =>
    [...text.matchAll(/DisabledPlans=\[([^\]]{0,4000})/g)].some(([, one = '']) => advanced.test(one))
  const now = change?.now ?? event.extended.allText()
  if (!advanced.test(now) || !disabled(now) || (change && disabled(change.old))) return undefined
  const person = foldUser(event.target.name || event.object)
  return {
    key: event.user,
    severity: 'low',
    title: `${event.user} removed it from ${person}`,
    why: 'DisabledPlans now holds M365_ADVANCED_AUDITING',
    objects: [person],
    users: [person],
  }
})

export const auditing: Rule[] = [switchedOff, bypass, keeping, taken]
