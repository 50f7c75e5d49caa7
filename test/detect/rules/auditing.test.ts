import {auditing} from '../../../src/detect/rules/auditing.ts'
import {collaborationSettings} from '../../../src/detect/rules/collaboration-settings.ts'
import {securityControls} from '../../../src/detect/rules/security-controls.ts'
import {aChange, aCmdlet, aRecord, at, type Fields} from '../build.ts'
import {hinting} from './signals.ts'
import {telling} from './told.ts'

const root = 'adm.root@contoso.example'
const service = 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)'
const set = (Operation: string, parameters: Record<string, string>, more: Fields = {}) =>
  aCmdlet({Operation, UserId: root, parameters, ...more})

telling('AUD-01, the log switched off', auditing, [
  ['ingestion', [set('Set-AdminAuditLogConfig', {UnifiedAuditLogIngestionEnabled: 'False'})], ['AUD-01 high']],
  ['administrators’ part', [set('Set-AdminAuditLogConfig', {AdminAuditLogEnabled: '$false'})], ['AUD-01 high']],
  ['switched on', [set('Set-AdminAuditLogConfig', {UnifiedAuditLogIngestionEnabled: 'True'})]],
  ['the service’s own call', [set('Set-AdminAuditLogConfig', {AdminAuditLogEnabled: 'True'}, {UserId: service})]],
  ['refused', [set('Set-AdminAuditLogConfig', {AdminAuditLogEnabled: 'False'}, {ResultStatus: 'False'})]],
])

telling('AUD-02, mailbox auditing', auditing, [
  [
    'a bypass',
    [set('Set-MailboxAuditBypassAssociation', {Identity: 'ada', AuditBypassEnabled: 'True'})],
    ['AUD-02 medium'],
  ],
  ['off for a mailbox', [set('Set-Mailbox', {Identity: 'ada', AuditEnabled: 'False'})], ['AUD-02 medium']],
  ['fewer acts', [set('Set-Mailbox', {Identity: 'ada', AuditOwner: '@{Remove="HardDelete"}'})], ['AUD-02 medium']],
  ['off for everybody', [set('Set-OrganizationConfig', {AuditDisabled: 'True'})], ['AUD-02 high']],
  ['the bypass taken back', [set('Set-MailboxAuditBypassAssociation', {Identity: 'ada', AuditBypassEnabled: 'False'})]],
  ['more acts', [set('Set-Mailbox', {Identity: 'ada', AuditOwner: '@{Add="MailItemsAccessed"}'})]],
  ['other settings', [set('Set-OrganizationConfig', {MailTipsAllTipsEnabled: 'True'})]],
])

const policy = (Operation: string, Parameters: string) =>
  aRecord({Operation, RecordType: 18, UserId: root, Parameters, ObjectId: 'Keep'})

telling('AUD-03, how long the log is kept', auditing, [
  ['removed', [policy('Remove-UnifiedAuditLogRetentionPolicy', '-Identity "Keep"')], ['AUD-03 medium']],
  ['shortened', [policy('Set-UnifiedAuditLogRetentionPolicy', '-RetentionDuration "ThreeMonths"')], ['AUD-03 medium']],
  ['changed', [policy('Set-UnifiedAuditLogRetentionPolicy', '-Priority 5')], ['AUD-03 low']],
  ['a long one', [policy('New-UnifiedAuditLogRetentionPolicy', '-RetentionDuration "TenYears"')]],
  ['read', [policy('Get-UnifiedAuditLogRetentionPolicy', '')]],
])

const licence = (old: string, now: string) =>
  aChange({
    Operation: 'Change user license.',
    ObjectId: 'ada@contoso.example',
    changes: {AssignedLicense: [[`[SkuName=E5, DisabledPlans=[${old}]]`], [`[SkuName=E5, DisabledPlans=[${now}]]`]]},
  })

telling('AUD-04, the licence for auditing', auditing, [
  ['taken', [licence('', 'M365_ADVANCED_AUDITING,SWAY')], ['AUD-04 low']],
  ['given', [licence('M365_ADVANCED_AUDITING', '')]],
  ['as before', [licence('M365_ADVANCED_AUDITING', 'M365_ADVANCED_AUDITING,SWAY')]],
  ['another plan', [licence('', 'SWAY')]],
])

telling('AUD-05, protection', securityControls, [
  ['a rule disabled', [set('Disable-AntiPhishRule', {Identity: 'All'})], ['AUD-05 medium']],
  ['a policy removed', [set('Remove-SafeLinksPolicy', {Identity: 'All'})], ['AUD-05 medium']],
  ['links not checked', [set('Set-SafeLinksPolicy', {EnableSafeLinksForEmail: 'False'})], ['AUD-05 medium']],
  ['no signatures', [set('Set-DkimSigningConfig', {Identity: 'contoso.example', Enabled: 'False'})], ['AUD-05 medium']],
  ['data policies in test', [set('Set-DlpCompliancePolicy', {Mode: 'TestWithoutNotifications'})], ['AUD-05 medium']],
  ['tightened', [set('Set-HostedContentFilterPolicy', {SpamAction: 'Quarantine', BulkThreshold: '5'})]],
  ['by the service', [set('Set-HostedContentFilterPolicy', {Enabled: 'False'}, {UserId: service})]],
  ['an enabled rule', [set('Enable-AntiPhishRule', {Identity: 'All'})]],
])

telling('AUD-06, alerts', securityControls, [
  ['off', [set('Set-ProtectionAlert', {Identity: 'Forwarding', Disabled: 'True'})], ['AUD-06 medium']],
  ['removed', [set('Remove-ActivityAlert', {Identity: 'Forwarding'})], ['AUD-06 medium']],
  ['as text', [policy('Set-ProtectionAlert', '-Identity "F" -Disabled $True')], ['AUD-06 medium']],
  ['on', [set('Set-ProtectionAlert', {Identity: 'Forwarding', Disabled: 'False'})]],
  ['another recipient', [set('Set-ProtectionAlert', {NotifyUser: 'soc@contoso.example'})]],
])

const release = (time: number, Operation = 'QuarantineReleaseMessage', UserId = root) =>
  aRecord({Operation, RecordType: 65, UserId, time})

telling('AUD-09, quarantine', securityControls, [
  ['an export', [release(at(9), 'QuarantineExport')], ['AUD-09 low']],
  ['many in a day', Array.from({length: 12}, (_, i) => release(at(9) + i * 1000)), ['AUD-09 low']],
  ['two in a month', [release(at(9)), release(at(20))], ['AUD-09 low', 'AUD-09 low']],
  [
    'a few, by three people, in one finding',
    [1, 2, 3].map(i => release(at(9 + i), undefined, `user${i}@contoso.example`)),
    ['AUD-09 low'],
  ],
  ['a preview', [release(at(9), 'QuarantinePreview')]],
])
hinting('AUD-09, weak signs', securityControls, [['a release', [release(at(9))], ['AUD-09 hint']]])

const sharing = (name: string, old: string, now: string, ObjectId = 'https://contoso-admin.sharepoint.com/') =>
  aChange({Operation: 'SharingPolicyChanged', RecordType: 4, UserId: root, ObjectId, changes: {[name]: [old, now]}})
const site = 'https://contoso.sharepoint.com/sites/projects'

telling('AUD-08, collaboration opened', collaborationSettings, [
  ['anonymous links', [sharing('ShareUsingAnonymousLinks', 'Disabled', 'Enabled')], ['AUD-08 medium']],
  ['guests', [sharing('ShareWithGuests', 'False', 'True')], ['AUD-08 low']],
  ['anonymous links of a site', [sharing('ShareUsingAnonymousLinks', 'False', 'True', site)], ['AUD-08 low']],
  ['strangers in Teams', [set('Set-CsTenantFederationConfiguration', {AllowTeamsConsumer: 'True'})], ['AUD-08 low']],
  [
    'guests in Teams',
    [
      aRecord({
        Operation: 'TeamsTenantSettingChanged',
        RecordType: 25,
        Name: 'Allow guest access',
        OldValue: 'Off',
        NewValue: 'On',
      }),
    ],
    ['AUD-08 low'],
  ],
  ['a site is born', [sharing('ShareWithGuests', '', 'True', site)]],
  ['closed', [sharing('ShareUsingAnonymousLinks', 'Enabled', 'Disabled')]],
  ['closed in Teams', [set('Set-CsTenantFederationConfiguration', {AllowTeamsConsumer: 'False'})]],
])
hinting('AUD-08, weak signs', collaborationSettings, [
  ['guests at a site', [sharing('ShareWithGuests', 'False', 'True', site)], ['AUD-08 hint']],
])
