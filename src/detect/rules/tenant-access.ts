/** Who gets in, and how: Conditional Access (CFG-01), networks without MFA (CFG-02), methods (CFG-07), defaults (CFG-08). */
import {isObject, type Json, jsonText} from '../../audit/json.ts'
import type {AuditEvent} from '../event.ts'
import {nested, own, textOf} from '../field-values.ts'
import {quoted} from '../novelty.ts'
import {listed, matching, type Rule, type RuleMatch, type RuleMeta} from '../rule.ts'

const conditional: RuleMeta = {
  id: 'CFG-01',
  title: 'Conditional Access policy changed',
  severity: 'low',
  confidence: 'high',
  techniques: ['T1556.009', 'T1484.002'],
  question: 'Was a Conditional Access policy weakened?',
  benign: 'The roll-out or maintenance of policies.',
  next: [
    'Compare the policy before and after.',
    'Ask the account that changed it for the change record.',
    'Check who signed in through the gap since.',
  ],
  source: 'https://attack.mitre.org/techniques/T1556/009/',
  needs: {operations: [/^(add|update|delete) (conditional access policy|named location)$/]},
}

/** The directory writes locations and policies also as policies of its own, with all of them in `PolicyDetail`. */
const changing = /^(add|update|delete) (conditional access policy|named location|policy)$/

const trusted: RuleMeta = {
  ...conditional,
  id: 'CFG-02',
  thresholds: [],
  title: 'MFA trusted IPs added',
  techniques: ['T1556.006', 'T1562.007'],
  question: 'From which IP addresses is a password alone now enough?',
  benign: 'A new office.',
  needs: {operations: ['set company information']},
}

const methods: RuleMeta = {
  ...conditional,
  id: 'CFG-07',
  thresholds: [],
  title: 'Authentication method policy or certificate authority changed',
  techniques: ['T1556', 'T1649'],
  question: 'Can an unknown party now sign in by certificate, or by a weaker method?',
  benign: 'The roll-out of new methods or certificates.',
  next: [
    'Find out who owns the certificate authority.',
    'Ask the account that changed it for the change record.',
    'Take the certificate authority back if it was not planned, and look for sign-ins that used it.',
  ],
  needs: {operations: ['set company information', 'authentication methods policy update']},
}

const defaults: RuleMeta = {
  ...conditional,
  id: 'CFG-08',
  thresholds: [],
  title: 'Security defaults, risk policy or device registration policy changed',
  techniques: ['T1556', 'T1562'],
  question: 'Was a protection of the whole tenant switched off?',
  benign: 'The move from security defaults to the organisation’s own policies.',
  needs: {
    operations: [
      ...['update policy', 'update security defaults', 'set device registration policies'],
      'update user risk and mfa registration policy',
    ],
  },
}

function conditionalMatch(event: AuditEvent): RuleMatch | undefined {
  const change =
    event.change('ConditionalAccessPolicy') ?? event.change('NamedLocation') ?? event.change('PolicyDetail')
  const old = objectIn(change?.old ?? '')
  const now = objectIn(change?.now ?? '')
  const name = event.target.name || textOf(own(now, 'displayName') ?? own(old, 'displayName')) || event.object
  const where = event.act.endsWith('named location') || isLocation(now) || isLocation(old)
  if (!where && event.act.endsWith(' policy') && !isConditional(event.act, old, now)) return undefined
  const what = where ? 'the named location' : 'the policy'
  const {severity, why} = where ? locationChange(event, old, now) : policyChange(event, old, now)
  return {
    key: `${event.user} ${name}`,
    severity,
    title: `${event.user} ${event.act.startsWith('delete') ? 'deleted' : event.act.startsWith('add') ? 'created' : 'changed'} ${what} ${quoted(name)}`,
    why,
    objects: [name],
  }
}

function isLocation(detail: Json): boolean {
  return ['CidrIpRanges', 'CompressedCidrIpRanges', 'Categories', 'isTrusted'].some(name => Object.hasOwn(detail, name))
}

function isConditional(act: string, old: Json, now: Json): boolean {
  return act.includes('conditional access') || [old, now].some(one => own(one, 'Conditions') && own(one, 'Controls'))
}

type Judged = Required<Pick<RuleMatch, 'severity' | 'why'>>

function policyChange(event: AuditEvent, old: Json, now: Json): Judged {
  if (event.act.startsWith('delete')) return {severity: 'medium', why: 'A deleted policy no longer blocks'}
  if (event.act.startsWith('add')) return {severity: 'hint', why: 'A new policy'}
  const stateOf = (policy: Json) => textOf(own(policy, 'state') ?? own(policy, 'State'))
  const isOn = (policy: Json) => /^enabled$/i.test(stateOf(policy))
  if (isOn(old) && stateOf(now) !== '' && !isOn(now))
    return {severity: 'medium', why: `Its state went from enabled to ${quoted(stateOf(now))}`}
  const controls = (policy: Json) => textsOf(own(own(policy, 'grantControls'), 'builtInControls'))
  const lost = without(controls(old), controls(now))
  if (lost.length > 0 && isOn(old)) return {severity: 'medium', why: `It no longer asks for ${listed(lost)}`}
  for (const list of ['excludeUsers', 'excludeGroups', 'excludeRoles', 'excludeApplications', 'excludeLocations']) {
    const gained = without(excluded(now, list), excluded(old, list))
    if (gained.length > 0) return {severity: 'low', why: `${list} grew by ${gained.length}: ${listed(gained)}`}
  }
  return {severity: 'hint', why: `Changed: ${listed(event.changed) || 'not given in the record'}`}
}

const longestRanges = 1_000_000

function locationChange(event: AuditEvent, old: Json, now: Json): Judged {
  const isTrusted = (place: Json) =>
    /^true$/i.test(textOf(own(place, 'isTrusted'))) ||
    textsOf(own(place, 'Categories')).some(one => /^trusted$/i.test(one))
  const gained = without(rangesIn(jsonText(now, longestRanges)), rangesIn(jsonText(old, longestRanges)))
  if (event.act.startsWith('delete') || !isTrusted(now))
    return {severity: 'hint', why: gained.length > 0 ? `It now holds ${listed(gained)}` : 'It is not a trusted one'}
  if (!isTrusted(old) && event.act.startsWith('update'))
    return {severity: 'low', why: 'It went from not trusted to trusted'}
  const ranges = textOf(own(now, 'CompressedCidrIpRanges'))
  if (ranges !== '' && ranges !== textOf(own(old, 'CompressedCidrIpRanges')))
    return {severity: 'low', why: 'Trusted; its ranges changed, which the record holds compressed'}
  return {severity: gained.length > 0 ? 'low' : 'hint', why: `Trusted; new: ${listed(gained) || 'no range'}`}
}

/** Under `conditions.users`, `.applications` or `.locations`. */
function excluded(policy: Json, list: string): string[] {
  const conditions = own(policy, 'conditions')
  return ['users', 'applications', 'locations'].flatMap(part => textsOf(own(own(conditions, part), list)))
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.slice(0, 2_000).map(textOf).filter(Boolean) : []
}

function without(of: readonly string[], known: readonly string[]): string[] {
  const there = new Set(known)
  return [...new Set(of)].filter(one => !there.has(one))
}

function objectIn(text: string): Json {
  const value = nested(text)
  const only = Array.isArray(value) ? value[0] : value
  const inner = typeof only === 'string' ? nested(only) : only
  if (!isObject(inner)) return {}
  const wrapped = own(inner, 'KnownNetworkPolicies')
  return isObject(wrapped) ? wrapped : inner
}

function rangesIn(text: string): string[] {
  return (
    text
      .slice(0, 60_000)
      .match(/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\/\d{1,2}\b|\b[\da-f]{1,4}:[\da-f:]{1,40}\/\d{1,3}\b/gi) ?? []
  )
}

function trustedMatch(event: AuditEvent): RuleMatch | undefined {
  const change = event.change('StrongAuthenticationPolicy')
  const gained = without(rangesIn(change?.now ?? ''), rangesIn(change?.old ?? ''))
  if (gained.length === 0) return undefined
  const wide = gained.filter(range => Number(range.split('/')[1]) <= (range.includes(':') ? 32 : 16))
  return {
    key: event.user,
    severity: wide.length > 0 ? 'medium' : 'low',
    title: `by ${event.user}`,
    why: `New: ${listed(gained, 5)}${wide.length > 0 ? `; ${listed(wide)} is wider than any office` : ''}`,
    objects: gained.slice(0, 20),
  }
}

function methodsMatch(event: AuditEvent): RuleMatch | undefined {
  if (event.act === 'authentication methods policy update')
    return {
      key: event.user,
      severity: 'low',
      title: `${event.user} changed the authentication methods policy`,
      why: `Changed: ${listed(event.changed) || 'not given in the record'}`,
    }
  const change = event.change('TrustedCAsForPasswordlessAuth')
  if (!change || change.now === '' || change.now === change.old) return undefined
  return {
    key: `${event.user} authorities`,
    severity: 'medium',
    title: `${event.user} changed the trusted certificate authorities`,
    why: `TrustedCAsForPasswordlessAuth was ${change.old === '' ? 'empty' : 'another'} before; the holder of such an authority’s key can sign in as any user`,
  }
}

function defaultsMatch(event: AuditEvent): RuleMatch | undefined {
  const text = event.changed
    .map(name => `${name} ${event.change(name)?.now ?? ''}`)
    .join('\n')
    .slice(0, 60_000)
  const all = `${event.target.name} ${event.object} ${text}`
  const secure = event.act === 'update security defaults' || /security ?defaults/i.test(all)
  if (event.act === 'update policy' && !secure && !/SecurityRiskPolicy/i.test(all)) return undefined
  const disabled = secure && /(isenabled|enabled|state)\W{1,10}(false|disabled)/i.test(text)
  return {
    key: `${event.user} ${event.act}`,
    severity: disabled ? 'medium' : 'low',
    title: disabled ? `${event.user} switched security defaults off` : `${event.user} changed a tenant-wide policy`,
    why: `${event.operationName}: ${quoted(event.target.name || listed(event.changed) || event.object)}`,
    objects: [event.target.name].filter(Boolean),
  }
}

export const tenantAccess: Rule[] = [
  matching(conditional, {operations: [changing]}, conditionalMatch),
  matching(trusted, {operations: ['set company information'], services: true}, trustedMatch),
  matching(methods, {operations: ['set company information', 'authentication methods policy update']}, methodsMatch),
  matching(defaults, {operations: defaults.needs.operations ?? []}, defaultsMatch),
]
