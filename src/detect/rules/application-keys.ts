/** Who can act as an application: its credentials (APP-08) and its owners (APP-09). */

import {foldUser} from '../../audit/identity.ts'
import type {Severity} from '../../audit/severity.ts'
import {BoundedMap} from '../bounded.ts'
import {applicationName, applicationsOf} from '../directory.ts'
import type {AuditEvent} from '../event.ts'
import {quoted} from '../novelty.ts'
import {
  countOf,
  type DetectionContext,
  minute,
  type Rule,
  type RuleMeta,
  type RuleRun,
  type Signal,
  signalOf,
} from '../rule.ts'

const credential: RuleMeta = {
  id: 'APP-08',
  title: 'An application was given a credential',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1098.001'],
  question: 'Can somebody now sign in as an application?',
  benign: 'The yearly change of a secret or certificate; a new application.',
  next: [
    'Ask who added it whether it was planned.',
    'See what the application may do, and what it did since.',
    'Remove the credential if nobody knows it.',
  ],
  source: 'https://attack.mitre.org/techniques/T1098/001/',
  needs: {
    operations: [
      'update application - certificates and secrets management',
      'add service principal credentials',
      'update application',
    ],
  },
}

const owner: RuleMeta = {
  ...credential,
  id: 'APP-09',
  title: 'An application’s owners changed',
  question: 'Can somebody now give an application credentials of their own?',
  benign: 'A new colleague in the team; a hand-over.',
  next: [
    'Ask the former owner whether the change was planned.',
    'See which credentials were added since.',
    'Remove owners that the application does not need.',
  ],
  needs: {operations: ['add owner to application', 'add owner to service principal']},
}

const making = ['add application', 'add service principal']
const owning = ['add owner to application', 'add owner to service principal']
const losing = ['remove owner from application', 'remove owner from service principal']
const keys = [
  ...['update application - certificates and secrets management', 'add service principal credentials'],
  'update application',
]

/** Principals of Microsoft's: nobody has a reason to give them a credential. */
const microsoft = /^0000000[\da-f]-0000-0(000-c000|ff1-ce00)-0{12}$/

function start(context: DetectionContext): RuleRun {
  const born = new BoundedMap<string, number>('applications made', 5_000, context.evictions)
  const isNew = (ids: readonly string[], time: number) =>
    ids.some(id => Math.abs(time - (born.get(id) ?? Number.NEGATIVE_INFINITY)) < 30 * minute)
  return {
    see(event) {
      if (event.isService || event.result === 'failure') return
      if (making.includes(event.act)) for (const id of applicationsOf(event)) born.at(id, () => event.time)
      else if (keys.includes(event.act)) tellCredential(context, event, isNew(applicationsOf(event), event.time))
      else if (owning.includes(event.act)) tellOwner(context, event, isNew)
      else
        context.report(
          signalOf(event, {
            rule: owner.id,
            key: `lost ${applicationsOf(event)[0] ?? event.object}`,
            severity: 'hint',
            title: `${event.user} removed an owner of an application`,
            why: `${event.operation.trim()}: ${quoted(event.target.name || event.object)}`,
            applications: applicationsOf(event),
          }),
        )
    },
  }
}

function tellCredential(context: DetectionContext, event: AuditEvent, fresh: boolean): void {
  const change = event.change('KeyDescription')
  // Some records do not say which; a credential taken away is none that lets somebody in.
  if (!change && event.act !== 'add service principal credentials') return
  const gained = change?.gained ?? []
  if (change && gained.length === 0) return
  const {user, kind} = event
  const applications = applicationsOf(event)
  const name = applicationName(event)
  const foreign = applications.some(id => microsoft.test(id))
  const byAnother = kind === 'application' && !applications.includes(event.actor.id)
  const old = change?.oldList.length ?? 0
  const severity: Severity | 'hint' = foreign || byAnother ? 'medium' : fresh ? 'hint' : 'low'
  const names = gained.map(text => /DisplayName=([^,\]]{1,100})/.exec(text)?.[1] ?? '').filter(Boolean)
  context.report(
    signalOf(event, {
      rule: credential.id,
      key: `${user} ${applications[0] ?? name}`,
      severity,
      title: `${user} gave ${quoted(name)} a credential`,
      why: `${countOf(Math.max(1, gained.length), 'new credential')}${names[0] ? ` (${quoted(names[0])})` : ''}, where there ${old === 1 ? 'was' : 'were'} ${old || 'none'} before${foreign ? '; the application is Microsoft’s own' : ''}${byAnother ? '; given by another application' : ''}`,
      objects: [name],
      applications,
    }),
  )
}

function tellOwner(
  context: DetectionContext,
  event: AuditEvent,
  isNew: (ids: readonly string[], time: number) => boolean,
): void {
  const {user, time} = event
  const made = foldUser(event.target.kind === 'User' ? event.target.name : event.object)
  const oneself = made !== '' && made === user
  const guest = made.includes('#ext#')
  const name = event.change('Application.DisplayName')?.now || event.change('ServicePrincipal.DisplayName')?.now || ''
  const applications = applicationsOf(event).filter(id => id !== event.target.id)
  context.report(
    signalOf(event, {
      rule: owner.id,
      key: `${made} ${applications[0] ?? name}`,
      severity: oneself || guest ? 'low' : 'hint',
      rareSeverity: 'low',
      title: `${made || 'Somebody'} became an owner of ${quoted(name || 'an application')}`,
      why: oneself
        ? `${user} did it by their own hand, for an application that was there before`
        : `${user} made ${made || 'them'} an owner${guest ? ', a guest' : ''}`,
      users: [made].filter(Boolean),
      objects: [name].filter(Boolean),
      applications,
      // Who makes an application owns it; the records of one second come in any order.
      settle: settledOwner({applications, time, oneself, isNew}),
    }),
  )
}

interface NewOwner {
  applications: readonly string[]
  time: number
  oneself: boolean
  isNew: (ids: readonly string[], time: number) => boolean
}

/** A function of its own: a closure keeps all variables of its scope that any closure there uses, the record too. */
function settledOwner({applications, time, oneself, isNew}: NewOwner): NonNullable<Signal['settle']> {
  return () => (isNew(applications, time) ? (oneself ? 'drop' : {severity: 'hint', rareSeverity: undefined}) : {})
}

export const applicationKeys: Rule[] = [
  {metas: [credential, owner], wants: {operations: [...making, ...owning, ...losing, ...keys]}, start},
]
