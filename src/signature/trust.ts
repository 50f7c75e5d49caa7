/** Whether a certificate leads to one that is trusted, by issuers that may issue and were valid at the time. */
import type {X509Certificate} from 'node:crypto'
import {isValidAt} from './timestamp.ts'

const longestPath = 8

/**
 * The path from the certificate to a trusted one, both included; undefined if there is no path.
 * @param others issuers that came along, trusted by themselves in nothing. @param at milliseconds.
 */
export function pathToTrusted(
  certificate: X509Certificate,
  others: readonly X509Certificate[],
  {trusted, at}: {trusted: readonly X509Certificate[]; at: number},
): X509Certificate[] | undefined {
  const isTrusted = (one: X509Certificate) => trusted.some(root => root.raw.equals(one.raw))
  const search = (path: readonly X509Certificate[]): X509Certificate[] | undefined => {
    const last = path.at(-1)
    if (!last || !isValidAt(last, at)) return undefined
    if (isTrusted(last)) return [...path]
    if (path.length >= longestPath) return undefined
    for (const issuer of [...trusted, ...others]) {
      if (path.some(one => one.raw.equals(issuer.raw)) || !issued(issuer, last)) continue
      const found = search([...path, issuer])
      if (found) return found
    }
    return undefined
  }
  return search([certificate])
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}
