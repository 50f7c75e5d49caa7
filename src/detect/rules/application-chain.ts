/** An application is made or changed, is given a credential or a consent, and then reads mail or files (APP-14). */

import {operationName} from '../acts.ts'
import {BoundedMap, Distinct} from '../bounded.ts'
import {applicationName, applicationsOf} from '../directory.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {isNewApplication} from '../novelty.ts'
import {countOf, type DetectionContext, day, type Rule, type RuleMeta, type RuleRun, spanText} from '../rule.ts'
import type {SummedAccount} from '../summed-accounts.ts'
import {granteeOf} from './permissions.ts'

const chain: RuleMeta = {
  id: 'APP-14',
  thresholds: [{what: 'days at most between grant and access', least: 7}],
  title: 'Illicit consent: app granted access, then used to read mail or files',
  severity: 'high',
  confidence: 'medium',
  techniques: ['T1528', 'T1098.001', 'T1114.002'],
  question: 'Did a new consent or credential lead to data access?',
  benign: 'A backup, archive or sales app deployed as planned.',
  next: [
    'Disable the app’s sign-in until its owner confirms it.',
    'List what it read: mailboxes, messages, files.',
    'Find out who consented or added the credential, and from which IP address.',
  ],
  source: 'https://attack.mitre.org/techniques/T1528/',
  needs: {operations: ['mailitemsaccessed', 'fileaccessed', 'filedownloaded', 'filesyncdownloadedfull']},
}

const changes = [
  ...['consent to application', 'add service principal credentials', 'add application', 'add service principal'],
  ...['update application - certificates and secrets management', 'add delegated permission grant'],
  ...['add app role assignment to service principal', 'add oauth2permissiongrant'],
]
/** Those that give access; being registered alone does not. */
const opening = new Set(changes.filter(act => act !== 'add application' && act !== 'add service principal'))
const reading = ['mailitemsaccessed', 'fileaccessed', 'filedownloaded', 'filesyncdownloadedfull', 'filepreviewed']
const within = 7 * day

/** A change of the application, without its record. */
interface AppChange {
  mark: EvidenceRecord
  user: string
  /** Of the application. */
  ids: readonly string[]
  address: string | undefined
}

/** What one account did, or had read. */
interface ChainAccount {
  opened: AppChange | undefined
  evidence: EvidenceList
}

interface Chain {
  name: string
  changed: AppChange[]
  /** The first and the latest time that it was given access, by any account. */
  opened: AppChange | undefined
  lastOpened: number
  reads: EvidenceList
  victims: Distinct
  accounts: Map<string, ChainAccount>
}

/** Of all apps together. */
const mostAccounts = 50_000
/** Up to so many, names and records of all stand in the finding itself. */
const fewAccounts = 10

function start(context: DetectionContext): RuleRun {
  const chains = new BoundedMap<string, Chain>('changed apps', 5_000, context.evictions, {
    weight: ({opened, reads}) => (opened === undefined ? 0 : reads.count === 0 ? 1 : 2),
    actor: (_id, {changed}) => changed[0]?.user ?? '',
    dropped: (_id, one) => {
      if (one.opened && one.reads.count > 0) tell(context, one, one.opened)
    },
  })
  let accounts = 0
  /** Of all chains: what is read long after it belongs to none. */
  let lastOpened = Number.NEGATIVE_INFINITY
  const accountIn = (one: Chain, user: string): ChainAccount => {
    const known = one.accounts.get(user)
    if (known) return known
    const made: ChainAccount = {opened: undefined, evidence: new EvidenceList(5)}
    if (accounts >= mostAccounts) context.evictions.add('accounts of changed apps')
    else {
      accounts++
      one.accounts.set(user, made)
    }
    return made
  }
  return {
    see(event) {
      if (changes.includes(event.act)) {
        // Microsoft provisions its own applications by the hundred.
        if (event.isService || event.result === 'failure') return
        const ids = idsOf(event)
        const known = ids.map(id => chains.get(id)).find(one => one !== undefined)
        const one: Chain = known ?? {
          name: '',
          changed: [],
          opened: undefined,
          lastOpened: Number.NEGATIVE_INFINITY,
          reads: new EvidenceList(50),
          victims: new Distinct(mostAccounts),
          accounts: new Map(),
        }
        one.name ||= nameIn(event)
        const change = {mark: event.mark, user: event.user, ids, address: event.address?.text}
        // Of each account the first: many changes by one must not hide that another made one.
        const isFirst = !one.changed.some(({user}) => user === event.user)
        if (one.changed.length < (isFirst ? 50 : 10)) one.changed.push(change)
        const account = accountIn(one, event.user)
        account.evidence.add(event, 2)
        if (opening.has(event.act)) {
          one.opened ??= change
          one.lastOpened = event.time
          lastOpened = event.time
          account.opened ??= change
        }
        for (const id of ids) chains.at(id, () => one)
        return
      }
      if (event.time - lastOpened > within) return
      const opened = openedFor(event, chains)
      if (!opened || event.time - opened.lastOpened > within) return
      const victim = event.text('MailboxOwnerUPN').toLowerCase() || event.user
      opened.reads.add(event, opened.victims.add(victim) ? 2 : 1)
      accountIn(opened, victim).evidence.add(event)
    },
    finish() {
      const told = new Set<Chain>()
      for (const [, one] of chains.entries()) {
        if (told.has(one) || !one.opened || one.reads.count === 0) continue
        told.add(one)
        tell(context, one, one.opened)
      }
    },
  }
}

/** '' where a record names only the resource that a grant opens. */
function nameIn(event: AuditEvent): string {
  const {ids, name} = granteeOf(event)
  return ids.length > 0 ? (ids.includes(name) ? '' : name) : applicationName(event)
}

/** A grant's target is the resource that it opens, which all applications share. */
function idsOf(event: AuditEvent): string[] {
  const {ids} = granteeOf(event)
  return ids.length > 0 ? ids : applicationsOf(event)
}

/** The story of the application that reads, under whichever of its ids it appears. */
function openedFor(event: AuditEvent, chains: BoundedMap<string, Chain>): Chain | undefined {
  for (const name of ['ApplicationId', 'AppId', 'ClientAppId']) {
    const id = event.text(name)
    const one = id === '' ? undefined : chains.get(id.toLowerCase())
    if (one?.opened) return one
  }
  const one = chains.get(event.in('AppAccessContext', 'ClientAppId').toLowerCase())
  return one?.opened ? one : undefined
}

/**
 * By an administrator of old: a roll-out most likely; a doubtful sign-in before it raises it again. While there is nothing
 * to compare with, one who administers on other days of the month as well.
 */
function isPlanned(context: DetectionContext, {user, mark}: AppChange): boolean {
  const {terms, profiles} = context
  if (terms.firstSeen('admin', '', user) < mark.time - day) return true
  if (!terms.learning('admin', mark.time)) return false
  const opened = profiles.dayOf(mark.time)
  const days = profiles.volume(user, 'admin')?.byDay ?? []
  return [...days].filter((count, i) => count > 0 && Math.abs(i - opened) > 1).length >= otherDays
}

/** Days of administration that make an administrator, in a month without a baseline. */
const otherDays = 3

function tell(context: DetectionContext, one: Chain, first: AppChange): void {
  const openings = [...one.accounts.values()].flatMap(({opened}) => opened ?? [])
  const unplanned = openings.find(opening => !isPlanned(context, opening))
  const opened = unplanned ?? first
  const applications = [...new Set(one.changed.flatMap(change => change.ids))]
  const fresh = applications.some(id => isNewApplication(context, id, one.reads.first))
  const {victims, reads} = one
  const others = Math.max(0, openings.length - 1)
  context.report({
    rule: chain.id,
    key: applications[0] ?? one.name,
    severity: (fresh || victims.size >= 3) && unplanned ? 'high' : 'medium',
    title: `Illicit consent: app ${one.name || applications[0]}, granted access by ${opened.user}${others === 0 ? '' : ` and ${countOf(others, 'other account')}`}, read data of ${countOf(String(victims), 'account')}`,
    why: `${countOf(reads.count, 'record')} of mail or files, ${reads.count === 1 ? '' : 'the first '}${spanText(Math.max(0, reads.first - opened.mark.time))} after “${operationName(opened.mark.operation)}”`,
    actors: [...new Set([opened, ...one.changed].map(change => change.user))].filter(Boolean),
    users: victims.list(),
    objects: [one.name].filter(Boolean),
    facts: [one.name, operationName(opened.mark.operation)].filter(Boolean),
    applications,
    addresses: opened.address === undefined ? [] : [opened.address],
    evidence: EvidenceList.of(...one.changed.map(change => change.mark)).join(reads),
    ...(one.accounts.size > fewAccounts ? {accounts: summed(one)} : {}),
  })
}

function summed({name, accounts}: Chain): SummedAccount[] {
  const objects = [name].filter(Boolean)
  return [...accounts].map(([actor, {evidence}]) => ({actor, findings: 1, objects, evidence}))
}

export const applicationChains: Rule[] = [{metas: [chain], wants: {operations: [...changes, ...reading]}, start}]
