/** The names that one record holds, to find them again in its free text. */
import {ownText} from './remembered.ts'
import {guidLength, type LearnedName, type Outcome} from './treated-text.ts'

/** Names of one record that are looked for. */
const mostNames = 2_000
const shortestName = 4

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

export class RecordNames {
  /** GUIDs that stay wherever the record has them, folded. */
  private readonly exempt: ReadonlySet<string>
  private readonly learned: LearnedName[] = []
  /** As many of those learned are known: most records have no text to look for them in. */
  private taken = 0
  private known: Map<string, string> | undefined
  private longestFirst: [string, string][] | undefined
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
    const names = this.names()
    const folded = text.toLowerCase()
    const there = names.filter(([name]) => folded.includes(name))
    if (this.tracing) {
      // It hangs on what other fields hold, or on which names were one too many.
      if (there.length > 0 || names.length >= mostNames) this.tracing.isOwn = false
      this.tracing.searched.push(folded)
    }
    return there.reduce((parts, [name, shown]) => replacedIn(parts, part => placesOf(part, name, shown)), whole)
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

  private holdsOneOf(texts: readonly string[]): boolean {
    for (const [name] of this.names()) for (const text of texts) if (text.includes(name)) return true
    return false
  }

  /** Folded, the longest first. */
  private names(): readonly [string, string][] {
    if (this.longestFirst && this.taken === this.learned.length) return this.longestFirst
    this.known ??= new Map()
    for (; this.taken < this.learned.length; this.taken++) {
      const one = this.learned[this.taken]
      if (one && this.known.size < mostNames) this.known.set(one.folded, one.pseudonym)
    }
    this.longestFirst = [...this.known].sort(([a], [b]) => b.length - a.length)
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

function placesOf(text: string, name: string, shown: string): {start: number; end: number; shown: string}[] {
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
