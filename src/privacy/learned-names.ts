/** The names that one record holds, to find them again in its free text. */
import {ownText} from './remembered.ts'
import {guidLength, type LearnedName, type Outcome} from './treated-text.ts'

/** Names of one record that are looked for. */
const mostNames = 2_000
const shortestName = 4
const fewNames = 50

export interface TextPart {
  text: string
  /** Holds a pseudonym already. */
  isDone: boolean
}

interface Trace {
  learned: LearnedName[]
  asked: string[]
  searched: string[]
  /** Whether it is the same in every record that answers the same. */
  isOwn: boolean
}

export class LearnedNames {
  /** GUIDs that stay wherever the record has them, folded. */
  private readonly exempt: ReadonlySet<string>
  private readonly learned: LearnedName[] = []
  private readonly known = new Map<string, LearnedName>()
  /** As many of those learned are known. */
  private taken = 0
  private longestFirst: readonly LearnedName[] | undefined
  private tracing: Trace | undefined

  constructor(exempt: ReadonlySet<string> = noIds) {
    this.exempt = exempt
  }

  isExempt(id: string): boolean {
    if (id.length !== guidLength) return false
    const folded = id.toLowerCase()
    const isExempt = this.exempt.has(folded)
    if (!this.tracing) return isExempt
    if (isExempt) this.tracing.isOwn = false
    else this.tracing.asked.push(folded)
    return isExempt
  }

  learn(name: string, pseudonym: string): void {
    if (name.length < shortestName || /^\d+$/.test(name)) return
    const learned = {folded: name.toLowerCase(), pseudonym}
    this.learned.push(learned)
    this.tracing?.learned.push(learned)
  }

  /** The text in parts, those done that were a known name. */
  in(text: string): TextPart[] {
    const whole: TextPart[] = [{text, isDone: false}]
    if (text.length < shortestName) return whole
    const folded = text.toLowerCase()
    this.tracing?.searched.push(folded)
    if (!this.holdsOneOf([folded])) return whole
    // It hangs on what other fields hold.
    if (this.tracing) this.tracing.isOwn = false
    const there = this.names().filter(name => folded.includes(name.folded))
    return there.reduce((parts, name) => replacedIn(parts, part => placesOf(part, name)), whole)
  }

  /** Does the work on a text. @returns as well what it did, if that is the same in other records. */
  trace(text: string, work: () => string): {shown: string; outcome: Outcome | undefined} {
    // It is part of other work then.
    if (this.tracing) return {shown: work(), outcome: undefined}
    const tracing: Trace = {learned: [], asked: [], searched: [], isOwn: true}
    this.tracing = tracing
    try {
      const shown = work()
      return {shown, outcome: tracing.isOwn ? outcomeOf(text, shown, tracing) : undefined}
    } finally {
      this.tracing = undefined
    }
  }

  /** Does what earlier work did for the same text. @returns false where this record answers otherwise. */
  repeat({learned, asked, searched}: Outcome): boolean {
    for (const id of asked) if (this.exempt.has(id)) return false
    if (searched.length > 0 && this.holdsOneOf(searched)) return false
    for (const one of learned) this.learned.push(one)
    if (this.tracing) {
      this.tracing.learned.push(...learned)
      this.tracing.asked.push(...asked)
      this.tracing.searched.push(...searched)
    }
    return true
  }

  private holdsOneOf(foldedTexts: readonly string[]): boolean {
    // Most records have few names, and hardly a text that holds one.
    const names = this.learned.length <= fewNames ? this.learned : this.names()
    for (const {folded} of names) for (const text of foldedTexts) if (text.includes(folded)) return true
    return false
  }

  /** The longest first; a name that was learned again has its latest pseudonym. */
  private names(): readonly LearnedName[] {
    if (this.longestFirst && this.taken === this.learned.length) return this.longestFirst
    for (; this.taken < this.learned.length; this.taken++) {
      const name = this.learned[this.taken]
      if (name && this.known.size < mostNames) this.known.set(name.folded, name)
    }
    this.longestFirst = [...this.known.values()].sort((a, b) => b.folded.length - a.folded.length)
    return this.longestFirst
  }
}

const noIds: ReadonlySet<string> = new Set()

/** A copy of what work did, that keeps no longer text in memory. */
function outcomeOf(text: string, shown: string, {learned, asked, searched}: Trace): Outcome {
  return {
    shown: shown === text ? text : ownText(shown),
    json: shown === text ? undefined : JSON.stringify(shown),
    learned: learned.map(({folded, pseudonym}) => ({folded: ownText(folded), pseudonym: ownText(pseudonym)})),
    asked: asked.map(ownText),
    searched: searched.map(ownText),
  }
}

/** Replaces, in the parts that are not done, what is found there; in order and without overlap. */
export function replacedIn(
  parts: readonly TextPart[],
  find: (text: string) => readonly {start: number; end: number; shown: string}[],
): TextPart[] {
  return parts.flatMap(part => {
    if (part.isDone) return [part]
    const result: TextPart[] = []
    let at = 0
    for (const {start, end, shown} of find(part.text)) {
      result.push({text: part.text.slice(at, start), isDone: false}, {text: shown, isDone: true})
      at = end
    }
    return [...result, {text: part.text.slice(at), isDone: false}]
  })
}

function placesOf(
  text: string,
  {folded: name, pseudonym: shown}: LearnedName,
): {start: number; end: number; shown: string}[] {
  const lowered = text.toLowerCase()
  // Some letters change their length with their case; then places in one text are none in the other.
  const folded = lowered.length === text.length ? lowered : text
  const places: {start: number; end: number; shown: string}[] = []
  for (let at = folded.indexOf(name); at >= 0; at = folded.indexOf(name, at + name.length)) {
    const end = at + name.length
    if (!isWordLetter(text[at - 1]) && !isWordLetter(text[end])) places.push({start: at, end, shown})
  }
  return places
}

function isWordLetter(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}]/u.test(letter)
}
