/** How texts compare: their order, and whether they are the same but for letter case. */

/** The order of two texts by their UTF-16 code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whether two texts differ in letter case at most, as names that the services and GitHub take for the same. */
export function isSameText(a: string, b: string | undefined): boolean {
  return a === b || a.toLowerCase() === b?.toLowerCase()
}
