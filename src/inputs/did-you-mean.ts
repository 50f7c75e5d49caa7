/** Which of the known words a misspelt one was meant to be. */

/** The known word that `word` is most like, or undefined when none is near enough for a guess. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const bare = letters(word)
  const ranked = known
    .map(candidate => ({candidate, distance: distance(bare, letters(candidate))}))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best && best.distance <= Math.max(1, Math.floor(bare.length / 4)) ? best.candidate : undefined
}

/** Case, hyphens and underscores are what people get wrong most; they cost nothing. */
function letters(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '')
}

/** Letters to insert, delete, replace or swap with a neighbour to turn one word into the other. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let previous = Array.from({length: b.length + 1}, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(at(previous, j) + 1, at(row, j - 1) + 1, replaced)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) row[j] = Math.min(at(row, j), at(before, j - 2) + 1)
    }
    before = previous
    previous = row
  }
  return at(previous, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
