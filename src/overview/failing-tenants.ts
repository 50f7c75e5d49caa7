/** What `fail-on` says of an export holds for the newest month of each tenant; what is not known counts as the worst. */
import {type Severity, severities} from '../audit/severity.ts'
import type {Need, Overview, OverviewTenant} from './overview-file.ts'

export interface FailingTenant {
  name: string
  /** `2026-10: export incomplete`, each once. */
  reasons: string[]
}

/** Those for which the step fails. */
export function failingTenants({tenants}: Overview, failOn: readonly string[]): FailingTenant[] {
  return tenants
    .map(tenant => ({name: tenant.name, reasons: [...new Set(reasonsOf(tenant, failOn))]}))
    .filter(({reasons}) => reasons.length > 0)
}

function reasonsOf(tenant: OverviewTenant, failOn: readonly string[]): string[] {
  const {needs, newest} = tenant
  const least = Math.max(-1, ...failOn.map(word => severities.indexOf(word as Severity)))
  const failsUnknown = failOn.includes('incomplete') || (least >= 0 && newest?.incidents === undefined)
  const reasons = needs.flatMap(need => {
    const {kind, isUnknown} = need
    if (isUnknown && failsUnknown && kind === 'incidents') return [dated(need, 'incidents UNKNOWN')]
    if (kind === 'export') {
      const word = newest?.status === 'provisional' && !isUnknown ? 'provisional' : 'incomplete'
      return failOn.includes(word) || (isUnknown && failsUnknown) ? [dated(need, exportWords(tenant, need))] : []
    }
    return kind === 'review' && failOn.includes('unreviewed')
      ? [dated(need, isUnknown ? 'review UNKNOWN' : 'not reviewed')]
      : []
  })
  if (newest === undefined) return reasons
  if (newest.records === 0 && failOn.includes('empty')) reasons.push(dated(newest, 'no records'))
  if (newest.review === 'reviewed') return reasons
  const counts = severities
    .filter((severity, rank) => rank <= least && (newest.incidents?.[severity] ?? 0) > 0)
    .map(severity => `${newest.incidents?.[severity]} ${severity}`)
  if (counts.length > 0) reasons.push(dated(newest, `incidents (${counts.join(', ')})`))
  return reasons
}

function dated({period}: {period?: string | undefined}, words: string): string {
  return period === undefined ? words : `${period}: ${words}`
}

function exportWords({newest, months}: OverviewTenant, {period, isUnknown}: Need): string {
  const status = months.find(month => month.period === period)?.status ?? 'none'
  if (status === 'unknown' || (newest !== undefined && isUnknown)) return 'export UNKNOWN'
  return status === 'none' ? 'no export is kept' : `export ${status}`
}
