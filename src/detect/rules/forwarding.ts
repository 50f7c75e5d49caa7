/** Mailboxes that forward all they get (MBX-02), and external addresses to which several mailboxes send (MBX-08). */

import {domainOf, foldUser} from '../../audit/identity.ts'
import {BoundedMap, Distinct} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList} from '../evidence-list.ts'
import {externalRecipients, ownDomainsOf} from '../external-recipients.ts'
import {countOf, type DetectionContext, listed, type Rule, type RuleMeta, type RuleRun, signalOf} from '../rule.ts'
import {addressesIn, ruleOfCmdlet, ruleOfOutlook} from './inbox-rule.ts'

const forwarding: RuleMeta = {
  id: 'MBX-02',
  title: 'Mailbox forwarding to an external address',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1114.003'],
  question: 'Is all mail of a mailbox forwarded outside?',
  benign: 'A leaver’s or a merged company’s mailbox, forwarded as agreed.',
  next: [
    'Ask the account that set it, and the owner, for the reason.',
    'Remove the forwarding and trace which mail left.',
    'Block automatic forwarding in the outbound policy.',
  ],
  source: 'https://attack.mitre.org/techniques/T1114/003/',
  needs: {operations: ['set-mailbox']},
}

const shared: RuleMeta = {
  ...forwarding,
  id: 'MBX-08',
  thresholds: [{what: 'mailboxes that forward to one address', least: 2}],
  title: 'Several mailboxes forward to one external address',
  question: 'Does one external address collect mail of several mailboxes?',
  benign: 'A supplier’s ticket system that several users feed.',
  next: [
    'Find out who owns the address.',
    'Remove the rules and forwardings, all of them.',
    'Look for the sign-ins before each.',
  ],
  needs: {operations: ['set-mailbox', 'new-inboxrule', 'set-inboxrule', 'updateinboxrules']},
}

function forwardings(context: DetectionContext): RuleRun {
  return {
    see(event) {
      if (event.result === 'failure') return
      const {parameters, time} = event
      const values = [parameters.get('ForwardingSmtpAddress'), parameters.get('ForwardingAddress')].filter(Boolean)
      if (values.length === 0) return
      const targets = addressesIn(values.join(';'))
      const mailbox = foldUser(parameters.get('Identity') || event.object)
      const near = ownDomainsOf(event)
      const vanishes = parameters.isFalse('DeliverToMailboxAndForward')
      const firsts = targets.map(target => context.terms.note('forward-target', '', target, time, event.user))
      const habitual =
        context.history !== undefined && firsts.length > 0 && firsts.every(first => first === Number.NEGATIVE_INFINITY)
      context.report(
        signalOf(event, {
          rule: forwarding.id,
          key: `${event.user} ${domainOf(targets[0] ?? '')}`,
          title: `${event.user} set ${mailbox} to forward to ${listed(targets.length > 0 ? targets : values)}`,
          why: '',
          objects: [mailbox, ...targets],
          users: mailbox.includes('@') && mailbox !== event.user ? [mailbox] : [],
          settle: () => {
            const outside = externalRecipients(context, targets, near)
            if (outside.length === 0)
              return {severity: 'hint', confidence: 'low', why: 'All mail is forwarded to an internal mailbox'}
            return {
              severity: habitual ? 'low' : 'medium',
              confidence: vanishes ? 'high' : 'medium',
              why: `All mail is forwarded to ${listed(outside)}, an external address${vanishes ? '; no copy is kept' : ''}${habitual ? '; mail was forwarded there in earlier months too' : ''}`,
            }
          },
        }),
      )
    },
  }
}

interface Collector {
  /** Who set it up. */
  actors: Distinct
  mailboxes: Distinct
  near: Set<string>
  evidence: EvidenceList
  earlier: boolean
}

function collectors(context: DetectionContext): RuleRun {
  const targets = new BoundedMap<string, Collector>('addresses that get forwarded mail', 5_000, context.evictions, {
    weight: ({actors, mailboxes}) => Math.min(actors.size, mailboxes.size),
    actor: (_address, {actors}) => actors.list()[0] ?? '',
  })
  return {
    see(event) {
      if (event.result === 'failure') return
      const {mailbox, addresses} = sendingOf(event)
      for (const address of addresses) {
        const earlier =
          context.history !== undefined &&
          context.terms.firstSeen('forward-target', '', address) === Number.NEGATIVE_INFINITY
        const one = targets.at(address, () => ({
          actors: new Distinct(50),
          mailboxes: new Distinct(50),
          near: new Set(),
          evidence: new EvidenceList(50),
          earlier,
        }))
        one.actors.add(event.user)
        one.mailboxes.add(mailbox)
        if (one.near.size < 20) for (const home of ownDomainsOf(event)) one.near.add(home)
        one.evidence.add(event)
      }
    },
    finish() {
      for (const [address, one] of targets.entries()) {
        // What one administrator sets up for many is a migration, and told as forwarding.
        if (one.actors.size < 2 || one.mailboxes.size < 2) continue
        if (externalRecipients(context, [address], [...one.near]).length === 0) continue
        context.report({
          rule: shared.id,
          key: address,
          severity: one.earlier ? 'low' : 'medium',
          title: `${one.mailboxes} mailboxes forward to ${address}`,
          why: `${listed(one.mailboxes.list(), 5)}, set up by ${countOf(one.actors.toString(), 'account')}${one.earlier ? '; mail was forwarded there in earlier months too' : ''}`,
          actors: one.actors.list(),
          users: one.mailboxes.list(),
          objects: [address],
          evidence: one.evidence,
        })
      }
    },
  }
}

function sendingOf(event: AuditEvent): {mailbox: string; addresses: string[]} {
  if (event.act === 'set-mailbox') {
    const mailbox = foldUser(event.parameters.get('Identity') || event.object)
    return {mailbox, addresses: addressesIn(event.parameters.get('ForwardingSmtpAddress'))}
  }
  const rule = event.act === 'updateinboxrules' ? ruleOfOutlook(event) : ruleOfCmdlet(event)
  return {mailbox: rule.mailbox, addresses: rule.targets}
}

export const forwardingRules: Rule[] = [
  {
    metas: [shared],
    wants: {operations: ['set-mailbox', 'new-inboxrule', 'set-inboxrule', 'updateinboxrules']},
    actors: 'accounts',
    start: collectors,
  },
  {metas: [forwarding], wants: {operations: ['set-mailbox']}, actors: 'accounts', start: forwardings},
]
