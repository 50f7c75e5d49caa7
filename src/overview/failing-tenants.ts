/** What `fail-on` says of an export holds for the newest month of each tenant; what is not known counts as the worst. */
import {type Severity, severities} from '../audit/severity.ts'
import type {Overview, OverviewTenant} from './overview-file.ts'

/** The names of those for which the step fails. */
export function failingTenants({tenants}: Overview, failOn: readonly string[]): string[] {
  return tenants.filter(tenant => isFailing(tenant, failOn)).map(({name}) => name)
}

function isFailing({needs, newest}: OverviewTenant, failOn: readonly string[]): boolean {
  const least = Math.max(-1, ...failOn.map(word => severities.indexOf(word as Severity)))
  const unknown = needs.some(({kind, isUnknown}) => isUnknown && (kind === 'incidents' || kind === 'export'))
  if (unknown && (failOn.includes('incomplete') || (least >= 0 && newest?.incidents === undefined))) return true
  for (const {kind, isUnknown} of needs) {
    if (kind === 'export') {
      const word = newest?.status === 'provisional' && !isUnknown ? 'provisional' : 'incomplete'
      if (failOn.includes(word)) return true
    }
    if (kind === 'review' && failOn.includes('unreviewed')) return true
  }
  if (newest?.records === 0 && failOn.includes('empty')) return true
  if (newest?.review === 'reviewed') return false
  return severities.some((severity, rank) => rank <= least && (newest?.incidents?.[severity] ?? 0) > 0)
}
