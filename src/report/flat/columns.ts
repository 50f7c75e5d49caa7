/**
 * The columns of `audit-<period>.flat.csv` and `audit-<period>.parquet`. Later versions append, and never move, rename
 * or retype one: readers by position or by name are not affected.
 */

import {outlookRuleRecipients} from '../../detect/outlook-rule.ts'

export type FlatType = 'text' | 'integer' | 'boolean' | 'time'

export interface FlatColumn {
  readonly name: string
  readonly type: FlatType
  /**
   * Where the value is looked for, the first that holds one: `$Identity` is a column of the cmdlet, `A.B` the field `B`
   * of the field `A`. Through a list of names and values a step goes by name; through any other list, to all elements.
   */
  readonly from: readonly string[]
  /** Makes the value of what was found there. */
  readonly derive?: (found: unknown) => unknown
  /** Addresses are written without port and brackets. */
  readonly address?: true
  readonly says: string
}

const column =
  (type: FlatType) =>
  (name: string, says: string, ...from: string[]): FlatColumn => ({
    name,
    type,
    from: from.length > 0 ? from : [name],
    says,
  })
const text = column('text')
const integer = column('integer')
const boolean = column('boolean')
const time = column('time')
const address = (name: string, says: string): FlatColumn => ({...text(name, says), address: true})

export const flatColumns: readonly FlatColumn[] = [
  time('CreationTime', 'When it happened, as a UTC instant.', '$CreationDate'),
  text('Id', 'The record’s id.', '$Identity'),
  integer('RecordType', 'The record type’s number.'),
  text('RecordTypeName', 'The record type’s name; its number where the service gives no name.', '$RecordType'),
  text('Operation', 'What was done.', '$Operations', 'Operation'),
  text('Workload', 'The service it was done in.'),
  text('UserId', 'Who did it: a user principal name, an id or a service’s name.', 'UserId', '$UserIds'),
  text('UserKey', 'The same by another id.'),
  integer(
    'UserType',
    '0 regular, 2 administrator, 4 system, 5 application, 6 service principal; others in Microsoft’s schema.',
  ),
  text('ResultStatus', 'As the workload spells it: `Success`, `Succeeded`, `True`, `Failed` and more.'),
  text('ObjectId', 'What it was done to.'),
  address('ClientIP', 'Where it came from, without port and brackets.'),
  address('ClientIPAddress', 'The same field of Exchange’s records.'),
  address('ActorIpAddress', 'The same field of Entra’s records.'),
  text(
    'UserAgent',
    'The program’s own words about itself.',
    'UserAgent',
    'ExtendedProperties.UserAgent',
    'ExtendedProperties.additionalDetails.User-Agent',
  ),
  text('SessionId', 'The sign-in session.', 'SessionId', 'DeviceProperties.SessionId', 'AppAccessContext.AADSessionId'),
  text('ApplicationId', 'The application that was used.'),
  text('AppId', 'The same field of Exchange’s records.'),
  text('ClientAppId', 'The application that held the access token.', 'ClientAppId', 'AppAccessContext.ClientAppId'),
  text('ClientInfoString', 'Exchange’s words about the client.'),
  boolean('ExternalAccess', 'Whether a person outside the organisation did it, by Exchange.'),
  text('CorrelationId', 'Joins records of one request.', 'CorrelationId', 'AppAccessContext.CorrelationId'),
  text('UniqueTokenId', 'The access token’s id.', 'UniqueTokenId', 'AppAccessContext.UniqueTokenId'),
  text('OrganizationId', 'The tenant.'),
  integer('ErrorNumber', 'A sign-in’s error code, 0 for none.'),
  text('LogonError', 'A sign-in’s error by name.'),
  text('RequestType', 'The kind of a sign-in’s request.', 'RequestType', 'ExtendedProperties.RequestType'),
  text('DeviceOS', 'The device’s operating system.', 'DeviceProperties.OS'),
  text('DeviceBrowserType', 'The browser.', 'DeviceProperties.BrowserType'),
  boolean('DeviceIsCompliant', 'Whether the device meets the policies.', 'DeviceProperties.IsCompliant'),
  boolean('DeviceIsCompliantAndManaged', 'The same, and it is managed.', 'DeviceProperties.IsCompliantAndManaged'),
  text('DeviceDisplayName', 'The device’s name.', 'DeviceProperties.DisplayName', 'DeviceDisplayName'),
  text('DeviceId', 'The device’s id.', 'DeviceProperties.Id'),
  text('Actor', 'Ids and names of who did it, in Entra.', 'Actor.ID'),
  text('Target', 'Ids and names of what it was done to, in Entra.', 'Target.ID'),
  text('ModifiedProperties', 'Old and new values, as JSON.'),
  text('InterSystemsId', 'Joins records across Entra’s systems.'),
  text('MailboxOwnerUPN', 'Whose mailbox.'),
  text('MailboxGuid', 'The mailbox’s id.'),
  integer('LogonType', '0 owner, 1 administrator, 2 delegate.'),
  text('LogonUserSid', 'Who was logged on to the mailbox.'),
  integer('InternalLogonType', 'Exchange’s own kind of the logon.'),
  integer('OperationCount', 'Operations that the record stands for.'),
  text('MailAccessType', '`Bind` or `Sync`.', 'OperationProperties.MailAccessType'),
  boolean('IsThrottled', 'Whether Exchange stopped logging the mailbox’s accesses.', 'OperationProperties.IsThrottled'),
  text('FolderPaths', 'Folders of the mailbox.', 'Folders.Path', 'Folder.Path', 'Item.ParentFolder.Path'),
  text(
    'InternetMessageIds',
    'The messages.',
    'Folders.FolderItems.InternetMessageId',
    'AffectedItems.InternetMessageId',
    'Item.InternetMessageId',
    'InternetMessageId',
  ),
  text('Parameters', 'The cmdlet’s parameters, as JSON.'),
  text('ParameterIdentity', 'A cmdlet’s parameter.', 'Parameters.Identity'),
  text('ParameterName', 'A cmdlet’s parameter.', 'Parameters.Name'),
  text('ParameterFrom', 'A rule’s condition.', 'Parameters.From'),
  text('ParameterForwardTo', 'Whom a rule forwards to.', 'Parameters.ForwardTo'),
  text('ParameterForwardAsAttachmentTo', 'Whom a rule forwards to.', 'Parameters.ForwardAsAttachmentTo'),
  text('ParameterRedirectTo', 'Whom a rule redirects to.', 'Parameters.RedirectTo'),
  text('ParameterForwardingSmtpAddress', 'Whom a mailbox forwards to.', 'Parameters.ForwardingSmtpAddress'),
  boolean('ParameterDeleteMessage', 'Whether a rule deletes.', 'Parameters.DeleteMessage'),
  text('ParameterMoveToFolder', 'Where a rule moves to.', 'Parameters.MoveToFolder'),
  text('ParameterUser', 'Who is given a right.', 'Parameters.User', 'Parameters.Trustee'),
  text('ParameterAccessRights', 'Which right.', 'Parameters.AccessRights'),
  text('SiteUrl', 'The site.'),
  text('SourceRelativeUrl', 'The file’s folder.'),
  text('SourceFileName', 'The file.'),
  text('SourceFileExtension', 'The file’s extension.'),
  text('DestinationRelativeUrl', 'The folder that a file was moved or copied to.'),
  text('DestinationFileName', 'The file’s name there.'),
  text('TargetUserOrGroupName', 'Whom it was shared with.'),
  text('TargetUserOrGroupType', '`Member`, `Guest`, `SharePointGroup` and more.'),
  text('SharingLinkScope', '`Anyone`, `Organization` or `Users`.'),
  text('SensitivityLabelId', 'The label of what it was done to.'),
  text('EventSource', '`SharePoint` or `ObjectModel`.'),
  text('ItemType', '`File`, `Folder`, `Web`, `Site`, `Tenant` or more.'),
  text('ListId', 'The list.'),
  text('WebId', 'The web.'),
  text('TeamName', 'The team.'),
  text('TeamGuid', 'The team’s id.'),
  text('ChannelName', 'The channel.'),
  text('ChannelGuid', 'The channel’s id.'),
  text('ChatId', 'The chat.', 'ChatThreadId', 'ChatId'),
  text('MessageId', 'The message, in Teams.'),
  text('MeetingId', 'The meeting.', 'MeetingId', 'MeetingDetailId'),
  text('AgentId', 'The agent, in Copilot’s records.', 'AgentId', 'CopilotEventData.AgentId'),
  text('AgentName', 'The agent’s name.', 'AgentName', 'CopilotEventData.AgentName'),
  text('AppHost', 'Where Copilot was asked.', 'CopilotEventData.AppHost', 'AppHost'),
  text('ThreadId', 'The conversation with Copilot.', 'CopilotEventData.ThreadId', 'ThreadId'),
  text('ContextIds', 'What was open when Copilot was asked.', 'CopilotEventData.Contexts.Id'),
  text(
    'AccessedResourceIds',
    'What Copilot read for its answer.',
    'CopilotEventData.AccessedResources.Id',
    'CopilotEventData.AccessedResources.ID',
  ),
  text('AccessedResourceNames', 'Names of that.', 'CopilotEventData.AccessedResources.Name'),
  text(
    'RuleOperation',
    'What was done to a rule in Outlook: `AddMailboxRule` and more.',
    'OperationProperties.RuleOperation',
  ),
  text('RuleName', 'The rule’s name.', 'OperationProperties.RuleName'),
  text('RuleCondition', 'Which mail it is for, in Exchange’s words.', 'OperationProperties.RuleCondition'),
  text('RuleActions', 'What it does, as JSON.', 'OperationProperties.RuleActions'),
  {
    ...text('RuleRecipients', 'Whom it forwards or redirects to: addresses and names.', 'OperationProperties'),
    derive: outlookRuleRecipients,
  },
  text('SubscriptionId', 'The subscription that a change notification of Teams went to.'),
  text('MessageIds', 'The messages that it was about.', 'Messages.Id'),
  text('MessageChatIds', 'Their chats.', 'Messages.ChatThreadId'),
  text('ParentMessageId', 'The message that was answered.', 'ParentMessageId', 'Messages.ParentMessageId'),
]

/** In the Parquet file alone, after the others: a spreadsheet's cell is too small for it. */
export const wholeText = text('AuditData', 'The whole record: its JSON, as the service sent it.', '$AuditData')
