/** Mailboxes and people as Exchange's cmdlets name them: an address, an alias, or the path of a directory object. */
import {foldUser} from '../audit/identity.ts'

/** `EURPR04A009.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/contoso.onmicrosoft.com/Ada`. */
const path = /^[^/]{1,200}\/Microsoft Exchange Hosted Organizations\/([^/]{1,200})\/(?:.{1,200}\/)?([^/]{1,200})$/i

/** One spelling; the object of a path as an address in its organisation. */
export function recipientName(text: string): string {
  const match = path.exec(text.trim().slice(0, 800))
  if (!match) return foldUser(text)
  const [, organisation = '', name = ''] = match
  return foldUser(name.includes('@') ? name : `${name}@${organisation}`)
}

/** Whether a name is a user's: an alias has no domain, and a path that of the organisation and not of the user. */
export function isNameOf(text: string, user: string): boolean {
  const name = recipientName(text)
  if (name === user) return true
  const [alias = '', domain] = name.split('@')
  return alias !== '' && alias === user.split('@')[0] && (domain === undefined || path.test(text.trim().slice(0, 800)))
}
