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
  day,
  minute,
  type Rule,
  type RuleMeta,
  type RuleRun,
  type Signal,
  signalOf,
} from '../rule.ts'

const credential: RuleMeta = {
  id: 'APP-08',
  title: 'Credential added to an app',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1098.001'],
  question: 'Can an unknown party now sign in as an app?',
  benign: 'The planned renewal of a secret or certificate, which ends with the removal of the old one; a new app.',
  next: [
    'Ask the account that added it whether it was planned.',
    'Check what the app may do, and what it did since.',
    'Remove the credential if it is not known.',
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
  thresholds: [],
  title: 'App owner changed',
  question: 'Can a new owner now add credentials to an app?',
  benign: 'A new member of the team; a hand-over.',
  next: [
    'Ask the former owner whether the change was planned.',
    'Check which credentials were added since.',
    'Remove owners that the app does not need.',
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

/** Principals of Microsoft's: there is no reason to give them a credential. */
const microsoft = /^0000000[\da-f]-0000-0(000-c000|ff1-ce00)-0{12}$/

function start(context: DetectionContext): RuleRun {
  // An app that is forgotten here counts as an old one, which tells more.
  const born = new BoundedMap<string, number>('apps registered', 5_000, context.evictions, {harmless: () => true})
  const isNew = (ids: readonly string[], time: number) =>
    ids.some(id => Math.abs(time - (born.get(id) ?? Number.NEGATIVE_INFINITY)) < 30 * minute)
  // A removal that is forgotten here leaves the renewal listed.
  const removals = new BoundedMap<string, Removal>('credentials removed', 5_000, context.evictions, {
    harmless: () => true,
  })
  return {
    see(event) {
      if (event.result === 'failure') return
      if (making.includes(event.act)) for (const id of applicationsOf(event)) born.at(id, () => event.time)
      else if (keys.includes(event.act)) {
        noteRemoval(event, removals)
        tellCredential(context, event, {fresh: isNew(applicationsOf(event), event.time), removals})
      } else if (owning.includes(event.act)) tellOwner(context, event, isNew)
      else
        context.report(
          signalOf(event, {
            rule: owner.id,
            key: `lost ${applicationsOf(event)[0] ?? event.object}`,
            severity: 'hint',
            title: `${event.user} removed an owner of an app`,
            why: `${event.operationName}: ${quoted(event.target.name || event.object)}`,
            applications: applicationsOf(event),
          }),
        )
    },
  }
}

/** The latest removal of an older credential, by account and app. */
interface Removal {
  time: number
  lost: readonly string[]
}

/** The old credential of a renewed one is removed within this time. */
const renewing = 7 * day

function noteRemoval(event: AuditEvent, removals: BoundedMap<string, Removal>): void {
  const change = event.change('KeyDescription')
  if (!change || change.lost.length === 0) return
  const {time, user} = event
  for (const id of applicationsOf(event)) {
    const removal = removals.at(`${user} ${id}`, () => ({time, lost: []}))
    removal.time = time
    removal.lost = change.lost.slice(0, 20)
  }
}

interface Credentials {
  fresh: boolean
  removals: BoundedMap<string, Removal>
}

function tellCredential(context: DetectionContext, event: AuditEvent, {fresh, removals}: Credentials): void {
  const change = event.change('KeyDescription')
  // Some records do not say which; one that was removed opens nothing.
  if (!change && event.act !== 'add service principal credentials') return
  const gained = change?.gained ?? []
  if (change && gained.length === 0) return
  const {user, kind, time} = event
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
      title: `${user} added a credential to ${quoted(name)}`,
      why: `${countOf(Math.max(1, gained.length), 'new credential')}${names[0] ? ` (${quoted(names[0])})` : ''}; before: ${old || 'none'}${foreign ? '; the app is Microsoft’s own' : ''}${byAnother ? '; added by another app' : ''}`,
      objects: [name],
      applications,
      ...(severity === 'low'
        ? {settle: settledCredential({accounts: applications.map(id => `${user} ${id}`), time, gained, removals})}
        : {}),
    }),
  )
}

interface NewCredential {
  /** Keys of removals. */
  accounts: readonly string[]
  time: number
  gained: readonly string[]
  removals: BoundedMap<string, Removal>
}

/** A renewal: an intruder who adds one keeps the old one, which the app needs. What removes the new one itself hides it. */
function settledCredential({accounts, time, gained, removals}: NewCredential): NonNullable<Signal['settle']> {
  return () => {
    const isRenewed = accounts.some(account => {
      const removal = removals.get(account)
      const isSoon = removal !== undefined && removal.time >= time && removal.time - time <= renewing
      return isSoon && !removal.lost.some(text => gained.includes(text))
    })
    return isRenewed ? {severity: 'hint'} : {}
  }
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
      title: `${made || 'an account'} became owner of ${quoted(name || 'an app')}`,
      why: oneself
        ? `${user} added their own account, to an app that existed before`
        : `${user} made ${made || 'the account'} an owner${guest ? ', a guest' : ''}`,
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
  {
    metas: [credential, owner],
    wants: {operations: [...making, ...owning, ...losing, ...keys]},
    actors: 'accounts',
    start,
  },
]
