/** What is wrong with a rule file, and what it uses that this program leaves out; each with its place in the document. */

/** Keys and indices from the document's root. */
export type Place = readonly (string | number)[]

export interface Problem {
  /** `mistake`: the file is broken. `unsupported`: the rule is left out. `remark`: the rule runs, but hardly as its author meant. */
  kind: 'mistake' | 'unsupported' | 'remark'
  place: Place
  says: string
}

export class RuleProblems {
  readonly list: Problem[] = []

  mistake(place: Place, says: string): void {
    this.list.push({kind: 'mistake', place, says})
  }

  remark(place: Place, says: string): void {
    this.list.push({kind: 'remark', place, says})
  }

  unsupported(place: Place, says: string): void {
    this.list.push({kind: 'unsupported', place, says})
  }
}
