/** What a review is of: one digest over everything in a month's export that a reviewer judges, and over nothing that only a run changes. */
import {createHash} from 'node:crypto'
import {compareText} from '../audit/compare-text.ts'
import type {Manifest} from '../report/manifest.ts'

/** What the digest covers, in its order. */
function reviewedContent(manifest: Manifest): unknown {
  const {tenant, period, filters, windows, files, incidents = []} = manifest
  const {withheld, ...shownFilters} = filters
  const gaps = windows.filter(one => one.status === 'gap').map(({start, end}) => [start, end])
  const records = files
    .filter(({name}) => name.startsWith('audit-'))
    .map(({name, sha256, plain}) => [name.replace(/\.age$/, ''), plain?.sha256 ?? sha256])
    .sort(([a = ''], [b = '']) => compareText(a, b))
  return {
    tenant,
    period: [period.label, period.start, period.end],
    // Filters that are not shown are salted anew in every run.
    filters: {...shownFilters, ...(withheld ? {withheld: withheld.terms} : {})},
    records,
    gaps,
    incidents: incidents.map(({id, severity}) => [id, severity]).sort(([a = ''], [b = '']) => compareText(a, b)),
  }
}

/** SHA-256, hex, of the JSON text of `reviewedContent` with the names of all objects in order. */
export function contentDigest(manifest: Manifest): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(reviewedContent(manifest))))
    .digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b))
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]))
}
