/** A message for any other webhook: JSON, signed so that the receiver can tell who sent it, and when. */
import {createHash, createHmac} from 'node:crypto'
import {fitted, type Notification} from '../report/notification.ts'

const notificationSchema = 'm365-audit-export/notification/1'

/** Bytes. */
const mostBytes = 256_000

export function jsonMessage(notification: Notification): string {
  return fitted(
    notification,
    one => JSON.stringify({schema: notificationSchema, ...one}),
    text => Buffer.byteLength(text) <= mostBytes,
  )
}

/**
 * HMAC-SHA256 over the time, a dot and the body, so that an old message can't be sent again later. The id is the same for the
 * same message, which may arrive twice.
 * @param now milliseconds since 1970.
 */
export function signatureHeaders(body: string, secret: string, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000))
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  return {
    'x-m365-audit-id': createHash('sha256').update(body).digest('hex').slice(0, 32),
    'x-m365-audit-timestamp': timestamp,
    'x-m365-audit-signature': `sha256=${signature}`,
  }
}
