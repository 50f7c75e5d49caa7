import {tenantAccess} from '../../../src/detect/rules/tenant-access.ts'
import {aChange, type Fields} from '../build.ts'
import {telling} from './told.ts'

const base = {
  displayName: 'MFA for all',
  state: 'enabled',
  conditions: {users: {excludeUsers: ['breakglass']}},
  grantControls: {operator: 'OR', builtInControls: ['mfa']},
}
const policy = (now: object, Operation = 'Update conditional access policy.', more: Fields = {}) =>
  aChange({Operation, ObjectId: 'p1', ...more, changes: {ConditionalAccessPolicy: [base, now]}})
const place = (isTrusted: boolean, ...ranges: string[]) => ({
  displayName: 'Office',
  isTrusted,
  ipRanges: ranges.map(cidrAddress => ({cidrAddress})),
})
const location = (old: object, now: object) =>
  aChange({Operation: 'Update named location.', changes: {NamedLocation: [old, now]}})

telling('CFG-01, Conditional Access', tenantAccess, [
  ['enabled to report only', [policy({...base, state: 'enabledForReportingButNotEnforced'})], ['CFG-01 medium']],
  ['deleted', [policy({}, 'Delete conditional access policy.')], ['CFG-01 medium']],
  ['no MFA any more', [policy({...base, grantControls: {builtInControls: ['compliantDevice']}})], ['CFG-01 medium']],
  [
    'excludeUsers grew',
    [policy({...base, conditions: {users: {excludeUsers: ['breakglass', 'eve']}}})],
    ['CFG-01 low'],
  ],
  [
    'a trusted place grew',
    [location(place(true, '192.0.2.0/24'), place(true, '192.0.2.0/24', '203.0.113.0/24'))],
    ['CFG-01 low'],
  ],
  ['excludeUsers shrank', [policy({...base, conditions: {users: {excludeUsers: []}}})]],
  [
    'report only to enabled',
    [
      aChange({
        Operation: 'Update conditional access policy.',
        changes: {ConditionalAccessPolicy: [{...base, state: 'disabled'}, base]},
      }),
    ],
  ],
  ['a new policy', [policy(base, 'Add conditional access policy.')]],
  ['a place that is not trusted', [location(place(false), place(false, '203.0.113.0/24'))]],
])

const company = (name: string, old: string, now: string, more: Fields = {}) =>
  aChange({Operation: 'Set Company Information.', ...more, changes: {[name]: [old, now]}})

telling('CFG-02, networks without MFA', tenantAccess, [
  ['an office', [company('StrongAuthenticationPolicy', '192.0.2.0/24', '192.0.2.0/24,203.0.113.0/28')], ['CFG-02 low']],
  ['half the Internet', [company('StrongAuthenticationPolicy', '', '0.0.0.0/1')], ['CFG-02 medium']],
  ['one less', [company('StrongAuthenticationPolicy', '192.0.2.0/24,203.0.113.0/28', '192.0.2.0/24')]],
  ['another property', [company('TechnicalNotificationMails', 'a', '192.0.2.0/24')]],
])

telling('CFG-07, methods and authorities', tenantAccess, [
  ['a new authority', [company('TrustedCAsForPasswordlessAuth', '[]', '[{"authorityType":0}]')], ['CFG-07 medium']],
  ['the policy of methods', [aChange({Operation: 'Authentication Methods Policy Update'})], ['CFG-07 low']],
  ['an authority that stays', [company('TrustedCAsForPasswordlessAuth', '[{"a":0}]', '[{"a":0}]')]],
  [
    'by the service',
    [company('TrustedCAsForPasswordlessAuth', '[]', '[{"a":0}]', {UserId: 'Microsoft\\ServiceOperator'})],
  ],
])

telling('CFG-08, defaults', tenantAccess, [
  [
    'security defaults off',
    [aChange({Operation: 'Update security defaults', changes: {isEnabled: ['true', 'false']}})],
    ['CFG-08 medium'],
  ],
  [
    'a risk policy',
    [aChange({Operation: 'Update policy.', changes: {PolicyType: ['', 'SecurityRiskPolicy']}})],
    ['CFG-08 low'],
  ],
  ['device registration', [aChange({Operation: 'Set device registration policies.'})], ['CFG-08 low']],
  ['any other policy', [aChange({Operation: 'Update policy.', changes: {PolicyType: ['', 'TokenLifetimePolicy']}})]],
  ['a failure', [aChange({Operation: 'Update security defaults', ResultStatus: 'Failure'})]],
])
