/** Whom the tenant trusts: consent and guests (CFG-03), domains (CFG-04), other tenants (CFG-05), the directory's features (CFG-06). */
import type {AuditEvent} from '../event.ts'
import {quoted} from '../novelty.ts'
import {listed, matching, type Rule, type RuleMatch, type RuleMeta} from '../rule.ts'

const consent: RuleMeta = {
  id: 'CFG-03',
  title: 'User or guest settings loosened',
  severity: 'low',
  confidence: 'medium',
  techniques: ['T1562', 'T1556'],
  question: 'Can users now consent to apps or invite guests that they could not before?',
  benign: 'A decision of the organisation.',
  next: [
    'Ask the account that changed it for the change record.',
    'Check which consents and guests came since.',
    'Set the tenant’s setting back if the change was not planned.',
  ],
  source: 'https://attack.mitre.org/techniques/T1562/',
  needs: {operations: ['update authorization policy', 'update policy']},
}

const domain: RuleMeta = {
  ...consent,
  id: 'CFG-04',
  thresholds: [],
  title: 'Domain or federation setting changed',
  confidence: 'high',
  techniques: ['T1484.002'],
  question: 'Can an unknown party now issue sign-ins for our users from its own server?',
  benign: 'A merger, a new brand, the yearly change of a certificate.',
  next: [
    'Ask the account that changed it for the change record.',
    'Check the domain’s identity provider: issuer, addresses, certificates.',
    'Set the domain back to managed, and revoke all sessions, if it was not planned.',
  ],
  source: 'https://attack.mitre.org/techniques/T1484/002/',
  needs: {
    operations: [
      ...['add unverified domain', 'verify domain', 'set domain authentication', 'set federation settings on domain'],
      'set domainfederationsettings on domain',
    ],
  },
}

const partners: RuleMeta = {
  ...consent,
  id: 'CFG-05',
  thresholds: [],
  title: 'Cross-tenant access setting changed',
  techniques: ['T1484.002', 'T1199'],
  question: 'Whose users, or whose MFA, does the tenant now trust?',
  benign: 'Work with a partner.',
  next: [
    'Find out who owns the other tenant or domain.',
    'Ask the account that changed it for the change record.',
    'Check who came from there since.',
  ],
  source: 'https://attack.mitre.org/techniques/T1199/',
  needs: {operations: [/cross-tenant access setting/, 'sharingpolicychanged']},
}

const features: RuleMeta = {
  ...consent,
  id: 'CFG-06',
  thresholds: [],
  title: 'Directory setting changed',
  techniques: ['T1556', 'T1484'],
  question: 'Were passwords, synchronisation or features of the directory changed?',
  benign: 'Maintenance of the directory and its synchronisation.',
  needs: {operations: ['set directory feature on tenant', 'set password policy', 'set dirsyncenabled flag']},
}

function consentMatch(event: AuditEvent): RuleMatch | undefined {
  const {user} = event
  const isUpdate = event.act === 'update authorization policy'
  const all = `${event.target.name} ${event.object} ${event.changed.map(name => event.change(name)?.now ?? '').join('\n')}`
  if (!isUpdate && !all.slice(0, 60_000).includes('B2BManagementPolicy')) return undefined
  const change = (name: string) => {
    const found = event.change(name)
    return found && found.old !== found.now ? found : undefined
  }
  const risky = change('AllowUserConsentForRiskyApps')
  const grants = change('PermissionGrantPolicyIdsAssignedToDefaultUserRole')
  const invites = change('AllowInvitesFrom')
  const guests = change('GuestUserRoleId')
  const opened = (grants?.gained.join(' ') ?? '').includes('microsoft-user-default-legacy')
  const found: [severity: 'medium' | 'low', why: string][] = []
  if (risky && /^true$/i.test(risky.now))
    found.push([
      'medium',
      'AllowUserConsentForRiskyApps became true: users can consent to apps that Microsoft calls risky',
    ])
  if (grants && opened) found.push(['medium', 'Users can now consent to any app'])
  if (invites && /^everyone$/i.test(invites.now))
    found.push(['low', `AllowInvitesFrom went from ${quoted(invites.old)} to everyone`])
  if (guests?.now.toLowerCase() === 'a0b1b346-4d3e-4e8b-98f8-753987be4970')
    found.push(['low', 'Guests can now read as much as members'])
  if (change('DefaultUserRoleOverrides'))
    found.push(['low', 'DefaultUserRoleOverrides changed: the rights of all users'])
  if (!isUpdate) found.push(['low', 'B2BManagementPolicy changed: which domains guests may come from'])
  const [first] = [...found].sort(([a], [b]) => (a === b ? 0 : a === 'medium' ? -1 : 1))
  return {
    key: `${user} ${event.act}`,
    severity: first?.[0] ?? 'hint',
    title: `by ${user}`,
    why:
      found.length > 0
        ? found.map(([, why]) => why).join('; ')
        : `Changed: ${listed(event.changed) || 'not given in the record'}`,
  }
}

const directoryDomains = domain.needs.operations ?? []
const cmdlets = [
  ...['add-accepteddomain', 'new-accepteddomain', 'set-accepteddomain', 'add-federateddomain'],
  'set-msoldomainfederationsettings',
]

function domainMatch(event: AuditEvent): RuleMatch {
  const {act, user} = event
  const name =
    event.target.name || event.parameters.get('DomainName') || event.parameters.get('Identity') || event.object
  const all = event.changed
    .map(one => `${one} ${event.change(one)?.now ?? ''}`)
    .join(' ')
    .slice(0, 20_000)
  const old = event.changed
    .map(one => event.change(one)?.old ?? '')
    .join(' ')
    .slice(0, 20_000)
  const federated = act === 'set domain authentication' && /federated/i.test(all) && !/federated/i.test(old)
  const settings = /federation ?settings|federateddomain/.test(act)
  const why = federated
    ? 'Its authentication became Federated: the holder of its identity provider can sign in as its users'
    : settings
      ? `The identity provider of its users was changed: ${listed(event.changed) || event.operationName}`
      : `${event.operationName}: ${quoted(name)}`
  return {
    key: `${user} ${name.slice(0, 200)}`,
    severity: federated ? 'high' : settings ? 'medium' : act === 'set-accepteddomain' ? 'hint' : 'low',
    title: federated
      ? `${user} federated ${quoted(name)} with another server`
      : `${user} changed the domain ${quoted(name)}`,
    why,
    objects: [name].filter(Boolean),
  }
}

function partnerMatch(event: AuditEvent): RuleMatch | undefined {
  const {user} = event
  if (event.act === 'sharingpolicychanged') {
    const change = event.change('AllowDomainList') ?? event.change('SharingAllowedDomainList')
    const words = (text: string) => text.split(/[\s,;"[\]]+/).filter(word => word.includes('.'))
    const old = new Set(words(change?.old ?? ''))
    const gained = words(change?.now ?? '').filter(word => !old.has(word))
    return gained.length === 0
      ? undefined
      : {
          key: `${user} sharing`,
          title: `${user} allowed sharing with ${gained.length} more domains`,
          why: `New: ${listed(gained.map(quoted))}`,
          objects: gained.slice(0, 20),
          facts: gained.slice(0, 20),
        }
  }
  const values = event.changed.map(name => event.change(name))
  const accepts = (text: string) => /isMfaAccepted\W{1,10}true/i.test(text.slice(0, 60_000))
  const trusts = values.some(change => change && accepts(change.now) && !accepts(change.old))
  const partner = event.target.name || event.object
  return {
    key: `${user} ${partner}`,
    severity: trusts ? 'medium' : 'low',
    title: `${user} changed the trust in ${event.act.includes('default') ? 'all other tenants' : 'another tenant'}`,
    why: `${event.operationName}${partner ? `: ${quoted(partner)}` : ''}${trusts ? '; MFA of that tenant is now accepted' : ''}`,
    objects: [partner].filter(Boolean),
  }
}

function featureMatch(event: AuditEvent): RuleMatch {
  const change = event.change('DirSyncEnabled')
  const off = change !== undefined && /true/i.test(change.old) && /false/i.test(change.now)
  return {
    key: `${event.user} ${event.act}`,
    severity: off ? 'medium' : event.act === 'set directory feature on tenant' ? 'hint' : 'low',
    title: `${event.user}, ${event.operationName}`,
    why: off
      ? 'DirSyncEnabled changed from true to false: accounts are no longer synchronised'
      : `Changed: ${listed(event.changed) || 'not given in the record'}`,
  }
}

export const tenantTrust: Rule[] = [
  matching(consent, {operations: ['update authorization policy', 'update policy']}, consentMatch),
  matching(domain, {operations: [...directoryDomains, ...cmdlets]}, domainMatch),
  matching(partners, {operations: [/cross-tenant access setting/, 'sharingpolicychanged']}, partnerMatch),
  matching(features, {operations: features.needs.operations ?? []}, featureMatch),
]
