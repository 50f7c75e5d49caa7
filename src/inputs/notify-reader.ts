/** Reads the lines of `notify`: conditions, an arrow, and addresses of webhooks and mailboxes. */
import {pluralise} from '../audit/numbers.ts'
import {
  type NotifyCondition,
  notifyConditions,
  type Route,
  type Webhook,
  type WebhookKind,
  webhookKinds,
} from '../report/route.ts'
import {didYouMean} from './did-you-mean.ts'
import {emailAddress} from './mail-readers.ts'
import type {InputReader} from './readers.ts'

const mostRoutes = 20
const expected = 'lines such as `high → https://…` or `incomplete, failed → security@contoso.com`'
const remedy =
  'Give each webhook’s address as its service shows it, best from a secret that holds all lines; `->` and `=>` are arrows too.'

/** Empty lines and those that begin with # are left out. A recipient of several lines is notified once, of all they say. */
export const notifyRoutes: InputReader<Route[]> = text => {
  const routes = new Map<string, Route>()
  const faults: string[] = []
  for (const [index, line] of text.split(/\r\n|[\r\n]/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue
    const read = routesOfLine(line, index + 1)
    faults.push(...read.faults.map(fault => `line ${index + 1}: ${fault}`))
    for (const route of read.routes) {
      const key = JSON.stringify(route.to)
      const known = routes.get(key)
      routes.set(key, known ? {...known, when: [...new Set([...known.when, ...route.when])]} : route)
    }
  }
  if (routes.size > mostRoutes)
    faults.push(`it names ${pluralise(routes.size, 'recipient')}, and ${mostRoutes} are the most`)
  if (routes.size === 0 && faults.length === 0) faults.push('it names no recipient')
  if (faults.length > 0) return {wrong: {why: faults.join('; '), expected, remedy, secret: true}}
  return {ok: [...routes.values()]}
}

/** Whether the text holds nothing but conditions and arrows. */
export function namesNoAddress(text: string): boolean {
  const conditions: readonly string[] = notifyConditions
  return wordsIn(text.replace(/→|->|=>/g, ' ')).every(word => conditions.includes(word.toLowerCase()))
}

function routesOfLine(text: string, line: number): {routes: Route[]; faults: string[]} {
  const [, conditions, targets] = /^(.*?)(?:→|->|=>)(.*)$/.exec(text) ?? []
  if (conditions === undefined || targets === undefined) return {routes: [], faults: ['it has no arrow']}
  const faults: string[] = []
  const when = new Set<NotifyCondition>()
  for (const word of wordsIn(conditions)) {
    const known = notifyConditions.find(one => one === word.toLowerCase())
    if (known) when.add(known)
    else faults.push(unknownCondition(word))
  }
  if (wordsIn(conditions).length === 0) faults.push('nothing stands before the arrow')
  const addresses = addressesIn(targets)
  if (addresses.length === 0) faults.push('nothing stands after the arrow')
  const routes = addresses.flatMap((address, index): Route[] => {
    const to = recipient(address)
    if (typeof to !== 'string') return [{to, when: [...when], line}]
    faults.push(addresses.length === 1 ? to : `address ${index + 1}: ${to}`)
    return []
  })
  return {routes, faults}
}

function wordsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter(word => word !== '')
}

/** By comma or blank. A comma inside an address is part of it, unless another address begins after it. */
function addressesIn(text: string): string[] {
  return text
    .split(/\s+|,(?=\s|$|(?:\w+:)?https?:\/\/|[^\s,/@]+@)/)
    .map(part => part.replace(/,+$/, ''))
    .filter(part => part !== '')
}

/** What is shown is surely no address. */
function unknownCondition(word: string): string {
  const known = `the conditions are ${notifyConditions.join(', ')}`
  if (!/^[a-z-]{1,20}$/i.test(word)) return `what stands before the arrow is no condition; ${known}`
  const meant = didYouMean(word, notifyConditions)
  return `“${word}” is no condition; ${meant ? `perhaps ${meant} is meant` : known}`
}

/** @returns what is wrong, in words that show nothing of the address but its host. */
function recipient(text: string): Route['to'] | string {
  const [, kind, rest = text] = /^([a-z]+):(?=[a-z]+:\/\/)(.*)$/i.exec(text) ?? []
  if (!rest.includes('://')) return mailRecipient(text)
  const given = webhookKinds.find(one => one === kind?.toLowerCase())
  if (kind !== undefined && given === undefined)
    return `the word before the address is none of ${webhookKinds.join(', ')}`
  return webhook(rest, given)
}

function mailRecipient(text: string): Route['to'] | string {
  if (!text.includes('@')) return 'it is neither an https address nor a mail address'
  const read = emailAddress(text)
  return 'ok' in read ? {kind: 'mail', address: read.ok} : `the mail address is wrong: ${read.wrong.why}`
}

function webhook(text: string, given: WebhookKind | undefined): Webhook | string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) return 'the address can’t be understood as a URL'
  if (url.protocol === 'http:' && !isLoopback(url)) return `the address at ${url.host} is http, and https is needed`
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'the address does not begin with https://'
  if (url.username !== '' || url.password !== '')
    return `the address at ${url.host} holds a user or a password, which are not sent; a token belongs into its path or query`
  if (url.hash !== '') return `the address at ${url.host} holds a #, after which nothing is sent`
  if (given === undefined && isConnector(url))
    return `the address at ${url.host} is of an Office 365 connector, which Microsoft has retired; make a Workflows webhook in the channel`
  return {kind: given ?? kindOf(url.hostname), url: url.href}
}

function isLoopback({hostname}: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function isConnector({hostname, pathname}: URL): boolean {
  return (
    hostname.endsWith('.webhook.office.com') ||
    (/^outlook\.office(365)?\.com$/.test(hostname) && /^\/webhook/i.test(pathname))
  )
}

/**
 * Workflows of Teams are flows of Power Automate: Logic Apps, or the environment’s own host under one of
 * https://learn.microsoft.com/power-platform/admin/programmability-authentication-v2 (endpoints by cloud).
 */
const teamsHosts = [
  /\.logic\.azure\.(com|us|cn)$/,
  /\.api\.powerplatform\.com$/,
  /\.api\.(gov|high)\.powerplatform\.microsoft\.us$/,
  /\.api\.appsplatform\.us$/,
  /\.api\.powerplatform\.partner\.microsoftonline\.cn$/,
]

function kindOf(hostname: string): WebhookKind {
  if (teamsHosts.some(host => host.test(hostname))) return 'teams'
  return /^hooks\.slack(-gov)?\.com$/.test(hostname) ? 'slack' : 'json'
}

/** What must be hidden of all addresses in a text, however broken: each whole, its path, its query, and each part of them. */
export function webhookSecretsIn(text: string): string[] {
  return [
    ...new Set(
      [...text.matchAll(/[a-z]+:\/\/(?:(?!,(?:\w+:)?https?:\/\/|,[^\s,/@]+@)\S)+/gi)].flatMap(([address]) =>
        secretsOf(address),
      ),
    ),
  ]
}

function secretsOf(address: string): string[] {
  const [, authority = '', rest = ''] = /^[a-z]+:\/\/([^/?#]*)(.*)$/is.exec(address) ?? []
  if (rest.length < 2 && !authority.includes('@')) return []
  const url = URL.canParse(address) ? new URL(address) : undefined
  const user = authority.includes('@') ? authority.slice(0, authority.lastIndexOf('@')).split(':') : []
  const [path = '', query = ''] = rest.split(/\?(.*)/s)
  const wholes = [address, url?.href ?? '', rest, `${url?.pathname ?? ''}${url?.search ?? ''}`, path, query]
  const parts = [...path.split('/'), ...query.split(/[&#]/).map(part => part.replace(/^[^=]*=/, ''))]
  return [
    ...wholes.filter(whole => whole.length >= 8),
    ...parts.flatMap(part => [part, decoded(part)]).filter(looksSecret),
    ...user.flatMap(part => [part, decoded(part)]).filter(part => part !== ''),
  ]
}

/** Not a plain word such as `workflows`, nor the date of an API version: these may stand anywhere in a log. */
function looksSecret(part: string): boolean {
  if (part.length < 8 || /^\d{4}-\d\d-\d\d(-preview)?$/.test(part)) return false
  return !/^[a-z_/-]+$/.test(part) || (part.length >= 20 && !part.includes('/'))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
