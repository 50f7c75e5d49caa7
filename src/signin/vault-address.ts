/** Where a certificate lies: the identifier that the portal and the CLI show, taken apart. */

/** `https://NAME.vault.azure.net/certificates/CERTIFICATE[/VERSION]` */
export interface VaultAddress {
  /** The vault's name and its host. */
  name: string
  host: string
  certificate: string
  version?: string
}

/** Key Vault's hosts in Microsoft's clouds; no token is ever sent to another. */
const suffixes = ['.vault.azure.net', '.vault.usgovcloudapi.net', '.vault.azure.cn']

/** The address, or in words why it is none. */
export function parseVaultAddress(text: string): {ok: VaultAddress} | {mistake: string} {
  if (!URL.canParse(text)) return {mistake: 'it is no URL'}
  const url = new URL(text)
  if (url.protocol !== 'https:') return {mistake: 'it does not begin with https://'}
  if (url.username || url.password || url.port || url.search || url.hash) {
    return {mistake: 'it has more than host and path'}
  }
  const suffix = suffixes.find(one => url.hostname.endsWith(one))
  if (suffix === undefined) return {mistake: `${url.hostname} is not a host of Key Vault`}
  const name = url.hostname.slice(0, -suffix.length)
  if (!/^[a-z0-9-]{3,24}$/.test(name)) return {mistake: `${name || 'nothing'} is not a vault's name`}
  const [kind = '', certificate = '', version, ...more] = url.pathname.replace(/^\/|\/$/g, '').split('/')
  if (kind === 'secrets' || kind === 'keys') return {mistake: `it is the identifier of one of the ${kind}`}
  if (kind !== 'certificates' || more.length > 0) return {mistake: 'its path is not /certificates/NAME[/VERSION]'}
  if (!/^[0-9a-z-]{1,127}$/i.test(certificate)) return {mistake: 'it names no certificate'}
  if (version !== undefined && !/^[0-9a-f]{32}$/i.test(version)) {
    return {mistake: 'its version is not 32 hexadecimal digits'}
  }
  return {ok: {name, host: url.hostname, certificate, ...(version && {version})}}
}
