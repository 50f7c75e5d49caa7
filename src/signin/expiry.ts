/** When a certificate's successor is due, so that a monthly run says so at least once in time. */
import {pluralise} from '../audit/numbers.ts'
import {daysLeft, type PublicCertificate} from './certificate.ts'

const day = 86_400_000
/** Two months: with less, a monthly run that fails once would say it too late. */
const longestNotice = 62 * day

export interface Expiry {
  /** Whole days. */
  left: number
  /** `soon`: the successor is due; `now`: half of the time for it has passed. */
  due: 'later' | 'soon' | 'now'
}

/** Of a short-lived certificate, the last third of its life. Not due where a newer one is at hand. */
export function expiryOf(
  certificate: Pick<PublicCertificate, 'notBefore' | 'notAfter' | 'renewed'>,
  now: number,
): Expiry {
  const {notBefore, notAfter, renewed} = certificate
  const notice = Math.min(longestNotice, (notAfter.getTime() - notBefore.getTime()) / 3)
  const rest = notAfter.getTime() - now
  const due = renewed || rest >= notice ? 'later' : rest >= notice / 2 ? 'soon' : 'now'
  return {left: daysLeft(certificate, now), due}
}

/** What the app registration holds besides the certificate in use. */
export type Successor = {is: 'registered'; says: string} | {is: 'missing'} | {is: 'unknown'; because: string}

/**
 * For log, issue and mail; undefined while it is too early, or where the successor is there already.
 * @param successor what the app registration holds; undefined where it was not asked.
 */
export function renewalNotice(certificate: PublicCertificate, now: number, successor?: Successor): string | undefined {
  const {left, due} = expiryOf(certificate, now)
  if (due === 'later' || successor?.is === 'registered') return undefined
  const end = certificate.notAfter.toISOString().slice(0, 10)
  const unknown =
    successor?.is === 'unknown'
      ? ` Whether the registration has a newer one already is unknown: ${successor.because}.`
      : ''
  const days = pluralise(left, 'day')
  return `The certificate that signs in ends in ${days}, on ${end}. Upload its successor to the app registration and store it now; old and new may stand side by side.${unknown}`
}
