/** Entra's refusals (AADSTS codes) as advice: what happened, and what a person does about it. */
import {Failure, shortened} from '../wire/failure.ts'
import type {PublicCertificate} from './certificate.ts'
import type {Cloud} from './cloud.ts'
import type {PresentedToken} from './federation.ts'
import {bySetup} from './remedies.ts'
import {explainFederation} from './subject.ts'

/** What the advice may name. */
export interface SignInContext {
  cloud: Cloud
  tenant: string
  clientId?: string
  certificate?: PublicCertificate
  /** What GitHub's token said, where it was the credential. */
  presented?: PresentedToken
  /** Our time when the answer arrived, and when the token was first asked for. */
  now: number
  since?: number
}

/** An error answer of the login service: its JSON, status and `Date` header. */
export interface EntraRefusal {
  body: Record<string, unknown>
  status: number
  date: string | null
}

/**
 * `again`: it may pass by itself, soon; `briefly`: only if something was changed just now; `spreading`: likewise, and it
 * may take two minutes.
 */
export type RetryAdvice = 'again' | 'briefly' | 'spreading' | undefined

interface Advice {
  what: string | ((context: SignInContext) => string)
  remedy: string | ((context: SignInContext, refusal: EntraRefusal) => string)
  again?: RetryAdvice | ((context: SignInContext) => RetryAdvice)
}

/**
 * The failure for a refusal. It is decided by `error_codes`, as Microsoft changes the texts:
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export function advise(refusal: EntraRefusal, context: SignInContext): {failure: Failure; again: RetryAdvice} {
  const codes = codesOf(refusal.body)
  const code = codes.find(one => one in ADVICE) ?? codes[0]
  const advice = (code === undefined ? undefined : ADVICE[code]) ?? unknownRefusal(refusal.body)
  const failure = new Failure({
    code: code === undefined ? 'LOGIN_REFUSED' : `LOGIN_AADSTS${code}`,
    message: `Sign-in refused: ${typeof advice.what === 'string' ? advice.what : advice.what(context)}${code === undefined ? '' : ` (AADSTS${code})`}.`,
    remedy: typeof advice.remedy === 'string' ? advice.remedy : advice.remedy(context, refusal),
    evidence: evidenceOf(refusal, context),
  })
  return {failure, again: typeof advice.again === 'function' ? advice.again(context) : advice.again}
}

function codesOf(body: Record<string, unknown>): number[] {
  const codes = Array.isArray(body.error_codes) ? body.error_codes : []
  const named = codes.map(Number).filter(code => Number.isInteger(code))
  if (named.length > 0) return named
  const prefix = /^AADSTS(\d+)/.exec(String(body.error_description ?? ''))
  return prefix ? [Number(prefix[1])] : []
}

function evidenceOf({body, status}: EntraRefusal, {tenant, clientId}: SignInContext): Record<string, string> {
  const evidence = {
    status: String(status),
    error: body.error,
    'correlation id': body.correlation_id,
    'trace id': body.trace_id,
    timestamp: body.timestamp,
    tenant,
    client: clientId,
  }
  const words = Object.entries(evidence).filter(([, value]) => typeof value === 'string' && value !== '')
  return Object.fromEntries(words.map(([name, value]) => [name, shortened(String(value), 100)]))
}

function unknownRefusal(body: Record<string, unknown>): Advice {
  const said = firstSentences(body.error_description)
  return {
    what: said === '' ? `the service says '${shortened(String(body.error), 100)}'` : `the service says "${said}"`,
    remedy:
      'There is no advice for this code here. See https://login.microsoftonline.com/error and the sign-in logs of the ' +
      'app (Entra → Enterprise applications → the app → Sign-in logs → Service principal sign-ins).',
  }
}

/** Without the ids, which stand in the evidence, and without anything that looks like a token. */
function firstSentences(description: unknown): string {
  const text = typeof description === 'string' ? description : ''
  const line = text.split(/\r?\n|Trace ID:/)[0] ?? ''
  const bare = line.replace(/[\w-]{20,}\.[\w-]{20,}(\.[\w-]+)?/g, '…').replace(/"/g, "'")
  return shortened(bare, 300)
}

const programFault = 'This is a fault of the program. Please report it with the version and this message.'
const passing = 'It usually passes: run again later. If it lasts, see https://status.cloud.microsoft.'

const ADVICE: Readonly<Record<number, Advice>> = {
  // The app and the tenant
  700016: {what: 'the app is not known in this tenant', remedy: unknownApp},
  90002: {what: ({cloud}) => `there is no such tenant in ${cloud.title}`, remedy: wrongTenantOrCloud},
  900023: {what: 'tenant-id is neither a GUID nor a domain', remedy: wrongTenantOrCloud},
  90038: {what: 'the tenant lives in another cloud', remedy: wrongTenantOrCloud},
  900382: {what: 'the tenant lives in another cloud', remedy: wrongTenantOrCloud},
  900432: {what: 'the tenant lives in another cloud', remedy: wrongTenantOrCloud},
  7000112: {
    what: 'the app is disabled',
    remedy:
      'An administrator enables it: Entra → Enterprise applications → the app → Properties → Enabled for sign-in.',
  },
  7000229: {
    what: 'the app has no service principal in this tenant',
    remedy: ({cloud, tenant, clientId}) =>
      `An administrator consents to it once: ${cloud.authority}/${tenant}/adminconsent?client_id=${clientId} ` +
      bySetup('', {tenant, cloud: cloud.name}),
  },
  50194: {
    what: 'the app is registered for one tenant, and this sign-in asks another',
    remedy: ({tenant}) =>
      `Set tenant-id to the tenant where the app is registered (Entra → App registrations → the app → Directory (tenant) ID), not ${tenant}; ` +
      'or its owner makes it multitenant (Authentication → Supported account types), and an administrator of the other tenant consents.',
  },
  50059: {what: 'the request names no tenant', remedy: wrongTenantOrCloud},
  50128: {what: 'there is no tenant with that domain', remedy: wrongTenantOrCloud},
  90051: {what: 'the tenant lives in another cloud', remedy: wrongTenantOrCloud},
  900439: {what: 'the app is of the US government’s cloud', remedy: wrongTenantOrCloud},
  5000225: {
    what: 'Microsoft has blocked the tenant because it was not used',
    remedy:
      'A Global Administrator has it reactivated by Microsoft’s support, soon: a blocked tenant is deleted after some time. If tenant-id names an old test tenant, correct it.',
  },
  700011: {what: 'the app is not known in this tenant', remedy: unknownApp},
  70001: {what: 'the app is not known in this tenant, or disabled', remedy: unknownApp},
  9002346: {
    what: 'the app registration is for personal Microsoft accounts only',
    remedy:
      'Register another app with the supported account type “this organizational directory only”, and give its client-id.',
  },
  700025: {
    what: 'the app registration is a public client and takes no credential',
    remedy: 'In its Authentication page set "Allow public client flows" to No, or register another app.',
  },

  // The certificate and the assertion
  700027: {what: 'the certificate is not registered with the app', remedy: uploadCertificate, again: 'briefly'},
  50012: {what: "the assertion's signature is not valid", remedy: keyMismatch},
  50013: {what: "the assertion's signature is not valid", remedy: keyMismatch},
  1000502: {
    what: 'the certificate is outside its validity',
    remedy: ({certificate}) =>
      `It ends on ${certificate?.notAfter.toISOString() ?? 'an unknown day'}. Make a new one, upload its public part to the app and store it in the secret.`,
  },
  // GitHub's token may have grown old on the way; the next attempt has a fresh one.
  700024: {
    what: 'the assertion is outside its time range',
    remedy: clockDifference,
    again: ({presented}) => (presented ? 'briefly' : undefined),
  },
  700023: {what: 'the assertion names another audience', remedy: assertionElsewhere},
  700021: {what: 'the assertion was made for another app', remedy: assertionElsewhere},
  50048: {what: "the assertion's subject is not its issuer", remedy: assertionElsewhere},
  5002723: {what: "the assertion's header names no certificate", remedy: programFault},
  50027: {what: 'the assertion is malformed', remedy: programFault},
  5002738: {what: 'the token is signed with an algorithm that Entra does not take', remedy: programFault},
  700030: {
    what: "the certificate's subject is not authorised",
    remedy:
      'The app trusts certificates by subject and issuer; correct its trusted issuer, or upload this certificate itself.',
  },
  7000215: {what: 'the client secret is wrong', remedy: 'Client secrets are not used here: give a certificate.'},
  7000222: {what: 'the client secret has expired', remedy: 'Client secrets are not used here: give a certificate.'},
  7000218: {
    what: 'no credential arrived',
    remedy: 'The certificate inputs were empty: workflows started from a fork get no secrets.',
  },

  // GitHub's token as credential
  70021: {what: 'no federated credential of the app matches', remedy: compareFederation, again: 'spreading'},
  700213: {
    what: 'no federated credential of the app matches the subject',
    remedy: compareFederation,
    again: 'spreading',
  },
  7002138: {
    what: "no federated credential of the app matches the subject's letter case",
    remedy: compareFederation,
    again: 'spreading',
  },
  700212: {what: "the token's audience is not one that the app's credential takes", remedy: compareFederation},
  70025: {what: 'the app has no federated credential', remedy: compareFederation},
  700211: {what: "the token's issuer is not one that the app trusts", remedy: compareFederation},
  700223: {what: "the token's issuer is not one that the app trusts", remedy: compareFederation},
  700222: {what: 'a token of Entra itself was given where a token of GitHub belongs', remedy: notFromEntra},
  700229: {what: 'a token of Entra itself was given where a token of GitHub belongs', remedy: notFromEntra},
  500133: {what: 'the token is not within its time range', remedy: clockDifference, again: 'briefly'},
  7002381: {what: "the token's issuer is not what the app's credential trusts", remedy: compareFederation},

  // Policy, services and permissions
  53003: {
    what: 'a Conditional Access policy for workload identities blocks this machine',
    remedy:
      'A Conditional Access Administrator excludes the app from the policy (which one it is stands in Entra → Enterprise ' +
      'applications → the app → Sign-in logs → Service principal sign-ins); or run on a runner with an address that ' +
      'the policy allows (self-hosted, or a larger runner with static addresses).',
  },
  500021: {
    what: 'the network allows sign-in to other tenants only',
    remedy: ({tenant}) =>
      `A proxy adds the header Restrict-Access-To-Tenants: its administrator adds ${tenant} to the list, or the runner goes out without that proxy.`,
  },
  500011: {
    what: 'the tenant does not have the service asked for',
    remedy: 'Exchange Online (or the service named by the scope) must be licensed and set up in this tenant.',
  },
  500014: {
    what: 'the service asked for is disabled in the tenant',
    remedy: 'An administrator enables its service principal: Entra → Enterprise applications → Microsoft applications.',
  },
  530003: {what: 'a Conditional Access policy demands a managed device', remedy: deviceOrPrompt},
  53000: {what: 'a Conditional Access policy demands a compliant device', remedy: deviceOrPrompt},
  53001: {what: 'a Conditional Access policy demands a domain-joined device', remedy: deviceOrPrompt},
  53002: {what: 'a Conditional Access policy demands an approved app', remedy: deviceOrPrompt},
  530021: {what: 'a Conditional Access policy demands an approved app', remedy: deviceOrPrompt},
  53011: {what: 'the identity is blocked because of its risk', remedy: riskyIdentity},
  530032: {what: 'a security policy of the tenant blocks the sign-in', remedy: deviceOrPrompt},
  530034: {what: 'the identity is blocked because of its risk', remedy: riskyIdentity},
  50076: {what: 'a policy demands a second factor', remedy: deviceOrPrompt},
  50079: {what: 'a policy demands a second factor', remedy: deviceOrPrompt},
  501051: {what: 'the app is not assigned to a role of the service', remedy: assignment},
  50105: {what: 'the app is not assigned to the service', remedy: assignment},
  650052: {
    what: 'the tenant has not subscribed to the service, or lacks its service principal',
    remedy: serviceMissing,
  },
  650051: {what: 'the service principal can’t be made in this tenant', remedy: serviceMissing},
  500012: {what: 'the service asked for is not configured for this tenant', remedy: serviceMissing},
  50001: {what: 'the tenant does not know the service asked for', remedy: serviceMissing},
  65001: {what: 'the permission has no consent', remedy: consent},
  65005: {what: 'the app asks for a service that it has no permission for', remedy: consent},
  650056: {what: 'the app’s permissions and consent do not fit together', remedy: consent},
  650057: {what: 'the service asked for is not among the app’s permissions', remedy: consent},
  90094: {what: 'an administrator has to consent', remedy: consent},
  90099: {what: 'the app has no consent in this tenant', remedy: consent},
  900144: {what: 'the request lacks a parameter', remedy: programFault},
  90014: {what: 'the request lacks a field', remedy: programFault},
  9002313: {what: 'the request is malformed', remedy: programFault},
  70011: {what: 'the scope is not valid', remedy: programFault},
  1002012: {what: 'the scope is not valid', remedy: programFault},
  50034: {what: 'there is no such user', remedy: programFault},

  // What passes
  90033: {what: 'the service is unavailable for the moment', remedy: passing, again: 'again'},
  90055: {what: 'the service asks for fewer requests', remedy: passing, again: 'again'},
  90006: {what: 'a service behind the login service is unavailable for the moment', remedy: passing, again: 'again'},
  90025: {what: 'the service is busy', remedy: passing, again: 'again'},
  90036: {what: 'the directory failed for the moment', remedy: passing, again: 'again'},
  50000: {what: 'the service failed to issue the token', remedy: passing, again: 'again'},
  90024: {what: "the service's budget for requests is used up", remedy: passing, again: 'again'},
  50196: {what: 'the service takes repeated requests for a loop', remedy: passing, again: 'again'},
}

function unknownApp({tenant, clientId}: SignInContext): string {
  return (
    `Compare client-id (${clientId}) with the Application (client) ID of the app registration, not its object id, and ` +
    `tenant-id (${tenant}) with the tenant where it is registered or consented to.`
  )
}

function consent({cloud, tenant, clientId}: SignInContext): string {
  return (
    `An administrator consents: ${cloud.authority}/${tenant}/adminconsent?client_id=${clientId} ` +
    bySetup('', {tenant, cloud: cloud.name})
  )
}

/** Where a service only admits applications that were assigned to it. */
function assignment({clientId}: SignInContext): string {
  return (
    'A Privileged Role Administrator or Global Administrator grants the application permission with admin consent, which is the assignment: Entra → App ' +
    `registrations → the app (${clientId}) → API permissions. If the service’s enterprise application has “Assignment required”, its owner assigns the app there or switches that off.`
  )
}

/** An application has no device, and answers no prompt. */
function deviceOrPrompt(): string {
  return (
    'A policy demands what an application on a runner can’t give (a managed device, a compliant app, a second factor). A Conditional Access Administrator excludes the app ' +
    'or its workload identity from that policy; which one it is stands in Entra → Enterprise applications → the app → Sign-in logs → Service principal sign-ins.'
  )
}

function riskyIdentity(): string {
  return (
    'Entra ID Protection takes the workload identity for compromised: a Security Administrator looks at Entra → Protection → Risky activities → Risky workload identities, ' +
    'finds out who used its credential, renews that, and only then dismisses the risk.'
  )
}

function serviceMissing(): string {
  return (
    'An administrator sees to it that the tenant has the service’s licence (Exchange Online, Microsoft 365) and its service principal: Entra → Enterprise applications → ' +
    'application type Microsoft applications. Office 365 Exchange Online is 00000002-0000-0ff1-ce00-000000000000, Microsoft Graph is 00000003-0000-0000-c000-000000000000; ' +
    'a missing one comes back by: az ad sp create --id ID.'
  )
}

function wrongTenantOrCloud({tenant, cloud}: SignInContext): string {
  return (
    `Check tenant-id (${tenant}), best given as the GUID of Entra → Overview. The cloud asked is ${cloud.name} (${cloud.title}); ` +
    'a tenant of the US government is in gcc-high or dod, one operated by 21Vianet in china: set the input cloud.'
  )
}

function uploadCertificate({certificate, clientId, tenant, cloud}: SignInContext): string {
  const prints = certificate
    ? `SHA-1 ${certificate.thumbprintSha1}, SHA-256 ${certificate.thumbprintSha256} (${certificate.subject})`
    : 'unknown'
  const fetched = certificate?.download ? `${certificate.download}; ` : ''
  return (
    `Ours has the thumbprints ${prints}. Compare with Entra → App registrations → the app → Certificates & secrets, and ` +
    `upload its public part there or with: ${fetched}az ad app credential reset --id ${clientId} --cert '@cert.pem' --append. ` +
    'After an upload it takes a minute or two. ' +
    bySetup('--folder DIRECTORY-OF-ITS-KEY', {tenant, cloud: cloud.name})
  )
}

function keyMismatch(context: SignInContext): string {
  return `The key may not be the one of the certificate that was uploaded. ${uploadCertificate(context)}`
}

function assertionElsewhere({tenant, clientId, cloud}: SignInContext): string {
  return `It was made for app ${clientId}, tenant ${tenant}, cloud ${cloud.name}; check that these three belong together.`
}

/** Entra's `Date` header against our clock; an assertion is valid from now for ten minutes. */
function clockDifference({now}: SignInContext, {date}: EntraRefusal): string {
  const theirs = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(theirs)) return "Compare this machine's clock with the true time."
  const seconds = Math.round((now - theirs) / 1000)
  if (Math.abs(seconds) < 30) {
    return "This machine's clock agrees with the service's to half a minute, so the assertion or token was old when it arrived; run again."
  }
  return `This machine's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the service's (${date}): set it (timedatectl, w32tm /resync).`
}

function compareFederation(context: SignInContext): string {
  const {tenant, cloud, presented} = context
  const words = `--federated ${presented ? `--subject ${presented.subject}` : '--repository OWNER/NAME --environment NAME'}`
  return `${comparison(context)} ${bySetup(words, {tenant, cloud: cloud.name})}`
}

/** Neither GitHub nor a certificate presents one: something exchanged the token, or the variables are another service's. */
function notFromEntra(context: SignInContext): string {
  return (
    'Entra takes tokens of GitHub’s OIDC provider here. Check that ACTIONS_ID_TOKEN_REQUEST_URL is the runner’s own and that no gateway exchanges tokens; ' +
    `the app's federated credential names GitHub's issuer. ${comparison(context)}`
  )
}

function comparison({clientId, presented}: SignInContext): string {
  if (presented) return explainFederation(presented, clientId)
  return (
    `Compare issuer, subject and audience with: az ad app federated-credential list --id ${clientId}. The subject is ` +
    'compared letter by letter: a job with an environment has another one, and repositories made, renamed or moved since July 2026 ' +
    'have ids in it. A new credential takes some minutes.'
  )
}
