/** Finds, in any text, what identifies people by its shape alone: addresses of mail and network, sites, ids of people. */

import {isGuid} from '../audit/identity.ts'
import {groupsOfAddress} from './address.ts'

export type TextShape = 'email' | 'url' | 'v4' | 'v6' | 'guid' | 'sid' | 'puid' | 'mac' | 'host' | 'dn'

const shapes: readonly (readonly [TextShape, string])[] = [
  ['url', String.raw`https?:\/\/[^\s"'<>\\|^${'`'}{}]{1,4000}`],
  // The last part of an Exchange distinguished name: …/cn=Recipients/cn=0a1b-ann.
  ['dn', String.raw`(?<=\/cn=recipients\/cn=)[^\/;,"'\s]{1,200}`],
  ['sid', String.raw`\bS-1-(?:5-21|12-1)(?:-\d{1,10}){3,14}\b`],
  ['guid', '(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])'],
  ['puid', '(?<![0-9a-z])1003[0-9a-f]{12}(?![0-9a-z])'],
  ['mac', '(?<![0-9a-z:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-z:-])'],
  [
    'v6',
    String.raw`(?<![\w:.])[0-9a-f]{0,4}(?:(?::[0-9a-f]{0,4}){1,6}:\d{1,3}(?:\.\d{1,3}){3}|(?::[0-9a-f]{0,4}){2,7})(?![\w:])`,
  ],
  // A version may look the same: Chrome/141.0.0.0, v1.2.3.4.
  ['v4', String.raw`(?<![\w./-])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w-]|\.\d)`],
  [
    'host',
    String.raw`(?<![\w.-])[a-z0-9][a-z0-9-]{0,62}\.(?:mail\.)?(?:onmicrosoft|sharepoint)\.(?:com|us|cn|de)(?![\w-])`,
  ],
]
const email: readonly [TextShape, string] = [
  'email',
  String.raw`[^\s<>()[\]{}\\,;:"|\/@]{1,128}@[^\s<>()[\]{}\\,;:"|\/@'!?#&=]{1,253}`,
]

const url = shapes.slice(0, 1)
const withoutMail = patternOf(shapes)
const withMail = patternOf([...url, email, ...shapes.slice(1)])
/** Most texts have nothing of the kind, and are done with here; the first is quick, and lets through what the second does. */
const sign = /[@:.\-/]|1003/
const hint =
  /@|:\/\/|::|\d\.\d|-[0-9a-f]{4}-|S-1-|1003|\/cn=|:[0-9a-f]{1,4}:|[0-9a-f]-[0-9a-f]{2}-|\.(?:onmicrosoft|sharepoint)\./i

export interface TextMatch {
  shape: TextShape
  start: number
  end: number
}

/** In order, without overlap. */
export function matchesIn(text: string): TextMatch[] {
  if (isGuid(text)) return [{shape: 'guid', start: 0, end: 36}]
  if (!sign.test(text) || !hint.test(text)) return []
  const {pattern, names} = text.includes('@') ? withMail : withoutMail
  const found: TextMatch[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const shape = names[match.findIndex((part, group) => group > 0 && part !== undefined) - 1] ?? 'url'
    if (isOne(shape, match[0])) found.push({shape, start: match.index, end: match.index + lengthOf(shape, match[0])})
  }
  return found
}

/** `@odata.type` and `app@sharepoint` are no addresses, and neither is 12:30:45. */
function isOne(shape: TextShape, text: string): boolean {
  if (shape === 'email') return text.indexOf('.', text.indexOf('@')) > 0
  if (shape === 'v4' || shape === 'v6') return groupsOfAddress(text.replace(/(\.\d+):\d+$/, '$1')) !== undefined
  return true
}

/** What follows a sentence's end is not the address's. */
function lengthOf(shape: TextShape, text: string): number {
  if (shape === 'url') return text.replace(/[.,;:!?)\]]+$/, '').length
  return shape === 'email' ? text.replace(/[^\p{L}\p{N}]+$/u, '').length : text.length
}

function patternOf(parts: readonly (readonly [TextShape, string])[]): {pattern: RegExp; names: TextShape[]} {
  return {
    pattern: new RegExp(parts.map(([, pattern]) => `(${pattern})`).join('|'), 'gi'),
    names: parts.map(([shape]) => shape),
  }
}
