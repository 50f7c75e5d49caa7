/** Whether mail or files leave the organisation. */

import {domainOf} from '../audit/identity.ts'
import type {AuditEvent} from './event.ts'
import type {DetectionContext} from './rule.ts'

/**
 * Of some addresses, those outside: neither of the tenant's domains nor of the actor's, nor of one below these. Ask at the
 * month's end, when all domains have been seen.
 */
export function externalRecipients(
  context: DetectionContext,
  addresses: readonly string[],
  actors: readonly string[],
): string[] {
  const near = [...new Set(actors.map(domainOf).filter(domain => domain.includes('.')))]
  return addresses.filter(address => {
    const domain = domainOf(address)
    if (!domain.includes('.') || near.some(one => domain === one || domain.endsWith(`.${one}`))) return false
    return upwards(domain).every(one => context.tenant.isOutside(one))
  })
}

/** The domain and what it lies below, down to two labels. */
function upwards(domain: string): string[] {
  const labels = domain.split('.')
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, i) => labels.slice(i).join('.'))
}

/** The actor where it is of the tenant: a guest's own domain is not the tenant's. */
export function ownDomainsOf(event: AuditEvent): string[] {
  return event.kind === 'person' ? [event.user] : []
}
