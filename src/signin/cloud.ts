/** Microsoft's clouds as data: where each one's services are, what a token for them is asked by, what each lacks. */
import {Failure} from '../wire/failure.ts'

export type CloudName = 'worldwide' | 'gcc' | 'gcc-high' | 'dod' | 'china'
export type Resource = 'exchange' | 'graph' | 'vault' | 'storage'

export interface Cloud {
  name: CloudName
  /** The public sign-in host. Stays what it is when `login` points at a stand-in: MSAL accepts no other. */
  authority: string
  /** Base URLs, without a slash at the end. */
  login: string
  exchange: string
  graph: string
  /** Base URL of the one vault, where a stand-in plays it; else a vault's address is its name and `vaultSuffix`. */
  vault?: string
  vaultSuffix: string
  /** The same of Blob Storage: the base URL of the one account, and what an account's host ends in. */
  blob?: string
  blobSuffix: string
  /** Base URL of a stand-in for the metadata service of Azure's machines. */
  imds?: string
  /** Who a foreign token that proves the app (workload identity federation) has to be meant for. */
  federationAudience: string
  /** Where an administrator manages the app. */
  portal: string
  /** Its names at the administrator's tools: `az cloud set --name`, `Connect-ExchangeOnline -ExchangeEnvironmentName`. */
  azure: string
  exchangeEnvironment: string
  /** What to ask a token for. Never derived from a base URL: these stay when a stand-in answers. */
  scopes: Readonly<Record<Resource, string>>
  /** As people know it, for sentences. */
  title: string
  /** What this cloud lacks, a sentence each. */
  limits: readonly string[]
  /** Whether Graph has the audit log query here. */
  graphAuditLogQuery: boolean
  /** The Exchange search succeeds here and finds nothing, so that its answer proves nothing. */
  exchangeAlwaysEmpty: boolean
}

export const cloudNames = ['worldwide', 'gcc', 'gcc-high', 'dod', 'china'] as const satisfies CloudName[]

/** The cloud of the input `cloud`; throws with the names there are. */
export function cloudNamed(name: string): Cloud {
  const known = cloudNames.find(one => one === name.trim().toLowerCase())
  if (known) return CLOUDS[known]
  throw new Failure({
    code: 'CLOUD_UNKNOWN',
    message: `There is no cloud '${name}'.`,
    remedy: `Set cloud to one of: ${cloudNames.join(', ')}.`,
  })
}

/** The same in every cloud: https://learn.microsoft.com/azure/storage/blobs/authorize-access-azure-active-directory */
const storageScope = 'https://storage.azure.com/.default'

const worldwide: Cloud = {
  name: 'worldwide',
  title: 'the worldwide cloud',
  authority: 'https://login.microsoftonline.com',
  login: 'https://login.microsoftonline.com',
  exchange: 'https://outlook.office365.com',
  graph: 'https://graph.microsoft.com',
  vaultSuffix: '.vault.azure.net',
  blobSuffix: '.blob.core.windows.net',
  federationAudience: 'api://AzureADTokenExchange',
  portal: 'https://entra.microsoft.com',
  azure: 'AzureCloud',
  exchangeEnvironment: 'O365Default',
  scopes: {
    exchange: 'https://outlook.office365.com/.default',
    graph: 'https://graph.microsoft.com/.default',
    vault: 'https://vault.azure.net/.default',
    storage: storageScope,
  },
  limits: [],
  graphAuditLogQuery: true,
  exchangeAlwaysEmpty: false,
}

/** https://learn.microsoft.com/graph/api/resources/security-auditlogquery: not in US Government L4, L5 and China. */
function noAuditLogQuery(title: string): string {
  return `Graph has no audit log query in ${title}; the source can only be exchange.`
}

const operatedBy21Vianet = 'the Chinese cloud, operated by 21Vianet'

const governmentVault = {
  vaultSuffix: '.vault.usgovcloudapi.net',
  vaultScope: 'https://vault.usgovcloudapi.net/.default',
}

const gccHigh: Cloud = {
  name: 'gcc-high',
  title: 'GCC High',
  authority: 'https://login.microsoftonline.us',
  login: 'https://login.microsoftonline.us',
  exchange: 'https://outlook.office365.us',
  graph: 'https://graph.microsoft.us',
  vaultSuffix: governmentVault.vaultSuffix,
  blobSuffix: '.blob.core.usgovcloudapi.net',
  federationAudience: 'api://AzureADTokenExchangeUSGov',
  portal: 'https://entra.microsoft.us',
  azure: 'AzureUSGovernment',
  exchangeEnvironment: 'O365USGovGCCHigh',
  scopes: {
    exchange: 'https://outlook.office365.us/.default',
    graph: 'https://graph.microsoft.us/.default',
    vault: governmentVault.vaultScope,
    storage: storageScope,
  },
  limits: [noAuditLogQuery('GCC High')],
  graphAuditLogQuery: false,
  exchangeAlwaysEmpty: false,
}

const CLOUDS: Readonly<Record<CloudName, Cloud>> = {
  worldwide,
  gcc: {...worldwide, name: 'gcc', title: 'the GCC cloud'},
  'gcc-high': gccHigh,
  dod: {
    ...gccHigh,
    name: 'dod',
    title: 'the DoD cloud',
    limits: [noAuditLogQuery('the DoD cloud')],
    exchange: 'https://outlook-dod.office365.us',
    graph: 'https://dod-graph.microsoft.us',
    exchangeEnvironment: 'O365USGovDoD',
    scopes: {
      exchange: 'https://outlook-dod.office365.us/.default',
      graph: 'https://dod-graph.microsoft.us/.default',
      vault: governmentVault.vaultScope,
      storage: storageScope,
    },
  },
  china: {
    name: 'china',
    title: operatedBy21Vianet,
    authority: 'https://login.partner.microsoftonline.cn',
    login: 'https://login.partner.microsoftonline.cn',
    exchange: 'https://outlook.office365.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    vaultSuffix: '.vault.azure.cn',
    blobSuffix: '.blob.core.chinacloudapi.cn',
    federationAudience: 'api://AzureADTokenExchangeChina',
    portal: 'https://entra.microsoftonline.cn',
    azure: 'AzureChinaCloud',
    exchangeEnvironment: 'O365China',
    scopes: {
      exchange: 'https://outlook.office365.cn/.default',
      graph: 'https://microsoftgraph.chinacloudapi.cn/.default',
      vault: 'https://vault.azure.cn/.default',
      storage: storageScope,
    },
    limits: [
      noAuditLogQuery(operatedBy21Vianet),
      `Search-UnifiedAuditLog exists in ${operatedBy21Vianet}, and finds nothing, whatever happened: an export can never be complete.`,
    ],
    graphAuditLogQuery: false,
    exchangeAlwaysEmpty: true,
  },
}
