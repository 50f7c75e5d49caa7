/** Accounts that are made and soon privileged, or made and soon gone (ACC-01). */

import {foldUser} from '../../audit/identity.ts'
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList, type EvidenceRecord} from '../evidence-list.ts'
import {type DetectionContext, day, type Rule, type RuleMeta, type RuleRun, spanText} from '../rule.ts'

const shortLived: RuleMeta = {
  id: 'ACC-01',
  title: 'An account made, and soon privileged or deleted',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1136.003', 'T1098.003'],
  question: 'Did somebody make an account for a purpose of their own?',
  benign: 'A new administrator’s account, made as planned; a test account; a name mistyped and made again.',
  next: [
    'Ask the maker for the order behind it.',
    'Read all that the new account did while it existed.',
    'Check what else the maker’s account did that day, and from where.',
  ],
  source: 'https://attack.mitre.org/techniques/T1136/003/',
  needs: {recordTypes: ['AzureActiveDirectory']},
}

/** One step of an account's life, without its record. */
interface Step {
  mark: EvidenceRecord
  user: string
}

interface Born extends Step {
  isByPerson: boolean
  address: string | undefined
  role?: Step & {name: string}
  deleted?: Step
}

const within = day
const roleActs = ['add member to role', 'add eligible member to role', 'add member to role completed (pim activation)']

function start(context: DetectionContext): RuleRun {
  const born = new BoundedMap<string, Born>('new accounts', 5_000, context.evictions)
  return {
    see(event) {
      if (event.result === 'failure') return
      const account = foldUser(event.target.name || event.object)
      if (event.act === 'add user') {
        const kind = event.change('UserType')?.now
        if (account !== '' && kind !== 'Guest' && !account.includes('#ext#')) born.at(account, () => bornIn(event))
        return
      }
      const one = born.get(account)
      if (!one || event.time - one.mark.time > within) return
      if (roleActs.includes(event.act))
        one.role ??= {...stepOf(event), name: event.change('Role.DisplayName')?.now ?? 'a role'}
      if (event.act === 'delete user') one.deleted ??= stepOf(event)
    },
    finish() {
      for (const [account, one] of born.entries()) tell(context, account, one)
    },
  }
}

function stepOf({mark, user}: AuditEvent): Step {
  return {mark, user}
}

function bornIn(event: AuditEvent): Born {
  return {
    ...stepOf(event),
    isByPerson: event.kind === 'person' || event.kind === 'guest',
    address: event.address?.text,
  }
}

function tell(context: DetectionContext, account: string, born: Born): void {
  const {role, deleted, mark, user: maker, address} = born
  if (!role && !deleted) return
  // Provisioning makes and unmakes accounts all day; giving roles is not its work.
  if (!role && !born.isByPerson) return
  const ends = [role, deleted].filter(one => one !== undefined)
  const acts = [role && `was given ${role.name}`, deleted && 'was deleted'].filter(Boolean).join(' and ')
  const last = Math.max(...ends.map(one => one.mark.time))
  context.report({
    rule: shortLived.id,
    key: account,
    severity: role ? (deleted ? 'high' : 'medium') : 'low',
    title: `${account}, made by ${maker || 'a service'}, ${acts}`,
    why: `Made, and within ${spanText(last - mark.time)} it ${acts}`,
    actors: [...new Set([maker, ...ends.map(one => one.user)])].filter(Boolean),
    users: [account],
    objects: [account, ...(role ? [role.name] : [])],
    addresses: address === undefined ? [] : [address],
    evidence: EvidenceList.of(mark, ...ends.map(one => one.mark)),
  })
}

export const shortLivedAccounts: Rule[] = [
  {metas: [shortLived], wants: {operations: ['add user', 'delete user', ...roleActs]}, start},
]
