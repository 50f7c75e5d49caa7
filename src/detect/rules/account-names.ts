/** ACC-09: an account whose name is spelt to be taken for the organisation’s IT, for Microsoft, or for another account. */
import {foldUser} from '../../audit/identity.ts'
import {isObject} from '../../audit/json.ts'
import {BoundedMap} from '../bounded.ts'
import type {AuditEvent} from '../event.ts'
import {EvidenceList} from '../evidence-list.ts'
import {own, textOf} from '../field-values.ts'
import {brands, imitatedWord, ownNames, skeleton, squeezed} from '../imitation.ts'
import {quoted} from '../novelty.ts'
import type {DetectionContext, Rule, RuleMeta, RuleRun} from '../rule.ts'

const wants = {
  operations: [
    ...['add user', 'update user', 'invite external user', 'add member to group', 'add owner to group', 'memberadded'],
    ...['add member to role', 'add eligible member to role'],
  ],
}

const imitation: RuleMeta = {
  id: 'ACC-09',
  title: 'Account name imitates the organisation or another account',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1036.005', 'T1136.003'],
  question: 'Was an account given a name that users take for another?',
  benign: 'A chance likeness.',
  next: [
    'Ask who created the account, and for whom.',
    'Check the groups and roles it was given.',
    'Disable the account and revoke its sessions if it is not known.',
  ],
  source: 'https://attack.mitre.org/techniques/T1036/005/',
  needs: {operations: ['add user', 'update user']},
}

/** What users trust a name for. */
const trustedWords = [
  ...['company', 'support', 'helpdesk', 'servicedesk', 'administrator', 'admin', 'security', 'accounting'],
  ...['payroll', 'payment', 'information', 'management'],
]
/** Shorter names are alike by chance. */
const shortestName = 5

interface Named {
  names: Set<string>
  actors: Set<string>
  evidence: EvidenceList
}

function start(context: DetectionContext): RuleRun {
  const accounts = new BoundedMap<string, Named>('accounts given names, groups or roles', 10_000, context.evictions)
  return {
    see(event) {
      if (event.result === 'failure') return
      for (const {account, names} of namesIn(event)) {
        if (account === '' || account === event.user) continue
        const named = accounts.at(account, () => ({
          names: new Set(),
          actors: new Set(),
          evidence: new EvidenceList(20),
        }))
        for (const name of names) if (named.names.size < 5) named.names.add(name)
        if (event.kind === 'person' && named.actors.size < 10) named.actors.add(event.user)
        named.evidence.add(event)
      }
    },
    finish() {
      const words = [...brands, ...trustedWords, ...ownNames(context.tenant)]
      const people = new Map<string, string>()
      for (const [user] of context.profiles.people.entries()) people.set(skeleton(localPart(user)), user)
      for (const [account, named] of accounts.entries()) {
        const why = likenessOf(account, named, {words, people})
        if (why === undefined) continue
        context.report({
          rule: imitation.id,
          key: account,
          title: account,
          why,
          actors: [...named.actors],
          users: [account],
          objects: [account],
          evidence: named.evidence,
        })
      }
    },
  }
}

function likenessOf(
  account: string,
  {names}: Named,
  {words, people}: {words: readonly string[]; people: ReadonlyMap<string, string>},
): string | undefined {
  for (const name of names) {
    const word = imitatedWord(name, words)
    if (word !== undefined) return `${quoted(name)} looks like “${word}” but is spelt differently`
  }
  const local = localPart(account)
  const twin = account.includes('#ext#') ? undefined : people.get(skeleton(local))
  if (twin === undefined || local.length < shortestName || squeezed(localPart(twin)) === squeezed(local))
    return undefined
  return `It looks like ${twin} but is spelt differently`
}

function localPart(account: string): string {
  return account.split('@')[0] ?? account
}

/** Accounts that a record is about, with the names they have in it. */
function namesIn(event: AuditEvent): {account: string; names: string[]}[] {
  if (event.act === 'memberadded')
    return event
      .list('Members')
      .filter(isObject)
      .slice(0, 50)
      .map(member => {
        const account = foldUser(textOf(own(member, 'UPN')))
        return {account, names: [localPart(account), textOf(own(member, 'DisplayName'))].filter(Boolean)}
      })
  const account = foldUser(event.target.name || event.object)
  if (!account.includes('@')) return []
  const shown = event.change('DisplayName')?.now ?? ''
  return [{account, names: [localPart(account), shown.slice(0, 200)].filter(Boolean)}]
}

export const accountNames: Rule[] = [{metas: [imitation], wants, actors: 'accounts', start}]
