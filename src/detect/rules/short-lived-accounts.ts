/** Accounts that are made and soon privileged, or made and soon gone (ACC-01). */

import {foldUser} from '../../audit/identity.ts'
import {day, type Rule, type RuleMeta, spanText} from '../rule.ts'
import {sequenceRule} from '../sequence-rule.ts'

const shortLived: RuleMeta = {
  id: 'ACC-01',
  thresholds: [{what: 'hours at most between creation and what follows', least: 24}],
  title: 'Account created, then privileged or deleted',
  severity: 'medium',
  confidence: 'medium',
  techniques: ['T1136.003', 'T1098.003'],
  question: 'Was an account created for a hidden purpose?',
  benign: 'A planned administrator account; a test account; a mistyped name created again.',
  next: [
    'Ask the creator for the change record.',
    'Read all that the new account did while it existed.',
    'Check what else the creator’s account did that day, and from which IP address.',
  ],
  source: 'https://attack.mitre.org/techniques/T1136/003/',
  needs: {recordTypes: ['AzureActiveDirectory']},
}

/** One step of an account's life, without its record. */
const roleActs = ['add member to role', 'add eligible member to role', 'add member to role completed (pim activation)']

const created = sequenceRule<'role' | 'deleted'>({
  meta: shortLived,
  wants: {operations: ['add user', 'delete user', ...roleActs]},
  name: 'new accounts',
  within: day,
  begins: event => {
    const account = foldUser(event.target.name || event.object)
    const isGuest = event.change('UserType')?.now === 'Guest' || account.includes('#ext#')
    return event.act === 'add user' && account !== '' && !isGuest ? [{key: account}] : []
  },
  continues: event => {
    const keys = [foldUser(event.target.name || event.object)]
    if (event.act === 'delete user') return {step: 'deleted', keys}
    const detail = event.change('Role.DisplayName')?.now ?? 'a role'
    return roleActs.includes(event.act) ? {step: 'role', keys, detail} : undefined
  },
  told: ({key: account, first, steps}) => {
    const [role, deleted] = [steps.get('role'), steps.get('deleted')]
    // Provisioning creates and deletes accounts all day; it assigns no roles.
    if (!role && first.kind !== 'person' && first.kind !== 'guest') return undefined
    const acts = [role && `was given ${role.detail}`, deleted && 'was deleted'].filter(Boolean).join(' and ')
    const last = Math.max(...[...steps.values()].map(({mark}) => mark.time))
    return {
      severity: role ? (deleted ? 'high' : 'medium') : 'low',
      title: `${account}, created by ${first.user || 'a service'}, ${acts}`,
      why: `Created; within ${spanText(last - first.mark.time)} it ${acts}`,
      actors: [...new Set([first, ...steps.values()].map(({user}) => user))].filter(Boolean),
      users: [account],
      objects: [account, ...(role ? [role.detail] : [])],
      addresses: first.address === undefined ? [] : [first.address],
    }
  },
})

export const shortLivedAccounts: Rule[] = [created]
