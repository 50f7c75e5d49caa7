/** What refusals of a mail server mean, who can fix them, and how. */
import {causes, Failure, shortened} from '../wire/failure.ts'
import type {SmtpServer} from './smtp-server.ts'

/** What nodemailer knows of an error; '' and 0 for what it does not. */
export interface SmtpTrouble {
  /** EAUTH, ETLS, ECONNECTION, EENVELOPE, EMESSAGE… */
  code: string
  /** Node's own code of a connection that failed. */
  original: string
  response: string
  status: number
  command: string
  rejected: readonly string[]
  cause: unknown
}

/** What was to be sent, and through which server. */
interface SmtpMail {
  server: SmtpServer
  from: string
  to: readonly string[]
}

type Advice = {code: string; says: string; remedy: string}

/** @param secrets to be cut out of the server's words. */
export function explainSmtp(trouble: SmtpTrouble, mail: SmtpMail, secrets: readonly string[]): Failure {
  const advice = adviceFor(trouble, mail)
  const hide = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
  const response = shortened(hide(trouble.response).replace(/[\p{Cc}\p{Cf}\s]+/gu, ' '), 200)
  return new Failure({
    ...{code: advice.code, message: hide(advice.says), remedy: advice.remedy},
    evidence: {
      server: `${mail.server.host}:${mail.server.port}`,
      ...(trouble.code ? {error: trouble.code} : {}),
      ...(response ? {said: response} : {}),
    },
  })
}

export function recipientsRefused(rejected: readonly string[], {server, from}: SmtpMail): Failure {
  return new Failure({
    code: 'SMTP_RECIPIENT_REFUSED',
    message: `${server.host} refuses ${rejected.join(', ')} as recipient${rejected.length === 1 ? '' : 's'}; the others got the mail.`,
    remedy: `Correct mail-to, or let the server’s administrator allow ${from} to send there (relaying).`,
  })
}

function adviceFor(trouble: SmtpTrouble, mail: SmtpMail): Advice {
  const {response, status, code} = trouble
  const {host} = mail.server
  // Microsoft's codes come first: they say more than the command they answer.
  const refusedLogin = loginRefusals.find(({fits}) => fits.test(response))
  if (refusedLogin) return refusedLogin.advice(mail)
  const refusedSender = senderRefusals.find(({fits}) => fits.test(response))
  if (refusedSender) return refusedSender.advice(mail)
  if (status === 552 || /\b5\.3\.4\b|\b5\.2\.3\b/.test(response) || isTooLargeForServer(trouble)) return tooLarge(host)
  if (/\b5\.7\.60\b|SendAsDenied/i.test(response)) return sendAs(mail)
  if (code === 'EAUTH') return wrongLogin(mail)
  if (isCertificate(trouble)) return certificate(mail.server)
  if (code === 'ETLS' || wantsTls(trouble)) return noTls(mail)
  if (status >= 400 && status < 500) return putOff(host)
  if (code === 'EENVELOPE') return envelope(trouble, mail)
  if (['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS'].includes(code)) return unreachable(trouble, mail)
  return {
    code: 'SMTP_REFUSED',
    says: `${host} does not take the mail.`,
    remedy: 'The server’s administrator finds the reason in its log; its words are above.',
  }
}

interface Refusal {
  fits: RegExp
  advice(mail: SmtpMail): Advice
}

/**
 * 535 5.7.139 has many causes, which only its words tell apart; the last takes the words that are not known yet.
 * https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/authenticated-client-smtp-submission
 */
const loginRefusals: readonly Refusal[] = [
  {fits: /\b5\.7\.30\b|5\.7\.139\b.*basic auth/i, advice: ({server}) => basicAuthenticationOff(server.host)},
  {fits: /SmtpClientAuthentication is disabled for the Tenant/i, advice: mail => smtpAuthOff(mail, 'tenant')},
  {fits: /SmtpClientAuthentication is disabled/i, advice: mail => smtpAuthOff(mail, 'mailbox')},
  {fits: /security defaults/i, advice: securityDefaults},
  {fits: /5\.7\.139\b.*(criteria|conditional access|policy|blocked)/i, advice: loginPolicy},
  {fits: /5\.7\.139\b.*(credentials|password)/i, advice: wrongLogin},
  {fits: /\b5\.7\.139\b/, advice: unknownLoginRefusal},
  {fits: /^530\b.*\b5\.7\.57\b|Client (was )?not authenticated/i, advice: loginMissing},
]

/** https://learn.microsoft.com/defender-office-365/outbound-spam-restore-restricted-users, and the codes of non-delivery reports. */
const senderRefusals: readonly Refusal[] = [
  {fits: /\b5\.1\.8\b|bad outbound sender|\b5\.7\.50[1-3]\b/i, advice: senderRestricted},
  {fits: /\b5\.7\.(705|708|750)\b|tenant has exceeded threshold/i, advice: tenantRestricted},
  {fits: /\b5\.1\.90\b|SubmissionQuotaExceeded|message limit/i, advice: dailyLimit},
]

/** The server has said at the start how much it takes; nodemailer does not even send more. */
function isTooLargeForServer({code, cause}: SmtpTrouble): boolean {
  return code === 'EMESSAGE' && cause instanceof Error && cause.message.startsWith('Message size larger')
}

function tooLarge(host: string): Advice {
  return {
    code: 'MAIL_TOO_LARGE',
    says: `${host} takes no mail of this size.`,
    remedy: 'Set mail-attach: false, or let the server’s administrator raise the limit.',
  }
}

/** https://techcommunity.microsoft.com/blog/exchange: basic authentication for client submission ends in steps from the end of 2026. */
function basicAuthenticationOff(host: string): Advice {
  return {
    code: 'SMTP_BASIC_AUTH_OFF',
    says: `${host} no longer takes user and password (basic authentication) for sending mail.`,
    remedy:
      'Exchange Online switches it off by default from the end of December 2026. Take Graph instead: remove smtp-url, set mail-from, and give the app Mail.Send; ' +
      'or send through a relay, Azure Communication Services Email or High Volume Email. Where the tenant may still allow it, an Exchange administrator does so in the admin centre under Settings → Mail flow.',
  }
}

const takeGraph = 'or take Graph: remove smtp-url, set mail-from, and give the app Mail.Send for that mailbox.'

/** A mailbox's own setting takes precedence over the tenant's. */
function smtpAuthOff({server}: SmtpMail, where: 'tenant' | 'mailbox'): Advice {
  return {
    code: 'SMTP_AUTH_DISABLED',
    says: `Sending with user and password is switched off for this ${where} at ${server.host}.`,
    remedy: `An Exchange administrator switches it on for the one mailbox: Set-CASMailbox -Identity ${server.login?.user ?? '<mailbox>'} -SmtpClientAuthenticationDisabled $false; ${takeGraph}`,
  }
}

function securityDefaults({server}: SmtpMail): Advice {
  return {
    code: 'SMTP_SECURITY_DEFAULTS',
    says: `Entra’s security defaults forbid signing in to ${server.host} with user and password.`,
    remedy: `They have no exceptions, and switching them off for a mail is no good trade: take Graph (remove smtp-url, set mail-from, give the app Mail.Send), or a relay that knows the runner by address or certificate.`,
  }
}

function loginPolicy({server}: SmtpMail): Advice {
  return {
    code: 'SMTP_AUTH_POLICY',
    says: `User and password may be right, but a policy of the tenant refuses this sign-in to ${server.host}.`,
    remedy:
      'Conditional Access that blocks legacy authentication, a demand for a second factor, or an authentication policy of Exchange. An administrator finds which in Entra → Sign-in logs of the account (client app: Authenticated SMTP) ' +
      `and with Get-AuthenticationPolicy; ${takeGraph}`,
  }
}

function unknownLoginRefusal({server}: SmtpMail): Advice {
  return {
    code: 'SMTP_AUTH',
    says: `${server.host} refuses the sign-in, for one of several reasons.`,
    remedy:
      'In this order: the password in smtp-url is wrong or has expired; SMTP AUTH is off for the mailbox (Get-CASMailbox … | Select-Object SmtpClientAuthenticationDisabled) or the tenant (Get-TransportConfig); ' +
      `security defaults or Conditional Access forbid it (Entra → Sign-in logs of the account); ${takeGraph}`,
  }
}

function loginMissing({server}: SmtpMail): Advice {
  return {
    code: 'SMTP_LOGIN_MISSING',
    says: server.login
      ? `${server.host} took the connection for one without a login, and sends nothing for those.`
      : `${server.host} sends nothing without a login, and smtp-url has none.`,
    remedy: server.login
      ? 'Something between ends the login (a relay, a firewall that rewrites SMTP): ask the network’s administrator; or take Graph: remove smtp-url and set mail-from.'
      : 'Write it into smtp-url, as a secret: smtp://USER:PASSWORD@HOST:587; or send to the tenant’s own MX host, which takes mail for its own recipients from a known address; or take Graph: remove smtp-url and set mail-from.',
  }
}

function senderRestricted({from}: SmtpMail): Advice {
  return {
    code: 'MAIL_SENDER_RESTRICTED',
    says: `Microsoft 365 lets ${from} send no mail: outbound spam protection has restricted the sender.`,
    remedy: `A Security Administrator finds out who sent spam from ${from}, secures the account, and unblocks it: https://security.microsoft.com/restrictedentities (up to an hour). A mailbox of its own for these reports keeps that from happening again.`,
  }
}

function tenantRestricted({server}: SmtpMail): Advice {
  return {
    code: 'SMTP_TENANT_RESTRICTED',
    says: `${server.host} lets the whole tenant send no mail to others: too much of it was taken for spam, or it is new.`,
    remedy:
      'A Security Administrator looks for compromised accounts and connectors (https://security.microsoft.com → Explorer), and then asks Microsoft’s support to lift the block; trial tenants have it until they are paid for.',
  }
}

function dailyLimit({from}: SmtpMail): Advice {
  return {
    code: 'MAIL_THROTTLED',
    says: `${from} has sent as much mail as it may.`,
    remedy:
      'Something else sends much from the same mailbox: 10,000 recipients a day is the limit of Exchange Online, and the outbound spam policy may set a lower one (https://security.microsoft.com/antispam). Run again tomorrow, or take a mailbox of its own.',
  }
}

function wrongLogin({server}: SmtpMail): Advice {
  const {host, login} = server
  return {
    code: 'SMTP_AUTH',
    says: login
      ? `${host} refuses user and password of smtp-url.`
      : `${host} wants user and password, and smtp-url has none.`,
    remedy:
      'Correct smtp-url (smtps://user:password@host:465, special characters percent-encoded: @ is %40, / is %2F, # is %23) and store it again: gh secret set SMTP_URL. ' +
      'At Exchange Online SMTP AUTH must be on for the mailbox (Get-CASMailbox … | Select-Object SmtpClientAuthenticationDisabled), and accounts with a second factor cannot.',
  }
}

function sendAs({from}: SmtpMail): Advice {
  return {
    code: 'SMTP_SEND_AS_DENIED',
    says: `The account of smtp-url may not send as ${from}.`,
    remedy: `Set mail-from to the account’s own address, or let an Exchange administrator allow it: Add-RecipientPermission -Identity ${from} -Trustee <account> -AccessRights SendAs.`,
  }
}

const certificateCodes =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/

function isCertificate({original, cause}: SmtpTrouble): boolean {
  return certificateCodes.test(original) || (cause instanceof Error && /certificate|altname/i.test(cause.message))
}

function certificate({host, port, implicitTls}: SmtpMail['server']): Advice {
  const startTls = implicitTls ? '' : ' -starttls smtp'
  return {
    code: 'SMTP_CERTIFICATE',
    says: `The certificate that ${host} shows is not to be trusted: it is expired, made out to another name, or of an unknown authority. Nothing was sent.`,
    remedy:
      'Use the name that the certificate is made out to. For an authority of your own, give the job NODE_EXTRA_CA_CERTS with the path of its certificate, as an environment variable. What it shows: ' +
      `openssl s_client -connect ${host}:${port}${startTls} -servername ${host}`,
  }
}

function wantsTls({response}: SmtpTrouble): boolean {
  return /STARTTLS/i.test(response)
}

function noTls({server}: SmtpMail): Advice {
  return {
    code: 'SMTP_NO_TLS',
    says: `No encrypted connection came about with ${server.host}:${server.port}. Neither password nor mail was sent.`,
    remedy: server.implicitTls
      ? 'smtps: speaks TLS from the first byte, usually on port 465; for a server that begins in the clear write smtp://…:587.'
      : 'smtp: needs a server that offers STARTTLS, usually on port 587; for one with TLS from the first byte write smtps://…:465. A plain connection is made to this machine only.',
  }
}

function putOff(host: string): Advice {
  return {
    code: 'SMTP_PUT_OFF',
    says: `${host} puts the mail off, and did so several times.`,
    remedy:
      'It is busy, limits the sender, or wants unknown senders to come again in some minutes (greylisting). Run again later, or let its administrator exempt this sender.',
  }
}

function envelope({rejected, command}: SmtpTrouble, {server, from, to}: SmtpMail): Advice {
  if (command === 'MAIL FROM')
    return {
      code: 'SMTP_SENDER_REFUSED',
      says: `${server.host} refuses ${from} as sender.`,
      remedy: 'Set mail-from to an address that this server sends for; without a login it may want one.',
    }
  return {
    code: 'SMTP_RECIPIENT_REFUSED',
    says: `${server.host} refuses every recipient: ${(rejected.length > 0 ? rejected : to).join(', ')}.`,
    remedy: `Correct mail-to, or let the server’s administrator allow ${from} to send there (relaying).`,
  }
}

function unreachable({cause}: SmtpTrouble, {server}: SmtpMail): Advice {
  return {
    code: 'SMTP_UNREACHABLE',
    says: `The connection to ${server.host}:${server.port} failed: ${shortened(causes(cause), 300)}.`,
    remedy:
      'Check host and port of smtp-url, and that the runner reaches them: hosted runners have port 25 closed, and mail does not go through HTTPS_PROXY.',
  }
}
