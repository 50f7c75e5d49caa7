import {tenantTrust} from '../../../src/detect/rules/tenant-trust.ts'
import {aChange, aCmdlet, aRecord} from '../build.ts'
import {telling} from './told.ts'

const change = (Operation: string, changes: Record<string, [unknown, unknown]> = {}, more = {}) =>
  aChange({Operation, ObjectId: 'contoso.example', ...more, changes})
const authorization = (name: string, old: unknown, now: unknown) =>
  change('Update authorization policy.', {[name]: [old, now]})

telling('CFG-03, consent and guests', tenantTrust, [
  ['risky applications allowed', [authorization('AllowUserConsentForRiskyApps', 'false', 'true')], ['CFG-03 medium']],
  ['everyone may invite', [authorization('AllowInvitesFrom', 'adminsAndGuestInviters', 'everyone')], ['CFG-03 low']],
  [
    'guests from other domains',
    [change('Update policy.', {PolicyDetail: ['', '{"B2BManagementPolicy":{}}']})],
    ['CFG-03 low'],
  ],
  ['risky applications forbidden', [authorization('AllowUserConsentForRiskyApps', 'true', 'false')]],
  ['invitations narrowed', [authorization('AllowInvitesFrom', 'everyone', 'none')]],
  ['any other policy', [change('Update policy.', {PolicyDetail: ['', '{"TokenLifetimePolicy":{}}']})]],
])

const authentication = (old: string, now: string) =>
  change('Set domain authentication.', {LiveType: [`["${old}"]`, `["${now}"]`]})

telling('CFG-04, domains', tenantTrust, [
  ['Managed to Federated', [authentication('Managed', 'Federated')], ['CFG-04 high']],
  [
    'the federation’s settings',
    [change('Set federation settings on domain.', {SigningCertificate: ['a', 'b']})],
    ['CFG-04 medium'],
  ],
  ['a new domain', [change('Add unverified domain.', {}, {ObjectId: 'new.example'})], ['CFG-04 low']],
  ['by cmdlet', [aCmdlet({Operation: 'New-AcceptedDomain', parameters: {DomainName: 'new.example'}})], ['CFG-04 low']],
  [
    'a setting of an accepted domain',
    [aCmdlet({Operation: 'Set-AcceptedDomain', parameters: {Identity: 'contoso.example'}})],
  ],
  ['a failure', [change('Verify domain.', {}, {ResultStatus: 'Failure'})]],
  ['a domain removed', [change('Remove unverified domain.')]],
])

const access = 'Update default cross-tenant access setting.'
const shares = (old: string, now: string) =>
  aRecord({
    Operation: 'SharingPolicyChanged',
    RecordType: 4,
    ModifiedProperties: [{Name: 'AllowDomainList', OldValue: old, NewValue: now}],
  })

telling('CFG-05, other tenants', tenantTrust, [
  ['a partner', [change('Add a partner to cross-tenant access setting.')], ['CFG-05 low']],
  [
    'their MFA counts',
    [change(access, {inboundTrust: ['{"isMfaAccepted":false}', '{"isMfaAccepted":true}']})],
    ['CFG-05 medium'],
  ],
  ['sharing with one more domain', [shares('a.example', 'a.example b.example')], ['CFG-05 low']],
  ['sharing with one less', [shares('a.example b.example', 'a.example')]],
  ['by a service', [change(access, {}, {UserId: 'Microsoft\\ServiceOperator'})]],
])

telling('CFG-06, the directory', tenantTrust, [
  [
    'synchronisation off',
    [change('Set DirSyncEnabled flag.', {DirSyncEnabled: ['["true"]', '["false"]']})],
    ['CFG-06 medium'],
  ],
  ['the policy of passwords', [change('Set Password Policy.')], ['CFG-06 low']],
  ['a feature', [change('Set directory feature on tenant.', {DirectoryFeatures: ['1', '3']})]],
  ['a failure', [change('Set Password Policy.', {}, {ResultStatus: 'Failure'})]],
])
