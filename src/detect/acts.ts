/** What a record says that was done, and with which client app, in a few words. */
import type {FailureClass} from '../audit/sign-in-failure.ts'
import {agentFamily} from './agent.ts'
import {remembered} from './remembered.ts'

/** The fields that the words are made of. */
interface ActSource {
  act: string
  operation: string
  errorCode: string
  failure: FailureClass
  result: string
  object: string
  user: string
  parameters: {get(name: string): string}
  target: {name: string}
  text(name: string): string
}

const failureWords: Record<FailureClass, string> = {
  'wrong-password': 'wrong password',
  'unknown-user': 'unknown user',
  locked: 'account locked',
  'password-right': 'right password, sign-in stopped',
  blocked: 'account disabled',
  federation: 'federation error',
  neutral: 'interrupted',
  other: '',
}

const longestObject = 120

/** `Sign-in failed: wrong password (50126)`, `New-InboxRule “.”`, `FileDownloaded “plan.docx”`. */
export function actText(source: ActSource): string {
  const {act} = source
  if (act === 'userloggedin') return 'Sign-in succeeded'
  if (act === 'userloginfailed') {
    const why = [failureWords[source.failure], source.errorCode && `(${source.errorCode})`].filter(Boolean).join(' ')
    return why === '' ? 'Sign-in failed' : `Sign-in failed: ${why}`
  }
  const object = objectOf(source)
  const failed = source.result === 'failure' ? ' (failed)' : ''
  return `${operationName(source.operation)}${object === '' ? '' : ` “${object}”`}${failed}`
}

/** An operation as a sentence has it: without the final period that directory records put. */
export function operationName(operation: string): string {
  return operation.trim().replace(/\.$/, '')
}

/** What was acted on: the name of a rule, file, app or account; never the actor. */
function objectOf(source: ActSource): string {
  const name =
    (source.act.endsWith('inboxrule') && shown(source.parameters.get('Name'))) ||
    shown(source.text('SourceFileName')) ||
    shown(source.target.name) ||
    shown(source.object)
  if (name.toLowerCase() === source.user) return ''
  return name.length > longestObject ? `${name.slice(0, longestObject - 1)}…` : name
}

/** Fit for quotation marks. */
function shown(name: string): string {
  return (/[\p{Cc}“”"]/u.test(name) ? name.replace(/[\p{Cc}“”"]+/gu, ' ') : name).trim()
}

const longestClient = 60

/** `Firefox on Linux`; other user agents as they are, shortened. */
export const clientName = remembered(agent => {
  const family = agentFamily(agent)
  const known = /^(\w+) on (\w+)$/.exec(family)
  if (known) return `${spelled(known[1] ?? '')} on ${spelled(known[2] ?? '')}`
  const clean = agent.replace(/\p{Cc}+/gu, ' ').trim()
  return clean.length > longestClient ? `${clean.slice(0, longestClient - 1)}…` : clean
})

const spellings: Readonly<Record<string, string>> = {
  ios: 'iOS',
  mac: 'macOS',
  chromeos: 'ChromeOS',
  powershell: 'PowerShell',
  onedrive: 'OneDrive',
  explorer: 'Internet Explorer',
}

function spelled(word: string): string {
  return spellings[word] ?? `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
}
