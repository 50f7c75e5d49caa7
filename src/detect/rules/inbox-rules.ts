/** Inbox rules that send mail out or hide it (MBX-01, 03 to 06), and the removal of rules and like settings (MBX-07). */

import type {Severity} from '../../audit/severity.ts'
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {externalRecipients, ownDomainsOf} from '../external-recipients.ts'
import {quoted} from '../novelty.ts'
import {type DetectionContext, day, listed, type Rule, type RuleMeta, type RuleRun, signalOf} from '../rule.ts'
import {hidingOf, type InboxRule, oddName, ruleOfCmdlet, ruleOfOutlook, ruleSubject} from './inbox-rule.ts'

const outward: RuleMeta = {
  id: 'MBX-01',
  title: 'Inbox rule forwards mail to an external address',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1114.003'],
  question: 'Does an external address get a copy of a mailbox?',
  benign: 'A private archive; a second job; a supplier’s ticket system.',
  next: [
    'Ask the owner whether the rule and the address are theirs.',
    'Remove the rule, and list which messages it forwarded.',
    'Check from where the account was signed in when the rule was made.',
  ],
  source: 'https://attack.mitre.org/techniques/T1114/003/',
  needs: {operations: ['new-inboxrule', 'set-inboxrule']},
}

const hiding: RuleMeta = {
  ...outward,
  id: 'MBX-03',
  thresholds: [],
  title: 'Inbox rule hides or deletes mail',
  techniques: ['T1564.008'],
  question: 'Is mail hidden from the mailbox owner?',
  benign: 'A rule against newsletters; a filing rule whose folder is also one that attackers use.',
  next: [
    'Ask the owner whether they made the rule.',
    'Search the folder for replies to mail that the owner never wrote.',
    'Remove the rule, revoke sessions and reset the password if it is not theirs.',
  ],
  source: 'https://attack.mitre.org/techniques/T1564/008/',
}

const oddlyNamed: RuleMeta = {
  ...hiding,
  id: 'MBX-04',
  thresholds: [],
  title: 'Inbox rule with a punctuation-only name',
  severity: 'low',
  confidence: 'low',
  question: 'Was the rule named by a script or in haste?',
  benign: 'Haste.',
}

const keywords: RuleMeta = {
  ...hiding,
  id: 'MBX-05',
  thresholds: [],
  title: 'Inbox rule matches payment or security words',
  severity: 'low',
  confidence: 'low',
  question: 'Does a rule catch warnings or payments?',
  benign: 'Filing of invoices; sorting at a help desk.',
}

const outlook: RuleMeta = {
  ...hiding,
  id: 'MBX-06',
  thresholds: [],
  title: 'Outlook rule forwards or hides mail',
  techniques: ['T1137.005', 'T1114.003'],
  benign: 'Old rules that a new profile writes again.',
  source: 'https://attack.mitre.org/techniques/T1137/005/',
  needs: {operations: ['updateinboxrules']},
}

const undone: RuleMeta = {
  ...hiding,
  id: 'MBX-07',
  thresholds: [],
  title: 'Inbox rule removed, or junk or auto-reply settings changed',
  severity: 'low',
  confidence: 'low',
  question: 'Was a rule removed after it had been used?',
  benign: 'The owner’s own clean-up; a holiday.',
  needs: {operations: ['remove-inboxrule', 'disable-inboxrule', 'set-mailboxautoreplyconfiguration']},
}

const making = ['new-inboxrule', 'set-inboxrule', 'enable-inboxrule']
const undoing = [
  ...['remove-inboxrule', 'disable-inboxrule', 'set-mailboxjunkemailconfiguration'],
  'set-mailboxautoreplyconfiguration',
]

function start(context: DetectionContext): RuleRun {
  const doubtful = new BoundedMap<string, number>('mailboxes with suspicious rules', 20_000, context.evictions, {
    until: time => time + 7 * day,
  })
  return {
    see(event) {
      if (event.result === 'failure') return
      if (undoing.includes(event.act) || /^remove/i.test(event.properties.get('RuleOperation'))) {
        tellUndone(context, event, doubtful)
        return
      }
      const rule = event.act === 'updateinboxrules' ? ruleOfOutlook(event) : ruleOfCmdlet(event)
      if (tell(context, event, rule)) {
        doubtful.delete(rule.mailbox)
        doubtful.at(rule.mailbox, () => event.time)
      }
    },
  }
}

interface Guise {
  score: number
  reasons: string[]
}

/** How much a rule looks like one that keeps mail from its owner. */
function guiseOf(rule: InboxRule): Guise {
  const reasons: string[] = []
  let score = 0
  const count = (points: number, reason: string) => {
    score += points
    reasons.push(reason)
  }
  const kind = rule.folder === '' ? undefined : hidingOf(rule.folder)
  if (rule.deletes) count(2, 'it deletes mail')
  else if (kind === 'odd') count(3, `it moves to ${quoted(rule.folder)}, a folder that is rarely opened`)
  else if (kind === 'gone') count(2, `it moves to ${quoted(rule.folder)}`)
  else if (kind === 'archive') count(1, `it moves to ${quoted(rule.folder)}`)
  if (score === 0) return {score, reasons}
  if (rule.broad) count(rule.deletes ? 2 : 1, 'it takes every message')
  const subject = ruleSubject(rule.words)
  if (subject === 'security') count(2, 'it looks for warnings')
  if (subject === 'finance') count(1, 'it looks for payments')
  const name = oddName(rule.name)
  if (name) count(name === 'signs' ? 2 : 1, `its name is ${quoted(rule.name)}`)
  if (rule.marksRead) count(1, 'it marks mail as read')
  return {score, reasons}
}

function weightOf(score: number): Severity | 'hint' {
  if (score >= 4) return 'medium'
  return score === 3 ? 'low' : 'hint'
}

/** @returns whether the rule is more than a filing rule. */
function tell(context: DetectionContext, event: AuditEvent, rule: InboxRule): boolean {
  const guise = guiseOf(rule)
  const mapi = event.act === 'updateinboxrules'
  const others = event.user === rule.mailbox ? [] : [rule.mailbox]
  const of = event.user === rule.mailbox ? '' : ` for ${rule.mailbox}`
  const common = {objects: [`${rule.mailbox}: ${rule.name || 'a rule'}`], users: others}
  if (rule.targets.length > 0) tellTargets(context, event, {rule, guise, mapi})
  if (guise.score > 0)
    context.report(
      signalOf(event, {
        ...common,
        rule: mapi ? outlook.id : hiding.id,
        key: `${rule.mailbox} hides`,
        severity: weightOf(guise.score),
        title: `${event.user} made a rule${of} that ${rule.deletes ? 'deletes' : 'hides'} mail`,
        why: `${upperFirst(guise.reasons.join(', '))}${rule.words === '' ? '' : `; it looks for ${quoted(rule.words)}`}`,
      }),
    )
  const name = oddName(rule.name)
  if (name && !mapi)
    context.report(
      signalOf(event, {
        ...common,
        rule: oddlyNamed.id,
        key: rule.mailbox,
        severity: name === 'signs' ? 'low' : 'hint',
        title: `${event.user} named a rule${of} ${quoted(rule.name)}`,
        why: name === 'signs' ? 'The name has neither letter nor digit' : 'The name carries no meaning',
      }),
    )
  const subject = ruleSubject(rule.words)
  const trick = rule.words.includes('\0')
  if ((subject || trick) && !mapi)
    context.report(
      signalOf(event, {
        ...common,
        rule: keywords.id,
        key: rule.mailbox,
        severity: trick ? 'medium' : subject === 'security' ? 'low' : 'hint',
        title: `${event.user} made a rule${of} for ${subject === 'finance' ? 'payments' : 'warnings'}`,
        why: `It looks for ${quoted(rule.words)}${trick ? ', with a NUL that hides the rule from Outlook' : ''}`,
      }),
    )
  return guise.score >= 3 || rule.targets.length > 0
}

interface Sending {
  rule: InboxRule
  guise: Guise
  mapi: boolean
}

function tellTargets(context: DetectionContext, event: AuditEvent, {rule, guise, mapi}: Sending): void {
  const near = ownDomainsOf(event)
  const {time, user} = event
  const firsts = rule.targets.map(target => context.terms.note('forward-target', '', target, time, user))
  // What an earlier month forwarded to is this organisation's habit.
  const habitual = context.history !== undefined && firsts.every(first => first === Number.NEGATIVE_INFINITY)
  const hides = guise.score >= 2
  context.report(
    signalOf(event, {
      rule: mapi ? outlook.id : outward.id,
      key: `${rule.mailbox} sends`,
      title: '',
      why: '',
      users: event.user === rule.mailbox ? [] : [rule.mailbox],
      settle: () => {
        const outside = externalRecipients(context, rule.targets, near)
        if (outside.length === 0) return 'drop'
        return {
          severity: hides ? 'high' : habitual ? 'low' : 'medium',
          title: `mail of ${rule.mailbox} to ${listed(outside)}`,
          why: `${listed(outside)} is external${hides ? `; ${guise.reasons.join(', ')}` : ''}${habitual ? '; mail was forwarded there in earlier months too' : ''}`,
          objects: [`${rule.mailbox}: ${rule.name || 'a rule'}`, ...outside],
        }
      },
    }),
  )
}

function tellUndone(context: DetectionContext, event: AuditEvent, doubtful: BoundedMap<string, number>): void {
  const mailbox = event.act === 'updateinboxrules' ? ruleOfOutlook(event).mailbox : ruleOfCmdlet(event).mailbox
  const before = doubtful.get(mailbox)
  const after = before !== undefined && event.time - before <= 7 * day
  context.report(
    signalOf(event, {
      rule: undone.id,
      key: mailbox,
      severity: after ? 'low' : 'hint',
      title: `${event.user}, ${event.operationName}`,
      why: after ? 'Within seven days of a rule that forwards or hides mail' : 'A setting of the mailbox changed',
      objects: [event.object].filter(Boolean),
    }),
  )
}

function upperFirst(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

export const inboxRules: Rule[] = [
  {
    metas: [outward, hiding, oddlyNamed, keywords, outlook, undone],
    wants: {operations: [...making, ...undoing, 'updateinboxrules']},
    actors: 'accounts',
    start,
  },
]
