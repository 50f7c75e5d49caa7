/** Readers of addresses, mail servers, and people and labels on GitHub. */

import {isGuid} from '../audit/identity.ts'
import type {InputReader, InputValue} from './readers.ts'
import type {MailServer} from './settings.ts'

const domain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i
const localPart = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/

/** One address alone, in ASCII: display names and unusual forms are refused, so that none can carry a second header. */
export const emailAddress: InputReader<string> = text => {
  const no = (why?: string): InputValue<string> => ({
    wrong: {
      ...(why === undefined ? {} : {why}),
      expected: 'addresses such as audit@contoso.com',
      remedy: 'Write each address alone, separated by commas or lines.',
    },
  })
  const at = text.lastIndexOf('@')
  if (/\p{Cc}/u.test(text)) return no('it holds a line break or another control character')
  if (/[<>"]/.test(text)) return no('it has a name next to the address')
  if (/[;\s]/.test(text)) return no('it holds a space or a semicolon')
  if (at < 0) return no('it has no @')
  if (/[^\x20-\x7e]/.test(text)) return no('it holds other than ASCII letters, which not every server takes')
  if (at > 64 || !localPart.test(text.slice(0, at))) return no('what stands before the @ is no mailbox')
  return domain.test(text.slice(at + 1)) ? {ok: text} : no('what stands after the @ is no domain')
}

/** Graph takes the mailbox's object id as well. */
export const mailbox: InputReader<string> = text => (isGuid(text) ? {ok: text.toLowerCase()} : emailAddress(text))

export const smtpUrl: InputReader<MailServer> = text => {
  const no = (why: string): InputValue<MailServer> => ({
    wrong: {
      why,
      expected: 'smtps://USER:PASSWORD@HOST:465 or smtp://USER:PASSWORD@HOST:587',
      remedy: 'Percent-encode special characters of user and password: @ is %40, / is %2F, # is %23, % is %25.',
      secret: true,
    },
  })
  if (!/^smtps?:\/\//i.test(text)) return no('it does not begin with smtp:// or smtps://')
  if (!URL.canParse(text)) return no('it can’t be understood as a URL')
  const url = new URL(text)
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (host === '' || !/^[a-z0-9.:_-]+$/.test(host)) return no('it names no host')
  if (url.search || url.hash || !['', '/'].includes(url.pathname)) return no('something follows host and port')
  const implicitTls = url.protocol === 'smtps:'
  const port = Number(url.port || (implicitTls ? 465 : 587))
  if (implicitTls && (port === 587 || port === 25))
    return no(`servers begin in the clear on port ${port}, which is smtp:`)
  if (!implicitTls && port === 465) return no('servers speak TLS at once on port 465, which is smtps:')
  const [user, password] = [decoded(url.username), decoded(url.password)]
  if (user === undefined || password === undefined) return no('a % in user or password begins no character')
  if ((user === '') !== (password === ''))
    return no(user === '' ? 'it has a password without a user' : 'it has a user without a password')
  return {ok: {host, port, implicitTls, ...(user === '' ? {} : {login: {user, password}})}}
}

/** The passwords in what may be a URL, however broken, in each form they can turn up in. */
export function passwordsIn(text: string): string[] {
  const raw = /^\s*[a-z]+:\/\/[^:]*:([\s\S]*)@/i.exec(text)?.[1]
  return raw === undefined ? [] : [...new Set([raw, decoded(raw) ?? raw])].filter(one => one !== '')
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

export const gitHubLogin: InputReader<string> = text =>
  /^[a-z\d](?:[a-z\d]|-(?=[a-z\d])|_){0,38}$/i.test(text)
    ? {ok: text}
    : {
        wrong: {
          ...(text.startsWith('@') ? {why: `“${text}”: the @ does not belong to it`} : {}),
          expected: 'names of GitHub users',
          remedy: 'Write the user names alone; teams can’t be assigned.',
        },
      }

export const issueLabel: InputReader<string> = text =>
  text.length <= 50 && !/\p{Cc}/u.test(text)
    ? {ok: text}
    : {wrong: {why: 'it is longer than 50 characters', expected: 'labels of the repository', remedy: 'Shorten it.'}}
