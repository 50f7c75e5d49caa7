/** One input's text → its value. Each reader knows one kind of word; none knows which input it reads. */

import {isIP} from 'node:net'
import {type ArchiveAddress, parseArchiveAddress} from '../archive/archive-address.ts'
import {isGuid} from '../audit/identity.ts'
import {pluralise} from '../audit/numbers.ts'
import {placeholders, unknownPlaceholder, withoutPlaceholders} from '../audit/placeholders.ts'
import {thumbprintIn} from '../signin/thumbprint.ts'
import {didYouMean} from './did-you-mean.ts'

/** The mistake reads: `tenant-id` is “x”: `why`; expected `expected`. `remedy` */
export interface InputMistake {
  why?: string
  expected?: string
  remedy: string
  /** The text may be a credential pasted into the wrong place: never show it. */
  secret?: true
  /** The word belongs to a later version. */
  later?: true
}

export type InputValue<T> = {ok: T} | {wrong: InputMistake}
export type InputReader<T> = (text: string) => InputValue<T>

const domain = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i

export const tenantId: InputReader<string> = text => {
  const expected = 'the directory (tenant) id, a GUID, or the primary domain such as contoso.onmicrosoft.com'
  const remedy = 'Copy “Directory (tenant) ID” from the Entra admin centre, Identity > Overview.'
  const no = (why: string): InputValue<string> => ({wrong: {why, expected, remedy}})
  if (isGuid(text)) return /^[0-]+$/.test(text) ? no('this GUID is all zeros') : {ok: text.toLowerCase()}
  if (/^(common|organizations|consumers)$/i.test(text)) return no('an app without a user needs one tenant by name')
  if (/^https?:|\//i.test(text)) return no('this is a URL or a path')
  if (text.includes('@')) return no('this is an account, only the part after the @ can be the domain')
  if (/\s/.test(text)) return no('it holds a space or a line break')
  if (/^[{"'].*[}"']$/.test(text)) return no('it stands in braces or quotes')
  if (/^[a-z0-9-]+$/i.test(text)) return no('it is neither a GUID nor a domain, which has a dot')
  return domain.test(text) ? {ok: text.toLowerCase()} : no('it is neither a GUID nor a domain')
}

export const clientId: InputReader<string> = text => {
  if (isGuid(text) && !/^[0-]+$/.test(text)) return {ok: text.toLowerCase()}
  const expected = 'the application (client) id, a GUID'
  const remedy =
    'Copy “Application (client) ID” from the app registration’s overview: not its object id, and neither the id nor the value of a client secret.'
  if (/^[\w~.-]{30,}$/.test(text) && text.includes('~')) {
    const why =
      'this looks like the value of a client secret, which this action does not use; revoke it, it stands in a workflow'
    return {wrong: {why, expected, remedy, secret: true}}
  }
  return {wrong: {expected, remedy}}
}

export const thumbprint: InputReader<string> = text => {
  const found = thumbprintIn(text)
  if ('ok' in found) return found
  return {
    wrong: {
      why: found.why,
      expected: 'a SHA-1 thumbprint of 40 or a SHA-256 one of 64 hexadecimal digits; colons and spaces are allowed',
      remedy: 'Print it with `openssl x509 -in cert.cer -noout -fingerprint -sha256`.',
    },
  }
}

/** The text as it is, on one line. */
export const line: InputReader<string> = text =>
  /[\r\n]/.test(text)
    ? {wrong: {why: 'it has more than one line', expected: 'one line', remedy: 'Remove the line break.'}}
    : {ok: text}

/** An address of HTTP or HTTPS without a name or password in it. */
export const httpAddress: InputReader<string> = text => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isHttp = url !== undefined && ['http:', 'https:'].includes(url.protocol)
  if (isHttp && url.username === '' && url.password === '' && url.hash === '') return {ok: url.href}
  return {
    wrong: {
      ...(isHttp ? {why: 'it holds a user, a password or a fragment', secret: true as const} : {}),
      expected: 'an address such as https://timestamp.example.com',
      remedy: 'Give the address at which the authority answers RFC 3161 over HTTP.',
    },
  }
}

/** A key made by a machine: long, and not of one repeated pattern. `loss` is what comes of changing it. */
export function secretKey(loss: string): InputReader<string> {
  return text => {
    const least = 32
    const why =
      text.length < least
        ? `it has ${pluralise(text.length, 'character')}`
        : new Set(text).size < 10
          ? 'it holds hardly any different characters'
          : undefined
    if (why === undefined) return {ok: text}
    const remedy = `Make one with \`openssl rand -base64 32\`, keep it as a secret, and keep it: ${loss}.`
    return {wrong: {why, expected: `a random key of ${least} characters or more`, remedy}}
  }
}

/** One word of a fixed set; `coming` are words of later versions, each known and refused. */
export function oneOf<const T extends string>(words: readonly T[], coming: readonly string[] = []): InputReader<T> {
  return text => {
    const found = words.find(word => word === text)
    if (found !== undefined) return {ok: found}
    return {wrong: notOneOf(text, words, coming)}
  }
}

/** A list by comma or line, without repetitions. An item in double quotes may hold both, and quotes doubled, as in CSV. */
export const listReader: InputReader<string[]> = text => {
  const items: string[] = []
  const item = /[^\S\r\n]*(?:"((?:[^"]|"")*)"[^\S\r\n]*(?=[,\r\n]|$)|([^,\r\n]*))(?:[,\r\n]|$)/y
  while (item.lastIndex < text.length) {
    const [, quoted, plain = ''] = item.exec(text) ?? []
    if (quoted === undefined && plain.trimStart().startsWith('"')) return {wrong: brokenQuotes}
    items.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'))
  }
  return {ok: [...new Set(items.filter(each => each !== ''))]}
}

const brokenQuotes: InputMistake = {
  why: 'a quote is opened and not closed before the next comma or line',
  expected: 'a list by comma or line, in which an item with commas stands in double quotes',
  remedy: 'Write `"Budget, final.xlsx"`; quotes inside such an item are doubled, as in CSV.',
}

/** A list whose items are each read, all wrong ones named at once. */
export function listOfReader<T>(item: InputReader<T>): InputReader<T[]> {
  return text => {
    const items: T[] = []
    const wrong: InputMistake[] = []
    const whys: string[] = []
    const read = listReader(text)
    if ('wrong' in read) return read
    for (const one of read.ok) {
      const reading = item(one)
      if ('ok' in reading) items.push(reading.ok)
      else {
        wrong.push(reading.wrong)
        whys.push(reading.wrong.why === undefined ? `“${one}” is not one` : `“${one}”: ${reading.wrong.why}`)
      }
    }
    const [first] = wrong
    if (!first) return {ok: items}
    return {wrong: {...first, why: whys.join(', '), expected: `${first.expected}, by comma or line`}}
  }
}

/** A list that must not come out empty. */
export function some<T>(items: InputReader<T[]>, example: string): InputReader<T[]> {
  return text => {
    const reading = items(text)
    if ('wrong' in reading || reading.ok.length > 0) return reading
    return {wrong: {why: 'it names nothing', expected: 'at least one', remedy: `Write for instance \`${example}\`.`}}
  }
}

export function choices<const T extends string>(words: readonly T[], coming: readonly string[] = []): InputReader<T[]> {
  return listOfReader(oneOf(words, coming))
}

/** A superset of YAML 1.2's core schema, which `core.getBooleanInput` follows: no text can mean two things. */
export const boolean: InputReader<boolean> = text => {
  if (/^(true|yes|1)$/i.test(text)) return {ok: true}
  if (/^(false|no|0)$/i.test(text)) return {ok: false}
  return {wrong: {expected: 'true or false (yes, no, 1 and 0 are understood)', remedy: 'Write `true` or `false`.'}}
}

export function wholeNumber(least: number, most: number): InputReader<number> {
  return text => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return {ok: value}
    const expected = `a whole number from ${least} to ${most}`
    return {wrong: {expected, remedy: `Write digits only, ${least} at least and ${most} at most.`}}
  }
}

const units = {d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000}

/** `72h`, `3d`, `90m`, `1d12h` or `0`, in milliseconds. */
export function durationReader(least: string, most: string): InputReader<number> {
  return text => {
    const value = milliseconds(text)
    const expected = `a duration from ${least} to ${most}, such as 72h, 3d, 90m or 1d12h`
    const remedy = 'Write a number and its unit without a space: d, h, m or s.'
    if (value === undefined)
      return {wrong: {why: /^\d+$/.test(text) ? 'the unit is missing' : 'it is no duration', expected, remedy}}
    if (value < (milliseconds(least) ?? 0)) return {wrong: {why: 'it is too short', expected, remedy}}
    if (value > (milliseconds(most) ?? 0)) return {wrong: {why: 'it is too long', expected, remedy}}
    return {ok: value}
  }
}

function milliseconds(text: string): number | undefined {
  if (text === '0') return 0
  if (!/^(?=\d)(\d{1,6}d)?(\d{1,6}h)?(\d{1,6}m)?(\d{1,6}s)?$/.test(text)) return undefined
  let sum = 0
  for (const [, digits, unit] of text.matchAll(/(\d+)([dhms])/g))
    sum += Number(digits) * units[unit as keyof typeof units]
  return sum
}

/** An IANA zone, in the spelling of the zone list when it differs only by case. */
export const timezone: InputReader<string> = text => {
  const known = knownZones()
  const spelled = known.find(zone => zone.toLowerCase() === text.toLowerCase())
  if (spelled) return {ok: spelled}
  if (/^[a-z]/i.test(text) && isZone(text)) return {ok: text}
  const city = known.find(zone => zone.toLowerCase().endsWith(`/${text.toLowerCase().replaceAll(' ', '_')}`))
  const meant = city ?? didYouMean(text, known)
  return {
    wrong: {
      ...(meant === undefined ? {} : {why: `perhaps ${meant} is meant`}),
      expected: 'an IANA time zone such as UTC, Europe/Berlin or America/New_York',
      remedy:
        'Offsets (+02:00) and Windows names (W. Europe Standard Time) are not accepted; take the name of a city’s zone.',
    },
  }
}

function knownZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')]
}

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', {timeZone: text})
    return true
  } catch {
    return false
  }
}

export const recordType: InputReader<string> = text =>
  /^([a-z][a-z0-9]*|\d{1,5})$/i.test(text)
    ? {ok: text}
    : {
        wrong: {
          expected: 'record types, each by the service’s name or number (ExchangeAdmin or 1)',
          remedy: 'Take the names from AuditLogRecordType in Microsoft’s audit log schema; wildcards are not accepted.',
        },
      }

export const ipAddress: InputReader<string> = text =>
  isIP(text) > 0
    ? {ok: text}
    : {
        wrong: {
          ...(text.includes('/') ? {why: 'it is a range, which the service can’t search for'} : {}),
          expected: 'IPv4 or IPv6 addresses',
          remedy: 'Write each address out, without port and brackets.',
        },
      }

/** A folder below the workspace, as a normalised relative path. */
export const folder: InputReader<string> = text => {
  if (!/[<>]/.test(text)) return folderPattern(text)
  return {
    wrong: {
      why: 'nothing stands for < and > here',
      expected: 'a folder by its name',
      remedy: 'Write the name out, such as `m365-audit/2026-10`.',
    },
  }
}

/** The same, in which `<tenant>` and `<period>` stand for what is exported. */
export const folderPattern: InputReader<string> = text => {
  const expected = 'a relative path of a folder below the workspace, such as m365-audit/<period>'
  const remedy = 'Name a folder that nothing else writes to.'
  const no = (why: string): InputValue<string> => ({wrong: {why, expected, remedy}})
  const unknown = unknownPlaceholder(text)
  const parts = text.split(/[/\\]/).filter(part => part !== '' && part !== '.')
  if (hasControls(text)) return no('it holds a line break or another control character')
  if (/^[/\\]|^[a-z]:/i.test(text)) return no('it is absolute')
  if (parts[0] === '~') return no('nothing expands ~ here')
  if (parts.includes('..')) return no('it leads out by ..')
  if (parts.length === 0) return no('it is the workspace itself')
  if (parts[0]?.toLowerCase() === '.git') return no('it lies inside .git')
  if (unknown !== undefined) return no(noPlaceholder(unknown))
  return {ok: parts.join('/')}
}

/** Characters that the artifact service refuses: https://github.com/actions/toolkit, packages/artifact. */
export const artifactNameReader: InputReader<string> = text => {
  const remedy = 'Keep to letters, digits, dots, hyphens and underscores around the placeholders.'
  const expected = 'a name without " : < > | * ? \\ / in which <tenant> and <period> stand for what is exported'
  const unknown = unknownPlaceholder(text)
  if (unknown !== undefined) return {wrong: {why: noPlaceholder(unknown), expected, remedy}}
  const literal = withoutPlaceholders(text)
  const refused = /["<>:|*?\\/]/.exec(literal)
  if (refused) return {wrong: {why: `${refused[0]} can’t stand in an artifact’s name`, expected, remedy}}
  if (hasControls(text)) return {wrong: {why: 'it holds a line break or another control character', expected, remedy}}
  return {ok: text}
}

function noPlaceholder(found: string): string {
  if (found.length === 1) return `a ${found} stands in it alone, where <tenant> and <period> are the placeholders`
  const meant = didYouMean(found.slice(1, -1), placeholders)
  return `there is no placeholder ${found}; ${meant ? `perhaps <${meant}> is meant` : 'there are <tenant> and <period>'}`
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text)
}

function notOneOf(text: string, words: readonly string[], coming: readonly string[]): InputMistake {
  const expected = words.length === 1 ? `${words[0]}` : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
  if (coming.includes(text)) {
    return {
      why: 'it comes with a later version',
      expected,
      remedy: 'Choose one of these; this version has no more.',
      later: true,
    }
  }
  const meant = didYouMean(text, words)
  return {
    ...(meant === undefined ? {} : {why: `perhaps ${meant} is meant`}),
    expected,
    remedy: 'Write one of these words, in lower case.',
  }
}

/** `owner/name`, as GitHub writes a repository. */
export function repositoryNameReader(words: {expected: string; remedy: string}): InputReader<string> {
  return text => (/^[\w.-]+\/[\w.-]+$/.test(text) ? {ok: text} : {wrong: words})
}

/** Of a container, perhaps with a prefix. */
export function archiveAddressReader(words: {expected: string; remedy: string}): InputReader<ArchiveAddress> {
  return text => {
    const parsed = parseArchiveAddress(text)
    if ('ok' in parsed) return parsed
    const {mistake, ...secret} = parsed
    return {wrong: {why: mistake, ...words, ...secret}}
  }
}
