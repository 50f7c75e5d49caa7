/** One spelling for each operation, and the spellings under which a service may have it. */

const folded = new Map<string, string>()
const mostFolded = 5_000

/** Directory operations end with a period, most of them; one has an en dash and ends with a space. */
export function foldOperation(operation: string): string {
  const known = folded.get(operation)
  if (known !== undefined) return known
  const short = plain(operation.slice(0, 300))
  const act = short.endsWith('.') ? short.slice(0, -1).trimEnd() : short
  if (folded.size < mostFolded && operation.length <= 300) folded.set(operation, act)
  return act
}

/** Kinds of dash and of blank are one each, and blanks at the ends are nothing. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Whether a record's operation is one of those that people wrote; all are where none is named. */
export function operationFilter(operations: readonly string[]): (operation: string) => boolean {
  if (operations.length === 0) return () => true
  const wanted = new Set(operations.map(foldOperation))
  return operation => wanted.has(foldOperation(operation))
}

/**
 * How the service may spell what a person wrote. Whether it compares dashes and blanks exactly is undocumented, so that
 * it is asked for each; only names of several words have such marks.
 */
export function operationSpellings(operations: readonly string[]): string[] {
  const all = operations.flatMap(operation => {
    const words = operation.replace(/\s+/g, ' ').trim()
    const bare = words.replace(/(?<! )[\p{Pd}\u2212]|[\p{Pd}\u2212](?! )/gu, '-')
    if (!bare.includes(' ')) return [operation, bare]
    const spaced = /(?<= )[\p{Pd}\u2212](?= )/gu
    const dashed = spaced.test(bare) ? ['-', '–', '—'].map(dash => bare.replace(spaced, dash)) : [bare]
    const ended = dashed.flatMap(name => {
      const open = name.replace(/ ?\.$/, '')
      return [name, open, `${open}.`, `${open} `]
    })
    return [operation, ...ended]
  })
  return [...new Set(all.filter(name => name !== ''))]
}
