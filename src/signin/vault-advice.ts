/**
 * A vault's refusals as advice. They are decided by status and codes, and by words only where one code stands for many
 * reasons. https://learn.microsoft.com/azure/key-vault/general/rest-error-codes
 */
import {Failure, shortened} from '../wire/failure.ts'
import type {VaultAddress} from './vault-address.ts'

export type VaultOperation = 'certificate' | 'secret' | 'sign'

export interface VaultCaller {
  address: VaultAddress
  /** Who the vault sees: the app's id, or with a given token an object id, of a person perhaps. */
  client: string | undefined
  tenant?: string | undefined
  /** Whether the token came by key-vault-token. */
  given: boolean
}

/** An answer that isn't 200; `body` when it is JSON. */
export interface VaultRefusal {
  status: number
  headers: Headers
  body: Record<string, unknown> | undefined
}

interface Situation extends VaultCaller {
  operation: VaultOperation
  refusal: VaultRefusal
  /** The service's codes, outer and inner, and its words. */
  codes: string
  says: string
}

/** What each operation takes: the role of Azure RBAC, and the access policy of vaults that have those. */
const RIGHTS: Readonly<Record<VaultOperation, {does: string; role: string; policy: string}>> = {
  certificate: {
    does: 'read the certificate',
    role: 'Key Vault Certificate User',
    policy: '--certificate-permissions get',
  },
  secret: {
    does: 'fetch the key (the secret of the same name)',
    role: 'Key Vault Secrets User',
    policy: '--secret-permissions get',
  },
  sign: {does: 'sign with the key', role: 'Key Vault Crypto User', policy: '--key-permissions sign'},
}

interface Case {
  code: string
  fits(situation: Situation): boolean
  what(situation: Situation): string
  remedy(situation: Situation): string
  again?: true
}

/** The first that fits is taken. */
const CASES: readonly Case[] = [
  {
    code: 'VAULT_UNAUTHORIZED',
    fits: ({refusal}) => refusal.status === 401,
    what: ({address}) => `The vault ${address.name} does not take the token`,
    remedy: unauthorized,
  },
  {
    code: 'VAULT_FIREWALL',
    fits: ({refusal, codes, says}) =>
      refusal.status === 403 &&
      /ForbiddenBy(Firewall|Connection)|client address is not authorized|public network access is disabled/i.test(
        `${codes} ${says}`,
      ),
    what: ({address, says}) => {
      const client = /Client address: ([\d.:a-f]+)/i.exec(says)?.[1]
      return `The firewall of the vault ${address.name} does not let this machine in${client ? ` (${client})` : ''}`
    },
    remedy: ({address}) =>
      `GitHub's runners have changing addresses: use a self-hosted runner in the vault's network or a larger runner with static addresses, and admit it: az keyvault network-rule add --name ${address.name} --ip-address ADDRESS. "Trusted Microsoft services" does not include GitHub.`,
  },
  {
    code: 'VAULT_DISABLED',
    fits: ({refusal, codes, says}) =>
      refusal.status === 403 &&
      /Disabled|Expired|NotYetValid|is not allowed on a(n)? (disabled|expired)|not yet valid/i.test(`${codes} ${says}`),
    what: ({address, operation}) =>
      `The ${operation === 'sign' ? 'key' : operation} '${address.certificate}' in the vault ${address.name} is disabled or outside its validity`,
    remedy: ({address}) =>
      `Enable it (az keyvault certificate set-attributes --vault-name ${address.name} --name ${address.certificate} --enabled true), or make a new version and upload its public part to the app.`,
  },
  {
    code: 'VAULT_FORBIDDEN',
    fits: ({refusal}) => refusal.status === 403,
    what: ({address, operation, client}) =>
      `The vault ${address.name} does not let ${client ?? 'the caller'} ${RIGHTS[operation].does}`,
    remedy: grant,
  },
  {
    code: 'VAULT_NOT_FOUND',
    fits: ({refusal}) => refusal.status === 404,
    what: ({address, operation}) => {
      const version = address.version && operation === 'certificate' ? ` of version ${address.version}` : ''
      return `The vault ${address.name} has no ${operation === 'sign' ? 'key' : operation} '${address.certificate}'${version}`
    },
    remedy: ({address}) =>
      `Compare key-vault-certificate with: az keyvault certificate list --vault-name ${address.name} --query "[].id". A deleted one may be recovered: az keyvault certificate recover --vault-name ${address.name} --name ${address.certificate}`,
  },
  {
    code: 'VAULT_THROTTLED',
    fits: ({refusal}) => refusal.status === 429,
    what: ({address}) => `The vault ${address.name} asks for fewer requests`,
    remedy: () => 'It usually passes: run again later, and see what else asks this vault so often.',
    again: true,
  },
  {
    code: 'VAULT_UNAVAILABLE',
    fits: ({refusal}) => refusal.status >= 500 || refusal.status === 408,
    what: ({address, refusal}) => `The vault ${address.name} answered ${refusal.status}`,
    remedy: () => 'It usually passes: run again later. If it lasts, see https://azure.status.microsoft.',
    again: true,
  },
]

const other: Pick<Case, 'what' | 'remedy'> = {
  what: ({address, refusal, says}) =>
    `The vault ${address.name} answered ${refusal.status}${says === '' ? '' : `: "${says.replaceAll('"', "'")}"`}`,
  remedy: ({address}) =>
    `See that ${address.certificate} is an RSA certificate of the vault: az keyvault certificate show --vault-name ${address.name} --name ${address.certificate}`,
}

export function adviseVault(
  refusal: VaultRefusal,
  operation: VaultOperation,
  caller: VaultCaller,
): {failure: Failure; again: boolean} {
  const {codes, says} = wordsOf(refusal.body)
  const situation: Situation = {...caller, operation, refusal, codes: codes.join(' '), says}
  const known = CASES.find(one => one.fits(situation))
  const failure = new Failure({
    code: known?.code ?? 'VAULT_REFUSED',
    message: `${(known ?? other).what(situation)}.`,
    remedy: (known ?? other).remedy(situation),
    evidence: evidenceOf(situation, codes),
  })
  return {failure, again: known?.again ?? false}
}

function wordsOf(body: Record<string, unknown> | undefined): {codes: string[]; says: string} {
  const codes: string[] = []
  let says = ''
  for (let at: unknown = body?.error; isObject(at) && codes.length < 4; at = at.innererror) {
    if (typeof at.code === 'string') codes.push(at.code.slice(0, 60))
    if (says === '' && typeof at.message === 'string') says = at.message
  }
  return {
    codes,
    says: shortened(says.replace(/[\w-]{20,}\.[\w-]{20,}(\.[\w-]+)?/g, '…'), 300).replace(/[\s.]+$/, ''),
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function evidenceOf({address, client, refusal}: Situation, codes: string[]): Record<string, string> {
  const evidence = {
    status: String(refusal.status),
    error: codes.join('/'),
    'request id': refusal.headers.get('x-ms-request-id') ?? '',
    vault: address.host,
    client: client ?? '',
  }
  return Object.fromEntries(Object.entries(evidence).filter(([, value]) => value !== ''))
}

/** The challenge names the tenant that the vault trusts: `Bearer authorization="https://login…/TENANT", resource="…"`. */
function unauthorized({given, tenant, refusal, says}: Situation): string {
  const challenge = refusal.headers.get('www-authenticate') ?? ''
  const trusted = /authorization(?:_uri)?="https:\/\/[^/"]+\/([0-9a-f-]{36})/i.exec(challenge)?.[1]
  const resource = /resource="(https:\/\/[^"]+)"/.exec(challenge)?.[1] ?? 'https://vault.azure.net'
  const words = says === '' ? '' : `It says "${says.replaceAll('"', "'")}". `
  const trust = trusted === undefined ? '' : `It trusts tokens of the tenant ${trusted}`
  const ours = tenant ? `; this one is of ${tenant}` : ''
  const advice = given
    ? `Get a new key-vault-token just before this step: az account get-access-token --resource ${resource} --query accessToken --output tsv. It lives for about an hour; with the workflow's federated identity in its place there is nothing to run out.`
    : 'The vault must belong to the tenant that the app signs in to.'
  return `${words}${trust}${trust === '' ? '' : `${ours}. `}${advice}`
}

function grant({address, client, given, operation}: Situation): string {
  const {role, policy} = RIGHTS[operation]
  const who = client ?? 'CLIENT-ID'
  return (
    `The vault's owner grants the role: az role assignment create --role "${role}" --assignee ${who} --scope ` +
    `"$(az keyvault show --name ${address.name} --query id --output tsv)"; in a vault with access policies: az keyvault ` +
    `set-policy --name ${address.name} ${given ? '--object-id' : '--spn'} ${who} ${policy}. A new role takes up to ten minutes.`
  )
}

export function noSuchVault(address: VaultAddress, cause: unknown): Failure {
  return new Failure({
    code: 'VAULT_NO_SUCH_HOST',
    message: `There is no host ${address.host}.`,
    remedy: `Compare key-vault-certificate with: az keyvault list --query "[].properties.vaultUri". A vault behind a private endpoint is known in its own network only: use a runner there.`,
    cause,
  })
}

export function unreadable({status, headers}: {status: number; headers: Headers}, address: VaultAddress): Failure {
  return new Failure({
    code: 'VAULT_UNREADABLE',
    message: `${address.host} answered ${status} with ${headers.get('content-type') ?? 'an unknown type'}, which is not an answer of a key vault.`,
    remedy: 'Something between may have answered in its place (proxy, firewall); check HTTPS_PROXY and NO_PROXY.',
    evidence: {status: String(status), vault: address.host},
  })
}
