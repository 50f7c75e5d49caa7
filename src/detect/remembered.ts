/** What is worked out from a text alone, kept by the text: the same few return all month. */

const longestKept = 400

/** @param most texts that are kept; then all are forgotten, so that a flood of new ones costs no more than it did. */
export function remembered<T extends string | number | boolean | object>(
  make: (text: string) => T,
  most = 2_000,
): (text: string) => T {
  const kept = new Map<string, T>()
  return text => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const made = make(text)
    if (kept.size >= most) kept.clear()
    if (text.length <= longestKept) kept.set(text, made)
    return made
  }
}
