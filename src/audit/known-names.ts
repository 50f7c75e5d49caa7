/** Names of operations and workloads that many tenants have, to guess what a misspelt one was meant to be. */

/**
 * https://learn.microsoft.com/purview/audit-log-activities
 * Operations of the directory, and of mailboxes, files, teams and policies that exports are often limited to.
 */
export const knownOperations: readonly string[] = `
UserLoggedIn|UserLoginFailed|UserLoggedOff|MailItemsAccessed|Send|SendAs|SendOnBehalf|Create|Update|Move
MoveToDeletedItems|SoftDelete|HardDelete|FolderBind|MessageBind|MailboxLogin|Copy|RecordDelete|UpdateInboxRules
AddFolderPermissions|ModifyFolderPermissions|RemoveFolderPermissions|UpdateFolderPermissions|ApplyRecordLabel
UpdateCalendarDelegation|SearchQueryInitiatedExchange|SearchQueryInitiatedSharePoint
New-InboxRule|Set-InboxRule|Remove-InboxRule|Enable-InboxRule|Disable-InboxRule|Set-Mailbox|New-Mailbox|Remove-Mailbox
Add-MailboxPermission|Remove-MailboxPermission|Add-RecipientPermission|Remove-RecipientPermission
Add-MailboxFolderPermission|Set-MailboxFolderPermission|Set-MailboxAutoReplyConfiguration|Set-CASMailbox|Set-User
New-TransportRule|Set-TransportRule|Remove-TransportRule|Disable-TransportRule|New-InboundConnector|Set-InboundConnector
New-OutboundConnector|Set-OutboundConnector|Set-AcceptedDomain|Set-OrganizationConfig|Set-AdminAuditLogConfig
Set-MailboxAuditBypassAssociation|New-ManagementRoleAssignment|Add-RoleGroupMember|Remove-RoleGroupMember|New-RoleGroup
Set-AntiPhishPolicy|Set-HostedContentFilterPolicy|Set-MalwareFilterPolicy|Set-SafeLinksPolicy|Set-SafeAttachmentPolicy
Set-RemoteDomain|Search-Mailbox|Set-CsTenantFederationConfiguration|SearchQueryPerformed|SharingPolicyChanged
ConnectedAIAppInteraction|AIAppInteraction
New-ComplianceSearch|Start-ComplianceSearch|New-ComplianceSearchAction|New-ComplianceCase|SearchCreated|SearchStarted
SearchExported|SearchExportDownloaded|ViewedSearchPreviewed|AuditSearchCreated|AuditSearchCompleted|AuditSearchCancelled
FileAccessed|FileAccessedExtended|FileDownloaded|FileUploaded|FileModified|FileModifiedExtended|FilePreviewed|FileDeleted
FileRecycled|FileRestored|FileMoved|FileCopied|FileRenamed|FileCheckedIn|FileCheckedOut|FileSyncDownloadedFull
FileSyncUploadedFull|FileMalwareDetected|FileVersionsAllDeleted|FileDeletedFirstStageRecycleBin|PageViewed
FileDeletedSecondStageRecycleBin|FolderCreated|FolderDeleted|FolderModified|FolderMoved|FolderRenamed|FolderRecycled
SharingSet|SharingRevoked|SharingInvitationCreated|SharingInvitationAccepted|SharingInvitationRevoked|SecureLinkCreated
SecureLinkUsed|SecureLinkUpdated|SecureLinkDeleted|AddedToSecureLink|RemovedFromSecureLink|AnonymousLinkCreated
AnonymousLinkUsed|AnonymousLinkUpdated|AnonymousLinkRemoved|CompanyLinkCreated|CompanyLinkUsed|CompanyLinkRemoved
SharingInheritanceBroken|AccessRequestCreated|AccessRequestApproved|AddedToGroup|RemovedFromGroup|GroupAdded|GroupUpdated
SiteCollectionCreated|SiteDeleted|SiteCollectionAdminAdded|SiteCollectionAdminRemoved|ManagedSyncClientAllowed|ListViewed
ListCreated|ListUpdated|ListDeleted|ListItemCreated|ListItemUpdated|ListItemDeleted|ListItemViewed|SiteLocksChanged
TeamCreated|TeamDeleted|TeamSettingChanged|MemberAdded|MemberRemoved|MemberRoleChanged|ChannelAdded|ChannelDeleted
ChannelSettingChanged|ChatCreated|ChatUpdated|ChatRetrieved|MessageSent|MessageUpdated|MessageDeleted|MessagesListed
MessageCreatedHasLink|MessageHostedContentRead|MeetingDetail|MeetingParticipantDetail|TeamsSessionStarted|AppInstalled
AppUninstalled|AppUpgraded|BotAddedToTeam|BotRemovedFromTeam|ConnectorAdded|ConnectorRemoved|TabAdded|TabRemoved
DlpRuleMatch|DlpRuleUndo|DLPRuleMatch|AlertTriggered|AlertEntityGenerated|AlertUpdated|TIMailData|TIUrlClickData
SensitivityLabelApplied|SensitivityLabelUpdated|SensitivityLabelRemoved|FileSensitivityLabelApplied|CopilotInteraction
FileSensitivityLabelChanged|FileSensitivityLabelRemoved|QuarantineReleaseMessage|QuarantinePreview|QuarantineDelete
CreateFlow|EditFlow|DeleteFlow|LaunchPowerApp|CreatePowerApp|ViewReport|ViewDashboard|ExportReport|DownloadReport
CreateForm|EditForm|DeleteForm|ViewForm|SubmitResponse|ExportForm|ListForms
Add user.|Update user.|Delete user.|Restore user.|Hard Delete user.|Disable account.|Enable account.|Change user password.
Reset user password.|Set force change user password.|Change user license.|Set license properties.|Update StsRefreshTokenValidFrom Timestamp.
User registered security info|User deleted security info|User changed default security info|Admin registered security info
Admin updated security info|Admin deleted security info|Enable Strong Authentication.|Disable Strong Authentication.
Add member to role.|Remove member from role.|Add eligible member to role.|Add member to group.|Remove member from group.
Add owner to group.|Remove owner from group.|Add group.|Update group.|Delete group.|Restore Group.|Set group license.
Add application.|Update application.|Delete application.|Add owner to application.|Consent to application.
Update application – Certificates and secrets management |Add service principal.|Update service principal.
Remove service principal.|Add owner to service principal.|Add service principal credentials.|Remove service principal credentials.
Add delegated permission grant.|Remove delegated permission grant.|Add OAuth2PermissionGrant.|Add app role assignment to service principal.
Add app role assignment grant to user.|Remove app role assignment from service principal.|Invite external user.|Redeem external user invite.
Add policy.|Update policy.|Delete policy.|Add policy to service principal.|Add conditional access policy.|Update conditional access policy.
Delete conditional access policy.|Add device.|Update device.|Delete device.|Add registered owner to device.|Add registered users to device.
Add domain to company.|Verify domain.|Set domain authentication.|Set federation settings on domain.|Remove domain from company.
Set company information.|Set Company Information.|Set DirSyncEnabled flag.|Set password policy.|Update authorization policy.
Add partner to company.|Remove partner from company.|Add named location.|Update named location.|Delete named location.`
  .trim()
  .split(/[|\n]/)

/** `Workload` of AuditData, as the services spell it. */
export const knownWorkloads: readonly string[] = `
AirInvestigation|Aip|AttackSim|AzureActiveDirectory|CloudAppSecurity|Compliance|Copilot|CRM|DataCenterSecurity|Endpoint
Exchange|Kaizala|MicrosoftDefenderForEndpoint|MicrosoftFlow|MicrosoftForms|MicrosoftStream|MicrosoftTeams|MicrosoftTodo
MyAnalytics|OneDrive|Planner|PowerApps|PowerBI|PowerPlatform|Project|ProjectForTheWeb|PublicEndpoint|Quarantine
SecurityComplianceCenter|SharePoint|SkypeForBusiness|Sway|ThreatIntelligence|VivaEngage|VivaGoals|Whiteboard
WorkplaceAnalytics|Yammer`
  .trim()
  .split(/[|\n]/)
