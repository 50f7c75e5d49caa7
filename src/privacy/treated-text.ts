/** What became of a field's text, for when it comes again. */
import type {ValueRule} from './kinds.ts'
import {ownText} from './remembered.ts'

/** Of a text in fields of one rule. */
export class TreatedText {
  readonly rule: ValueRule
  readonly text: string
  /** Whether it is remembered. */
  readonly isKept: boolean
  /** As JSON has it, if it is. */
  readonly quoted: string
  /** GUIDs that it says are an application's, folded. */
  readonly applications: readonly string[]
  /** While the record's names are learned. */
  first: Outcome | undefined
  /** Of free text, when they are known. */
  second: Outcome | undefined

  constructor(rule: ValueRule, text: string, isKept: boolean) {
    this.rule = rule
    this.text = text
    this.isKept = isKept
    this.quoted = isKept ? JSON.stringify(text) : ''
    this.applications = applicationsIn(text)
  }
}

/** What replaces a text, and what that did and asked: it is the same in a record of which the answers are the same. */
export interface Outcome {
  shown: string
  /** As JSON has it; undefined where the text stays. */
  json: string | undefined
  /** Names with their pseudonyms, in order. */
  learned: readonly LearnedName[]
  /** GUIDs that were no exempt ones. */
  asked: readonly string[]
  /** Folded texts in which no name of the record was. */
  searched: readonly string[]
}

export interface LearnedName {
  folded: string
  pseudonym: string
}

export const guidLength = 36

const ofApplication =
  /(?:ServicePrincipal|Application)_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/gi

function applicationsIn(text: string): readonly string[] {
  if (text.length <= guidLength || !text.includes('_')) return none
  return [...text.matchAll(ofApplication)].map(([, guid = '']) => guid.toLowerCase())
}

const none: readonly string[] = []

/** Longer texts hardly come again. */
const longest = 300
/** A power of two. */
const pairs = 4_096

/**
 * Texts by a hash of their letters, each in one of two places: a new one takes that of the one of the two that was asked for longer
 * ago. Unlike with a map, a text that stands in a longer one is found without being cut out of it.
 */
export class TreatedTexts {
  private readonly table = new Array<TreatedText | undefined>(2 * pairs)

  /** The text of the string that stands at `start`, if it was treated before. */
  inJson(rule: ValueRule, json: string, start: number, end: number): TreatedText | undefined {
    if (end - start > longest + 2) return undefined
    const at = pairOf(rule, json, start + 1, end - 1)
    const one = this.table[at]
    if (one && one.rule === rule && json.startsWith(one.quoted, start)) return one
    const other = this.table[at + 1]
    if (!other || other.rule !== rule || !json.startsWith(other.quoted, start)) return undefined
    this.table[at] = other
    this.table[at + 1] = one
    return other
  }

  /** The same for a text alone, which is remembered from now on. */
  of(rule: ValueRule, text: string): TreatedText {
    if (text.length > longest) return new TreatedText(rule, text, false)
    const at = pairOf(rule, text, 0, text.length)
    const one = this.table[at]
    if (one && one.rule === rule && one.text === text) return one
    const other = this.table[at + 1]
    const found = other && other.rule === rule && other.text === text
    const treated = found ? other : new TreatedText(rule, ownText(text), true)
    this.table[at] = treated
    this.table[at + 1] = one
    return treated
  }
}

/** Where the first of the pair is. */
function pairOf(rule: ValueRule, text: string, start: number, end: number): number {
  const hash = hashOf(text, start, end, hashOf(rule, 0, rule.length, 0))
  return 2 * ((hash ^ (hash >>> 13)) & (pairs - 1))
}

function hashOf(text: string, start: number, end: number, seed: number): number {
  let hash = seed
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  return hash
}
