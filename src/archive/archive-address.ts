/** Where evidence is archived: an address of Azure Blob Storage, taken apart. */

/** `https://ACCOUNT.blob.core.windows.net/CONTAINER[/PREFIX]` */
export interface ArchiveAddress {
  account: string
  host: string
  container: string
  /** Without a slash at either end; '' for none. */
  prefix: string
}

/** Blob Storage's hosts in Microsoft's clouds; no token is ever sent to another. */
const hostSuffixes = ['.blob.core.windows.net', '.blob.core.usgovcloudapi.net', '.blob.core.chinacloudapi.cn']

/** The address, or in words why it is none; `secret` where it carries a key. */
export function parseArchiveAddress(text: string): {ok: ArchiveAddress} | {mistake: string; secret?: true} {
  if (!URL.canParse(text)) return {mistake: 'it is no URL'}
  const url = new URL(text)
  if (url.protocol !== 'https:') return {mistake: 'it does not begin with https://'}
  if (url.search) return {mistake: 'it carries a shared access signature or another query', secret: true}
  if (url.username || url.password || url.port || url.hash) return {mistake: 'it has more than host and path'}
  const suffix = hostSuffixes.find(one => url.hostname.endsWith(one))
  if (suffix === undefined) return {mistake: `${url.hostname} is not a host of Azure Blob Storage`}
  const account = url.hostname.slice(0, -suffix.length)
  if (!/^[a-z0-9]{3,24}$/.test(account))
    return {mistake: `${account || 'nothing'} is not the name of a storage account`}
  const [container = '', ...folders] = url.pathname.replace(/^\/|\/$/g, '').split('/')
  if (container === '') return {mistake: 'it names no container'}
  if (!/^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(container)) {
    return {mistake: `${container} is not the name of a container of one’s own`}
  }
  if (folders.length > 10 || !folders.every(one => /^(?!\.+$)[\w.-]{1,100}$/.test(one))) {
    return {mistake: 'its prefix is not ten names at most, of letters, digits, dots, hyphens and underscores'}
  }
  return {ok: {account, host: url.hostname, container, prefix: folders.join('/')}}
}

/** @param path below the container. */
export function archiveUrl({host, container}: Pick<ArchiveAddress, 'host' | 'container'>, path: string): string {
  return `https://${[host, container, ...path.split('/').filter(one => one !== '')].map(encodeURI).join('/')}`
}
