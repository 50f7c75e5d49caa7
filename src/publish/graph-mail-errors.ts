/** What Graph's refusals of a mail mean, who can fix them, and how. */
import type {Cloud} from '../signin/cloud.ts'
import {bySetup} from '../signin/remedies.ts'
import {Failure, shortened} from '../wire/failure.ts'

export interface GraphRefusal {
  status: number
  body: unknown
  requestId: string
  /** Of the token that was used; undefined when it is opaque. */
  roles: readonly string[] | undefined
  from: string
  to: readonly string[]
  cloud: Cloud
  tenantId: string
  clientId: string
}

interface Advice {
  code: string
  says(refusal: GraphRefusal): string
  remedy(refusal: GraphRefusal): string
}

export function explainGraphMail(refusal: GraphRefusal): Failure {
  const {code, message} = errorOf(refusal.body)
  const advice = adviceFor(refusal, code, message)
  return new Failure({
    code: advice.code,
    message: advice.says(refusal),
    remedy: advice.remedy(refusal),
    evidence: {
      status: String(refusal.status),
      ...(code ? {error: code} : {}),
      ...(message ? {said: message} : {}),
      ...(refusal.requestId ? {'request-id': refusal.requestId} : {}),
    },
  })
}

function errorOf(body: unknown): {code: string; message: string} {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
  if (typeof error !== 'object' || error === null) return {code: '', message: ''}
  const fields: Record<string, unknown> = {...error}
  const text = (value: unknown) => (typeof value === 'string' ? shortened(value, 200) : '')
  return {code: shortened(text(fields.code), 80), message: text(fields.message)}
}

function adviceFor(refusal: GraphRefusal, code: string, message: string): Advice {
  const {status} = refusal
  if (status === 401) return isWithoutPermission(refusal, code) ? notGranted : unauthorised
  if (restricted.test(`${code} ${message}`)) return senderRestricted
  if (/^Error(SubmissionQuotaExceeded|MessageThrottled|ExceededMessageLimit)$/i.test(code)) return quota
  if (status === 413 || /^(ErrorMessageSizeExceeded|RequestEntityTooLarge)$/i.test(code)) return tooLarge
  if (status === 429) return throttled
  if (status >= 500) return unavailable
  if (/^ErrorSendAsDenied$/i.test(code)) return sendAs
  if (/NotEnabledForRESTAPI|^ErrorMailboxNotEnabled|^ErrorNonExistentMailbox/i.test(code)) return noMailbox
  if (/^(ErrorInvalidUser|Request_ResourceNotFound|ResourceNotFound)$/i.test(code) || status === 404) return noSender
  if (/^ErrorInvalidRecipients$/i.test(code)) return recipients
  if (/\[RAOP\]|AppOnly AccessPolicy/i.test(message)) return accessPolicy
  if (status === 403) return refusal.roles?.includes('Mail.Send') ? outOfScope : notGranted
  return other
}

/** A token without any permission is refused with 401; its own roles say so, too. */
function isWithoutPermission({roles}: GraphRefusal, code: string): boolean {
  return code === 'NoPermissionsInAccessToken' || roles?.length === 0
}

/** Exchange Online Protection has taken the mailbox for a source of spam: a code, or the words of its verdict. */
const restricted =
  /SubmissionBlocked|AccountSuspend|WASCL|bad outbound sender|outbound spam|restricted from sending|RestrictedUser|\b5\.1\.8\b/i

const testScope = ({clientId, from}: GraphRefusal) =>
  `Test-ServicePrincipalAuthorization -Identity ${clientId} -Resource ${from}`

/** https://learn.microsoft.com/exchange/permissions-exo/application-rbac */
const scopedGrant = ({clientId, from}: GraphRefusal) =>
  'to allow this one mailbox only, an Exchange administrator runs ' +
  `New-ServicePrincipal -AppId ${clientId} -ObjectId <object id of the enterprise application>; ` +
  `New-ManagementScope -Name m365-audit-mail -RecipientRestrictionFilter "PrimarySmtpAddress -eq '${from.replaceAll("'", "''")}'"; ` +
  `New-ManagementRoleAssignment -App ${clientId} -Role "Application Mail.Send" -CustomResourceScope m365-audit-mail; ` +
  'changes take 30 minutes to 2 hours'

const notGranted: Advice = {
  code: 'MAIL_NOT_ALLOWED',
  says: ({clientId, from, roles}) =>
    `The app ${clientId} may not send mail as ${from}${roles === undefined ? '' : ', and its token lacks Mail.Send'}.`,
  remedy: refusal =>
    'Either a Privileged Role Administrator consents to the application permission Mail.Send of Microsoft Graph, which is for every mailbox: ' +
    `${refusal.cloud.authority}/${refusal.tenantId}/adminconsent?client_id=${refusal.clientId} after it is added to the app’s API permissions; ` +
    `or, ${scopedGrant(refusal)}. Check with ${testScope(refusal)}. ` +
    bySetup('--mail', {tenant: refusal.tenantId, cloud: refusal.cloud.name}),
}

const outOfScope: Advice = {
  code: 'MAIL_OUT_OF_SCOPE',
  says: ({clientId, from}) =>
    `The app ${clientId} has Mail.Send, but may not send as ${from}: the mailbox lies outside of what an access policy or a management scope allows.`,
  remedy: refusal =>
    `An Exchange administrator looks with ${testScope(refusal)} and Test-ApplicationAccessPolicy -AppId ${refusal.clientId} -Identity ${refusal.from}, and adds the mailbox to the policy’s group or to the scope; or set mail-from to a mailbox inside it.`,
}

const accessPolicy: Advice = {
  code: 'MAIL_ACCESS_POLICY',
  says: ({clientId, from}) => `An Application Access Policy keeps the app ${clientId} from the mailbox ${from}.`,
  remedy: ({clientId, from}) =>
    `An Exchange administrator looks with Test-ApplicationAccessPolicy -AppId ${clientId} -Identity ${from} and Get-ApplicationAccessPolicy, and adds the mailbox to the policy’s group: Add-DistributionGroupMember -Identity <group> -Member ${from}; or set mail-from to a mailbox inside it. Changes take up to 2 hours.`,
}

const noSender: Advice = {
  code: 'MAIL_SENDER_UNKNOWN',
  says: ({from, tenantId}) => `There is no mailbox ${from} in tenant ${tenantId}.`,
  remedy: ({from}) =>
    `Correct mail-from: the user principal name or object id of the sending mailbox. An Exchange administrator finds it with Get-EXOMailbox -Identity ${from}.`,
}

const noMailbox: Advice = {
  code: 'MAIL_NO_MAILBOX',
  says: ({from}) => `${from} exists, but has no mailbox in Exchange Online that can send.`,
  remedy: ({from}) =>
    `It has no Exchange Online licence, lies on premises, or is inactive. An administrator assigns a licence, or makes a shared mailbox, which needs none: New-Mailbox -Shared -Name m365-audit -PrimarySmtpAddress ${from.includes('@') ? `m365-audit${from.slice(from.lastIndexOf('@'))}` : '<address>'}; and set mail-from to it.`,
}

const sendAs: Advice = {
  code: 'MAIL_SEND_AS_DENIED',
  says: ({from}) => `${from} is not the address that its mailbox sends as.`,
  remedy: ({from}) =>
    `Set mail-from to the mailbox’s primary address; an Exchange administrator finds it with Get-EXOMailbox -Identity ${from} | Select-Object PrimarySmtpAddress.`,
}

const recipients: Advice = {
  code: 'MAIL_RECIPIENTS',
  says: ({to}) => `Microsoft 365 takes some of the recipients for none: ${to.join(', ')}.`,
  remedy: () => 'Correct mail-to.',
}

const tooLarge: Advice = {
  code: 'MAIL_TOO_LARGE',
  says: ({from}) => `The mail is larger than ${from} may send.`,
  remedy: ({from}) =>
    `Set mail-attach: false, or let an Exchange administrator raise the limit: Set-Mailbox -Identity ${from} -MaxSendSize 35MB.`,
}

const throttled: Advice = {
  code: 'MAIL_THROTTLED',
  says: ({from}) => `Microsoft 365 takes no more mail from ${from} for now.`,
  remedy: () =>
    'Something else sends much from the same mailbox (four requests at once, 10,000 in ten minutes). Run again later, or take a mailbox of its own.',
}

const senderRestricted: Advice = {
  code: 'MAIL_SENDER_RESTRICTED',
  says: ({from}) => `Microsoft 365 lets ${from} send no mail: outbound spam protection has restricted the sender.`,
  remedy: ({from}) =>
    `A Security Administrator finds out who sent spam from ${from}, secures the account, and unblocks it: https://security.microsoft.com/restrictedentities (up to an hour). A mailbox of its own for these reports keeps that from happening again.`,
}

const quota: Advice = {
  code: 'MAIL_THROTTLED',
  says: ({from}) => `${from} has sent as much mail as it may.`,
  remedy: () =>
    'Something else sends much from the same mailbox: 10,000 recipients a day is the limit of Exchange Online, and the outbound spam policy may set a lower one (https://security.microsoft.com/antispam). Run again tomorrow, or take a mailbox of its own.',
}

const unavailable: Advice = {
  code: 'MAIL_UNAVAILABLE',
  says: ({status}) => `Microsoft Graph could not take the mail (${status}).`,
  remedy: () =>
    'Run again later; an administrator sees the service’s health at https://admin.microsoft.com/servicehealth.',
}

const unauthorised: Advice = {
  code: 'MAIL_UNAUTHORISED',
  says: ({cloud}) => `Microsoft Graph refuses the token (401), though it was issued for ${cloud.scopes.graph}.`,
  remedy: () =>
    'Conditional Access for workload identities may ask for more than a certificate gives, or a gateway exchanged the token; an administrator finds the sign-in in Entra’s sign-in log under service principals.',
}

const other: Advice = {
  code: 'MAIL_REFUSED',
  says: ({status}) => `Microsoft Graph does not take the mail (${status}).`,
  remedy: () => 'If the reason does not say it, please report it with the version and this message.',
}
