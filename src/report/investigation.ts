/** Lines to copy and links for those who investigate an incident: KQL, PowerShell, portals. They name people. */
import {isGuid} from '../audit/identity.ts'
import type {ReportIncident} from './finding.ts'

export interface Investigation {
  /** Advanced hunting in Defender XDR: every record of the unified audit log that Defender for Cloud Apps receives. */
  defender: string
  /** Sentinel: a part for each table that holds such records. */
  sentinel: string
  /** Exchange Online PowerShell. */
  powershell: string
  links: {name: string; url: string}[]
}

/** More ids make a query that no portal takes. */
const mostIds = 100
const mostUsers = 20
const mostOperations = 20
const mostLinks = 6
const minute = 60_000

/** @param tenant its GUID. */
export function investigationOf(incident: ReportIncident, tenant: string): Investigation {
  const records = distinct(incident)
  const ids = records.map(({id}) => id).filter(id => genuineId.test(id))
  const operations = [
    ...new Set(records.map(({operation}) => operation).filter(one => genuineOperation.test(one))),
  ].slice(0, mostOperations)
  const users = [
    ...new Set([...incident.timeline.map(({user}) => user), ...incident.actors].filter(user => genuineUser.test(user))),
  ].slice(0, mostUsers)
  const from = Math.min(incident.first, ...incident.timeline.map(({time}) => time))
  const to = Math.max(incident.last, ...incident.timeline.map(({time}) => time))
  const evidence = {ids: ids.slice(0, mostIds), operations, users, from, to}
  return {
    defender: defenderQuery(evidence),
    sentinel: sentinelQuery(evidence, records),
    powershell: searchCommand(evidence),
    links: links(incident, tenant),
  }
}

/** What only looks like an id, operation or account is not asked for: no service would know it. */
const genuineId = /^[\w-]{1,100}$/
const genuineOperation = /^[\p{L}\p{N} .,()&/–_-]{1,200}$/u
const genuineUser = /^[^\s<>`"“”\\@\p{C}]{1,200}@[\p{L}\p{N}.-]{1,200}$/u

interface Evidence {
  ids: readonly string[]
  operations: readonly string[]
  users: readonly string[]
  from: number
  to: number
}

interface EvidenceLine {
  id: string
  operation: string
}

function distinct(incident: ReportIncident): EvidenceLine[] {
  const seen = new Map<string, EvidenceLine>()
  for (const {evidence, telling} of incident.findings)
    for (const {id, operation} of [...telling, ...evidence]) {
      const key = id === '' ? `\n${operation}` : id
      if (!seen.has(key)) seen.set(key, {id, operation})
    }
  return [...seen.values()]
}

/** https://learn.microsoft.com/defender-xdr/advanced-hunting-cloudappevents-table: RawEventData is the audit record. */
function defenderQuery(evidence: Evidence): string {
  return [
    'CloudAppEvents',
    `| where Timestamp between (${kqlTimes(evidence)})`,
    ...kqlIds('tostring(RawEventData.Id)', evidence),
    ...(evidence.ids.length === 0 ? kqlUsers('tostring(RawEventData.UserId)', evidence) : []),
    '| project Timestamp, ActionType, tostring(RawEventData.UserId), IPAddress, UserAgent, RawEventData',
    '| order by Timestamp asc',
  ].join('\n')
}

/** Operations that Sentinel keeps in tables of Entra's own. */
const signIn = /^UserLog(gedIn|inFailed)$/
const directory = /\.$|^(Add|Update|Remove|Delete|Consent|Disable|Set|Reset|Change|Invite|Restore|Enable) .+/i

/** https://learn.microsoft.com/azure/azure-monitor/reference/tables/officeactivity: OfficeId is the audit record's Id. */
function sentinelQuery(evidence: Evidence, records: readonly EvidenceLine[]): string {
  const time = `| where TimeGenerated between (${kqlTimes(evidence)})`
  const isEntra = (operation: string) => signIn.test(operation) || directory.test(operation)
  const office = records.filter(({operation}) => !isEntra(operation))
  const parts: string[][] = []
  if (office.length > 0) {
    const ids = office.map(({id}) => id).filter(id => genuineId.test(id))
    const own = {...evidence, ids: ids.slice(0, mostIds)}
    parts.push(['OfficeActivity', time, ...(ids.length > 0 ? kqlIds('OfficeId', own) : kqlUsers('UserId', own))])
  }
  if (records.some(({operation}) => signIn.test(operation)))
    parts.push(['SigninLogs', time, ...kqlUsers('UserPrincipalName', evidence)])
  if (records.some(({operation}) => !signIn.test(operation) && directory.test(operation)))
    parts.push(['AuditLogs', time, ...kqlUsers('tostring(InitiatedBy.user.userPrincipalName)', evidence)])
  const queries = parts.map(lines => lines.join('\n'))
  const [only = ''] = queries
  return queries.length < 2 ? only : `union\n${queries.map(query => `(${query})`).join(',\n')}`
}

function kqlTimes({from, to}: Evidence): string {
  return `datetime(${stamp(from - minute)}) .. datetime(${stamp(to + minute)})`
}

function kqlIds(column: string, {ids}: Evidence): string[] {
  return ids.length > 0 ? [`| where ${column} in (${ids.map(kqlText).join(', ')})`] : []
}

function kqlUsers(column: string, {users}: Evidence): string[] {
  return users.length > 0 ? [`| where ${column} in~ (${users.map(kqlText).join(', ')})`] : []
}

/** A string literal of KQL: nothing in it ends it. */
export function kqlText(text: string): string {
  const escaped = text.replace(/[\\"]/g, '\\$&').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, character =>
    character
      .split('')
      .map(unit => `\\u${hex(unit)}`)
      .join(''),
  )
  return `"${escaped}"`
}

/** https://learn.microsoft.com/powershell/module/exchangepowershell/search-unifiedauditlog: the end is left out. */
function searchCommand({ids, operations, users, from, to}: Evidence): string {
  const parts = [
    'Search-UnifiedAuditLog',
    `-StartDate ${psText(stamp(from - (from % 1000)))}`,
    `-EndDate ${psText(stamp(to + 1000))}`,
    ...(operations.length > 0 ? [`-Operations ${operations.map(psText).join(',')}`] : []),
    ...(users.length > 0 ? [`-UserIds ${users.map(psText).join(',')}`] : []),
    '-ResultSize 5000',
  ]
  const filter = ids.length > 0 ? ` |\n  Where-Object Identity -In @(${ids.map(psText).join(', ')})` : ''
  return `${parts.join(' ')}${filter}`
}

/**
 * A string of PowerShell in single quotes, in which nothing but the quote itself has a meaning. PowerShell takes four
 * typographic quotes for one as well (https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules).
 */
export function psText(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  return `'${line.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`
}

function links({timeline, applications}: ReportIncident, tenant: string): Investigation['links'] {
  const base = isGuid(tenant) ? `https://entra.microsoft.com/${tenant}/#view` : 'https://entra.microsoft.com/#view'
  const accounts = new Map(timeline.filter(({account}) => isGuid(account)).map(({account, user}) => [account, user]))
  return [
    ...[...accounts].slice(0, mostLinks).map(([account, user]) => ({
      name: `Entra: ${user}`,
      url: `${base}/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${account}`,
    })),
    ...applications
      .filter(application => isGuid(application))
      .slice(0, mostLinks)
      .map(application => ({
        name: `Entra: app ${application}`,
        url: `${base}/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/Overview/appId/${application}`,
      })),
    {name: 'Purview: audit search', url: 'https://purview.microsoft.com/audit/auditsearch'},
    {name: 'Defender: advanced hunting', url: 'https://security.microsoft.com/v2/advanced-hunting'},
  ]
}

function stamp(time: number): string {
  return `${new Date(Number.isFinite(time) ? time : 0).toISOString().slice(0, 19)}Z`
}

function hex(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, '0')
}
