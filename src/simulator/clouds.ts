/** Which hosts of Microsoft's belong together: login and resources by national cloud, as Microsoft documents them. */

type NationalCloud = 'public' | 'us' | 'china'

interface Resource {
  name: 'exchange' | 'graph' | 'vault' | 'storage' | 'management'
  /** `any`: the same in all. */
  cloud: NationalCloud | 'any'
}

const LOGIN: Record<string, NationalCloud> = {
  'login.microsoftonline.com': 'public',
  'login.microsoftonline.us': 'us',
  'login.partner.microsoftonline.cn': 'china',
  'login.chinacloudapi.cn': 'china',
}

const RESOURCES: Record<string, Resource> = {
  'outlook.office365.com': {name: 'exchange', cloud: 'public'},
  'outlook.office365.us': {name: 'exchange', cloud: 'us'},
  'outlook-dod.office365.us': {name: 'exchange', cloud: 'us'},
  'webmail.apps.mil': {name: 'exchange', cloud: 'us'},
  'outlook.office365.cn': {name: 'exchange', cloud: 'china'},
  'partner.outlook.cn': {name: 'exchange', cloud: 'china'},
  'graph.microsoft.com': {name: 'graph', cloud: 'public'},
  'graph.microsoft.us': {name: 'graph', cloud: 'us'},
  'dod-graph.microsoft.us': {name: 'graph', cloud: 'us'},
  'microsoftgraph.chinacloudapi.cn': {name: 'graph', cloud: 'china'},
  'vault.azure.net': {name: 'vault', cloud: 'public'},
  'vault.usgovcloudapi.net': {name: 'vault', cloud: 'us'},
  'vault.azure.cn': {name: 'vault', cloud: 'china'},
  'storage.azure.com': {name: 'storage', cloud: 'any'},
  'manage.office.com': {name: 'management', cloud: 'public'},
}

export const loginCloud = (host: string): NationalCloud | undefined => LOGIN[host]
export const resourceAt = (host: string): Resource | undefined => RESOURCES[host]
