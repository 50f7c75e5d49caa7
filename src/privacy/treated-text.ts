/** What became of a field's text, for when it comes again. */

/** Of a text in fields of one rule. */
export class TreatedText {
  readonly text: string
  /** Whether it may be remembered: longer texts hardly come again. */
  readonly isKept: boolean
  /** GUIDs that it says are an application's, folded. */
  readonly applications: readonly string[]
  /** While the record's names are learned. */
  first: Outcome | undefined
  /** Of free text, when they are known. */
  second: Outcome | undefined
  private asJson: string | undefined

  constructor(text: string, isKept: boolean) {
    this.text = text
    this.isKept = isKept
    this.applications = applicationsIn(text)
  }

  /** As JSON has it. */
  get quoted(): string {
    this.asJson ??= JSON.stringify(this.text)
    return this.asJson
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
